/** A whole audit of a small made-up set inside one worker: the same steps and digits as any audit, without the way to and fro. */
import { audit } from "./audit.js";
import { AuditState } from "./audit-state.js";
import { syntheticPairs } from "./synthetic.js";

/** @import { AuditOptions, Measured, SyntheticSpec } from "../types.d.ts" */
/** @typedef {Record<string, (state: any, message: any, slices: any) => Promise<unknown>>} Tasks */

/** Nobody watches, nobody cancels. */
const UNCUT = { next: async () => {} };

/** What the pool of one worker is to an audit, with every task run on the spot, one after the other. */
class Here {
  /** @param {any} core @param {Tasks} tasks */
  constructor(core, tasks) {
    this.core = core;
    this.tasks = tasks;
    this.size = 1;
    this.platform = { wasmSha256: "", sha256: async () => ({ status: "unavailable", reason: "not asked for" }) };
    /** @type {AuditState | undefined} */
    this.state = undefined;
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
  }

  /** @param {any} context @param {Record<"images" | "texts", import("../types.d.ts").MatrixSource>} sources */
  open(context, sources) {
    const ask = (/** @type {"images" | "texts"} */ side, /** @type {number} */ begin, /** @type {number} */ end) =>
      sources[side].readRows(begin, end);
    this.state = new AuditState(this.core, context, ask, (blob) => blob);
    return 1;
  }

  /** @param {number} _id @param {object} more */
  extend(_id, more) {
    Object.assign(/** @type {AuditState} */ (this.state).context, more);
  }

  /** @param {number} id @param {object} values */
  share(id, values) {
    this.extend(id, values);
  }

  close() {
    this.state?.free();
  }

  /** @param {string} kind @param {number} _id @param {object} message */
  run(kind, _id, message) {
    const result = this.last.then(() => this.tasks[kind](this.state, message, UNCUT));
    this.last = result.catch(() => {});
    return result;
  }
}

/**
 * What was measured, and what was planted.
 * @param {any} core @param {Tasks} tasks @param {{ spec: SyntheticSpec, options?: AuditOptions }} message
 * @returns {Promise<Measured>}
 */
export async function quick(core, tasks, { spec, options = {} }) {
  const pairs = syntheticPairs({ title: "playground", spec }, core.syntheticPairs(spec));
  const pool = /** @type {any} */ (new Here(core, tasks));
  const { audit: measured } = await audit(pool, pairs, { bootstrap: 0, permutations: 0, ...options, hashes: false }, {});
  return { audit: measured, planted: core.planted(spec, measured.options.topQ, measured.options.epsilon) };
}
