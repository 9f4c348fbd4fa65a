import { COMPARISON_COLUMNS, comparisonInWords, comparisonRows, modelNames, SCORE_NAMES } from "../report/comparison.js";
import { h } from "./element.js";
import { failureBox } from "./failure.js";
import { forest } from "./forest.js";
import { dataTable } from "./table.js";
import { taskBar } from "./task.js";

/**
 * @typedef {import("../types.d.ts").Comparison} Comparison
 *
 * @typedef {object} ComparisonPart what the card may ask for
 * @property {import("../failure.js").Failure} [failure]
 * @property {true} [running]
 * @property {Comparison} [found]
 * @property {() => void} choose the other model's files
 * @property {() => void} cancel
 * @property {(comparison: Comparison) => void} save
 */

/** Scores that share an axis: all of them lie between 0 and 1. */
const DRAWN = [
  "sasImageToText",
  "sasTextToImage",
  "sasImbalance",
  "recallImageToText1",
  "recallTextToImage1",
  "recallImageToText10",
  "recallTextToImage10",
  "cka",
  "svcca",
  "mutualKnn",
  "rmg",
];

/** @param {Element} container @param {ComparisonPart} part @param {string} name of saved files */
export function render(container, part, name) {
  const { found, failure, running } = part;
  container.append(
    h(
      "div",
      { class: "controls" },
      h(
        "button",
        { type: "button", id: "compare-choose", disabled: running, click: () => part.choose() },
        "Choose the other model’s files",
      ),
      h("span", { class: "muted" }, "or drop them on this card: the same images and texts, in the same order"),
    ),
  );
  if (running) container.append(taskBar("Comparison", part.cancel));
  if (failure) container.append(failureBox(failure));
  if (found) show(container, found, part, name);
}

/** @param {Element} container @param {Comparison} found @param {ComparisonPart} part @param {string} name */
function show(container, found, { save }, name) {
  const [first, second] = modelNames(found);
  const [finding, ...others] = comparisonInWords(found);
  container.append(
    h("p", { class: "group-finding" }, finding),
    h("p", { class: "how models" }, h("b", {}, "First: "), first, h("br"), h("b", {}, "Second: "), second),
  );
  forest(container, {
    name: `${name}-comparison`,
    title: "Differences between two models",
    axis: "first minus second",
    signed: true,
    ends: ["second higher", "first higher"],
    rows: DRAWN.flatMap((score) => {
      const one = found.differences[score];
      return one ? [{ label: SCORE_NAMES[score], value: one.difference, low: one.low, high: one.high }] : [];
    }),
  });
  container.append(
    h(
      "details",
      { class: "reading", open: true },
      h("summary", {}, "Both models’ numbers"),
      dataTable({ caption: "Scores of two models", columns: COMPARISON_COLUMNS, rows: comparisonRows(found) }),
    ),
    ...others.map((text) => h("p", { class: "how" }, text)),
    h("button", { type: "button", id: "save-comparison", click: () => save(found) }, "Save comparison (JSON)"),
  );
}
