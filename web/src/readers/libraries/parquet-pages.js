/** The pages of one column chunk, decoded one at a time: levels here, values by guards/parquet-values.js. */
import { parquetHeader } from "hyparquet/src/column.js";
import { decompressPage } from "hyparquet/src/datapage.js";
import { Failure } from "../../failure.js";
import { Cursor } from "../bytes.js";
import { corrupt } from "./guards/guard.js";
import { readRuns } from "./guards/parquet-runs.js";
import { checkStruct } from "./guards/parquet-thrift.js";
import { pageValues } from "./guards/parquet-values.js";

/** @import { DecodedArray, PageHeader } from "hyparquet" */
/** @import { Budget } from "../budget.js" */
/** @import { Chunk, DecodedPage } from "./types.d.ts" */

/** What a level, a repetition and a value take while a page is decoded, in bytes. */
const VALUE_BYTES = 24;

/** Answers parquet-runs-beyond-levels.parquet of the fuzzer's corpus. @param {PageHeader} header @param {number} left values that the chunk still has @param {Chunk} chunk @param {Budget} budget */
function checkHeader(header, left, { where }, budget) {
  const { uncompressed_page_size: size, compressed_page_size: packed } = header;
  const data = header.data_page_header ?? header.data_page_header_v2;
  const count = data?.num_values ?? header.dictionary_page_header?.num_values ?? 0;
  if (!(size >= 0 && packed >= 0 && count >= 0) || (data && count > left))
    throw corrupt(
      `A page of ${where}`,
      `states ${count} values in ${size ?? "no"} bytes (${packed ?? "none"} packed), and its column has ${left} values left`,
    );
  budget.check(size + count * VALUE_BYTES, `A page of ${where}`, "Save it in smaller pages, or as .npy.");
  return count;
}

/** @param {Cursor} cursor @param {number} max @param {number} count @returns {ArrayLike<number>} */
function levels(cursor, max, count) {
  if (max === 0) return [];
  const runs = readRuns(cursor, 32 - Math.clz32(max), count);
  const wrong = runs.find((level) => level > max);
  if (wrong !== undefined) throw corrupt(`A page of ${cursor.where}`, `states level ${wrong}, and ${max} is the highest`);
  return runs;
}

/** A page's levels and the bytes of its values. @param {Uint8Array} bytes @param {PageHeader} header @param {Chunk} chunk @param {number} count */
function opened(bytes, header, { decoder, maxDefinition, maxRepetition, where }, count) {
  const { codec, compressors } = decoder;
  const second = header.data_page_header_v2;
  for (const [max, encoding] of [
    [maxRepetition, header.data_page_header?.repetition_level_encoding],
    [maxDefinition, header.data_page_header?.definition_level_encoding],
  ])
    if (max && encoding && encoding !== "RLE")
      throw new Failure(
        "UNSUPPORTED_FORMAT",
        `${where} has levels in a form that Parquet has given up (${encoding}). Save the file again.`,
      );
  const page = second ? bytes : decompressPage(bytes, header.uncompressed_page_size, codec, compressors);
  const cursor = new Cursor(page, where);
  /** @param {number} max @param {number | undefined} length as the header states it, else before the levels */
  const part = (max, length) => {
    if (max === 0 && length === undefined) return [];
    return levels(new Cursor(cursor.take(length ?? cursor.u32()), where), max, count);
  };
  const repetition = part(maxRepetition, second?.repetition_levels_byte_length);
  const definition = part(maxDefinition, second?.definition_levels_byte_length);
  if (!second || second.is_compressed === false || codec === "UNCOMPRESSED")
    return { repetition, definition, values: cursor.take(cursor.remaining) };
  const size = header.uncompressed_page_size - cursor.position;
  // Some writers leave a page without values unpacked.
  const values = size === 0 ? new Uint8Array(0) : decompressPage(cursor.take(cursor.remaining), size, codec, compressors);
  return { repetition, definition, values };
}

/** @param {ArrayLike<number>} definition @param {number} max @param {number} count */
function valuesThere(definition, max, count) {
  if (definition.length === 0) return count;
  let there = 0;
  for (let i = 0; i < count; i++) if (definition[i] === max) there++;
  return there;
}

/**
 * @param {Uint8Array} bytes of the whole chunk
 * @param {Chunk} chunk
 * @param {Budget} budget
 * @returns {Generator<DecodedPage>}
 */
export function* pagesOf(bytes, chunk, budget) {
  const { decoder, where, maxDefinition } = chunk;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  /** @type {DecodedArray | undefined} */
  let dictionary;
  let left = chunk.values;
  while (left > 0 && reader.offset < bytes.length - 1) {
    checkStruct(bytes, reader.offset, where);
    const header = parquetHeader(reader);
    const count = checkHeader(header, left, chunk, budget);
    const cursor = new Cursor(bytes, where);
    cursor.skip(reader.offset);
    const packed = cursor.take(header.compressed_page_size);
    reader.offset = cursor.position;
    if (header.type === "DICTIONARY_PAGE") {
      const page = decompressPage(packed, header.uncompressed_page_size, decoder.codec, decoder.compressors);
      dictionary = pageValues(new Cursor(page, where), count, "PLAIN", decoder, undefined, budget);
      continue;
    }
    const encoding = (header.data_page_header ?? header.data_page_header_v2)?.encoding;
    if (!encoding)
      throw new Failure("UNSUPPORTED_FORMAT", `${where} has a page of a kind that is not read (${header.type}). Save the file again.`);
    const { repetition, definition, values } = opened(packed, header, chunk, count);
    const there = valuesThere(definition, maxDefinition, count);
    const present = pageValues(new Cursor(values, where), there, encoding, decoder, dictionary, budget);
    yield { count, values: present, definition, repetition };
    left -= count;
  }
  if (left > 0) throw new Failure("TRUNCATED", `${where} ends ${left.toLocaleString("en")} values too early. Copy or save the file again.`);
}
