/** What unpacks a page. Each codec fills exactly the bytes that the page states, which parquet-pages.js has checked. */
import { snappyUncompress } from "hyparquet";
import { gunzip } from "hyparquet-compressors/src/gzip.js";
import { decompressLz4, decompressLz4Raw } from "hyparquet-compressors/src/lz4.js";
import { unpackZstd } from "./guards/zstd.js";

/** @import { CompressionCodec, Compressors } from "hyparquet" */

/** @type {Compressors} */
const COMMON = {
  SNAPPY(input, length) {
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: (input, length) => gunzip(input, new Uint8Array(length)),
  ZSTD: (input, length) => unpackZstd(input, new Uint8Array(length)),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/**
 * The codecs that a file names; brotli's dictionary is large and its files are rare.
 * @param {ReadonlySet<CompressionCodec>} named
 * @returns {Promise<Compressors>}
 */
export async function codecsFor(named) {
  if (!named.has("BROTLI")) return COMMON;
  const { decompressBrotli } = await import("hyparquet-compressors/src/brotli.js");
  return { ...COMMON, BROTLI: decompressBrotli };
}
