/** The header of NumPy's arrays (.npy versions 1 to 3), and the names of its types. */
import { Failure } from "../failure.js";
import { Cursor, latin1, readBytes, saveAgain, truncated } from "./bytes.js";
import { dtypesOf } from "./dtypes.js";
import { columnMajor, rowMajor, valueCount } from "./layout.js";
import { unsupportedType } from "./opened-file.js";
import { VALUE_BYTES } from "./plain-rows.js";
import { parseLiteral } from "./python-literal.js";

/** @import { BlobLike, DType } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { TextType } from "./types.d.ts" */

export const MAGIC = "\x93NUMPY";
const SAVE = "Save it again with numpy.save.";

const DTYPES = dtypesOf("numpy");

/** @type {Readonly<Record<string, string>>} */
const NOT_NUMBERS = Object.freeze({
  O: "Python objects, which only Python can read",
  U: "text",
  S: "text in bytes",
  a: "text in bytes",
  c: "complex numbers",
  M: "dates",
  m: "time spans",
  V: "raw bytes or a structure",
});

/**
 * NumPy's name of a type ("<f4") as ours; a Failure, not thrown, if it is no plain number.
 * @param {unknown} descr
 * @param {string} where
 * @returns {{ dtype: DType, bigEndian: boolean } | Failure}
 */
export function numpyType(descr, where) {
  if (Array.isArray(descr)) return unsupportedType(where, "structured", "structured records", "Save each field as an array of its own.");
  const [, order, code] = /^([<>=|]?)(\w+)/.exec(typeof descr === "string" ? descr : "") ?? [];
  if (!code) return saveAgain("BAD_HEADER", where, `${where} names no type of its values.`);
  const dtype = DTYPES.get(code);
  if (dtype) return { dtype, bigEndian: order === ">" };
  if (code === "V2")
    return unsupportedType(where, String(descr), "raw bytes, perhaps bfloat16", "Save it as float32: array.astype('float32').");
  const kind = NOT_NUMBERS[code[0]] ?? "numbers of an unusual width";
  return unsupportedType(where, code[0] === "O" ? "object" : String(descr), kind);
}

/** NumPy's name of a type of text ("<U11", "|S8"); null for any other. @param {unknown} descr @returns {TextType | null} */
export function numpyText(descr) {
  const [, order, kind, length] = /^([<>=|]?)([USa])(\d{1,9})$/.exec(typeof descr === "string" ? descr : "") ?? [];
  if (!kind) return null;
  return { width: Number(length) * (kind === "U" ? 4 : 1), isWide: kind === "U", bigEndian: order === ">" };
}

/** @param {unknown} descr */
export const isObjectType = (descr) => typeof descr === "string" && /^[<>=|]?O\d*$/.test(descr);

/**
 * The header of an array, wherever it lies.
 * @param {(length: number) => Promise<Uint8Array>} first the first bytes; fewer if there are no more
 * @param {string} where
 * @param {Budget} budget
 */
export async function readNpyHeader(first, where, budget) {
  const start = new Cursor(await first(12), where);
  if (latin1(start.bytes.subarray(0, 6)) !== MAGIC)
    throw new Failure("BAD_HEADER", `${where} is no NumPy array: it does not begin with the mark of one. ${SAVE}`, { where });
  start.skip(6);
  const version = start.u8();
  start.skip(1);
  if (version < 1 || version > 3)
    throw new Failure("UNSUPPORTED_FORMAT", `${where} is of npy version ${version}; versions 1 to 3 are known. ${SAVE}`, { where });
  const length = version === 1 ? start.u16() : start.u32();
  const dataBegin = start.position + length;
  budget.checkHeader(length, `The header of ${where}`);
  const bytes = await first(dataBegin);
  if (bytes.length < dataBegin) throw truncated(where, dataBegin, bytes.length);
  const words = version === 3 ? new TextDecoder().decode(bytes.subarray(start.position)) : latin1(bytes.subarray(start.position));
  const header = parseLiteral(words, where);
  const shape = header instanceof Map ? header.get("shape") : undefined;
  if (!(header instanceof Map) || !Array.isArray(shape) || typeof header.get("fortran_order") !== "boolean") {
    const message = `The header of ${where} lacks the shape or the order of its values. Save the file again with numpy.save.`;
    throw new Failure("BAD_HEADER", message, { where });
  }
  const descr = header.get("descr");
  const type = numpyType(descr, where);
  const text = numpyText(descr);
  const valueBytes = type instanceof Failure ? (text?.width ?? 0) : VALUE_BYTES[type.dtype];
  const count = valueCount(shape, where);
  return {
    dataBegin,
    /** @type {number[]} */ shape,
    stated: Array.isArray(descr) ? "structured" : String(descr),
    type,
    text,
    isObject: isObjectType(descr),
    strides: header.get("fortran_order") ? columnMajor(shape) : rowMajor(shape),
    /** bytes of header and values; 0 if the type is not read */
    size: type instanceof Failure && !text ? 0 : dataBegin + count * valueBytes,
  };
}

/** @param {BlobLike} blob @param {string} where @returns {(length: number) => Promise<Uint8Array>} */
export function firstBytes(blob, where) {
  return async (length) => new Uint8Array(await readBytes(blob, 0, Math.min(length, blob.size), where));
}
