/** Asks a format's library on Node, in a thread that can be stopped: what hangs or dies there is one sentence here. */
import { Worker } from "node:worker_threads";
import { Failure } from "../../failure.js";
import { died, secondsFor, tooSlow } from "./guards/fence.js";

/** @import { FileLike } from "../../types.d.ts" */
/** @import { BytesWanted, Job, Jobs, OnDisk, ThreadMessage } from "./types.d.ts" */

const HEAP_MB = 2048;
/** After these the thread holds memory that it cannot give back, or is in no known state. */
const LEAVES_TRACES = new Set(["OUT_OF_MEMORY", "TOO_LARGE", "INTERNAL", "WORKER_DIED"]);
/** A larger file's memory is given back with the thread: a wasm heap never shrinks. */
const LARGEST_KEPT = 16e6;

/** Waits for the next question, so that many small files cost one start. @type {Worker | undefined} */
let idle;
/** One question at a time: the time that a file takes is its own. @type {Promise<unknown>} */
let turn = Promise.resolve();

function start() {
  const worker = new Worker(new URL("./serve-node.js", import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
  worker.on("error", () => {
    if (idle === worker) idle = undefined;
  });
  return worker;
}

/** @param {Worker} worker @param {FileLike} file @param {BytesWanted} wanted */
async function sendBytes(worker, file, { id, begin, end }) {
  try {
    const bytes = await file.slice(begin, end).arrayBuffer();
    worker.postMessage({ id, bytes }, [bytes]);
  } catch (error) {
    const { code, message, details } = Failure.from(error);
    worker.postMessage({ id, error: { code, message, details } });
  }
}

/** @param {Worker} worker @param {Job} job @param {Parameters<Jobs[Job]>} args @returns {Promise<unknown>} */
function question(worker, job, [file, ...rest]) {
  const [name, limits] = rest;
  const seconds = secondsFor(file.size, limits);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(tooSlow(name, seconds))), seconds * 1000);
    const end = (/** @type {() => void} */ settle) => {
      clearTimeout(timer);
      worker.off("message", receive).off("error", onError).off("exit", onExit);
      settle();
    };
    const onError = (/** @type {unknown} */ error) => end(() => reject(died(name, error instanceof Error ? error.message : String(error))));
    const onExit = () => end(() => reject(died(name, "it exited")));
    const receive = (/** @type {ThreadMessage} */ message) => {
      if ("id" in message) void sendBytes(worker, file, message);
      else end(() => ("error" in message ? reject(Failure.from(message.error)) : resolve(message.value)));
    };
    worker.on("message", receive).on("error", onError).on("exit", onExit);
    const { path, begin } = /** @type {Partial<OnDisk>} */ (file);
    worker.postMessage({ job, file: { name: file.name, size: file.size, path, begin }, rest });
  });
}

/** @param {Job} job @param {Parameters<Jobs[Job]>} args */
async function answer(job, args) {
  const worker = idle ?? start();
  idle = undefined;
  worker.ref();
  let keep = args[0].size <= LARGEST_KEPT;
  try {
    return await question(worker, job, args);
  } catch (error) {
    const { code, details } = Failure.from(error);
    if (LEAVES_TRACES.has(code) || "stoppedAfter" in details) keep = false;
    throw error;
  } finally {
    if (keep) {
      worker.unref();
      idle = worker;
    } else await worker.terminate();
  }
}

/** @template {Job} J @param {J} job @param {Parameters<Jobs[J]>} args @returns {Promise<Awaited<ReturnType<Jobs[J]>>>} */
export function ask(job, ...args) {
  const promise = turn.then(() => answer(job, args));
  turn = promise.catch(() => {});
  return /** @type {Promise<Awaited<ReturnType<Jobs[J]>>>} */ (promise);
}
