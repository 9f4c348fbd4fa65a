/** The charts of a saved benchmark, in the order of the experiments. */

import { METRICS } from "../benchmark/metrics.js";
import { strongest } from "../benchmark/sentences.js";
import * as concentration from "../charts/benchmark/concentration.js";
import * as dotPlot from "../charts/benchmark/dot-plot.js";
import * as heatMap from "../charts/benchmark/heat-map.js";
import * as scatter from "../charts/benchmark/scatter.js";
import { BENCHMARK_CAPTIONS } from "./captions.js";
import { widened } from "./pictures.js";

/** @import { Benchmark } from "../types.d.ts" */
/** @import { Drawing } from "../charts/types.d.ts" */
/** @import { Figure } from "./types.d.ts" */

/** Drawn wider and set smaller, so that two with a row a model fit on a page. */
const WIDER = 1.12;

/** @param {keyof typeof BENCHMARK_CAPTIONS} caption @param {Drawing} chart @param {string} id @param {string} [of] the metric that is drawn @returns {Figure} */
function figure(caption, { draw }, id, of = "") {
  const { title, how } = BENCHMARK_CAPTIONS[caption];
  return { id, title: `${title}${of}`, how: how(true), draw };
}

/** @param {Figure} figure */
const wider = (figure) => widened(figure, WIDER);

/** @param {Benchmark} benchmark @returns {Figure[]} */
export function benchmarkPictures(benchmark) {
  if (benchmark.runs.every(({ failure }) => failure)) return [];
  const maps = METRICS.filter(({ mapped }) => mapped);
  return [
    wider(figure("imbalance-signature", dotPlot.drawing(benchmark), "imbalance")),
    ...maps.map(({ key, name }) => wider(figure("alignment-profile", heatMap.drawing(benchmark, key), `map-${key}`, ` ${name}`))),
    figure("retrieval-predictivity", scatter.drawing(benchmark, strongest(benchmark), "rSum"), "predictivity"),
    figure("eigenspectrum-concentration", concentration.drawing(benchmark), "concentration"),
  ];
}
