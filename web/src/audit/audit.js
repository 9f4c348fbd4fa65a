/** Pairs become an audit with its groups; a saved one is made again and every digit compared. */

import { columnNamed } from "../engine/groups.js";
import { knownOptions } from "../engine/options.js";
import { subgroupsAgain } from "../engine/repeat-subgroups.js";
import { verify, verifyComparison } from "../report/verification.js";

/** @import { AuditHooks, Engine } from "../engine/types.d.ts" */
/** @import { Audit, AuditOptions, Comparison, Pairs, Subgroups, Verification } from "../types.d.ts" */

/** @param {Audit} audit @param {Subgroups} [subgroups] @returns {Audit} */
export const withGroups = (audit, subgroups) => (subgroups ? { ...audit, subgroups } : audit);

/** Those of the saved result that is verified, else the user's. @param {Audit | Comparison | undefined} saved @param {AuditOptions} asked */
export const optionsFor = (saved, asked) => (saved ? knownOptions(("differences" in saved ? saved.a : saved).options) : asked);

/** @param {Audit | Comparison} saved @param {Audit | Comparison} made of the same kind, with the saved one's options @returns {Verification} */
export const verificationOf = (saved, made) =>
  "differences" in saved ? verifyComparison(saved, /** @type {Comparison} */ (made)) : verify(saved, /** @type {Audit} */ (made));

/**
 * @param {Pick<Engine, "audit" | "subgroups">} engine @param {Pairs} pairs
 * @param {{ options: AuditOptions, by?: string, saved?: Audit }} wishes by: column of groups; saved: the audit that is verified, whose groups are made again
 * @param {AuditHooks} hooks
 * @returns {Promise<{ audit: Audit, subgroups?: Subgroups }>}
 */
export async function auditPairs(engine, pairs, { options, by, saved }, hooks) {
  // A column that is not there is told before the audit, not after it.
  if (by !== undefined) columnNamed(pairs, by);
  const audit = await engine.audit(pairs, options, hooks);
  if (saved) return { audit, subgroups: await subgroupsAgain(engine.subgroups, pairs, saved, hooks, by) };
  return { audit, ...(by !== undefined && { subgroups: await engine.subgroups(pairs, by, options, hooks) }) };
}
