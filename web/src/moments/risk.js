/**
 * How often a membership test picks the member of a member and a stranger from sums of n pairs of D columns in all (images' and
 * texts'). The test knows both rows, and the population that they are from. Of rows of the usual length; a row c times as far out
 * has c² times the argument. docs/aggregates.md has the derivation and the measured table.
 */
import { crossing } from "./gaussian.js";

/** Phi(t), to 1.5e-7 (Abramowitz and Stegun 7.1.26). @param {number} t */
export function normalBelow(t) {
  const x = Math.abs(t) / Math.SQRT2;
  const u = 1 / (1 + 0.3275911 * x);
  const tail = (u * (0.254829592 + u * (-0.284496736 + u * (1.421413741 + u * (-1.453152027 + u * 1.061405429)))) * Math.exp(-x * x)) / 2;
  return t < 0 ? tail : 1 - tail;
}

/** Phi(sqrt(p / 2n)), the sums being p = D (D + 3) / 2 means. @param {number} D @param {number} n */
export const riskOf = (D, n) => normalBelow(Math.sqrt((D * (D + 3)) / (4 * n)));

/** Fewest pairs at which riskOf is at most this; none for a risk of 1. @param {number} D @param {number} risk above .5 */
export function pairsForRisk(D, risk) {
  if (risk >= 1) return 0;
  return Math.ceil((D * (D + 3)) / (4 * crossing(normalBelow, risk, 0, 6) ** 2));
}

/**
 * With noise: of two rows of which one is in the data and all other rows are known, Phi(mu / 2) is the most that any test can pick
 * right (Neyman and Pearson: two normal laws of deviation 1, mu apart). @param {number} mu sensitivity / sigma
 */
export const riskOfNoise = (mu) => normalBelow(mu / 2);
