/** Where two models differ. */
import { DRAWN_ON_PAGE, SCORE_NAMES } from "../report/comparison.js";
import { drawing as forest } from "./forest.js";

/** @import { Comparison } from "../types.d.ts" */
/** @import { Drawing } from "./types.d.ts" */

/** @param {Comparison} found @param {string} name @param {readonly string[]} [drawn] @returns {Drawing} */
export function drawing({ differences }, name, drawn = DRAWN_ON_PAGE) {
  return forest({
    name: `${name}-comparison`,
    title: "Differences between two models",
    of: "Score",
    axis: "first minus second",
    signed: true,
    ends: ["second higher", "first higher"],
    rows: drawn.flatMap((score) => {
      const one = differences[score];
      return one ? [{ label: SCORE_NAMES[score], value: one.difference, low: one.low, high: one.high }] : [];
    }),
  });
}
