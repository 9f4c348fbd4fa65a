/** The metrics of the paper's tables, in its order; page, command and JSON show these rows. */
import { quantities, quantityAt } from "../metrics.js";

/** @import { Audit, BenchmarkMetric, Quantity, RSum } from "../types.d.ts" */

/**
 * @typedef {object} MetricColumn
 * @property {BenchmarkMetric} key
 * @property {string} name
 * @property {1 | -1 | 0} better 1: higher is better aligned
 * @property {(audit: Audit) => Quantity} value
 * @property {string} [variantOf] the metric of which the paper's code has a variant: counted once in a family of tests
 * @property {boolean} mapped saved with a map of all runs
 * @property {boolean} ranked in the sortable list of models
 */

/** @type {readonly MetricColumn[]} */
export const METRICS = quantities(({ benchmark }) => benchmark)
  .sort((a, b) => (a.benchmark?.place ?? 0) - (b.benchmark?.place ?? 0))
  .map(({ key, at, name, better = 0, benchmark }) => ({
    key: /** @type {BenchmarkMetric} */ (key),
    name: benchmark?.name ?? name,
    better,
    value: (audit) => quantityAt(audit, at),
    variantOf: quantities(({ paper }) => paper === key)[0]?.key,
    mapped: benchmark?.map === true,
    ranked: benchmark?.ranking !== false,
  }));

/** What retrieval is summed up in. */
export const RSUMS = quantities(({ at }) => at.startsWith("retrieval.rSum")).map(({ key, name }) => ({
  key: /** @type {RSum} */ (key),
  name,
}));

/** @param {string} key of a metric or an rSum */
export const nameOf = (key) => [...METRICS, ...RSUMS].find((one) => one.key === key)?.name ?? key;
