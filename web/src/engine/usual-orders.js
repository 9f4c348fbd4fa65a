/** Orders in which scripts often write rows: captions in rounds, texts by image although rounds were meant, rows interleaved by several processes. */

import { mean } from "../quantiles.js";
import { spread } from "./plan.js";
import { deviation } from "./replicates.js";
import { chosenCosines } from "./shuffle-rows.js";

/** @import { Fit, Run, UsualOrder } from "./types.d.ts" */

/** Texts looked at, at most, at first and for the proof. */
const FIRST = 64;
const PROOF = 512;
/** Standard errors of the mean gain, and how unlikely so many texts nearest to the other order's image are, over all orders tried. */
const FIRST_ERRORS = 3;
const ERRORS = 6;
const UNLIKELY = 1e-6;
/** Images beside the other order's that a text is compared with. */
const BESIDE = [-2, -1, 1, 2];
/** Processes or captions per image that are tried. */
const MOST = 16;
/** Rows of each process, at least. */
const FEWEST_ROUNDS = 4;

/** Rows r, r + by, r + 2 by … of process 0, then of process 1 …: the row at a place. @param {number} place @param {number} n @param {number} by */
function interleavedRow(place, n, by) {
  let left = place;
  for (let process = 0; process < by; process++) {
    const rows = Math.ceil((n - process) / by);
    if (left < rows) return process + by * left;
    left -= rows;
  }
  return n - 1;
}

/** The place of a row. @param {number} row @param {number} n @param {number} by */
function interleavedPlace(row, n, by) {
  let before = 0;
  for (let process = 0; process < row % by; process++) before += Math.ceil((n - process) / by);
  return before + Math.floor(row / by);
}

/** @param {Run} run @returns {UsualOrder[]} */
function usualOrders({ n, m, pairs, plan }) {
  const { imageOf } = pairs;
  const each = m / n;
  if (each > 1)
    return plan.start.every((begin, image) => begin === each * image)
      ? [
          { kind: "rounds", by: each, imageOf: (text) => text % n },
          { kind: "grouped", by: each, imageOf: (text) => Math.floor(text / each) },
        ]
      : [];
  /** @type {UsualOrder[]} */
  const orders = [];
  for (let by = 2; by <= Math.min(MOST, Math.floor(n / FEWEST_ROUNDS)); by++)
    orders.push(
      { kind: "interleaved", by, imageOf: (text) => imageOf[interleavedRow(text, n, by)] },
      { kind: "collected", by, imageOf: (text) => imageOf[interleavedPlace(text, n, by)] },
    );
  return orders;
}

/** Hoeffding's bound on the chance of so many successes. @param {number} hits @param {number} looked @param {number} chance */
function unlikelihood(hits, looked, chance) {
  const share = hits / looked;
  if (share <= chance) return 1;
  const rest = share === 1 ? 0 : (1 - share) * Math.log((1 - share) / (1 - chance));
  return Math.exp(-looked * (share * Math.log(share / chance) + rest));
}

/** Text rows that the two orders give different images. @param {Run} run @param {UsualOrder} order @param {number} most */
function texts({ m, pairs }, { imageOf }, most) {
  return Int32Array.from(Array.from(spread(m, 2 * most)).filter((text) => imageOf(text) !== pairs.imageOf[text])).slice(0, 2 * most);
}

/** @param {Run} run @param {UsualOrder} order @param {Int32Array} rows */
async function gains(run, order, rows) {
  const own = rows.map((text) => run.pairs.imageOf[text]);
  const other = await chosenCosines(run, rows.map(order.imageOf), rows);
  const given = await chosenCosines(run, own, rows);
  const differences = Array.from(other, (cosine, k) => cosine - given[k]);
  return { other, given, gain: mean(differences), error: deviation(differences) / Math.sqrt(rows.length) };
}

/** @param {Run} run @param {UsualOrder} order @param {number} tried @returns {Promise<Fit[]>} */
async function fitOf(run, order, tried) {
  const few = texts(run, order, FIRST);
  if (few.length < FEWEST_ROUNDS * 2) return [];
  const first = await gains(run, order, few);
  if (!(first.gain > FIRST_ERRORS * first.error)) return [];
  const rows = texts(run, order, PROOF);
  const { other, given, gain, error } = await gains(run, order, rows);
  if (!(gain > ERRORS * error)) return [];
  const imagesAt = (/** @type {number} */ step) => rows.map((text) => (order.imageOf(text) + step + run.n) % run.n);
  const beside = await Promise.all(BESIDE.map((step) => chosenCosines(run, imagesAt(step), rows)));
  // A row beside that repeats the very image is no rival.
  const better = Array.from(other.keys()).filter(
    (k) => other[k] > given[k] && beside.every((cosines) => other[k] >= cosines[k]) && beside.some((cosines) => other[k] > cosines[k]),
  ).length;
  if (unlikelihood(better, rows.length, 1 / (BESIDE.length + 1)) * tried > UNLIKELY) return [];
  return [{ ...order, looked: rows.length, given: mean(given), other: mean(other), better }];
}

/** The usual order that fits far better than the one given. @param {Run} run @returns {Promise<Fit | undefined>} */
export async function usualOrder(run) {
  const orders = usualOrders(run);
  const fits = (await Promise.all(orders.map((order) => fitOf(run, order, orders.length)))).flat();
  return fits.sort((a, b) => b.other - a.other)[0];
}
