/** One audit from beginning to end: row pass, eigenmodes, tiles, what belongs together; partial audits on the way. */
import { Failure } from "../failure.js";
import { assemble } from "./assemble.js";
import { withPairs } from "./open-pairs.js";
import { auditOptions } from "./options.js";
import { textOrder } from "./plan.js";
import { alikeItems, foundItems, ownSideShare } from "./row-comparisons.js";
import { rowPass } from "./row-pass.js";
import { Run } from "./run.js";
import { orderFindings } from "./shuffle-check.js";
import { neighbours, tiles } from "./similarity-stage.js";
import { allModes, modes, slowMetrics } from "./spectra.js";
import { unavailable } from "./unavailable.js";
import { chance, resampled } from "./uncertainty.js";

/** @import { Audit, AuditOptions, Finding, InputOrigin, Pairs, Unavailable } from "../types.d.ts" */
/** @import { AuditHooks, AuditRun, Pool, SearchScores } from "./types.d.ts" */

/** @param {Pool} pool @param {Pairs} pairs @param {AuditOptions} given @param {AuditHooks} hooks @returns {Promise<AuditRun>} */
export async function audit(pool, pairs, given, hooks) {
  const { seed } = auditOptions(given);
  return withRun(pool, pairs, given, hooks, async (run) => {
    const done = await whole(run);
    const { plan, bases, hits, results, clusters } = run;
    const trace = bases && { pairs, plan, bases, seed };
    return { audit: done, trace, hits, withoutEach: results.within?.withoutEach, ...(clusters && { clusters }) };
  });
}

/** Only what the paper's code has: no neighbours, no chance levels, no intervals. @param {Pool} pool @param {Pairs} pairs @param {AuditOptions} given @param {AuditHooks} hooks @returns {Promise<Audit>} */
export async function referenceAudit(pool, pairs, given, hooks) {
  return withRun(pool, pairs, given, hooks, async (run) => {
    run.depth = 0;
    await referenceScores(run);
    return assemble(run.results, run.seconds());
  });
}

/** Search and alignment of pairs alone: no intervals, no chance levels. @param {Pool} pool @param {Pairs} pairs of one text an image and one width @param {AuditOptions} given @param {AuditHooks} hooks @returns {Promise<SearchScores | Unavailable>} */
export async function searchScores(pool, pairs, given, hooks) {
  return withRun(pool, pairs, given, hooks, async (run) => {
    run.kernels = false;
    await referenceScores(run);
    const { hits } = run;
    const ownShare = await ownSideShare(run);
    const { sas, metrics } = assemble(run.results, run.seconds());
    const [imageToText, textToImage, deltaCosine] = [sas.imageToText, sas.textToImage, metrics.deltaCosine];
    for (const one of [imageToText, textToImage, deltaCosine]) if (typeof one !== "number") return one;
    if (!hits) return unavailable("queries were sampled");
    return /** @type {SearchScores} */ ({ hits, sas: { imageToText, textToImage }, deltaCosine, ownShare });
  });
}

/**
 * @template T
 * @param {Pool} pool @param {Pairs} pairs @param {AuditOptions} given @param {AuditHooks} hooks @param {(run: Run) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withRun(pool, pairs, given, hooks, work) {
  const options = auditOptions(given);
  const n = pairs.images.rows;
  if (n < 2)
    throw new Failure(
      "TOO_FEW_ROWS",
      `There ${n === 1 ? "is one pair" : `are ${n} pairs`} of image and text; a score needs at least 2, and says little below some hundred. Add more pairs.`,
      { rows: n },
    );
  const { start, order } = textOrder(pairs);
  const plan = { start, order, products: n >= Math.min(pairs.images.cols, pairs.texts.cols) };
  return withPairs(pool, pairs, plan, hooks.signal, (id) => work(new Run(pool, id, pairs, options, plan, hooks)));
}

/** Every quantity of the paper's code. @param {Run} run */
async function referenceScores(run) {
  const facts = await rowPass(run);
  // Modes are few long tasks, tiles many short ones: together they leave no worker idle.
  await Promise.all([modes(run, facts).then(() => run.early("similarities")), tiles(run, facts)]);
  run.timings.scores = run.seconds();
  return facts;
}

/** All of it, or, if `enough` is said once there are scores, what is there by then. @param {Run} run */
async function whole(run) {
  const stop = () => run.pool.close(run.id);
  run.enough?.addEventListener("abort", stop);
  if (run.enough?.aborted) stop();
  try {
    await everything(run);
  } catch (error) {
    if (!run.enough?.aborted || !run.results.metrics) throw error;
    run.results.stopped = true;
  } finally {
    run.enough?.removeEventListener("abort", stop);
  }
  return assemble(run.results, run.seconds());
}

/** @param {Run} run */
async function everything(run) {
  const facts = await referenceScores(run);
  const computed = Promise.all([
    allModes(run, facts).then(() => run.early("neighbours")),
    neighbours(run).then(() => alikeItems(run)),
    orderFindings(run),
    slowMetrics(run),
    foundItems(run),
  ]);
  const hashed = hashesOf(run).then((hashes) => {
    run.results.hashes = hashes;
  });
  await Promise.all([computed, hashed, shown(run, computed)]);
  run.results.finished = true;
  await uncertainty(run);
}

/** The scores, and then what the order checks found. @param {Run} run @param {Promise<readonly [unknown, unknown, Finding[], unknown, unknown]>} computed */
async function shown(run, computed) {
  // The workers begin first, and drawing is a turn of its own.
  await run.pool.turn(run.id);
  run.partial();
  const [, , order] = await computed;
  run.results.findings?.unshift(...order);
  // The hashes of large files may take longer than all else.
  if (!run.results.hashes) run.partial();
}

/** Chance levels and intervals, while the rest is already shown. @param {Run} run */
async function uncertainty(run) {
  const { permutations, bootstrap } = run.options;
  if (permutations + bootstrap > 0) run.partial();
  run.results.chance = await chance(run);
  if (bootstrap > 0) run.early("intervals");
  run.results.uncertainty = await resampled(run);
}

/** Of the files. @param {Run} run */
async function hashesOf(run) {
  const { sha256 } = run.pool.platform;
  const { images, texts } = run.pairs.origin;
  const hash = async (/** @type {InputOrigin} */ { blob }) => {
    if (!run.options.hashes) return unavailable("not asked for");
    if (!blob) return unavailable("generated, not from a file");
    return sha256(blob, () => run.pool.turn(run.id));
  };
  const image = hash(images);
  const text = texts.blob && texts.blob === images.blob ? image : hash(texts);
  const [ofImages, ofTexts] = await Promise.all([image, text]);
  return { images: ofImages, texts: ofTexts };
}
