/** Hubs and leaks of a search across the sides: items that come up for too many queries, items that never do, and wrong pairs nearer than right ones. Pure functions of lists. */
import { hubCount } from "../metrics.js";
import { mean, sum } from "../quantiles.js";

/** @import { HubsOneWay, Lookalike } from "../types.d.ts" */
/** @import { NearestAcross } from "./types.d.ts" */

/** Named ones, at most. */
const NAMED = 10;
/** Wrong pairs that are listed, at most. */
const LISTED = 20;

/** How often each candidate is on a list. @param {Int32Array} rows k a query, -1 where there is none @param {number} candidates */
function occurrencesOf(rows, candidates) {
  const counts = new Int32Array(candidates);
  for (const row of rows) if (row >= 0) counts[row]++;
  return counts;
}

/** Third central moment over the cube of the standard deviation (Radovanović et al. 2010); 0 if all are equal. @param {ArrayLike<number>} counts */
export function skewnessOf(counts) {
  const values = Array.from(counts);
  const centre = mean(values);
  const apart = values.map((value) => value - centre);
  const variance = mean(apart.map((value) => value * value));
  return variance > 0 ? mean(apart.map((value) => value * value * value)) / (variance * Math.sqrt(variance)) : 0;
}

/** The candidates found most often, the first of equals. @param {Int32Array} counts @returns {number[]} */
export function hubsAmong(counts) {
  const order = Array.from(counts.keys()).sort((a, b) => counts[b] - counts[a] || a - b);
  return order.slice(0, hubCount(counts.length));
}

/**
 * The same if each query's list were drawn at random: a candidate is then on Binomial(queries, k / candidates) lists.
 * @param {number} queries @param {number} candidates @param {number} k on a list
 */
export function hubsByChance(queries, candidates, k) {
  const p = Math.min(1, k / candidates);
  const share = hubCount(candidates) / candidates;
  if (p === 1) return { skewness: 0, never: 0, hubShare: share };
  // From the most likely number outwards, which neither vanishes nor needs a function whose last digit engines may differ in.
  const middle = Math.min(queries, Math.floor((queries + 1) * p));
  const weights = new Float64Array(queries + 1);
  weights[middle] = 1;
  for (let count = middle; count < queries; count++)
    weights[count + 1] = (weights[count] * (queries - count) * p) / ((count + 1) * (1 - p));
  for (let count = middle; count > 0; count--) weights[count - 1] = (weights[count] * count * (1 - p)) / ((queries - count + 1) * p);
  const total = sum(weights);
  // Of the most frequent share of candidates, the expected part of all places; from the top of the distribution down.
  let [left, places] = [share, 0];
  for (let count = queries; count > 0 && left > 0; count--) {
    const part = Math.min(left, weights[count] / total);
    places += part * count;
    left -= part;
  }
  return { skewness: (1 - 2 * p) / Math.sqrt(queries * p * (1 - p)), never: weights[0] / total, hubShare: places / (queries * p) };
}

/**
 * One way of the search.
 * @param {Int32Array} rows the k nearest candidates of each query, nearest first @param {number} k @param {number} candidates @param {(candidate: number) => number} rowOf row of the file
 * @returns {HubsOneWay}
 */
export function hubsOneWay(rows, k, candidates, rowOf) {
  const counts = occurrencesOf(rows, candidates);
  const hubs = hubsAmong(counts);
  const are = new Set(hubs);
  const queries = rows.length / k;
  const first = sum(Array.from({ length: queries }, (_, query) => (are.has(rows[query * k]) ? 1 : 0)));
  return {
    skewness: skewnessOf(counts),
    never: sum(Array.from(counts, (count) => (count === 0 ? 1 : 0))) / candidates,
    hubShare: first / queries,
    chance: hubsByChance(queries, candidates, Math.min(k, candidates)),
    hubs: hubs.slice(0, NAMED).map((candidate) => ({ row: rowOf(candidate), count: counts[candidate] })),
  };
}

/**
 * Wrong pairs that are nearer than the image's own pair, the nearest first, as far as they are on the lists; and of how many images there is one.
 * @param {NearestAcross} texts of each image, nearest first @param {Float64Array} own cosine of each text with its image
 * @param {{ imageOf: Int32Array, start: Int32Array, missing: ArrayLike<number>, clusterOf: Int32Array }} pairs imageOf: of each text; start: where each image's texts begin; missing: images whose nearest text is wrong; clusterOf: of each image, or empty: texts of one cluster are not wrong
 * @param {{ image: (image: number) => number, text: (text: number) => number }} rowOf rows of the files
 */
export function lookalikesOf({ k, rows, cosines }, own, { imageOf, start, missing, clusterOf }, rowOf) {
  const isWrong = (/** @type {number} */ image, /** @type {number} */ text) =>
    text >= 0 && imageOf[text] !== image && (clusterOf.length === 0 || clusterOf[imageOf[text]] !== clusterOf[image]);
  const nearest = Array.from(missing).flatMap((image) => {
    for (let at = image * k; at < (image + 1) * k; at++)
      if (isWrong(image, rows[at]))
        return [{ image, text: rows[at], cosine: cosines[at], own: Math.max(...own.subarray(start[image], start[image + 1])) }];
    return [];
  });
  const listed = nearest.sort((a, b) => b.cosine - a.cosine || a.image - b.image).slice(0, LISTED);
  return {
    images: missing.length,
    pairs: listed.map(
      ({ image, text, ...cosines }) => /** @type {Lookalike} */ ({ imageRow: rowOf.image(image), textRow: rowOf.text(text), ...cosines }),
    ),
  };
}
