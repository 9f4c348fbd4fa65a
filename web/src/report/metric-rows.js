/** The rows of the symmetric metrics: the page, the command and every report show them. */
import { listed, METRICS, quantityAt, valueAt } from "../metrics.js";

/** @import { MetricRow, ScoreName } from "../types.d.ts" */

const BETTER = /** @type {const} */ ({ 1: "higher", "-1": "lower", 0: "–" });

/** @param {string} [paper] @returns {MetricRow["code"]} */
function codeOf(paper = "not in it") {
  if (paper in METRICS) return (audit) => quantityAt(audit, METRICS[/** @type {"rmgReference"} */ (paper)].at);
  return paper === "varies by run" ? () => paper : paper;
}

/** @type {readonly MetricRow[]} */
export const METRIC_ROWS = listed(({ meaning }) => meaning).map(
  ({ key, at, name, definition = "", meaning = "", better = 0, leading, resampled, paper }) => ({
    key,
    name,
    definition,
    meaning,
    better: BETTER[better],
    ...(leading && { leading }),
    ...(resampled && { score: /** @type {ScoreName} */ (key) }),
    value: (audit) => quantityAt(audit, at),
    interval: (sampling) => valueAt({ metrics: sampling }, at),
    code: codeOf(paper),
  }),
);
