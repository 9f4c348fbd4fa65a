/** How much work the stages of an audit are: what one progress figure is made of. */
import { HALVES } from "../resampling.js";
import { permutedRows } from "./plan.js";
import { halfWork, replicateWork } from "./resampling-units.js";

/** @import { Run } from "./types.d.ts" */

/** Work of the stages in multiply-adds, roughly. @param {Run} run @returns {Record<string, number>} */
export function workOf(run) {
  const { plan, n, m } = run;
  const { images, texts } = run.pairs;
  const d = Math.max(images.cols, texts.cols);
  const side = plan.products ? d : n;
  return {
    rows: 2 * n * d * side + 40 * (n + m) * d,
    modes: 8 * side ** 3,
    spectrum: 20 * side ** 3,
    directions: 80 * Math.min(n, 20_000) * d,
    ...comparisonWork(run, d),
    ...uncertaintyWork(run, d),
  };
}

/** @param {Run} run @param {number} d @returns {Record<string, number>} */
function uncertaintyWork({ options, n }, d) {
  const { bootstrap, intervals, permutations } = options;
  const replicates = intervals === "bootstrap" ? bootstrap * replicateWork(n, d) : HALVES * halfWork(n, d);
  return { chance: permutations * permutedRows(n, d) * d * 2, intervals: bootstrap > 0 ? replicates : 0 };
}

/** @param {Run} run @param {number} d @returns {Record<string, number>} */
function comparisonWork({ n, m, oneWidth, options }, d) {
  const { exactPairs, queries } = options;
  if (n * m > exactPairs && queries < n) return { similarities: queries * (n + m) * 2 * (d + 60) };
  return { similarities: oneWidth ? n * m * (d + 60) : 0, neighbours: n * n * (d + 120) };
}
