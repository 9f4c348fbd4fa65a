/** askew audit: files in, an audit out. */
import { auditPairs, optionsFor, withGroups } from "../src/audit/audit.js";
import { auditSites } from "../src/audit/sites.js";
import { Failure } from "../src/failure.js";
import { auditOptions, withEngine } from "./engine.js";
import { pairsAt } from "./sides.js";
import { sitesIn } from "./sites.js";

/** @import { Audit, Comparison } from "../src/types.d.ts" */
/** @import { Listener } from "./sides.js" */
/** Options that need the rows of one model. @param {readonly string[]} files @param {Record<string, unknown>} options @param {boolean} sums */
function checkUse(files, { by, compare }, sums) {
  if (sums && (by !== undefined || compare !== undefined))
    throw new Failure("BAD_USE", "--by and --compare need rows, and moments files hold sums. Give the files of embeddings.");
  if (by !== undefined && compare !== undefined)
    throw new Failure("BAD_USE", "--by and --compare each ask for a report of their own. Give one of them.");
  if (!sums && files.length > 2)
    throw new Failure(
      "BAD_USE",
      `askew audit takes IMAGES TEXTS, and ${files.length} files were given; only moments files can be more. See askew --help.`,
    );
}

/**
 * @param {readonly string[]} files one or two arguments
 * @param {Record<string, unknown>} options
 * @param {Listener} listener
 * @param {Audit | Comparison} [saved] what is verified: its options are taken, and its groups are made again
 * @returns {Promise<Audit | Comparison>} the latter with --compare
 */
export async function auditFiles(files, options, listener, saved) {
  const hooks = { onProgress: listener.progress };
  const settings = optionsFor(saved, auditOptions(options));
  const sites = await sitesIn(files);
  checkUse(files, options, sites !== undefined);
  if (sites) return withEngine(options, (engine) => auditSites(engine, sites, settings, hooks));
  const pairs = await pairsAt(files, options, listener);
  if (options.compare !== undefined) {
    const others = await pairsAt(/** @type {string[]} */ (options.compare), { ...options, metadata: undefined }, listener);
    return withEngine(options, (engine) => engine.compare(pairs, others, settings, hooks));
  }
  const wishes = { options: settings, by: /** @type {string | undefined} */ (options.by), saved: /** @type {Audit | undefined} */ (saved) };
  const { audit, subgroups } = await withEngine(options, (engine) => auditPairs(engine, pairs, wishes, hooks));
  return withGroups(audit, subgroups);
}
