/**
 * The values of one page: each count and length is held against the page's bytes before the library, or an array, believes it.
 * Answers delta texts of tests/web/readers/libraries.test.js.
 */
import { convert } from "hyparquet/src/convert.js";
import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { byteStreamSplit } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";
import { Failure } from "../../../failure.js";
import { truncated } from "../../bytes.js";
import { readRuns } from "./parquet-runs.js";

/** @import { DecodedArray } from "hyparquet" */
/** @import { ColumnDecoder } from "hyparquet/src/types.js" */
/** @import { Cursor } from "../../bytes.js" */
/** @import { Budget } from "../../budget.js" */

/** @typedef {{ view: DataView, offset: number }} Reader */

/** Bytes of a value; a text has at least its length. @type {Readonly<Record<string, number>>} */
const WIDTHS = Object.freeze({ BOOLEAN: 1 / 8, INT32: 4, INT64: 8, INT96: 12, FLOAT: 4, DOUBLE: 8, BYTE_ARRAY: 4 });

/** A view of a value's bytes, while a page is decoded. */
const VIEW_BYTES = 120;

/** @param {string} where @param {string} what */
const corrupt = (where, what) => new Failure("CORRUPT", `A page of ${where} ${what}. The file is damaged; save it again.`, { where });

/** @param {Cursor} cursor @returns {Reader} the same bytes as the library reads them, and not a byte more */
function readerOf({ bytes, position }) {
  const rest = bytes.subarray(position);
  return { view: new DataView(rest.buffer, rest.byteOffset, rest.byteLength), offset: 0 };
}

/** @param {ColumnDecoder} decoder */
function widthOf({ type, element }) {
  return type === "FIXED_LEN_BYTE_ARRAY" ? (element.type_length ?? 0) : (WIDTHS[type] ?? 0);
}

/** @param {Cursor} cursor @param {number} count @param {ColumnDecoder} decoder */
function checkWidth(cursor, count, decoder) {
  const needed = Math.ceil(count * widthOf(decoder));
  if (!(needed <= cursor.remaining)) throw truncated(`A page of ${cursor.where}`, needed, cursor.remaining);
}

/** @param {Cursor} cursor @param {number} count @param {ColumnDecoder} decoder @returns {DecodedArray} */
function plainValues(cursor, count, decoder) {
  checkWidth(cursor, count, decoder);
  if (decoder.type !== "BYTE_ARRAY") return readPlain(readerOf(cursor), decoder.type, count, decoder.element.type_length);
  return Array.from({ length: count }, () => cursor.take(cursor.u32()));
}

/** @param {Reader} reader @param {number} count @param {string} where */
function checkDelta({ view, offset }, count, where) {
  const [size, pieces, stated] = [0, 0, 0].map(() => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = view.getUint8(offset++);
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  });
  // A single value needs no block.
  const isHeld = pieces <= view.byteLength || count <= 1;
  const isSound = size > 0 && size < 2 ** 31 && pieces > 0 && isHeld && (size / pieces) % 8 === 0;
  if (!isSound) throw corrupt(where, `states blocks of ${size} differences in ${pieces} pieces`);
  if (stated < count) throw corrupt(where, `holds ${stated} of the ${count} values that are stated`);
}

/** @template {Int32Array | BigInt64Array} T @param {Reader} reader @param {T} out @param {string} where @returns {T} */
function differences(reader, out, where) {
  checkDelta(reader, out.length, where);
  deltaBinaryUnpack(reader, out.length, out);
  return out;
}

/** Texts of which each repeats the beginning of the one before. @param {Cursor} cursor @param {number} count @param {boolean} repeats @param {Budget} budget */
function deltaTexts(cursor, count, repeats, budget) {
  const reader = readerOf(cursor);
  const { where } = cursor;
  const prefixes = repeats ? differences(reader, new Int32Array(count), where) : new Int32Array(count);
  const lengths = differences(reader, new Int32Array(count), where);
  cursor.skip(reader.offset);
  let before = new Uint8Array(0);
  let total = 0;
  return Array.from(lengths, (length, i) => {
    const prefix = prefixes[i];
    const suffix = cursor.take(length);
    if (!(prefix >= 0 && prefix <= before.length)) throw corrupt(where, `repeats ${prefix} bytes of a value, and it has ${before.length}`);
    if (prefix === 0) before = /** @type {Uint8Array<ArrayBuffer>} */ (suffix);
    else {
      total += prefix + length;
      budget.check(total, `A page of ${where}`, "Save it without delta encoding, or as .npy.");
      const value = new Uint8Array(prefix + length);
      value.set(before.subarray(0, prefix));
      value.set(suffix, prefix);
      before = value;
    }
    return before;
  });
}

/** @param {Cursor} cursor @param {number} count @param {DecodedArray | undefined} dictionary @returns {DecodedArray} */
function lookedUp(cursor, count, dictionary) {
  const { where } = cursor;
  if (!dictionary) throw corrupt(where, "refers to a dictionary, and there is none");
  const indices = readRuns(cursor, cursor.u8(), count);
  const out = Array.isArray(dictionary)
    ? new Array(count)
    : new /** @type {new (length: number) => DecodedArray} */ (dictionary.constructor)(count);
  for (let i = 0; i < count; i++) {
    if (indices[i] >= dictionary.length) throw corrupt(where, `refers to value ${indices[i]} of a dictionary of ${dictionary.length}`);
    out[i] = dictionary[indices[i]];
  }
  return out;
}

/** @param {Cursor} cursor @param {number} count @returns {boolean[]} */
function booleans(cursor, count) {
  cursor.skip(4);
  return Array.from(readRuns(cursor, 1, count), (value) => value === 1);
}

/** @param {Cursor} cursor @param {number} count @param {string} encoding @param {ColumnDecoder} decoder @param {Budget} budget @returns {DecodedArray} */
function encoded(cursor, count, encoding, decoder, budget) {
  const { type, element } = decoder;
  if (encoding === "PLAIN") return plainValues(cursor, count, decoder);
  if (encoding === "RLE" && type === "BOOLEAN") return booleans(cursor, count);
  if (encoding === "BYTE_STREAM_SPLIT") {
    checkWidth(cursor, count, decoder);
    return byteStreamSplit(readerOf(cursor), count, type, element.type_length);
  }
  if (encoding === "DELTA_BINARY_PACKED")
    return differences(readerOf(cursor), type === "INT32" ? new Int32Array(count) : new BigInt64Array(count), cursor.where);
  if (encoding === "DELTA_LENGTH_BYTE_ARRAY" || encoding === "DELTA_BYTE_ARRAY")
    return deltaTexts(cursor, count, encoding === "DELTA_BYTE_ARRAY", budget);
  throw new Failure("UNSUPPORTED_FORMAT", `${cursor.where} is encoded in a way that is not read (${encoding}). Save the file again.`, {
    where: cursor.where,
    encoding,
  });
}

/**
 * @param {Cursor} cursor where the values begin, in a page of its own
 * @param {number} count values that are there
 * @param {string} encoding
 * @param {ColumnDecoder} decoder
 * @param {DecodedArray | undefined} dictionary
 * @param {Budget} budget
 * @returns {DecodedArray}
 */
export function pageValues(cursor, count, encoding, decoder, dictionary, budget) {
  if (count === 0) return [];
  if (encoding.endsWith("_DICTIONARY")) return lookedUp(cursor, count, dictionary);
  if (decoder.type.endsWith("BYTE_ARRAY"))
    budget.check(count * VIEW_BYTES, `A page of ${cursor.where}`, "Save it in smaller pages, or as .npy.");
  return convert(encoded(cursor, count, encoding, decoder, budget), decoder);
}
