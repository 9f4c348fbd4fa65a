/**
 * Every length in an Arrow file's messages, before the library believes it: it reads past the end without an error.
 * Answers arrow-notes-beyond-end.arrow of the fuzzer's corpus.
 */
import { readInt16, readInt32, readInt64, readObject, readOffset, readUint8 } from "@uwdata/flechette/src/util/read.js";

/** @import { Tally } from "../types.d.ts" */

const MARK = 6;
/** Kinds of messages. */
const SCHEMA = 1;
const DICTIONARY = 2;
const RECORDS = 3;
/** The version of the format since which a buffer takes 16 bytes, not 24. */
const V4 = 3;
const MOST_TABLES = 200_000;
/** Rows that a byte can tell of: a bit each. */
const ROWS_A_BYTE = 8;

/** @param {boolean} holds @param {string} what */
function demand(holds, what) {
  if (!holds) throw new Error(what);
}

/** Positions of a vector's entries. @param {Uint8Array} bytes @param {number | null} at @param {number} stride */
function entries(bytes, at, stride) {
  if (!at) return [];
  const base = at + readInt32(bytes, at);
  const count = readInt32(bytes, base);
  demand(
    base >= 0 && count >= 0 && base + 4 + count * stride <= bytes.length,
    `a list of ${count} entries lies outside its ${bytes.length} bytes`,
  );
  return Array.from({ length: count }, (_, i) => base + 4 + i * stride);
}

/** @param {Uint8Array} bytes @param {number | null} at @param {Tally} tally */
function checkText(bytes, at, tally) {
  if (!at) return;
  const begin = at + readInt32(bytes, at);
  const length = readInt32(bytes, begin);
  demand(begin >= 0 && length >= 0 && begin + 4 + length <= bytes.length, `a text of ${length} bytes lies outside its ${bytes.length}`);
  tally.characters += length;
  demand(tally.characters <= bytes.length, `its names and notes have more than the ${bytes.length} bytes that are there`);
}

/** Readers of the tables in a list. @param {Uint8Array} bytes @param {number | null} list @param {Tally} tally */
function tablesIn(bytes, list, tally) {
  const tables = entries(bytes, list, 4);
  tally.tables += tables.length;
  demand(tally.tables <= MOST_TABLES, `there are more than ${MOST_TABLES} fields and notes`);
  return tables.map((table) => readObject(bytes, table));
}

/** @param {Uint8Array} bytes @param {number | null} list @param {Tally} tally */
function checkNotes(bytes, list, tally) {
  for (const get of tablesIn(bytes, list, tally)) for (const text of [4, 6]) checkText(bytes, get(text, readOffset), tally);
}

/** @param {Uint8Array} bytes @param {number} schema @param {Tally} tally */
function checkSchema(bytes, schema, tally) {
  /** @param {number | null} list */
  const checkFields = (list) => {
    for (const get of tablesIn(bytes, list, tally)) {
      // Type ids of a union.
      const type = get(10, readOffset, 0);
      if (get(8, readUint8, 0) === 14 && type) entries(bytes, readObject(bytes, type)(6, readOffset), 4);
      checkText(bytes, get(4, readOffset), tally);
      checkNotes(bytes, get(16, readOffset), tally);
      checkFields(get(14, readOffset));
    }
  };
  const get = readObject(bytes, schema);
  checkNotes(bytes, get(8, readOffset), tally);
  checkFields(get(6, readOffset));
}

/** @param {Uint8Array} head @param {number} at @param {number} version @param {Uint8Array} body */
function checkBatch(head, at, version, body) {
  const get = readObject(head, at);
  const page = version < V4 ? 8 : 0;
  const compressed = get(10, readOffset, 0) !== 0;
  let largest = 0;
  for (const buffer of entries(head, get(8, readOffset), 16 + page)) {
    const [offset, length] = [readInt64(head, buffer + page), readInt64(head, buffer + page + 8)];
    demand(offset >= 0 && length >= 0 && offset + length <= body.length, `a buffer of ${length} bytes lies outside its ${body.length}`);
    largest = Math.max(largest, length, compressed && length >= 8 ? readInt64(body, offset) : 0);
  }
  for (const node of entries(head, get(6, readOffset), 16)) {
    const [rows, missing] = [readInt64(head, node), readInt64(head, node + 8)];
    demand(
      rows >= 0 && missing >= 0 && missing <= rows && (largest === 0 || rows <= largest * ROWS_A_BYTE),
      `a column states ${rows} rows, ${missing} of them missing, and its largest buffer has ${largest} bytes`,
    );
  }
  for (const variadic of entries(head, get(12, readOffset), 8)) {
    const buffers = readInt64(head, variadic);
    demand(buffers >= 0 && buffers <= head.length, `a column states ${buffers} buffers`);
  }
}

/** @param {Uint8Array} bytes @param {number} begin @returns {number | null} where the next message begins; null at the end */
function checkMessage(bytes, begin) {
  demand(begin >= 0 && begin <= bytes.length, `a message lies at byte ${begin} of ${bytes.length}`);
  let at = begin + 4;
  let length = readInt32(bytes, begin);
  if (length === -1) {
    length = readInt32(bytes, at);
    at += 4;
  }
  if (length === 0) return null;
  demand(length > 0 && at + length <= bytes.length, `a message of ${length} bytes lies outside the file`);
  const head = bytes.subarray(at, at + length);
  const get = readObject(head, 0);
  const kind = get(6, readUint8, 0);
  const size = get(10, readInt64, 0);
  const next = at + length + size;
  demand(size >= 0 && next <= bytes.length, `a message's body of ${size} bytes lies outside the file`);
  const body = bytes.subarray(at + length, next);
  const content = get(8, readOffset, 0);
  const version = get(4, readInt16, 0);
  if (kind === SCHEMA && content) checkSchema(head, content, { tables: 0, characters: 0 });
  if (kind === RECORDS && content) checkBatch(head, content, version, body);
  if (kind === DICTIONARY && content) {
    const inner = readObject(head, content)(6, readOffset, 0);
    if (inner) checkBatch(head, inner, version, body);
  }
  return next;
}

/** @param {Uint8Array} bytes @param {boolean} isFile with a footer; else a stream of messages */
export function checkMessages(bytes, isFile) {
  if (!isFile) {
    for (let at = /** @type {number | null} */ (0); at !== null && at < bytes.length; ) at = checkMessage(bytes, at);
    return;
  }
  const end = bytes.length - MARK - 4;
  const length = readInt32(bytes, end);
  demand(length > 0 && length <= end, `a footer of ${length} bytes lies outside the file`);
  const get = readObject(bytes, end - length);
  const schema = get(6, readOffset, 0);
  const tally = { tables: 0, characters: 0 };
  if (schema) checkSchema(bytes, schema, tally);
  checkNotes(bytes, get(12, readOffset), tally);
  let held = 0;
  for (const list of [8, 10])
    for (const block of entries(bytes, get(list, readOffset), 24)) {
      const begin = readInt64(bytes, block);
      held += (checkMessage(bytes, begin) ?? begin) - begin;
      demand(held <= bytes.length, "its messages lie upon each other");
    }
}
