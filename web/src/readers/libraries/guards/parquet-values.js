/**
 * The values of one page: each count and length is held against the page's bytes before the library, or an array, believes it.
 * Answers delta texts of tests/web/readers/libraries.test.js.
 */
import { convert } from "hyparquet/src/convert.js";
import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { byteStreamSplit } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";
import { Failure } from "../../../failure.js";
import { Cursor, truncated } from "../../bytes.js";
import { corrupt } from "./guard.js";
import { readRuns } from "./parquet-runs.js";
import { varint } from "./parquet-thrift.js";

/** @import { DecodedArray } from "hyparquet" */
/** @import { ColumnDecoder, DataReader } from "hyparquet/src/types.js" */
/** @import { Budget } from "../../budget.js" */

/** Bytes of a value; a text has at least its length. @type {Readonly<Record<string, number>>} */
const WIDTHS = Object.freeze({ BOOLEAN: 1 / 8, INT32: 4, INT64: 8, INT96: 12, FLOAT: 4, DOUBLE: 8, BYTE_ARRAY: 4 });

/** A view of a value's bytes, while a page is decoded. */
const VIEW_BYTES = 120;

/** @param {Cursor} cursor @param {string} fault */
const corruptPage = ({ where }, fault) => corrupt(`A page of ${where}`, fault);

/** @param {Cursor} cursor @returns {DataReader} the same bytes as the library reads them, and not a byte more */
function readerOf({ bytes, position }) {
  const rest = bytes.subarray(position);
  return { view: new DataView(rest.buffer, rest.byteOffset, rest.byteLength), offset: 0 };
}

/** @param {Cursor} cursor @param {number} count @param {ColumnDecoder} decoder */
function checkWidth(cursor, count, { type, element }) {
  const needed = Math.ceil(count * ((type === "FIXED_LEN_BYTE_ARRAY" ? element.type_length : WIDTHS[type]) ?? 0));
  if (!(needed <= cursor.remaining)) throw truncated(`A page of ${cursor.where}`, needed, cursor.remaining);
}

/** @param {Cursor} cursor @param {number} count @param {ColumnDecoder} decoder @returns {DecodedArray} */
function plainValues(cursor, count, decoder) {
  checkWidth(cursor, count, decoder);
  if (decoder.type !== "BYTE_ARRAY") return readPlain(readerOf(cursor), decoder.type, count, decoder.element.type_length);
  return Array.from({ length: count }, () => cursor.take(cursor.u32()));
}

/** @template {Int32Array | BigInt64Array} T @param {Cursor} cursor moved behind the values @param {T} out @returns {T} */
function differences(cursor, out) {
  const head = new Cursor(cursor.bytes.subarray(cursor.position), cursor.where);
  const [size, pieces, stated] = [varint(head), varint(head), varint(head)];
  // A single value needs no block.
  const isHeld = pieces <= head.bytes.length || out.length <= 1;
  const isSound = size > 0 && size < 2 ** 31 && pieces > 0 && isHeld && (size / pieces) % 8 === 0;
  if (!isSound) throw corruptPage(cursor, `states blocks of ${size} differences in ${pieces} pieces`);
  if (stated < out.length) throw corruptPage(cursor, `holds ${stated} of the ${out.length} values that are stated`);
  const reader = readerOf(cursor);
  deltaBinaryUnpack(reader, out.length, out);
  cursor.skip(reader.offset);
  return out;
}

/** Texts of which each repeats the beginning of the one before. @param {Cursor} cursor @param {number} count @param {boolean} repeats @param {Budget} budget */
function deltaTexts(cursor, count, repeats, budget) {
  const prefixes = repeats ? differences(cursor, new Int32Array(count)) : new Int32Array(count);
  const lengths = differences(cursor, new Int32Array(count));
  let before = new Uint8Array(0);
  let total = 0;
  return Array.from(lengths, (length, i) => {
    const prefix = prefixes[i];
    const suffix = cursor.take(length);
    if (!(prefix >= 0 && prefix <= before.length))
      throw corruptPage(cursor, `repeats ${prefix} bytes of a value, and it has ${before.length}`);
    if (prefix === 0) before = /** @type {Uint8Array<ArrayBuffer>} */ (suffix);
    else {
      total += prefix + length;
      budget.check(total, `A page of ${cursor.where}`, "Save it without delta encoding, or as .npy.");
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
  if (!dictionary) throw corruptPage(cursor, "refers to a dictionary, and there is none");
  const indices = readRuns(cursor, cursor.u8(), count);
  const out = Array.isArray(dictionary)
    ? new Array(count)
    : new /** @type {new (length: number) => DecodedArray} */ (dictionary.constructor)(count);
  for (let i = 0; i < count; i++) {
    if (indices[i] >= dictionary.length) throw corruptPage(cursor, `refers to value ${indices[i]} of a dictionary of ${dictionary.length}`);
    out[i] = dictionary[indices[i]];
  }
  return out;
}

/** @param {Cursor} cursor @param {number} count @param {string} encoding @param {ColumnDecoder} decoder @param {Budget} budget @returns {DecodedArray} */
function encoded(cursor, count, encoding, decoder, budget) {
  const { type, element } = decoder;
  if (encoding === "PLAIN") return plainValues(cursor, count, decoder);
  if (encoding === "RLE" && type === "BOOLEAN") {
    cursor.skip(4);
    return Array.from(readRuns(cursor, 1, count), (value) => value === 1);
  }
  if (encoding === "BYTE_STREAM_SPLIT") {
    checkWidth(cursor, count, decoder);
    return byteStreamSplit(readerOf(cursor), count, type, element.type_length);
  }
  if (encoding === "DELTA_BINARY_PACKED") return differences(cursor, type === "INT32" ? new Int32Array(count) : new BigInt64Array(count));
  if (encoding === "DELTA_LENGTH_BYTE_ARRAY" || encoding === "DELTA_BYTE_ARRAY")
    return deltaTexts(cursor, count, encoding === "DELTA_BYTE_ARRAY", budget);
  throw new Failure("UNSUPPORTED_FORMAT", `${cursor.where} is encoded in a way that is not read (${encoding}). Save the file again.`);
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
