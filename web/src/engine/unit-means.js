/** What is a mean over images or texts, in every replicate. */

import { DEPTHS } from "../metrics.js";

/** @import { MeanUnits, Replicate, Run } from "./types.d.ts" */

/** Means over images or texts, with the galleries as they are: recall and common neighbours. @param {Replicate[]} replicates @param {Uint32Array} weights one of each unit, replicate after replicate @param {MeanUnits} units @param {Run} run */
export function addMeans(replicates, weights, units, run) {
  for (const [name, { sums, counts }] of Object.entries(unitSums(run, units)))
    replicates.forEach((replicate, r) => {
      let sum = 0;
      let count = 0;
      for (let u = 0; u < units.count; u++) {
        const weight = weights[r * units.count + u];
        sum += weight * sums[u];
        count += weight * counts[u];
      }
      replicate[name] = count > 0 ? sum / count : null;
    });
}

/** Sums by unit of what is a mean. @param {Run} run @param {MeanUnits} units @returns {Record<string, { sums: Float64Array, counts: Float64Array }>} */
function unitSums(run, units) {
  const { across, within } = run.results;
  /** @type {ReturnType<typeof unitSums>} */
  const out = {};
  const column = (
    /** @type {string} */ name,
    /** @type {ArrayLike<number>} */ values,
    /** @type {number} */ first,
    /** @type {number} */ step,
    /** @type {(row: number) => number} */ imageOf,
  ) => {
    const sums = new Float64Array(units.count);
    const counts = new Float64Array(units.count);
    for (let at = first, row = 0; at < values.length; at += step, row++) {
      const unit = units.of(imageOf(row));
      sums[unit] += values[at];
      counts[unit]++;
    }
    out[name] = { sums, counts };
  };
  // Sampled queries have their own intervals.
  if (run.results.sampling) return out;
  const { start } = run.plan;
  const imageOfText = new Int32Array(run.m);
  for (let i = 0; i < run.n; i++) imageOfText.fill(i, start[i], start[i + 1]);
  if (across)
    for (const [at, k] of DEPTHS.entries()) {
      column(`recallImageToText${k}`, across.retrieval.imageToText.hits, at, 3, (row) => row);
      column(`recallTextToImage${k}`, across.retrieval.textToImage.hits, at, 3, (row) => imageOfText[row]);
    }
  if (within?.common) {
    const k = Math.min(run.options.neighbours, run.n - 1);
    column(
      "mutualKnn",
      Array.from(within.common, (c) => c / k),
      0,
      1,
      (row) => row,
    );
  }
  return out;
}
