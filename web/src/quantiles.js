/** Small statistics of samples. */

/** @import { Interval } from "./types.d.ts" */

/** From the first to the last. @param {Iterable<number>} values */
export function sum(values) {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** @param {Iterable<number> & { length: number }} values */
export const mean = (values) => sum(values) / values.length;

/** R-7 quantile. @param {ArrayLike<number>} values @param {number} p */
export function quantile(values, p) {
  const sorted = Float64Array.from(values).sort();
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  return sorted[low] + (at - low) * (sorted[Math.min(sorted.length - 1, low + 1)] - sorted[low]);
}

/** 97.5 % point of the normal distribution. */
export const Z = 1.959963984540054;

/** Wilson's interval of a share among `count` queries. @param {number} share @param {number} count @param {number} [t] standard errors to either side @returns {Interval} */
export function wilson(share, count, t = Z) {
  const z = (t * t) / count;
  const centre = (share + z / 2) / (1 + z);
  const half = (t * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * t * t))) / (1 + z);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
