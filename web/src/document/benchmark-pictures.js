/** The charts of a saved benchmark, in the order of the experiments. */

import { METRICS } from "../benchmark/metrics.js";
import { strongest } from "../benchmark/sentences.js";
import * as concentration from "../charts/benchmark/concentration.js";
import * as dotPlot from "../charts/benchmark/dot-plot.js";
import * as heatMap from "../charts/benchmark/heat-map.js";
import * as scatter from "../charts/benchmark/scatter.js";
import { BENCHMARK_CAPTIONS } from "./captions.js";

/** @import { Benchmark } from "../types.d.ts" */
/** @import { Figure } from "./types.d.ts" */

const {
  "alignment-profile": PROFILE,
  "imbalance-signature": LEAN,
  "retrieval-predictivity": PREDICTIVITY,
  "eigenspectrum-concentration": CONCENTRATION,
} = BENCHMARK_CAPTIONS;

/** Drawn wider and set smaller, so that two with a row a model fit on a page. */
const WIDER = 1.12;

/** @param {Benchmark} benchmark @returns {Figure[]} */
export function benchmarkPictures(benchmark) {
  if (benchmark.runs.every(({ failure }) => failure)) return [];
  const metric = strongest(benchmark);
  return [
    {
      id: "imbalance",
      title: LEAN.title,
      how: LEAN.how(),
      draw: (host, width) => dotPlot.drawing(benchmark).draw(host, WIDER * width),
    },
    ...METRICS.filter(({ mapped }) => mapped).map(({ key, name }) => ({
      id: `map-${key}`,
      title: `${PROFILE.title} ${name}`,
      how: PROFILE.how(true),
      draw: (/** @type {Element} */ host, /** @type {number} */ width) => heatMap.drawing(benchmark, key).draw(host, WIDER * width),
    })),
    {
      id: "predictivity",
      title: PREDICTIVITY.title,
      how: PREDICTIVITY.how(true),
      draw: scatter.drawing(benchmark, metric, "rSum").draw,
    },
    {
      id: "concentration",
      title: CONCENTRATION.title,
      how: CONCENTRATION.how(),
      draw: concentration.drawing(benchmark).draw,
    },
  ];
}
