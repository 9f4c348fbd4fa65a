/** What a benchmark comes to, in words. */
import { countOf, measure, signed } from "../report/numbers.js";
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
  const p = withinModel.t.p;
  const moved = typeof withinModel.meanDifference === "number" ? withinModel.meanDifference : second.mean - first.mean;
  const sure =
    typeof p !== "number" ? "in too few models to test" : p < 0.05 ? "more than the models differ by chance" : "within what chance does";
  return `From ${domains[0]} to ${domains[1]} data the imbalance moves by ${signed(moved)}, ${sure}${typeof p === "number" ? ` (p = ${measure(p)})` : ""}.`;
}
