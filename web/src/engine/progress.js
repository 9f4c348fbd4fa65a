/** One progress figure from many tasks, weighted by their work. */

/** @import { Progress } from "../types.d.ts" */

/** A remaining time is told after this many seconds. */
const SETTLED = 1;
/** Milliseconds between two reports: drawing them must not take the workers' time. */
export const PACE = 100;

export class ProgressMeter {
  /** @param {Record<string, number>} weights work of each stage, any unit @param {(progress: Progress) => void} report */
  constructor(weights, report) {
    this.weights = weights;
    this.total = Object.values(weights).reduce((a, b) => a + b, 0);
    this.report = report;
    this.begun = performance.now();
    /** @type {Map<string, { parts: number[], count: number }>} */
    this.stages = new Map();
    this.last = { stage: "", at: -PACE };
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
      this.#tell();
    };
  }

  /** Share of all work done, and the stage at work: of stages that run together, the one that began first. */
  #state() {
    let work = 0;
    let stage;
    for (const name of this.stages.keys()) {
      const share = this.#share(name);
      work += (this.weights[name] ?? 0) * share;
      if (share < 1) stage ??= name;
    }
    return { done: Math.min(1, work / this.total), stage: stage ?? [...this.stages.keys()].at(-1) ?? "" };
  }

  /** Seconds until these stages are done, at the pace of all work so far. @param {string[]} names */
  remaining(names = Object.keys(this.weights)) {
    const left = names.reduce((sum, name) => sum + (this.weights[name] ?? 0) * (1 - this.#share(name)), 0);
    return ((performance.now() - this.begun) / 1000) * (left / (this.#state().done * this.total));
  }

  /** Share of a stage done; 0 before it begins. @param {string} name */
  #share(name) {
    const { parts, count } = this.stages.get(name) ?? { parts: [], count: 1 };
    return parts.reduce((a, b) => a + b, 0) / count;
  }

  #tell() {
    const { done, stage } = this.#state();
    const now = performance.now();
    if (stage === this.last.stage && done < 1 && now - this.last.at < PACE) return;
    this.last = { stage, at: now };
    const settled = now - this.begun > 1000 * SETTLED && done > 0.02;
    this.report({ stage, done, ...(settled ? { remaining: this.remaining() } : {}) });
  }
}
