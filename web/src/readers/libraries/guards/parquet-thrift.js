/**
 * A walk over Thrift's compact form: the library makes room for as many entries as a list states, before it reads the first.
 * Answers footers of 2^28 entries (tests/web/readers/libraries.test.js).
 */
import { Cursor } from "../../bytes.js";
import { corrupt } from "./guard.js";

const DEEPEST = 64;
const [BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [3, 4, 5, 6, 7, 8, 9, 12];

/** A whole number, seven bits a byte. @param {Cursor} cursor */
export function varint(cursor) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = cursor.u8();
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}

/** @param {Cursor} cursor @param {number} depth */
function skipList(cursor, depth) {
  const head = cursor.u8();
  const length = head >> 4 === 15 ? varint(cursor) : head >> 4;
  // No entry is shorter than a byte.
  if (length > cursor.remaining) throw corrupt(cursor.where, `states a list of ${length} entries in ${cursor.remaining} bytes`);
  for (let i = 0; i < length; i++) {
    // A truth value is in a field's head, but has a byte in a list.
    if ((head & 15) < BYTE) cursor.skip(1);
    else skip(cursor, head & 15, depth);
  }
}

/** @param {Cursor} cursor @param {number} type @param {number} depth */
function skip(cursor, type, depth) {
  if (type === BYTE) cursor.skip(1);
  else if (type === I16 || type === I32 || type === I64) varint(cursor);
  else if (type === DOUBLE) cursor.skip(8);
  else if (type === BINARY) cursor.skip(varint(cursor));
  else if (type === LIST) skipList(cursor, depth);
  else if (type === STRUCT) skipStruct(cursor, depth + 1);
  else if (type > 2) throw corrupt(cursor.where, `holds a value of unknown type ${type} in a header`);
}

/** @param {Cursor} cursor @param {number} depth */
function skipStruct(cursor, depth) {
  if (depth > DEEPEST) throw corrupt(cursor.where, `has headers more than ${DEEPEST} deep`);
  for (let head = cursor.u8(); (head & 15) !== 0; head = cursor.u8()) {
    if (head >> 4 === 0) varint(cursor);
    skip(cursor, head & 15, depth);
  }
}

/** @param {Uint8Array} bytes @param {number} begin where the structure begins @param {string} where */
export function checkStruct(bytes, begin, where) {
  const cursor = new Cursor(bytes, where);
  cursor.skip(begin);
  skipStruct(cursor, 0);
}
