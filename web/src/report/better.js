/** Which of two models a score favours, and how surely: the one place that turns a difference into better or worse. */
import { isRecall, quantities, scoresOf } from "../metrics.js";
import { isUnavailable } from "./numbers.js";

/** @import { Comparison, Difference, Interval, Quantity } from "../types.d.ts" */

/** none: no difference is shown; untested: nothing says how sure it is. @typedef {"first" | "second" | "none" | "untested"} Favour */

/** Of an adjusted p value. */
export const ALPHA = 0.05;

/** 1 if higher is better, -1 if lower is, 0 if what is nearer to 0 is. @type {Readonly<Record<string, 1 | -1 | 0>>} */
const BETTER = Object.fromEntries(scoresOf(quantities()).map(({ key, better = 0 }) => [key, better]));

/** @param {string} score */
export const betterOf = (score) => BETTER[score] ?? 0;

/** First hits are tested by McNemar. @type {Readonly<Record<string, "imageToText" | "textToImage">>} */
const FIRST_HITS = Object.fromEntries(
  scoresOf(quantities(isRecall))
    .filter(({ depth }) => depth === 1)
    .map(({ key, side }) => [key, side === "texts" ? "textToImage" : "imageToText"]),
);

/** @param {Quantity | undefined} pHolm @param {boolean} first is the better, if either is @returns {Favour} */
function byP(pHolm, first) {
  if (pHolm === undefined || isUnavailable(pHolm)) return "untested";
  return pHolm < ALPHA ? (first ? "first" : "second") : "none";
}

/** Who finds more queries' answers first. @param {Comparison["mcnemar"]["imageToText"]} hits @returns {Favour} */
export function favourOfHits(hits) {
  if ("status" in hits) return "untested";
  // Right and wrong on the same queries: as alike as can be.
  if (hits.onlyFirst + hits.onlySecond === 0) return "none";
  return byP(hits.pHolm, hits.onlyFirst > hits.onlySecond);
}

/** @param {Difference} one @returns {"untested" | boolean} whether a difference is shown */
function shown({ p, pHolm, low, high }) {
  if (typeof p === "number") return typeof pHolm === "number" ? pHolm < ALPHA : "untested";
  return low === undefined || high === undefined ? "untested" : low > 0 || high < 0;
}

/** How far from 0 the population's value may be. @param {Interval} range @returns {[number, number]} */
const distances = ({ low, high }) => [
  low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high)),
  Math.max(Math.abs(low), Math.abs(high)),
];

/** @param {Comparison["a"]} audit @returns {Interval | undefined} */
const rangeOf = ({ uncertainty }) => (isUnavailable(uncertainty) ? undefined : uncertainty.sasImbalance);

/** The side of 0 on which both ranges lie: 1, -1, or 0 if they lie on none or on two. @param {Comparison} comparison */
export function sideOfBoth({ a, b }) {
  const ranges = [rangeOf(a), rangeOf(b)];
  if (ranges.every((range) => range && range.low > 0)) return 1;
  return ranges.every((range) => range && range.high < 0) ? -1 : 0;
}

/** Whose imbalance is nearer to 0. @param {Comparison} comparison @param {Difference} one @returns {Favour} */
function nearer(comparison, one) {
  const differs = shown(one);
  if (differs === "untested") return "untested";
  const side = sideOfBoth(comparison);
  // On one side of 0 the difference of the two is that of their distances.
  if (side !== 0) return differs ? (one.difference * side < 0 ? "first" : "second") : "none";
  const [first, second] = [rangeOf(comparison.a), rangeOf(comparison.b)];
  if (!first || !second) return "untested";
  const [near, far] = [distances(first), distances(second)];
  if (near[1] < far[0]) return "first";
  return far[1] < near[0] ? "second" : "none";
}

/** @param {Comparison} comparison @param {string} score @returns {Favour} */
export function favour(comparison, score) {
  const one = comparison.differences[score];
  if (!one) return "untested";
  const direction = FIRST_HITS[score];
  if (direction && !("status" in comparison.mcnemar[direction])) return favourOfHits(comparison.mcnemar[direction]);
  const better = betterOf(score);
  if (better === 0) return nearer(comparison, one);
  const differs = shown(one);
  if (differs === "untested") return "untested";
  return differs ? (one.difference * better > 0 ? "first" : "second") : "none";
}

/** In a cell of a table. @param {Comparison} comparison @param {string} score */
export function favourWords(comparison, score) {
  const one = favour(comparison, score);
  if (one === "untested") return "not tested";
  if (betterOf(score) === 0) return one === "none" ? "neither shown nearer to 0" : `${one} nearer to 0`;
  return one === "none" ? "no difference shown" : `${one} better`;
}
