/** How long work is cut: other messages get a turn between slices, and a cancelled audit stops there. */
import { Failure } from "../failure.js";
import { PACE } from "./progress.js";

/** @type {(() => void)[]} */
const waiting = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => waiting.shift()?.();
// On Node an open port would keep the process alive.
if ("unref" in port1 && typeof port1.unref === "function") port1.unref();

/** One turn of the event loop, without the 4 ms floor of setTimeout. @returns {Promise<void>} */
export function turn() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    port2.postMessage(0);
  });
}

const closed = new MessageChannel();
closed.port2.close();
/** The memory of a large array goes at once, not when it is collected: nobody will receive it. @param {ArrayBufferView} array */
export function release({ buffer }) {
  closed.port1.postMessage(null, [/** @type {ArrayBuffer} */ (buffer)]);
}

/** What a task may ask of its surroundings. */
export class Slices {
  /** @param {() => boolean} cancelled @param {(done: number) => void} report share of the task done, [0, 1] @param {() => Promise<void>} [pause] between two slices */
  constructor(cancelled, report, pause = turn) {
    this.cancelled = cancelled;
    this.report = report;
    this.pause = pause;
    this.reported = performance.now();
  }

  /** Between two slices. @param {number} done */
  async next(done) {
    const now = performance.now();
    if (now - this.reported >= PACE) {
      this.reported = now;
      this.report(done);
    }
    await this.pause();
    if (this.cancelled()) throw new Failure("CANCELLED", "Stopped.");
  }
}

/** Runs `count` jobs, `most` at a time, begun in order. @param {number} count @param {number} most @param {(index: number) => Promise<void>} job */
export async function inTurn(count, most, job) {
  let next = 0;
  const lane = async () => {
    while (next < count) await job(next++);
  };
  await Promise.all(Array.from({ length: Math.min(most, count) }, lane));
}
