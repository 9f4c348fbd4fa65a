/** The engine: pairs and options in, an audit out. It owns the workers and every handle of the core. */
import { Failure } from "../failure.js";
import { audit } from "./audit.js";
import { queryHits } from "./first-hits.js";
import { gap, gapMaps } from "./gap.js";
import { collectMoments, mergeMoments } from "./moments.js";
import { auditFederation, auditMoments, auditPooled } from "./moments-audit.js";
import { modeDetail } from "./open-pairs.js";
import { Pool } from "./pool.js";
import { privateMoments } from "./private-moments.js";
import { numberOf } from "./sources.js";
import { createStatistics } from "./statistics.js";
import { subgroups } from "./subgroups.js";
import { EXAMPLES, syntheticPairs } from "./synthetic.js";
import { compare } from "./two-models.js";

/** @import { Audit, AuditOptions, MatrixSource, Measured, ModeDetail, MomentsFile, Overlap, Pairs, SyntheticSpec } from "../types.d.ts" */
/** @import { AuditHooks, Hits, ModePlace, Platform, Trace } from "./types.d.ts" */

/** Enough pairs for the tiles of large data (plan.js), narrow enough to be done in a moment. */
const WARM_UP = { title: "warm-up", spec: { pairs: 2304, width: 128, shared: 24, seed: 1 } };

/** Enough of each kind for the engines to optimise it. */
const WARM_UP_OPTIONS = { hashes: false, bootstrap: 20, permutations: 100 };

/** @param {{ platform: Platform, workers?: number }} parts */
export function createEngine({ platform, workers }) {
  const pool = new Pool(platform, workers);
  /** Ended by the first real audit. */
  const warming = new AbortController();
  /** What the audits left for modeDetail; gone with them. @type {WeakMap<Audit, Trace>} */
  const traces = new WeakMap();
  /** And for firstHits. @type {WeakMap<Audit, { pairs: Pairs, hits: Hits }>} */
  const queries = new WeakMap();

  /** @param {{ title: string, spec: SyntheticSpec }} what @returns {Promise<Pairs>} */
  async function synthetic(what) {
    return syntheticPairs(what, await pool.call("syntheticPairs", 0, [what.spec]));
  }

  /** Work that somebody waits for: it ends the warming up. @template {unknown[]} A, R @param {(pool: Pool, ...values: A) => R} work @returns {(...values: A) => R} */
  const awaited =
    (work) =>
    (...values) => {
      warming.abort();
      return work(pool, ...values);
    };

  return {
    /** Rows that will be read soon: reading begins. @param {MatrixSource} source */
    expect({ plain }) {
      if (plain) platform.expect?.(numberOf(plain.blob), plain.blob);
    },

    /** @param {Pairs} pairs @param {AuditOptions} [options] @param {AuditHooks} [hooks] @returns {Promise<Audit>} */
    async audit(pairs, options = {}, hooks = {}) {
      warming.abort();
      const { audit: done, trace, hits } = await audit(pool, pairs, options, hooks);
      if (trace) traces.set(done, trace);
      queries.set(done, { pairs, hits });
      return done;
    },

    /**
     * One mode of a finished audit of this engine, looked at in every pair.
     * @param {Audit} done @param {ModePlace} place @param {{ signal?: AbortSignal }} [hooks]
     * @returns {Promise<ModeDetail>}
     */
    async modeDetail(done, { side, mode }, { signal } = {}) {
      const trace = traces.get(done);
      if (!trace) throw new Failure("BAD_USE", "The directions of this audit are not at hand: audit the pairs again to look at them.");
      return modeDetail(pool, trace, { side, mode }, signal);
    },

    /** Which queries of a finished audit of this engine find their own first; undefined if not every one was ranked. @param {Audit} done */
    async firstHits(done) {
      const { pairs, hits } = queries.get(done) ?? {};
      return pairs && hits && queryHits(pairs, hits, platform.sha256);
    },

    /** Each group of a metadata column by itself, beside random groups of its size. */
    subgroups: awaited(subgroups),
    /** What the modality gap consists of, and what closing it would do. */
    gap: awaited(gap),
    /** What would close it, learnt from all pairs. */
    gapMaps: awaited(gapMaps),
    /** Two models on the same pairs. */
    compare: awaited(compare),
    /** What the rows add up to, for a file. */
    moments: awaited(collectMoments),
    /** The same with noise: a draft that tells what the noise does, and draws once. */
    privateMoments: awaited(privateMoments),
    /** Sites together, for a file. @param {MomentsFile[]} files @param {{ mixExact?: boolean, overlap?: Overlap }} [statement] */
    mergeMoments: (files, statement) => mergeMoments(pool, files, statement),
    /** An audit of sums. */
    auditMoments: awaited(auditMoments),
    /** An audit of several sites' sums as one. */
    auditPooled: awaited(auditPooled),
    /** The pooled audit, each site's, and the whole without each. */
    auditFederation: awaited(auditFederation),

    /** Pairs of a built-in example. @param {keyof typeof EXAMPLES} name @returns {Promise<Pairs>} */
    async synthetic(name) {
      const example = EXAMPLES[name];
      if (!example) throw new Failure("BAD_USE", `There is no example "${name}". Known: ${Object.keys(EXAMPLES).join(", ")}.`);
      return synthetic({ ...example, title: `Example: ${example.title}` });
    },

    /** Pairs made to measure. @param {string} title @param {SyntheticSpec} spec */
    generated: (title, spec) => synthetic({ title, spec }),

    /** A small made-up set, audited on the spot, and what was planted in it. @param {SyntheticSpec} spec @param {AuditOptions} [options] @returns {Promise<Measured>} */
    quick(spec, options) {
      warming.abort();
      return pool.run("quick", 0, { spec, options }, { first: true });
    },

    /** Starts the workers and lets their engines optimise what an audit calls; gives way to the first real audit, and is undefined then. @returns {Promise<Audit | undefined>} */
    async warmUp() {
      const { signal } = warming;
      if (signal.aborted) return undefined;
      try {
        const pairs = await synthetic(WARM_UP);
        await audit(pool, pairs, WARM_UP_OPTIONS, { signal });
        return (await audit(pool, pairs, WARM_UP_OPTIONS, { signal })).audit;
      } catch (error) {
        if (Failure.from(error).code !== "CANCELLED") throw error;
        return undefined;
      }
    },

    /** Operations per second: of the engine's 128-bit multiply and add, and of the product kernel. @returns {Promise<{ peak: number, kernel: number }>} */
    speed: () => pool.run("speed", 0, { steps: 5e7, rows: 512, cols: 512, repeats: 20 }),

    /** Tests between runs and models. */
    statistics: createStatistics(pool),

    dispose: () => pool.dispose(),
  };
}
