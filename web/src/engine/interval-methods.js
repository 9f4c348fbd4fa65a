/** How each quantity's interval is made from half-samples, or why it has none: the one table of it. */
import { BLOCKS } from "./half-samples.js";

/**
 * of: what the interval is meant to hold: the population's value, or the mean of other samples of the same size.
 * by rotation: estimate, less or plus twice the bias seen, 2.04 standard errors, and what directions that the sample cannot tell apart could change.
 * corrected: estimate, less or plus the bias seen, and 2.04 standard errors. square: the same for the square, whose bias halves show in full.
 * deleteOne: estimate ± t standard errors of the jackknife that leaves out a pair as query and as neighbour.
 * wilson: for a share, of as many queries as the standard error tells, and not more than there are. none: no interval, with the reason.
 * least: images (first texts) below which it is withheld; normalTails: withheld where the rows' tails are heavy; blocks: whether fewer than
 * 32 blocks of sums still give an interval (delete-a-block jackknife).
 * @typedef {{ by: "rotation" | "corrected" | "square" | "deleteOne" | "wilson" | "none", of?: "population" | "same size", least?: number, normalTails?: boolean, blocks?: boolean, reason?: string }} Method
 */

/** Images below which nothing is resampled: two a block. */
export const LEAST_IMAGES = 64;
const STUDIED = 100;

const TOO_FEW = "Too few pairs: simulated intervals missed the true score in up to a quarter of samples.";

/** @type {Method} */
const rotation = { by: "rotation", of: "population", least: STUDIED, normalTails: true };
/** @type {Method} */
const corrected = { by: "corrected", of: "population", blocks: true };
/** @type {Method} */
const square = { by: "square", of: "population", blocks: true };
/** @type {Method} */
const wilson = { by: "wilson", of: "same size" };
/** @type {Method} */
const rank = {
  by: "none",
  reason:
    "Small samples have lower ranks by more than the standard error: simulated intervals missed the true rank in half of the samples.",
};

/** docs/statistics.md has what each was measured to hold. @type {Record<string, Method>} */
export const METHODS = {
  sasImageToText: rotation,
  sasTextToImage: rotation,
  sasSymmetric: rotation,
  sasImbalance: rotation,
  cka: {
    by: "none",
    reason:
      "Small samples raise CKA by more than its standard error: simulated intervals held the true value in 0 to 85 % of samples. Debiased CKA has an interval.",
  },
  ckaDebiased: corrected,
  coral: square,
  coralNormalised: corrected,
  mmd: corrected,
  rmg: corrected,
  deltaCosine: corrected,
  svcca: {
    by: "none",
    reason:
      "Small samples raise SVCCA, and more than half-samples show: simulated intervals missed the true value in a quarter of samples, and in all where the sides are independent.",
  },
  centroidEuclidean: corrected,
  centroidCosine: corrected,
  alignment: corrected,
  mutualKnn: { by: "deleteOne", of: "same size" },
  recallImageToText: wilson,
  recallTextToImage: wilson,
  effectiveRankImage: rank,
  effectiveRankText: rank,
};

/** @typedef {{ images: number, blocks: number, heavy: string | undefined }} Situation heavy: why the tails forbid it, where they do */

/** Why a quantity has no interval here; undefined where it has one. @param {string} name @param {Situation} situation */
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
