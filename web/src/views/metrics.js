import { intervalOf, metricTable } from "../document/metric-table.js";
import { inWords, withoutEmpty } from "../document/typed-table.js";
import { sentence } from "../document/words.js";
import { METRIC_ROWS } from "../report/metric-rows.js";
import { count, isUnavailable } from "../report/numbers.js";
import { whyWithheld } from "../report/range-words.js";
import { isPending } from "../report/sentences.js";
import { inReport, term } from "./definitions.js";
import { h } from "./element.js";
import { dataTable } from "./table.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { MetricRow } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** Why there is no interval, or of what it is if not of the pairs. @param {MetricRow} row @param {Audit} audit */
function intervalNote(row, { sampling, uncertainty, ...audit }) {
  const reason = row.score && whyWithheld(uncertainty, row.score);
  if (reason) return ` No interval: ${reason}`;
  const resampled = row.score && !isUnavailable(uncertainty) && uncertainty[row.score];
  return sampling && !resampled && intervalOf(row, { ...audit, sampling, uncertainty })
    ? ` Interval from ${count(sampling.queries)} sampled items.`
    : "";
}

/** @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, { word, address = inReport }) {
  const named = (/** @type {string} */ text) => text.replaceAll("texts", word).replaceAll("mean text", `mean ${word.slice(0, -1)}`);
  const table = withoutEmpty(metricTable(audit));
  /** @param {number} r */
  const metric = (r) => {
    const row = METRIC_ROWS[r];
    const value = row.value(audit);
    const reason = isUnavailable(value) && !isPending(value.reason) ? sentence(value.reason) : undefined;
    return h(
      "div.metric",
      term(row.definition, named(row.name), address),
      h("span.meaning", reason ?? `${named(row.meaning)}${intervalNote(row, audit)}`),
    );
  };
  /** @param {number} r */
  const missing = (r) => {
    const value = METRIC_ROWS[r].value(audit);
    return isUnavailable(value) ? h("span.muted", isPending(value.reason) ? "…" : "not available") : undefined;
  };
  const words = inWords(table);
  const shown = {
    ...words,
    rows: words.rows.map(([name, ...cells]) => [
      named(name),
      ...cells.map((cell) => ({ higher: "↑ higher", lower: "↓ lower" })[cell] ?? cell),
    ]),
  };
  container.append(dataTable(shown, { classes: "metrics sparse", cell: (r, k) => [metric, missing][k]?.(r) }));
  if (table.columns.some(({ title }) => title === "Shuffled: 95 %"))
    container.append(h("p.how", "Shuffled: 95 % of the audits with shuffled pairs stay below it."));
}
