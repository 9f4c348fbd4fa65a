/** One progress figure from many tasks, by what each stage costs; and the time that is left, corrected as the work goes on. */

/** @import { Progress } from "../types.d.ts" */
/** @import { Cost, CostKind } from "./types.d.ts" */

/** A remaining time is told after this many seconds, and this share of the work. */
const SETTLED = 1;
const SHARE = 0.03;
/** Milliseconds between two reports: drawing them must not take the workers' time. */
export const PACE = 100;
/** A stage's own pace counts as much as that of its kind once this share of it is done. */
const OWN = 0.1;
/** And a kind's pace as much as that of all work once so much of it is done, in seconds of the machine where costs were measured. */
const KIND = 0.0005;

/** @typedef {{ parts: number[], begun: number, starts: (number | undefined)[], spent: number[] }} StageState starts: when each task began; spent: milliseconds up to its last word */

export class ProgressMeter {
  /** @param {Record<string, Cost>} costs of each stage @param {(progress: Progress) => void} report @param {number} [lanes] workers */
  constructor(costs, report, lanes = 1) {
    this.costs = costs;
    this.total = Object.values(costs).reduce((sum, { work }) => sum + work, 0);
    this.report = report;
    this.lanes = lanes;
    this.begun = performance.now();
    /** @type {Map<string, StageState>} */
    this.stages = new Map();
    this.last = { stage: "", at: -PACE };
  }

  /**
   * A function for each of a stage's `count` tasks, to be told its share done: 0 when it begins, if that is known.
   * @param {string} stage @param {number} count @returns {(task: number) => (done: number) => void}
   */
  stage(stage, count) {
    /** @type {StageState} */
    const state = { parts: new Array(count).fill(0), begun: performance.now(), starts: [], spent: new Array(count).fill(0) };
    this.stages.set(stage, state);
    return (task) => (done) => {
      const now = performance.now();
      if (done === 0) state.starts[task] = now;
      else {
        state.parts[task] = Math.max(state.parts[task], done);
        state.spent[task] = now - (state.starts[task] ?? now);
      }
      this.#tell();
    };
  }

  /** Share of all work done, and the stage at work: of stages that run together, the one that began first. */
  #state() {
    let work = 0;
    let stage;
    for (const name of this.stages.keys()) {
      const share = this.#share(name);
      work += this.#work(name) * share;
      if (share < 1) stage ??= name;
    }
    return { done: Math.min(1, work / this.total), stage: stage ?? [...this.stages.keys()].at(-1) ?? "" };
  }

  /** @param {string} name */
  #work(name) {
    return this.costs[name]?.work ?? 0;
  }

  /** Share of a stage done; 0 before it begins. @param {string} name */
  #share(name) {
    const { parts } = this.stages.get(name) ?? { parts: [0] };
    return parts.reduce((a, b) => a + b, 0) / parts.length;
  }

  /** Seconds of one worker that a stage took so far: of its tasks if they say when they begin, else of all workers since it began. @param {string} name */
  #spent(name) {
    const state = this.stages.get(name);
    if (!state) return 0;
    if (state.starts.length > 0) return state.spent.reduce((a, b) => a + b, 0) / 1000;
    return this.#share(name) > 0 ? (this.lanes * (performance.now() - state.begun)) / 1000 : 0;
  }

  /** Work done of some stages, and what it took. @param {string[]} names */
  #pacing(names) {
    const sum = (/** @type {(name: string) => number} */ of) => names.reduce((total, name) => total + of(name), 0);
    return { work: sum((name) => this.#work(name) * this.#share(name)), spent: sum((name) => this.#spent(name)) };
  }

  /** Seconds of one worker that a second of a kind's work takes here. @param {CostKind} kind @param {number} overall of all work */
  #paceOf(kind, overall) {
    const { work, spent } = this.#pacing(Object.keys(this.costs).filter((name) => this.costs[name].kind === kind));
    return (spent + KIND * overall) / (work + KIND);
  }

  /** Seconds until these stages are done: the work that is left, at the pace of its stage, its kind, and all work so far. @param {string[]} names */
  remaining(names = Object.keys(this.costs)) {
    const { work, spent } = this.#pacing(Object.keys(this.costs));
    const overall = work > 0 ? spent / work : 1;
    const left = names.map((name) => {
      const [cost, share] = [this.costs[name], this.#share(name)];
      if (!cost || share >= 1) return 0;
      const prior = OWN * cost.work;
      const pace = (this.#spent(name) + prior * this.#paceOf(cost.kind, overall)) / (cost.work * share + prior);
      return cost.work * (1 - share) * pace;
    });
    return left.reduce((a, b) => a + b, 0) / this.lanes;
  }

  #tell() {
    const { done, stage } = this.#state();
    const now = performance.now();
    if (stage === this.last.stage && done < 1 && now - this.last.at < PACE) return;
    this.last = { stage, at: now };
    const settled = now - this.begun > 1000 * SETTLED && done > SHARE;
    this.report({ stage, done, ...(settled ? { remaining: this.remaining() } : {}) });
  }
}
