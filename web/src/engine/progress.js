/** One progress figure from many tasks, weighted by their work. */

/** @import { Progress } from "../types.d.ts" */

/** A remaining time is told after this many seconds. */
const SETTLED = 1;

export class ProgressMeter {
  /** @param {Record<string, number>} weights work of each stage, any unit @param {(progress: Progress) => void} report */
  constructor(weights, report) {
    this.weights = weights;
    this.total = Object.values(weights).reduce((a, b) => a + b, 0);
    this.report = report;
    this.begun = performance.now();
    /** @type {Map<string, { parts: number[], count: number }>} */
    this.stages = new Map();
  }

  /**
   * A function for each of a stage's `count` tasks, to be told its share done.
   * @param {string} stage @param {number} count @returns {(task: number) => (done: number) => void}
   */
  stage(stage, count) {
    const state = { parts: new Array(count).fill(0), count };
    this.stages.set(stage, state);
    return (task) => (done) => {
      state.parts[task] = Math.max(state.parts[task], done);
      this.#tell(stage);
    };
  }

  /** @param {string} stage */
  #tell(stage) {
    let work = 0;
    for (const [name, { parts, count }] of this.stages) work += (this.weights[name] ?? 0) * (parts.reduce((a, b) => a + b, 0) / count);
    const done = Math.min(1, work / this.total);
    const elapsed = (performance.now() - this.begun) / 1000;
    this.report({ stage, done, ...(elapsed > SETTLED && done > 0.02 ? { remaining: (elapsed * (1 - done)) / done } : {}) });
  }
}
