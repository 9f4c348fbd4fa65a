/** askew audit: files in, an audit out. The only place of the command that knows the engine. */

import { columnNamed } from "../src/engine/groups.js";
import { subgroupsAgain } from "../src/engine/repeat-subgroups.js";
import { Failure } from "../src/failure.js";
import { pair } from "../src/pairing/index.js";
import { isMoments } from "../src/readers/index.js";
import { DiskFile } from "./disk-file.js";
import { momentsSites } from "./moments.js";
import { sidesOf, wishesOf } from "./sides.js";

/** @import { Audit, Comparison, Finding, Progress } from "../src/types.d.ts" */

/** @param {Record<string, unknown>} options as the command line gives them */
export function auditOptions(options) {
  const { "top-q": topQ, epsilon, neighbours, seed, bootstrap, permutations } = /** @type {Record<string, number | undefined>} */ (options);
  return Object.fromEntries(
    Object.entries({ topQ, epsilon, neighbours, seed, bootstrap, permutations }).filter(([, value]) => value !== undefined),
  );
}

/**
 * @template T
 * @param {Record<string, unknown>} options @param {(engine: ReturnType<typeof import("../src/engine/index.js").createEngine>) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withEngine(options, use) {
  const [{ createEngine }, { nodePlatform }] = await Promise.all([
    import("../src/engine/index.js"),
    import("../src/engine/platform-node.js"),
  ]);
  const engine = createEngine({ platform: await nodePlatform(), workers: /** @type {number | undefined} */ (options.workers) });
  try {
    return await use(engine);
  } finally {
    engine.dispose();
  }
}

/** @typedef {{ note: (text: string) => void, progress: (progress: Progress) => void }} Listener */

/** @param {readonly string[]} files one or two arguments @param {Record<string, unknown>} options @param {Listener} listener */
async function pairsOf(files, options, listener) {
  const { choice, notes } = await sidesOf(files, wishesOf(options));
  for (const note of notes) listener.note(note);
  return pair(choice);
}

/** Options that need the rows of one model. @param {readonly string[]} files @param {Record<string, unknown>} options @param {boolean} sums */
function checkUse(files, { by, compare }, sums) {
  if (sums && (by !== undefined || compare !== undefined))
    throw new Failure("BAD_USE", "--by and --compare need rows, and moments files hold sums. Give the files of embeddings.", { files });
  if (by !== undefined && compare !== undefined)
    throw new Failure("BAD_USE", "--by and --compare each ask for a report of their own. Give one of them.");
  if (!sums && files.length > 2)
    throw new Failure(
      "BAD_USE",
      `askew audit takes IMAGES TEXTS, and ${files.length} files were given; only moments files can be more. See askew --help.`,
      { files },
    );
}

/**
 * @param {readonly string[]} files one or two arguments
 * @param {Record<string, unknown>} options
 * @param {Listener} listener
 * @param {import("../src/types.d.ts").AuditOptions} [asked] of the audit itself, where they come from elsewhere than the command line
 * @param {Audit} [saved] the audit that is verified: its groups are made again
 * @returns {Promise<Audit | Comparison>} the latter with --compare
 */
export async function auditFiles(files, options, listener, asked = auditOptions(options), saved = undefined) {
  const sites = await momentsGiven(files);
  checkUse(files, options, sites !== undefined);
  if (sites) return auditSites(sites, options, listener, asked);
  const pairs = await pairsOf(files, options, listener);
  const hooks = { onProgress: listener.progress };
  if (options.compare !== undefined) {
    const others = await pairsOf(/** @type {string[]} */ (options.compare), { ...options, metadata: undefined }, listener);
    return withEngine(options, (engine) => engine.compare(pairs, others, asked, hooks));
  }
  const by = /** @type {string | undefined} */ (options.by);
  return withEngine(options, async (engine) => {
    // A column that is not there is told before the audit, not after it.
    if (by !== undefined) columnNamed(pairs, by);
    const audit = await engine.audit(pairs, asked, hooks);
    const again = saved && (await subgroupsAgain(engine.subgroups, pairs, saved, hooks, by));
    const subgroups = saved || by === undefined ? again : await engine.subgroups(pairs, by, asked, hooks);
    return subgroups ? { ...audit, subgroups } : audit;
  });
}

/** The files as sites, where the first of them holds moments. @param {readonly string[]} files */
async function momentsGiven(files) {
  const head = await DiskFile.open(files[0], files[0]).catch(() => undefined);
  if (!head || !(await isMoments(head))) return undefined;
  return momentsSites(files);
}

/** @param {Awaited<ReturnType<typeof momentsSites>>} sites @param {Record<string, unknown>} options @param {Parameters<typeof auditFiles>[2]} listener @param {import("../src/types.d.ts").AuditOptions} asked */
function auditSites(sites, options, { progress }, asked) {
  return withEngine(options, async (engine) => {
    const hooks = { onProgress: progress };
    if (sites.length === 1) return engine.auditMoments(sites[0], asked, hooks);
    return engine.auditPooled(sites, asked, hooks);
  });
}

/** @param {Finding} finding */
export function findingText({ level, message }) {
  return level === "note" ? `Note: ${message}` : `${level === "error" ? "Error" : "Warning"}: ${message}`;
}
