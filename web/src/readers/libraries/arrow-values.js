/** Numbers and lists inside Arrow's batches, without making a value of each. */
import { Type } from "@uwdata/flechette/src/index.js";
import { decodeRows } from "../plain-rows.js";
import { corrupt } from "./guards/guard.js";

/** @import { DType } from "../../types.d.ts" */
/** @import { Vectors } from "../rows.js" */
/** @import { AnyBatch } from "./types.d.ts" */

/** Types whose values are bytes, not entries. */
const VIEWS = new Set(/** @type {number[]} */ ([Type.BinaryView, Type.Utf8View, Type.FixedSizeBinary, Type.Decimal]));

/** Whether a row is there: a null struct around it makes it missing too. @param {readonly AnyBatch[]} batches outermost first @param {number} row */
export const isThere = (batches, row) => batches.every((batch) => batch.nullCount === 0 || !batch.validity?.length || batch.isValid(row));

/** @param {AnyBatch} batch @param {number} needed @param {ArrayLike<unknown> | undefined} held @param {string} where */
function checkLength(batch, needed, held, where) {
  if (batch.length === 0 || (held && held.length >= needed)) return;
  throw corrupt(`A batch of ${where}`, `states ${batch.length} rows, and holds ${held?.length ?? 0} of the ${needed} entries they need`);
}

/** Fails if strings, bits or lists could not be as many as stated. @param {AnyBatch} batch @param {string} where */
export function checkRows(batch, where) {
  const { length, offsets, values, children } = batch;
  if (batch.nullCount > 0 && batch.validity?.length) checkLength(batch, Math.ceil(length / 8), batch.validity, where);
  if (offsets) checkLength(batch, length, offsets, where);
  else if (batch.type.typeId === Type.Bool) checkLength(batch, Math.ceil(length / 8), values, where);
  else if (values && !VIEWS.has(batch.type.typeId)) checkLength(batch, length, values, where);
  for (const child of children ?? []) checkRows(child, where);
}

/** @param {AnyBatch} batch of a number type @param {DType} dtype @param {string} where @returns {Float32Array} NaN if missing */
export function numbersOf(batch, dtype, where) {
  const { length } = batch;
  let numbers;
  if (batch.type.typeId === Type.Float || batch.type.typeId === Type.Int) {
    const values = /** @type {Float32Array} */ (batch.values);
    checkLength(batch, length, values, where);
    const bytes = values.buffer.slice(values.byteOffset, values.byteOffset + length * values.BYTES_PER_ELEMENT);
    numbers = decodeRows(/** @type {ArrayBuffer} */ (bytes), dtype, false, length);
  } else {
    checkRows(batch, where);
    numbers = Float32Array.from({ length }, (_, row) => Number(batch.value(row)));
  }
  if (batch.nullCount > 0 && batch.validity?.length)
    for (let row = 0; row < length; row++) if (!batch.isValid(row)) numbers[row] = Number.NaN;
  return numbers;
}

/** Where the list of a row begins and ends among the values. @param {AnyBatch} batch @returns {(row: number) => [number, number]} */
function extents(batch) {
  const { offsets, sizes } = batch;
  if (batch.type.typeId === Type.FixedSizeList) {
    const { stride } = /** @type {{ stride: number }} */ (/** @type {unknown} */ (batch.type));
    return (row) => [row * stride, (row + 1) * stride];
  }
  const at = (/** @type {ArrayLike<number | bigint> | undefined} */ list, /** @type {number} */ row) => Number(list?.[row]);
  if (sizes) return (row) => [at(offsets, row), at(offsets, row) + at(sizes, row)];
  return (row) => [at(offsets, row), at(offsets, row + 1)];
}

/**
 * @param {readonly AnyBatch[]} batches the list's, after those of the structs around it
 * @param {DType} dtype of the elements
 * @param {Vectors} vectors
 */
export function addLists(batches, dtype, vectors) {
  const batch = batches[batches.length - 1];
  const [child] = /** @type {AnyBatch[]} */ (batch.children);
  const numbers = numbersOf(child, dtype, vectors.where);
  const extent = extents(batch);
  for (let row = 0; row < batch.length; row++) {
    if (isThere(batches, row)) vectors.add(numbers, ...extent(row));
    else vectors.missing();
  }
}

/** Hands each value of each row's list with the row. @param {readonly AnyBatch[]} batches @param {(value: unknown, row: number) => void} use */
export function eachOfLists(batches, use) {
  const batch = batches[batches.length - 1];
  const [child] = /** @type {AnyBatch[]} */ (batch.children);
  const extent = extents(batch);
  for (let row = 0; row < batch.length; row++) {
    if (!isThere(batches, row)) continue;
    const [begin, end] = extent(row);
    if (!(0 <= begin && begin <= end && end <= child.length))
      throw new Error(`row ${row} lies at values ${begin} to ${end} of ${child.length}`);
    for (let i = begin; i < end; i++) use(isThere([child], i) ? child.value(i) : null, row);
  }
}
