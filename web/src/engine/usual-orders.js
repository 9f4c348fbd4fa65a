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
/** Orders that are proved, at most: the likeliest. Where a text's own image is the farthest, all orders gain. */
const PROVED = 4;
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

/** Cosines of texts with their images as given. @param {Run} run @returns {(text: number) => number} */
function givenCosines(run) {
  const cosines = /** @type {Float64Array} */ (run.results.cosines);
  const { order } = run.plan;
  if (!order) return (text) => cosines[text];
  const place = new Int32Array(order.length);
  order.forEach((text, at) => {
    place[text] = at;
  });
  return (text) => cosines[place[text]];
}

/**
 * What each order gains on texts that it gives other images.
 * @param {Run} run @param {readonly UsualOrder[]} orders @param {number} most texts looked at @param {number[]} steps also the images so far beside
 */
async function looksOf(run, orders, most, steps) {
  const rows = spread(run.m, 2 * most);
  const given = rows.map((text) => run.pairs.imageOf[text]);
  const imagesOf = (/** @type {UsualOrder} */ order) =>
    [0, ...steps].map((step) => rows.map((text) => (order.imageOf(text) + step + run.n) % run.n));
  const cosines = await chosenCosines(run, rows, orders.flatMap(imagesOf));
  const cosineOf = givenCosines(run);
  return orders.map((order, at) => {
    const places = Array.from(rows.keys()).filter((k) => order.imageOf(rows[k]) !== given[k]);
    const [other, ...beside] = cosines
      .slice(at * (1 + steps.length), (at + 1) * (1 + steps.length))
      .map((all) => places.map((k) => all[k]));
    const own = places.map((k) => cosineOf(rows[k]));
    const differences = own.map((cosine, k) => other[k] - cosine);
    return { order, other, own, beside, gain: mean(differences), error: deviation(differences) / Math.sqrt(places.length) };
  });
}

/** @param {Run} run @param {UsualOrder} order @param {number} tried @returns {Promise<Fit[]>} */
async function proofOf(run, order, tried) {
  const [{ other, own, beside, gain, error }] = await looksOf(run, [order], PROOF, BESIDE);
  if (!(gain > ERRORS * error)) return [];
  // A row beside that repeats the very image is no rival.
  const better = Array.from(other.keys()).filter(
    (k) => other[k] > own[k] && beside.every((cosines) => other[k] >= cosines[k]) && beside.some((cosines) => other[k] > cosines[k]),
  ).length;
  if (unlikelihood(better, other.length, 1 / (BESIDE.length + 1)) * tried > UNLIKELY) return [];
  return [{ ...order, looked: other.length, given: mean(own), other: mean(other), better }];
}

/** The usual order that fits far better than the one given. @param {Run} run @returns {Promise<Fit | undefined>} */
export async function usualOrder(run) {
  const orders = usualOrders(run);
  if (orders.length === 0) return undefined;
  const looks = await looksOf(run, orders, FIRST, []);
  const likely = looks
    .filter(({ other, gain, error }) => other.length >= FEWEST_ROUNDS * 2 && gain > FIRST_ERRORS * error)
    .sort((a, b) => b.gain - a.gain)
    .slice(0, PROVED);
  const fits = (await Promise.all(likely.map(({ order }) => proofOf(run, order, orders.length)))).flat();
  return fits.sort((a, b) => b.other - a.other)[0];
}
