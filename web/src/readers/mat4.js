/** MATLAB's version 4: one variable after the other, each a header of five numbers, a name, and values column by column. */
import { Failure } from "../failure.js";
import { latin1, readBytes, truncated } from "./bytes.js";
import { valueCount } from "./layout.js";
import { MatVariables, rowsOfText } from "./mat-variables.js";
import { decodeRows, VALUE_BYTES } from "./plain-rows.js";

/** @import { DType, FileLike } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */

const HEADER = 20;
const LONGEST_NAME = 4096;
/** @type {readonly DType[]} */
const TYPES = ["float64", "float32", "int32", "int16", "uint16", "uint8"];
const NUMBERS = 0;
const TEXT = 1;
const SPARSE = 2;

/** The header at the beginning of the bytes; null if it is none. @param {Uint8Array} bytes */
export function mat4Header(bytes) {
  if (bytes.length < HEADER) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER);
  for (const bigEndian of [false, true]) {
    const [code, rows, cols, imaginary, nameLength] = [0, 4, 8, 12, 16].map((at) => view.getUint32(at, !bigEndian));
    const [order, zero, type, kind] = [1000, 100, 10, 1].map((unit) => Math.floor(code / unit) % 10);
    if (code > 1052 || order !== Number(bigEndian) || zero !== 0 || type >= TYPES.length || kind > SPARSE) continue;
    if (imaginary > 1 || nameLength === 0 || nameLength > LONGEST_NAME) continue;
    return { bigEndian, dtype: TYPES[type], kind, rows, cols, isComplex: imaginary === 1, nameLength };
  }
  return null;
}

/** @param {FileLike} file @param {Budget} budget */
export async function readMat4(file, budget) {
  const variables = new MatVariables(budget);
  for (let at = 0; at < file.size; ) {
    const start = new Uint8Array(await readBytes(file, at, Math.min(file.size, at + HEADER + LONGEST_NAME), budget.file));
    if (start.length < HEADER) throw truncated(budget.file, at + HEADER, file.size);
    const header = mat4Header(start);
    if (!header) {
      const message = `The variable at byte ${at} of ${budget.file} has no header of MATLAB's version 4. Save the file again.`;
      throw new Failure("BAD_HEADER", message, { file: budget.file, at });
    }
    const { rows, cols, kind, dtype, bigEndian, isComplex, nameLength } = header;
    const name = latin1(start.subarray(HEADER, HEADER + nameLength)).replace(/\0.*$/s, "");
    const where = budget.placeOf(name);
    const begin = at + HEADER + nameLength;
    const end = begin + valueCount([rows, cols], where) * VALUE_BYTES[dtype];
    const next = isComplex ? 2 * end - begin : end;
    if (next > file.size) throw truncated(where, next, file.size);
    if (isComplex) variables.refuse(name, [rows, cols], "complex");
    else if (kind === NUMBERS)
      await variables.addNumbers(name, [rows, cols], { blob: file.slice(begin, end), dtype, bigEndian, isPlain: true });
    else if (kind === TEXT) {
      budget.check(16 * (end - begin), where, "Keep the texts in a file of their own.");
      const codes = decodeRows(await readBytes(file, begin, end, where), dtype, bigEndian, rows * cols);
      const characters = Array.from(codes, (code) => String.fromCharCode(code));
      variables.addWords(name, [rows, cols], rowsOfText(characters, rows, cols, where));
    } else variables.refuse(name, [rows, cols], "sparse");
    at = next;
  }
  return variables.contents;
}
