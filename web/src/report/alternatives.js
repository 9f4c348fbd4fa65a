/** Other choices of the directions that count, in words and rows. */
import { amount, withValues } from "./amounts.js";
import { IMAGE_TO_TEXT, TEXT_TO_IMAGE } from "./directions.js";
import { count, fixed, isUnavailable, measure, signed } from "./numbers.js";

/** @import { Alternative, Alternatives, Audit, Cut, ScorePair } from "../types.d.ts" */

/** An effect of epsilon that a reader must know of. */
const TELLING = 0.005;
/** One that a table shows. */
const SHOWN = 0.002;

/** @param {Cut} cut */
export function cutName({ by, value }) {
  if (by === "count") return `first ${count(value)}`;
  const share = `${Number((100 * value).toPrecision(3))} %`;
  if (by === "variance") return `variance ${share}`;
  return value === 1 ? "all" : `top ${share}`;
}

/** @param {Alternative["modesKept"]} kept */
const keptName = ({ image, text }) => (image === text ? count(image) : `${count(image)} / ${count(text)}`);

/** @param {ScorePair} scores */
const scores = ({ imageToText, textToImage, imbalance }) => [
  amount(fixed(imageToText), imageToText),
  amount(fixed(textToImage), textToImage),
  amount(signed(imbalance), imbalance),
];

/** Values that stand beside the score; audits of before have none. @param {Alternatives} alternatives */
export function besideScore({ traceAlignment, crossFitted }) {
  return Object.entries({ "trace alignment": traceAlignment, "cross-fitted": crossFitted }).flatMap(([name, pair]) =>
    pair && !("status" in pair) ? [{ name, ...pair, imbalance: pair.imageToText - pair.textToImage }] : [],
  );
}

/** A row per choice; under it the scores with the scale-free epsilon, if they differ; then the values beside the score. @param {Alternatives} alternatives */
export function alternativeTable(alternatives) {
  const rows = alternatives.choices.flatMap(({ cut, modesKept, scaleFree, ...plain }) => {
    const [row, free] = [scores(plain), scores(scaleFree)];
    const differs =
      free.some(({ words }, k) => words !== row[k].words) &&
      Math.abs(scaleFree.imageToText - plain.imageToText) + Math.abs(scaleFree.textToImage - plain.textToImage) >= SHOWN;
    const { image, text } = modesKept;
    const kept = amount(keptName(modesKept), image === text ? image : { image, text });
    return [[cutName(cut), kept, ...row], ...(differs ? [["… with ε*", "", ...free]] : [])];
  });
  return withValues({
    caption: "Scores under other choices of the directions",
    columns: ["Directions", "Kept", IMAGE_TO_TEXT, TEXT_TO_IMAGE, "Imbalance"],
    rows: [...rows, ...besideScore(alternatives).map(({ name, ...pair }) => [name, "", ...scores(pair)])],
  });
}

/** Whether the imbalance keeps its sign. @param {Audit} audit @returns {string | undefined} */
export function signInWords({ alternatives, inputs }) {
  if (isUnavailable(alternatives)) return undefined;
  const finding = inputs.findings.find(({ code }) => code === "SIGN_DEPENDS_ON_CUT");
  if (finding) return finding.message;
  const signs = alternatives.choices.flatMap(({ imbalance, scaleFree }) => [Math.sign(imbalance), Math.sign(scaleFree.imbalance)]);
  return signs.includes(1) && signs.includes(-1)
    ? "The imbalance changes its sign among these choices, but only where it is too small to have a side."
    : "The imbalance keeps its sign under each of these choices.";
}

/** If the paper's epsilon moves the scores, what they are without it. @param {Audit} audit @returns {string | undefined} */
export function epsilonInWords({ sas, alternatives, options }) {
  const { epsilonEffect: effect } = sas;
  if (isUnavailable(effect) || Math.max(effect.imageToText, effect.textToImage) < TELLING || isUnavailable(alternatives)) return undefined;
  const { imageToText, textToImage, imbalance } = alternatives.choices[0].scaleFree;
  return (
    `The variances here are tiny beside ε = ${measure(options.epsilon)}, which lowers the scores. ` +
    `With an ε that follows the data they are ${fixed(imageToText)} (image → text) and ${fixed(textToImage)} (text → image), imbalance ${signed(imbalance)}.`
  );
}
