/** Experiment 3: how well each metric's ranking of the runs agrees with that of retrieval. */
import { adjust } from "../engine/statistics.js";
import {
  byModel,
  correlation,
  interval,
  leaveOneModelOut,
  modelsOf,
  pooledInterval,
  replicatesOf,
  stratifiedCorrelation,
} from "./correlations.js";
import { distinct, domainsOf, each, having, pooled } from "./groups.js";
import { keysOf, METRICS, RSUMS } from "./metrics.js";

/** @import { BenchmarkMetric, BenchmarkRun, MatchedDirection, Predictivity, Quantity, RetrievalPredictivity, RSum } from "../types.d.ts" */
/** @import { Setting } from "./types.d.ts" */

export const NOTES = [
  "As in the paper: Spearman's rho of each metric with the sum of recalls, over the models of one dataset, over the runs of one domain, and pooled over all runs; p from the t distribution. Pooled over datasets, rho mostly says that some datasets are easier than others, and the paper's p takes the runs of one model as independent: it is too small where a model is good or bad on every dataset. Reference models are left out.",
  "Beside it: rho ranked within each dataset (stratified), which is free of the datasets' difficulty, with p from moving whole models; Holm's adjustment over the metrics of one column (RMG once); 95 % intervals from bootstrap replicates that draw whole models (percentiles within datasets, Fisher z with Student t pooled); and the lowest and highest stratified rho when one model is left out.",
  "Matched direction, as in the paper: is |rho| of a directional score with its own direction of retrieval above that with the opposite one? The interval of the difference comes from the same draws of models for both; where it holds 0, the runs do not tell.",
];

/** @param {readonly BenchmarkRun[]} runs @param {"dataset" | "domain"} by @param {string} label */
const of = (runs, by, label) => runs.filter((run) => run[by] === label);
const metric = (/** @type {BenchmarkMetric} */ key) => (/** @type {BenchmarkRun} */ run) => run.metrics?.[key];
const target = (/** @type {RSum} */ key) => (/** @type {BenchmarkRun} */ run) => run.retrieval?.[key];

/** @param {readonly BenchmarkRun[]} runs pooled @param {BenchmarkMetric} key @param {RSum} rSum @param {Setting} setting @returns {Promise<Predictivity>} */
async function predictivity(runs, key, rSum, setting) {
  const [x, y] = [metric(key), target(rSum)];
  const over = (/** @type {"dataset" | "domain"} */ by) => (/** @type {string} */ label) => correlation(of(runs, by, label), x, y, setting);
  const both = having(runs, x, y);
  const models = modelsOf(both, setting);
  const early = setting.correlations === "percentiles";
  const [byDataset, byDomain, whole, stratified, moved, left, replicates, within] = await Promise.all([
    each(distinct(runs.map(({ dataset }) => dataset)), over("dataset")),
    each(domainsOf(runs, setting.domains), over("domain")),
    correlation(runs, x, y, setting),
    stratifiedCorrelation(runs, x, y, setting),
    early ? undefined : byModel(both, x, y, setting),
    leaveOneModelOut(runs, x, y, setting),
    replicatesOf(both, x, y, false, setting),
    replicatesOf(both, x, y, true, setting),
  ]);
  return {
    byDataset,
    byDomain,
    pooled: { ...whole, interval: early ? interval(replicates, models) : await pooledInterval(whole.rho, replicates, models, setting) },
    stratified: { ...stratified, ...(moved && { byModel: moved }), interval: interval(within, models), leaveOneModelOut: left },
  };
}

/** @param {Quantity} a @param {Quantity} b @returns {Quantity} */
function difference(a, b) {
  if (typeof a === "number" && typeof b === "number") return Math.abs(a) - Math.abs(b);
  return typeof a === "number" ? b : a;
}

/** @param {readonly BenchmarkRun[]} all @param {MatchedDirection["metric"]} key @param {Setting} setting @returns {Promise<MatchedDirection>} */
async function matchedDirection(all, key, setting) {
  /** @type {RSum[]} */
  const [own, other] = key === "sasImageToText" ? ["rSumImageToText", "rSumTextToImage"] : ["rSumTextToImage", "rSumImageToText"];
  const [x, matchedY, oppositeY] = [metric(key), target(own), target(other)];
  const runs = having(all, x, matchedY, oppositeY);
  const test = async (/** @type {boolean} */ stratified) => {
    const rho = stratified ? stratifiedCorrelation : correlation;
    const [matched, opposite, a, b] = await Promise.all([
      rho(runs, x, matchedY, setting),
      rho(runs, x, oppositeY, setting),
      replicatesOf(runs, x, matchedY, stratified, setting),
      replicatesOf(runs, x, oppositeY, stratified, setting),
    ]);
    const differences = a.map((value, i) => Math.abs(value) - Math.abs(b[i]));
    const bounds = interval(differences, modelsOf(runs, setting));
    return { matched, opposite, difference: difference(matched.rho, opposite.rho), interval: bounds };
  };
  const [plain, within] = await Promise.all([test(false), test(true)]);
  return {
    metric: key,
    ...plain,
    matched: { ...plain.matched, target: own },
    opposite: { ...plain.opposite, target: other },
    stratified: { ...within, matched: within.matched.rho, opposite: within.opposite.rho },
  };
}

/** Holm over the metrics, column by column. @param {RetrievalPredictivity["metrics"]} metrics @param {Setting} setting */
async function adjustColumns(metrics, { statistics }) {
  const family = METRICS.filter(({ variantOf }) => !variantOf).map(({ key }) => metrics[key]);
  for (const { key } of RSUMS) {
    const cells = family.map((row) => {
      const { byDataset, byDomain, pooled: whole, stratified } = row[key];
      const { byModel: moved } = stratified;
      return [...Object.values(byDataset), ...Object.values(byDomain), whole, stratified, ...(moved ? [moved] : [])];
    });
    const columns = (cells[0] ?? []).map((_, column) => cells.map((row) => row[column]));
    await Promise.all(columns.map((column) => adjust(statistics, column)));
  }
}

/** @param {readonly BenchmarkRun[]} all @param {Setting} setting @returns {Promise<RetrievalPredictivity>} */
export async function retrievalPredictivity(all, setting) {
  const runs = pooled(all);
  const ofMetric = (/** @type {BenchmarkMetric} */ key) => each(keysOf(RSUMS), (rSum) => predictivity(runs, key, rSum, setting));
  const metrics = await each(keysOf(METRICS), ofMetric);
  await adjustColumns(metrics, setting);
  const matched = await Promise.all(
    /** @type {const} */ (["sasImageToText", "sasTextToImage"]).map((key) => matchedDirection(runs, key, setting)),
  );
  return { metrics, matchedDirection: matched, notes: NOTES };
}
