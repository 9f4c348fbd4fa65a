/** How an audit is cut: fixed blocks that follow from the sizes alone, so that the digits do not depend on the workers. */

import { Failure } from "../failure.js";
import { CORE } from "./constants.js";

/** @import { Pairs } from "../types.d.ts" */
/** @import { RetrievalCounts } from "./types.d.ts" */

/** Lengths of rows that can be used. */
export const SHORTEST = 1e-15;
export const LONGEST = 1e15;
/** Rows of one tile block, both sides. */
export const TILE_ROWS = 512;
/**
 * Up to so many image-text pairs the tiles' cosines are float32, above they are 16-bit integers: sums over many pairs are
 * then as exact, and take half the time.
 */
export const FINE_PAIRS = 2 ** 22;
/** What retrieval counts of each text. @type {(keyof RetrievalCounts)[]} */
export const COUNTS = ["aboveImageToText", "tiedImageToText", "aboveTextToImage", "tiedTextToImage"];
/** Rows given to the core at once by the row pass. */
export const SLICE_ROWS = CORE.sliceRows;
/** A block's moments cost as much to finish and merge as some hundred rows cost to add. */
const MOMENT_ROWS = 1250;
/** At most this many blocks of moments are held before they are merged, and this many bytes of them. */
const MOMENT_BLOCKS = 16;
const MOMENT_BYTES = 256 * 1024 * 1024;
/** Pairs whose rows' distances give the median, drawn at random by the seed; all of them if there are no more. */
export const MEDIAN_ROWS = 256;

/**
 * Texts in the order of their images: position p of image i's texts runs from start[i] to start[i + 1] - 1.
 * @param {Pairs} pairs
 * @returns {{ start: Int32Array, order: Int32Array | null }} order[p] = text row, null if it is p itself
 */
export function textOrder(pairs) {
  const { imageOf } = pairs;
  const n = pairs.images.rows;
  const m = pairs.texts.rows;
  if (imageOf.length !== m)
    throw new Failure("BAD_MAP", `The text-to-image map has ${imageOf.length} entries for ${m} texts. Give one image number a text.`);
  const start = new Int32Array(n + 1);
  let sorted = true;
  for (let j = 0; j < m; j++) {
    const i = imageOf[j];
    if (!(i >= 0 && i < n))
      throw new Failure("BAD_MAP", `Text ${j} names image ${i}, but there are ${n} images (0 to ${n - 1}).`, { text: j, image: i });
    start[i + 1]++;
    if (j > 0 && i < imageOf[j - 1]) sorted = false;
  }
  for (let i = 0; i < n; i++) {
    if (start[i + 1] === 0) throw new Failure("BAD_MAP", `Image ${i} has no text. Leave it out, or give it one.`, { image: i });
    start[i + 1] += start[i];
  }
  if (sorted) return { start, order: null };
  const next = start.slice();
  const order = new Int32Array(m);
  for (let j = 0; j < m; j++) order[next[imageOf[j]]++] = j;
  return { start, order };
}

/** Numbers begin … end - 1; none if the end comes first. @param {number} begin @param {number} end */
export const range = (begin, end) => Int32Array.from({ length: Math.max(0, end - begin) }, (_, k) => begin + k);

/** Image of each text position. @param {Int32Array} start where each image's texts begin, and the end */
export function imageOfTexts(start) {
  const imageOf = new Int32Array(start[start.length - 1]);
  for (let i = 0; i + 1 < start.length; i++) imageOf.fill(i, start[i], start[i + 1]);
  return imageOf;
}

/** Rows from … to - 1 in blocks of one size. @param {number} from @param {number} to @param {number} size @returns {{ begin: number, end: number }[]} */
export function blocks(from, to, size) {
  const out = [];
  for (let begin = from; begin < to; begin += size) out.push({ begin, end: Math.min(to, begin + size) });
  return out;
}

/** Blocks of the row pass: an even number, about MOMENT_ROWS each while there are few. @param {number} n @param {number} dx @param {number} dy */
export function momentBlocks(n, dx, dy) {
  const bytes = 8 * (dx * dx + dy * dy + dx * dy);
  const most = Math.max(2, Math.min(MOMENT_BLOCKS, Math.floor(MOMENT_BYTES / bytes)));
  const count = Math.min(most, 2 * Math.ceil(n / (2 * MOMENT_ROWS)));
  return blocks(0, n, Math.max(SLICE_ROWS, Math.ceil(n / count / 64) * 64));
}

/** Evenly spaced rows. @param {number} rows @param {number} count */
export function spread(rows, count) {
  const taken = Math.min(rows, count);
  return Int32Array.from({ length: taken }, (_, k) => Math.floor((k * rows) / taken));
}

/** Text positions whose counts the image queries need: the chosen images' own texts. @param {Int32Array} start @param {Int32Array} images */
export function ownTexts(start, images) {
  return Int32Array.from(Array.from(images).flatMap((i) => Array.from({ length: start[i + 1] - start[i] }, (_, c) => start[i] + c)));
}

/** More image-text pairs than this are not compared one by one: seeded queries stand for all. */
export const EXACT_PAIRS = 1e9;
/** Rows of candidates that one sampling task reads. */
export const SAMPLE_ROWS = 32 * TILE_ROWS;

/** Values per side that a worker holds for permutations, and pairs at least. */
const PERMUTED_VALUES = 2 ** 22;
const PERMUTED_ROWS = 2048;

/** Pairs that are permuted; the Gram form takes all of them. @param {number} n @param {number} cols @param {{ products: boolean }} plan */
export const permutedRows = (n, cols, { products }) =>
  products ? Math.min(n, Math.max(PERMUTED_ROWS, Math.floor(PERMUTED_VALUES / cols))) : n;
