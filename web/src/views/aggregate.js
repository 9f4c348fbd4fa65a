import { count, fixed } from "../report/numbers.js";
import { BLOCKS } from "../resampling.js";
import { drawnWords, effectTable, noisePromise, noiseWishes } from "./aggregate-noise.js";
import { fill, h } from "./element.js";
import { whatLeaves } from "./what-leaves.js";
import { numberWish, tickWish, wish } from "./wish.js";

/** @import { AggregateActions, AggregateModel, AggregateWishes } from "./types.d.ts" */

/** Saving what the pairs add up to: the floor, the wishes, what exactly leaves. @param {HTMLDialogElement} dialog @param {AggregateModel} model @param {AggregateActions} actions */
export function render(dialog, model, actions) {
  const enough = model.pairs >= model.floor;
  fill(
    dialog,
    h("h2#aggregate-title", "Share sums with other hospitals"),
    h(
      "p.lead",
      "The file holds sums over all pairs, and no row. They are enough for the directional scores and most metrics. Drop the files of several hospitals together for one audit of all their pairs.",
    ),
    enough
      ? h(
          "p.how",
          `${count(model.pairs)} pairs; the least for these widths is ${count(model.floor)}. ${blocksWords(model)} ${model.wishes.noise ? "" : model.riskWords}`,
        )
      : h("p.unavailable", { role: "alert" }, tooFew(model)),
    enough && model.pairs / blocksOf(model) < model.usual.pairs && h("p.notice", { role: "alert" }, belowFloorWords(model)),
    wishes(model, actions),
    model.failure && h("p.unavailable", { role: "alert" }, model.failure),
    model.working && h("p", { role: "status" }, model.working),
    ...(model.preview ? whatLeaves(model.preview) : []),
    ...(model.draft ? [...noisePromise(model.draft), ...effectTable(model.draft.effect)] : []),
    drawnWords({ drawn: model.drawn, current: model.saved === true }),
    h(
      "div.dialog-tools",
      enough &&
        (model.preview
          ? h("button#aggregate-save.primary", { click: actions.save }, saveWords(model))
          : h(
              "button#aggregate-prepare.primary",
              {
                disabled: model.working !== undefined || !mayPrepare(model),
                click: actions.prepare,
              },
              "Show what would leave",
            )),
      h("button#aggregate-close", { click: actions.close }, "Close"),
    ),
  );
}

/** With noise somebody says that the number of pairs does not follow from the rows. @param {AggregateModel} model */
const mayPrepare = ({ noNoise, wishes: { noise, paired } }) => !noise || (noNoise === undefined && paired);

/** @param {AggregateModel} model */
function saveWords({ draft, saved }) {
  if (!draft) return "Save this file";
  return saved ? "Save the same file again" : "Draw the noise and save";
}

/** @param {AggregateModel} model */
function tooFew({ pairs, floor, usual, riskWords, wishes: { floor: agreed, risk } }) {
  const least = agreed === undefined ? usual.pairs : floor;
  if (pairs < least)
    return `${count(pairs)} pairs are too few: below ${count(least)} (${agreed ?? usual.pairsADimension} a dimension${agreed === undefined ? ", and 100" : ""}) the sums could tell too much of single pairs, and no file is written. If your data-protection officer has agreed on another minimum, give it below.`;
  const allowed = `${risk === undefined ? "The default allows" : "The risk that was agreed on is"} ${Math.round(1000 * (risk ?? usual.risk)) / 10} in 100`;
  return `${count(pairs)} pairs are too few. ${riskWords} ${allowed}, which needs at least ${count(floor)} pairs. Add noise, or give below the risk, or the minimum in its place, that your data-protection officer has agreed on.`;
}

/** What an agreed floor below the default means for these pairs. @param {AggregateModel} model */
function belowFloorWords({ heldPerStated, usual }) {
  return heldPerStated > 1
    ? `Below the usual minimum: each number in the file stands for ${fixed(heldPerStated, 1)} in the rows, where the default keeps ${usual.pairsADimension} or more. Save only what your data-protection officer has agreed to.`
    : "Far below the usual minimum: the file states at least as many numbers as the rows hold, and the rows might be worked out from them. Treat it like the rows themselves.";
}

/** @param {AggregateModel} model */
const blocksOf = ({ blocks, wishes: { noise } }) => (noise ? 1 : blocks);

/** @param {AggregateModel} model */
function blocksWords({ blocks, wishes: { noise } }) {
  if (noise) return "With noise the pairs stay in one block, so that it is added once.";
  if (blocks >= BLOCKS) return `Kept in ${blocks} blocks, so that the scores have ranges and intervals.`;
  return blocks > 1
    ? `Kept in ${blocks} blocks: enough for intervals of the metrics. The directional scores take ${BLOCKS}, and each block needs the least number of pairs.`
    : "Kept in one block, as each block needs the least number of pairs: there will be no intervals.";
}

/** With noise somebody says that they know the pairing, or reads why noise could not hide it. @param {{ now: AggregateWishes, says: string, noNoise?: string }} about @param {AggregateActions["change"]} change */
function pairingWish({ now, says, noNoise }, change) {
  if (noNoise !== undefined) return h("p#aggregate-no-noise.unavailable", { role: "alert" }, noNoise);
  const why = `${says} The number of pairs stands in the file as it is; noise does not hide it. Tick this if you know the pairing from how the files were made, not from what the rows look like.`;
  return tickWish("aggregate-paired", "I know this pairing", now.paired, (paired) => change({ paired }), h("span.how", why));
}

/** @param {AggregateModel} model @param {AggregateActions} actions */
function wishes({ wishes: now, usual, says, noNoise, patientColumns }, { change }) {
  const text = (/** @type {"label" | "preprocessing"} */ key, /** @type {string} */ name, /** @type {string} */ placeholder) => {
    const id = `aggregate-${key}`;
    return wish(
      id,
      name,
      h("input", { id, type: "text", value: now[key], placeholder, change: ({ target }) => change({ [key]: target.value }) }),
    );
  };
  const floor = { min: 0, step: "any", value: now.floor ?? "", placeholder: `${usual.pairsADimension}, the default` };
  const risk = {
    min: 50,
    max: 100,
    step: "any",
    value: now.risk === undefined ? "" : 100 * now.risk,
    placeholder: now.floor === undefined ? `${100 * usual.risk}, the default` : "the minimum is in its place",
  };
  const why =
    "Without it, someone who already has a patient's own row may find out whether that patient is among these pairs, the likelier the fewer they are. With it, one pair exchanged for another hardly shows. Rows are scaled to length 1 first.";
  return h(
    "div.wishes",
    text("label", "Name of this site", "none"),
    text("preprocessing", "What was done to the rows", "for example: image size, pooling"),
    numberWish("aggregate-floor", "Minimum pairs per dimension", floor, (value) =>
      change({ floor: value === undefined ? undefined : Math.max(0, value) }),
    ),
    !now.noise &&
      numberWish("aggregate-risk", "Highest risk, right picks in 100", risk, (value) =>
        change({ risk: value === undefined ? undefined : value / 100 }),
      ),
    tickWish("aggregate-noise", "Add noise", now.noise, (noise) => change({ noise }), h("span.how", why)),
    ...(now.noise
      ? [pairingWish({ now, says, noNoise }, change), ...noiseWishes(now, { patientColumns, usualDelta: usual.delta }, change)]
      : []),
  );
}
