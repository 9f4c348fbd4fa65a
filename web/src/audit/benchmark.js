/** How a run of a benchmark becomes an audit: the same steps as any files, and no shuffles. */
import { consider, pair } from "../pairing/index.js";

/** @import { Parts } from "../benchmark/types.d.ts" */
/** @import { Engine } from "../engine/types.d.ts" */
/** @import { AuditOptions } from "../types.d.ts" */

/** @param {Pick<Engine, "audit" | "firstHits">} engine @param {Parts["openFiles"]} openFiles @param {AuditOptions} options @returns {Parts} */
export const runParts = ({ audit, firstHits }, openFiles, options) => ({
  openFiles,
  propose: consider,
  pair,
  firstHits,
  audit: (pairs, hooks) => audit(pairs, { ...options, permutations: 0 }, hooks),
});
