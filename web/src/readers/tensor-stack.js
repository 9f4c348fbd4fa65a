/** Many small tensors of one file as one matrix: the file is read in large windows, in the order of its bytes. */
import { Failure } from "../failure.js";
import { readBytes } from "./bytes.js";
import { copyStrided, extentOf } from "./layout.js";
import { decodeRows, VALUE_BYTES } from "./plain-rows.js";
import { windowsOf } from "./spans.js";
import { rowShape } from "./tensor-rows.js";

/** @import { DType } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Storage, Tensor } from "./tensor.js" */
/** @import { Shelf } from "./tensor-file.js" */
/** @import { Stack } from "./tensor-rows.js" */

const WINDOW = 16e6;
const GAP = 65536;

/**
 * Where a tensor's rows lie in its storage (begin, end: bytes) and where they go.
 * @typedef {{ storage: Storage, begin: number, end: number }} Span
 * @typedef {Span & { dtype: DType, shape: number[], strides: number[], out: number }} Piece
 */

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
  await readPieces(shelf, pieces, budget, (bytes, piece) => place(bytes, piece, out));
}

/**
 * Gives the bytes of each piece, in any order.
 * @template {Span} Piece
 * @param {Shelf} shelf
 * @param {Piece[]} pieces
 * @param {Budget} budget
 * @param {(bytes: ArrayBuffer, piece: Piece) => void} take
 */
export async function readPieces(shelf, pieces, budget, take) {
  await shelf.locate(new Set(pieces.map(({ storage }) => storage)));
  const spans = [];
  /** @type {Map<Storage, Piece[]>} */
  const elsewhere = new Map();
  for (const piece of pieces) {
    const { begin: base } = piece.storage;
    if (piece.end <= piece.begin) continue;
    const known = elsewhere.get(piece.storage);
    if (base !== undefined) spans.push({ begin: base + piece.begin, end: base + piece.end, piece });
    else if (known) known.push(piece);
    else elsewhere.set(piece.storage, [piece]);
  }
  for (const window of windowsOf(spans, GAP, WINDOW)) {
    budget.check(window.end - window.begin, "A tensor", "Save a contiguous copy: tensor.contiguous().clone().");
    const bytes = await readBytes(shelf.file, window.begin, window.end, budget.file);
    for (const { begin, end, piece } of window.spans) take(bytes.slice(begin - window.begin, end - window.begin), piece);
  }
  // Each storage is expanded once, however many tensors view it.
  for (const [storage, views] of elsewhere) {
    const bytes = storage.own ?? (await shelf.expanded(storage));
    for (const piece of views) take(/** @type {ArrayBuffer} */ (bytes.slice(piece.begin, piece.end).buffer), piece);
  }
}

/** @param {ArrayBuffer} bytes @param {Piece} piece @param {Float32Array} out */
function place(bytes, { storage, dtype, shape, strides, out: offset }, out) {
  const count = bytes.byteLength / VALUE_BYTES[dtype];
  if (!Number.isInteger(count)) throw new Failure("INTERNAL", "A tensor ends within a value. Please report it.");
  copyStrided(decodeRows(bytes, dtype, storage.bigEndian, count), 0, shape, strides, out, offset);
}
