import { sentence } from "../document/words.js";
import { METRIC_ROWS } from "../report/metric-rows.js";
import { count, isUnavailable, measure } from "../report/numbers.js";
import { whyWithheld } from "../report/range-words.js";
import { isPending } from "../report/sentences.js";
import { inReport, term } from "./definitions.js";
import { h } from "./element.js";
import { table } from "./table.js";

/** @import { Audit, Quantity } from "../types.d.ts" */
/** @import { MetricRow } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** @param {Quantity} quantity */
function shown(quantity) {
  if (!isUnavailable(quantity)) return h("span.number", measure(quantity));
  return isPending(quantity.reason) ? h("span.muted", "…") : h("span.muted", "not available");
}

/** @param {MetricRow} row @param {Audit} audit */
function intervalOf({ interval, score }, { sampling, uncertainty }) {
  const resampled = score && !isUnavailable(uncertainty) ? uncertainty[score] : undefined;
  if (resampled) return ` 95 % interval ${measure(resampled.low)} to ${measure(resampled.high)}.`;
  const reason = score && whyWithheld(uncertainty, score);
  if (reason) return ` No interval: ${reason}`;
  const given = sampling && interval(sampling);
  return given && !isUnavailable(given)
    ? ` 95 % interval ${measure(given.low)} to ${measure(given.high)}, from ${count(sampling.queries)} sampled items.`
    : "";
}

/** @param {MetricRow} row @param {Audit} audit */
function codeOf({ code, value }, audit) {
  if (typeof code === "string") return h("span.muted", isUnavailable(value(audit)) ? "–" : code);
  const given = code(audit);
  if (typeof given === "string") return h("span.muted", given);
  return shown(given);
}

/** @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, { word, address = inReport }) {
  const named = (/** @type {string} */ text) => text.replaceAll("texts", word).replaceAll("mean text", `mean ${word.slice(0, -1)}`);
  const better = (/** @type {MetricRow} */ row) => (row.better === "–" ? "–" : row.better === "higher" ? "↑ higher" : "↓ lower");
  const rows = METRIC_ROWS.map((row) => {
    const value = row.value(audit);
    const reason = isUnavailable(value) && !isPending(value.reason) ? sentence(value.reason) : undefined;
    return [
      h(
        "div.metric",
        term(row.definition, named(row.name), address),
        h("span.meaning", reason ?? `${named(row.meaning)}${intervalOf(row, audit)}`),
      ),
      [shown(value), h("span.narrow-only", better(row))],
      h("td.aside", better(row)),
      codeOf(row, audit),
    ];
  });
  const columns = ["Metric", "Value", h("th.aside", { scope: "col" }, "Better"), "Paper’s code"];
  container.append(table({ class: "metrics" }, columns, rows, h("caption.hidden", "Symmetric metrics")));
}
