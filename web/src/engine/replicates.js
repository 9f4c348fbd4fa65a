/** What permutations and replicates say of a score: chance levels, p values, intervals. Pure functions of numbers. */
import { quantile, studentT } from "../quantiles.js";
import { wilson } from "./wilson.js";

/** @import { Chance, ChanceLevel, IntervalOf, Uncertainty } from "../types.d.ts" */
/** @import { Results } from "./run.js" */
/** @import { Replicate } from "./uncertainty.js" */
/** @import { Units } from "./resampling-units.js" */

/** @param {ArrayLike<number>} values */
function mean(values) {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k];
  return sum / values.length;
}

/** @param {ArrayLike<number>} values divided by n - 1 */
export function deviation(values) {
  const centre = mean(values);
  let square = 0;
  for (let k = 0; k < values.length; k++) square += (values[k] - centre) ** 2;
  return Math.sqrt(square / Math.max(1, values.length - 1));
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

/** One-sided: chance at or above the observed value. @param {number} observed @param {number[]} drawn @param {boolean} all @returns {ChanceLevel} */
function level(observed, drawn, all) {
  const scale = Math.max(Math.abs(observed), largest(drawn));
  return { mean: mean(drawn), p95: quantile(drawn, 0.95), p: share(observed, drawn, { all, scale }) };
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

/** How many pairings n pairs have: n!. @param {number} n */
export function pairingsOf(n) {
  let count = 1;
  for (let k = 2; k <= n && Number.isFinite(count); k++) count *= k;
  return count;
}

/**
 * @param {Results} known @param {number} rows
 * @param {{ imageToText: number[], textToImage: number[], cka: number[], deltaCosine: number[] }} drawn
 * @param {boolean} all the scores are those of all pairings, each once, instead of pairings drawn at random
 * @returns {Chance}
 */
export function chanceLevels({ scores, metrics = {} }, rows, drawn, all) {
  const { score } = /** @type {NonNullable<Results["scores"]>} */ (scores);
  const [image, text] = [score.image.value, score.text.value];
  const { imageToText, textToImage } = drawn;
  const both = (/** @type {(a: number, b: number) => number} */ of) => imageToText.map((value, k) => of(value, textToImage[k]));
  return {
    permutations: imageToText.length,
    ...(all && { all }),
    rows,
    sasImageToText: level(image, imageToText, all),
    sasTextToImage: level(text, textToImage, all),
    sasSymmetric: level(
      (image + text) / 2,
      both((a, b) => (a + b) / 2),
      all,
    ),
    sasImbalance: twoSided(
      image - text,
      both((a, b) => a - b),
      { all, scale: Math.max(image, text, largest(imageToText), largest(textToImage)) },
    ),
    ...(typeof metrics.cka === "number" && { cka: level(metrics.cka, drawn.cka, all) }),
    ...(typeof metrics.deltaCosine === "number" && { deltaCosine: level(metrics.deltaCosine, drawn.deltaCosine, all) }),
  };
}

/** Ranges of the scores that have one. @type {Record<string, [number, number]>} */
export const RANGES = {
  sasImageToText: [0, 1],
  sasTextToImage: [0, 1],
  sasSymmetric: [0, 1],
  sasImbalance: [-1, 1],
  cka: [0, 1],
  coral: [0, Infinity],
  coralNormalised: [0, Infinity],
  mmd: [0, Infinity],
  rmg: [0, 1],
  deltaCosine: [-2, 2],
  svcca: [0, 1],
  centroidEuclidean: [0, Infinity],
  centroidCosine: [0, 2],
  mutualKnn: [0, 1],
  alignment: [0, 4],
};

/**
 * Estimate -+ t standard errors, within the score's range.
 * @param {number} estimate @param {number} error @param {number} t @param {[number, number]} [range] @returns {IntervalOf}
 */
export function around(estimate, error, t, [least, most] = [-Infinity, Infinity]) {
  return { low: Math.max(least, estimate - t * error), high: Math.min(most, estimate + t * error), standardError: error };
}

/** Wilson's interval of a share, for as many independent queries as the standard error tells. @param {number} share @param {number} error @param {number} t @param {number} images @returns {IntervalOf} */
export function shareAround(share, error, t, images) {
  const count = error > 0 ? Math.max(1, (share * (1 - share)) / (error * error)) : images;
  return { ...wilson(share, count, t), standardError: error };
}

/** Values of one name over the replicates; undefined where one of them has none. @param {Replicate[]} replicates @param {(replicate: Replicate) => number | null | undefined} of */
export function columnOf(replicates, of) {
  const values = replicates.map(of);
  return values.every((value) => typeof value === "number") ? /** @type {number[]} */ (values) : undefined;
}

/** Scores made of a replicate's scores, by the audit's names. @type {Record<string, (r: any) => number | null | undefined>} */
export const SCORES = {
  sasImageToText: (r) => r.imageToText,
  sasTextToImage: (r) => r.textToImage,
  sasSymmetric: (r) => (r.imageToText === null ? null : (r.imageToText + r.textToImage) / 2),
  sasImbalance: (r) => (r.imageToText === null ? null : r.imageToText - r.textToImage),
  ...Object.fromEntries(
    [
      "cka",
      "ckaDebiased",
      "coral",
      "coralNormalised",
      "mmd",
      "rmg",
      "deltaCosine",
      "svcca",
      "centroidEuclidean",
      "centroidCosine",
      "alignment",
      "mutualKnn",
    ].map((name) => [name, (/** @type {any} */ r) => r[name]]),
  ),
};

/** The audit's own values by the same names. @param {Results} known @param {any} metrics @returns {Record<string, unknown>} */
export function estimates({ scores }, metrics) {
  const [image, text] = scores ? [scores.score.image.value, scores.score.text.value] : [0, 0];
  return {
    ...metrics,
    ...(scores && { sasImageToText: image, sasTextToImage: text, sasSymmetric: (image + text) / 2, sasImbalance: image - text }),
  };
}

/**
 * @param {Results} known @param {Replicate[]} replicates @param {Units} units @param {Record<string, unknown>} observed
 * @returns {Uncertainty}
 */
export function intervals(known, replicates, units, observed) {
  const t = studentT(units.count - 1);
  const images = known.pairs.images.rows;
  /** @type {any} */
  const out = { replicates: replicates.length, units: { of: units.of, count: units.count }, level: 0.95 };
  for (const [name, of] of Object.entries(SCORES)) {
    const values = columnOf(replicates, of);
    const value = observed[name];
    if (values && typeof value === "number") out[name] = around(value, deviation(values), t, RANGES[name]);
  }
  for (const direction of /** @type {const} */ (["imageToText", "textToImage"])) {
    const curve = known.across?.retrieval[direction].curve;
    const name = `recall${direction[0].toUpperCase()}${direction.slice(1)}`;
    const recall = [1, 5, 10].map((k) => {
      const values = columnOf(replicates, (r) => r[`${name}${k}`]);
      return values && curve ? [k, shareAround(k <= curve.length ? curve[k - 1] : 1, deviation(values), t, images)] : null;
    });
    if (recall.every((one) => one !== null)) out[name] = Object.fromEntries(/** @type {any} */ (recall));
  }
  return out;
}
