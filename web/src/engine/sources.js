/** Rows on the worker's side: read from the file itself where it stores them plainly, asked of the page where not. */
import { gatherRows } from "../readers/gather.js";
import { readPlainRows } from "../readers/plain-rows.js";

/** @import { MatrixSource, PlainRows } from "../types.d.ts" */

/**
 * What travels to a worker in place of a MatrixSource.
 * @typedef {{ side: "images" | "texts", rows: number, cols: number, plain?: PlainRows }} SourceReference
 */

/** @typedef {{ rows: number, cols: number, readRows(begin: number, end: number): Promise<Float32Array> }} RowSource */

/** @param {MatrixSource} source @param {"images" | "texts"} side @returns {SourceReference} */
export function reference(source, side) {
  return { side, rows: source.rows, cols: source.cols, ...(source.plain ? { plain: source.plain } : {}) };
}

/**
 * @param {SourceReference} reference
 * @param {(side: "images" | "texts", begin: number, end: number) => Promise<Float32Array>} ask
 * @param {(blob: any) => any} revive a file that was posted, as one that can be read
 * @returns {RowSource}
 */
export function rowSource(reference, ask, revive) {
  const { side, rows, cols, plain } = reference;
  if (!plain) return { rows, cols, readRows: (begin, end) => ask(side, begin, end) };
  const own = { ...plain, blob: revive(plain.blob) };
  return { rows, cols, readRows: (begin, end) => readPlainRows(own, begin, end) };
}

/**
 * Texts by position: position p is row order[p], or row p where order is null.
 * @param {RowSource} texts @param {Int32Array | null} order @param {number} begin @param {number} end
 */
export function textRows(texts, order, begin, end) {
  return order ? gatherRows(texts, order.subarray(begin, end)) : texts.readRows(begin, end);
}
