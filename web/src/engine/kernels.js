/** Kernel sums about the common mean, with bounds of their errors, for rows whose cosines do not tell their distances. */
import { blocks, TILE_ROWS } from "./plan.js";

/** @import { CentredSums, KernelSums, Run } from "./types.d.ts" */

/** @param {KernelSums} to @param {KernelSums} from */
export function addSums(to, from) {
  for (let s = 0; s < to.values.length; s++) {
    to.values[s] += from.values[s];
    to.bounds[s] += from.bounds[s];
  }
}

/** Each pair counts both ways. @param {KernelSums} sums @returns {KernelSums} */
export function doubled({ values, bounds }) {
  return { values: values.map((v) => 2 * v), bounds: bounds.map((b) => 2 * b) };
}

/** As the core takes them. @param {CentredSums} sums @param {number} s the length scale */
export const valuesOf = ({ xx, yy, xy }, s) => Float64Array.of(xx.values[s], yy.values[s], xy.values[s]);

/** Bound of the paper's MMD from these sums: 100 times that of the means. @param {CentredSums} sums @param {number} s @param {number} n */
export const boundOf = ({ xx, yy, xy }, s, n) => (100 * (xx.bounds[s] + yy.bounds[s] + 2 * xy.bounds[s])) / (n * n);

/** Up to so many multiply-adds every distance is taken from the differences, in float64. */
const EXACT_WORK = 5e8;
/** Of the few last sums and differences, in float64. */
const ROUNDING = 1e-15;

/** @param {Run} run @param {number[]} sigmas @returns {Promise<CentredSums>} */
export async function centredSums(run, sigmas) {
  const centre = await run.run("pooledMean", {}, { shared: run.structure });
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
