/** Measured cases, each with the headline that must come of it. */
import { sampleAudit, unavailable } from "../views/sample-audit.js";

/** @import { Audit } from "../../../web/src/types.d.ts" */

/**
 * What a case measures: both scores, shares of queries whose right answer is among the 1 and the 10 nearest (image -> text and back), pairs.
 * @typedef {{ sas: [number, number], one?: [number, number], ten?: [number, number], pairs?: number, cka?: number, debiased?: number }} Measured
 */

/** @param {Measured} measured @returns {Audit} */
export function audited({ sas: [imageToText, textToImage], one, ten, pairs = 500, cka = 0.4, debiased = cka }) {
  const base = sampleAudit();
  const { retrieval } = base;
  if ("status" in retrieval) throw new Error("The sample has retrieval.");
  const curve = (/** @type {number} */ first, /** @type {number} */ tenth) =>
    Array.from({ length: Math.min(100, pairs) }, (_, k) => Math.min(1, first + ((tenth - first) * k) / 9));
  const guessing = Array.from({ length: Math.min(100, pairs) }, (_, k) => (k + 1) / pairs);
  const direction = (/** @type {0 | 1} */ k) => ({ ...retrieval.imageToText, curve: one && ten ? curve(one[k], ten[k]) : guessing });
  return {
    ...base,
    inputs: { ...base.inputs, pairs, images: { ...base.inputs.images, rows: pairs }, texts: { ...base.inputs.texts, rows: pairs } },
    sas: { ...base.sas, imageToText, textToImage, imbalance: imageToText - textToImage },
    chance: unavailable("not asked for"),
    uncertainty: unavailable("not asked for"),
    metrics: { ...base.metrics, cka, ckaDebiased: debiased },
    retrieval: one
      ? { ...retrieval, imageToText: direction(0), textToImage: direction(1), chance: { imageToText: guessing, textToImage: guessing } }
      : unavailable("not asked for"),
  };
}

export const GUESSING = "Search does not clearly beat guessing.";
/** @type {[string, Measured, string][]} */
export const CASES = [
  [
    "good, images lead",
    { sas: [0.7, 0.5], one: [0.6, 0.6], ten: [0.9, 0.9] },
    "What sets the images apart shows in the reports (0.70 of 1) more than the reverse (0.50).",
  ],
  [
    "good, reports lead",
    { sas: [0.5, 0.7], one: [0.6, 0.6], ten: [0.9, 0.9] },
    "What sets the reports apart shows in the images (0.70 of 1) more than the reverse (0.50).",
  ],
  [
    "good, equal",
    { sas: [0.7, 0.71], one: [0.6, 0.6], ten: [0.9, 0.9] },
    "Neither side is ahead: what sets one apart shows in the other about equally (0.70 and 0.71 of 1).",
  ],
  [
    "weak, images lead",
    { sas: [0.54, 0.35], one: [0.006, 0.022], ten: [0.07, 0.19] },
    "What sets the images apart shows in the reports (0.54 of 1) more than the reverse (0.35).",
  ],
  [
    "search at chance, images lead",
    { sas: [0.54, 0.35], one: [0.002, 0.002], ten: [0.02, 0.02] },
    `${GUESSING} What sets the images apart shows in the reports (0.54 of 1) more than the reverse (0.35).`,
  ],
  [
    "search at chance, reports lead",
    { sas: [0.35, 0.54], one: [0.002, 0.002], ten: [0.02, 0.02] },
    `${GUESSING} What sets the reports apart shows in the images (0.54 of 1) more than the reverse (0.35).`,
  ],
  [
    "search at chance, equal",
    { sas: [0.24, 0.26], one: [0.001, 0.002], ten: [0.018, 0.02] },
    `${GUESSING} Neither side is ahead: what sets one apart shows in the other about equally (0.24 and 0.26 of 1).`,
  ],
  [
    "all at chance",
    { sas: [0.04, 0.05], one: [0.002, 0.002], ten: [0.02, 0.02] },
    "The two sides do not clearly agree better than shuffled pairs, in their directions or in search.",
  ],
  [
    "directions at chance, search good",
    { sas: [0.04, 0.05], one: [0.5, 0.5], ten: [0.9, 0.9] },
    "What sets one side apart does not clearly show in the other (0.04 and 0.05 of 1). Search, however, beats guessing.",
  ],
  ["no retrieval", { sas: [0.7, 0.5] }, "What sets the images apart shows in the reports (0.70 of 1) more than the reverse (0.50)."],
  [
    "few pairs, no hit more than by guessing",
    { sas: [0.9, 0.4], one: [0.2, 0.2], ten: [1, 1], pairs: 10 },
    "These pairs cannot tell which side is out of step (0.90 and 0.40 of 1).",
  ],
];
