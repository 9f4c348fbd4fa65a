/** The thread's side on Node: jobs one after the other; a library's code loads when it is first asked, a file's bytes come when asked for. */
import { closeSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { Failure } from "../../failure.js";

/** @import { MessagePort } from "node:worker_threads" */
/** @import { BlobLike, FileLike } from "../../types.d.ts" */
/** @import { BytesSent, Job, Jobs, Question } from "./types.d.ts" */

/** @type {{ [job in Job]: () => Promise<Jobs[job]> }} */
const LOAD = {
  parquet: async () => (await import("./parquet.js")).readParquet,
  arrow: async () => (await import("./arrow.js")).readArrow,
  xlsx: async () => (await import("./xlsx.js")).readXlsx,
  hdf5: async () => (await import("./h5wasm.js")).describeDatasets,
  hdf5Values: async () => (await import("./h5wasm.js")).datasetValues,
};

const port = /** @type {MessagePort} */ (parentPort);
/** Runs of bytes that are under way. @type {Map<number, { resolve: (bytes: ArrayBuffer) => void, reject: (error: Failure) => void }>} */
const pending = new Map();
let lastId = 0;

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
      pending.set(++lastId, { resolve, reject });
      port.postMessage({ id: lastId, begin: this.begin, end: this.end });
    });
  }
}

/** @param {BytesSent} message */
function receive({ id, bytes, error }) {
  const promise = pending.get(id);
  pending.delete(id);
  if (bytes) promise?.resolve(bytes);
  else promise?.reject(Failure.from(error));
}

/** @param {Question} question */
async function answer({ job, file: { name, size, path, begin: first = 0 }, rest }) {
  let disk = -1;
  /** For a library that cannot wait. @param {number} begin @param {number} end */
  const readNow = (begin, end) => {
    if (disk < 0) disk = openSync(/** @type {string} */ (path), "r");
    const bytes = new Uint8Array(end - begin);
    return bytes.subarray(0, readSync(disk, bytes, 0, bytes.length, first + begin));
  };
  try {
    const run = /** @type {(file: FileLike, ...rest: unknown[]) => Promise<unknown>} */ (await LOAD[job]());
    port.postMessage({ value: await run(Object.assign(new FarBytes(0, size), { name, ...(path && { readNow }) }), ...rest) });
  } catch (error) {
    const { code, message, details } = Failure.from(error);
    port.postMessage({ error: { code, message, details } });
  } finally {
    if (disk >= 0) closeSync(disk);
  }
}

port.on("message", (/** @type {Question | BytesSent} */ message) => ("job" in message ? void answer(message) : receive(message)));
