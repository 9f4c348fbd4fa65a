/** askew audit: files in, an audit out. */
import { auditPairs, optionsFor, withAsked } from "../src/audit/audit.js";
import { gapMapsBytes, gapMapsWords } from "../src/audit/gap-maps.js";
import { compareModels, MOST_MODELS } from "../src/audit/models.js";
import { auditSites } from "../src/audit/sites.js";
import { Failure } from "../src/failure.js";
import { auditOptions, withEngine } from "./engine.js";
import { pairsAt } from "./sides.js";
import { sitesIn } from "./sites.js";
import { writeTo } from "./write.js";

/** @import { GapMaps } from "../src/engine/types.d.ts" */
/** @import { Audit, Comparison, Comparisons } from "../src/types.d.ts" */
/** @import { Listener } from "./sides.js" */
/** Of --compare: each other model's files. @typedef {readonly string[][]} Others */

/** Options that need the rows of one model. @param {readonly string[]} files @param {{ by?: unknown, compare?: Others, cluster?: unknown, within?: unknown, labels?: unknown, gap?: unknown, maps?: unknown }} options @param {boolean} sums */
function checkUse(files, { by, compare, cluster, within, labels, gap, maps }, sums) {
  if (sums && (cluster !== undefined || within !== undefined || labels !== undefined))
    throw new Failure(
      "BAD_USE",
      "--cluster, --within and --labels need rows, and moments files hold sums: which pairs are one patient’s, and what each is, is not in them. Give the files of embeddings.",
    );
  if (sums && (by !== undefined || compare !== undefined || gap !== undefined))
    throw new Failure("BAD_USE", "--by, --gap and --compare need rows, and moments files hold sums. Give the files of embeddings.");
  if (maps !== undefined && gap === undefined) throw new Failure("BAD_USE", "--maps writes what --gap measures: give --gap too.");
  if ((by !== undefined || gap !== undefined) && compare !== undefined)
    throw new Failure(
      "BAD_USE",
      `${by === undefined ? "--gap" : "--by"} and --compare each ask for a report of their own. Give one of them.`,
    );
  if (compare && compare.length >= MOST_MODELS)
    throw new Failure(
      "BAD_USE",
      `Up to ${MOST_MODELS} models are compared, and --compare was given ${compare.length} times beside the first. Leave some of them out.`,
    );
  if (!sums && files.length > 2)
    throw new Failure(
      "BAD_USE",
      `askew audit takes IMAGES TEXTS, and ${files.length} files were given; only moments files can be more. See askew --help.`,
    );
}

/** @param {string} target @param {GapMaps} maps @param {Listener} listener */
async function saveMaps(target, maps, listener) {
  await writeTo(target, gapMapsBytes(maps));
  listener.note(`Written: ${target}. ${gapMapsWords(maps)}`);
}

/**
 * @param {readonly string[]} files one or two arguments
 * @param {Record<string, unknown>} options
 * @param {Listener} listener
 * @param {Audit | Comparison | Comparisons} [saved] what is verified: its options are taken, and its groups are made again
 * @returns {Promise<Audit | Comparison | Comparisons>} a comparison with --compare, several where it is given more than once
 */
export async function auditFiles(files, options, listener, saved) {
  const hooks = { onProgress: listener.progress };
  const settings = optionsFor(saved, auditOptions(options));
  const sites = await sitesIn(files);
  checkUse(files, options, sites !== undefined);
  if (sites) return withEngine(options, (engine) => auditSites(engine, sites, settings, hooks));
  const pairs = await pairsAt(files, options, listener);
  if (options.compare !== undefined) {
    const models = [pairs];
    for (const other of /** @type {Others} */ (options.compare))
      models.push(
        await pairsAt(other, { ...options, metadata: undefined, cluster: undefined, within: undefined, labels: undefined }, listener),
      );
    return withEngine(options, (engine) => compareModels(engine, models, settings, hooks));
  }
  const wishes = {
    options: settings,
    by: /** @type {string | undefined} */ (options.by),
    gap: options.gap === true,
    saved: /** @type {Audit | undefined} */ (saved),
  };
  return withEngine(options, async (engine) => {
    const { audit, ...asked } = await auditPairs(engine, pairs, wishes, hooks);
    if (typeof options.maps === "string") await saveMaps(options.maps, await engine.gapMaps(pairs, settings), listener);
    return withAsked(audit, asked);
  });
}
