/** A file where the HDF5 library sees it, for one use; and the library's failures as sentences. */
import { File, FS, ready } from "h5wasm";
import { Failure } from "../../failure.js";
import { readBytes } from "../bytes.js";
import { damaged } from "./guard.js";
import { heapWasRefused, limitHeap } from "./h5wasm-heap.js";

/** @import { FileLike } from "../../types.d.ts" */
/** @import { Budget } from "../budget.js" */

const REMEDY = "Save the embeddings as .npy: that is read in pieces.";

/** What the library's structures take for each byte of a file. */
export const HEAP_A_BYTE = 4;

/** @param {unknown} error @param {string} where @returns {Failure} */
export function explained(error, where) {
  if (error instanceof Failure || !heapWasRefused()) return damaged(error, where);
  return new Failure("CORRUPT", `${where} states lengths far beyond what its file can hold. The file is damaged; copy or save it again.`, {
    where,
    cause: error instanceof Error ? error.message : String(error),
  });
}

/** The file where the library can see it; its bytes stay where they are if this is a worker of a page. @param {FileLike} file @param {string} name @param {Budget} budget */
async function mount(file, name, budget) {
  await ready;
  const files = /** @type {any} */ (FS);
  // What goes wrong is a sentence of ours; the library would print its stack of calls as well.
  files.getStream(2).stream_ops = { write: (/** @type {unknown[]} */ ...[, , , length]) => length };
  if ("FileReaderSync" in globalThis && file instanceof Blob) {
    files.mkdir("/given");
    files.mount(files.filesystems.WORKERFS, { blobs: [{ name: "file", data: file }] }, "/given");
    return { path: "/given/file", unmount: () => {} };
  }
  budget.check(file.size, "The file", REMEDY);
  const path = `/${crypto.randomUUID()}`;
  files.writeFile(path, new Uint8Array(await readBytes(file, 0, file.size, name)));
  return { path, unmount: () => files.unlink(path) };
}

/** @template T @param {FileLike} file @param {string} name @param {Budget} budget @param {(opened: File) => T} use @returns {Promise<T>} */
export async function withFile(file, name, budget, use) {
  const { path, unmount } = await mount(file, name, budget);
  limitHeap(HEAP_A_BYTE * file.size);
  let opened;
  try {
    opened = new File(path, "r");
    if (opened.file_id < 0n) throw new Error("it is not an HDF5 file");
    return use(opened);
  } catch (error) {
    throw explained(error, name);
  } finally {
    if (opened && opened.file_id >= 0n) opened.close();
    unmount();
  }
}
