/** Made-up pairs for the order checks: right ones of many kinds, and ways to displace their texts. */
import { memorySource } from "../../web/src/readers/plain-rows.js";

/** @import { Pairs } from "../../web/src/types.d.ts" */

/** n images with `each` texts, by image. @typedef {{ n: number, d: number, each?: number, x: Float32Array, y: Float32Array }} Rows */
/** @typedef {{ uniform: () => number, normal: () => number, below: (n: number) => number, pick: <T>(list: readonly T[]) => T }} Chance */

/** Seeded deviates (Box and Muller over mulberry32). @param {number} seed @returns {Chance} */
export function chanceOf(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (/** @type {number} */ n) => Math.floor(uniform() * n);
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below,
    pick: (list) => list[below(list.length)],
  };
}

/**
 * Items with factors of falling strength, seen by both sides with noise of their own and a mean of their own.
 * @param {Chance} chance
 * @param {{ n: number, d: number, noise: number, each?: number, factors?: number, decay?: number, own?: number, draw?: () => number, item?: (i: number, factors: number) => Float64Array }} spec
 * own: a constant vector of each side; draw: of the factors; item: factors of an item
 * @returns {Rows}
 */
export function factorRows(
  chance,
  { n, d, noise, each = 1, factors = Math.min(d, 16), decay = 0.08, own = 0.3, draw = chance.normal, item },
) {
  const loadings = Array.from({ length: factors }, (_, k) =>
    Float64Array.from({ length: d }, () => (chance.normal() * 10 ** (-decay * k)) / Math.sqrt(factors)),
  );
  const means = [0, 1].map(() => Float64Array.from({ length: d }, () => own * chance.normal()));
  const x = new Float32Array(n * d);
  const y = new Float32Array(n * each * d);
  for (let i = 0; i < n; i++) {
    const scores = item ? item(i, factors) : Float64Array.from({ length: factors }, draw);
    const common = new Float64Array(d);
    for (let k = 0; k < factors; k++) for (let c = 0; c < d; c++) common[c] += scores[k] * loadings[k][c];
    for (let c = 0; c < d; c++) x[i * d + c] = common[c] + means[0][c] + noise * chance.normal();
    for (let t = 0; t < each; t++)
      for (let c = 0; c < d; c++) y[(i * each + t) * d + c] = common[c] + means[1][c] + noise * chance.normal();
  }
  return { n, d, each, x, y };
}

/** Factors that wander from item to item: frames of a film. @param {Chance} chance @param {number} step 0 … 1 */
export function wandering(chance, step) {
  /** @type {Float64Array | undefined} */
  let at;
  return (/** @type {number} */ _, /** @type {number} */ factors) => {
    const last = at ?? Float64Array.from({ length: factors }, chance.normal);
    at = last.map((value) => Math.sqrt(1 - step * step) * value + step * chance.normal());
    return at;
  };
}

/** Smooth curves: every factor a sum of slow waves. @param {Chance} chance @param {number} period rows */
export function smooth(chance, period) {
  /** @type {{ phase: number, speed: number }[][]} */
  const waves = [];
  return (/** @type {number} */ i, /** @type {number} */ factors) =>
    Float64Array.from({ length: factors }, (_, k) => {
      waves[k] ??= Array.from({ length: 3 }, () => ({
        phase: 6.283 * chance.uniform(),
        speed: (6.283 / period) * (0.5 + chance.uniform()),
      }));
      return waves[k].reduce((sum, { phase, speed }) => sum + Math.sin(phase + speed * i), 0);
    });
}

/** Items of one class resemble each other. @param {Chance} chance @param {(i: number) => number} classOf @param {number} within spread of a class; 1 is that of all classes */
export function clustered(chance, classOf, within) {
  /** @type {Map<number, Float64Array>} */
  const centres = new Map();
  return (/** @type {number} */ i, /** @type {number} */ factors) => {
    const centre = centres.get(classOf(i)) ?? Float64Array.from({ length: factors }, chance.normal);
    centres.set(classOf(i), centre);
    return centre.map((value) => value + within * chance.normal());
  };
}

/** @param {Rows} rows @param {Int32Array} [imageOf] @returns {Pairs} */
export function pairsOf({ n, d, each = 1, x, y }, imageOf = Int32Array.from({ length: n * each }, (_, j) => Math.floor(j / each))) {
  const origin = { file: "", array: "" };
  return {
    images: memorySource("images", n, d, "float32", x),
    texts: memorySource("texts", y.length / d, d, "float32", y),
    imageOf,
    origin: { images: origin, texts: origin },
    findings: [],
  };
}

/** The texts in another order: place p has row order[p]. @param {Rows} rows @param {ArrayLike<number>} order @returns {Rows} */
export function reordered(rows, order) {
  const { d, y } = rows;
  const moved = new Float32Array(order.length * d);
  for (let p = 0; p < order.length; p++) moved.set(y.subarray(order[p] * d, (order[p] + 1) * d), p * d);
  return { ...rows, y: moved };
}

const counted = (/** @type {number} */ n) => Array.from({ length: n }, (_, p) => p);

/** @param {Chance} chance @param {number[]} list */
export function shuffled(chance, list) {
  const out = [...list];
  for (let p = out.length - 1; p > 0; p--) {
    const other = chance.below(p + 1);
    [out[p], out[other]] = [out[other], out[p]];
  }
  return out;
}

/** A stretch of an order changed. @param {number} n @param {number} begin @param {number} length @param {(stretch: number[]) => number[]} change */
function changed(n, begin, length, change) {
  const all = counted(n);
  return [...all.slice(0, begin), ...change(all.slice(begin, begin + length)), ...all.slice(begin + length)];
}

/** Ways to displace: order of the texts, by a stretch's begin and length. @type {Record<string, (chance: Chance, n: number, begin: number, length: number) => number[]>} */
export const DISPLACED = {
  "shifted by 1": (_, n, begin, length) => changed(n, begin, length, (rows) => [rows[length - 1], ...rows.slice(0, -1)]),
  "shifted by 3": (_, n, begin, length) => changed(n, begin, length, (rows) => [...rows.slice(3), ...rows.slice(0, 3)]),
  reversed: (_, n, begin, length) => changed(n, begin, length, (rows) => rows.reverse()),
  shuffled: (chance, n, begin, length) => changed(n, begin, length, (rows) => shuffled(chance, rows)),
  "halves swapped": (_, n, begin, length) => changed(n, begin, length, (rows) => [...rows.slice(length / 2), ...rows.slice(0, length / 2)]),
  // The last text goes missing, so that as many are left as there are images.
  "one text added before the rest": (_, n, begin) => [...counted(begin), begin > 0 ? begin - 1 : 0, ...counted(n).slice(begin, -1)],
  "one text missing before the rest": (_, n, begin) => [...counted(begin), ...counted(n).slice(begin + 1), n - 1],
};
