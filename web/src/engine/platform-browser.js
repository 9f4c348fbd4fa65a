/** Where the engine runs in a page: workers from the page's own bytes, nothing fetched. */
import wasmFile from "virtual:askew-wasm";
import CoreWorker from "./worker-browser.js?worker&inline";

/** @import { Platform } from "./pool.js" */

/** Files up to this size are hashed; the browser's digest needs the whole file in memory. */
const HASH_BYTES = 1024 ** 3;

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
    async sha256(file) {
      if (!globalThis.crypto?.subtle) return { status: "unavailable", reason: "this browser offers no SHA-256 to a page opened this way" };
      if (file.size > HASH_BYTES) return { status: "unavailable", reason: "files over 1 GB are not hashed in the page; use sha256sum" };
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
  };
}
