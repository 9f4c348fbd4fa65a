import { INTERVAL_NAMES } from "../report/aggregate.js";
import { count, fileSize, fixed, measure, signed } from "../report/numbers.js";
import { fill, h } from "./element.js";
import { dataTable } from "./table.js";

/**
 * @typedef {import("../report/aggregate.js").Preview} Preview
 * @typedef {import("../report/aggregate.js").EffectRow} EffectRow
 * @typedef {{ label: string, preprocessing: string, noise: boolean, epsilon: number, delta: number }} Wishes
 * @typedef {object} Model
 * @property {number} pairs
 * @property {number} floor
 * @property {number} blocks that the floor allows
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
      : h(
          "p",
          { class: "unavailable", role: "alert" },
          `${count(model.pairs)} pairs are too few: below ${count(model.floor)} (5 a dimension, and 100) the sums could tell too much of single pairs, and no file is written here. The command's --floor takes another number, agreed with your data-protection officer.`,
        ),
    enough && wishes(model, actions),
    model.failure && h("p", { class: "unavailable", role: "alert" }, model.failure),
    model.working && h("p", { role: "status" }, model.working),
    ...(model.preview ? prepared(model.preview, model.effect) : []),
    h(
      "div",
      { class: "dialog-tools" },
      enough &&
        (model.preview
          ? h("button", { type: "button", class: "primary", id: "aggregate-save", click: actions.save }, "Save this file")
          : h(
              "button",
              { type: "button", class: "primary", id: "aggregate-prepare", disabled: model.working !== undefined, click: actions.prepare },
              "Show what would leave",
            )),
      h("button", { type: "button", id: "aggregate-close", click: actions.close }, "Close"),
    ),
  );
}

/** @param {Model} model */
function blocksWords({ blocks, wishes: { noise } }) {
  if (noise) return "With noise the pairs stay in one block, so that it is added once.";
  return blocks > 1
    ? `Kept in ${blocks} blocks, so that the scores have intervals.`
    : "Kept in one block: each block must keep the floor, so there will be no intervals.";
}

/** @param {Model} model @param {Actions} actions */
function wishes({ wishes: now }, { change }) {
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
        "Rows are scaled to length 1 first. Whichever one pair is exchanged for another, the file then tells hardly a difference.",
      ),
    ),
    ...(now.noise
      ? [
          field("aggregate-epsilon", "ε, privacy lost at most", number("epsilon")),
          field("aggregate-delta", "δ, chance of more", number("delta")),
        ]
      : []),
  );
}

/** @param {Preview} preview @param {EffectRow[]} [effect] */
function prepared({ metadata, tensors, numbers, bytes }, effect) {
  return [
    h("h3", {}, "What leaves"),
    h("p", { class: "how" }, `${count(numbers)} numbers, ${fileSize(bytes)}. No row, no file name, no text.`),
    h(
      "dl",
      { class: "facts" },
      Object.entries(metadata).map(([name, words]) => h("div", {}, h("dt", {}, name), h("dd", {}, words))),
    ),
    h(
      "details",
      {},
      h("summary", {}, `All ${tensors.length} arrays of sums`),
      dataTable({
        caption: "Arrays in the file",
        columns: ["Array", "Shape"],
        rows: tensors.map(({ name, shape }) => [name, shape.join(" × ")]),
      }),
    ),
    ...(effect ? effectTable(effect) : []),
  ];
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
