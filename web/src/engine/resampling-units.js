/** What is resampled: single images, or blocks of images if there are many; and how halves of them are scored in the memory that there is. */

import { BLOCKS } from "../resampling.js";

/** @import { HalvesWay, Units } from "./types.d.ts" */

/** Up to so many images each is drawn by itself, whatever their width. */
const SINGLE_IMAGES = 1024;
/** Blocks of images, at most and at least, and the bytes of moments that decide between them. */
const MOST_BLOCKS = 100;
const LEAST_BLOCKS = 32;
const BLOCK_BYTES = 96 * 1024 * 1024;
/** Rows that lie together in a block, at most. */
const TOGETHER = 256;

/** Share of the images that a bootstrap replicate draws at least once: 1 - 1/e. */
const DISTINCT = 0.632;
/** And of those that a half-sample has. */
const HALF = 0.5;
/** Up to this width one worker holds the moments of 32 blocks, 512 MiB of them; the bootstrap has no other way. */
export const NARROW = 1448;
/** Up to this width two halves' moments fit into a worker. */
export const WIDEST = 4096;
/** Images whose Gram matrices a worker holds, and values of both sides' rows; of half-samples of wide rows, whose matrices are float32. */
const GRAM_IMAGES = 1448;
const GRAM_VALUES = 2 ** 25;
const WIDE_IMAGES = 2 * WIDEST;
const WIDE_VALUES = 2 ** 26;
/** Bytes of a worker's cells; of all workers' cells or Gram matrices, with what scoring two halves takes beside them. */
const CELL_BYTES = 2 ** 29;
const HALVES_BYTES = 2 ** 31;

/** Whether the distinct images of a part give smaller eigenproblems than the columns. @param {number} n images @param {number} dx @param {number} dy @param {number} share */
const smaller = (n, dx, dy, share) => 2 * (share * n) ** 3 < dx ** 3 + dy ** 3;

/** @param {number} n images @param {number} dx @param {number} dy */
const fewEnough = (n, dx, dy) => n <= GRAM_IMAGES && n * (dx + dy) <= GRAM_VALUES;

/** Whether Gram matrices take the moments' place in a bootstrap replicate. @param {number} n images @param {number} dx @param {number} dy */
export const byGrams = (n, dx, dy) => fewEnough(n, dx, dy) && smaller(n, dx, dy, DISTINCT);

/** Blocks together at most, so that their moments fit: a power of two. @param {number} d */
const cellsOf = (d) => 2 ** Math.floor(Math.log2(CELL_BYTES / (8 * d * d)));

/**
 * How half-samples are scored: by Gram matrices of all images, by moments of 32 blocks, or, of wider rows, by moments of fewer cells at a time,
 * which are formed again for other halves. holders: workers that hold them, infinitely many if memory does not limit them. Undefined if no way fits.
 * @param {number} n images @param {number} dx @param {number} dy @returns {HalvesWay | undefined}
 */
export function halvesWay(n, dx, dy) {
  const d = Math.max(dx, dy);
  const few = fewEnough(n, dx, dy);
  const most = (/** @type {number} */ bytes) => Math.max(1, Math.floor(HALVES_BYTES / bytes));
  if (smaller(n, dx, dy, HALF)) {
    if (few) return { by: "grams", size: HALF * n, arithmetic: "float64", holders: Infinity };
    if (n <= WIDE_IMAGES && n * (dx + dy) <= WIDE_VALUES)
      return { by: "grams", size: HALF * n, arithmetic: "float32", holders: most(24 * n * n + 4 * n * (dx + dy)) };
  }
  if (d <= NARROW) return { by: "blocks", size: d, cells: BLOCKS, holders: 1 };
  if (d > WIDEST) return undefined;
  // Both halves, products of each, what expands them.
  const cells = cellsOf(d);
  return { by: "cells", size: d, cells, holders: most(8 * d * d * (cells + 10)) };
}

/** Multiply-adds of one replicate, roughly. @param {number} n @param {number} d */
export function replicateWork(n, d) {
  if (byGrams(n, d, d)) return 24 * (DISTINCT * n) ** 3 + (DISTINCT * n) ** 2 * d;
  const { of, count } = unitsOf(n, d, d);
  return 24 * d ** 3 + (of === "images" ? 4 : 1) * count * d * d;
}

/** @param {number} n images @param {number} dx @param {number} dy @returns {Units} */
export function unitsOf(n, dx, dy) {
  if (n <= SINGLE_IMAGES || byGrams(n, dx, dy)) return { of: "images", count: n, slab: 1 };
  const bytes = 4 * ((dx * dx + dy * dy) / 2 + dx * dy);
  const count = Math.min(MOST_BLOCKS, Math.max(LEAST_BLOCKS, Math.floor(BLOCK_BYTES / bytes)));
  return { of: "blocks", count, slab: Math.max(1, Math.min(TOGETHER, Math.floor(n / (8 * count)))) };
}

/** @param {Units} units @param {number} image */
export function unitOf({ count, slab }, image) {
  return Math.floor(image / slab) % count;
}

/** Ranges of a block's images. @param {Units} units @param {number} n @param {number} block */
export function* dealtRanges({ count, slab }, n, block) {
  for (let begin = block * slab; begin < n; begin += count * slab) {
    const end = Math.min(n, begin + slab);
    yield { begin, end, done: end / n };
  }
}
