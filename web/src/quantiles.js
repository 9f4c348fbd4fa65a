/** Small statistics of samples, and those points of distributions that must be had without the core; a test compares these with the core's. */

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
/** 97.5 % points for 1 … 15 degrees of freedom. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131];

/** 97.5 % point of Student's t; beyond the table by two terms of Cornish and Fisher (1938), right to 0.0006. @param {number} freedom */
export const studentT = (freedom) =>
  T[freedom - 1] ?? Z + (Z ** 3 + Z) / (4 * freedom) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2);

/** 95 % point of chi-squared, by Wilson and Hilferty (1931): 2 % too low for 1 degree of freedom, 1 % for 2, less beyond. @param {number} freedom */
export const chiSquared95 = (freedom) => freedom * (1 - 2 / (9 * freedom) + 1.6449 * Math.sqrt(2 / (9 * freedom))) ** 3;

/** Wilson's interval of a share among `count` queries. @param {number} share @param {number} count @param {number} [t] standard errors to either side @returns {Interval} */
export function wilson(share, count, t = Z) {
  const z = (t * t) / count;
  const centre = (share + z / 2) / (1 + z);
  const half = (t * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * t * t))) / (1 + z);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
