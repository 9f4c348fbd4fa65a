/** Asks a format's library in the page: its code is inside the page, packed, and unpacked into a worker of its own when a file needs it. */
import { Failure } from "../../failure.js";
import { died, secondsFor, tooSlow } from "./guards/fence.js";
import h5wasm from "./h5wasm-worker.js?packed";
import { LIBRARY_OF } from "./jobs.js";
import tables from "./tables-worker.js?packed";

/** @import { FileLike } from "../../types.d.ts" */
/** @import { Job, Jobs, Library } from "./jobs.js" */

/** Base64 of gzip of a classic script. @type {Readonly<Record<Library, string>>} */
const PACKED = Object.freeze({ tables, h5wasm });

/** @type {Map<Library, Promise<Blob>>} */
const unpacked = new Map();

/** @param {string} base64 */
async function unpack(base64) {
  const text = atob(base64);
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Blob([await new Response(stream).arrayBuffer()], { type: "text/javascript" });
}

/** @param {Library} library */
function scriptOf(library) {
  let script = unpacked.get(library);
  if (!script) {
    script = unpack(PACKED[library]);
    unpacked.set(library, script);
  }
  return script;
}

/** What a worker can be given: it takes no file of which this page holds the bytes. @param {FileLike} file */
const posted = async (file) => (file instanceof Blob ? file : new File([await file.arrayBuffer()], file.name));

/** @template {Job} J @param {J} job @param {Parameters<Jobs[J]>} given @returns {Promise<Awaited<ReturnType<Jobs[J]>>>} */
export async function ask(job, ...given) {
  const [held, name, limits] = given;
  const file = await posted(held);
  const url = URL.createObjectURL(await scriptOf(LIBRARY_OF[job]));
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
      worker.postMessage({ job, given: [file, ...given.slice(1)] });
    });
  } finally {
    clearTimeout(timer);
    // Its whole memory goes with it: a wasm heap never shrinks.
    worker.terminate();
    URL.revokeObjectURL(url);
  }
}
