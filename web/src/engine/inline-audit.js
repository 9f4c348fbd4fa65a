/** A whole audit of a small made-up set in one thread: the same pool, steps and digits as any audit, without the way to a worker and back. */
import { audit } from "./audit.js";
import { Pool } from "./pool.js";
import { syntheticPairs } from "./synthetic.js";
import { serve } from "./worker.js";

/** @import { AuditOptions, BlobLike, Measured, SyntheticSpec } from "../types.d.ts" */
/** @import { Core } from "./core-types.d.ts" */
/** @import { Platform } from "./pool.js" */
/** @import { Tasks } from "./tasks.js" */
/** @import { FromWorker } from "./worker.js" */

/** A platform whose workers are this thread. @param {Core} core @param {Tasks} tasks @returns {Platform} */
function sameThread(core, tasks) {
  return {
    wasm: new ArrayBuffer(0),
    wasmSha256: "",
    workers: 1,
    spawn() {
      /** @type {(message: FromWorker) => void} */
      let deliver;
      const host = {
        load: async () => core,
        post: (/** @type {FromWorker} */ message) => deliver(message),
        revive: (/** @type {BlobLike} */ blob) => blob,
        // Nobody watches, nobody cancels.
        turn: async () => {},
      };
      return {
        post: serve(host, tasks),
        listen: (onMessage) => {
          deliver = onMessage;
        },
        end() {},
      };
    },
    sha256: async () => "",
  };
}

/** What was measured, and what was planted. @param {Core} core @param {Tasks} tasks @param {SyntheticSpec} spec @param {AuditOptions} [options] @returns {Promise<Measured>} */
export async function inlineAudit(core, tasks, spec, options) {
  const pairs = syntheticPairs({ title: "playground", spec }, core.syntheticPairs(spec));
  const pool = new Pool(sameThread(core, tasks));
  const { audit: measured } = await audit(pool, pairs, { bootstrap: 0, permutations: 0, ...options, hashes: false }, {});
  return { audit: measured, planted: core.planted(spec, measured.options.topQ, measured.options.epsilon) };
}
