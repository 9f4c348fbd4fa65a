/** Where the engine runs in a page: workers from the page's own bytes, nothing fetched. */

import wasmFile from "virtual:askew-wasm";
import { turn } from "./slices.js";
import CoreWorker from "./worker-browser.js?worker&inline";
import HashWorker from "./worker-hash.js?worker&inline";

/** @import { Platform } from "./pool.js" */

/** The browser's own digest is the fastest, and needs the whole file in memory: above this size files are hashed in pieces. */
const WHOLE_BYTES = 16 * 1024 ** 2;

/** @param {Uint8Array} digest */
const hexadecimal = (digest) => Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** SHA-256 of the core inside this page. */
export const wasmSha256 = wasmFile.sha256;

/** @returns {Promise<Platform>} */
export async function browserPlatform() {
  const text = atob(wasmFile.base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return {
    wasm: bytes.buffer,
    wasmSha256: wasmFile.sha256,
    workers: navigator.hardwareConcurrency || 2,
    spawn() {
      const worker = new CoreWorker();
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
    async sha256(file, next = turn) {
      if (file.size <= WHOLE_BYTES && globalThis.crypto?.subtle)
        return hexadecimal(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
      const worker = new HashWorker();
      try {
        return await new Promise((resolve, reject) => {
          worker.onmessage = ({ data: { digest, error } }) => {
            if (digest) resolve(hexadecimal(digest));
            else if (error) reject(error);
            else next().catch(reject);
          };
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(file);
        });
      } finally {
        worker.terminate();
      }
    },
  };
}
