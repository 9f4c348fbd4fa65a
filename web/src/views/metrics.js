import { intervalOf, metricTable } from "../document/metric-table.js";
import { inWords, withoutEmpty } from "../document/typed-table.js";
import { sentence } from "../document/words.js";
import { METRIC_ROWS } from "../report/metric-rows.js";
import { count, isUnavailable } from "../report/numbers.js";
import { scoreIntervals } from "../report/range-words.js";
import { isPending } from "../report/sentences.js";
import { inReport, term } from "./definitions.js";
import { h } from "./element.js";
import { popupLink } from "./popup.js";
import { dataTable } from "./table.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { MetricRow } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** Stands for an interval, and opens the reason why there is none. */
const NO_INTERVAL = "none";

/** Of what its interval is, if not of the pairs. @param {MetricRow} row @param {Audit} audit */
function intervalNote(row, audit) {
  const resampled = row.score && scoreIntervals(audit)[row.score];
  return audit.sampling && !resampled && intervalOf(row, audit) ? ` Interval from ${count(audit.sampling.queries)} sampled items.` : "";
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
  const reasonOf = (/** @type {number} */ r, /** @type {number} */ k) => {
    const cell = table.columns[k].ends && table.rows[r][k];
    return isUnavailable(cell) ? cell.reason : undefined;
  };
  const shown = {
    ...words,
    rows: words.rows.map(([name, ...cells], r) => [
      named(name),
      ...cells.map((cell, k) => (reasonOf(r, k + 1) ? NO_INTERVAL : ({ higher: "↑ higher", lower: "↓ lower" }[cell] ?? cell))),
    ]),
  };
  /** @param {number} r @param {number} k */
  const withheld = (r, k) => {
    const reason = reasonOf(r, k);
    const name = `${named(METRIC_ROWS[r].name)}: why no interval`;
    return (
      reason &&
      popupLink(address("interval"), h("span", NO_INTERVAL, h("span.hidden", `, ${name}`)), () => ({
        name,
        content: [h("h3", name), h("p", reason)],
      }))
    );
  };
  container.append(dataTable(shown, { classes: "metrics sparse", cell: (r, k) => [metric, missing][k]?.(r) ?? withheld(r, k) }));
  if (table.columns.some(({ title }) => title === "Shuffled: 95 %"))
    container.append(
      h(
        "p.how",
        "Shuffled: 95 % of the audits with shuffled pairs stay below it. ",
        term("beyond-chance", "Beyond chance", address),
        ": what is left of the score above that, 0 to 1.",
      ),
    );
}
