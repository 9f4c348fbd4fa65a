/** Where a definition comes from: each work by name, with the address of its DOI. */
import { workWords } from "../report/citing.js";

/** @import { Work } from "../report/types.d.ts" */
/** @import { Maker } from "./types.d.ts" */

/** Followed by a click alone; the page keeps its audit. @template N @param {Maker<N>["h"]} h @param {string} doi */
const doiLink = (h, doi) => h("a", { href: `https://doi.org/${doi}`, target: "_blank", rel: "noreferrer" }, `doi:${doi}`);

/** What stands after "Source". @template N @param {Maker<N>["h"]} h @param {readonly (string | Work)[]} sources @returns {(N | string)[]} */
export const sourceParts = (h, sources) =>
  sources.flatMap((one, k) => {
    const parts = typeof one === "string" ? [one] : [workWords(one), ...(one.doi ? [", ", doiLink(h, one.doi)] : [])];
    return k === 0 ? parts : ["; ", ...parts];
  });
