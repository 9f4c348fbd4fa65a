/** Asks a format's library in the page: its code is inside the page, packed, and unpacked into a worker of its own when a file needs it. */
import { Failure } from "../../failure.js";
import { died, secondsFor, tooSlow } from "./guards/fence.js";
import h5wasm from "./h5wasm-worker.js?packed";
import tables from "./tables-worker.js?packed";

/** @import { Job, Jobs } from "./types.d.ts" */

/** Scripts of workers, by the text that they were unpacked from. @type {Map<string, Promise<Blob>>} */
const scripts = new Map();

/** @param {string} base64 of gzip of a classic script */
async function unpack(base64) {
  const text = atob(base64);
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Blob([await new Response(stream).arrayBuffer()], { type: "text/javascript" });
}

/** @param {Job} job */
async function scriptOf(job) {
  const packed = job.startsWith("hdf5") ? h5wasm : tables;
  const script = scripts.get(packed) ?? unpack(packed);
  scripts.set(packed, script);
  return script;
}

/** @template {Job} J @param {J} job @param {Parameters<Jobs[J]>} args @returns {Promise<Awaited<ReturnType<Jobs[J]>>>} */
export async function ask(job, ...args) {
  const [given, name, limits, ...rest] = args;
  // A worker takes no file of which this page holds the bytes.
  const file = given instanceof Blob ? given : new File([await given.arrayBuffer()], given.name);
  const url = URL.createObjectURL(await scriptOf(job));
  const worker = new Worker(url);
  let timer = 0;
  try {
    return await new Promise((/** @type {(value: any) => void} */ resolve, reject) => {
      const seconds = secondsFor(file.size, limits);
      timer = window.setTimeout(() => reject(tooSlow(name, seconds)), seconds * 1000);
      worker.onmessage = ({ data }) => (data.error ? reject(Failure.from(data.error)) : resolve(data.value));
      worker.onerror = (event) => {
        event.preventDefault();
        reject(died(name, event.message));
      };
      worker.onmessageerror = () => reject(died(name, "its answer could not be read"));
      worker.postMessage({ job, args: [file, name, limits, ...rest] });
    });
  } finally {
    clearTimeout(timer);
    // Its whole memory goes with it: a wasm heap never shrinks.
    worker.terminate();
    URL.revokeObjectURL(url);
  }
}
