/** Where the engine runs in a page: workers from the page's own bytes, nothing fetched. */

import wasmFile from "virtual:askew-wasm";
import { caller } from "./rpc.js";
import CoreWorker from "./worker-browser.js?worker&inline";
import FilesWorker from "./worker-files.js?worker&inline";
import HashWorker from "./worker-hash.js?worker&inline";
import { turn } from "./yielding.js";

/** @import { FileLike } from "../types.d.ts" */
/** @import { Call, Platform } from "./types.d.ts" */
/** @import { FileFunctions } from "./worker-files.js" */

/** The browser's own digest is the fastest, and needs the whole file in memory: above this size files are hashed in pieces. */
const WHOLE_BYTES = 128 * 1024 ** 2;

/** @param {Uint8Array} digest */
const hexadecimal = (digest) => Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** A file that can be posted; a compressed archive's is in memory alone. @param {FileLike} file */
async function blobOf(file) {
  const whole = file.slice(0, file.size);
  return whole instanceof Blob ? whole : new Blob([await whole.arrayBuffer()]);
}

/** SHA-256 of the core inside this page. */
export const wasmSha256 = wasmFile.sha256;

/** @returns {Promise<Platform>} */
export async function browserPlatform() {
  const text = atob(wasmFile.base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  /** @type {Call<FileFunctions>} */
  const files = caller(new FilesWorker());
  return {
    wasm: bytes.buffer,
    wasmSha256: wasmFile.sha256,
    workers: navigator.hardwareConcurrency || 2,
    spawn() {
      const worker = new CoreWorker();
      const { port1, port2 } = new MessageChannel();
      files("port", port1, [port1]);
      worker.postMessage({ files: port2 }, [port2]);
      return {
        post: (message, transfer = []) => worker.postMessage(message, transfer),
        listen(onMessage, onEnd) {
          worker.onmessage = (/** @type {MessageEvent} */ event) => onMessage(event.data);
          worker.onerror = (/** @type {ErrorEvent} */ event) => onEnd(event.message ?? "it could not start");
          worker.onmessageerror = () => onEnd("a message could not be read");
        },
        end: () => worker.terminate(),
      };
    },
    expect: (file, blob) => void files("expect", { file, blob }),
    async sha256(file, next = turn) {
      const blob = await blobOf(file);
      const digest = blob.size <= WHOLE_BYTES ? await files("sha256", blob) : null;
      if (digest) return hexadecimal(new Uint8Array(digest));
      const worker = new HashWorker();
      try {
        return await new Promise((resolve, reject) => {
          worker.onmessage = ({ data: { digest, error } }) => {
            if (digest) resolve(hexadecimal(digest));
            else if (error) reject(error);
            else next().catch(reject);
          };
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(blob);
        });
      } finally {
        worker.terminate();
      }
    },
  };
}
