/** What permutations and replicates say of a score: chance levels, p values, intervals. Pure functions of numbers. */

import { DEPTHS, isRecall, metricOf, quantities, valueAt } from "../metrics.js";
import { mean, quantile, sum, wilson } from "../quantiles.js";
import { earlierStudentPoint } from "./earlier-points.js";

/** @import { Chance, ChanceLevel, IntervalOf, RecallName, Uncertainty } from "../types.d.ts" */
/** @import { Replicate, Results, Units } from "./types.d.ts" */

/** @param {number[]} values divided by n - 1 */
export function deviation(values) {
  const centre = mean(values);
  return Math.sqrt(sum(values.map((value) => (value - centre) ** 2)) / Math.max(1, values.length - 1));
}

/** Draws this close to the observed value, as a share of the largest score at hand, tie with it: the core draws in float32. */
const TIE = 1e-6;

/** @param {number[]} values */
const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/**
 * Share of pairings that score as high as the observed one, ties among them. Of pairings drawn at random the observed one counts as one
 * more; it is already among all of them.
 * @param {number} observed @param {number[]} drawn @param {{ all: boolean, scale: number }} draw all: every pairing, each once; scale: the largest score at hand
 */
function share(observed, drawn, { all, scale }) {
  const as = drawn.filter((value) => value >= observed - TIE * scale).length;
  return all ? as / drawn.length : (1 + as) / (drawn.length + 1);
}

/** Of a score that is better the lower it is: chance at or below the observed value, and the level that 95 % stay above. @param {number} observed @param {number[]} drawn @param {boolean} all @returns {ChanceLevel} */
function levelBelow(observed, drawn, all) {
  const mirrored = level(
    -observed,
    drawn.map((value) => -value),
    all,
  );
  return { mean: -mirrored.mean, p95: -mirrored.p95, p: mirrored.p };
}

/** One-sided: chance at or above the observed value. @param {number} observed @param {number[]} drawn @param {boolean} all @returns {ChanceLevel} */
function level(observed, drawn, all) {
  const scale = Math.max(Math.abs(observed), largest(drawn));
  return { mean: mean(drawn), p95: quantile(drawn, 0.95), p: share(observed, drawn, { all, scale }) };
}

/** Share of random pairings, the observed one among them, that score at most as high as the threshold. */
const CALIBRATION = 0.95;

/**
 * What is left of a score beyond chance: clamp((s - threshold) / (most - threshold), 0, 1), the threshold the ceil(0.95 m)-th of the m
 * scores of random pairings, the observed one among them. Source: Gröger, Wen and Brbić 2026.
 * @param {number} observed @param {number[]} drawn @param {{ all: boolean, most: number }} draw all: the observed one is among them already; most: the highest score there is
 * @returns {{ threshold: number, calibrated: number }}
 */
export function beyondChance(observed, drawn, { all, most }) {
  const scores = Float64Array.from(all ? drawn : [...drawn, observed]).sort();
  const threshold = scores[Math.ceil(CALIBRATION * scores.length) - 1];
  const calibrated = threshold < most ? Math.min(1, Math.max(0, (observed - threshold) / (most - threshold))) : 0;
  return { threshold, calibrated };
}

/** The same of a distance, of which 0 is the best. @param {number} observed @param {number[]} drawn @param {boolean} all */
function beyondLow(observed, drawn, all) {
  const { threshold, calibrated } = beyondChance(
    -observed,
    drawn.map((value) => -value),
    { all, most: 0 },
  );
  return { threshold: -threshold, calibrated };
}

/**
 * RMG of a pairing from its Δ cosine: with c the mean cosine of its pairs, Δ changes by n / (n - 1) times what c changes, and RMG = (1 - c) / (1 - c + w), w the mean
 * distance within the sides, which no pairing changes.
 * @param {number} delta of the pairing @param {Record<string, unknown>} observed rmg, deltaCosine and alignment (2 - 2 c) of the audit @param {number} n pairs
 */
function rmgOf(delta, { rmg, deltaCosine, alignment }, n) {
  if (typeof rmg !== "number" || typeof deltaCosine !== "number" || typeof alignment !== "number" || !(rmg > 0)) return Number.NaN;
  const across = alignment / 2;
  const within = (across * (1 - rmg)) / rmg;
  const shuffled = Math.max(0, across - ((delta - deltaCosine) * (n - 1)) / n);
  return shuffled / (shuffled + within);
}

/** Two-sided: p95 is that of the absolute value. @param {number} observed @param {number[]} drawn @param {{ all: boolean, scale: number }} draw @returns {ChanceLevel} */
function twoSided(observed, drawn, draw) {
  const sizes = drawn.map(Math.abs);
  return {
    mean: mean(drawn),
    p95: quantile(sizes, 0.95),
    p: share(Math.abs(observed), sizes, draw),
    low: quantile(drawn, 0.025),
    high: quantile(drawn, 0.975),
  };
}

/** How many pairings n pairs have: n!. @param {number} n @returns {number} */
export const pairingsOf = (n) => (n > 170 ? Infinity : Array.from({ length: n }, (_, k) => k + 1).reduce((count, k) => count * k, 1));

/**
 * The four directional scores of what the images' and the texts' directions have: numbers, unless told how others are averaged and subtracted.
 * @template T @param {T} image @param {T} text @param {(a: T, b: T) => T} [mean] @param {(a: T, b: T) => T} [difference]
 */
export const directionalScores = (
  image,
  text,
  mean = /** @type {any} */ ((/** @type {number} */ a, /** @type {number} */ b) => (a + b) / 2),
  difference = /** @type {any} */ ((/** @type {number} */ a, /** @type {number} */ b) => a - b),
) => ({ sasImageToText: image, sasTextToImage: text, sasImbalance: difference(image, text), sasSymmetric: mean(image, text) });

/** Scores made of a replicate's scores, by the audit's names; those of the core first. @type {Record<string, (replicate: Replicate) => number | null | undefined>} */
export const SCORES = Object.fromEntries(
  [...quantities(({ resampled, rows }) => resampled && !rows), ...quantities(({ resampled, rows }) => resampled && rows)].map(
    ({ key, interval }) => [
      key,
      interval === "rotation"
        ? ({ imageToText, textToImage }) =>
            imageToText === null ? null : directionalScores(imageToText, textToImage)[/** @type {"sasImbalance"} */ (key)]
        : (replicate) => replicate[key],
    ],
  ),
);

/**
 * @param {Results} results @param {number} rows @param {Record<string, number>[]} drawn scores of each pairing
 * @param {boolean} all the scores are those of all pairings, each once, instead of pairings drawn at random
 * @returns {Chance}
 */
export function chanceLevels({ scores, metrics, within, pairs }, rows, drawn, all) {
  const { score } = /** @type {NonNullable<Results["scores"]>} */ (scores);
  /** @type {Record<string, unknown>} */
  const observed = estimates({ scores }, { ...metrics, ...(within && { mutualKnn: within.mutualKnn }) });
  /** @type {Record<string, number>[]} */
  const draws = drawn.map((draw) => ({ ...draw, rmg: rmgOf(draw.deltaCosine, observed, pairs.images.rows) }));
  const sizes = draws.flatMap(({ imageToText, textToImage }) => [imageToText, textToImage]);
  const scale = Math.max(score.image.value, score.text.value, largest(sizes));
  const levels = quantities(({ permuted }) => permuted).flatMap(({ key, better, range }) => {
    const value = observed[key];
    if (typeof value !== "number") return [];
    const shuffled = /** @type {number[]} */ (draws.map(SCORES[key]));
    // What was not shuffled: SVCCA from the rows, neighbours of a sample.
    if (!shuffled.every(Number.isFinite)) return [];
    if (better === 0) return [[key, twoSided(value, shuffled, { all, scale })]];
    if (better === -1) return [[key, { ...levelBelow(value, shuffled, all), ...beyondLow(value, shuffled, all) }]];
    const most = range?.[1];
    return [[key, { ...level(value, shuffled, all), ...(most === 1 && beyondChance(value, shuffled, { all, most })) }]];
  });
  return { permutations: draws.length, ...(all && { all }), rows, ...Object.fromEntries(levels) };
}

/**
 * Estimate -+ t standard errors, within the score's range.
 * @param {number} estimate @param {number} error @param {number} t @param {readonly [number, number]} [range] @returns {IntervalOf}
 */
export function around(estimate, error, t, [least, most] = [-Infinity, Infinity]) {
  return { low: Math.max(least, estimate - t * error), high: Math.min(most, estimate + t * error), standardError: error };
}

/** Wilson's interval of a share, for as many independent queries as the standard error tells. @param {number} share @param {number} error @param {number} t @param {number} images @returns {IntervalOf} */
export function shareAround(share, error, t, images) {
  const count = error > 0 ? Math.max(1, (share * (1 - share)) / (error * error)) : images;
  return { ...wilson(share, count, t), standardError: error };
}

/** Values of one name over the replicates; undefined if one of them has none. @param {Replicate[]} replicates @param {(replicate: Replicate) => number | null | undefined} of */
export function columnOf(replicates, of) {
  const values = replicates.map(of);
  return values.every((value) => typeof value === "number") ? /** @type {number[]} */ (values) : undefined;
}

/** R@k of a curve that may end before k, if every candidate is among the k nearest. @param {ArrayLike<number>} curve @param {number} k */
export const recallAt = (curve, k) => (k <= curve.length ? curve[k - 1] : 1);

/**
 * Intervals of both recalls at each depth, if every replicate has them.
 * @param {Pick<Results, "across">} results @param {Replicate[]} replicates @param {(share: number, values: number[], side: "images" | "texts") => IntervalOf} interval
 * @returns {Pick<Uncertainty, RecallName>}
 */
export function recallIntervals({ across }, replicates, interval) {
  const all = quantities(isRecall).flatMap(({ key, at, side = "images" }) => {
    const curve = across && valueAt(across, at.replace(/recall$/, "curve"));
    const columns = DEPTHS.map((k) => columnOf(replicates, (replicate) => replicate[`${key}${k}`]));
    if (!curve || !columns.every((values) => values !== undefined)) return [];
    return [[key, Object.fromEntries(DEPTHS.map((k, i) => [k, interval(recallAt(curve, Number(k)), columns[i], side)]))]];
  });
  return Object.fromEntries(all);
}

/** The audit's own values by the same names. @param {Pick<Results, "scores">} results @param {object | undefined} metrics @returns {Record<string, unknown>} */
export function estimates({ scores }, metrics) {
  const image = scores?.score.image.value;
  const text = scores?.score.text.value;
  return { ...metrics, ...(scores && directionalScores(image, text)) };
}

/**
 * @param {Results} results @param {Replicate[]} replicates @param {Units} units @param {Record<string, unknown>} observed
 * @returns {Uncertainty}
 */
export function intervals(results, replicates, units, observed) {
  const t = earlierStudentPoint(units.count - 1);
  const images = results.pairs.images.rows;
  /** @type {Uncertainty & Record<string, unknown>} */
  const out = { replicates: replicates.length, units: { of: units.of, count: units.count }, level: 0.95 };
  for (const [name, of] of Object.entries(SCORES)) {
    const values = columnOf(replicates, of);
    const value = observed[name];
    if (values && typeof value === "number") out[name] = around(value, deviation(values), t, metricOf(name)?.range);
  }
  return { ...out, ...recallIntervals(results, replicates, (share, values) => shareAround(share, deviation(values), t, images)) };
}
