/**
 * What each stage of an audit costs: seconds of one worker on the machine where it was measured, by the sizes alone. Only their ratios
 * matter: a run finds its own pace. Measured as processor time, 1,000 x 64 to 40,000 x 256 pairs, one worker (docs/engine.md).
 */
import { BLOCKS, PAIRS_OF_HALVES } from "../resampling.js";
import { LEAST_IMAGES } from "./interval-methods.js";
import { FINE_PAIRS, permutedRows } from "./plan.js";
import { byGrams, halvesWay, NARROW, replicateWork } from "./resampling-units.js";

/** @import { Cost, HalvesWay, Run } from "./types.d.ts" */

/** A multiply-add of the packed products; of the row pass; of a shuffle. */
const PRODUCT = 4.4e-11;
const ROW_PRODUCT = 1.1e-10;
const SHUFFLED = 7.5e-10;
/** Columns that cost as much as what is done for a pair of rows beside their product. */
const BESIDE = 90;
const BESIDE_NEIGHBOURS = 120;
/** The cosines of few pairs are finer, and each takes so many times as long. */
const FINE = 2;

/** From so many rows on a basis comes from Krylov subspaces, as the core has it. */
const LEAST_KRYLOV = 1024;

/** All modes of one symmetric matrix, with their vectors. @param {number} size of its side */
const eigen = (size) => 9.5e-10 * size ** 3 + 1.3e-7 * size ** 2;

/** The same, by how many directions each side has. @param {(size: number) => number} of @param {number[]} sizes */
const both = (of, sizes) => sizes.reduce((sum, size) => sum + of(size), 0);

/** @param {Pick<Run, "plan" | "n" | "m" | "pairs" | "oneWidth" | "options">} run @returns {Record<string, Cost>} */
export function costsOf(run) {
  const { plan, n, m } = run;
  const { images, texts } = run.pairs;
  const d = Math.max(images.cols, texts.cols);
  const sides = plan.products ? [images.cols, texts.cols] : [n, n];
  const products = (/** @type {number} */ work) => /** @type {Cost} */ ({ work, kind: "products" });
  const modes = (/** @type {number} */ work) => /** @type {Cost} */ ({ work, kind: "modes" });
  const structure = plan.products ? 2 * n * d * d : n * n * 2 * d;
  return {
    rows: products(ROW_PRODUCT * structure + 1.5e-8 * (n + m) * d),
    // The strongest first; a basis of each side.
    modes: modes(both((size) => 0.28 * eigen(size) + (size < LEAST_KRYLOV ? 1.8e-10 * size ** 3 : 1e-7 * size ** 2), sides)),
    spectrum: modes(run.oneWidth ? both((size) => 0.72 * eigen(size), sides) : 0),
    procrustes: modes(plan.products ? 1.15e-9 * d ** 3 : 2.8e-9 * n ** 3),
    ...comparisons(run, d, products),
    chance: products(run.oneWidth ? run.options.permutations * permutedRows(n, d, plan) * (SHUFFLED * d + 6e-8) : 0),
    intervals: modes(intervals(run, d)),
  };
}

/** @param {Pick<Run, "n" | "m" | "oneWidth" | "options">} run @param {number} d @param {(work: number) => Cost} products @returns {Record<string, Cost>} */
function comparisons({ n, m, oneWidth, options: { exactPairs, queries } }, d, products) {
  if (n * m > exactPairs && queries < n) return { similarities: products(1.8 * PRODUCT * queries * (n + m) * (d + BESIDE)) };
  const fine = n * m <= FINE_PAIRS ? FINE : 1;
  return {
    similarities: products(oneWidth ? fine * PRODUCT * n * m * (d + BESIDE) : 0),
    neighbours: products(fine * PRODUCT * n * n * (d + BESIDE_NEIGHBOURS)),
  };
}

/** @param {Pick<Run, "n" | "options" | "pairs">} run @param {number} d */
function intervals({ n, options, pairs }, d) {
  const [dx, dy] = [pairs.images.cols, pairs.texts.cols];
  // As intervals.js and uncertainty.js refuse them.
  if (options.bootstrap === 0) return 0;
  if (options.intervals === "bootstrap") return d > NARROW && !byGrams(n, dx, dy) ? 0 : options.bootstrap * 7e-11 * replicateWork(n, d);
  if (n < LEAST_IMAGES || !halvesWay(n, dx, dy)) return 0;
  return stepsOfIntervals(n, pairs).reduce((sum, step) => sum + step, 0);
}

/** Of half-samples that there are: the cost of their blocks together, and of all pairs of halves. @param {number} n @param {{ images: { cols: number }, texts: { cols: number } }} pairs @returns {[blocks: number, halves: number]} */
export function stepsOfIntervals(n, { images, texts }) {
  const widths = [images.cols, texts.cols];
  const d = Math.max(...widths);
  const way = /** @type {HalvesWay} */ (halvesWay(n, widths[0], widths[1]));
  const grams = way.by === "grams";
  const sizes = grams ? [way.size, way.size] : widths;
  // Two halves of both sides, and what they are added up from; their eigenproblems are float32 from 256 rows on.
  const cubed = (/** @type {number} */ size) => (size < 256 ? 2.2e-10 : 8e-11) * size ** 3;
  const pair = both((size) => 2 * (cubed(size) + 8e-8 * size ** 2), sizes);
  const rounds = way.by === "cells" ? BLOCKS / (way.cells / 2) : 1;
  return [grams ? 0 : rounds * (ROW_PRODUCT * 2 * n * d * d + way.cells * 7e-8 * d * d), PAIRS_OF_HALVES * pair];
}
