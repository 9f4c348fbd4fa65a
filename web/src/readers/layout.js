/** Arrays of any rank, stride and offset as matrices of rows. */
import { Failure } from "../failure.js";
import { readBytes, saveAgain, truncated } from "./bytes.js";
import { decodeRows, loadedSource, plainSource, VALUE_BYTES } from "./plain-rows.js";

/** @import { MatrixSource } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Layout } from "./types.d.ts" */

/** @param {readonly number[]} shape @returns {number[]} strides if the last index runs fastest */
export function rowMajor(shape) {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * Math.max(1, shape[axis + 1]);
  return strides;
}

/** @param {readonly number[]} shape @returns {number[]} strides if the first index runs fastest */
export function columnMajor(shape) {
  return rowMajor([...shape].reverse()).reverse();
}

/** @param {readonly number[]} shape */
export const sizeOf = (shape) => shape.reduce((product, extent) => product * extent, 1);

/** Values of a shape; fails if no file can hold so many. @param {readonly number[]} shape @param {string} where */
export function valueCount(shape, where) {
  if (!shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0))
    throw saveAgain("BAD_HEADER", where, `${where} states the shape (${shape.join(", ")}), which no array can have.`);
  if (shape.includes(0)) return 0;
  const count = sizeOf(shape);
  if (Number.isSafeInteger(count * 8)) return count;
  const message = `${where} states the shape (${shape.join(", ")}): no file holds so many values. The header is damaged; save the file again.`;
  throw new Failure("TOO_LARGE", message, { where, shape });
}

/** One past the last value used. @param {Pick<Layout, "offset" | "shape" | "strides">} layout */
export function extentOf({ offset, shape, strides }) {
  if (shape.includes(0)) return offset;
  return offset + 1 + shape.reduce((sum, extent, axis) => sum + (extent - 1) * strides[axis], 0);
}

/** The shape without its axes of length 1, down to two axes. @param {Pick<Layout, "shape" | "strides">} array */
export function squeeze({ shape, strides }) {
  const kept = shape.map((_, axis) => axis);
  for (const axis of shape.keys()) if (kept.length > 2 && shape[axis] === 1) kept.splice(kept.indexOf(axis), 1);
  return { shape: kept.map((axis) => shape[axis]), strides: kept.map((axis) => strides[axis]) };
}

/** A vector as one row. @param {Pick<Layout, "shape" | "strides">} array */
const asRow = ({ shape, strides }) => ({ shape: [1, shape[0]], strides: [shape[0] * strides[0], strides[0]] });

/**
 * The matrices in an array: one if it squeezes to rows x columns; two ("[0]" and "[1]") if it is 2 x rows x columns;
 * one of k x n rows, in blocks of n, if it is k x n x columns. A vector is a row if the file is one of many.
 * @param {string} name
 * @param {Layout} layout
 * @param {Budget} budget
 * @returns {MatrixSource[]}
 */
export function matricesOf(name, layout, budget) {
  const where = budget.placeOf(name);
  const needed = extentOf(layout) * VALUE_BYTES[layout.dtype];
  if (needed > layout.blob.size) throw truncated(where, needed, layout.blob.size);
  const { shape, strides } = squeeze(budget.single && layout.shape.length === 1 ? asRow(layout) : layout);
  if (valueCount(shape, where) === 0) return [];
  if (shape.length === 2) return [matrix(name, { ...layout, shape, strides }, budget, where)];
  if (shape.length !== 3) return [];
  if (shape[0] !== 2) return [{ ...matrix(name, withoutBlocks({ ...layout, shape, strides }), budget, where), block: shape[1] }];
  return [0, 1].map((half) => {
    const inner = { ...layout, shape: shape.slice(1), strides: strides.slice(1), offset: layout.offset + half * strides[0] };
    return matrix(`${name}[${half}]`, inner, budget, budget.placeOf(`${name}[${half}]`));
  });
}

/** Blocks that lie one after the other are rows of one matrix. @param {Layout} layout of three axes @returns {Layout} */
function withoutBlocks(layout) {
  const [blocks, rows, cols] = layout.shape;
  const [blockStride, rowStride, colStride] = layout.strides;
  if (blockStride !== rows * rowStride) return layout;
  return { ...layout, shape: [blocks * rows, cols], strides: [rowStride, colStride] };
}

/** @param {string} name @param {Layout} layout of rows and columns, or of blocks of them @param {Budget} budget @param {string} where @returns {MatrixSource} */
function matrix(name, layout, budget, where) {
  const { blob, dtype, bigEndian, offset, shape, strides } = layout;
  const [rows, cols] = shape.slice(-2);
  const [rowStride, colStride] = strides.slice(-2);
  const blocks = shape.length === 3 ? shape[0] : 1;
  const size = VALUE_BYTES[dtype];
  const end = extentOf(layout);
  if (shape.length === 2 && (colStride === 1 || cols === 1) && (rowStride >= cols || rows === 1)) {
    const rowBytes = (rows === 1 ? cols : rowStride) * size;
    return plainSource(name, { blob: blob.slice(offset * size, end * size), dtype, bigEndian, rows, cols, rowBytes }, where);
  }
  const taken = blocks * rows * cols * 4;
  const passing = (end - offset) * (size + 4);
  const remedy = "Save it row by row (numpy.ascontiguousarray, tensor.contiguous()): then it is read in pieces.";
  budget.check(taken + passing, where, remedy);
  return loadedSource(name, blocks * rows, cols, dtype, async () => {
    budget.take(taken + passing, where, remedy);
    const values = decodeRows(await readBytes(blob, offset * size, end * size, where), dtype, bigEndian, end - offset);
    const out = new Float32Array(blocks * rows * cols);
    for (let block = 0; block < blocks; block++)
      copyStrided(values, block * strides[0], [rows, cols], [rowStride, colStride], out, block * rows * cols);
    budget.give(passing);
    return out;
  });
}

/**
 * Copies a block, in squares so that both sides stay in the cache.
 * @param {Float32Array} values
 * @param {number} offset
 * @param {readonly number[]} shape rows, cols
 * @param {readonly number[]} strides
 * @param {Float32Array} out
 * @param {number} outOffset
 */
export function copyStrided(values, offset, [rows, cols], [rowStride, colStride], out, outOffset) {
  const side = 64;
  for (let rowBegin = 0; rowBegin < rows; rowBegin += side)
    for (let colBegin = 0; colBegin < cols; colBegin += side)
      for (let row = rowBegin; row < Math.min(rows, rowBegin + side); row++)
        for (let col = colBegin; col < Math.min(cols, colBegin + side); col++)
          out[outOffset + row * cols + col] = values[offset + row * rowStride + col * colStride];
}
