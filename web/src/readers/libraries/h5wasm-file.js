/** A file where the HDF5 library sees it, for one use; and the library's failures as sentences. */
import { File, FS, ready } from "h5wasm";
import { Failure } from "../../failure.js";
import { readBytes } from "../bytes.js";
import { damaged } from "./guards/guard.js";
import { heapWasRefused, limitHeap } from "./guards/h5wasm-heap.js";

/** @import { FileLike } from "../../types.d.ts" */
/** @import { Budget } from "../budget.js" */

export const REMEDY = "Save the embeddings as .npy: that is read in pieces.";

/** What the library's structures take for each byte of a file. */
export const HEAP_A_BYTE = 4;

/** @param {unknown} error @param {string} where @returns {Failure} */
export function explained(error, where) {
  if (error instanceof Failure || !heapWasRefused()) return damaged(error, where);
  return new Failure("CORRUPT", `${where} states lengths far beyond what its file can hold. The file is damaged; copy or save it again.`);
}

const PATH = "/file";

/** Bytes of the file at once, since the library cannot wait; in a worker of a page they stay where they are. @param {FileLike} file @param {string} name @param {Budget} budget @returns {Promise<(begin: number, end: number) => Uint8Array>} */
async function bytesOf(file, name, budget) {
  if ("FileReaderSync" in globalThis && file instanceof Blob) {
    const reader = new /** @type {any} */ (globalThis).FileReaderSync();
    return (begin, end) => new Uint8Array(reader.readAsArrayBuffer(file.slice(begin, end)));
  }
  budget.check(file.size, "The file", REMEDY);
  if ("readNow" in file) return /** @type {(begin: number, end: number) => Uint8Array} */ (file.readNow);
  const bytes = new Uint8Array(await readBytes(file, 0, file.size, name));
  return (begin, end) => bytes.subarray(begin, end);
}

/** The bytes that the library read last. */
export const lastRead = { begin: 0, bytes: /** @type {Uint8Array} */ (new Uint8Array(0)) };

/** The file where the library can see it. @param {FileLike} file @param {string} name @param {Budget} budget */
async function mount(file, name, budget) {
  await ready;
  const files = /** @type {any} */ (FS);
  // What goes wrong is a sentence of ours; the library would print its stack of calls as well.
  files.getStream(2).stream_ops = { write: (/** @type {unknown[]} */ ...[, , , length]) => length };
  const bytes = await bytesOf(file, name, budget);
  files.writeFile(PATH, "");
  const { node } = files.lookupPath(PATH);
  node.usedBytes = file.size;
  /** @param {unknown} _stream @param {Uint8Array} buffer @param {number} offset @param {number} length @param {number} position */
  const read = (_stream, buffer, offset, length, position) => {
    lastRead.begin = position;
    lastRead.bytes = bytes(Math.min(position, file.size), Math.min(position + length, file.size));
    buffer.set(lastRead.bytes, offset);
    return lastRead.bytes.length;
  };
  node.stream_ops = { ...node.stream_ops, read };
  return () => files.unlink(PATH);
}

/** @template T @param {FileLike} file @param {string} name @param {Budget} budget @param {(opened: File) => T} use @returns {Promise<T>} */
export async function withFile(file, name, budget, use) {
  const unmount = await mount(file, name, budget);
  limitHeap(HEAP_A_BYTE * file.size);
  let opened;
  try {
    opened = new File(PATH, "r");
    if (opened.file_id < 0n) throw new Error("it is not an HDF5 file");
    return use(opened);
  } catch (error) {
    throw explained(error, name);
  } finally {
    if (opened && opened.file_id >= 0n) opened.close();
    unmount();
  }
}
