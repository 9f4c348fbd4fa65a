/** The symmetric metrics as one table for page and documents. */
import { METRICS } from "../metrics.js";
import { METRIC_ROWS } from "../report/metric-rows.js";
import { isUnavailable, measure } from "../report/numbers.js";
import { asksRange, intervalHeads, scoreIntervals, whyWithheld } from "../report/range-words.js";

/** @import { Audit, MetricRow, Unavailable } from "../types.d.ts" */
/** @import { TypedTable } from "./types.d.ts" */

/** Its interval: resampled with the pairs, or of the sampled items. @param {MetricRow} row @param {Audit} audit */
export function intervalOf({ interval, score }, audit) {
  const resampled = score ? scoreIntervals(audit)[score] : undefined;
  const given = audit.sampling && interval(audit.sampling);
  return resampled ?? (given && !isUnavailable(given) ? given : undefined);
}

/** Why it has none, if its audit says so. @param {MetricRow} row @param {Audit} audit @returns {Unavailable | undefined} */
function noInterval({ score }, audit) {
  const reason = score && whyWithheld(audit, score);
  return reason === undefined ? undefined : { status: "unavailable", reason };
}

/** What shuffled pairs give. @param {MetricRow} row @param {Audit} audit */
function shuffledOf({ key }, { chance }) {
  const { permuted } = /** @type {{ permuted?: boolean }} */ (METRICS[/** @type {keyof typeof METRICS} */ (key)]);
  return permuted && !isUnavailable(chance) ? chance[/** @type {"cka"} */ (key)] : undefined;
}

/** @param {Audit} audit @returns {TypedTable} */
export const metricTable = (audit) => ({
  id: "metrics",
  caption: "Symmetric metrics",
  columns: [
    { title: "Metric" },
    { title: "Value", words: measure },
    {
      ...intervalHeads(
        METRIC_ROWS.map((row) => intervalOf(row, audit)),
        METRIC_ROWS.filter((row) => noInterval(row, audit)).map(({ score = "" }) => asksRange(score, audit.options)),
      ),
      words: measure,
    },
    { title: "Shuffled: 95 %", words: measure },
    { title: "Beyond chance", words: measure },
    { title: "Better" },
    { title: "Paper’s code", words: measure },
  ],
  rows: METRIC_ROWS.map((row) => {
    const code = typeof row.code === "string" ? row.code : row.code(audit);
    const interval = intervalOf(row, audit) ?? noInterval(row, audit);
    const { p95, calibrated } = shuffledOf(row, audit) ?? {};
    return [row.name, row.value(audit), interval, p95, calibrated, row.better, code];
  }),
});
