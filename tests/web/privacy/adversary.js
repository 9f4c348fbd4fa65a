/**
 * Somebody who knows all pairs of a site but one, and everything else beside, looks at what comes out and tells which of two pairs it was.
 * Two attacks. What never differs between runs on one of the data sets (words, shapes, exact numbers) is compared between the two: if it
 * differs there, the data sets are told apart for certain. The rest is normal noise about known sums: the best test is the likelihood
 * ratio, the sums along the known difference, and its distance in standard deviations gives epsilon.
 */

import { contentsOf, metadataOf, momentsBytes } from "../../../web/src/moments/file.js";
import { epsilonOf } from "../../../web/src/moments/gaussian.js";
import { FLAT_HEADER, fieldsOf, sizeOf } from "../../../web/src/readers/moments-form.js";
import { pairsOf, random } from "../engine/pairs.js";

/** @import { MomentsFile, Pairs } from "../../../web/src/types.d.ts" */

/** One-sided error of each bound, so small that the suite does not fail by chance; four standard errors of a normal estimate. */
const ALPHA = 3.17e-5;
const QUANTILE = 4;

/** Unit rows, the first of them as given. @param {number} n @param {number} d @param {number} seed @param {readonly number[]} first */
function rows(n, d, seed, first) {
  const next = random(seed);
  const out = Float32Array.from({ length: n * d }, next);
  for (let i = 0; i < n; i++) {
    const row = out.subarray(i * d, (i + 1) * d);
    const length = Math.hypot(...row);
    for (const k of row.keys()) row[k] /= length;
  }
  out.fill(0, 0, d);
  out.set(first);
  return out;
}

/** Pairs of unit rows whose first pair is (x, y); the others follow from the seed. @param {{ n?: number, d?: number, seed?: number, x: readonly number[], y: readonly number[] }} spec @returns {Pairs} */
export function siteWith({ n = 100, d = 2, seed = 1, x, y }) {
  const order = Array.from({ length: n }, (_, i) => i);
  return pairsOf(rows(n, d, seed, x), n, d, rows(n, d, seed + 1000, y), order);
}

// z'w = -1/2 for z = (e1, e1): the change that moves the sums of unit rows farthest (docs/aggregates.md, Noise).
const COSINE = -0.25;
const TURNED = [COSINE, Math.sqrt(1 - COSINE * COSINE)];
/** Two data sets that differ in one pair, as far as noise is calibrated for. @param {{ n?: number, d?: number, seed?: number }} [spec] */
export const neighbours = (spec = {}) => [siteWith({ ...spec, x: [1, 0], y: [1, 0] }), siteWith({ ...spec, x: TURNED, y: TURNED })];

/** A file with noise, without a preview of what the noise does. @param {ReturnType<typeof import("../../../web/src/engine/index.js").createEngine>} engine @param {Pairs} pairs @param {Parameters<typeof engine.privateMoments>[1]} settings */
export async function noisyFile(engine, pairs, settings) {
  return (await engine.privateMoments(pairs, { ...settings, draws: 1 })).draw();
}

/** (S, svec Q) of a file: what noise is added to. @param {MomentsFile} moments @returns {number[]} */
export function sumsOf({ blocks, imageCols: dx, textCols: dy, pairs: n }) {
  if (blocks.length > 1) throw new Error("one block only");
  let at = FLAT_HEADER;
  /** @type {Record<string, Float64Array>} */
  const parts = {};
  for (const { name, shape } of fieldsOf(dx, dy)) {
    parts[name] = blocks[0].subarray(at, at + sizeOf(shape));
    at += sizeOf(shape);
  }
  const [x, y] = [parts["image.sum"], parts["text.sum"]];
  const about = (/** @type {string} */ name, /** @type {Float64Array} */ a, /** @type {Float64Array} */ b) =>
    Array.from(a, (u, i) => Array.from(b, (v, j) => parts[name][i * b.length + j] + (u * v) / n));
  const half = (/** @type {number[][]} */ square) =>
    square.flatMap((row, i) => row.slice(0, i + 1).map((value, j) => (i === j ? value : Math.SQRT2 * value)));
  const across = about("text_image.products", y, x)
    .flat()
    .map((value) => Math.SQRT2 * value);
  return [...x, ...y, ...half(about("image.products", x, x)), ...half(about("text.products", y, y)), ...across];
}

/** Every word, shape and number of a file by its place. @param {MomentsFile} moments @returns {Map<string, string>} */
export function factsOf(moments) {
  const numbers = moments.blocks.flatMap((block, b) =>
    Array.from(block, (value, k) => /** @type {[string, string]} */ ([`${b}.${k}`, String(value)])),
  );
  return new Map([
    ...Object.entries(metadataOf(moments)),
    ["arrays", JSON.stringify(contentsOf(moments))],
    ["bytes", String(momentsBytes(moments).byteLength)],
    ["retrieval", JSON.stringify(moments.retrieval)],
    ...numbers,
  ]);
}

/** What is the same in all runs. @param {Map<string, string>[]} runs */
function constants([first, ...others]) {
  return new Map([...first].filter(([name, value]) => others.every((run) => run.get(name) === value)));
}

/** What tells for certain: the same in every run on either data set, and not the same on both. @param {Map<string, string>[]} a @param {Map<string, string>[]} b @returns {string[]} */
export function tells(a, b) {
  const [one, other] = [constants(a), constants(b)];
  return [...new Set([...one.keys(), ...other.keys()])].filter(
    (name) => one.has(name) !== other.has(name) || one.get(name) !== other.get(name),
  );
}

/** Epsilon at least, where an event was seen in all of n runs on one data set and in none of n on the other (Clopper and Pearson). @param {number} n @param {number} delta */
export function certainEpsilon(n, delta) {
  const always = ALPHA ** (1 / n);
  return Math.log((always - delta) / (1 - always));
}

/** @param {number[]} values */
function meanAndSquares(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) };
}

/**
 * Epsilon of the likelihood-ratio test between normal sums: about, and at least.
 * @param {number[][]} a sums, a run each @param {number[][]} b of the other data set @param {number[]} difference of the true sums @param {number} delta
 */
export function noiseEpsilon(a, b, difference, delta) {
  const along = (/** @type {number[][]} */ runs) =>
    meanAndSquares(runs.map((run) => run.reduce((sum, value, k) => sum + value * difference[k], 0)));
  const [one, other] = [along(a), along(b)];
  const degrees = a.length + b.length - 2;
  const loss = Math.abs(one.mean - other.mean) / Math.sqrt((one.squares + other.squares) / degrees);
  const error = Math.sqrt(1 / a.length + 1 / b.length + (loss * loss) / (2 * degrees));
  const least = Math.max(0, loss - QUANTILE * error);
  return { about: epsilonOf(loss, delta), least: least > 0 ? epsilonOf(least, delta) : 0 };
}
