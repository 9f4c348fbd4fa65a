/** What a benchmark comes to, in words. */
import { countOf, fixed } from "../report/numbers.js";
import { pWords } from "../report/sentences.js";
import { METRICS } from "./metrics.js";
import { strength } from "./tables.js";

/** @import { Benchmark, BenchmarkMetric } from "../types.d.ts" */

/** The metric that ranks runs within datasets most like retrieval does. @param {Benchmark} benchmark @returns {BenchmarkMetric} */
export function strongest({ retrievalPredictivity: { metrics } }) {
  const size = (/** @type {BenchmarkMetric} */ key) => strength(metrics[key].rSum.stratified.rho);
  return METRICS.filter(({ variantOf }) => !variantOf).reduce((best, { key }) => (size(key) > size(best) ? key : best), METRICS[0].key);
}

/** @param {Benchmark} benchmark */
export function headline({ imbalanceSignature: { byDomain, withinModel }, options: { domains }, runs }) {
  const [first, second] = domains.map((domain) => byDomain[domain]);
  if (typeof first?.mean !== "number" || typeof second?.mean !== "number")
    return `${countOf(runs.filter(({ failure }) => !failure).length, "run")}: one domain alone, so nothing is compared.`;
  const paired = typeof withinModel.meanDifference === "number";
  const moved = typeof withinModel.meanDifference === "number" ? withinModel.meanDifference : second.mean - first.mean;
  const size = `${fixed(Math.abs(moved))} ${moved < 0 ? "lower" : "higher"}`;
  const { p } = withinModel.t;
  const models = countOf(withinModel.models, "model");
  if (typeof p === "number" && p < 0.05)
    return `On ${domains[1]} data the imbalance is ${size} than on ${domains[0]} data (${models}, paired, ${pWords(p)}).`;
  if (typeof p === "number")
    return `The imbalance on ${domains[1]} data is not shown to differ from that on ${domains[0]} data (${size}; ${models}, paired, ${pWords(p)}).`;
  return `On ${domains[1]} data the imbalance is ${size} than on ${domains[0]} data, ${paired ? `in too few models to test (${models}, paired)` : "in different models, which is not tested"}.`;
}
