/** The pages of one column chunk, decoded one at a time: lengths and run lengths are checked before the library believes them. */
import { parquetHeader } from "hyparquet/src/column.js";
import { convert, convertWithDictionary } from "hyparquet/src/convert.js";
import { decompressPage, readDataPage, readDataPageV2 } from "hyparquet/src/datapage.js";
import { readPlain } from "hyparquet/src/plain.js";
import { Failure } from "../../failure.js";
import { Cursor } from "../bytes.js";

/** @import { DecodedArray, PageHeader } from "hyparquet" */
/** @import { ColumnDecoder } from "hyparquet/src/types.js" */
/** @import { Budget } from "../budget.js" */

/** What a level, a repetition and a value take while a page is decoded, in bytes. */
const VALUE_BYTES = 24;

/**
 * Levels are empty where none is needed: then every value is there.
 * @typedef {{ count: number, values: DecodedArray, definition: ArrayLike<number>, repetition: ArrayLike<number> }} DecodedPage
 * @typedef {{ maxDefinition: number, maxRepetition: number, decoder: ColumnDecoder, values: number, where: string }} Chunk values: as the footer states
 */

/** @param {number} value */
const bitWidth = (value) => 32 - Math.clz32(value);

/**
 * Walks runs of the RLE and bit-packing hybrid: a run of a few bytes can state two thousand million values.
 * @param {Uint8Array} bytes @param {number} width bits of a value @param {number} count values that are expected @param {string} where
 */
function checkRuns(bytes, width, count, where) {
  const cursor = new Cursor(bytes, where);
  let seen = 0;
  while (seen < count && cursor.remaining > 0) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = cursor.u8();
      header += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    const packed = header % 2 === 1;
    const run = Math.floor(header / 2) * (packed ? 8 : 1);
    if (run > count - seen + (packed ? 7 : 0))
      throw new Failure(
        "CORRUPT",
        `A page of ${where} repeats a value ${run.toLocaleString("en")} times, and ${(count - seen).toLocaleString("en")} values are left. The file is damaged; save it again.`,
        { where, run, left: count - seen },
      );
    // The last run of a page may be cut to the values it needs.
    cursor.skip(Math.min(cursor.remaining, packed ? (run / 8) * width : Math.ceil(width / 8)));
    seen += run;
  }
}

/** @param {Uint8Array} page unpacked @param {number} at where the values begin @param {string} encoding @param {number} count @param {Chunk} chunk */
function checkValues(page, at, encoding, count, { decoder, where }) {
  if (decoder.type === "BOOLEAN" && encoding === "RLE") checkRuns(page.subarray(at), 1, count, where);
  else if (encoding === "RLE_DICTIONARY" || encoding === "PLAIN_DICTIONARY")
    if (at < page.length && page[at] > 0) checkRuns(page.subarray(at + 1), page[at], count, where);
}

/** @param {Uint8Array} page @param {number} count @param {string} encoding @param {Chunk} chunk */
function checkPage(page, count, encoding, chunk) {
  const cursor = new Cursor(page, chunk.where);
  for (const level of [chunk.maxRepetition, chunk.maxDefinition])
    if (level > 0) checkRuns(cursor.take(cursor.u32()), bitWidth(level), count, chunk.where);
  const boolean = chunk.decoder.type === "BOOLEAN" && encoding === "RLE" ? 4 : 0;
  checkValues(page, cursor.position + boolean, encoding, count, chunk);
}

/**
 * A page of version 2 with its values unpacked, so that it can be checked like one of version 1.
 * @param {Uint8Array} bytes @param {PageHeader} header @param {Chunk} chunk
 */
function unpackedV2(bytes, header, chunk) {
  const states = /** @type {NonNullable<PageHeader["data_page_header_v2"]>} */ (header.data_page_header_v2);
  const cursor = new Cursor(bytes, chunk.where);
  const repetition = cursor.take(states.repetition_levels_byte_length);
  const definition = cursor.take(states.definition_levels_byte_length);
  if (chunk.maxRepetition > 0) checkRuns(repetition, bitWidth(chunk.maxRepetition), states.num_values, chunk.where);
  if (chunk.maxDefinition > 0) checkRuns(definition, bitWidth(chunk.maxDefinition), states.num_values, chunk.where);
  const levels = cursor.position;
  const { codec, compressors } = chunk.decoder;
  const packed = bytes.subarray(levels);
  const values =
    states.is_compressed !== false && codec !== "UNCOMPRESSED"
      ? decompressPage(packed, header.uncompressed_page_size - levels, codec, compressors)
      : packed;
  const boolean = chunk.decoder.type === "BOOLEAN" && states.encoding === "RLE" ? 4 : 0;
  checkValues(values, boolean, states.encoding, states.num_values - states.num_nulls, chunk);
  const page = new Uint8Array(levels + values.length);
  page.set(bytes.subarray(0, levels));
  page.set(values, levels);
  return {
    page,
    header: { ...header, uncompressed_page_size: page.length, data_page_header_v2: { ...states, is_compressed: false } },
  };
}

/** @param {PageHeader} header @param {number} left values that the chunk still has @param {Chunk} chunk @param {Budget} budget */
function checkHeader(header, left, { where }, budget) {
  const { uncompressed_page_size: size, compressed_page_size: packed } = header;
  const data = header.data_page_header ?? header.data_page_header_v2;
  const count = data?.num_values ?? header.dictionary_page_header?.num_values ?? 0;
  if (!(size >= 0 && packed >= 0 && count >= 0) || (data && count > left))
    throw new Failure(
      "CORRUPT",
      `A page of ${where} states ${count} values in ${size} bytes (${packed} packed), and its column has ${left} values left. The file is damaged; save it again.`,
      { where, count, size, packed, left },
    );
  budget.check(size + count * VALUE_BYTES, `A page of ${where}`, "Save it in smaller pages, or as .npy.");
  return count;
}

/**
 * @param {Uint8Array} bytes of the whole chunk
 * @param {Chunk} chunk
 * @param {Budget} budget
 * @returns {Generator<DecodedPage>}
 */
export function* pagesOf(bytes, chunk, budget) {
  const { decoder, where } = chunk;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  /** @type {DecodedArray | undefined} */
  let dictionary;
  let left = chunk.values;
  while (left > 0 && reader.offset < bytes.length - 1) {
    const header = parquetHeader(reader);
    const count = checkHeader(header, left, chunk, budget);
    const cursor = new Cursor(bytes, where);
    cursor.skip(reader.offset);
    const packed = cursor.take(header.compressed_page_size);
    reader.offset = cursor.position;
    if (header.type === "DICTIONARY_PAGE") {
      const page = decompressPage(packed, header.uncompressed_page_size, decoder.codec, decoder.compressors);
      const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
      dictionary = convert(readPlain({ view, offset: 0 }, decoder.type, count, decoder.element.type_length), decoder);
      continue;
    }
    const version1 = header.data_page_header;
    const encoding = (version1 ?? header.data_page_header_v2)?.encoding;
    if (!encoding)
      throw new Failure("UNSUPPORTED_FORMAT", `${where} has a page of a kind that is not read (${header.type}). Save the file again.`, {
        where,
      });
    let decoded;
    if (version1) {
      const page = decompressPage(packed, header.uncompressed_page_size, decoder.codec, decoder.compressors);
      checkPage(page, count, encoding, chunk);
      decoded = readDataPage(page, version1, decoder);
    } else {
      const { page, header: plain } = unpackedV2(packed, header, chunk);
      decoded = readDataPageV2(page, plain, decoder);
    }
    yield {
      count,
      values: convertWithDictionary(decoded.dataPage, dictionary, encoding, decoder),
      definition: decoded.definitionLevels ?? [],
      repetition: decoded.repetitionLevels,
    };
    left -= count;
  }
  if (left > 0)
    throw new Failure("TRUNCATED", `${where} ends ${left.toLocaleString("en")} values too early. Copy or save the file again.`, {
      where,
      left,
    });
}
