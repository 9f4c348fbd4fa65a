/** How sure an audit's scores are: chance levels by permuting the pairs; intervals by half-samples, or by the bootstrap of earlier audits. */

import { Failure } from "../failure.js";
import { MMD_BOUND, metricsOf } from "./assemble.js";
import { exchangeOf } from "./clusters.js";
import { CORE } from "./constants.js";
import { HOLDER, holdBlocks, numbersOf } from "./half-samples.js";
import { halfSampled } from "./intervals.js";
import { modesIn, strongest } from "./mode-space.js";
import { permutedRows } from "./plan.js";
import { chanceLevels, estimates, intervals, pairingsOf } from "./replicates.js";
import { byGrams, NARROW, unitOf, unitsOf } from "./resampling-units.js";
import { task } from "./run.js";
import { unavailable } from "./unavailable.js";
import { addMeans } from "./unit-means.js";
import { inTurn } from "./yielding.js";

/** @import { Audit, Unavailable } from "../types.d.ts" */
/** @import { Bases, Replicate, Results, Run, Shuffled, Units } from "./types.d.ts" */

/** Permutations of one task. */
const PERMUTATIONS = 25;
/** With fewer images there is no bootstrap. */
const LEAST_IMAGES = 20;

/** What of the uncertainty fails says why; what was computed before stays. @template T @param {() => Promise<T>} make @returns {Promise<T | Unavailable>} */
async function orReason(make) {
  try {
    return await make();
  } catch (error) {
    const failure = Failure.from(error);
    if (failure.code === "CANCELLED") throw failure;
    return unavailable(failure.message);
  }
}

/** What the permutations need of the modes' vectors, shared with the workers. @param {Run} run */
function shareBases({ pool, id, bases, results }) {
  const { image, text } = /** @type {Bases} */ (bases);
  const kept = (/** @type {"image" | "text"} */ side) =>
    Math.max(CORE.ckaModes, /** @type {NonNullable<Results["scores"]>} */ (results.scores).score[side].modesKept);
  pool.share(id, { bases: { image: strongest(image, kept("image")), text: strongest(text, kept("text")) } });
}

/** The pairs that are permuted, and which of them change places: all with all, or whole clusters, and within strata. @param {Run} run */
async function exchanged(run) {
  const { n, clusters, strata, options } = run;
  const most = permutedRows(n, run.pairs.images.cols, run.plan);
  const sample = (/** @type {number} */ of, /** @type {number} */ count) =>
    run.call("sampleRows", [of, count, options.seed, "chance levels"]);
  if (!clusters && !strata) return { rows: await sample(n, most), exchange: null };
  const units = clusters?.count ?? n;
  const { rows, begin, classOf } = exchangeOf(
    clusters,
    strata,
    await sample(units, Math.min(units, Math.max(2, Math.floor((units * most) / n)))),
  );
  if (new Set(classOf).size === classOf.length) throw new Failure("BAD_USE", nothingToExchange(run));
  return { rows, exchange: { begin, classOf } };
}

/** Neighbours are known among all pairs alone. @param {Run} run @param {number} rows that are permuted @returns {Shuffled} */
function shuffledBeside({ directions, results, kernel, n }, rows) {
  const { within, sampling } = results;
  const nearest = sampling || rows < n ? undefined : within?.nearest;
  return { ...(directions && { directions }), ...(nearest && kernel && { neighbours: { ...nearest, k: kernel.k } }) };
}

/** @param {Run} run */
const nothingToExchange = ({ clusters, strata }) =>
  strata
    ? `within ${strata.column} no ${clusters ? `two values of ${clusters.column}` : "two pairs"} could change places, so chance has nothing to show`
    : `all pairs have one value of ${clusters?.column}, so chance has nothing to exchange`;

/** @param {Run} run */
export async function chance(run) {
  const { options, oneWidth, results } = run;
  const { permutations, seed, topQ, epsilon } = options;
  if (permutations === 0) return unavailable("not asked for");
  if (!oneWidth) return unavailable("pairs of different widths have no scores to permute");
  return orReason(async () => {
    const { image, text } = /** @type {NonNullable<Results["spectra"]>} */ (results.spectra);
    shareBases(run);
    const { rows, exchange } = await exchanged(run);
    run.pool.share(run.id, { shuffled: shuffledBeside(run, rows.length) });
    // Few pairs have few pairings: each is scored once, and p is exact.
    const all = !exchange && pairingsOf(rows.length) <= permutations;
    const count = all ? pairingsOf(rows.length) : permutations;
    const begins = Array.from({ length: Math.ceil(count / PERMUTATIONS) }, (_, k) => k * PERMUTATIONS);
    const parts = await run.stage(
      "chance",
      begins.map((begin) => {
        const end = Math.min(count, begin + PERMUTATIONS);
        const message = { begin, end, seed: all ? null : seed, image: modesIn(image), text: modesIn(text), topQ, epsilon, exchange, rows };
        return task("permuted", message, { shared: [...run.structure, "bases", "shuffled"] });
      }),
    );
    const names = Object.keys(parts[0]);
    const draws = parts.flatMap((part) =>
      Array.from(part[names[0]], (_, k) => Object.fromEntries(names.map((name) => [name, part[name][k]]))),
    );
    return chanceLevels(results, rows.length, draws, all);
  });
}

/** @param {Run} run @returns {Promise<Audit["uncertainty"]>} */
export async function resampled(run) {
  const { options, results } = run;
  if (options.bootstrap > 0) return options.intervals === "bootstrap" ? bootstrapped(run) : orReason(() => halfSampled(run));
  const reason = unavailable("not asked for");
  results.crossFitted = reason;
  return reason;
}

/** As audits of before half-samples have it: to verify them. @param {Run} run @returns {Promise<Audit["uncertainty"]>} */
async function bootstrapped(run) {
  const { options, n, results, pairs } = run;
  if (n < LEAST_IMAGES) return unavailable(`${n} images are too few to be resampled; ${LEAST_IMAGES} are the least`);
  const [dx, dy] = [pairs.images.cols, pairs.texts.cols];
  if (Math.max(dx, dy) > NARROW && !byGrams(n, dx, dy))
    return unavailable(`so many rows wider than ${NARROW} columns are not resampled: it would take hours`);
  return orReason(async () => {
    const units = run.units ?? unitsOf(n, dx, dy);
    const weights = await run.run("drawn", { units: units.count, seed: options.seed, count: options.bootstrap });
    const replicates = await replicatesOf(run, units);
    addMeans(replicates, weights, { count: units.count, of: (image) => unitOf(units, image) }, run);
    run.onReplicates?.(replicates);
    return intervals(results, replicates, units, estimates(results, metricsOf(results)));
  });
}

/** Scores of every replicate, in order. @param {Run} run @param {Units} units @returns {Promise<Replicate[]>} */
async function replicatesOf(run, units) {
  const { bootstrap, seed } = run.options;
  const before = performance.now();
  const blocks = units.of === "blocks" ? units.count : 0;
  const report = run.meter.stage("intervals", blocks + bootstrap);
  const momentsOf = (/** @type {number} */ block) => run.pool.run("blockMoments", run.id, { block, units });
  await holdBlocks(run.pool, run.id, blocks, momentsOf, (block) => report(block)(1));
  /** @type {Replicate[]} */
  const out = [];
  await inTurn(bootstrap, run.pool.size + 1, async (index) => {
    out[index] = numbersOf(await replicateOf(run, units, { seed, index }));
    report(blocks + index)(1);
  });
  run.timings.intervals = (performance.now() - before) / 1000;
  return out;
}

/** @param {Run} run @param {Units} units @param {{ seed: number, index: number }} draw */
async function replicateOf({ pool, id, options, n, pairs }, units, draw) {
  const { topQ, epsilon } = options;
  if (units.of === "images" && byGrams(n, pairs.images.cols, pairs.texts.cols))
    return pool.run("gramReplicate", id, { ...draw, topQ, epsilon, mmdBound: MMD_BOUND });
  const moments = await (units.of === "blocks" ? pool.run("drawBlocks", id, draw, HOLDER) : pool.run("drawImages", id, draw));
  return pool.call("replicateScores", id, [moments, topQ, epsilon, MMD_BOUND], { transfer: [moments] });
}
