import { labelTables } from "../document/label-table.js";
import { inWords } from "../document/typed-table.js";
import { count, countOf, isUnavailable } from "../report/numbers.js";
import { h } from "./element.js";
import { missing } from "./notice.js";
import { dataTable } from "./table.js";
import { select } from "./wish.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** @param {NonNullable<ViewOptions["labels"]>} ask */
function chooser({ columns, make }) {
  const column = select(
    "label-column",
    columns.map((name) => [name, name]),
  );
  return h(
    "div.controls",
    h("label", { for: "label-column" }, "Column of labels"),
    column,
    h("button#label-run", { click: () => make(column.value) }, "Audit again with these labels"),
  );
}

/** What search finds if any item of the same label is right: both ways beside chance, and each label. @param {Element} container @param {Audit} audit @param {Pick<ViewOptions, "labels">} options */
export function render(container, audit, { labels: ask }) {
  const { byLabel, inputs } = audit;
  if (byLabel === undefined && ask) {
    container.append(chooser(ask));
    return;
  }
  if (!byLabel || isUnavailable(byLabel)) return missing(container, byLabel);
  const { labels, unlabelled, column } = byLabel;
  if (unlabelled > 0)
    container.append(
      h(
        "p.notice",
        `${count(unlabelled)} of ${countOf(inputs.pairs, "image")} have no ${column}: they ask nothing, and are right for nobody.`,
      ),
    );
  container.append(
    h("p.how", `${countOf(labels, "label")}. P@k: share of right answers among the k nearest. R@k: share of queries with one among them.`),
    ...labelTables(audit).map((table, k) => dataTable(inWords(table), { classes: "sparse", sortable: k > 0 })),
  );
}
