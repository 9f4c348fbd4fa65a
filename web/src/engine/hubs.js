/** Hubs and leaks of a search across the sides: items that come up for too many queries, items that never do, and wrong pairs nearer than right ones. Pure functions of lists. */
import { mean, sum } from "../quantiles.js";

/** @import { HubsOneWay, Lookalike } from "../types.d.ts" */
/** @import { NearestAcross } from "./types.d.ts" */

/** Hubs: the items found most often, this share of them. */
const HUB_SHARE = 0.01;
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
  const moment = (/** @type {number} */ power) => mean(values.map((value) => (value - centre) ** power));
  const variance = moment(2);
  return variance > 0 ? moment(3) / variance ** 1.5 : 0;
}

/** The candidates found most often, the first of equals. @param {Int32Array} counts @returns {number[]} */
export function hubsAmong(counts) {
  const order = Array.from(counts.keys()).sort((a, b) => counts[b] - counts[a] || a - b);
  return order.slice(0, Math.ceil(HUB_SHARE * counts.length));
}

/**
 * The same if each query's list were drawn at random: a candidate is then on Binomial(queries, k / candidates) lists.
 * @param {number} queries @param {number} candidates @param {number} k on a list
 */
export function hubsByChance(queries, candidates, k) {
  const p = Math.min(1, k / candidates);
  if (p === 1) return { skewness: 0, never: 0, hubShare: Math.ceil(HUB_SHARE * candidates) / candidates };
  const share = Math.ceil(HUB_SHARE * candidates) / candidates;
  const never = (1 - p) ** queries;
  // Of the most frequent share of candidates, the expected part of all places; from the top of the distribution down.
  const probabilities = [never];
  for (let count = 1; count <= queries; count++)
    probabilities.push((probabilities[count - 1] * (queries - count + 1) * p) / (count * (1 - p)));
  let [left, places] = [share, 0];
  for (let count = queries; count > 0 && left > 0; count--) {
    const part = Math.min(left, probabilities[count]);
    places += part * count;
    left -= part;
  }
  return { skewness: (1 - 2 * p) / Math.sqrt(queries * p * (1 - p)), never, hubShare: places / (queries * p) };
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
 * Wrong pairs that are nearer than the image's own pair, the nearest first; and of how many images there is one.
 * @param {NearestAcross} texts of each image, nearest first @param {Int32Array} start where each image's texts begin @param {Float64Array} own cosine of each text with its image
 * @param {{ image: (image: number) => number, text: (text: number) => number }} rowOf rows of the files
 */
export function lookalikesOf({ k, rows, cosines }, start, own, rowOf) {
  /** @type {{ image: number, text: number, cosine: number, own: number }[]} */
  const all = [];
  for (let image = 0; image + 1 < start.length; image++) {
    const best = own.subarray(start[image], start[image + 1]).reduce((most, value) => Math.max(most, value), -Infinity);
    for (let at = image * k; at < (image + 1) * k; at++) {
      const text = rows[at];
      if (text < 0 || (text >= start[image] && text < start[image + 1])) continue;
      if (cosines[at] > best) all.push({ image, text, cosine: cosines[at], own: best });
      break;
    }
  }
  const listed = all.sort((a, b) => b.cosine - a.cosine || a.image - b.image).slice(0, LISTED);
  return {
    images: all.length,
    pairs: listed.map(
      ({ image, text, ...cosines }) => /** @type {Lookalike} */ ({ imageRow: rowOf.image(image), textRow: rowOf.text(text), ...cosines }),
    ),
  };
}
