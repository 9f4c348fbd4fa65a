import { capital } from "../report/sentences.js";

/**
 * What every view of a result is given beside the audit.
 * @typedef {object} ViewOptions
 * @property {import("../report/sentences.js").TextWord} word what the user calls the texts
 * @property {import("./cut.js").Cut} cut
 * @property {import("./pick.js").Pick} pick
 * @property {(place: import("./pick.js").Place) => Promise<import("../types.d.ts").ModeDetail>} [detail] looks at a direction in every pair; none while the audit runs
 * @property {import("../types.d.ts").Federation} [federation] where several sites' moments were given
 * @property {import("./groups.js").GroupsPart} [groups] groups of a column, where the pairs have such columns; none while the audit runs
 * @property {import("./comparison.js").ComparisonPart} [comparison] another model on the same pairs; none while the audit runs
 * @property {string} name stem of saved files
 * @property {(id: string) => string} [address] where a definition stands; in the report itself unless told
 */

/** Where the report has a definition. @param {string} id */
export const inReport = (id) => `#define-${id}`;

/** Directions are named alike everywhere. */
export const IMAGE_TO_TEXT = "image → text";
export const TEXT_TO_IMAGE = "text → image";

/** @param {import("../report/sentences.js").TextWord} word */
export function sideNames(word) {
  return { images: "Images", texts: capital(word) };
}
