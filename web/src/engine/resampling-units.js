/** What the bootstrap draws: single images, or blocks of images if there are many. */

/** @import { Units } from "./types.d.ts" */

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
export const HALF = 0.5;
/** Wider moments are not resampled; the Gram matrices of few pairs are. */
export const WIDEST = 1448;
/** Images whose Gram matrices a worker holds, and values of both sides' rows. */
const GRAM_IMAGES = 1448;
const GRAM_VALUES = 2 ** 25;

/** Whether a replicate's distinct images give smaller eigenproblems than the columns: then Gram matrices take the moments' place. @param {number} n images @param {number} dx @param {number} dy @param {number} [share] of the images in a replicate */
export function byGrams(n, dx, dy, share = DISTINCT) {
  return n <= GRAM_IMAGES && n * (dx + dy) <= GRAM_VALUES && 2 * (share * n) ** 3 < dx ** 3 + dy ** 3;
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
