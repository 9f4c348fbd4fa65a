/** Where the engine runs on Node: threads, the core's files, hashes. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { turn } from "./yielding.js";

/** @import { Platform } from "./types.d.ts" */

const CORE = new URL("../../../build/wasm-release/askew-core", import.meta.url);

/** @returns {Promise<Platform>} */
export async function nodePlatform() {
  const file = await readFile(new URL(`${CORE.href}.wasm`)).catch(() => {
    throw new Error("The core is not built yet. Run: ./dev build");
  });
  const wasm = new Uint8Array(file).buffer;
  return {
    wasm,
    wasmSha256: createHash("sha256").update(file).digest("hex"),
    workers: availableParallelism(),
    spawn() {
      const worker = new Worker(new URL("./worker-node.js", import.meta.url), { workerData: { module: `${CORE.href}.js` } });
      return {
        post: (message, transfer = []) => worker.postMessage(message, transfer),
        listen(onMessage, onEnd) {
          worker.on("message", onMessage);
          worker.on("error", (error) => onEnd(String(error)));
          worker.on("exit", () => onEnd("it exited"));
        },
        end: () => void worker.terminate(),
      };
    },
    async sha256(file, next = turn) {
      const hash = createHash("sha256");
      const step = 16 * 1024 * 1024;
      for (let at = 0; at < file.size; at += step) {
        hash.update(new Uint8Array(await file.slice(at, Math.min(file.size, at + step)).arrayBuffer()));
        await next();
      }
      return hash.digest("hex");
    },
  };
}
