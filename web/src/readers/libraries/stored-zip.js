/** A zip archive of stored members, for a library that reads no other container. */
import { crc32 } from "../inflate.js";

/** @param {number[]} fields 16-bit where negative, else 32-bit */
function record(fields) {
  const bytes = new Uint8Array(fields.reduce((sum, field) => sum + (field < 0 ? 2 : 4), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const field of fields)
    if (field < 0) {
      view.setUint16(at, -field - 1, true);
      at += 2;
    } else {
      view.setUint32(at, field, true);
      at += 4;
    }
  return bytes;
}

/** A field of 16 bits. @param {number} value */
const short = (value) => -value - 1;

/** @param {readonly { name: string, bytes: Uint8Array }[]} members @returns {Uint8Array} */
export function storedZip(members) {
  /** @type {Uint8Array[]} */
  const pieces = [];
  /** @type {Uint8Array[]} */
  const directory = [];
  let at = 0;
  for (const { name, bytes } of members) {
    const path = new TextEncoder().encode(name);
    const about = [short(0x800), short(0), short(0), short(0x21), crc32(bytes), bytes.length, bytes.length, short(path.length), short(0)];
    directory.push(record([0x02014b50, short(20), short(20), ...about, short(0), short(0), short(0), 0, at]), path);
    const head = record([0x04034b50, short(20), ...about]);
    pieces.push(head, path, bytes);
    at += head.length + path.length + bytes.length;
  }
  const size = directory.reduce((sum, piece) => sum + piece.length, 0);
  const count = short(members.length);
  const all = [...pieces, ...directory, record([0x06054b50, short(0), short(0), count, count, size, at, short(0)])];
  const out = new Uint8Array(all.reduce((sum, piece) => sum + piece.length, 0));
  let end = 0;
  for (const piece of all) {
    out.set(piece, end);
    end += piece.length;
  }
  return out;
}
