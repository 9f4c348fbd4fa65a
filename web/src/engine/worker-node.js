import { parentPort, workerData } from "node:worker_threads";
import { DiskFile } from "../readers/disk-file.js";
import { serve } from "./worker.js";

const port = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);
const receive = serve({
  post: (message, transfer) => port.postMessage(message, transfer),
  createModule: async () => (await import(workerData.module)).default,
  revive: (blob) => DiskFile.revive(blob),
});
port.on("message", receive);
