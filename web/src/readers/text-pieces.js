/** A file of text in pieces, decoded as its mark says; never held as a whole. */
import { readBytes } from "./bytes.js";

/** @import { BlobLike } from "../types.d.ts" */

const PIECE = 1 << 19;

/** @param {Uint8Array} head */
function encodingByMark(head) {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/** @param {Uint8Array} head */
export const isText = (head) => encodingByMark(head) !== "utf-8" || !head.includes(0);

/**
 * @param {BlobLike} file
 * @param {string} where
 * @returns {AsyncGenerator<{ text: string, last: boolean }>}
 */
export async function* textPieces(file, where) {
  const head = new Uint8Array(await readBytes(file, 0, Math.min(4, file.size), where));
  const decoder = new TextDecoder(encodingByMark(head));
  for (let begin = 0; begin < file.size; begin += PIECE) {
    const last = begin + PIECE >= file.size;
    const bytes = await readBytes(file, begin, Math.min(file.size, begin + PIECE), where);
    yield { text: decoder.decode(bytes, { stream: !last }), last };
  }
}
