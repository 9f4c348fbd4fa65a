/** The first pass of an audit: facts of all rows, the pairs' second-order structure, findings. */
import { constantFindings, rowFindings, shiftFindings, sizeFindings, typeFindings } from "./findings.js";
import { MEDIAN_ROWS, momentBlocks } from "./plan.js";
import { constantInAll, inFile, joinColumns, joined, momentsOf, repeated } from "./row-checks.js";
import { task } from "./run.js";

/** @import { Answer, RowClasses, Run } from "./types.d.ts" */

/** Facts of all rows and the pairs' second-order structure. @param {Run} run */
export async function rowPass(run) {
  const { images: x, texts: y } = run.pairs;
  const ids = await medianRows(run);
  const sampleOf = (/** @type {number} */ begin, /** @type {number} */ end) => ids.filter((i) => i >= begin && i < end);
  const parts = momentBlocks(run.n, x.cols, y.cols);
  const tasks = parts.map(({ begin, end }) => task("rows", { begin, end, sample: sampleOf(begin, end) }));
  const answers = await run.stage("rows", tasks);
  const sample = (/** @type {"images" | "texts"} */ side) => joined(answers.map((a) => a.sample[side]));
  const medianSigma = run.oneWidth
    ? run.call("medianDistance", [sample("images"), ids.length, sample("texts"), ids.length, x.cols])
    : Promise.resolve(0);
  // Awaited later; an audit that stops before must not leave it unheard.
  medianSigma.catch(() => {});
  const sums = momentsOf(answers, run.pairs);
  const merged = await run.run("mergedMoments", { parts: sums }, { transfer: sums });
  const images = joinColumns(answers.map((a) => a.images));
  const texts = joinColumns(answers.map((a) => a.texts));
  const [imageClasses, textClasses] = await Promise.all([
    run.call("rowClasses", [images.low, images.high]),
    run.call("rowClasses", [texts.low, texts.high]),
  ]);
  const cosines = run.oneWidth ? joined(answers.map((a) => /** @type {Float64Array} */ (a.cosines))) : null;
  run.pool.share(run.id, await structureOf(run, merged, { images: images.norms, texts: texts.norms }, cosines));
  const [imageRow, textRow] = [inFile(run.pairs, "images"), inFile(run.pairs, "texts")];
  const { order } = run.plan;
  run.results.findings = [
    ...rowFindings("images", images, imageClasses, imageRow),
    ...rowFindings("texts", texts, textClasses, (p) => textRow(order ? order[p] : p)),
    ...constantFindings("images", constantInAll(answers.map((a) => a.constant.images)), x.cols),
    ...constantFindings("texts", constantInAll(answers.map((a) => a.constant.texts)), y.cols),
    ...typeFindings(run.pairs),
    ...shiftFindings(answers.flatMap((a) => a.shifted)),
    ...sizeFindings(run.n, Math.max(x.cols, y.cols)),
  ];
  const dropped = await droppedPairs(run, imageClasses);
  return { medianSigma, images, texts, cosines, textClass: textClasses.of, dropped };
}

/**
 * Moments of all rows, and if n < d the Gram matrices; with float64 products if float32 ones would cancel.
 * @param {Run} run @param {Answer<"mergedMoments">} merged with float32 products @param {{ images: Float64Array, texts: Float64Array }} norms @param {Float64Array | null} cosines
 * @returns {Promise<{ moments: Float64Array, structure?: Float64Array }>}
 */
async function structureOf(run, { moments, cancels }, norms, cosines) {
  if (!run.plan.products) {
    const structure = await run.run("gram", { exact: false });
    return { moments, structure: (await run.call("cancels", [structure])) ? await run.run("gram", { exact: true }) : structure };
  }
  if (!cancels) return { moments };
  const { start } = run.plan;
  const firsts = (/** @type {Float64Array} */ values, /** @type {number} */ begin, /** @type {number} */ end) =>
    Float64Array.from(start.subarray(begin, end), (p) => values[p]);
  const parts = await Promise.all(
    momentBlocks(run.n, run.pairs.images.cols, run.pairs.texts.cols).map(({ begin, end }) => {
      const own = { images: norms.images.slice(begin, end), texts: firsts(norms.texts, begin, end) };
      return run.pool.run("exactMoments", run.id, { begin, end, norms: own, cosines: cosines && firsts(cosines, begin, end) });
    }),
  );
  const exact = await run.run("mergedMoments", { parts }, { transfer: parts });
  return { moments: exact.moments };
}

/** Pairs whose rows' distances give the median. @param {Run} run @returns {Promise<Int32Array>} */
async function medianRows(run) {
  if (!run.oneWidth) return new Int32Array(0);
  const count = Math.min(run.n, MEDIAN_ROWS);
  const { seed } = run.options;
  run.results.medianSample = { rows: count, of: run.n, seed };
  return run.call("sampleRows", [run.n, count, seed, "median distance"]);
}

/** Pairs of equal images that the paper's code drops from its RMG. @param {Run} run @param {RowClasses} groups */
async function droppedPairs(run, groups) {
  const { sizes, firsts } = repeated(groups);
  if (sizes.length === 0) return 0;
  const flags = await run.run("selfIsOne", { indices: firsts });
  return sizes.reduce((sum, size, c) => sum + (flags[c] * size * (size - 1)) / 2, 0);
}
