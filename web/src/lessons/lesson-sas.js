import { fixed, percent } from "../report/numbers.js";
import { chanceLevel } from "../report/sentences.js";
import { back, both, change, forth, kept, modes, shares, total } from "./measures.js";

/** @import { Measured } from "../types.d.ts" */
/** @import { Lesson } from "./types.d.ts" */

/** "36 % × 0.97" for the first directions. @param {Measured} m */
function products(m) {
  const image = modes(m, "imageAnchor");
  const sum = total(shares(image).slice(0, kept(m)));
  return [0, 1, 2].map((k) => `${percent(shares(image)[k] / sum)} × ${fixed(image.absCorrelation[k], 2)}`).join(" + ");
}

/** @param {Measured} a @param {Measured} b */
const fallForth = (a, b) => forth(a) - forth(b);
/** @param {Measured} a @param {Measured} b */
const fallBack = (a, b) => back(a) - back(b);

/** @type {Lesson} */
export const sas = {
  id: "sas",
  title: "What does SAS measure?",
  about: "From the coloured bars to one number each way, and what moves it.",
  minutes: 5,
  steps: [
    {
      title: "From bars to a number",
      settings: { noiseText: 2 },
      charts: ["spectra", "scores"],
      says: (m) => [
        `SAS image → text takes the images’ strongest directions (left of the dashed cut: ${kept(m)} of ${modes(m, "imageAnchor").eigenvalues.length}) and averages their |ρ|, each weighted by its share of the variance: ${products(m)} + … = ${fixed(forth(m))}.`,
        "SAS text → image does the same with the texts’ directions. So a score says: along the directions that matter most to one side, does the other side move with it?",
      ],
      question: {
        asks: "Half of the images are given the text of another image. What happens to the scores?",
        after: { noiseText: 2, wrongPairs: 0.5 },
        options: [
          { text: "They hardly move: half of the pairs are still right", holds: (a, b) => fallForth(a, b) < 0.1 },
          {
            text: "They fall to about half",
            holds: (a, b) => Math.abs(forth(b) / forth(a) - 0.5) < 0.08 && Math.abs(back(b) / back(a) - 0.5) < 0.08,
          },
          { text: "They fall to chance", holds: (_, b) => forth(b) < 2 * chanceLevel(b.audit.inputs.pairs) },
        ],
        says: (a, b) => [
          `Image → text goes ${change(forth(a), forth(b))}, text → image ${change(back(a), back(b))}. A wrong pair adds nothing to a correlation on average, so the scores fall with the share of right pairs.`,
        ],
      },
      claims: [],
    },
    {
      title: "Noise on one side",
      settings: {},
      charts: ["scores", "spectra"],
      says: (m) => [`Here hardly anything is noise: ${both(m)}.`],
      question: {
        asks: "Strong noise, spread evenly over all directions, is added to the texts alone. Which score falls?",
        after: { noiseText: 3 },
        options: [
          { text: "Only text → image", holds: (a, b) => fallBack(a, b) > 0.05 && fallForth(a, b) < 0.02 },
          { text: "Only image → text", holds: (a, b) => fallForth(a, b) > 0.05 && fallBack(a, b) < 0.02 },
          { text: "Both, about alike", holds: (a, b) => fallForth(a, b) > 0.05 && Math.abs(fallForth(a, b) - fallBack(a, b)) < 0.04 },
        ],
        says: (a, b) => [
          `Image → text goes ${change(forth(a), forth(b))}, text → image ${change(back(a), back(b))}. ρ has both sides’ spread in its denominator, so even noise on one side weakens it whichever side is the anchor. An imbalance near 0 does not mean that both sides are equally clean.`,
        ],
      },
      claims: [{ says: "both scores begin near 1", holds: (a) => Math.min(forth(a), back(a)) > 0.97 }],
    },
    {
      title: "The cut",
      settings: { noiseText: 3 },
      charts: ["sweep", "scores"],
      says: (m) => [
        `The same noisy texts, with the usual cut: the top ${percent(m.audit.options.topQ)} of the directions give ${both(m)}. The weak directions right of the cut do not count.`,
      ],
      question: {
        asks: "Now every direction counts (q = 100 %). What happens?",
        after: { noiseText: 3, q: 1 },
        options: [
          { text: "Nothing: weak directions weigh little", holds: (a, b) => fallForth(a, b) < 0.03 && fallBack(a, b) < 0.03 },
          { text: "Image → text falls more", holds: (a, b) => fallForth(a, b) > fallBack(a, b) + 0.1 },
          { text: "Text → image falls more", holds: (a, b) => fallBack(a, b) > fallForth(a, b) + 0.1 },
        ],
        says: (a, b) => [
          `Text → image goes ${change(back(a), back(b))}, image → text only ${change(forth(a), forth(b))}. Much of the texts’ variance is noise in their weak directions, which no image follows; the images have little variance there. So the cut is part of the question, and the sweep shows every cut at once.`,
        ],
      },
      claims: [{ says: "image → text moves less than a third as far", holds: (a, b) => fallForth(a, b) < fallBack(a, b) / 3 }],
    },
  ],
};
