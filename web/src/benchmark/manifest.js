/** A manifest: the runs by name, with their files, as JSON. */
import { Failure } from "../failure.js";

/** @import { Untrusted } from "../types.d.ts" */
/** @import { Manifest } from "./types.d.ts" */

const FIELDS = ["model", "dataset", "domain", "reference", "file", "images", "texts"];

/** @param {Untrusted} value @param {string} name of the file @returns {Manifest} */
export function manifest(value, name) {
  const wrong = (/** @type {string} */ what) => {
    throw new Failure("BAD_HEADER", `${name}: ${what}`);
  };
  if (!Array.isArray(value?.runs) || value.runs.length === 0) wrong('a manifest has "runs", a list of at least one run.');
  const { domains } = value;
  if (domains !== undefined && !(Array.isArray(domains) && domains.length === 2 && domains.every((d) => typeof d === "string")))
    wrong('"domains" names the two domains to compare, for example ["natural", "medical"].');
  for (const [index, run] of value.runs.entries()) checkRun(run, index, wrong);
  return value;
}

/** @param {Untrusted} run @param {number} index @param {(what: string) => void} wrong */
function checkRun(run, index, wrong) {
  const at = `run ${index + 1}`;
  for (const key of FIELDS) {
    const type = key === "reference" ? "boolean" : "string";
    if (run?.[key] !== undefined && typeof run[key] !== type) wrong(`${at}: "${key}" must be a ${type}.`);
  }
  for (const key of ["model", "dataset"]) if (!run?.[key]) wrong(`${at} has no "${key}".`);
  for (const key of Object.keys(run))
    if (!FIELDS.includes(key)) wrong(`${at} has "${key}", which is not known. Known: ${FIELDS.join(", ")}.`);
  if (Boolean(run.file) === Boolean(run.images && run.texts)) wrong(`${at} needs either "file", or "images" and "texts".`);
}
