import { parentPort, workerData } from "node:worker_threads";
import { DiskFile } from "../readers/disk-file.js";
import { loadCore } from "./core.js";
import { tasks } from "./tasks.js";
import { serve } from "./worker.js";
import { release } from "./yielding.js";

/** @import { MessagePort } from "node:worker_threads" */
/** @import { Host } from "./types.d.ts" */

const port = /** @type {MessagePort} */ (parentPort);
/** @type {Host} */
const host = {
  post: (message, transfer) => port.postMessage(message, transfer),
  load: async (wasm) => loadCore((await import(workerData.module)).default, wasm),
  revive: (blob) => DiskFile.revive(/** @type {DiskFile} */ (blob)),
  release,
};
port.on("message", serve(host, tasks));
