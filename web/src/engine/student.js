/** Student's t: its 97.5 % point, and two-sided p by the core's one-sample test. */

/** @typedef {ReturnType<typeof import("./statistics.js").createStatistics>} Statistics */

/** 97.5 % point of the normal distribution. */
export const Z = 1.959963984540054;
/** 97.5 % points for 1 … 15 degrees of freedom. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131];

/** 97.5 % point; beyond the table by two terms of Cornish and Fisher (1938), right to 0.0005. @param {number} freedom */
export const studentT = (freedom) =>
  T[freedom - 1] ?? Z + (Z ** 3 + Z) / (4 * freedom) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2);

/**
 * The test takes a sample; one with this mean and this standard error of the mean serves.
 * @param {Statistics} statistics @param {number} mean @param {number} error above 0 @param {number} freedom 1 or more
 * @returns {Promise<import("../types.d.ts").Quantity>} p that the true mean is 0
 */
export async function studentP(statistics, mean, error, freedom) {
  const count = freedom + 1;
  const spread = error * Math.sqrt((count * freedom) / (count - (count % 2)));
  const x = Array.from({ length: count }, (_, k) => (k === count - 1 && count % 2 === 1 ? mean : mean + (k % 2 === 0 ? spread : -spread)));
  return (await statistics.oneSampleT({ x })).p;
}
