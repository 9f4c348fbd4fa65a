/** Which queries find their own first: a bit each, so that models can be compared on the same queries after their audits. */
import { textOrder } from "./plan.js";

/** @import { FileLike, Pairs, QueryHits, TestResult, Unavailable } from "../types.d.ts" */
/** @import { Tally } from "./types.d.ts" */

/** Of the three hits of a query (at 1, 5 and 10), the first. */
const HITS = 3;
/** Characters of a SHA-256 that tell rows in another order; no more leaves the audit. */
const MARK = 16;

/** A hit shared among ties counts if it is at least a half. @param {Float64Array} hits @returns {Uint8Array} 0 or 1 per query */
export function firstHits(hits) {
  return Uint8Array.from({ length: hits.length / HITS }, (_, at) => (hits[HITS * at] >= 0.5 ? 1 : 0));
}

/** @param {Uint8Array} flags 0 or 1 @returns {string} base64, the first in the highest bit */
export function packed(flags) {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, at) => {
    bytes[at >> 3] |= flag << (7 - (at & 7));
  });
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** @param {string} text @param {number} count @returns {Uint8Array} */
export function unpacked(text, count) {
  const bytes = atob(text);
  return Uint8Array.from({ length: count }, (_, at) => (bytes.charCodeAt(at >> 3) >> (7 - (at & 7))) & 1);
}

/** Texts of every image, in the images' order. @param {Int32Array} start @returns {number | number[]} one number if all have as many */
export function textsOfEach(start) {
  const each = Array.from({ length: start.length - 1 }, (_, i) => start[i + 1] - start[i]);
  return each.every((count) => count === each[0]) ? each[0] : each;
}

/** What tells that another run's rows are others; the texts in the order of their images. @param {Pairs} pairs @param {Int32Array | null} order @returns {Record<string, readonly unknown[]>} */
function rowsInWords({ images, texts, ids, fileRows, captions }, order) {
  const counted = (/** @type {number} */ count) => Array.from({ length: count }, (_, row) => row);
  const imageRows = counted(images.rows);
  const textRows = order ? Array.from(order) : counted(texts.rows);
  const inFile = (/** @type {number[]} */ rows, /** @type {Int32Array | undefined} */ places) => rows.map((row) => places?.[row] ?? row);
  const [image, text] = [inFile(imageRows, fileRows?.images), inFile(textRows, fileRows?.texts)];
  return {
    ...(ids?.images ? { imageIds: image.map((row) => ids.images?.[row]) } : { imageRows: image }),
    ...(ids?.texts ? { textIds: text.map((row) => ids.texts?.[row]) } : { textRows: text }),
    ...(captions && { captions: textRows.map((row) => captions[row]) }),
  };
}

/**
 * What a comparison with another model on the same pairs needs to know.
 * @param {Pairs} pairs @param {{ imageToText: Float64Array, textToImage: Float64Array }} hits
 * @param {(file: FileLike) => Promise<string | Unavailable>} sha256
 * @returns {Promise<QueryHits>}
 */
export async function queryHits(pairs, hits, sha256) {
  const { start, order } = textOrder(pairs);
  /** @type {QueryHits["rows"]} */
  const rows = {};
  for (const [name, words] of Object.entries(rowsInWords(pairs, order))) {
    const hash = await sha256(Object.assign(new Blob([JSON.stringify(words)]), { name }));
    if (typeof hash === "string") rows[/** @type {keyof QueryHits["rows"]} */ (name)] = hash.slice(0, MARK);
  }
  return {
    images: pairs.images.rows,
    textsEach: textsOfEach(start),
    imageToText: packed(firstHits(hits.imageToText)),
    textToImage: packed(firstHits(hits.textToImage)),
    rows,
  };
}

/**
 * Two models' first hits on the same queries. An image's several texts are no independent queries: they count together, for the
 * model that finds the image from more of them.
 * @param {Uint8Array} a @param {Uint8Array} b @param {number | readonly number[]} [each] queries that count together, all alike or one after another
 * @returns {Tally}
 */
export function tally(a, b, each = 1) {
  const counts = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  for (let unit = 0, at = 0; at < a.length; unit++) {
    const end = at + (typeof each === "number" ? each : each[unit]);
    let [first, second] = [0, 0];
    for (; at < end; at++) {
      first += a[at];
      second += b[at];
    }
    counts[first > second ? "onlyFirst" : first < second ? "onlySecond" : first > 0 ? "both" : "neither"]++;
  }
  return counts;
}

/** McNemar's test of a tally. @param {{ mcnemar: (input: { onlyFirst: number, onlySecond: number }) => Promise<TestResult> }} statistics @param {Tally} counts */
export async function tested(statistics, counts) {
  const { onlyFirst, onlySecond } = counts;
  return { ...counts, ...(await statistics.mcnemar({ onlyFirst, onlySecond })) };
}
