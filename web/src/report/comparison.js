/** Two models on the same pairs, in words: search first, then the directional scores, then the rest. */
import { isRecall, listed, quantities, scoresOf } from "../metrics.js";
import { betterOf, favour, favourOfHits } from "./better.js";
import { count, countOf, fixed, isUnavailable } from "./numbers.js";
import { methodInWords } from "./range-words.js";
import { searchLevel, searchOf, whole } from "./search.js";
import { capital, pWords, singular } from "./sentences.js";

/** @import { Audit, Comparison } from "../types.d.ts" */
/** @import { Favour } from "./better.js" */
/** @import { TextWord } from "./sentences.js" */
/** @typedef {"imageToText" | "textToImage"} Direction */

/** Every score that two models are compared by, in the order shown. */
const COMPARED = scoresOf(listed((metric) => metric.resampled || isRecall(metric)));

/** How the scores are called. @type {Readonly<Record<string, string>>} */
export const SCORE_NAMES = Object.fromEntries(COMPARED.map(({ key, name }) => [key, name]));

/** Scores that share an axis: all of them lie between 0 and 1. */
const DRAWN = COMPARED.filter(({ compared, depth }) => compared && depth !== 5).sort(
  (a, b) => (a.place ?? 0) - (b.place ?? 0) || (a.depth ?? 0) - (b.depth ?? 0),
);
/** Those of the page, and those of a report's first page. */
export const DRAWN_ON_PAGE = DRAWN.map(({ key }) => key);
export const DRAWN_FIRST = DRAWN.filter(({ compared }) => compared === "first").map(({ key }) => key);

/** Letters of a SHA-256 that tell files of one name apart. */
const MARK = 6;

/** Ways to call a model, the shortest first. @type {((input: Audit["inputs"]["images"], k: number) => string)[]} */
const CALLED = [
  ({ file }) => file,
  ({ file, array }) => (array ? `${file}::${array}` : file),
  ({ file, sha256 }) => (typeof sha256 === "string" ? `${file} (${sha256.slice(0, MARK)}…)` : file),
  ({ file }, k) => `${file} (${k + 1})`,
];

/** "clip.npy"; where models have one file's name, what tells them apart: the array, the beginning of the SHA-256, or their number. @param {readonly Audit[]} audits @returns {string[]} */
export function namesOf(audits) {
  const all = CALLED.map((called) => audits.map(({ inputs }, k) => called(inputs.images, k)));
  return all.find((names) => new Set(names).size === names.length) ?? all[all.length - 1];
}

/** @param {Comparison} comparison @returns {[string, string]} */
export const modelNames = ({ a, b }) => /** @type {[string, string]} */ (namesOf([a, b]));

/** "McNemar, p = 0.012" @param {Comparison["mcnemar"]["imageToText"]} hits @param {boolean} byImage */
function testWords(hits, byImage) {
  if ("status" in hits) return "not tested";
  const { p, pHolm = p } = hits;
  return `McNemar${byImage ? " by image" : ""}, ${isUnavailable(pHolm) ? "the same hits" : pWords(pHolm)}`;
}

/** The right answers of both in whole numbers. @param {Comparison} comparison @param {Direction} direction @param {TextWord} word @returns {string | undefined} */
function hitsInWords({ a, b, mcnemar }, direction, word) {
  const [first, second] = [searchOf(a)?.[direction], searchOf(b)?.[direction]];
  if (!first || !second) return undefined;
  const several = a.inputs.captionsPerImage !== 1;
  if (direction === "imageToText")
    return `The first model finds ${several ? "a right" : "the right"} ${singular(word)} first for ${whole(first.hits)} of ${count(first.queries)} images, the second for ${whole(second.hits)} (${testWords(mcnemar[direction], false)}).`;
  return `The right image comes first for ${whole(first.hits)} of ${count(first.queries)} ${word} with the first, for ${whole(second.hits)} with the second (${testWords(mcnemar[direction], several)}).`;
}

/** Without a winner, what is said of a direction. */
const OPEN = { none: "no difference is shown", untested: "nothing was tested" };

/** Who is better at search. @param {Favour} texts in finding the texts @param {Favour} images @param {TextWord} word */
function searchVerdict(texts, images, word) {
  if (texts === "untested" && images === "untested") return "Which is better at search was not tested.";
  if (texts === "none" && images === "none") return "No difference in search is shown, which does not show that they are equal.";
  const at = (/** @type {Favour} */ one, /** @type {string} */ what) =>
    one === "none" || one === "untested" ? `in finding ${what} ${OPEN[one]}` : `the ${one} is better at finding ${what}`;
  if (texts === images) return `The ${texts} is better at search.`;
  return `${capital(at(texts, word))}; ${at(images, "images")}.`;
}

/** A model that guesses is not made good by one that guesses worse. @param {Comparison} comparison */
function guessing({ a, b }) {
  const weak = [a, b].map((audit) => searchLevel(audit) === "chance");
  if (weak[0] && weak[1]) return ["Neither clearly beats guessing."];
  return weak.flatMap((one, k) => (one ? [`The ${k === 0 ? "first" : "second"} does not clearly beat guessing.`] : []));
}

/** The answer, then the other direction, and why something was not tested. @param {Comparison} comparison @param {TextWord} word @returns {string[]} */
function searchInWords(comparison, word) {
  const { mcnemar } = comparison;
  const [texts, images] = /** @type {const} */ (["imageToText", "textToImage"]).map((direction) =>
    hitsInWords(comparison, direction, word),
  );
  if (!texts || !images) return ["Search was not compared: a model has no retrieval."];
  const verdict = searchVerdict(favourOfHits(mcnemar.imageToText), favourOfHits(mcnemar.textToImage), word);
  const untested = Object.values(mcnemar).find((hits) => "status" in hits);
  return [
    [texts, verdict, ...guessing(comparison)].join(" "),
    images,
    ...(untested ? [`The first hits were not tested: ${untested.reason}.`] : []),
  ];
}

const HEADLINES = quantities(({ headline }) => headline).map(({ key }) => key);

/** Of each directional score, which is better. @param {Comparison} comparison @returns {string} */
export function directionalInWords(comparison) {
  const { differences, intervals } = comparison;
  if (!differences.sasImbalance) return "The models have no directional scores in common.";
  if (isUnavailable(intervals)) return `The differences have no intervals: ${intervals.reason}.`;
  const parts = HEADLINES.map((score) => {
    const one = favour(comparison, score);
    const name = SCORE_NAMES[score];
    if (one === "untested") return `${name}: not tested`;
    if (betterOf(score) === 0) return one === "none" ? `${name}: neither is shown to be nearer to 0` : `${name}: the ${one} is nearer to 0`;
    return one === "none"
      ? `${name}: no difference shown`
      : `${name}: the ${one} is better, by ${fixed(Math.abs(differences[score].difference))}`;
  });
  return `${parts.join("; ")}.`;
}

/** The scores that are neither search at one nor directional. @param {Comparison} comparison @returns {string[]} */
function restInWords(comparison) {
  const rest = Object.keys(SCORE_NAMES).filter(
    (score) => comparison.differences[score] && !HEADLINES.includes(score) && !/recall\w+1$/.test(score),
  );
  const of = (/** @type {Favour} */ wanted) => rest.filter((score) => favour(comparison, score) === wanted).length;
  const tested = rest.length - of("untested");
  if (tested === 0) return [];
  return [
    `Of the other ${countOf(tested, "score")} that are tested, ${of("first")} ${of("first") === 1 ? "is" : "are"} better in the first model, ${of("second")} in the second; for ${of("none")} no difference is shown.`,
  ];
}

const DIFFERENCE_MEANING =
  "Those of the directional scores are ranges for the population’s difference (sampling error, bias, and directions that these pairs cannot tell apart) and have no p; where two models differ by chance alone they hold 0 in 99 of 100 simulated samples. The others are of the population; those of recalls and mutual k-NN, of other samples of the same size.";

/** How many p values stand in one family. @param {Comparison} comparison */
const tests = ({ differences }) => Object.values(differences).filter(({ p }) => typeof p === "number").length;

/** What is adjusted, and for how many. @param {Comparison} comparison @param {string} [family] of McNemar's p, if it is not of this comparison alone: there are several tables then */
export function adjustedInWords(comparison, family) {
  const of = tests(comparison);
  const table = family
    ? "“p, Holm” in a table of differences adjusts for the p values of that table."
    : `“p, Holm” in the table adjusts for its ${countOf(of, "p value")}.`;
  return [
    "status" in comparison.mcnemar.imageToText ? "" : `McNemar’s p is adjusted (Holm) ${family ?? "for both directions of search"}.`,
    of > 0 ? table : "",
    "“Better” needs an adjusted p below 0.05, or a range without 0; ranges are not adjusted for their number.",
  ]
    .filter((words) => words !== "")
    .join(" ");
}

/** @param {Comparison} comparison @param {TextWord} [word] @returns {string[]} sentences, the finding first */
export const foundInWords = (comparison, word = "texts") => [
  ...searchInWords(comparison, word),
  directionalInWords(comparison),
  ...restInWords(comparison),
];

/** How it was found: what is adjusted, and what the intervals are. @param {Comparison} comparison @param {string} [family] of McNemar's p @returns {string[]} */
export function testedInWords(comparison, family) {
  const { intervals } = comparison;
  if (isUnavailable(intervals)) return [];
  const meaning = intervals.method === "half-samples" ? ` ${DIFFERENCE_MEANING}` : "";
  return [adjustedInWords(comparison, family), `Intervals: ${methodInWords(intervals)}, the same for both models.${meaning}`];
}

/** @param {Comparison} comparison @param {TextWord} [word] @param {string} [family] of McNemar's p @returns {string[]} sentences, the finding first */
export const comparisonInWords = (comparison, word, family) => [...foundInWords(comparison, word), ...testedInWords(comparison, family)];
