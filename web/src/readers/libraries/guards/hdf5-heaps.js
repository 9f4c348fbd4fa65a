/**
 * HDF5's global heaps, which hold texts of any length: the library walks on for ever over an object that has no size.
 * Answers hdf5-endless-heap.h5 of the fuzzer's corpus.
 */
import { Failure } from "../../../failure.js";

/** The mark, and the one version there is. */
const MARK = Uint8Array.from("GCOL\x01", (character) => character.charCodeAt(0));
const HEAD = 16;

/** Bytes from an object to the next. @param {DataView} view @param {number} at @returns {bigint} */
function step(view, at) {
  const size = view.getBigUint64(at + 8, true);
  // Object 0 is the room that is left, its head included.
  if (view.getUint16(at, true) === 0) return size;
  return BigInt(HEAD) + ((size + 7n) / 8n) * 8n;
}

/** @param {DataView} view @param {number} begin @param {string} file */
function checkHeap(view, begin, file) {
  const held = view.byteLength - begin;
  const stated = held >= HEAD ? view.getBigUint64(begin + 8, true) : 0n;
  // The library says by itself that a heap is cut off.
  if (stated > BigInt(held)) return;
  const end = begin + Number(stated);
  for (let at = begin + HEAD; at + HEAD <= end; ) {
    const bytes = step(view, at);
    if (bytes === 0n || bytes > BigInt(end - at))
      throw new Failure(
        "CORRUPT",
        `${file} has an object of ${bytes} bytes at ${at}, where ${end - at} are left of its heap of texts. The file is damaged; copy or save it again.`,
      );
    at += Number(bytes);
  }
}

/** @param {ArrayBuffer} buffer the whole file @param {string} file */
export function checkGlobalHeaps(buffer, file) {
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  for (let at = bytes.indexOf(MARK[0]); at >= 0; at = bytes.indexOf(MARK[0], at + 1))
    if (MARK.every((code, i) => bytes[at + i] === code)) checkHeap(view, at, file);
}
