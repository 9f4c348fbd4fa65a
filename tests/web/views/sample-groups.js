/** Groups and a comparison with every field that they have. */
import { sampleAudit, unavailable } from "./sample-audit.js";

/** @import { Comparison, Subgroup, Subgroups } from "../../../web/src/types.d.ts" */

const levelAt = (/** @type {number} */ mean) => ({ mean, low: mean - 0.02, high: mean + 0.02, standardError: 0.01 });
const interval = { low: 0.25, high: 0.75, standardError: 0.125 };
const three = { 1: interval, 5: interval, 10: interval };
const level = { mean: 0.01, p95: 0.046, p: 0.001 };

/** @param {string} value @param {number} n @param {number} imbalance @param {number} pHolm @returns {Subgroup} */
function scored(value, n, imbalance, pHolm) {
  const recall = { 1: 0.5, 5: 0.75, 10: 0.875 };
  return {
    value,
    n,
    sas: { imageToText: 0.5 + imbalance, textToImage: 0.5, symmetric: 0.5 + imbalance / 2, imbalance },
    recall: { imageToText: recall, textToImage: recall },
    chance: {
      permutations: 1000,
      rows: n,
      sasImageToText: level,
      sasTextToImage: level,
      sasSymmetric: level,
      sasImbalance: { ...level, low: -0.03, high: 0.03 },
    },
    uncertainty: {
      replicates: 50,
      units: { of: "images", count: n },
      level: 0.95,
      sasImbalance: { low: imbalance - 0.1, high: imbalance + 0.1, standardError: 0.05 },
      sasImageToText: interval,
      sasTextToImage: interval,
      recallImageToText: three,
      recallTextToImage: three,
    },
    random: {
      sasImageToText: levelAt(0.52),
      sasTextToImage: levelAt(0.5),
      sasImbalance: levelAt(0.02),
      recallImageToText1: levelAt(0.4),
      recallTextToImage1: levelAt(0.3),
    },
    p: pHolm / 2,
    pHolm,
  };
}

/** @param {Partial<Subgroups>} [change] @returns {Subgroups} */
export const sampleSubgroups = (change = {}) => ({
  column: "hospital",
  minimum: 30,
  draws: 20,
  options: sampleAudit().options,
  groups: [
    scored("Mercy", 300, 0.375, 0.001),
    scored("Lindenhof", 120, 0.03125, 0.6),
    { value: "Inselspital", n: 9, reason: "9 pairs, fewer than 30" },
  ],
  notes: ["7 of 436 pairs have no value and belong to no group; the random groups are drawn from all pairs."],
  ...change,
});

/** @param {Partial<Comparison>} [change] @returns {Comparison} */
export function sampleComparison(change = {}) {
  const a = sampleAudit();
  const { images, texts } = a.inputs;
  const b = sampleAudit({
    inputs: { ...a.inputs, images: { ...images, file: "other-images.npy" }, texts: { ...texts, file: "other-texts.npy" } },
  });
  // The right text first for as many images as McNemar's counts say.
  for (const [audit, hits] of /** @type {const} */ ([
    [a, 125],
    [b, 62],
  ]))
    if (!("status" in audit.retrieval)) audit.retrieval.imageToText.curve[0] = hits / 500;
  return {
    schema: "askew-comparison/1",
    a,
    b,
    intervals: { replicates: 200, units: { of: "images", count: 500 }, level: 0.95 },
    differences: {
      sasImageToText: { a: 0.5, b: 0.375, difference: 0.125, low: 0.0625, high: 0.1875, standardError: 0.03125, p: 0.0001, pHolm: 0.0004 },
      sasTextToImage: { a: 0.5, b: 0.5, difference: 0, low: -0.1, high: 0.1, standardError: 0.05, p: 1, pHolm: 1 },
      sasImbalance: { a: 0, b: -0.125, difference: 0.125, low: -0.1, high: 0.35, standardError: 0.1, p: 0.3, pHolm: 0.6 },
      recallImageToText1: { a: 0.25, b: 0.1875, difference: 0.0625, low: 0.05, high: 0.075, standardError: 0.04, p: 0.002, pHolm: 0.006 },
      mutualKnn: { a: 0.3, b: 0.2, difference: 0.1 },
    },
    mcnemar: {
      imageToText: { both: 50, onlyFirst: 75, onlySecond: 12, neither: 363, statistic: 44.2, p: 1e-8, pHolm: 1e-8, exact: false },
      textToImage: unavailable("not every query was ranked"),
    },
    ...change,
  };
}
