/** Two models on the same pairs, in words. */
import { isRecall, listed, quantities, scoresOf } from "../metrics.js";
import { countOf, fixed, isUnavailable, percent } from "./numbers.js";
import { methodInWords } from "./range-words.js";
import { pWords } from "./sentences.js";

/** @import { Comparison, FirstHits, Unavailable } from "../types.d.ts" */

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

/** "clip.npy", or the array if both models lie in one file. @param {Comparison} comparison @returns {[string, string]} */
export function modelNames({ a, b }) {
  const name = (/** @type {Comparison["a"]} */ { inputs: { images } }, /** @type {boolean} */ withArray) =>
    withArray && images.array ? `${images.file}::${images.array}` : images.file;
  const same = a.inputs.images.file === b.inputs.images.file;
  return [name(a, same), name(b, same)];
}

/** @param {Comparison} comparison */
function headline({ differences, intervals }) {
  const headlines = quantities(({ headline: one }) => one).map(({ key }) => ({ key, ...differences[key] }));
  if (!differences.sasImbalance) return "The models have no directional scores in common.";
  if (isUnavailable(intervals)) return `The differences have no intervals: ${intervals.reason}.`;
  const apart = headlines.filter(({ low = 0, high = 0 }) => low > 0 || high < 0);
  if (apart.length === 0 && headlines.every(({ low }) => low === undefined))
    return "Whether the directional scores of the two models differ cannot be told: their differences have no intervals.";
  if (apart.length === 0)
    return intervals.method === "half-samples"
      ? "That the directional scores of the two models differ cannot be told from these pairs."
      : "The directional scores of the two models do not differ beyond what resampling the images gives.";
  const words = apart.map(
    ({ key, difference }) => `${SCORE_NAMES[key]} ${difference > 0 ? "higher" : "lower"} by ${fixed(Math.abs(difference))}`,
  );
  return `The first model has ${words.join(", ")}.`;
}

const DIFFERENCE_MEANING =
  "Those of the directional scores are ranges for the population’s difference (sampling error, bias, and directions that these pairs cannot tell apart) and have no p; where two models differ by chance alone they hold 0 in 99 of 100 simulated samples. The others are of the population; those of recalls and mutual k-NN, of other samples of the same size.";

/** @param {string} direction @param {FirstHits | Unavailable} hits @param {boolean} [byImage] an image's several texts count together */
function firstHitsInWords(direction, hits, byImage) {
  if ("status" in hits) return `First hits, ${direction}: unavailable: ${hits.reason}.`;
  const { both, onlyFirst, onlySecond, neither, p } = hits;
  const share = percent((onlyFirst + onlySecond) / (both + onlyFirst + onlySecond + neither), 1);
  const test = isUnavailable(p) ? p.reason : `${pWords(p)}, McNemar`;
  if (byImage)
    return `First hits, ${direction}: the first model finds ${countOf(onlyFirst, "image")} from more of their texts than the second, the second ${onlySecond}; the two differ on ${share} of the images (${test}).`;
  return `First hits, ${direction}: only the first model has ${countOf(onlyFirst, "query", "queries")} right, only the second ${onlySecond}; the two differ on ${share} (${test}).`;
}

/** @param {Comparison} comparison @returns {string[]} sentences, the finding first */
export function comparisonInWords(comparison) {
  const { intervals, mcnemar } = comparison;
  const sentences = [
    headline(comparison),
    firstHitsInWords("image → text", mcnemar.imageToText),
    firstHitsInWords("text → image", mcnemar.textToImage, comparison.a.inputs.captionsPerImage !== 1),
  ];
  if (isUnavailable(intervals)) return sentences;
  const meaning = intervals.method === "half-samples" ? `${DIFFERENCE_MEANING} ` : "";
  return [
    ...sentences,
    `Intervals: ${methodInWords(intervals)}, the same for both models. ${meaning}p values are not adjusted for their number.`,
  ];
}
