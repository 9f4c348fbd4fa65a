/** Many small tensors of one archive as one matrix: the archive is read in large windows, in the order of its bytes. */
import { Failure } from "../failure.js";
import { readBytes } from "./bytes.js";
import { copyStrided, extentOf } from "./layout.js";
import { decodeRows, VALUE_BYTES } from "./plain-rows.js";
import { windowsOf } from "./spans.js";
import { rowShape } from "./torch-tree.js";
import { isStored } from "./zip.js";

/** @import { DType } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Tensor } from "./torch-names.js" */
/** @import { Stack } from "./torch-tree.js" */
/** @import { Member, ZipArchive } from "./zip.js" */

const WINDOW = 16e6;
const GAP = 65536;

/**
 * Where a tensor's rows lie in its storage (begin, end: bytes) and where they go.
 * @typedef {{ member: Member, dtype: DType, begin: number, end: number, shape: number[], strides: number[], out: number }} Piece
 */

/**
 * @param {Stack} stack
 * @param {(tensor: Tensor) => Member} memberOf fails where the archive lacks the tensor's values
 * @returns {Piece[]}
 */
export function piecesOf(stack, memberOf) {
  let row = 0;
  return stack.pieces.map((tensor) => {
    const { shape, strides } = /** @type {NonNullable<ReturnType<typeof rowShape>>} */ (rowShape(tensor));
    const dtype = /** @type {DType} */ (tensor.storage.dtype);
    const member = memberOf(tensor);
    const size = VALUE_BYTES[dtype];
    const end = extentOf({ offset: tensor.offset, shape, strides }) * size;
    const piece = { member, dtype, begin: tensor.offset * size, end, shape, strides, out: row * stack.cols };
    row += shape[0];
    return piece;
  });
}

/**
 * @param {ZipArchive} archive
 * @param {Piece[]} pieces
 * @param {boolean} bigEndian
 * @param {Float32Array} out
 * @param {Budget} budget
 */
export async function loadPieces(archive, pieces, bigEndian, out, budget) {
  await archive.locate(new Set(pieces.map(({ member }) => member)));
  const stored = pieces.filter(({ member, begin, end }) => isStored(member) && end > begin);
  const spans = stored.map((piece) => {
    const base = /** @type {number} */ (piece.member.dataBegin);
    return { begin: base + piece.begin, end: base + piece.end, piece };
  });
  for (const window of windowsOf(spans, GAP, WINDOW)) {
    budget.check(window.end - window.begin, "A tensor", "Save a contiguous copy: tensor.contiguous().clone().");
    const bytes = await readBytes(archive.file, window.begin, window.end, archive.where);
    for (const { begin, end, piece } of window.spans) place(bytes.slice(begin - window.begin, end - window.begin), piece, bigEndian, out);
  }
  await loadPacked(
    archive,
    pieces.filter(({ member }) => !isStored(member)),
    bigEndian,
    out,
  );
}

/** Expands each member once, however many tensors view it. @param {ZipArchive} archive @param {Piece[]} pieces @param {boolean} bigEndian @param {Float32Array} out */
async function loadPacked(archive, pieces, bigEndian, out) {
  for (const member of new Set(pieces.map((piece) => piece.member))) {
    const { buffer } = await archive.bytes(member);
    for (const piece of pieces) if (piece.member === member) place(buffer.slice(piece.begin, piece.end), piece, bigEndian, out);
  }
}

/** @param {ArrayBuffer} bytes @param {Piece} piece @param {boolean} bigEndian @param {Float32Array} out */
function place(bytes, { dtype, shape, strides, out: offset }, bigEndian, out) {
  const count = bytes.byteLength / VALUE_BYTES[dtype];
  if (!Number.isInteger(count)) throw new Failure("INTERNAL", "A tensor ends within a value. Please report it.");
  copyStrided(decodeRows(bytes, dtype, bigEndian, count), 0, shape, strides, out, offset);
}
