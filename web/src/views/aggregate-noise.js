/** What the dialog of an aggregate says of noise: the wishes, what it does to the scores, what was drawn. */
import { DRAWN_ONCE, EFFECT_WORDS, guaranteeWords, INTERVAL_NAMES, noiseRiskWords, whomWords } from "../report/aggregate.js";
import { amount, withValues } from "../report/amounts.js";
import { fixed, measure, signed } from "../report/numbers.js";
import { h } from "./element.js";
import { dataTable } from "./table.js";
import { numberWish, select, wish } from "./wish.js";

/** @import { EffectRow } from "../report/aggregate.js" */
/** @import { AggregateWishes, NoiseDraft } from "./types.d.ts" */

/** @param {AggregateWishes} now @param {{ patientColumns: string[], usualDelta: number }} known @param {(wishes: Partial<AggregateWishes>) => void} change */
export function noiseWishes(now, { patientColumns, usualDelta }, change) {
  /** @param {"epsilon" | "delta" | "pairsPerPatient"} key @param {string} name @param {string} placeholder @param {number | string} step */
  const number = (key, name, placeholder, step) => {
    const properties = { min: step === "any" ? 0 : 1, step, value: now[key] ?? "", placeholder };
    return numberWish(`aggregate-${key}`, name, properties, (value) => change({ [key]: value }));
  };
  const columns = /** @type {[string, string][]} */ ([
    ["", "none: not checked"],
    ...patientColumns.map((name) => /** @type {const} */ ([name, name])),
  ]);
  const patients = select("aggregate-patients", columns, now.patients ?? "", (value) => change({ patients: value || undefined }));
  return [
    number("epsilon", "ε, privacy lost at most", "1", "any"),
    number("delta", "δ, chance of more", `${usualDelta}, the default`, "any"),
    number("pairsPerPatient", "Pairs of one patient, at most", "none: the promise is of a pair", 1),
    ...(now.pairsPerPatient && patientColumns.length > 0 ? [wish("aggregate-patients", "Column that names the patient", patients)] : []),
    h(
      "p.how",
      "A patient with several pairs is protected less than one with one pair. Give the most pairs that one patient may have, chosen without looking at the data: it stands in the file. With a column of patients the first so many pairs of each count.",
    ),
  ];
}

/** @param {NoiseDraft} draft */
export function noisePromise({ noise, risk, doubt, leftOut }) {
  return [
    h("p#aggregate-promise.how", `The file keeps ${guaranteeWords(noise)}. ${whomWords(noise)} ${noiseRiskWords(noise, risk)}`),
    leftOut > 0 && h("p.how", `${leftOut} pairs are left out: more of one patient than that.`),
    doubt !== "" && h("p.notice", { role: "alert" }, doubt),
  ];
}

/** @param {EffectRow[]} effect */
export function effectTable(effect) {
  const shown = (/** @type {string} */ name, /** @type {number} */ value) =>
    name === "sasImbalance" ? signed(value) : name.startsWith("sas") ? fixed(value) : measure(value);
  return [
    h("h3", "What the noise does"),
    h("p.how", EFFECT_WORDS),
    dataTable(
      withValues({
        caption: "Scores without noise, and where noise takes them",
        columns: ["Score", "Exact", "95 % of draws"],
        rows: effect.map(({ name, exact, low, high }) => [
          INTERVAL_NAMES.get(name) ?? name,
          amount(shown(name, exact), exact),
          amount(`${shown(name, low)} to ${shown(name, high)}`, { low, high }),
        ]),
      }),
    ),
  ];
}

/** @param {{ drawn: number, current: boolean }} draws files drawn of these pairs; whether the one that is shown was drawn */
export function drawnWords({ drawn, current }) {
  if (current) return h("p#aggregate-drawn.notice", { role: "status" }, DRAWN_ONCE);
  return (
    drawn > 0 &&
    h(
      "p#aggregate-drawn.notice",
      { role: "alert" },
      "A file of these pairs was drawn before. Another one adds to the loss: the promises of both together are weaker than either.",
    )
  );
}
