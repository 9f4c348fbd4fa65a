/** Elements of MATLAB's versions 5 to 7: a tag of type and size, the bytes, and a filling up to eight. */
import { Failure } from "../failure.js";
import { latin1, saveAgain, truncated } from "./bytes.js";

/** @import { DType } from "../types.d.ts" */
/** @import { Description } from "./types.d.ts" */

export const MATRIX = 14;
export const COMPRESSED = 15;

/** Types of numbers, from the number that MATLAB has for each. @type {Readonly<Partial<Record<number, DType>>>} */
export const NUMBER_TYPES = Object.freeze({
  ...["", "int8", "uint8", "int16", "uint16", "int32", "uint32", "float32"],
  9: "float64",
  12: "int64",
  13: "uint64",
});
const UTF8 = 16;
const UTF16 = 17;

/** Classes of variables that hold no plain numbers, by their number. @type {ReadonlyMap<number, string>} */
const KINDS = new Map([
  [1, "cell"],
  [2, "struct"],
  [3, "object"],
  [4, "char"],
  [5, "sparse"],
  [16, "function handle"],
  [17, "opaque"],
]);
/** Those that do, from the first of their numbers on. @type {readonly DType[]} */
const NUMBER_CLASSES = ["float64", "float32", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"];
const FIRST_NUMBER_CLASS = 6;
const IS_COMPLEX = 0x800;
const IS_LOGICAL = 0x200;
const MOST_AXES = 64;

/** Elements one after the other. */
export class Elements {
  /** @param {Uint8Array} bytes the first, or all @param {boolean} bigEndian @param {string} where */
  constructor(bytes, bigEndian, where) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.bigEndian = bigEndian;
    this.where = where;
    this.position = 0;
    /** one past the last byte, also where only the first bytes are here */
    this.end = bytes.length;
  }

  /** @param {number} begin @param {number} size */
  part(begin, size) {
    return new Elements(this.bytes.subarray(begin, begin + size), this.bigEndian, this.where);
  }

  /** @param {number} at */
  u32(at) {
    if (at + 4 > this.bytes.length) throw truncated(this.where, at + 4, this.bytes.length);
    return this.view.getUint32(at, !this.bigEndian);
  }

  /** A tag of eight bytes. */
  tag() {
    return { type: this.u32(0), size: this.u32(4) };
  }

  /** The next element, whose bytes may lie beyond those that are here. */
  element() {
    const at = this.position;
    const first = this.u32(at);
    const small = first >>> 16;
    const [type, begin, size] = small > 0 ? [first & 0xffff, at + 4, small] : [first, at + 8, this.u32(at + 4)];
    if (small > 4 || begin + size > this.end) throw truncated(this.where, begin + size, this.end);
    this.position = small > 0 ? at + 8 : begin + Math.ceil(size / 8) * 8;
    return { type, begin, size };
  }

  /** The bytes of an element. @param {{ begin: number, size: number }} element */
  bytesOf({ begin, size }) {
    if (begin + size > this.bytes.length) throw truncated(this.where, begin + size, this.bytes.length);
    return this.bytes.subarray(begin, begin + size);
  }
}

/** @param {Elements} elements at the beginning of a variable @returns {Description} */
export function readDescription(elements) {
  const { where } = elements;
  const flags = elements.element();
  const extents = elements.element();
  if (flags.size !== 8 || extents.size < 8 || extents.size % 4 !== 0 || extents.size > 4 * MOST_AXES)
    throw saveAgain("BAD_HEADER", where, `${where} has a header that is none of MATLAB's.`);
  const word = elements.u32(flags.begin);
  const shape = Array.from({ length: extents.size / 4 }, (_, axis) => elements.u32(extents.begin + 4 * axis) | 0);
  if (shape.some((extent) => extent < 0))
    throw saveAgain("BAD_HEADER", where, `${where} states the shape (${shape.join(", ")}), which no variable can have.`);
  const name = latin1(elements.bytesOf(elements.element())).replace(/\0.*$/s, "");
  const number = word & 0xff;
  const dtype = NUMBER_CLASSES[number - FIRST_NUMBER_CLASS] ?? null;
  const isComplex = (word & IS_COMPLEX) !== 0;
  return {
    name,
    shape,
    kind: isComplex && dtype ? "complex" : (KINDS.get(number) ?? dtype ?? `number ${number}`),
    dtype: isComplex ? null : dtype,
    isLogical: (word & IS_LOGICAL) !== 0,
  };
}

/** Characters of an element, as UTF-16 code units. @param {{ type: number, begin: number, size: number }} element @param {Elements} elements @param {string} where */
export function textOf(element, elements, where) {
  const bytes = elements.bytesOf(element);
  const type = NUMBER_TYPES[element.type];
  if (element.type === UTF8) return new TextDecoder().decode(bytes);
  if (element.type === UTF16 || type === "uint16" || type === "int16")
    return new TextDecoder(elements.bigEndian ? "utf-16be" : "utf-16le").decode(bytes);
  if (type === "uint8" || type === "int8") return latin1(bytes);
  throw new Failure("UNSUPPORTED_TYPE", `${where} keeps its characters as elements of type ${element.type}, which is not read.`, { where });
}
