/** Groups of runs and their means. */

/** @import { BenchmarkRun, MeanStd, Quantity, TestResult, Unavailable, WithinModel, PValue } from "../types.d.ts" */
/** @import { Setting, Statistics, Value } from "./types.d.ts" */

/** @param {string} reason @returns {Unavailable} */
export const unavailable = (reason) => ({ status: "unavailable", reason });

/** Runs that count in pooled tests. @param {readonly BenchmarkRun[]} runs */
export const pooled = (runs) => runs.filter(({ failure, reference }) => !failure && !reference);

/** Different labels in the order in which they come. @template T @param {readonly T[]} labels */
export const distinct = (labels) => [...new Set(labels)];

/** Runs that have the value. @param {readonly BenchmarkRun[]} runs @param {...Value} values */
export const having = (runs, ...values) => runs.filter((run) => values.every((value) => typeof value(run) === "number"));

/** @param {readonly BenchmarkRun[]} runs @param {Value} value @returns {number[]} of those that have it */
export const numbers = (runs, value) => runs.map(value).filter((v) => typeof v === "number");

/** The same of one domain. @param {readonly BenchmarkRun[]} runs @param {string} domain @param {Value} value */
export const numbersOn = (runs, domain, value) => numbers(runs, (run) => (run.domain === domain ? value(run) : undefined));

/** @param {readonly number[]} values not empty */
export const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** @param {readonly number[]} values @param {0 | 1} lost 0: over n, 1: over n - 1 @returns {MeanStd} */
export function meanStd(values, lost) {
  const n = values.length;
  const none = unavailable(n === 0 ? "there is no run" : "one run has no spread");
  if (n === 0) return { n, mean: none, std: none };
  const centre = mean(values);
  const square = values.reduce((sum, v) => sum + (v - centre) ** 2, 0);
  return { n, mean: centre, std: n > lost ? Math.sqrt(square / (n - lost)) : none };
}

/** @template T @param {readonly BenchmarkRun[]} runs @param {"domain" | "dataset" | "model"} by @param {(members: BenchmarkRun[]) => T} make @returns {Record<string, T>} */
export function grouped(runs, by, make) {
  return Object.fromEntries(distinct(runs.map((run) => run[by])).map((label) => [label, make(runs.filter((run) => run[by] === label))]));
}

/** The two domains that are compared, others after them. @param {readonly BenchmarkRun[]} runs @param {readonly string[]} compared */
export const domainsOf = (runs, compared) => distinct([...compared, ...runs.map(({ domain }) => domain)]);

/** The same for promises. @template {string} K, T @param {readonly K[]} labels @param {(label: K) => Promise<T>} make @returns {Promise<Record<K, T>>} */
export async function each(labels, make) {
  const entries = await Promise.all(labels.map(async (label) => [label, await make(label)]));
  return /** @type {Record<K, T>} */ (Object.fromEntries(entries));
}

/** Means of each model over its runs of a domain. @param {readonly BenchmarkRun[]} runs @param {string} domain @param {Value} value @returns {Map<string, number>} */
export function modelMeans(runs, domain, value) {
  const of = having(runs, value).filter((run) => run.domain === domain);
  return new Map(Object.entries(grouped(of, "model", (members) => mean(numbers(members, value)))));
}

/** @param {TestResult} result @returns {PValue} */
export const testOf = ({ statistic, p, exact }) => ({ statistic, p, exact });

/** The model as the random unit: its mean over the second domain minus that over the first. @param {readonly BenchmarkRun[]} runs @param {Value} value @param {Setting} setting @returns {Promise<WithinModel>} */
export async function withinModel(runs, value, { statistics, domains: [first, second] }) {
  const before = modelMeans(runs, first, value);
  const after = modelMeans(runs, second, value);
  const x = [...after].flatMap(([model, v]) => (before.has(model) ? [v - /** @type {number} */ (before.get(model))] : []));
  const [t, wilcoxon] = await Promise.all([statistics.oneSampleT({ x }), statistics.wilcoxon({ x })]);
  return {
    models: x.length,
    meanDifference: x.length > 0 ? mean(x) : unavailable("no model has runs in both domains"),
    t: testOf(t),
    wilcoxon: testOf(wilcoxon),
  };
}
