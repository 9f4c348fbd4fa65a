/** Intervals from block moments: each quantity without each block in turn (delete-a-block jackknife). */
import { measure } from "./measure.js";
import { mergedFlat } from "./moments.js";

/** @import { Aggregate, Progress } from "../types.d.ts" */
/** @import { Pool } from "./pool.js" */

/** 97.5 % points of Student's t for 1 … 15 degrees of freedom. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131];

/** Metrics of the core that have an interval. */
const METRICS = ["cka", "ckaDebiased", "svcca", "rmg", "deltaCosine", "alignment", "coral", "centroidEuclidean"];

/** The numbers of one measurement by name; what could not be had is left out. @param {Awaited<ReturnType<typeof measure>>} measured */
export function namedValues({ scores, metrics, spectra }) {
  const [forth, back] = scores ? [scores.score.image.value, scores.score.text.value] : [];
  /** @type {Record<string, number>} */
  const values = {
    ...(scores && { sasImageToText: forth, sasTextToImage: back, sasImbalance: forth - back, sasSymmetric: (forth + back) / 2 }),
    effectiveRankImage: spectra.image.effectiveRank,
    effectiveRankText: spectra.text.effectiveRank,
  };
  for (const name of METRICS) if (typeof metrics[name] === "number") values[name] = metrics[name];
  return values;
}

/**
 * value: of all blocks; without: the same without each block, of about equal size. Student's t with one degree less than blocks.
 * @param {number} value @param {number[]} without
 */
export function jackknife(value, without) {
  const blocks = without.length;
  const mean = without.reduce((sum, one) => sum + one, 0) / blocks;
  const standardError = Math.sqrt(((blocks - 1) / blocks) * without.reduce((sum, one) => sum + (one - mean) ** 2, 0));
  const half = T[blocks - 2] * standardError;
  return { low: value - half, high: value + half, standardError };
}

/** @param {Pool} pool @param {Float64Array[]} blocks @param {{ topQ: number, epsilon: number }} options @param {(progress: Progress) => void} [onProgress] @returns {Promise<Aggregate["intervals"]>} */
export async function collectIntervals(pool, blocks, options, onProgress) {
  if (blocks.length < 2)
    return { status: "unavailable", reason: "the file holds all pairs in one block; intervals need at least two (askew moments --blocks)" };
  const values = async (/** @type {Float64Array[]} */ parts) =>
    namedValues(await measure(pool, await mergedFlat(pool, parts), options, false));
  const whole = await values(blocks);
  /** @type {Record<string, number>[]} */
  const without = [];
  for (const [k, block] of blocks.entries()) {
    without.push(await values(blocks.filter((other) => other !== block)));
    onProgress?.({ stage: "intervals", done: (k + 1) / blocks.length });
  }
  const complete = Object.entries(whole).filter(([name]) => without.every((one) => name in one));
  return Object.fromEntries(
    complete.map(([name, value]) => [
      name,
      jackknife(
        value,
        without.map((one) => one[name]),
      ),
    ]),
  );
}
