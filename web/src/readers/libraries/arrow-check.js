/** Every length in an Arrow file's messages, before the library believes it: it reads past the end without an error. */
import { readInt16, readInt32, readInt64, readObject, readOffset, readUint8 } from "@uwdata/flechette/src/util/read.js";

const MARK = 6;
/** Kinds of messages. */
const SCHEMA = 1;
const DICTIONARY = 2;
const RECORDS = 3;
/** The version of the format since which a buffer takes 16 bytes, not 24. */
const V4 = 3;
const MOST_FIELDS = 200_000;
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

/** @param {Uint8Array} bytes @param {number} schema */
function checkSchema(bytes, schema) {
  let fields = 0;
  /** @param {number | null} list */
  const checkFields = (list) => {
    for (const field of entries(bytes, list, 4)) {
      demand(++fields <= MOST_FIELDS, `there are more than ${MOST_FIELDS} fields`);
      const get = readObject(bytes, field);
      // Type ids of a union.
      const type = get(10, readOffset, 0);
      if (get(8, readUint8, 0) === 14 && type) entries(bytes, readObject(bytes, type)(6, readOffset), 4);
      entries(bytes, get(16, readOffset), 4);
      checkFields(get(14, readOffset));
    }
  };
  const get = readObject(bytes, schema);
  entries(bytes, get(8, readOffset), 4);
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
  if (kind === SCHEMA && content) checkSchema(head, content);
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
  if (schema) checkSchema(bytes, schema);
  for (const list of [8, 10]) for (const block of entries(bytes, get(list, readOffset), 24)) checkMessage(bytes, readInt64(bytes, block));
}
