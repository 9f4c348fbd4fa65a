/** What retrieval says in whole numbers, and whether it beats guessing. */
import { wilson } from "../quantiles.js";
import { count, isUnavailable } from "./numbers.js";
import { singular } from "./sentences.js";

/** @import { Audit, RetrievalSum } from "../types.d.ts" */
/** @import { TextWord } from "./sentences.js" */

/** With fewer queries than these, hits tell nothing of the model. */
const FEWEST_QUERIES = 20;
/** Depths of the ranking, deepest first; one at which guessing finds so much says little. */
const DEPTHS = [10, 5, 1];
const EASY = 0.2;

/**
 * One direction of retrieval.
 * @typedef {object} Search
 * @property {number} queries
 * @property {number} hits queries whose nearest is right
 * @property {number} expected the same by guessing
 * @property {number} found share of queries whose right answer is among the ten nearest; 1 if there are no more candidates
 * @property {"ahead" | "chance" | "unknown"} level ahead: clearly more is found than by guessing (Wilson's 95 % interval lies above its share)
 */

/** @param {number} queries @param {(depth: number) => number} shareAt of queries that find their answer @param {(depth: number) => number} chanceAt @param {number} [independent] queries that they are worth @returns {Search} */
function search(queries, shareAt, chanceAt, independent = queries) {
  const depth = DEPTHS.find((k) => chanceAt(k) <= EASY) ?? 1;
  const ahead = wilson(Math.min(1, shareAt(depth)), independent).low > chanceAt(depth);
  return {
    queries,
    hits: shareAt(1) * queries,
    expected: chanceAt(1) * queries,
    found: shareAt(10),
    level: ahead ? "ahead" : independent < FEWEST_QUERIES ? "unknown" : "chance",
  };
}

/** @param {RetrievalSum} sums of one direction, over all sites @returns {Search} */
function searchOfSums({ queries, hits, expected }) {
  const at = (/** @type {number[]} */ values) => (/** @type {number} */ depth) => values[[1, 5, 10].indexOf(depth)] / queries;
  return search(queries, at(hits), at(expected));
}

/** Both directions; undefined if there was no retrieval. @param {Audit} audit @returns {{ imageToText: Search, textToImage: Search } | undefined} */
export function searchOf({ retrieval, sampling, inputs, aggregate }) {
  const within = aggregate?.withinSite;
  if (within && !isUnavailable(within) && within.imageToText.queries > 0 && within.textToImage.queries > 0)
    return { imageToText: searchOfSums(within.imageToText), textToImage: searchOfSums(within.textToImage) };
  if (isUnavailable(retrieval)) return undefined;
  const { chance } = retrieval;
  const one = (/** @type {"imageToText" | "textToImage"} */ direction, /** @type {number} */ queries) => {
    const at = (/** @type {number[]} */ curve) => (/** @type {number} */ depth) => (depth > curve.length ? 1 : curve[depth - 1]);
    // Queries of one patient find or miss together.
    const independent = Math.min(queries, inputs.clusters?.count ?? queries);
    return search(queries, at(retrieval[direction].curve), at(chance[direction]), independent);
  };
  return {
    imageToText: one("imageToText", sampling?.queries ?? inputs.images.rows),
    textToImage: one("textToImage", sampling?.queries ?? inputs.texts.rows),
  };
}

/** Hits are shared where candidates tie. @param {number} value */
export const whole = (value) => count(Math.round(value * 10) / 10);
/** @param {number} value */
const roughly = (value) => count(Number(value.toPrecision(2)));

/** Which searches are no better than guessing, which are, and whether that can be told. @param {Audit} audit */
export function searchLevel(audit) {
  const both = searchOf(audit);
  if (!both) return undefined;
  const levels = [both.imageToText.level, both.textToImage.level];
  if (levels.includes("ahead")) return levels.includes("chance") ? "one" : "ahead";
  return levels.includes("unknown") ? "unknown" : "chance";
}

/** The right answers in whole numbers, and what they mean. @param {Audit} audit @param {TextWord} word @returns {string[]} */
export function searchInWords(audit, word) {
  const both = searchOf(audit);
  if (!both) return [];
  const { aggregate, sampling, inputs } = audit;
  const among = aggregate && aggregate.sites.length > 1 ? " within their sites" : "";
  const sampled = sampling ? "sampled " : "";
  const first = (/** @type {Search} */ { queries, hits, expected }, /** @type {string} */ answer, /** @type {string} */ asked) =>
    `${answer} comes first for ${whole(hits)} of ${count(queries)} ${sampled}${asked}${among}, by chance ${roughly(expected)}.`;
  const { imageToText, textToImage } = both;
  const answer = inputs.captionsPerImage === 1 ? `The right ${singular(word)}` : `A right ${singular(word)}`;
  const lines = [first(imageToText, answer, "images"), first(textToImage, "The right image", word)];
  const level = searchLevel(audit);
  if (level === "unknown") lines.push("These pairs are too few to tell whether search beats guessing.");
  if (level === "one")
    lines.push(
      imageToText.level === "chance"
        ? `Search for the ${singular(word)} of an image does not clearly beat guessing.`
        : `Search for the image of a ${singular(word)} does not clearly beat guessing.`,
    );
  const missed = [imageToText.found < 0.5 ? "images" : "", textToImage.found < 0.5 ? word : ""].filter((name) => name !== "");
  if (level === "ahead" && missed.length > 0) lines.push(`For most ${missed.join(" and ")} the right answer is not among the ten nearest.`);
  return lines;
}
