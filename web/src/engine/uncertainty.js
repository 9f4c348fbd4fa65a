/** How sure an audit's scores are: chance levels by permuting the pairs, intervals by resampling the images. */
import { Failure } from "../failure.js";
import { MMD_BOUND, metricsOf } from "./assemble.js";
import { strongest } from "./mode-space.js";
import { chanceLevels, estimates, intervals, pairingsOf } from "./replicates.js";
import { unavailable } from "./unavailable.js";
import { byGrams, unitOf, unitsOf } from "./units.js";

/** @import { Audit, Unavailable } from "../types.d.ts" */
/** @import { Run } from "./run.js" */
/** @import { Bases } from "./mode-space.js" */
/** @import { Units } from "./units.js" */

/** Permutations of one task. */
const PERMUTATIONS = 25;
/** Values a side that a worker holds for permutations, and pairs at least. */
const PERMUTED_VALUES = 2 ** 22;
const PERMUTED_ROWS = 2048;
/** Modes that CKA's permutations take (kCkaModes). */
const CKA_MODES = 64;
/** With fewer images there is nothing to resample. */
const LEAST_IMAGES = 20;
/** Wider moments are not resampled; the Gram matrices of few pairs are. */
const WIDEST = 1448;

/** Values of one replicate by name; what has no number is null. @typedef {Record<string, number | null>} Replicate */

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

/** Pairs that are permuted. @param {number} n @param {number} cols */
export const permutedRows = (n, cols) => Math.min(n, Math.max(PERMUTED_ROWS, Math.floor(PERMUTED_VALUES / cols)));

/** What the permutations need of the modes' vectors, known to the workers. @param {Run} run */
function shareBases({ pool, id, bases, known }) {
  const { image, text } = /** @type {Bases} */ (bases);
  const kept = (/** @type {"image" | "text"} */ side) => Math.max(CKA_MODES, known.scores.score[side].modesKept);
  pool.share(id, { bases: { image: strongest(image, kept("image")), text: strongest(text, kept("text")) } });
}

/** @param {Run} run */
export async function chance(run) {
  const { options, oneWidth, n, known } = run;
  const { permutations, seed, topQ, epsilon } = options;
  if (permutations === 0) return unavailable("not asked for");
  if (!oneWidth) return unavailable("pairs of different widths have no scores to permute");
  return orReason(async () => {
    const { image, text } = known.spectra ?? {};
    shareBases(run);
    const rows = await run.run("sampleRows", { n, count: permutedRows(n, run.pairs.images.cols), seed, purpose: "chance levels" });
    // Few pairs have few pairings: each is scored once, and p is exact.
    const all = pairingsOf(rows.length) <= permutations;
    const count = all ? pairingsOf(rows.length) : permutations;
    const begins = Array.from({ length: Math.ceil(count / PERMUTATIONS) }, (_, k) => k * PERMUTATIONS);
    const parts = await run.stage(
      "chance",
      begins.map((begin) => ({
        kind: "permuted",
        message: {
          begin,
          end: Math.min(count, begin + PERMUTATIONS),
          seed: all ? null : seed,
          image: image.modes,
          text: text.modes,
          topQ,
          epsilon,
          rows,
        },
        needs: [...run.structure, "bases"],
      })),
    );
    const column = (/** @type {string} */ name) => parts.flatMap((part) => Array.from(part[name]));
    const drawn = {
      imageToText: column("imageToText"),
      textToImage: column("textToImage"),
      cka: column("cka"),
      deltaCosine: column("deltaCosine"),
    };
    return chanceLevels(known, rows.length, drawn, all);
  });
}

/** @param {Run} run */
export async function resampled(run) {
  const { options, n, known, pairs } = run;
  if (options.bootstrap === 0) return unavailable("not asked for");
  if (n < LEAST_IMAGES) return unavailable(`${n} images are too few to be resampled; ${LEAST_IMAGES} are the least`);
  const [dx, dy] = [pairs.images.cols, pairs.texts.cols];
  if (Math.max(dx, dy) > WIDEST && !byGrams(n, dx, dy))
    return unavailable(`so many rows wider than ${WIDEST} columns are not resampled: it would take hours`);
  return orReason(async () => {
    const units = run.units ?? unitsOf(n, dx, dy);
    const weights = await run.run("drawn", { units: units.count, seed: options.seed, count: options.bootstrap });
    const replicates = await replicatesOf(run, units);
    addMeans(replicates, weights, units, run);
    run.onReplicates?.(replicates);
    return intervals(known, replicates, units, estimates(known, metricsOf(known)));
  });
}

/** Scores of every replicate, in order. @param {Run} run @param {Units} units @returns {Promise<Replicate[]>} */
async function replicatesOf(run, units) {
  const { bootstrap, seed } = run.options;
  const before = performance.now();
  const blocks = units.of === "blocks" ? units.count : 0;
  const report = run.meter.stage("intervals", blocks + bootstrap);
  const atOnce = run.pool.size + 1;
  /** Blocks are held in their order. */
  let held = Promise.resolve();
  await inTurn(blocks, atOnce, (block) => {
    const moments = run.pool.run("blockMoments", run.id, { block, units });
    moments.catch(() => {});
    held = held.then(async () => {
      const values = await moments;
      await run.pool.run("holdBlock", run.id, { moments: values }, { near: "blocks", bound: true, transfer: [values.buffer] });
      report(block)(1);
    });
    return held;
  });
  /** @type {Replicate[]} */
  const out = [];
  await inTurn(bootstrap, atOnce, async (index) => {
    const scores = await replicateOf(run, units, { seed, index });
    out[index] = Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, typeof value === "number" ? value : null]));
    report(blocks + index)(1);
  });
  run.timings.intervals = (performance.now() - before) / 1000;
  return out;
}

/** @param {Run} run @param {Units} units @param {{ seed: number, index: number }} draw */
async function replicateOf({ pool, id, options, n, pairs }, units, draw) {
  const choices = { topQ: options.topQ, epsilon: options.epsilon, mmdBound: MMD_BOUND };
  if (units.of === "images" && byGrams(n, pairs.images.cols, pairs.texts.cols))
    return pool.run("gramReplicate", id, { ...draw, ...choices });
  const moments =
    units.of === "blocks"
      ? await pool.run("drawBlocks", id, draw, { near: "blocks", bound: true })
      : await pool.run("drawImages", id, draw);
  return pool.run("replicate", id, { moments, ...choices }, { transfer: [moments.buffer] });
}

/** Runs `count` jobs, `most` at a time, begun in order. @param {number} count @param {number} most @param {(index: number) => Promise<void>} job */
async function inTurn(count, most, job) {
  let next = 0;
  const lane = async () => {
    while (next < count) await job(next++);
  };
  await Promise.all(Array.from({ length: Math.min(most, count) }, lane));
}

/** Means over images or texts, with the galleries as they are: recall and common neighbours. @param {Replicate[]} replicates @param {Uint32Array} weights @param {Units} units @param {Run} run */
function addMeans(replicates, weights, units, run) {
  for (const [name, { sums, counts }] of Object.entries(unitSums(run, units)))
    replicates.forEach((replicate, r) => {
      let sum = 0;
      let count = 0;
      for (let u = 0; u < units.count; u++) {
        const weight = weights[r * units.count + u];
        sum += weight * sums[u];
        count += weight * counts[u];
      }
      replicate[name] = count > 0 ? sum / count : null;
    });
}

/** Sums by unit of what is a mean. @param {Run} run @param {Units} units @returns {Record<string, { sums: Float64Array, counts: Float64Array }>} */
function unitSums(run, units) {
  const { across, within } = run.known;
  /** @type {ReturnType<typeof unitSums>} */
  const out = {};
  const column = (
    /** @type {string} */ name,
    /** @type {ArrayLike<number>} */ values,
    /** @type {number} */ first,
    /** @type {number} */ step,
    /** @type {(row: number) => number} */ imageOf,
  ) => {
    const sums = new Float64Array(units.count);
    const counts = new Float64Array(units.count);
    for (let at = first, row = 0; at < values.length; at += step, row++) {
      const unit = unitOf(units, imageOf(row));
      sums[unit] += values[at];
      counts[unit]++;
    }
    out[name] = { sums, counts };
  };
  // Sampled queries have their own intervals.
  if (run.known.sampling) return out;
  const { start } = run.plan;
  const imageOfText = new Int32Array(run.m);
  for (let i = 0; i < run.n; i++) imageOfText.fill(i, start[i], start[i + 1]);
  if (across)
    for (const [at, k] of [1, 5, 10].entries()) {
      column(`recallImageToText${k}`, across.retrieval.imageToText.hits, at, 3, (row) => row);
      column(`recallTextToImage${k}`, across.retrieval.textToImage.hits, at, 3, (row) => imageOfText[row]);
    }
  if (within?.common) {
    const k = Math.min(run.options.neighbours, run.n - 1);
    column(
      "mutualKnn",
      Array.from(within.common, (c) => c / k),
      0,
      1,
      (row) => row,
    );
  }
  return out;
}
