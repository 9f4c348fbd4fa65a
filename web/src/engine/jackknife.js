/** Intervals from block moments if a file has fewer than 32 blocks: each quantity without each block in turn (delete-a-block jackknife). */

import { listed, metricOf } from "../metrics.js";
import { mean, sum } from "../quantiles.js";
import { earlierStudentPoint } from "./earlier-points.js";
import { METHODS } from "./interval-methods.js";
import { measure } from "./measure-moments.js";
import { mergedFlat } from "./moments.js";
import { plainRange } from "./ranges.js";
import { around, directionalScores } from "./replicates.js";
import { createStatistics, studentPoint } from "./statistics.js";
import { unavailable } from "./unavailable.js";

/** @import { Aggregate, IntervalOf, Progress, Unavailable } from "../types.d.ts" */
/** @import { Pool } from "./types.d.ts" */

/** With fewer blocks in all, an interval says more about the blocks than about the score. */
const FEWEST_BLOCKS = 4;

/** Metrics of the core that have an interval. */
const METRICS = listed(({ jackknife, at }) => jackknife && at.startsWith("metrics.")).map(({ key }) => key);

/** The numbers of one measurement by name; what could not be had is left out. @param {Awaited<ReturnType<typeof measure>>} measured */
export function namedValues({ scores, metrics, spectra }) {
  /** @type {Record<string, number>} */
  const values = {
    ...(scores && directionalScores(scores.score.image.value, scores.score.text.value)),
    effectiveRankImage: spectra.image.effectiveRank,
    effectiveRankText: spectra.text.effectiveRank,
  };
  for (const name of METRICS) if (typeof metrics[name] === "number") values[name] = metrics[name];
  return values;
}

/** Of one stratum, by its blocks left out: variance, and bias. @param {number} value @param {number[]} without */
function ofStratum(value, without) {
  const count = without.length;
  const centre = mean(without);
  return { variance: ((count - 1) / count) * sum(without.map((one) => (one - centre) ** 2)), bias: (count - 1) * (centre - value) };
}

/**
 * value: of everything; without: for each stratum the same without each of its blocks, which are of about equal size.
 * @param {number} value @param {number[][]} without @returns {{ bias: number, standardError: number }}
 */
export function jackknife(value, without) {
  const strata = without.map((stratum) => ofStratum(value, stratum));
  return { bias: sum(strata.map(({ bias }) => bias)), standardError: Math.sqrt(sum(strata.map(({ variance }) => variance))) };
}

/** One degree less per stratum than it has blocks. @param {readonly unknown[][]} without */
const freedomOf = (without) => sum(without.map(({ length }) => length - 1));

/** By the quantity's own method. @param {string} name @param {number} value @param {number[][]} without @param {number} t @returns {IntervalOf} */
function intervalOf(name, value, without, t) {
  const squares = without.map((stratum) => stratum.map((one) => one ** 2));
  return plainRange(METHODS[name]?.by, value, jackknife(value, without), jackknife(value ** 2, squares), t, metricOf(name)?.range);
}

/** As audits of before half-samples have it. @param {number} value @param {number[][]} without @returns {IntervalOf} */
function plainInterval(value, without) {
  return around(value, jackknife(value, without).standardError, earlierStudentPoint(freedomOf(without)));
}

/** @param {Float64Array[][]} strata @returns {Unavailable | undefined} */
function tooFew(strata) {
  if (strata.some((blocks) => blocks.length < 2))
    return unavailable(
      `${strata.length > 1 ? "a site's file" : "the file"} holds all pairs in one block; intervals need several, and each must keep the floor`,
    );
  const blocks = sum(strata.map(({ length }) => length));
  return blocks < FEWEST_BLOCKS ? unavailable(`${blocks} blocks are too few for an interval; ${FEWEST_BLOCKS} are needed`) : undefined;
}

/**
 * strata: the blocks of each site; those of a merged file are one stratum, as each holds a share of every site.
 * @param {Pool} pool @param {Float64Array[][]} strata @param {{ topQ: number, epsilon: number, intervals?: string }} options @param {(name: string) => boolean} has which quantities have one @param {(progress: Progress) => void} [onProgress]
 * @returns {Promise<Aggregate["intervals"]>}
 */
export async function collectIntervals(pool, strata, options, has, onProgress) {
  const few = tooFew(strata);
  if (few) return few;
  const all = strata.flat();
  const values = async (/** @type {Float64Array[]} */ parts) =>
    namedValues(await measure(pool, await mergedFlat(pool, parts), options, false));
  const whole = await values(all);
  /** @type {Record<string, number>[][]} */
  const without = strata.map(() => []);
  let done = 0;
  for (const [k, stratum] of strata.entries())
    for (const block of stratum) {
      without[k].push(await values(all.filter((other) => other !== block)));
      onProgress?.({ stage: "intervals", done: ++done / all.length });
    }
  const complete = Object.entries(whole).filter(([name]) => has(name) && without.flat().every((one) => name in one));
  const t = await studentPoint(createStatistics(pool), freedomOf(strata));
  const interval = (/** @type {string} */ name, /** @type {number} */ value) => {
    const left = without.map((stratum) => stratum.map((one) => one[name]));
    return options.intervals === "bootstrap" ? plainInterval(value, left) : intervalOf(name, value, left, t);
  };
  return Object.fromEntries(complete.map(([name, value]) => [name, interval(name, value)]));
}
