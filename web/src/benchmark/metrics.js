/** The metrics of the paper's tables, in its order; page, command and JSON show these rows. */
import { quantities, quantityAt } from "../metrics.js";

/** @import { BenchmarkMetric, RSum } from "../types.d.ts" */
/** @import { MetricColumn } from "./types.d.ts" */

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

/** @template {string} K @param {readonly { key: K }[]} columns */
export const keysOf = (columns) => columns.map(({ key }) => key);

/** What retrieval is summed up in. */
export const RSUMS = quantities(({ at }) => at.startsWith("retrieval.rSum")).map(({ key, name }) => ({
  key: /** @type {RSum} */ (key),
  name,
}));

/** @param {string} key of a metric or an rSum */
export const nameOf = (key) => [...METRICS, ...RSUMS].find((one) => one.key === key)?.name ?? key;
