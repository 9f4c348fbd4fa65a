/** Where two models differ. */
import { SCORE_NAMES } from "../report/comparison.js";
import { drawing as forest } from "./forest.js";

/** @import { Comparison } from "../types.d.ts" */

/** Scores that share an axis: all of them lie between 0 and 1. */
const DRAWN = [
  "sasImageToText",
  "sasTextToImage",
  "sasImbalance",
  "recallImageToText1",
  "recallTextToImage1",
  "recallImageToText10",
  "recallTextToImage10",
  "cka",
  "svcca",
  "mutualKnn",
  "rmg",
];

/** @param {Comparison} found @param {string} name @param {readonly string[]} [drawn] @returns {import("./chart.js").Drawing} */
export function drawing({ differences }, name, drawn = DRAWN) {
  return forest({
    name: `${name}-comparison`,
    title: "Differences between two models",
    axis: "first minus second",
    signed: true,
    ends: ["second higher", "first higher"],
    rows: drawn.flatMap((score) => {
      const one = differences[score];
      return one ? [{ label: SCORE_NAMES[score], value: one.difference, low: one.low, high: one.high }] : [];
    }),
  });
}
