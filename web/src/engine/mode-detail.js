/** One mode in every pair: who lies at its poles, who carries its correlation and who breaks it. */
import { mean, sum } from "../quantiles.js";
import { firstTextRows } from "./audit-state.js";
import { coordinatesAlong } from "./mode-space.js";
import { spread } from "./plan.js";

/** @import { ModeDetail, ModeSample, Pairs } from "../types.d.ts" */
/** @import { Bases, ModePlace, RunTasks } from "./types.d.ts" */

/** Pairs named of each kind. */
const NAMED = 6;
/** Points of the scatter plot. */
const POINTS = 2000;

/** The rows with the largest values, the largest first; of equal ones the earlier. @param {Float64Array} values */
function largest(values) {
  /** @type {number[]} */
  const best = [];
  for (let i = 0; i < values.length; i++) {
    if (best.length === NAMED && values[i] <= values[best[NAMED - 1]]) continue;
    let at = best.length;
    while (at > 0 && values[best[at - 1]] < values[i]) at--;
    best.splice(at, 0, i);
    if (best.length > NAMED) best.pop();
  }
  return best;
}

/** Numbers in [0, 1) from a seed; whole-number arithmetic, so that every engine draws the same (mulberry32). @param {number} seed */
function dice(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Every row with the same chance, in their order. @param {number} rows @param {number} count @param {number} seed */
export function drawn(rows, count, seed) {
  const next = dice(seed);
  const out = [];
  for (let row = 0, left = Math.min(rows, count); left > 0; row++) {
    if (next() * (rows - row) >= left) continue;
    out.push(row);
    left--;
  }
  return out;
}

/** 0 … count - 1 in a random order (Fisher and Yates). @param {number} count @param {number} seed @returns {number[]} */
export function shuffled(count, seed) {
  const next = dice(seed);
  const out = Array.from({ length: count }, (_, k) => k);
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(next() * (k + 1));
    [out[k], out[other]] = [out[other], out[k]];
  }
  return out;
}

/** In standard deviations. @param {Float64Array} values of mean 0 */
function standardised(values) {
  const deviation = Math.sqrt(mean(values.map((value) => value * value)));
  return deviation > 0 ? values.map((value) => value / deviation) : values;
}

/**
 * @param {Pairs} pairs @param {{ start: Int32Array, order: Int32Array | null }} plan
 * @param {Bases} bases @param {ModePlace} place @param {number} seed @param {RunTasks} run
 * @returns {Promise<ModeDetail>}
 */
export async function detailOf(pairs, plan, bases, place, seed, run) {
  const n = pairs.images.rows;
  const rows = spread(n, n);
  const texts = firstTextRows(plan, rows);
  const along = await coordinatesAlong(bases, [place], rows, run);
  const [image, text] = [standardised(along.images[0]), standardised(along.texts[0])];
  const products = image.map((value, i) => value * text[i]);
  const sign = sum(products) < 0 ? -1 : 1;
  /** @param {number} i @returns {ModeSample} */
  const named = (i) => {
    const imageRow = pairs.fileRows?.images?.[i] ?? i;
    const textRow = pairs.fileRows?.texts?.[texts[i]] ?? texts[i];
    const imageId = pairs.ids?.images?.[imageRow];
    const textId = pairs.ids?.texts?.[textRow];
    const caption = pairs.captions?.[texts[i]];
    const words = Object.entries({ imageId, textId, caption }).filter(([, value]) => value !== undefined);
    return { imageRow, textRow, ...Object.fromEntries(words), image: image[i], text: text[i] };
  };
  const furthest = (/** @type {Float64Array} */ values, /** @type {1 | -1} */ way) =>
    largest(way === 1 ? values : values.map((value) => -value)).map(named);
  const poles = (/** @type {Float64Array} */ values) => ({ high: furthest(values, 1), low: furthest(values, -1) });
  const shown = drawn(n, POINTS, seed);
  return {
    ...place,
    poles: { image: poles(image), text: poles(text) },
    carry: furthest(products, sign),
    against: furthest(products, sign === 1 ? -1 : 1),
    scatter: { image: shown.map((i) => image[i]), text: shown.map((i) => text[i]) },
  };
}
