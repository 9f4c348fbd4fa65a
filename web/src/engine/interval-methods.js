/** What each way of making an interval holds for; which one a quantity has, or why it has none, stands in the table of metrics. */
import { quantities } from "../metrics.js";
import { BLOCKS, LEAST_PAIRS } from "../resampling.js";

/** @import { IntervalMethod, IntervalWay, Situation, WayHolds } from "./types.d.ts" */

/** Images below which nothing is resampled: two per block. */
export const LEAST_IMAGES = 2 * BLOCKS;

const TOO_FEW = "Too few pairs: simulated intervals missed the true score in up to a quarter of samples.";

/** docs/statistics.md has what each was measured to hold. @type {Record<IntervalWay, WayHolds>} */
const WAYS = {
  // Estimate, less or plus twice the bias seen, 2.04 standard errors, and what directions that the sample cannot tell apart could change.
  rotation: { of: "population", least: LEAST_PAIRS, normalTails: true },
  // Estimate, less or plus the bias seen, and 2.04 standard errors.
  corrected: { of: "population", blocks: true },
  // The same for the square, whose bias halves show in full.
  square: { of: "population", blocks: true },
  // Estimate ± t standard errors of the jackknife that leaves out a pair as query and as neighbour.
  deleteOne: { of: "same size" },
  // For a share, of as many queries as the standard error tells, and not more than there are.
  wilson: { of: "same size" },
  none: {},
};

/** By quantity. @type {Record<string, IntervalMethod>} */
export const METHODS = Object.fromEntries(
  quantities().flatMap(({ key, interval, reason }) => (interval ? [[key, { by: interval, ...WAYS[interval], reason }]] : [])),
);

/** Why a quantity has no interval here; undefined if it has one. @param {string} name @param {Situation} situation */
export function withheld(name, { images, blocks, heavy }) {
  const {
    by,
    least = 0,
    normalTails = false,
    blocks: few = false,
    reason,
  } = METHODS[name] ?? { by: "none", reason: "No method is known." };
  if (by === "none") return reason;
  if (images < least) return TOO_FEW;
  if (normalTails && heavy) return heavy;
  if (blocks < BLOCKS && !few)
    return `The file holds ${blocks} ${blocks === 1 ? "block" : "blocks"} of pairs, and half-samples take ${BLOCKS}.`;
  return undefined;
}
