/**
 * Parquet's runs: levels and indices as repeated values or packed bits, as many of them as are expected.
 * Answers the runs of tests/web/readers/libraries.test.js.
 */
import { Failure } from "../../../failure.js";
import { corrupt } from "./guard.js";
import { varint } from "./parquet-thrift.js";

/** @import { Cursor } from "../../bytes.js" */

/** @param {string} where @param {number} seen @param {number} count */
const wrongCount = (where, seen, count) =>
  corrupt(`A page of ${where}`, `holds ${seen.toLocaleString("en")} values in its runs, and ${count.toLocaleString("en")} are stated`);

/** The most values that a run may state: its length is a positive 32-bit number. */
const LONGEST_RUN = 2 ** 31 - 1;

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
    throw new Failure("CORRUPT", `A page of ${where} states values of ${width} bits, and 32 are the most. The file is damaged.`);
  const out = width <= 8 ? new Uint8Array(count) : new Uint32Array(count);
  if (width === 0) return out;
  for (let seen = 0; seen < count; ) {
    if (cursor.remaining === 0) throw wrongCount(where, seen, count);
    const header = varint(cursor);
    const isPacked = header % 2 === 1;
    const stated = Math.floor(header / 2) * (isPacked ? 8 : 1);
    if (stated > LONGEST_RUN) throw wrongCount(where, seen + stated, count);
    // Writers fill their last run, to eight values or to 256; what is beyond those expected means nothing.
    const values = Math.min(stated, count - seen);
    if (isPacked) {
      const bytes = cursor.take(Math.ceil((values * width) / 8));
      unpack(bytes, width, out.subarray(seen, seen + values));
      cursor.skip(Math.min(cursor.remaining, (stated * width) / 8 - bytes.length));
    } else {
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value += cursor.u8() * 2 ** shift;
      out.fill(value, seen, seen + values);
    }
    seen += values;
  }
  return out;
}
