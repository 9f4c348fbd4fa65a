/** Domains and reference models if nobody says otherwise: those of the paper. */
import { plainName } from "./names.js";

/** The two that the tests compare, the first against the second. */
export const COMPARED = Object.freeze(["natural", "medical"]);
export const OTHER = "other";

/** Beginnings of datasets' names. @type {Readonly<Record<string, readonly string[]>>} */
const BEGINNINGS = {
  natural: ["mscoco", "coco", "flickr"],
  medical: ["roco", "mimic"],
};

const REFERENCES = ["plip", "pubmedclip"];

/** @param {string} dataset */
export function domainOf(dataset) {
  const name = plainName(dataset);
  return Object.keys(BEGINNINGS).find((domain) => BEGINNINGS[domain].some((beginning) => name.startsWith(beginning))) ?? OTHER;
}

/** Kept out of pooled tests. @param {string} model */
export function isReference(model) {
  const name = plainName(model);
  return REFERENCES.some((beginning) => name.startsWith(beginning));
}
