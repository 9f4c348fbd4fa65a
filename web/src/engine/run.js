/** The state of one audit while it is made: what it works on, its results so far, how its tasks reach the workers. */

import { assemble } from "./assemble.js";
import { clustersOf, strataOf } from "./clusters.js";
import { costsOf } from "./costs.js";
import { LABEL_DEPTH, labelsOf } from "./labels.js";
import { ProgressMeter } from "./progress.js";

/** @import { AuditOptions, Pairs } from "../types.d.ts" */
/** @import { Answers, AnyTask, AuditHooks, Bases, Core, Kernel, Message, NearestPart, Placement, Plan, Pool, Results, SharedName, Shuffled, Task, TaskName } from "./types.d.ts" */

/** Seconds until there is more to show: with less, a partial audit is not shown by itself. */
const WORTH_SHOWING = 2;

/** One task of a stage. @template {TaskName} K @param {K} kind @param {Message<K>} message @param {Pick<Placement, "affinity" | "shared">} [placement] @returns {Task<K>} */
export const task = (kind, message, placement) => ({ kind, message, ...placement });

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
    this.clusters = clustersOf(pairs);
    this.strata = strataOf(pairs);
    this.labels = labelsOf(pairs);
    this.oneWidth = pairs.images.cols === pairs.texts.cols;
    this.meter = new ProgressMeter(costsOf(this), onProgress ?? (() => {}), pool.size);
    this.begun = performance.now();
    /** @type {Record<string, number>} */
    this.timings = {};
    /** SVCCA's, once they are computed. @type {Shuffled["directions"]} */
    this.directions = undefined;
    /** Of all modes, once they are computed. @type {Bases | undefined} */
    this.bases = undefined;
    /** Of the similarities, once the rows are read. @type {Kernel | undefined} */
    this.kernel = undefined;
    /** Of the lists of the nearest across the sides; 0 if nobody asks for them. */
    this.depth = Math.max(options.neighbours, this.labels ? LABEL_DEPTH : 1);
    /** The tiles sum kernels for the MMD. */
    this.kernels = true;
    /** The nearest across the sides, until hubs are counted. @type {{ parts: NearestPart[], depth: number } | undefined} */
    this.nearest = undefined;
    /** What the stages have found so far; assemble() turns it into the audit. @type {Results} */
    this.results = {
      pairs,
      options,
      plan,
      wasmSha256: pool.platform.wasmSha256,
      timings: this.timings,
      clusters: this.clusters,
      strata: this.strata,
    };
  }

  /**
   * Tasks of one stage, with one progress figure.
   * @template {readonly AnyTask[]} const L
   * @param {string} stage @param {L} list
   * @returns {Promise<Answers<L>>} in the order of the list
   */
  async stage(stage, list) {
    const before = performance.now();
    const report = this.meter.stage(stage, list.length);
    const out = await Promise.all(
      list.map(({ kind, message, affinity, shared }, k) =>
        this.pool.run(kind, this.id, /** @type {never} */ (message), { progress: report(k), affinity, shared }),
      ),
    );
    this.timings[stage] = (performance.now() - before) / 1000;
    return /** @type {Answers<L>} */ (/** @type {unknown} */ (out));
  }

  /**
   * A short task: others wait for it, so it goes first.
   * @template {TaskName} K
   * @param {K} kind @param {Message<K>} message @param {Pick<Placement, "transfer" | "shared" | "progress">} [placement]
   */
  run(kind, message, placement) {
    return this.pool.run(kind, this.id, message, { ...placement, first: true });
  }

  /**
   * A function of the core, as short.
   * @template {keyof Core} K
   * @param {K} name @param {Parameters<Core[K]>} values @param {ArrayBufferView[]} [transfer]
   */
  call(name, values, transfer) {
    return this.pool.call(name, this.id, values, { transfer, first: true });
  }

  /** Names of the shared values that hold the pairs' second-order structure. @returns {SharedName[]} */
  get structure() {
    return this.plan.products ? ["moments"] : ["moments", "structure"];
  }

  seconds() {
    return (performance.now() - this.begun) / 1000;
  }

  partial() {
    this.onPartial?.(assemble(this.results, this.seconds()));
  }

  /** Drawing takes the workers' time: what is soon followed by more is not shown by itself. @param {string} next the stage that brings it */
  early(next) {
    if (this.meter.remaining([next]) > WORTH_SHOWING) this.partial();
  }

  /** Of each query among its 1, 5 and 10 nearest, texts in the order of their images; none if queries were sampled. */
  get hits() {
    const { across, sampling } = this.results;
    if (!across || sampling) return undefined;
    const { imageToText, textToImage } = across.retrieval;
    return { imageToText: /** @type {Float64Array} */ (imageToText.hits), textToImage: /** @type {Float64Array} */ (textToImage.hits) };
  }
}
