/**
 * Zstandard by fzstd, which reads weights without an end where a table names one weight alone: such a table takes no bits.
 * Answers parquet-endless-zstd-table.parquet of the fuzzer's corpus.
 */
import { decompress } from "fzstd";

const MARK = 0xfd2fb528;
const [REPEATED, COMPRESSED] = [1, 2];
/** Literals whose Huffman table stands before them. */
const WITH_TABLE = 2;

/** Whether a table of weights gives all of its states to one weight. @param {Uint8Array} bytes @param {number} at where the table begins */
function isEndless(bytes, at) {
  const states = 1 << ((bytes[at] & 15) + 5);
  const narrow = 31 - Math.clz32(states + 1);
  const mask = 2 ** narrow - 1;
  let position = 8 * at + 4;
  const read = () => (bytes[position >> 3] | (bytes[(position >> 3) + 1] << 8) | (bytes[(position >> 3) + 2] << 16)) >> (position & 7);
  while (position < 8 * bytes.length) {
    const value = read() & (2 * mask + 1);
    const fewest = 2 * mask - states;
    const isNarrow = (value & mask) < fewest;
    const share = isNarrow ? value & mask : value > mask ? value - fewest : value;
    if (share !== 1) return share === states + 1;
    position += isNarrow ? narrow : narrow + 1;
    // Weights that do not occur are counted by twos of bits.
    for (let more = 3; more === 3 && position < 8 * bytes.length; position += 2) more = read() & 3;
  }
  return false;
}

/** @param {Uint8Array} bytes @param {number} at a compressed block's first byte */
function checkBlock(bytes, at) {
  if ((bytes[at] & 3) !== WITH_TABLE) return;
  const table = at + [3, 3, 4, 5][(bytes[at] >> 2) & 3];
  if (bytes[table] < 128 && isEndless(bytes, table + 1)) throw new Error("a zstd block's Huffman table has no end");
}

/** Where a frame's first block begins. @param {Uint8Array} bytes @param {number} at */
function blocksOf(bytes, at) {
  const flags = bytes[at + 4];
  const isSingle = (flags >> 5) & 1;
  const size = flags >> 6 ? 1 << (flags >> 6) : isSingle;
  return at + 6 - isSingle + [0, 1, 2, 4][flags & 3] + size;
}

/** @param {Uint8Array} bytes @param {DataView} view @param {number} at a frame @returns {number} where the next begins */
function checkFrame(bytes, view, at) {
  // What may be skipped states its length.
  if (view.getUint32(at, true) !== MARK) return at + 8 + (at + 8 <= bytes.length ? view.getUint32(at + 4, true) : 0);
  let block = blocksOf(bytes, at);
  for (let isLast = false; !isLast && block + 3 <= bytes.length; ) {
    const head = bytes[block] | (bytes[block + 1] << 8) | (bytes[block + 2] << 16);
    const kind = (head >> 1) & 3;
    isLast = (head & 1) === 1;
    if (kind === COMPRESSED) checkBlock(bytes, block + 3);
    block += 3 + (kind === REPEATED ? 1 : head >> 3);
  }
  return block + (bytes[at + 4] & 4);
}

/** @param {Uint8Array} bytes @param {Uint8Array} output as long as what is packed */
export function unpackZstd(bytes, output) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; ) at = checkFrame(bytes, view, at);
  return decompress(bytes, output);
}
