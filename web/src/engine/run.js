/** The state of one audit while it is made: what it works on, what is known so far, how its tasks reach the workers. */
import { assemble } from "./assemble.js";
import { ProgressMeter } from "./progress.js";
import { workOf } from "./work.js";

/** @import { AuditOptions, Pairs } from "../types.d.ts" */
/** @import { AuditHooks } from "./index.js" */
/** @import { Bases } from "./mode-space.js" */
/** @import { Job, Pool } from "./pool.js" */
/** @import { Kernel } from "./similarities.js" */
/** @import { Plan } from "./with-pairs.js" */
/** @typedef {Job["needs"]} Needs */

/** Seconds until there is more to show: with less, a partial audit is not shown by itself. */
const WORTH_SHOWING = 2;

/** The state of one audit while it is made. */
export class Run {
  /**
   * @param {Pool} pool @param {number} id @param {Pairs} pairs @param {Required<AuditOptions>} options
   * @param {Plan} plan
   * @param {AuditHooks} hooks
   */
  constructor(pool, id, pairs, options, plan, { enough, units, onProgress, onPartial, onReplicates }) {
    this.pool = pool;
    this.id = id;
    this.pairs = pairs;
    this.options = options;
    this.plan = plan;
    this.onPartial = onPartial;
    this.onReplicates = onReplicates;
    this.enough = enough;
    this.units = units;
    this.n = pairs.images.rows;
    this.m = pairs.texts.rows;
    this.oneWidth = pairs.images.cols === pairs.texts.cols;
    this.meter = new ProgressMeter(workOf(this), onProgress ?? (() => {}));
    this.begun = performance.now();
    /** @type {Record<string, number>} */
    this.timings = {};
    /** Of all modes, once they are known. @type {Bases | undefined} */
    this.bases = undefined;
    /** Of the similarities, once the rows are known. @type {Kernel | undefined} */
    this.kernel = undefined;
    /** What is known so far; assemble() turns it into the audit. @type {import("./assemble.js").Known} */
    this.known = { pairs, options, plan, wasmSha256: pool.platform.wasmSha256, timings: this.timings };
  }

  /**
   * Tasks of one kind of work. near: tasks of one name profit from running on one worker.
   * @param {string} stage @param {{ kind: string, message: object, near?: string, needs?: Needs }[]} list @returns {Promise<any[]>} in the order of the list
   */
  async stage(stage, list) {
    const before = performance.now();
    const report = this.meter.stage(stage, list.length);
    const out = await Promise.all(
      list.map(async ({ kind, message, near, needs }, task) => {
        const value = await this.pool.run(kind, this.id, message, { progress: report(task), near, needs });
        report(task)(1);
        return value;
      }),
    );
    this.timings[stage] = (performance.now() - before) / 1000;
    return out;
  }

  /**
   * A short task: others wait for it, so it goes first.
   * @param {string} kind @param {object} message @param {{ transfer?: ArrayBuffer[], needs?: Needs }} [more]
   */
  run(kind, message, more) {
    return this.pool.run(kind, this.id, message, { ...more, first: true });
  }

  /** The values that hold the pairs' second-order structure. @returns {Needs} */
  get structure() {
    return [this.plan.products ? "moments" : "structure"];
  }

  seconds() {
    return (performance.now() - this.begun) / 1000;
  }

  partial() {
    this.onPartial?.(assemble(this.known, this.seconds()));
  }

  /** Drawing takes the workers' time: what is soon followed by more is not shown by itself. @param {string} next the stage that brings it */
  early(next) {
    if (this.meter.remaining([next]) > WORTH_SHOWING) this.partial();
  }

  /** Of each query among its 1, 5 and 10 nearest, texts in the order of their images; none where queries were sampled. */
  get hits() {
    const { across, sampling } = this.known;
    if (!across || sampling) return undefined;
    const { imageToText, textToImage } = across.retrieval;
    return { imageToText: /** @type {Float64Array} */ (imageToText.hits), textToImage: /** @type {Float64Array} */ (textToImage.hits) };
  }
}
