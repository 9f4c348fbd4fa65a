/** Bounds-checked reading of bytes: every read past the end is TRUNCATED, never undefined or a TypeError. */
import { Failure } from "../failure.js";

/** @import { BlobLike } from "../types.d.ts" */

/**
 * @param {string} where file, and array or part inside it
 * @param {number} needed bytes
 * @param {number} held bytes
 */
export function truncated(where, needed, held) {
  const bytes = `${needed.toLocaleString("en")} bytes are promised and ${held.toLocaleString("en")} are there`;
  const message = `${where} ends too early: ${bytes}. It was probably cut short in copying; copy or download it again.`;
  return new Failure("TRUNCATED", message, { where, needed, held });
}

/** A damaged file. @param {"BAD_HEADER" | "CORRUPT" | "TRUNCATED"} code @param {string} where file, and part inside it @param {string} what a sentence */
export function saveAgain(code, where, what) {
  return new Failure(code, `${what} Save the file again.`, { where });
}

/**
 * Bytes that belong to nothing.
 * @param {string} where
 * @param {number} begin their first
 * @param {number} size bytes of the file
 * @param {string} place "after its array"
 * @param {string} rest of the sentence, and what to do
 */
export function surplus(where, begin, size, place, rest) {
  const message = `${where} has ${(size - begin).toLocaleString("en")} bytes ${place} (from byte ${begin.toLocaleString("en")})${rest}`;
  return new Failure("CORRUPT", message, { where, begin });
}

/**
 * Bytes begin … end - 1 of a blob.
 * @param {BlobLike} blob
 * @param {number} begin
 * @param {number} end
 * @param {string} where
 * @returns {Promise<ArrayBuffer>}
 */
export async function readBytes(blob, begin, end, where) {
  if (!(begin >= 0 && begin <= end))
    throw new Failure("INTERNAL", `Bytes ${begin} to ${end} of ${where} were asked for. Please report it.`);
  if (end > blob.size) throw truncated(where, end, blob.size);
  if (begin === end) return new ArrayBuffer(0);
  let bytes;
  try {
    bytes = await blob.slice(begin, end).arrayBuffer();
  } catch (error) {
    throw unreadable(where, error);
  }
  if (bytes.byteLength !== end - begin) throw truncated(where, end, begin + bytes.byteLength);
  return bytes;
}

/** @param {string} where @param {unknown} error */
function unreadable(where, error) {
  const failure = Failure.from(error);
  if (failure.code !== "INTERNAL") return failure;
  const message = `${where} can no longer be read: it was moved, changed or locked since it was chosen. Choose it again.`;
  return new Failure("UNREADABLE", message, { where, cause: failure.details.cause });
}

/** A position in a run of bytes. Numbers are little-endian unless said otherwise. */
export class Cursor {
  /** @param {Uint8Array} bytes @param {string} where file, and part inside it @param {number} [base] where the bytes begin in the file, for sentences */
  constructor(bytes, where, base = 0) {
    this.bytes = bytes;
    this.where = where;
    this.base = base;
    this.position = 0;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining() {
    return this.bytes.length - this.position;
  }

  /** Moves over count bytes; the position before them. @param {number} count */
  skip(count) {
    const at = this.position;
    if (!(count >= 0 && count <= this.bytes.length - at))
      throw truncated(this.where, this.base + at + count, this.base + this.bytes.length);
    this.position = at + count;
    return at;
  }

  u8() {
    return this.view.getUint8(this.skip(1));
  }
  u16() {
    return this.view.getUint16(this.skip(2), true);
  }
  u32() {
    return this.view.getUint32(this.skip(4), true);
  }
  i32() {
    return this.view.getInt32(this.skip(4), true);
  }
  /** Big-endian, as pickle writes it. */
  f64BigEndian() {
    return this.view.getFloat64(this.skip(8), false);
  }

  /** A count or an offset: above 2^53 no file can honour it. */
  u64() {
    const value = this.view.getBigUint64(this.skip(8), true);
    if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value);
    const message = `${this.where} states a length of ${value} bytes, which no file can have. The file is damaged; copy or save it again.`;
    throw new Failure("BAD_HEADER", message, { where: this.where });
  }

  /** The next count bytes, without copying. @param {number} count */
  take(count) {
    const at = this.skip(count);
    return this.bytes.subarray(at, at + count);
  }

  /** Text up to the next line feed, which is passed over. */
  line() {
    const end = this.bytes.indexOf(10, this.position);
    if (end < 0) throw truncated(this.where, this.base + this.bytes.length + 1, this.base + this.bytes.length);
    const text = latin1(this.bytes.subarray(this.position, end));
    this.position = end + 1;
    return text;
  }
}

/** One character a byte. @param {Uint8Array} bytes */
export function latin1(bytes) {
  let text = "";
  for (let begin = 0; begin < bytes.length; begin += 8192) text += String.fromCharCode(...bytes.subarray(begin, begin + 8192));
  return text;
}
