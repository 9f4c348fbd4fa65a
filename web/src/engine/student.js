/** Student's t: two-sided p by the core's one-sample test. */

/** @typedef {ReturnType<typeof import("./statistics.js").createStatistics>} Statistics */

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
