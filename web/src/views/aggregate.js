import { INTERVAL_NAMES } from "../report/aggregate.js";
import { count, fixed, measure, signed } from "../report/numbers.js";
import { fill, h } from "./element.js";
import { dataTable } from "./table.js";
import { whatLeaves } from "./what-leaves.js";

/**
 * @typedef {import("../report/aggregate.js").Preview} Preview
 * @typedef {import("../report/aggregate.js").EffectRow} EffectRow
 * @typedef {{ label: string, preprocessing: string, floor?: number, noise: boolean, paired: boolean, epsilon: number, delta: number }} Wishes
 * paired: the user knows the pairing otherwise than from the rows. floor: pairs a dimension that were agreed on, in place of the default
 * @typedef {object} Model
 * @property {number} pairs
 * @property {number} floor
 * @property {number} blocks that the floor allows
 * @property {{ pairsADimension: number, pairs: number }} usual the default floor
 * @property {number} heldPerStated numbers in a block's rows for each number that the file states of them
 * @property {string} says how they were paired
 * @property {string} [noNoise] why noise could not hide what these pairs make public
 * @property {Wishes} wishes
 * @property {string} [working] what is being done
 * @property {Preview} [preview] ready to be saved
 * @property {EffectRow[]} [effect] of the noise
 * @property {string} [failure]
 * @typedef {{ change: (wishes: Partial<Wishes>) => void, prepare: () => void, save: () => void, close: () => void }} Actions
 */

/** Saving what the pairs add up to: the floor, the wishes, what exactly leaves. @param {HTMLDialogElement} dialog @param {Model} model @param {Actions} actions */
export function render(dialog, model, actions) {
  const enough = model.pairs >= model.floor;
  fill(
    dialog,
    h("h2", { id: "aggregate-title" }, "Save what the pairs add up to"),
    h(
      "p",
      { class: "lead" },
      "Sums over all pairs, without any row: enough for every directional score and most metrics. Several sites' files, dropped together, give the audit of all their pairs.",
    ),
    enough
      ? h("p", { class: "how" }, `${count(model.pairs)} pairs; the floor for these widths is ${count(model.floor)}. ${blocksWords(model)}`)
      : h("p", { class: "unavailable", role: "alert" }, tooFew(model)),
    enough && model.pairs / blocksOf(model) < model.usual.pairs && h("p", { class: "notice", role: "alert" }, belowFloorWords(model)),
    wishes(model, actions),
    model.failure && h("p", { class: "unavailable", role: "alert" }, model.failure),
    model.working && h("p", { role: "status" }, model.working),
    ...(model.preview ? whatLeaves(model.preview) : []),
    ...(model.effect ? effectTable(model.effect) : []),
    h(
      "div",
      { class: "dialog-tools" },
      enough &&
        (model.preview
          ? h("button", { type: "button", class: "primary", id: "aggregate-save", click: actions.save }, "Save this file")
          : h(
              "button",
              {
                type: "button",
                class: "primary",
                id: "aggregate-prepare",
                disabled: model.working !== undefined || !mayPrepare(model),
                click: actions.prepare,
              },
              "Show what would leave",
            )),
      h("button", { type: "button", id: "aggregate-close", click: actions.close }, "Close"),
    ),
  );
}

/** With noise somebody says that the number of pairs does not follow from the rows. @param {Model} model */
const mayPrepare = ({ noNoise, wishes: { noise, paired } }) => !noise || (noNoise === undefined && paired);

/** @param {Model} model */
const tooFew = ({ pairs, floor, usual, wishes: { floor: agreed } }) =>
  `${count(pairs)} pairs are too few: below ${count(floor)} (${agreed ?? usual.pairsADimension} a dimension${agreed === undefined ? ", and 100" : ""}) the sums could tell too much of single pairs, and no file is written. Where your data-protection officer has agreed on another floor, give it below.`;

/** What an agreed floor below the default means for these pairs. @param {Model} model */
function belowFloorWords({ heldPerStated, usual }) {
  return heldPerStated > 1
    ? `Below the default floor: each number in the file stands for ${fixed(heldPerStated, 1)} in the rows, where the default keeps ${usual.pairsADimension} or more. Save only what your data-protection officer has agreed to.`
    : "Far below the default floor: the file states at least as many numbers as the rows hold, and the rows might be worked out from them. Treat it like the rows themselves.";
}

/** @param {Model} model */
const blocksOf = ({ blocks, wishes: { noise } }) => (noise ? 1 : blocks);

/** @param {Model} model */
function blocksWords({ blocks, wishes: { noise } }) {
  if (noise) return "With noise the pairs stay in one block, so that it is added once.";
  if (blocks >= 32) return `Kept in ${blocks} blocks, so that the scores have ranges and intervals.`;
  return blocks > 1
    ? `Kept in ${blocks} blocks: enough for intervals of the metrics; the directional scores take 32, and each block must keep the floor.`
    : "Kept in one block: each block must keep the floor, so there will be no intervals.";
}

/** @param {Model} model @param {Actions} actions */
function wishes({ wishes: now, usual, says, noNoise }, { change }) {
  const field = (/** @type {string} */ id, /** @type {string} */ name, /** @type {import("./element.js").Child} */ input) =>
    h("p", { class: "wish" }, h("label", { for: id }, name), input);
  const text = (/** @type {"label" | "preprocessing"} */ key, /** @type {string} */ hint) =>
    h("input", {
      id: `aggregate-${key}`,
      type: "text",
      value: now[key],
      placeholder: hint,
      change: (event) => change({ [key]: event.target.value }),
    });
  const number = (/** @type {"epsilon" | "delta"} */ key) =>
    h("input", {
      id: `aggregate-${key}`,
      type: "number",
      min: 0,
      step: "any",
      value: now[key],
      change: (event) => change({ [key]: Number(event.target.value) }),
    });
  return h(
    "div",
    { class: "wishes" },
    field("aggregate-label", "Name of this site", text("label", "none")),
    field("aggregate-preprocessing", "What was done to the rows", text("preprocessing", "for example: image size, pooling")),
    field(
      "aggregate-floor",
      "Agreed floor, pairs a dimension",
      h("input", {
        id: "aggregate-floor",
        type: "number",
        min: 0,
        step: "any",
        value: now.floor ?? "",
        placeholder: `${usual.pairsADimension}, the default`,
        change: (event) => change({ floor: event.target.value === "" ? undefined : Math.max(0, Number(event.target.value)) }),
      }),
    ),
    h(
      "p",
      { class: "wish" },
      h("label", { for: "aggregate-noise" }, "Add noise"),
      h("input", {
        id: "aggregate-noise",
        type: "checkbox",
        checked: now.noise,
        change: (event) => change({ noise: event.target.checked }),
      }),
      h(
        "span",
        { class: "how" },
        "Without it, someone who already has a patient's own row may find out whether that patient is among these pairs, the likelier the fewer they are. With it, one pair exchanged for another hardly shows. Rows are scaled to length 1 first.",
      ),
    ),
    ...(now.noise
      ? [
          noNoise === undefined
            ? h(
                "p",
                { class: "wish" },
                h("label", { for: "aggregate-paired" }, "I know this pairing"),
                h("input", {
                  id: "aggregate-paired",
                  type: "checkbox",
                  checked: now.paired,
                  change: (event) => change({ paired: event.target.checked }),
                }),
                h(
                  "span",
                  { class: "how" },
                  `${says} The number of pairs stands in the file as it is; noise does not hide it. Tick this if you know the pairing from how the files were made, not from what the rows look like.`,
                ),
              )
            : h("p", { class: "unavailable", role: "alert", id: "aggregate-no-noise" }, noNoise),
          field("aggregate-epsilon", "ε, privacy lost at most", number("epsilon")),
          field("aggregate-delta", "δ, chance of more", number("delta")),
        ]
      : []),
  );
}

/** @param {EffectRow[]} effect */
function effectTable(effect) {
  const shown = (/** @type {string} */ name, /** @type {number} */ value) =>
    name === "sasImbalance" ? signed(value) : name.startsWith("sas") ? fixed(value) : measure(value);
  return [
    h("h3", {}, "What the noise does"),
    h(
      "p",
      { class: "how" },
      "95 % of draws lie in the middle column; the file holds one more draw. The exact values stay here: giving them away undoes the noise.",
    ),
    dataTable({
      caption: "Scores with and without noise",
      columns: ["Score", "Exact", "With noise", "In the file"],
      rows: effect.map(({ name, exact, low, high, saved }) => [
        INTERVAL_NAMES[/** @type {keyof typeof INTERVAL_NAMES} */ (name)] ?? name,
        shown(name, exact),
        `${shown(name, low)} to ${shown(name, high)}`,
        shown(name, saved),
      ]),
    }),
  ];
}
