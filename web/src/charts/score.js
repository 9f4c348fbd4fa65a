/** @import { Modes } from "../types.d.ts" */
/** @import { Scores } from "../report/sentences.js" */

/** Quantile with linear interpolation, step for step as the core takes it. @param {number[]} descending @param {number} p */
export function quantile(descending, p) {
  const last = descending.length - 1;
  const position = p * last;
  const below = Math.min(last, Math.floor(position));
  const weight = position - below;
  const low = descending[last - below];
  const high = descending[last - Math.min(last, below + 1)];
  return weight < 0.5 ? low + weight * (high - low) : high - (high - low) * (1 - weight);
}

/** How many leading modes the top q keeps: lambda > 0 and lambda >= quantile(lambda, 1 - q). @param {Modes} modes @param {number} q (0, 1] */
export function modesKept(modes, q) {
  const threshold = quantile(modes.eigenvalues, 1 - q);
  let kept = 0;
  while (kept < modes.eigenvalues.length && modes.eigenvalues[kept] > 0 && modes.eigenvalues[kept] >= threshold) kept++;
  return kept;
}

/**
 * SAS of one anchor at q from its modes: sum lambda |rho| / sum lambda over the kept modes, within [0, 1].
 * @param {Modes} modes @param {number} q (0, 1] @returns {number}
 */
export function scoreAt(modes, q) {
  const kept = modesKept(modes, q);
  let weighted = 0;
  let total = 0;
  for (let k = 0; k < kept; k++) {
    weighted += modes.eigenvalues[k] * modes.absCorrelation[k];
    total += modes.eigenvalues[k];
  }
  return total > 0 ? Math.min(1, Math.max(0, weighted / total)) : 0;
}

/** Both scores and their difference at q. @param {{ imageAnchor: Modes, textAnchor: Modes }} modes @param {number} q @returns {Scores} */
export function scoresAt(modes, q) {
  const imageToText = scoreAt(modes.imageAnchor, q);
  const textToImage = scoreAt(modes.textAnchor, q);
  return { imageToText, textToImage, imbalance: imageToText - textToImage };
}
