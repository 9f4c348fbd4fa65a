/** What a saved audit has beside its scores, made again to verify it. */
import { columnsLike } from "./groups.js";
import { knownOptions } from "./options.js";

/** @import { Audit, Pairs, Subgroups } from "../types.d.ts" */
/** @import { AuditHooks } from "./types.d.ts" */

/**
 * The groups of a saved audit from the pairs at hand, with the options that they had.
 * @param {ReturnType<typeof import("./index.js").createEngine>["subgroups"]} make
 * @param {Pairs} pairs @param {Pick<Audit, "subgroups" | "namesLeftOut">} saved @param {AuditHooks} hooks @param {string} [by] the column, where it is known
 * @returns {Promise<Subgroups | undefined>} undefined where the audit has none, or no column gives them
 */
export async function subgroupsAgain(make, pairs, saved, hooks, by) {
  if (!saved.subgroups) return undefined;
  const { minimum, options } = saved.subgroups;
  const scores = (/** @type {Subgroups} */ { groups }) => JSON.stringify(groups.map(({ sas }) => sas));
  /** @type {Subgroups | undefined} */
  let made;
  for (const column of by === undefined ? columnsLike(pairs, saved) : [by]) {
    made = await make(pairs, column, { ...knownOptions(options), minimum }, hooks);
    // Two columns may divide the pairs into groups of the same sizes.
    if (scores(made) === scores(saved.subgroups)) return made;
  }
  return made;
}
