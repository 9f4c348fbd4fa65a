/** Kernel sums about the common mean, for rows whose cosines do not tell their distances. */
import { addSums } from "./kernel-sums.js";
import { blocks, TILE_ROWS } from "./plan.js";

/** @import { KernelSums } from "./kernel-sums.js" */
/** @import { Run } from "./run.js" */

/** Up to so many multiply-adds every distance is taken from the differences, in float64. */
const EXACT_WORK = 5e8;
/** Of the few last sums and differences, in float64. */
const ROUNDING = 1e-15;

/** @param {Run} run @param {number[]} sigmas @returns {Promise<KernelSums>} */
export async function centredSums(run, sigmas) {
  const centre = await run.run("pooledMean", {}, { shared: ["moments"] });
  const exact = 2 * run.n ** 2 * run.pairs.images.cols <= EXACT_WORK;
  const answers = await Promise.all(
    blocks(0, run.n, TILE_ROWS).map((_, block) => run.pool.run("kernels", run.id, { block, centre, sigmas, exact })),
  );
  const [whole, ...rest] = answers;
  for (const part of rest) for (const name of /** @type {const} */ (["xx", "yy", "xy"])) addSums(whole[name], part[name]);
  // Each row with itself adds exp(0) = 1.
  const own = { values: new Float64Array(sigmas.length).fill(run.n), bounds: new Float64Array(sigmas.length).fill(ROUNDING * run.n) };
  for (const side of [whole.xx, whole.yy]) addSums(side, own);
  return whole;
}
