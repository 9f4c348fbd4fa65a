/** Rank correlations over runs: as they are, within datasets, with intervals over models. */
import { quantile } from "../quantiles.js";
import { distinct, having, meanStd, unavailable } from "./groups.js";

/** @import { BenchmarkRun, Correlation, Interval, Predictivity, Quantity, TestResult, Unavailable } from "../types.d.ts" */
/** @import { Setting, Value } from "./types.d.ts" */

/** Fewer replicates with a rho than this share, and there is no interval. */
const ENOUGH = 0.9;

/** @param {readonly BenchmarkRun[]} runs @param {Value} value @returns {number[]} */
const column = (runs, value) => runs.map((run) => /** @type {number} */ (value(run)));

/** @param {number} n @param {TestResult} result @returns {Correlation} */
const correlationOf = (n, { statistic, p }) => ({ n, rho: statistic, p });

/** @param {readonly BenchmarkRun[]} all @param {Value} x @param {Value} y @param {Setting} setting @returns {Promise<Correlation>} */
export async function correlation(all, x, y, { statistics }) {
  const runs = having(all, x, y);
  return correlationOf(runs.length, await statistics.spearman({ x: column(runs, x), y: column(runs, y) }));
}

/** @param {readonly BenchmarkRun[]} all @param {Value} x @param {Value} y @param {Setting} setting @returns {Promise<Correlation>} ranked within datasets */
export async function stratifiedCorrelation(all, x, y, { statistics }) {
  const runs = having(all, x, y);
  const strata = runs.map(({ dataset }) => dataset);
  return correlationOf(runs.length, await statistics.spearmanStratified({ x: column(runs, x), y: column(runs, y), strata }));
}

/** Orders of the models that are drawn if they are too many to try all. */
const PERMUTATIONS = 9999;

/** p of the correlation within datasets by moving whole models: the runs of one are not independent. @param {readonly BenchmarkRun[]} runs that have x and y @param {Value} x @param {Value} y @param {Setting} setting @returns {Promise<NonNullable<Predictivity["stratified"]["byModel"]>>} */
export async function byModel(runs, x, y, { statistics, seed }) {
  const { p, exact } = await statistics.spearmanPermuted({
    x: column(runs, x),
    y: column(runs, y),
    strata: runs.map(({ dataset }) => dataset),
    clusters: runs.map(({ model }) => model),
    permutations: PERMUTATIONS,
    seed,
  });
  return { p, exact };
}

/** rho of replicates that draw whole models; the same draws for every x and y over the same runs. @param {readonly BenchmarkRun[]} runs that have x and y @param {Value} x @param {Value} y @param {boolean} stratified @param {Setting} setting */
export function replicatesOf(runs, x, y, stratified, { statistics, replicates, seed }) {
  return statistics.spearmanReplicates({
    x: column(runs, x),
    y: column(runs, y),
    strata: runs.map(({ dataset }) => (stratified ? dataset : "")),
    clusters: runs.map(({ model }) => model),
    replicates,
    seed,
  });
}

/** Fewer models, and there is no interval: draws of three are mostly the same orders again. */
const LEAST_MODELS = 6;

/** Models that an interval is over; earlier versions did not ask how many. @param {readonly BenchmarkRun[]} runs @param {Setting} setting */
export const modelsOf = (runs, { correlations }) =>
  correlations === "percentiles" ? Number.POSITIVE_INFINITY : distinct(runs.map(({ model }) => model)).length;

/** Replicates that have a value, if they and the models are enough. @param {ArrayLike<number>} replicates NaN for none @param {number} models */
function available(replicates, models) {
  if (models < LEAST_MODELS) return undefined;
  const values = Array.from(replicates).filter((rho) => !Number.isNaN(rho));
  return values.length > 0 && values.length >= ENOUGH * replicates.length ? values : undefined;
}

const TOO_FEW = unavailable("too few models for an interval");

/** 95 % of the replicates' values, by percentiles. @param {ArrayLike<number>} replicates @param {number} models @returns {Interval | Unavailable} */
export function interval(replicates, models) {
  const values = available(replicates, models);
  return values ? { low: quantile(values, 0.025), high: quantile(values, 0.975) } : TOO_FEW;
}

/** Closer to 1, atanh of a replicate would be infinite: the same models were drawn again and again. */
const NEARLY_ONE = 1 - 1e-6;

/**
 * rho ± t standard errors of the replicates, both by Fisher's z, with as many degrees of freedom as models less one: of correlations pooled over
 * datasets, whose percentiles are too narrow.
 * @param {Quantity} rho @param {ArrayLike<number>} replicates @param {number} models @param {Setting} setting @returns {Promise<Interval | Unavailable>}
 */
export async function pooledInterval(rho, replicates, models, { statistics }) {
  const values = available(replicates, models);
  if (!values || typeof rho !== "number") return TOO_FEW;
  const z = (/** @type {number} */ value) => Math.atanh(Math.max(-NEARLY_ONE, Math.min(NEARLY_ONE, value)));
  const { std } = meanStd(values.map(z), 1);
  if (typeof std !== "number") return TOO_FEW;
  const error = (await statistics.upperPoint({ distribution: "student", tail: 0.025, freedom: models - 1 })) * std;
  return { low: Math.tanh(z(rho) - error), high: Math.tanh(z(rho) + error) };
}

/** @param {readonly BenchmarkRun[]} all @param {Value} x @param {Value} y @param {Setting} setting @returns {Promise<Predictivity["stratified"]["leaveOneModelOut"]>} */
export async function leaveOneModelOut(all, x, y, setting) {
  const models = distinct(having(all, x, y).map(({ model }) => model));
  const without = async (/** @type {string} */ model) => {
    const others = all.filter((run) => run.model !== model);
    return { model, rho: (await stratifiedCorrelation(others, x, y, setting)).rho };
  };
  const left = (await Promise.all(models.map(without))).flatMap(({ model, rho }) => (typeof rho === "number" ? [{ model, rho }] : []));
  if (left.length === 0) return unavailable("too few models to leave one out");
  const low = left.reduce((a, b) => (b.rho < a.rho ? b : a));
  const high = left.reduce((a, b) => (b.rho > a.rho ? b : a));
  return { low: low.rho, high: high.rho, lowWithout: low.model, highWithout: high.model };
}
