/** Up to six models on the same pairs, who finds the right answer first most often above, each against the baseline. */
import { modelTable } from "../document/comparisons-report.js";
import { inWords } from "../document/typed-table.js";
import { rowsOf, severalInWords } from "../report/several.js";
import { h } from "./element.js";
import { dataTable } from "./table.js";

/** @import { Comparison, Comparisons } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { ComparisonPart, ModelActions } from "./types.d.ts" */

/** What may be done with a model beside the baseline. @param {string} name @param {number} at its place @param {boolean} shown @param {ModelActions} actions @param {boolean} busy */
function buttons(name, at, shown, { keep, show, drop }, busy) {
  const button = (/** @type {string} */ words, /** @type {(k: number) => void} */ click, /** @type {object} */ more = {}) =>
    h("button.quiet", { "aria-label": `${words}: ${name}`, disabled: busy, click: () => click(at), ...more }, words);
  return h(
    "span.model-actions",
    button("Look at", show, { "aria-pressed": `${shown}` }),
    button("Keep as baseline", keep),
    button("Remove", drop),
  );
}

/** @param {Element} container @param {Comparisons} several @param {Comparison} shown @param {ComparisonPart} part @param {TextWord} word */
export function render(container, several, shown, { models, running }, word) {
  const [finding, ...others] = severalInWords(several, word);
  const copied = inWords(modelTable(several));
  const { columns, rows } = copied;
  const of = rowsOf(several);
  const given = models
    ? { ...copied, columns: [...columns, "Choose"], rows: rows.map((row, k) => [...row, of[k].at === undefined ? "baseline" : ""]) }
    : copied;
  const cell = (/** @type {number} */ r, /** @type {number} */ k) => {
    const { name, at } = of[r];
    if (!models || k < columns.length || at === undefined) return undefined;
    return buttons(name, at, several.comparisons[at] === shown, models, running ?? false);
  };
  container.append(
    h("p.group-finding", finding),
    dataTable(given, { classes: "models-table", cell, copied }),
    ...others.map((text) => h("p.how", text)),
  );
}
