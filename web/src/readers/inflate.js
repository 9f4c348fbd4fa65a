/** Deflated bytes, expanded no further than was promised. */
import { Failure } from "../failure.js";
import { readBytes } from "./bytes.js";

/** @import { BlobLike } from "../types.d.ts" */

/** Deflate expands no further. */
export const SHRINKS_MOST = 1032;
// So one piece can put no more than 66 MB into the stream's queue.
const PIECE = 65536;

/** "deflate" is with zlib's header and checksum. @typedef {"deflate-raw" | "deflate" | "gzip"} Format */

/**
 * The first `size` bytes of a deflated blob.
 * @param {BlobLike} blob
 * @param {number} size
 * @param {string} where
 * @param {Format} format
 * @returns {Promise<{ bytes: Uint8Array<ArrayBuffer>, hasMore: boolean }>} fewer bytes if there are no more
 */
async function expand(blob, size, where, format) {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  /** @type {Failure | undefined} */
  let unreadable;
  const feeding = (async () => {
    for (let begin = 0; begin < blob.size; begin += PIECE) {
      const piece = await readBytes(blob, begin, Math.min(blob.size, begin + PIECE), where).catch((error) => {
        unreadable = error;
        throw error;
      });
      await writer.write(new Uint8Array(piece));
    }
    await writer.close();
  })();
  // A broken stream is reported where it is read; here it would be reported twice.
  feeding.catch(() => writer.abort().catch(() => {}));
  writer.closed.catch(() => {});

  const out = new Uint8Array(size);
  let filled = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return { bytes: out.subarray(0, filled), hasMore: false };
      out.set(value.subarray(0, size - filled), filled);
      filled += value.length;
      if (filled > size) {
        await reader.cancel().catch(() => {});
        return { bytes: out, hasMore: true };
      }
    }
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const message = `${where} cannot be decompressed: its compressed data are damaged. Copy or save the file again.`;
    throw unreadable ?? new Failure("CORRUPT", message, { where, cause });
  }
}

/**
 * All bytes of a deflated blob, which must be exactly `size`.
 * @param {BlobLike} blob
 * @param {number} size
 * @param {string} where
 * @param {Format} [format]
 */
export async function inflate(blob, size, where, format = "deflate-raw") {
  const { bytes, hasMore } = await expand(blob, size, where, format);
  if (!hasMore && bytes.length === size) return bytes;
  throw new Failure(
    "CORRUPT",
    `${where} expands to ${hasMore ? "more than" : `${bytes.length.toLocaleString("en")} bytes, not`} the ${size.toLocaleString("en")} bytes that it states. The archive is damaged, or made to do harm.`,
    { where, size },
  );
}

/**
 * The first `size` bytes of what a deflated blob holds; fewer if it holds fewer.
 * @param {BlobLike} blob
 * @param {number} size
 * @param {string} where
 * @param {Format} [format]
 */
export async function inflateFirst(blob, size, where, format = "deflate-raw") {
  return (await expand(blob, size, where, format)).bytes;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as zip states it. @param {Uint8Array} bytes */
export function crc32(bytes) {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = CRC_TABLE[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
