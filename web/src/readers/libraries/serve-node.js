/** The thread's side on Node: jobs one after the other; a library's code loads when it is first asked, a file's bytes come when asked for. */
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { Failure } from "../../failure.js";

/** @import { BlobLike, FileLike } from "../../types.d.ts" */
/** @import { Job, Jobs } from "./jobs.js" */
/** @import { MessagePort } from "node:worker_threads" */

/**
 * @typedef {{ path: string, begin: number }} OnDisk begin: the file's first byte there
 * @typedef {{ job: Job, file: { name: string, size: number } & Partial<OnDisk>, given: unknown[] }} Question
 * @typedef {{ id: number, bytes?: ArrayBuffer, error?: unknown }} Bytes
 */

/** @type {{ [job in Job]: () => Promise<Jobs[job]> }} */
const LOAD = {
  parquet: async () => (await import("./parquet.js")).readParquet,
  arrow: async () => (await import("./arrow.js")).readArrow,
  xlsx: async () => (await import("./xlsx.js")).readXlsx,
  hdf5: async () => (await import("./h5wasm.js")).describeDatasets,
  hdf5Values: async () => (await import("./h5wasm.js")).datasetValues,
};

const port = /** @type {MessagePort} */ (parentPort);
/** @type {Map<number, { resolve: (bytes: ArrayBuffer) => void, reject: (error: Failure) => void }>} */
const awaited = new Map();
let asked = 0;

/** A run of bytes of the file that the asking thread holds. @implements {BlobLike} */
class FarBytes {
  /** @param {number} begin @param {number} end */
  constructor(begin, end) {
    this.begin = begin;
    this.end = end;
    this.size = end - begin;
  }

  /** @param {number} begin @param {number} end */
  slice(begin, end) {
    return new FarBytes(this.begin + begin, this.begin + end);
  }

  /** @returns {Promise<ArrayBuffer>} */
  arrayBuffer() {
    return new Promise((resolve, reject) => {
      awaited.set(++asked, { resolve, reject });
      port.postMessage({ id: asked, begin: this.begin, end: this.end });
    });
  }
}

/** @param {Bytes} message */
function receive({ id, bytes, error }) {
  const waiting = awaited.get(id);
  awaited.delete(id);
  if (bytes) waiting?.resolve(bytes);
  else waiting?.reject(Failure.from(error));
}

/** @param {Question} question */
async function answer({ job, file: { name, size, path, begin: first = 0 }, given }) {
  let disk = -1;
  /** For a library that cannot wait. @param {number} begin @param {number} end */
  const readNow = (begin, end) => {
    if (disk < 0) disk = openSync(/** @type {string} */ (path), "r");
    const bytes = new Uint8Array(end - begin);
    return bytes.subarray(0, readSync(disk, bytes, 0, bytes.length, first + begin));
  };
  try {
    const run = /** @type {(file: FileLike, ...given: unknown[]) => Promise<unknown>} */ (await LOAD[job]());
    port.postMessage({ value: await run(Object.assign(new FarBytes(0, size), { name, ...(path && { readNow }) }), ...given) });
  } catch (error) {
    const { code, message, details } = Failure.from(error);
    port.postMessage({ error: { code, message, details } });
  } finally {
    if (disk >= 0) closeSync(disk);
  }
}

port.on("message", (/** @type {Question | Bytes} */ message) => ("job" in message ? void answer(message) : receive(message)));
