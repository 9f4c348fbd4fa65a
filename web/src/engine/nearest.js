/** Nearest neighbours of every row, and the mutual k-NN without each row in turn: deleted as a query and from every other's neighbours. */
import { quantile, sum } from "../quantiles.js";

/** @import { Nearest, NearestLists, NearestPart } from "./types.d.ts" */

/** @param {number} count rows @param {number} depth @returns {Nearest} */
const nobody = (count, depth) => ({
  depth,
  cosines: new Float64Array(count * depth).fill(-Infinity),
  rows: new Int32Array(count * depth).fill(-1),
});

/** Of equal cosines the lower row comes first, as in the core. @param {Nearest} nearest @param {number} item whose list it is @param {number} row @param {number} cosine */
function insert({ depth, cosines, rows }, item, row, cosine) {
  const begin = item * depth;
  let place = begin + depth;
  while (
    place > begin &&
    !(rows[place - 1] >= 0 && (cosines[place - 1] > cosine || (cosines[place - 1] === cosine && rows[place - 1] < row)))
  )
    place--;
  if (place === begin + depth) return;
  cosines.copyWithin(place + 1, place, begin + depth - 1);
  rows.copyWithin(place + 1, place, begin + depth - 1);
  cosines[place] = cosine;
  rows[place] = row;
}

/** NearestLists of blocks as one. @param {readonly NearestLists[]} lists @param {number} count rows @param {number} depth @returns {Nearest} */
export function mergedNearest(lists, count, depth) {
  const nearest = nobody(count, depth);
  for (const { first, rows, cosines } of lists)
    for (let at = 0; at < rows.length; at++) if (rows[at] >= 0) insert(nearest, first + Math.floor(at / depth), rows[at], cosines[at]);
  return nearest;
}

/** The nearest images of each text, from what the blocks of images added. @param {readonly Pick<NearestPart, "texts" | "images" | "imageCosines">[]} parts @param {number} count texts @param {number} depth @returns {Nearest} */
export function mergedEntries(parts, count, depth) {
  const nearest = nobody(count, depth);
  for (const { texts, images, imageCosines } of parts)
    for (let at = 0; at < texts.length; at++) insert(nearest, texts[at], images[at], imageCosines[at]);
  return nearest;
}

/** How many of an item's k nearest in both lists together are in the first; the first's come first among equals. @param {Nearest} own @param {Nearest} others @param {number} item @param {number} k */
export function ownAmong(own, others, item, k) {
  let [mine, theirs] = [0, 0];
  const at = (/** @type {Nearest} */ { depth, cosines }, /** @type {number} */ place) =>
    place < depth ? cosines[item * depth + place] : -Infinity;
  while (mine + theirs < k) {
    if (at(own, mine) >= at(others, theirs)) mine++;
    else theirs++;
  }
  return mine;
}

/** How many of the k nearest of each row are the same on both sides. @param {Nearest} image @param {Nearest} text k deep or more @param {number} k @returns {Int32Array} */
export function commonNearest(image, text, k) {
  const nearest = (/** @type {Nearest} */ { depth, rows }, /** @type {number} */ i) => rows.subarray(i * depth, i * depth + k);
  return Int32Array.from({ length: image.rows.length / image.depth }, (_, i) => {
    const other = nearest(text, i);
    return nearest(image, i).reduce((sum, row) => sum + (row >= 0 && other.includes(row) ? 1 : 0), 0);
  });
}

/**
 * Mutual k-NN of all rows but one, for each: (sum of the others' common neighbours, with their next nearest in its place) / (k (n - 1)).
 * @param {Nearest} image @param {Nearest} text k + 1 deep @param {Int32Array} common of the k nearest
 * @returns {Float64Array} by the row that is left out
 */
export function mutualWithoutEach(image, text, common) {
  const k = image.depth - 1;
  const n = common.length;
  const changes = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const [begin, end] = [i * (k + 1), i * (k + 1) + k];
    const [a, b] = [image.rows.subarray(begin, end), text.rows.subarray(begin, end)];
    const [nextA, nextB] = [image.rows[end], text.rows[end]];
    const gainA = b.includes(nextA) ? 1 : 0;
    const gainB = a.includes(nextB) ? 1 : 0;
    const gainBoth = gainA + gainB + (nextA === nextB ? 1 : 0) - 1;
    for (const j of a) changes[j] += b.includes(j) ? gainBoth : gainA;
    for (const j of b) if (!a.includes(j)) changes[j] += gainB;
  }
  const total = sum(common);
  return changes.map((change, j) => (total - common[j] + change) / (k * (n - 1)));
}

/** Cosines above this are those of equal rows. */
const EQUAL = 1 - 1e-12;

/**
 * Items of one side that are most alike, equal ones and those of one cluster left out; and how alike an item and its nearest usually are.
 * @param {Nearest} nearest @param {Int32Array} clusterOf of each item, or empty @param {number} most pairs
 * @returns {{ usual: number, pairs: { a: number, b: number, cosine: number }[] }} usual: the median, 0 if all are equal; a < b
 */
export function mostAlike({ depth, rows, cosines }, clusterOf, most) {
  const isOther = (/** @type {number} */ at, /** @type {number} */ item) =>
    rows[at] >= 0 && cosines[at] < EQUAL && (clusterOf.length === 0 || clusterOf[rows[at]] !== clusterOf[item]);
  /** @type {number[]} */
  const first = [];
  /** The most alike first, each pair once. @type {{ a: number, b: number, cosine: number }[]} */
  const pairs = [];
  const consider = (/** @type {{ a: number, b: number, cosine: number }} */ pair) => {
    const before = (/** @type {typeof pair} */ other) => other.cosine - pair.cosine || pair.a - other.a || pair.b - other.b;
    if (pairs.length === most && before(pairs[most - 1]) >= 0) return;
    let place = pairs.length;
    while (place > 0 && before(pairs[place - 1]) < 0) place--;
    if (place > 0 && before(pairs[place - 1]) === 0) return;
    pairs.splice(place, 0, pair);
    pairs.length = Math.min(pairs.length, most);
  };
  for (let item = 0; item * depth < rows.length; item++) {
    let found = false;
    for (let at = item * depth; at < (item + 1) * depth; at++) {
      if (!isOther(at, item)) continue;
      if (!found) first.push(cosines[at]);
      found = true;
      consider({ a: Math.min(item, rows[at]), b: Math.max(item, rows[at]), cosine: cosines[at] });
    }
  }
  return { usual: first.length > 0 ? quantile(first, 0.5) : 0, pairs };
}

/** Standard error of a value from the same without each of n items (Quenouille and Tukey's jackknife). @param {ArrayLike<number>} without */
export function deleteOneError(without) {
  const n = without.length;
  const centre = sum(Array.from(without, (value) => value / n));
  return Math.sqrt(((n - 1) / n) * sum(Array.from(without, (value) => (value - centre) ** 2)));
}
