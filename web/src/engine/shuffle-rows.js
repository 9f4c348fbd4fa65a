/** Which images the order checks look at, and what they ask of the workers about them. */
import { mean, sum } from "../quantiles.js";
import { firstTextRows } from "./audit-state.js";
import { mergedNearest } from "./nearest.js";
import { blocks, range, SAMPLE_ROWS, TILE_ROWS } from "./plan.js";

/** @import { Role } from "../types.d.ts" */
/** @import { Band, Run, Strangers } from "./types.d.ts" */

const ROLES = /** @type {Role[]} */ (["images", "texts"]);
/** The gap behind the nearest is compared with that from the second to this one. */
const NEAREST = 11;
/** Images looked at, at most. */
const LOOKED = TILE_ROWS;
/** Rows beside each other that are judged together when those to look at are chosen. */
const WINDOW = 8;
/** Consecutive rows of an even spread. */
const STRETCH = 16;
/** Of the way from the mean to the worst, how bad a window is that is looked at if most pairs are fine. */
const SUSPECT = 0.6;
/** Pairs whose likeness is looked at, at most. */
const ALIKE_LOOKED = 48;
/** Pairs are alike if more than a half of the rows around are less so, by so many standard errors, or more than so many in any case. */
const ALIKE_ERRORS = 3;
const ALIKE = 0.8;
/** The rows around: those beside, and, for a series, those further off too. */
const BESIDE = [-8, -7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7, 8];
const FURTHER = [-32, -28, -24, -20, -16, -12, -8, -4, 4, 8, 12, 16, 20, 24, 28, 32];
/** Rows before and after a run that tell of a series as well. */
const MARGIN = 16;

/** Enough tasks to keep several workers at it. @param {number} n */
const rowsOfTask = (n) => Math.min(SAMPLE_ROWS, TILE_ROWS * Math.ceil(n / (8 * TILE_ROWS)));

/** @param {Run} run @param {Role} side @param {string} name of these ids @param {Int32Array} ids @returns {Promise<Map<number, Strangers>>} by id */
export async function nearestStrangers(run, side, name, ids) {
  const rows = await run.run("gathered", { side, rows: side === "images" ? ids : firstTextRows(run.plan, ids) });
  const nearest = Math.min(NEAREST, run.n - 1);
  const answers = await Promise.all(
    blocks(0, run.n, rowsOfTask(run.n)).map((range) => run.run("strangers", { side, name, ids, rows, nearest, ...range })),
  );
  await run.pool.turn(run.id);
  const merged = mergedNearest(
    answers.map(({ cosines, rows }) => ({ first: 0, cosines, rows })),
    ids.length,
    nearest,
  );
  return new Map(
    Array.from(ids, (id, at) => {
      const own = merged.rows.subarray(at * nearest, (at + 1) * nearest);
      const found = own.includes(-1) ? own.indexOf(-1) : nearest;
      const cosines = merged.cosines.subarray(at * nearest, at * nearest + found);
      return [id, { cosines: Array.from(cosines), rows: Array.from(own.subarray(0, found)) }];
    }),
  );
}

/** How badly each pair does: misses among the 1, 5 and 10 nearest both ways, or a low cosine if not every query was asked. @param {Run} run */
function badness(run) {
  const { start } = run.plan;
  const { hits } = run;
  const cosines = /** @type {Float64Array} */ (run.results.cosines);
  if (!hits) return Float64Array.from({ length: run.n }, (_, i) => -cosines[start[i]]);
  const missed = (/** @type {Float64Array} */ hits, /** @type {number} */ query) =>
    3 - hits[3 * query] - hits[3 * query + 1] - hits[3 * query + 2];
  return Float64Array.from({ length: run.n }, (_, i) => missed(hits.imageToText, i) + missed(hits.textToImage, start[i]));
}

/** @param {Float64Array} values @returns {Float64Array} mean over WINDOW rows around each */
function smoothed(values) {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) sums[i + 1] = sums[i] + values[i];
  return values.map((_, i) => {
    const begin = Math.max(0, Math.min(i - WINDOW / 2, values.length - WINDOW));
    const end = Math.min(values.length, begin + WINDOW);
    return (sums[end] - sums[begin]) / (end - begin);
  });
}

/**
 * All images if they are few; else those beside each other that do worst, and, if most do badly, stretches over the whole.
 * @param {Run} run @param {boolean} everywhere most do badly @returns {Int32Array} ascending
 */
export function rowsToLookAt(run, everywhere) {
  const { n } = run;
  if (n <= LOOKED) return range(0, n);
  /** @type {Set<number>} */
  const chosen = new Set();
  const add = (/** @type {number} */ begin, /** @type {number} */ end) => {
    for (let i = Math.max(0, begin); i < Math.min(n, end) && chosen.size < LOOKED; i++) chosen.add(i);
  };
  if (everywhere) {
    const stretches = LOOKED / STRETCH / 2;
    for (let k = 0; k < stretches; k++) {
      const begin = Math.floor((k * (n - STRETCH)) / (stretches - 1));
      add(begin, begin + STRETCH);
    }
  }
  const around = smoothed(badness(run));
  const middle = mean(around);
  const worst = run.hits ? 6 : around.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const bar = everywhere ? Number.NEGATIVE_INFINITY : middle + SUSPECT * (worst - middle);
  const suspects = Array.from(around.keys()).filter((i) => around[i] >= bar);
  for (const i of suspects.sort((a, b) => around[b] - around[a] || a - b)) {
    if (chosen.size >= LOOKED) break;
    add(i - WINDOW / 2, i + WINDOW / 2);
  }
  return Int32Array.from(chosen).sort();
}

/** Evenly spaced, at most so many. @template T @param {readonly T[]} list @param {number} most @returns {T[]} */
function thinned(list, most) {
  return list.length <= most ? [...list] : Array.from({ length: most }, (_, k) => list[Math.floor((k * list.length) / most)]);
}

/** @param {Run} run @param {readonly (readonly [number, number])[]} couples @param {number[]} steps @returns {Promise<boolean>} alike on one side at least */
async function areAlike(run, couples, steps) {
  const a = Int32Array.from(couples, ([one]) => one);
  const b = Int32Array.from(couples, ([, other]) => other);
  const sides = await Promise.all(ROLES.map((side) => run.run("likeness", { side, a, b, steps })));
  // Of shares that are uniform by chance.
  const bar = Math.min(ALIKE, 0.5 + ALIKE_ERRORS / Math.sqrt(12 * couples.length));
  return sides.some((shares) => sum(shares) > bar * couples.length);
}

/**
 * What else may make a right pair lose. alike: the two items of the matches are alike within a side, and take each other's
 * partner for their own; that proves nothing. series: each row is like the next, as frames of a film are, so that matches of
 * neighbours are no independent evidence.
 * @param {Run} run @param {readonly { image: number, text: number }[]} matches
 */
export async function otherReasons(run, matches) {
  const some = thinned(matches, ALIKE_LOOKED);
  const next = (/** @type {number} */ i) => (i + 1 < run.n ? i + 1 : i - 1);
  const images = matches.map(({ image }) => image).sort((a, b) => a - b);
  const begin = Math.max(0, images[0] - MARGIN);
  const end = Math.min(run.n, images[images.length - 1] + MARGIN + 1);
  const around = thinned([...range(begin, end)], ALIKE_LOOKED);
  const matched = some.map(({ image, text }) => /** @type {const} */ ([image, text]));
  const successive = around.map((image) => /** @type {const} */ ([image, next(image)]));
  return { alike: await areAlike(run, matched, BESIDE), series: await areAlike(run, successive, FURTHER) };
}

/** Values of a side that the band is computed of, at most: beyond, stretches of the rows stand for all. */
const BAND_VALUES = 2 ** 20;
/** Rows of a task. */
const BAND_TASK = 256;

/** @param {Run} run @param {number} reach offsets each way @returns {Promise<Band[]>} */
export async function bandsOf(run, reach) {
  const all = blocks(0, run.n, BAND_TASK);
  const most = Math.max(2, Math.floor(BAND_VALUES / run.pairs.images.cols / BAND_TASK));
  const ranges = thinned(all, most);
  return Promise.all(ranges.map(async (range) => ({ ...range, cosines: await run.run("band", { ...range, reach }) })));
}

/** Values of chosen rows, of all choices together, that a task reads. */
const AT_ONCE = 2 ** 22;

/** Cosines of texts with chosen images, for several choices. @param {Run} run @param {Int32Array} textRows @param {Int32Array[]} imageRows @returns {Promise<Float64Array[]>} */
export async function chosenCosines(run, textRows, imageRows) {
  const out = imageRows.map(() => new Float64Array(textRows.length));
  const take = async (/** @type {{ begin: number, end: number }} */ { begin, end }) => {
    const part = (/** @type {Int32Array} */ rows) => rows.slice(begin, end);
    const cosines = await run.run("chosenCosines", { textRows: part(textRows), imageRows: imageRows.map(part) });
    out.forEach((all, k) => {
      all.set(cosines[k], begin);
    });
  };
  const size = Math.max(1, Math.floor(AT_ONCE / run.pairs.images.cols / (imageRows.length + 1)));
  await Promise.all(blocks(0, textRows.length, size).map(take));
  return out;
}
