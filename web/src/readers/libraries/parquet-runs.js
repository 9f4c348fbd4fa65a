/** Parquet's runs: levels and indices as repeated values or packed bits, never more of them than are expected. */
import { Failure } from "../../failure.js";
import { varint } from "./parquet-thrift.js";

/** @import { Cursor } from "../bytes.js" */

/** @param {string} where @param {number} seen @param {number} count */
function wrongCount(where, seen, count) {
  return new Failure(
    "CORRUPT",
    `A page of ${where} holds ${seen.toLocaleString("en")} values in its runs, and ${count.toLocaleString("en")} are stated. The file is damaged; save it again.`,
    { where, seen, count },
  );
}

/** @param {Uint8Array} bytes @param {number} width bits of a value @param {Uint8Array | Uint32Array} out */
function unpack(bytes, width, out) {
  const mask = 2 ** width - 1;
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < out.length; i++) {
    // Up to 39 bits are held: beyond what shifts can do.
    for (; held < width; held += 8) bits += bytes[at++] * 2 ** held;
    out[i] = mask === 0xffffffff ? bits % 2 ** 32 : bits % (mask + 1);
    bits = Math.floor(bits / 2 ** width);
    held -= width;
  }
}

/** @param {Cursor} cursor at the first run @param {number} width bits of a value, up to 32 @param {number} count @returns {Uint8Array | Uint32Array} */
export function readRuns(cursor, width, count) {
  const { where } = cursor;
  if (width > 32)
    throw new Failure("CORRUPT", `A page of ${where} states values of ${width} bits, and 32 are the most. The file is damaged.`, { where });
  const out = width <= 8 ? new Uint8Array(count) : new Uint32Array(count);
  if (width === 0) return out;
  for (let seen = 0; seen < count; ) {
    if (cursor.remaining === 0) throw wrongCount(where, seen, count);
    const header = varint(cursor);
    const groups = Math.floor(header / 2);
    if (header % 2 === 1) {
      // The last group is filled up to eight values, and may be cut to the bytes that are needed.
      if (groups * 8 >= count - seen + 8) throw wrongCount(where, seen + groups * 8, count);
      const values = Math.min(groups * 8, count - seen);
      const bytes = cursor.take(Math.ceil((values * width) / 8));
      unpack(bytes, width, out.subarray(seen, seen + values));
      cursor.skip(Math.min(cursor.remaining, groups * width - bytes.length));
      seen += values;
    } else {
      if (groups > count - seen) throw wrongCount(where, seen + groups, count);
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value += cursor.u8() * 2 ** shift;
      out.fill(value, seen, seen + groups);
      seen += groups;
    }
  }
  return out;
}
