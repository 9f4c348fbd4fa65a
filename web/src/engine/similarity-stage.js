/** Rows compared with rows: retrieval across the sides, neighbours and kernel sums within them; all of them, or seeded queries. */

import { MMD_BOUND } from "./assemble.js";
import { CORE } from "./constants.js";
import { boundOf, centredSums, valuesOf } from "./kernels.js";
import { FINE_PAIRS } from "./plan.js";
import { allAcross, allWithin, neighbourDepth, sampled } from "./row-comparisons.js";

/** @import { Facts, Run, Within } from "./types.d.ts" */

/** The tiles' cosines serve the paper's MMD while its bound is below this share of it, */
const MMD_SHARE = 1e-2;
/** and any kernel while the longest rows are at most this many length scales long, as a square: then distances still show in cosines. */
const LONGEST_SQUARE = 16;

/** Retrieval; if the rows are sampled or the paper's MMD needs it, each side against itself as well. @param {Run} run @param {Facts} facts */
export async function tiles(run, { images, texts, cosines, textClass, medianSigma }) {
  const k = Math.min(run.options.neighbours, run.n - 1);
  const series = run.oneWidth && run.plan.products ? await run.run("series", {}, { shared: ["moments"] }) : null;
  run.results.mmdSeries = series;
  const sigma = await medianSigma;
  const { queries: count, seed, exactPairs } = run.options;
  const sample = run.n * run.m > exactPairs && count < run.n;
  const byTiles = run.kernels && run.oneWidth && !(series && series.bound <= MMD_BOUND) && !sample;
  // A zero median (more than half of the rows equal) leaves no length scale.
  const sigmas = run.kernels && run.oneWidth ? [...(sigma > 0 ? [sigma] : []), ...(byTiles ? [CORE.mmdSigma] : [])] : [];
  // The paper's MMD is a small difference of sums near 1, times 100.
  const fine = byTiles || run.n * run.m <= FINE_PAIRS;
  const queries = sample ? await run.call("sampleQueries", [run.n, cosines ?? new Float64Array(run.m), textClass, count, seed]) : null;
  const longest = [images.norms, texts.norms].map((norms) => norms.reduce((a, b) => Math.max(a, b), 0));
  run.kernel = { medianSigma: sigma, sigmas, byTiles, k, longest };
  const depth = queries ? k : neighbourDepth(k, run.n);
  const shared = { imageNorms: images.norms, textNorms: texts.norms, cosines, sigmas, neighbours: depth, queries, fine };
  run.pool.extend(run.id, { tiles: shared });
  if (queries) {
    const { across, within, sampling } = await sampled(run, k, queries, cosines, textClass);
    run.results.sampling = sampling;
    run.results.across = across ?? undefined;
    await takeWithin(run, within);
  } else if (cosines) {
    run.results.across = await allAcross(run, cosines, textClass);
  }
  run.results.cosines = cosines;
  if (byTiles) await neighbours(run);
}

/** @param {Run} run */
export async function neighbours(run) {
  if (run.results.within) return;
  await takeWithin(run, await allWithin(run, /** @type {NonNullable<Run["kernel"]>} */ (run.kernel).k));
}

/** @param {Run} run @param {Within} within */
async function takeWithin(run, within) {
  run.results.within = within;
  const { n } = run;
  const { across } = run.results;
  const { medianSigma, sigmas, byTiles, longest } = /** @type {NonNullable<Run["kernel"]>} */ (run.kernel);
  if (!across) return;
  const { image, text } = within.kernel;
  // Each row with itself adds exp(0) = 1.
  const sumsOf = (/** @type {number} */ s) => Float64Array.of(image[s] + n, text[s] + n, across.kernel[s]);
  const mmd = (/** @type {number} */ s) => run.call("mmdFromSums", [sumsOf(s), n]);
  const far = medianSigma > 0 && Math.max(...longest) ** 2 > LONGEST_SQUARE * medianSigma ** 2;
  const paper = sigmas.length - 1;
  const tilesBound = () => run.call("mmdTilesBound", [sumsOf(paper), n, longest[0], longest[1], run.pairs.images.cols]);
  if (byTiles) run.results.mmdTiles = { value: (await mmd(paper)).biased, bound: await tilesBound() };
  const sums = !run.results.sampling && (far || tooWide(run.results.mmdTiles)) ? await centredSums(run, sigmas) : null;
  const centred = sums && ((/** @type {number} */ s) => run.call("mmdFromSums", [valuesOf(sums, s), n]));
  if (byTiles && centred) run.results.mmdTiles = { value: (await centred(paper)).biased, bound: boundOf(sums, paper, n) };
  // A sample's cosines do not tell the distances of rows so far from 0.
  if (medianSigma > 0 && (centred || !far)) run.results.mmdUnbiased = { value: (await (centred ?? mmd)(0)).unbiased, sigma: medianSigma };
}

/** @param {{ value: number, bound: number } | undefined} mmd */
const tooWide = (mmd) => mmd !== undefined && !(mmd.bound <= MMD_SHARE * Math.abs(mmd.value));
