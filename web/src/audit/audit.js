/** Pairs become an audit with what was asked for beside it; a saved one is made again and every digit compared. */

import { columnNamed, columnsLike } from "../engine/groups.js";
import { knownOptions } from "../engine/options.js";
import { firstOf } from "../report/several.js";
import { verify, verifyComparison, verifyComparisons } from "../report/verification.js";

/** @import { AuditHooks, Engine } from "../engine/types.d.ts" */
/** @import { Audit, AuditOptions, Comparison, Comparisons, Pairs, Subgroups, Verification } from "../types.d.ts" */

/** What was asked for beside the audit: groups of a column, the gap. @typedef {{ subgroups?: Subgroups, gap?: Audit["gap"] }} Asked */

/** @param {Audit} audit @param {Asked} asked @returns {Audit} */
export const withAsked = (audit, { subgroups, gap }) =>
  subgroups || gap ? { ...audit, ...(subgroups && { subgroups }), ...(gap && { gap }) } : audit;

/** Those of the saved result that is verified, else the user's. @param {Audit | Comparison | Comparisons | undefined} saved @param {AuditOptions} asked */
export const optionsFor = (saved, asked) => (saved ? knownOptions(firstOf(saved).options) : asked);

/** @param {Audit | Comparison | Comparisons} saved @param {Audit | Comparison | Comparisons} repeated of the same kind, with the saved one's options @returns {Verification} */
export function verificationOf(saved, repeated) {
  if (saved.schema === "askew-comparisons/1") return verifyComparisons(saved, /** @type {Comparisons} */ (repeated));
  if (saved.schema === "askew-comparison/1") return verifyComparison(saved, /** @type {Comparison} */ (repeated));
  return verify(saved, /** @type {Audit} */ (repeated));
}

/**
 * @param {Pick<Engine, "audit" | "subgroups" | "gap">} engine @param {Pairs} pairs
 * @param {{ options: AuditOptions, by?: string, gap?: boolean, saved?: Audit }} wishes by: column of groups; saved: the audit that is verified: what was asked for beside it is made again
 * @param {AuditHooks} hooks
 * @returns {Promise<{ audit: Audit } & Asked>}
 */
export async function auditPairs(engine, pairs, { options, by, gap: wanted, saved }, hooks) {
  // A column that is not there is told before the audit, not after it.
  if (by !== undefined) columnNamed(pairs, by);
  const audit = await engine.audit(pairs, options, hooks);
  if (hooks.enough?.aborted) return { audit };
  const gap = wanted || saved?.gap ? await engine.gap(pairs, options, hooks) : undefined;
  if (saved) return { audit, gap, subgroups: await subgroupsAgain(engine.subgroups, pairs, saved, hooks, by) };
  return { audit, gap, ...(by !== undefined && { subgroups: await engine.subgroups(pairs, by, options, hooks) }) };
}

/**
 * The groups of a saved audit from the pairs at hand, with the options that they had.
 * @param {Engine["subgroups"]} make
 * @param {Pairs} pairs @param {Pick<Audit, "subgroups" | "namesLeftOut">} saved @param {AuditHooks} hooks @param {string} [by] the column, if it is known
 * @returns {Promise<Subgroups | undefined>} undefined if the audit has none, or no column gives them
 */
async function subgroupsAgain(make, pairs, saved, hooks, by) {
  if (!saved.subgroups) return undefined;
  const { minimum, options } = saved.subgroups;
  const scores = (/** @type {Subgroups} */ { groups }) => JSON.stringify(groups.map(({ sas }) => sas));
  /** @type {Subgroups | undefined} */
  let repeated;
  for (const column of by === undefined ? columnsLike(pairs, saved) : [by]) {
    repeated = await make(pairs, column, { ...knownOptions(options), minimum }, hooks);
    // Two columns may divide the pairs into groups of the same sizes.
    if (scores(repeated) === scores(saved.subgroups)) return repeated;
  }
  return repeated;
}
