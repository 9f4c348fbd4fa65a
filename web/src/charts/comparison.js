/** Where two models differ, each score turned so that right is better for the first. */
import { betterOf, sideOfBoth } from "../report/better.js";
import { DRAWN_ON_PAGE, SCORE_NAMES } from "../report/comparison.js";
import { drawing as forest } from "./forest.js";

/** @import { Comparison, Difference } from "../types.d.ts" */
/** @import { Drawing, ForestRow } from "./types.d.ts" */

/** 0 - x: no minus before a zero. @param {Difference} one @returns {Pick<ForestRow, "value" | "low" | "high">} */
const turned = ({ difference, low, high }) => ({
  value: 0 - difference,
  ...(low !== undefined && high !== undefined && { low: 0 - high, high: 0 - low }),
});

/** How much nearer to 0 the first is; the range holds for it only if both models' ranges lie on one side of 0. @param {Comparison} comparison @param {Difference} one @returns {ForestRow} */
function nearness(comparison, one) {
  const label = `${SCORE_NAMES.sasImbalance}, distance from 0 ↓`;
  const side = sideOfBoth(comparison);
  if (side === 0) return { label, value: Math.abs(one.b) - Math.abs(one.a) };
  return { label, ...(side > 0 ? turned(one) : one) };
}

/** @param {Comparison} comparison @param {string} score @returns {ForestRow[]} */
function rowOf(comparison, score) {
  const one = comparison.differences[score];
  if (!one) return [];
  const label = SCORE_NAMES[score];
  if (betterOf(score) === 0) return [nearness(comparison, one)];
  if (betterOf(score) < 0) return [{ label: `${label} ↓`, ...turned(one) }];
  return [{ label, value: one.difference, low: one.low, high: one.high }];
}

/** @param {Comparison} found @param {string} name @param {readonly string[]} [drawn] @returns {Drawing} */
export function drawing(found, name, drawn = DRAWN_ON_PAGE) {
  return forest({
    name: `${name}-comparison`,
    title: "Differences between two models, turned so that right is better for the first",
    of: "Score",
    axis: "by how much the first is better",
    signed: true,
    ends: ["second better", "first better"],
    rows: drawn.flatMap((score) => rowOf(found, score)),
  });
}
