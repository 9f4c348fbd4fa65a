/** NumPy's .npy, versions 1 to 3: one array. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { Cursor, latin1, readBytes, truncated } from "./bytes.js";
import { columnMajor, matricesOf, rowMajor, valueCount } from "./layout.js";
import { openedFile, unsupportedType } from "./opened-file.js";
import { VALUE_BYTES } from "./plain-rows.js";
import { parseLiteral } from "./python-literal.js";

/** @import { BlobLike, DType, Reader } from "../types.d.ts" */

const MAGIC = "\x93NUMPY";

/** @type {Readonly<Record<string, DType>>} */
const DTYPES = Object.freeze({
  f2: "float16",
  f4: "float32",
  f8: "float64",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  u1: "uint8",
  u2: "uint16",
  u4: "uint32",
  u8: "uint64",
  b1: "bool",
});

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
 * NumPy's name of a type ("<f4") as ours; a Failure, not thrown, where it is no plain number.
 * @param {unknown} descr
 * @param {string} where
 * @returns {{ dtype: DType, bigEndian: boolean } | Failure}
 */
export function numpyType(descr, where) {
  if (Array.isArray(descr)) return unsupportedType(where, "structured", "structured records", "Save each field as an array of its own.");
  const [, order, code] = /^([<>=|]?)(\w+)/.exec(typeof descr === "string" ? descr : "") ?? [];
  if (!code)
    return new Failure("BAD_HEADER", `${where} names no type of its values. Save the file again.`, { where, descr: String(descr) });
  if (Object.hasOwn(DTYPES, code)) return { dtype: DTYPES[code], bigEndian: order === ">" };
  if (code === "V2")
    return unsupportedType(where, String(descr), "raw bytes, perhaps bfloat16", "Save it as float32: array.astype('float32').");
  const kind = NOT_NUMBERS[code[0]] ?? "numbers of an unusual width";
  const isObject = code[0] === "O";
  const remedy = isObject ? "Save one matrix: numpy.save(path, numpy.stack(list_of_vectors).astype('float32'))." : undefined;
  return unsupportedType(where, isObject ? "object" : String(descr), kind, remedy);
}

/**
 * The header of an array, wherever it lies.
 * @param {(length: number) => Promise<Uint8Array>} first the first bytes; fewer where there are no more
 * @param {string} where
 * @param {Budget} budget
 */
export async function readNpyHeader(first, where, budget) {
  const start = new Cursor(await first(12), where);
  if (latin1(start.bytes.subarray(0, 6)) !== MAGIC)
    throw new Failure("BAD_HEADER", `${where} is no NumPy array: it does not begin with the mark of one. Save it again with numpy.save.`, {
      where,
    });
  start.skip(6);
  const version = start.u8();
  start.skip(1);
  if (version < 1 || version > 3)
    throw new Failure(
      "UNSUPPORTED_FORMAT",
      `${where} is of npy version ${version}; versions 1 to 3 are known. Save it again with numpy.save.`,
      { where, version },
    );
  const length = version === 1 ? start.u16() : start.u32();
  const dataBegin = start.position + length;
  budget.checkHeader(length, `The header of ${where}`);
  const bytes = await first(dataBegin);
  if (bytes.length < dataBegin) throw truncated(where, dataBegin, bytes.length);
  const text = version === 3 ? new TextDecoder().decode(bytes.subarray(start.position)) : latin1(bytes.subarray(start.position));
  const header = parseLiteral(text, where);
  const shape = header instanceof Map ? header.get("shape") : undefined;
  if (!(header instanceof Map) || !Array.isArray(shape) || typeof header.get("fortran_order") !== "boolean")
    throw new Failure(
      "BAD_HEADER",
      `The header of ${where} lacks the shape or the order of its values. Save the file again with numpy.save.`,
      { where },
    );
  const type = numpyType(header.get("descr"), where);
  const count = valueCount(shape, where);
  return {
    dataBegin,
    /** @type {number[]} */ shape,
    stated: Array.isArray(header.get("descr")) ? "structured" : String(header.get("descr")),
    type,
    strides: header.get("fortran_order") ? columnMajor(shape) : rowMajor(shape),
    /** bytes of header and values; 0 where the type is not read */
    size: type instanceof Failure ? 0 : dataBegin + count * VALUE_BYTES[type.dtype],
  };
}

/** @param {BlobLike} blob @param {string} where @returns {(length: number) => Promise<Uint8Array>} */
export function firstBytes(blob, where) {
  return async (length) => new Uint8Array(await readBytes(blob, 0, Math.min(length, blob.size), where));
}

/** @type {Reader} */
export const npy = {
  format: "npy",
  extensions: ["npy"],
  match: (head) => latin1(head.subarray(0, 6)) === MAGIC,
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const { type, shape, strides, dataBegin, size, stated } = await readNpyHeader(firstBytes(file, budget.file), budget.file, budget);
    if (type instanceof Failure) throw type;
    if (size > file.size) throw truncated(budget.file, size, file.size);
    const blob = file.slice(dataBegin, size);
    const arrays = matricesOf("", { blob, ...type, offset: 0, shape, strides }, budget);
    return openedFile({
      file: budget.file,
      format: "npy",
      size: file.size,
      arrays,
      listing: [{ name: "", shape, dtype: type.dtype ?? stated }],
    });
  },
};
