/** Many small tensors of one file as one matrix: the file is read in large windows, in the order of its bytes. */
import { Failure } from "../failure.js";
import { copyStrided, extentOf } from "./layout.js";
import { decodeRows, VALUE_BYTES } from "./plain-rows.js";
import { readSpans } from "./spans.js";
import { rowShape } from "./tensor-rows.js";

/** @import { DType } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Storage } from "./tensor.js" */
/** @import { Piece, Shelf, Stack, StorageSpan } from "./types.d.ts" */

const WINDOW = 16e6;

/** @param {Stack} stack @returns {Piece[]} */
export function piecesOf(stack) {
  let row = 0;
  return stack.pieces.map((tensor) => {
    const { shape, strides } = /** @type {NonNullable<ReturnType<typeof rowShape>>} */ (rowShape(tensor));
    const { storage, offset } = tensor;
    const dtype = /** @type {DType} */ (storage.dtype);
    const size = VALUE_BYTES[dtype];
    const end = extentOf({ offset, shape, strides }) * size;
    const piece = { storage, dtype, begin: offset * size, end, shape, strides, out: row * stack.cols };
    row += shape[0];
    return piece;
  });
}

/**
 * @param {Shelf} shelf
 * @param {Piece[]} pieces
 * @param {Float32Array} out
 * @param {Budget} budget
 */
export async function loadPieces(shelf, pieces, out, budget) {
  await readPieces(shelf, pieces, budget, (bytes, { storage, dtype, shape, strides, out: offset }) => {
    const count = bytes.byteLength / VALUE_BYTES[dtype];
    if (!Number.isInteger(count)) throw new Failure("INTERNAL", "A tensor ends within a value. Please report it.");
    copyStrided(decodeRows(bytes, dtype, storage.bigEndian, count), 0, shape, strides, out, offset);
  });
  return out;
}

/**
 * Gives the bytes of each piece, in any order.
 * @template {StorageSpan} Part
 * @param {Shelf} shelf
 * @param {Part[]} pieces
 * @param {Budget} budget
 * @param {(bytes: ArrayBuffer, piece: Part) => void} take
 */
export async function readPieces(shelf, pieces, budget, take) {
  await shelf.locate(new Set(pieces.map(({ storage }) => storage)));
  const spans = [];
  /** @type {Map<Storage, Part[]>} */
  const elsewhere = new Map();
  for (const piece of pieces) {
    const { begin: base } = piece.storage;
    if (piece.end <= piece.begin) continue;
    if (base !== undefined) spans.push({ begin: base + piece.begin, end: base + piece.end, piece });
    else elsewhere.set(piece.storage, [...(elsewhere.get(piece.storage) ?? []), piece]);
  }
  await readSpans(shelf.file, spans, budget.file, (bytes, { piece }) => take(bytes.slice().buffer, piece), {
    most: WINDOW,
    check: (size) => budget.check(size, "A tensor", "Save a contiguous copy: tensor.contiguous().clone()."),
  });
  // Each storage is expanded once, however many tensors view it.
  for (const [storage, views] of elsewhere) {
    const bytes = storage.own ?? (await shelf.expanded(storage));
    for (const piece of views) take(/** @type {ArrayBuffer} */ (bytes.slice(piece.begin, piece.end).buffer), piece);
  }
}
