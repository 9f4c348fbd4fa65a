/** Arrays of any rank, stride and offset as matrices of rows. */
import { Failure } from "../failure.js";
import { readBytes, truncated } from "./bytes.js";
import { decodeRows, loadedSource, plainSource, VALUE_BYTES } from "./plain-rows.js";

/** @import { BlobLike, DType, MatrixSource } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */

/**
 * Values of one dtype in a blob. Offset and strides count values, not bytes.
 * @typedef {{ blob: BlobLike, dtype: DType, bigEndian: boolean, offset: number, shape: number[], strides: number[] }} Layout
 */

/** @param {readonly number[]} shape @returns {number[]} strides where the last index runs fastest */
export function rowMajor(shape) {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1] * Math.max(1, shape[axis + 1]);
  return strides;
}

/** @param {readonly number[]} shape @returns {number[]} strides where the first index runs fastest */
export function columnMajor(shape) {
  return rowMajor([...shape].reverse()).reverse();
}

/** Values of a shape; fails where no file can hold so many. @param {readonly number[]} shape @param {string} where */
export function valueCount(shape, where) {
  let count = 1;
  for (const extent of shape) {
    if (!Number.isSafeInteger(extent) || extent < 0)
      throw new Failure("BAD_HEADER", `${where} states the shape (${shape.join(", ")}), which no array can have. Save the file again.`, {
        where,
        shape,
      });
    count *= extent;
  }
  if (shape.includes(0)) return 0;
  if (!Number.isSafeInteger(count * 8))
    throw new Failure(
      "TOO_LARGE",
      `${where} states the shape (${shape.join(", ")}): no file holds so many values. The header is damaged; save the file again.`,
      { where, shape },
    );
  return count;
}

/** One past the last value used. @param {Pick<Layout, "offset" | "shape" | "strides">} layout */
export function extentOf({ offset, shape, strides }) {
  if (shape.includes(0)) return offset;
  return offset + 1 + shape.reduce((sum, extent, axis) => sum + (extent - 1) * strides[axis], 0);
}

/**
 * The shape without its axes of length 1, down to two axes.
 * @param {{ shape: readonly number[], strides: readonly number[] }} array
 */
export function squeeze({ shape, strides }) {
  const kept = shape.map((_, axis) => axis);
  for (const axis of shape.keys()) if (kept.length > 2 && shape[axis] === 1) kept.splice(kept.indexOf(axis), 1);
  return { shape: kept.map((axis) => shape[axis]), strides: kept.map((axis) => strides[axis]) };
}

/**
 * The matrices in an array: one where it squeezes to rows x columns, two ("[0]" and "[1]") where it is 2 x rows x columns.
 * @param {string} name
 * @param {Layout} layout
 * @param {Budget} budget
 * @returns {MatrixSource[]}
 */
export function matricesOf(name, layout, budget) {
  const where = name ? `${name} in ${budget.file}` : budget.file;
  const needed = extentOf(layout) * VALUE_BYTES[layout.dtype];
  if (needed > layout.blob.size) throw truncated(where, needed, layout.blob.size);
  const { shape, strides } = squeeze(layout);
  if (valueCount(shape, where) === 0) return [];
  if (shape.length === 2) return [matrix(name, { ...layout, shape, strides }, budget, where)];
  if (shape.length !== 3 || shape[0] !== 2) return [];
  return [0, 1].map((half) => {
    const inner = { ...layout, shape: shape.slice(1), strides: strides.slice(1), offset: layout.offset + half * strides[0] };
    return matrix(`${name}[${half}]`, inner, budget, `${name}[${half}] in ${budget.file}`);
  });
}

/** @param {string} name @param {Layout} layout @param {Budget} budget @param {string} where @returns {MatrixSource} */
function matrix(name, layout, budget, where) {
  const { blob, dtype, bigEndian, offset, shape, strides } = layout;
  const [rows, cols] = shape;
  const size = VALUE_BYTES[dtype];
  const end = extentOf(layout);
  if ((strides[1] === 1 || cols === 1) && (strides[0] >= cols || rows === 1)) {
    const rowBytes = (rows === 1 ? cols : strides[0]) * size;
    return plainSource(name, { blob: blob.slice(offset * size, end * size), dtype, bigEndian, rows, cols, rowBytes }, where);
  }
  const taken = rows * cols * 4;
  const passing = (end - offset) * (size + 4);
  const remedy = "Save it row by row (numpy.ascontiguousarray, tensor.contiguous()): then it is read in pieces.";
  budget.check(taken + passing, where, remedy);
  return loadedSource(name, rows, cols, dtype, async () => {
    budget.take(taken + passing, where, remedy);
    const values = decodeRows(await readBytes(blob, offset * size, end * size, where), dtype, bigEndian, end - offset);
    const out = new Float32Array(rows * cols);
    copyStrided(values, 0, shape, strides, out, 0);
    budget.give(passing);
    return out;
  });
}

/**
 * Copies a rows x cols block, in squares so that both sides stay in the cache.
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
