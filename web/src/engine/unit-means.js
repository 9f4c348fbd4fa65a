/** What is a mean over images or texts, in every replicate. */

import { DEPTHS } from "../metrics.js";
import { imageOfTexts } from "./plan.js";

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
  /** @param {string} name @param {number} rows @param {(row: number) => number} value @param {(row: number) => number} [imageOf] */
  const column = (name, rows, value, imageOf = (row) => row) => {
    const sums = new Float64Array(units.count);
    const counts = new Float64Array(units.count);
    for (let row = 0; row < rows; row++) {
      const unit = units.of(imageOf(row));
      sums[unit] += value(row);
      counts[unit]++;
    }
    out[name] = { sums, counts };
  };
  // Sampled queries have their own intervals.
  if (run.results.sampling) return out;
  const { start } = run.plan;
  const imageOfText = imageOfTexts(start);
  if (across)
    for (const [at, k] of DEPTHS.entries()) {
      const { imageToText, textToImage } = across.retrieval;
      column(`recallImageToText${k}`, run.n, (row) => imageToText.hits[3 * row + at]);
      column(
        `recallTextToImage${k}`,
        run.m,
        (row) => textToImage.hits[3 * row + at],
        (row) => imageOfText[row],
      );
    }
  const common = within?.common;
  const k = Math.min(run.options.neighbours, run.n - 1);
  if (common) column("mutualKnn", run.n, (row) => common[row] / k);
  return out;
}
