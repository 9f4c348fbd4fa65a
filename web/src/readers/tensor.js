/** Tensors as shape, stride and offset over a storage, wherever the storage's numbers lie: in the file, packed in it, or in memory. */
import { Failure } from "../failure.js";
import { columnMajor, rowMajor, sizeOf } from "./layout.js";
import { numpyText, numpyType } from "./npy-header.js";
import { NumpyArray } from "./pickle-names.js";
import { FileBytes } from "./pickle-operands.js";
import { VALUE_BYTES } from "./plain-rows.js";

/** @import { DType } from "../types.d.ts" */
/** @import { readNpyHeader } from "./npy-header.js" */
/** @import { TextType } from "./types.d.ts" */

/** The numbers behind tensors. */
export class Storage {
  /** @param {string} key @param {string} type as the file names it @param {number} length values @param {DType | null} dtype null if the values are no plain numbers */
  constructor(key, type, length, dtype) {
    this.key = key;
    this.type = type;
    this.length = length;
    this.dtype = dtype;
    this.bigEndian = false;
    /** if the values are text of one length @type {TextType | null} */
    this.text = null;
    /** why the values cannot be used, if the reader says it @type {Failure | undefined} */
    this.failure = undefined;
    /** first byte in the file, if the numbers lie there plainly @type {number | undefined} */
    this.begin = undefined;
    /** the numbers, if they are in memory @type {Uint8Array | undefined} */
    this.own = undefined;
  }

  /** Bytes of a value. */
  get valueBytes() {
    return this.dtype ? VALUE_BYTES[this.dtype] : (this.text?.width ?? 0);
  }

  /** bytes */
  get size() {
    return this.length * this.valueBytes;
  }
}

/** A view of a storage; offset and strides count values. */
export class Tensor {
  /** @param {Storage} storage @param {number} offset @param {number[]} shape @param {number[]} strides */
  constructor(storage, offset, shape, strides) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
  /** Attributes that a tensor carries beside its values are of no use here. */
  setState() {}
}

/** One tensor an array. @type {WeakMap<NumpyArray, Tensor>} */
const tensors = new WeakMap();

/** @param {NumpyArray} array */
function ofArray(array) {
  const earlier = tensors.get(array);
  if (earlier) return earlier;
  const type = numpyType(array.descr, "an array");
  const dtype = type instanceof Failure ? null : type.dtype;
  const text = dtype ? null : numpyText(array.descr);
  const valueBytes = dtype ? VALUE_BYTES[dtype] : (text?.width ?? 0);
  // Text without a character takes no bytes.
  const held = valueBytes > 0 ? Math.floor(array.size / valueBytes) : text ? sizeOf(array.shape) : 0;
  const storage = new Storage("", dtype ?? (array.descr.includes("O") ? "object" : array.descr), held, dtype);
  storage.text = text;
  if (!(type instanceof Failure)) storage.bigEndian = type.bigEndian;
  if (array.values instanceof FileBytes) storage.begin = array.values.begin;
  else if (dtype || text) storage.own = array.bytes;
  const tensor = new Tensor(storage, 0, array.shape, array.fortran ? columnMajor(array.shape) : rowMajor(array.shape));
  tensors.set(array, tensor);
  return tensor;
}

/** An array of a .npy as a tensor over its bytes. @param {Awaited<ReturnType<typeof readNpyHeader>>} header */
export function ofHeader({ type, text, shape, strides, stated }) {
  const dtype = type instanceof Failure ? null : type.dtype;
  const storage = new Storage("", dtype ?? stated, dtype || text ? sizeOf(shape) : 0, dtype);
  storage.text = text;
  if (type instanceof Failure) storage.failure = type;
  else storage.bigEndian = type.bigEndian;
  return new Tensor(storage, 0, shape, strides);
}

/** An array of Python's objects as lists of them; anything else as it is. @param {unknown} value */
export const withoutObjects = (value) => (value instanceof NumpyArray && value.objects ? value.items : value);

/** @param {unknown} value @returns {value is number[]} */
export function isNumberList(value) {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "number" || typeof item === "bigint");
}

/** A tensor, an array of NumPy's or a list of numbers as a tensor; null for anything else. @param {unknown} value @returns {Tensor | null} */
export function asTensor(value) {
  if (value instanceof Tensor) return value;
  if (value instanceof NumpyArray) return value.objects ? null : ofArray(value);
  if (!isNumberList(value)) return null;
  const storage = new Storage("", "list", value.length, "float64");
  storage.own = new Uint8Array(Float64Array.from(value, Number).buffer);
  return new Tensor(storage, 0, [value.length], [1]);
}
