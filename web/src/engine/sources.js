/** Rows on the worker's side: read from the file itself if it stores them plainly, asked of the page if not. */
import { gatherRows } from "../readers/gather.js";
import { readPlainRows } from "../readers/plain-rows.js";
import { blocks } from "./plan.js";

/** @import { BlobLike, MatrixSource, Role } from "../types.d.ts" */
/** @import { RowSource, SourceReference } from "./types.d.ts" */

/** Bytes of rows that are asked for at once. */
const PIECE_BYTES = 2 ** 24;

/** @type {WeakMap<BlobLike, number>} */
const numbers = new WeakMap();
let last = 0;

/** The number under which workers know a file again, which they get a copy of each time. @param {BlobLike} blob */
export function numberOf(blob) {
  const number = numbers.get(blob) ?? ++last;
  numbers.set(blob, number);
  return number;
}

/** @param {MatrixSource} source @param {Role} side @returns {SourceReference} */
export function reference({ rows, cols, plain }, side) {
  return { side, rows, cols, ...(plain && { plain: { ...plain, file: numberOf(plain.blob) } }) };
}

/**
 * @param {SourceReference} reference
 * @param {(side: Role, begin: number, end: number) => Promise<Float32Array>} ask
 * @param {(blob: BlobLike, file: number) => BlobLike} revive a file that was posted, as one that can be read
 * @param {number} memory bytes that may be kept, so that rows are read once
 * @returns {RowSource}
 */
export function rowSource(reference, ask, revive, memory) {
  const { side, rows, cols, plain } = reference;
  const own = plain && { ...plain, blob: revive(plain.blob, plain.file) };
  const read = (/** @type {number} */ begin, /** @type {number} */ end) => (own ? readPlainRows(own, begin, end) : ask(side, begin, end));
  return { rows, cols, readRows: rows * cols * 4 <= memory ? kept(rows, cols, read) : read };
}

/**
 * A side that is read whole when it is first needed, and stays: a file answers one long question far sooner than many short ones.
 * @param {number} rows @param {number} cols @param {RowSource["readRows"]} read @returns {RowSource["readRows"]}
 */
function kept(rows, cols, read) {
  const whole = async () => {
    const pieces = blocks(0, rows, Math.ceil(PIECE_BYTES / (4 * cols)));
    if (pieces.length === 1) return read(0, rows);
    const values = new Float32Array(rows * cols);
    for (const { begin, end } of pieces) values.set(await read(begin, end), begin * cols);
    return values;
  };
  /** @type {Promise<Float32Array> | undefined} */
  let values;
  return async (begin, end) => {
    if (end > rows) return read(begin, end);
    values ??= whole();
    return (await values).subarray(begin * cols, end * cols);
  };
}

/**
 * Texts by position: position p is row order[p], or row p if order is null.
 * @param {RowSource} texts @param {Int32Array | null} order @param {number} begin @param {number} end
 */
export function textRows(texts, order, begin, end) {
  return order ? gatherRows(texts, order.subarray(begin, end)) : texts.readRows(begin, end);
}
