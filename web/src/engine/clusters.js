/** Pairs that are not independent: those of one patient (a cluster), and those of one site that chance may exchange (a stratum). Pure functions of columns. */
import { Failure } from "../failure.js";
import { sum } from "../quantiles.js";
import { columnNamed } from "./groups.js";

/** @import { Pairs } from "../types.d.ts" */
/** @import { Clusters, Exchange, Strata } from "./types.d.ts" */

/** Units that change places among each other, at least; where so many of one size are not there, units of the nearest sizes join them. */
const LEAST_EXCHANGED = 8;

/** Each distinct value's number, in the order of their first images. @param {readonly string[]} values @param {boolean} apart each empty value is one of its own, not one with the others */
function numbered(values, apart) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  let count = 0;
  const of = Int32Array.from(values, (value) => {
    if (apart && value === "") return count++;
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, count);
    return count++;
  });
  return { of, count };
}

/** How many images each number has. @param {Int32Array} of @param {number} count */
function sizesOf(of, count) {
  const sizes = new Int32Array(count);
  for (const one of of) sizes[one]++;
  return sizes;
}

/** Pairs without a value are clusters of their own. @param {Pairs} pairs @returns {Clusters | undefined} none was named */
export function clustersOf(pairs) {
  if (pairs.cluster === undefined) return undefined;
  const { of, count } = numbered(columnNamed(pairs, pairs.cluster), true);
  const sizes = sizesOf(of, count);
  const squares = sum(Array.from(sizes, (size) => size * size));
  return {
    column: pairs.cluster,
    of,
    count,
    largest: sizes.reduce((most, size) => Math.max(most, size), 0),
    effective: of.length ** 2 / squares,
  };
}

/** Pairs without a value are one stratum. @param {Pairs} pairs @returns {Strata | undefined} none was named */
export function strataOf(pairs) {
  if (pairs.within === undefined) return undefined;
  return { column: pairs.within, ...numbered(columnNamed(pairs, pairs.within), false) };
}

/** Images of each cluster, ascending. @param {Pick<Clusters, "of" | "count">} clusters @returns {number[][]} */
export function imagesByCluster({ of, count }) {
  /** @type {number[][]} */
  const out = Array.from({ length: count }, () => []);
  for (const [image, cluster] of of.entries()) out[cluster].push(image);
  return out;
}

/** @param {Strata} strata @param {number[]} images of one unit @param {string} together the column that holds them together */
function stratumOf({ of, column }, images, together) {
  const stratum = of[images[0]];
  if (images.every((image) => of[image] === stratum)) return stratum;
  throw new Failure(
    "BAD_USE",
    `A value of ${together} has several values of ${column}: its pairs cannot stay together and within ${column}. Name another column for one of the two.`,
  );
}

/**
 * Units of pairs that chance exchanges: whole clusters (or single pairs) with others of their stratum and of about their size.
 * @param {readonly (readonly number[])[]} units images of each @param {(images: number[]) => number} stratumOfUnit
 * @returns {Uint32Array} class of each unit
 */
export function exchangeClasses(units, stratumOfUnit) {
  const strata = units.map((images) => stratumOfUnit([...images]));
  const order = Array.from(units.keys()).sort((a, b) => strata[a] - strata[b] || units[b].length - units[a].length || a - b);
  const classOf = new Uint32Array(units.length);
  /** @type {number[][]} */
  const classes = [];
  order.forEach((unit, at) => {
    const before = order[at - 1];
    const other = before === undefined || strata[before] !== strata[unit];
    const full = !other && units[before].length !== units[unit].length && classes[classes.length - 1].length >= LEAST_EXCHANGED;
    if (other || full) classes.push([]);
    classes[classes.length - 1].push(unit);
  });
  // The smallest units of a stratum may be too few: they join those above them.
  classes.forEach((members, k) => {
    const above = classes[k - 1];
    const joins = above && members.length < LEAST_EXCHANGED && strata[above[0]] === strata[members[0]];
    const number = joins ? classOf[above[0]] : k;
    for (const unit of members) classOf[unit] = number;
  });
  return classOf;
}

/**
 * What chance exchanges of these clusters, in the order of the units.
 * @param {Clusters | undefined} clusters @param {Strata | undefined} strata @param {ArrayLike<number>} chosen clusters, or images where there are no clusters
 * @returns {Exchange}
 */
export function exchangeOf(clusters, strata, chosen) {
  const images = clusters && imagesByCluster(clusters);
  const units = Array.from(chosen, (one) => images?.[one] ?? [one]);
  const classOf = exchangeClasses(units, (unit) => (strata ? stratumOf(strata, unit, clusters?.column ?? "") : 0));
  const begin = new Uint32Array(units.length + 1);
  units.forEach((unit, u) => {
    begin[u + 1] = begin[u] + unit.length;
  });
  return { rows: Int32Array.from(units.flat()), begin, classOf };
}

/**
 * Standard error of a value from the same without each of n items, items of one cluster together: their influences add up (linearised jackknife).
 * @param {ArrayLike<number>} without the value without each item @param {Pick<Clusters, "of" | "count">} clusters
 */
export function clusteredError(without, { of, count }) {
  const n = without.length;
  const centre = sum(Array.from(without, (value) => value / n));
  const influence = new Float64Array(count);
  for (let i = 0; i < n; i++) influence[of[i]] += ((n - 1) / n) * (centre - without[i]);
  return Math.sqrt((count / (count - 1)) * sum(Array.from(influence, (one) => one * one)));
}
