import { fixed, percent } from "../report/numbers.js";
import { chanceLevel } from "../report/sentences.js";
import { back, both, change, forth, imbalance, leans, metric } from "./measures.js";

/** @import { Measured } from "../types.d.ts" */
/** @import { Lesson } from "./types.d.ts" */

/** @param {Measured} m */
const mean = (m) => (forth(m) + back(m)) / 2;
/** @param {Measured} m */
const level = (m) => chanceLevel(m.audit.inputs.pairs);

const UNRELATED = { shared: 0, imageOnly: 8, textOnly: 8 };
const NOISY = { pairs: 20, noiseImage: 2, noiseText: 2 };

/** @type {Lesson} */
export const chance = {
  id: "chance",
  title: "How much of a score is chance?",
  about: "Few pairs make scores high and differences large, all by themselves.",
  minutes: 4,
  steps: [
    {
      title: "Every pair is wrong",
      settings: { wrongPairs: 1 },
      charts: ["above-chance"],
      says: (m) => [
        `All 500 images have the text of another image. There is nothing left to find, and still: ${both(m)}. |ρ| is never below 0, so its mean cannot be 0 either. For n shuffled pairs it is about √(2/πn), here ${fixed(level(m))}: the grey band.`,
      ],
      question: {
        asks: "The same with only 50 pairs. What do the scores of these wrong pairs do?",
        after: { wrongPairs: 1, pairs: 50 },
        options: [
          { text: "They stay about the same", holds: (a, b) => mean(b) / mean(a) > 0.67 && mean(b) / mean(a) < 1.5 },
          { text: "They rise to more than twice as much", holds: (a, b) => mean(b) / mean(a) > 2 },
          { text: "They fall", holds: (a, b) => mean(b) / mean(a) <= 0.67 },
        ],
        says: (a, b) => [
          `They rise: ${both(b)}. The chance level goes ${change(level(a), level(b))}, by the root of ten. A score of ${fixed(mean(b), 2)} means something with 5,000 pairs and nothing with 50.`,
        ],
      },
      claims: [{ says: "the scores of wrong pairs lie within twice the chance level", holds: (a) => mean(a) < 2 * level(a) }],
    },
    {
      title: "A difference, or luck?",
      settings: { ...NOISY, seed: 5 },
      charts: ["scores", "planted"],
      says: (m) => [
        `20 noisy pairs of a set in which neither side is favoured: the planted imbalance is ${fixed(Math.abs(m.planted.imageToText - m.planted.textToImage), 3)}. Measured: ${leans(m)}.`,
      ],
      question: {
        asks: "Another 20 pairs of the very same make are drawn. What will their imbalance be?",
        after: { ...NOISY, seed: 6 },
        options: [
          { text: "About the same: the make is the same", holds: (a, b) => Math.abs(imbalance(a) - imbalance(b)) < 0.03 },
          { text: "About 0", holds: (_, b) => Math.abs(imbalance(b)) < 0.03 },
          { text: "Of the other sign, and as large", holds: (a, b) => imbalance(a) * imbalance(b) < 0 && Math.abs(imbalance(b)) >= 0.03 },
        ],
        says: (a, b) => [
          `${leans(b)}, after ${leans(a)}. Both are luck. With 20 pairs the page calls differences below ${fixed(level(a), 2)} no difference, for this reason.`,
        ],
      },
      claims: [
        { says: "nothing is planted", holds: (a) => Math.abs(a.planted.imageToText - a.planted.textToImage) < 0.01 },
        { says: "both lie within the chance level", holds: (a, b) => Math.max(Math.abs(imbalance(a)), Math.abs(imbalance(b))) < level(a) },
      ],
    },
    {
      title: "Other metrics are flattered too",
      settings: UNRELATED,
      charts: ["metrics"],
      says: (m) => [`Two sides that share nothing at all, 500 pairs: CKA is ${fixed(metric(m, "cka"))}, as it should be near 0.`],
      question: {
        asks: "The same with 20 pairs. What does CKA say?",
        after: { ...UNRELATED, pairs: 20 },
        options: [
          { text: "Still near 0", holds: (_, b) => metric(b, "cka") < 0.1 },
          { text: "Between 0.2 and 0.5", holds: (_, b) => metric(b, "cka") >= 0.2 && metric(b, "cka") <= 0.5 },
          { text: "Close to 1", holds: (_, b) => metric(b, "cka") > 0.8 },
        ],
        says: (_, b) => [
          `${fixed(metric(b, "cka"))}, from nothing. The debiased CKA, made for few pairs, says ${fixed(metric(b, "ckaDebiased"))}. R@10 by chance is ${percent(10 / 20)} with 20 candidates. Whatever the metric: give its chance level, and more pairs.`,
        ],
      },
      claims: [
        { says: "CKA of many unrelated pairs is near 0", holds: (a) => metric(a, "cka") < 0.05 },
        { says: "debiased CKA stays near 0", holds: (_, b) => Math.abs(metric(b, "ckaDebiased")) < 0.1 },
      ],
    },
  ],
};
