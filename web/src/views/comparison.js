import { drawing } from "../charts/comparison.js";
import { differenceTable } from "../document/comparison-report.js";
import { inWords } from "../document/typed-table.js";
import { comparisonInWords, modelNames } from "../report/comparison.js";
import { h } from "./element.js";
import { failureBox } from "./failure.js";
import { figure } from "./figure.js";
import { markRows } from "./marked-rows.js";
import { dataTable } from "./table.js";
import { taskBar } from "./task.js";
import { verificationBox } from "./verification.js";

/** @import { Comparison } from "../types.d.ts" */
/** @import { ComparisonPart } from "./types.d.ts" */

const MARKS =
  "Right of the line the first model, the one above, is higher; lines: ranges for the population’s difference of the directional scores (audits of earlier versions: 95 % intervals), 95 % intervals of the others.";

/** @param {Element} container @param {ComparisonPart} part @param {string} name of saved files */
export function render(container, part, name) {
  const { found, failure, running } = part;
  container.append(
    h(
      "div.controls",
      h("button#compare-choose", { disabled: running, click: () => part.choose() }, "Choose the other model’s files"),
      h("span.muted", "or drop them on this card: the same images and texts, in the same order"),
    ),
  );
  if (running) container.append(taskBar("Comparison", part.cancel));
  if (failure) container.append(failureBox(failure));
  if (found?.verification && found.saved) container.append(verificationBox(found.verification, found.saved, "comparison-verification"));
  if (found) show(container, found.comparison, part, name);
}

/** @param {Element} container @param {Comparison} found @param {ComparisonPart} part @param {string} name */
function show(container, found, { save, file }, name) {
  const [first, second] = modelNames(found);
  const [finding, ...others] = comparisonInWords(found);
  container.append(h("p.group-finding", finding), h("p.how.models", h("b", "First: "), first, h("br"), h("b", "Second: "), second));
  const both = h("div");
  both.append(h("p.how", MARKS));
  figure(both, drawing(found, name));
  both.append(h("details.reading", { open: true }, h("summary", "Both models’ numbers"), dataTable(inWords(differenceTable(found)))));
  markRows(both);
  container.append(
    both,
    ...others.map((text) => h("p.how", text)),
    h(
      "div.controls",
      h("button#file-comparison", { click: () => file(found) }, "Save comparison as a report…"),
      h("button#save-comparison", { click: () => save(found) }, "Save comparison (JSON)"),
    ),
  );
}
