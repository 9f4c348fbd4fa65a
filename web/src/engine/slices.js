/** How long work is cut: other messages get a turn between slices, and a cancelled audit stops there. */
import { Failure } from "../failure.js";
import { PACE } from "./progress.js";

/** @type {(() => void)[]} */
const waiting = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => waiting.shift()?.();
// On Node an open port would keep the process alive.
/** @type {any} */ (channel.port1).unref?.();

/** One turn of the event loop, without the 4 ms floor of setTimeout. @returns {Promise<void>} */
export function turn() {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(0);
  });
}

/** What a task may ask of its surroundings. */
export class Slices {
  /** @param {() => boolean} cancelled @param {(done: number) => void} report share of the task done, [0, 1] */
  constructor(cancelled, report) {
    this.cancelled = cancelled;
    this.report = report;
    this.told = performance.now();
  }

  /** Between two slices. @param {number} done */
  async next(done) {
    const now = performance.now();
    if (now - this.told >= PACE) {
      this.told = now;
      this.report(done);
    }
    await turn();
    if (this.cancelled()) throw new Failure("CANCELLED", "Stopped.");
  }
}
