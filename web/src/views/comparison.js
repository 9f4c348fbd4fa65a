import { drawing } from "../charts/comparison.js";
import { differenceTable } from "../document/comparison-report.js";
import { inWords } from "../document/typed-table.js";
import { comparisonInWords, modelNames } from "../report/comparison.js";
import { FAMILY, inFamily, rowsOf } from "../report/several.js";
import { h } from "./element.js";
import { failureBox } from "./failure.js";
import { figure } from "./figure.js";
import { markRows } from "./marked-rows.js";
import * as models from "./models.js";
import { dataTable } from "./table.js";
import { taskBar } from "./task.js";
import { verificationBox } from "./verification.js";

/** @import { TextWord } from "../report/sentences.js" */
/** @import { Comparison, Comparisons } from "../types.d.ts" */
/** @import { ComparisonPart } from "./types.d.ts" */

const ASK = ["Choose the other model’s files", "or drop them on this card: the same images and texts, in the same order"];
const ASK_MORE = ["Add another model’s files", "or drop them on this card; up to six models in all"];
const FULL = "Six models are compared, and no more. Remove one to add another.";
const MARKS =
  "Right of the line the first model is better; ↓: lower is better, so the difference is turned. Lines: ranges for the population’s difference of the directional scores (audits of earlier versions: 95 % intervals), 95 % intervals of the others.";

/** What the card shows, without the audits behind it. @param {ComparisonPart} [part] @returns {unknown[]} */
export function partsOf({ running, failure, found } = /** @type {ComparisonPart} */ ({})) {
  if (!found) return [running, failure?.message];
  const { comparison, several, full, verification } = found;
  const names = (several?.comparisons ?? [comparison]).flatMap(modelNames);
  return [running, failure?.message, full, verification, names, several?.family, comparison.differences, comparison.mcnemar];
}

/** @param {Element} container @param {ComparisonPart} part @param {string} name of saved files @param {TextWord} [word] */
export function render(container, part, name, word = "texts") {
  const { found, failure, running } = part;
  const [title, how] = found ? ASK_MORE : ASK;
  container.append(
    h(
      "div.controls",
      h("button#compare-choose", { disabled: running || found?.full, click: () => part.choose() }, title),
      h("span.muted", found?.full ? FULL : how),
    ),
  );
  if (running) container.append(taskBar("Comparison", part.cancel));
  if (failure) container.append(failureBox(failure));
  if (found?.verification && found.saved) container.append(verificationBox(found.verification, found.saved, "comparison-verification"));
  if (!found) return;
  if (found.several) models.render(container, found.several, found.comparison, part, word);
  show(container, part, name, word);
}

/** Which model is the first and which the second, and the way to exchange them. @param {Comparison} shown @param {ComparisonPart} part */
function sides(shown, { models: actions, running, found: all }) {
  const [first, second] = all?.several ? namesAmong(all.several, shown) : modelNames(shown);
  const swap = actions && !all?.several && h("button#swap-models.small", { disabled: running, click: () => actions.keep(0) }, "Swap");
  return h("div.two-models", h("p.how", h("b", "First: "), first, h("br"), h("b", "Second: "), second), swap);
}

/** As the table of all models calls them. @param {Comparisons} several @param {Comparison} shown */
function namesAmong(several, shown) {
  const rows = rowsOf(several);
  const at = several.comparisons.findIndex(({ b }) => b === shown.b);
  return [rows.find((row) => row.at === undefined)?.name, rows.find((row) => row.at === at)?.name];
}

/** Where there are more than two models, p values are those of all of them. @param {ComparisonPart} part @returns {{ shown: Comparison, family?: string }} */
function amongAll({ found }) {
  const { comparison, several } = /** @type {NonNullable<ComparisonPart["found"]>} */ (found);
  if (!several) return { shown: comparison };
  return { shown: inFamily(several, several.comparisons.indexOf(comparison)), family: FAMILY };
}

/** @param {Element} container @param {ComparisonPart} part @param {string} name @param {TextWord} word */
function show(container, part, name, word) {
  const { shown, family } = amongAll(part);
  const [finding, across, ...others] = comparisonInWords(shown, word, family);
  const several = part.found?.several;
  const made = several ?? shown;
  container.append(
    ...(several ? [h("h3", "The chosen model beside the baseline")] : []),
    h("p", { class: several ? "how" : "group-finding" }, finding),
    h("p.how", across),
    sides(shown, part),
  );
  const both = h("div");
  both.append(h("p.how", MARKS));
  figure(both, drawing(shown, name));
  both.append(h("details.reading", { open: true }, h("summary", "Both models’ numbers"), dataTable(inWords(differenceTable(shown)))));
  markRows(both);
  container.append(
    both,
    ...others.map((text) => h("p.how", text)),
    h(
      "div.controls",
      h("button#file-comparison", { click: () => part.file(made) }, "Save comparison as a report…"),
      h("button#save-comparison", { click: () => part.save(made) }, "Save comparison (JSON)"),
    ),
  );
}
