/** What may leave a site: the floor on pairs, the number of blocks that it allows, and a preview of the file. */
import { Failure } from "../failure.js";
import { contentsOf, metadataOf, momentsBytes } from "./file.js";

/** @import { MomentsFile } from "../types.d.ts" */

/**
 * Pairs a dimension below which no file is written. The sums state about (dx + dy)^2 / 2 numbers, the pairs hold n (dx + dy):
 * at 5 pairs a dimension of the wider side, every number that is stated stands for at least five that are not.
 */
export const PAIRS_A_DIMENSION = 5;
/** And, unless another floor is agreed on, never fewer than these. */
export const FEWEST_PAIRS = 100;
/** 32 blocks give half-samples, 8 or 4 a jackknife. */
const BLOCKS = [32, 8, 4];

/** @param {{ imageCols: number, textCols: number }} widths @param {number} [agreed] pairs a dimension, in place of the default */
export function floorOf({ imageCols, textCols }, agreed) {
  const wider = Math.max(imageCols, textCols);
  return agreed === undefined ? Math.max(FEWEST_PAIRS, PAIRS_A_DIMENSION * wider) : Math.max(2, Math.ceil(agreed * wider));
}

/** Numbers that the rows of a block hold for each number that its sums state of them. @param {{ imageCols: number, textCols: number }} widths @param {number} pairs of the block */
export const heldPerStated = ({ imageCols, textCols }, pairs) => (2 * pairs) / (imageCols + textCols);

/** Every block must keep the floor by itself: 32, 8, 4, or 1, as fewer than 4 give no interval. @param {number} pairs @param {number} floor */
export function blocksFor(pairs, floor) {
  return BLOCKS.find((blocks) => Math.floor(pairs / blocks) >= floor) ?? 1;
}

/** @param {number} pairs @param {number} floor @param {number} [blocks] */
export function refuseBelow(pairs, floor, blocks = 1) {
  if (Math.floor(pairs / blocks) >= floor) return;
  const held = blocks === 1 ? `There are ${pairs} pairs` : `${pairs} pairs in ${blocks} blocks are ${Math.floor(pairs / blocks)} a block`;
  throw new Failure(
    "TOO_FEW_ROWS",
    `${held}, and a moments file needs at least ${floor}: with fewer, its sums could tell too much of single pairs. Add pairs, ${blocks > 1 ? "take fewer blocks, " : ""}or agree on another floor with your data-protection officer (--floor, in pairs a dimension).`,
    { pairs, floor, blocks },
  );
}

/** What exactly leaves: the words as they stand in the file, every tensor with its shape, and the bytes. @param {MomentsFile} moments */
export function previewOf(moments) {
  const tensors = contentsOf(moments);
  const numbers = tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return { metadata: metadataOf(moments), tensors, numbers, bytes: momentsBytes(moments).byteLength };
}
