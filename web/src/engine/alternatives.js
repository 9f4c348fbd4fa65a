/** Other choices of the directions that count, and whether the imbalance survives them. */
import { chanceLevel, SMALL_IMBALANCE } from "../resampling.js";
import { finding } from "./findings.js";

/** @import { Alternative, Cut, Finding } from "../types.d.ts" */

const SHARES = [0.5, 1];
const COUNTS = [10, 50];
const VARIANCES = [0.5, 0.8, 0.9, 0.99];

/** @param {number} topQ @param {number} dimensions @returns {Cut[]} */
export function cutsFor(topQ, dimensions) {
  return [
    { by: "directions", value: topQ },
    ...SHARES.filter((share) => share > topQ).map((value) => /** @type {Cut} */ ({ by: "directions", value })),
    ...COUNTS.filter((count) => count < dimensions).map((value) => /** @type {Cut} */ ({ by: "count", value })),
    ...VARIANCES.map((value) => /** @type {Cut} */ ({ by: "variance", value })),
  ];
}

/** "the top 10 % of directions" @param {Cut} cut */
function inWords({ by, value }) {
  if (by === "count") return `the ${value} strongest directions`;
  const share = `${Number((100 * value).toPrecision(3))} %`;
  if (by === "variance") return `the directions that hold ${share} of the variance`;
  return value === 1 ? "all directions" : `the top ${share} of directions`;
}

const signed = (/** @type {number} */ value) => `${value < 0 ? "\u2212" : "+"}${Math.abs(value).toFixed(3)}`;

/** A finding if one choice gives one sign and another the other, both beyond chance. @param {Alternative[]} alternatives @param {number} pairs @returns {Finding[]} */
export function signFindings(alternatives, pairs) {
  const values = alternatives.flatMap(({ cut, imbalance, scaleFree }) => [
    { imbalance, says: inWords(cut) },
    { imbalance: scaleFree.imbalance, says: `${inWords(cut)} and a scale-free ε` },
  ]);
  const highest = values.reduce((best, one) => (one.imbalance > best.imbalance ? one : best));
  const lowest = values.reduce((best, one) => (one.imbalance < best.imbalance ? one : best));
  const limit = Math.max(SMALL_IMBALANCE, chanceLevel(pairs));
  if (highest.imbalance <= limit || lowest.imbalance >= -limit) return [];
  const message = `Which side is ahead depends on how many directions count. With ${highest.says} the imbalance is ${signed(highest.imbalance)}. With ${lowest.says} it is ${signed(lowest.imbalance)}. Say the cut with the score, and name no side.`;
  return [finding("SIGN_DEPENDS_ON_CUT", message, 1)];
}
