/** The charts of a saved benchmark, in the order of the experiments. */
import { METRICS } from "../../benchmark/metrics.js";
import { strongest } from "../../benchmark/sentences.js";
import * as concentration from "./concentration.js";
import * as dotPlot from "./dot-plot.js";
import * as heatMap from "./heat-map.js";
import * as scatter from "./scatter.js";

/** @import { Benchmark } from "../../types.d.ts" */
/** @import { Figure } from "../document/page.js" */

/** Drawn wider and set smaller, so that two with a row a model fit on a page. */
const WIDER = 1.12;

/** @param {Benchmark} benchmark @returns {Figure[]} */
export function benchmarkPictures(benchmark) {
  if (benchmark.runs.every(({ failure }) => failure)) return [];
  const metric = strongest(benchmark);
  return [
    {
      id: "imbalance",
      title: "Which way do the models lean, and does the domain matter?",
      how: "Right of 0, the images’ leading directions are matched by the texts better than the texts’ by the images; left of it, worse.",
      draw: (host, width) => dotPlot.draw(host, WIDER * width, benchmark),
    },
    ...METRICS.filter(({ mapped }) => mapped).map(({ key, name }) => ({
      id: `map-${key}`,
      title: `How well is each model aligned on each dataset? ${name}`,
      how: "One cell a run; darker is higher. Reference models stand below the line.",
      draw: (/** @type {Element} */ host, /** @type {number} */ width) => heatMap.draw(host, WIDER * width, benchmark, key),
    })),
    {
      id: "predictivity",
      title: "Which metric ranks the runs as retrieval does?",
      how: "The metric that does so best, a mark a run. Read rho within datasets first: pooled, it mostly says that some datasets are easier than others.",
      draw: (host, width) => scatter.draw(host, width, benchmark, metric, "rSum"),
    },
    {
      id: "concentration",
      title: "Where in the spectrum do the domains differ?",
      how: "Both scores for every share of directions kept. Bands: one standard deviation of the runs to either side.",
      draw: (host, width) => concentration.draw(host, width, benchmark),
    },
  ];
}
