/** How each quantity's interval is made from half-samples, or why it has none: the one table of it. */

/**
 * rotation: estimate, less or plus twice the bias seen, 2.04 standard errors, and what directions that the sample cannot tell apart could change.
 * spread: estimate ± 2.04 standard errors. wilson: the same for a share. none: no interval, with the reason.
 * least: images (first texts) below which it is withheld; normalTails: withheld where the rows' tails are heavy; blocks: whether fewer than
 * 32 blocks of sums still give an interval (delete-a-block jackknife).
 * @typedef {{ by: "rotation" | "spread" | "wilson" | "none", least?: number, normalTails?: boolean, blocks?: boolean, reason?: string }} Method
 */

/** Images below which nothing is resampled: two a block. */
export const LEAST_IMAGES = 64;
const STUDIED = 100;

const TOO_FEW = "Too few pairs: simulated intervals missed the true score in up to a quarter of samples.";

/** @type {Method} */
const rotation = { by: "rotation", least: STUDIED, normalTails: true };
/** @type {Method} */
const spread = { by: "spread", blocks: true };
/** @type {Method} */
const wilson = { by: "wilson" };

/** @type {Record<string, Method>} */
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
  ckaDebiased: spread,
  coral: spread,
  coralNormalised: spread,
  mmd: spread,
  rmg: spread,
  deltaCosine: spread,
  svcca: spread,
  centroidEuclidean: spread,
  centroidCosine: spread,
  alignment: spread,
  mutualKnn: spread,
  recallImageToText: wilson,
  recallTextToImage: wilson,
  effectiveRankImage: { by: "none", reason: "It grows with the number of pairs, which resampling does not show." },
  effectiveRankText: { by: "none", reason: "It grows with the number of pairs, which resampling does not show." },
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
  if (blocks < 32 && !few) return `The file holds ${blocks} ${blocks === 1 ? "block" : "blocks"} of pairs, and half-samples take 32.`;
  return undefined;
}
