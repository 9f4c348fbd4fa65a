import { fixed, percent } from "../report/numbers.js";
import { back, forth, imbalance, leans } from "./measures.js";

/** @import { Measured } from "../types.d.ts" */
/** @import { Lesson, Question } from "./types.d.ts" */

/** Beyond this an imbalance is no matter of chance in sets of 500. */
const CLEAR = 0.1;

/** @param {Measured} m */
const isEven = (m) => Math.abs(imbalance(m)) < CLEAR;

/** @type {Question["options"]} */
const THREE_WAYS = [
  { text: "Clearly above 0", holds: (_, b) => imbalance(b) > CLEAR },
  { text: "About 0", holds: (_, b) => Math.abs(imbalance(b)) <= CLEAR },
  { text: "Clearly below 0", holds: (_, b) => imbalance(b) < -CLEAR },
];

/** @type {Lesson} */
export const sign = {
  id: "sign",
  title: "What does the sign of the imbalance say?",
  about: "And what it does not say: two readings of one number.",
  minutes: 5,
  steps: [
    {
      title: "The texts get templates",
      settings: {},
      charts: ["scores", "planted"],
      says: (m) => [
        `Imbalance is SAS image → text minus SAS text → image. With 16 shared factors and little noise it is ${leans(m)}: neither side is out of step.`,
      ],
      question: {
        asks: "The texts get four strong factors of their own: house style, templates. Where does the imbalance go?",
        after: { textOnly: 4 },
        options: THREE_WAYS,
        says: (_, b) => [
          `To ${leans(b)}. The images’ strongest directions are still matched by the texts (${fixed(forth(b))}), but the texts’ strongest directions are now their templates, which no image follows (${fixed(back(b))}).`,
        ],
      },
      claims: [
        { says: "no imbalance at first", holds: (a) => Math.abs(imbalance(a)) < 0.02 },
        { says: "image → text stays high, text → image does not", holds: (_, b) => forth(b) > 0.85 && back(b) < 0.5 },
      ],
    },
    {
      title: "The images get something of their own",
      settings: {},
      charts: ["scores", "planted"],
      says: () => ["Now the other way round, from the same start: scanner, position, background, things that vary strongly among images."],
      question: {
        asks: "The images get four strong factors that no text mentions. Where does the imbalance go?",
        after: { imageOnly: 4 },
        options: THREE_WAYS,
        says: (_, b) => [
          `To ${leans(b)}: SAS image → text is ${fixed(forth(b))}, text → image ${fixed(back(b))}. In this model the side with strong structure of its own lowers the score for which it is the anchor.`,
        ],
      },
      claims: [{ says: "text → image stays high, image → text does not", holds: (_, b) => back(b) > 0.85 && forth(b) < 0.5 }],
    },
    {
      title: "Both at once",
      settings: { imageOnly: 4 },
      charts: ["scores", "planted"],
      says: (m) => [`The images’ own factors alone make ${leans(m)}.`],
      question: {
        asks: "The texts get four factors of their own as well. What then?",
        after: { imageOnly: 4, textOnly: 4 },
        options: [
          { text: "Imbalance about 0, both scores high", holds: (_, b) => isEven(b) && Math.min(forth(b), back(b)) > 0.8 },
          { text: "Imbalance about 0, both scores low", holds: (_, b) => isEven(b) && Math.max(forth(b), back(b)) < 0.5 },
          { text: "Imbalance even further from 0", holds: (a, b) => Math.abs(imbalance(b)) > Math.abs(imbalance(a)) },
        ],
        says: (_, b) => [
          `The imbalance is ${leans(b)}, with ${fixed(forth(b))} and ${fixed(back(b))}. Only ${percent(b.planted.image.shared)} of the images’ variance is shared. An imbalance of 0 is no sign of health: read it beside the two scores.`,
        ],
      },
      claims: [{ says: "less than half of the variance is shared", holds: (_, b) => b.planted.image.shared < 0.5 }],
    },
    {
      title: "Two readings",
      settings: { textOnly: 4 },
      charts: ["spectra", "planted"],
      says: (m) => [`An audit says: imbalance ${leans(m)}. Here are its spectra, and what an audit would not show: what was planted.`],
      question: {
        asks: "Which of these sentences is true of this set?",
        after: { textOnly: 4 },
        options: [
          {
            text: "The images use fewer directions than the texts (effective rank)",
            holds: (a) => a.audit.spectrum.image.effectiveRank < a.audit.spectrum.text.effectiveRank,
          },
          { text: "The images hold structure that the texts do not have", holds: (a) => a.planted.image.own > 0 },
          {
            text: "The texts match the images’ strongest directions better than the images match the texts’",
            holds: (a) => forth(a) > back(a),
          },
        ],
        says: (a) => [
          "Only the last, and it is all that the sign says by itself.",
          "The paper’s reading of a value above 0 is that the image space is the more structured one. The other reading: the texts’ strongest directions hold variation of their own, which no image follows.",
          `In this set we know: ${percent(a.planted.text.own)} of the texts’ variance is their own, ${percent(a.planted.image.own)} of the images’. In an audit nobody knows; the tall pale bars in the texts’ spectrum are the hint.`,
        ],
      },
      claims: [
        {
          says: "the sign alone would be the same whatever the reader believes: it is above 0 here",
          holds: (a) => imbalance(a) > CLEAR,
        },
        {
          says: "half of the texts' variance or more is their own, none of the images'",
          holds: (a) => a.planted.text.own > 0.5 && a.planted.image.own === 0,
        },
      ],
    },
  ],
};
