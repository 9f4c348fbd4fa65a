import { drawing } from "../charts/sweep.js";
import { alternativeTable, epsilonInWords, signInWords } from "../report/alternatives.js";
import { isUnavailable } from "../report/numbers.js";
import { h } from "./element.js";
import { chartOf } from "./figure.js";
import { missing } from "./notice.js";
import { dataTable } from "./table.js";

/** @import { Alternatives, Audit } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** Both scores for every share of directions kept. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, options) {
  const { sweep, alternatives } = audit;
  if (isUnavailable(sweep)) return missing(container, sweep);
  const both = h("div.chart-beside");
  const chart = h("div");
  both.append(chart);
  container.append(both);
  chartOf(chart, { drawing }, audit, options);
  if (!isUnavailable(alternatives)) both.append(others(audit, alternatives));
}

/** Other choices, and the scores without the paper's epsilon where that matters. @param {Audit} audit @param {Alternatives} alternatives */
function others(audit, alternatives) {
  const epsilon = epsilonInWords(audit);
  const table = alternativeTable(alternatives);
  const said = [signInWords(audit), epsilon].filter(Boolean).join(" ");
  return h(
    "div.under-chart",
    epsilon || audit.inputs.findings.some(({ code }) => code === "SIGN_DEPENDS_ON_CUT") ? h("p.notice", said) : h("p.how", said),
    dataTable(table, { sortable: !table.rows.some(([name]) => name.startsWith("…")) }),
    h(
      "p.how",
      "Variance 50 %: the fewest that hold half of it. Kept: how many count, images / texts if they differ. " +
        "ε*: an ε that follows the scale of the data, in place of the paper’s; shown if it matters. " +
        "Trace alignment does not change when kept directions are turned among each other. The cross-fitted score is about 0 for unrelated sides. Both are of the first choice, and other quantities than SAS.",
    ),
  );
}
