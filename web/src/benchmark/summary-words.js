/** What a dataset's summary says in sentences. */
import { count, countOf, fixed, percent } from "../report/numbers.js";
import { capital, chanceLevel, leaning } from "../report/sentences.js";
import { atOne, betterOf, DIRECTIONS, listed, pairOf } from "./ranking.js";

/** @import { BenchmarkRun, ModelPair } from "../types.d.ts" */
/** @import { Direction } from "./ranking.js" */
/** @import { Context } from "./types.d.ts" */
/** @import { Leaning, Standing } from "../report/sentences.js" */

const FEW_PAIRS = 500;
const NAMED = 4;
const WAYS = /** @type {Record<Direction, string>} */ ({ imageToText: "from image to text", textToImage: "from text to image" });

/** @param {readonly string[]} names */
export function named(names) {
  return listed(names.length > NAMED ? [...names.slice(0, NAMED), `${names.length - NAMED} more`] : names);
}

/** Which side's directions the other follows better, as far as it can be told. @param {BenchmarkRun} run @returns {Leaning | undefined} */
export function leaningOf({ metrics, pairs, uncertainty }) {
  const { sasImageToText: imageToText, sasTextToImage: textToImage, sasImbalance: imbalance } = metrics ?? {};
  if (typeof imageToText !== "number" || typeof textToImage !== "number" || typeof imbalance !== "number" || !pairs) return undefined;
  const intervals = /** @type {Standing["intervals"]} */ (uncertainty ?? {});
  return leaning({ imageToText, textToImage, imbalance }, pairs, { intervals, unsure: uncertainty?.withheld?.sasImbalance !== undefined });
}

/** @param {Context} context */
export function headline({ benchmark, dataset, order, label, word }) {
  const [best, ...others] = order;
  const share = atOne(best, "imageToText");
  if (share === undefined) return `No model of ${dataset} has retrieval to rank it by.`;
  const words = `the right ${word.slice(0, -1)} first for ${percent(share, 1)} of the images`;
  if (others.length === 0) return `${label(best)}, the one model, finds ${words}.`;
  const close = others.filter((run) => !pairOf(benchmark, dataset, label(best), label(run))?.pair.imageToText.better);
  if (close.length === 0) return `${label(best)} finds ${words}, and is told apart from every other model.`;
  if (close.length === others.length) return `No model is told apart from the first, ${label(best)}, which finds ${words}.`;
  return `${label(best)} finds ${words}; ${close.length} of the ${others.length} other models ${close.length === 1 ? "is" : "are"} not told apart from it.`;
}

/** How many pairs of a dataset's models differ in search, and by which test. @param {readonly ModelPair[]} pairs */
export function differInWords(pairs) {
  if (pairs.length === 0) return "There is one model: nothing to compare.";
  const [texts, images] = DIRECTIONS.map((direction) => pairs.filter((pair) => betterOf(pair, direction)).length);
  const tested = pairs.filter(({ sameBy }) => sameBy).length;
  const other = pairs.length - tested;
  const how = [
    tested > 0 && `McNemar, Holm-adjusted, p < 0.05${other > 0 ? `, for ${countOf(tested, "pair")}` : ""}`,
    other > 0 &&
      `95 % intervals that do not overlap${tested > 0 ? `, for ${countOf(other, "pair")}` : ""}, which is on the careful side: ${pairs.find(({ reason }) => reason)?.reason}`,
  ].filter((part) => part !== false);
  const some = (/** @type {number} */ found) => found || "none";
  return `Of ${countOf(pairs.length, "pair")} of models, ${some(texts)} ${texts > 1 ? "are" : "is"} shown to differ in image-to-text search, ${some(images)} in text-to-image search (${how.join("; ")}).`;
}

/** Why a list of models has no places. */
export const UNORDERED = "in image-to-text search no model is shown to differ from another";

/** @param {Context} context @returns {string[]} */
export function apart({ pairs, order, places }) {
  if (order.length < 2) return [differInWords(pairs)];
  const all = order.every((run) => places.get(run)?.words === "");
  const numbers = all
    ? `The list has no numbers: ${UNORDERED}.`
    : "A number such as 2–5 is the range of places, in image-to-text search, that the tests leave open.";
  return [`${differInWords(pairs)} ${numbers}`];
}

/** @param {Context} context @returns {string[]} */
export function direction({ runs, word }) {
  const sides = runs.flatMap((run) => leaningOf(run) ?? []);
  if (sides.length === 0) return ["No model has directional scores here."];
  const of = (/** @type {Leaning} */ side) => {
    const models = sides.filter((one) => one === side).length;
    if (models < sides.length) return `In ${models} of ${sides.length} models`;
    return models === 1 ? "In the one model" : `In all ${models} models`;
  };
  const readings = /** @type {[Leaning, string][]} */ ([
    [
      "images",
      `(“images”) what makes the images differ shows in the ${word} better than the reverse: the ${word} may vary in ways of their own (style, templates).`,
    ],
    [
      "texts",
      `(“${word}”) what makes the ${word} differ shows in the images better than the reverse: the images may vary in ways that the ${word} do not mention (scanner, position).`,
    ],
    ["equal", "(“equal”) the two are about equal: the difference is within what chance or resampling gives."],
    ["unsure", "(“unsure”) these pairs cannot tell: the range for the population’s imbalance includes 0, or none could be given."],
    ["chance", "(“neither”) neither follows the other clearly better than in shuffled pairs."],
  ]);
  return [
    `Does what makes the images differ most also show in their ${word}, and the reverse? The imbalance is the first score minus the second.`,
    ...readings.filter(([side]) => sides.includes(side)).map(([side, words]) => `${of(side)} ${words}`),
  ];
}

/** The most pressing first. @param {Context} context @returns {string[]} */
export function things({ benchmark, dataset, runs, order, word, label }) {
  const [best] = order;
  const pairs = Math.min(...runs.map((run) => run.pairs ?? Number.POSITIVE_INFINITY));
  const failed = benchmark.runs.filter((run) => run.dataset === dataset && run.failure);
  const across = [...order].sort((a, b) => (atOne(b, "textToImage") ?? -1) - (atOne(a, "textToImage") ?? -1))[0];
  const repeated = Math.max(0, ...runs.map(({ repeatedTexts = 0 }) => repeatedTexts));
  const ten = best.retrieval;
  const statements = [
    failed.length > 0 &&
      `${capital(countOf(failed.length, "model is", "models are"))} missing here: ${named(failed.map(({ model }) => model))}, whose data could not be audited.`,
    pairs < FEW_PAIRS &&
      `${count(pairs)} images are few: real differences between models can stay unseen. Add pairs before choosing between models that are not told apart.`,
    repeated > 0 &&
      `${countOf(repeated, `${word.slice(0, -1)} has`, `${word} have`)} the same embedding as an earlier one: search cannot tell them apart, which lowers R@1.`,
    across !== best &&
      ten &&
      `The other way round, ${WAYS.textToImage}, ${label(across)} comes first (${percent(atOne(across, "textToImage") ?? 0, 1)}). Choose by the search that you need.`,
    ten &&
      `Among the ten nearest, ${label(best)} has the right ${word.slice(0, -1)} for ${percent(ten.imageToText["10"], 1)} of the images and the right image for ${percent(ten.textToImage["10"], 1)} of the ${word}; guessing would reach about ${percent(Math.min(1, 10 / (best.pairs ?? 10)), 1)}.`,
    "“Told apart” means that a difference as large would be rare between equally good models. “No” does not mean that they are equal.",
    `The order is that of search. How well one side follows the other is another question; shuffled pairs of this number would score about ${fixed(chanceLevel(pairs))} there.`,
  ];
  return statements.filter((statement) => typeof statement === "string").slice(0, 3);
}

/** @param {Context} context @returns {string[]} */
export function limits({ runs, pairs, word }) {
  const drawn = runs.some(({ uncertainty }) => uncertainty?.recallImageToText);
  const nameless = pairs.some(({ sameBy }) => sameBy === "places" || sameBy === "count");
  const sameOrder = `The files name no rows: that every model was given the same images and ${word} in the same order follows from their number alone.`;
  return [
    "This says nothing about whether a model is right, safe or useful for any patient.",
    `Intervals (95 %, ${drawn ? "from resampled images" : "Wilson’s"}) and tests hold for more pairs drawn like these. Another hospital, scanner or year may give another order.`,
    "The sign of the imbalance does not tell its cause: variation of one side’s own and a richer other side look alike.",
    ...(nameless ? [sameOrder] : []),
  ];
}
