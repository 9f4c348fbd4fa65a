import { fixed, percent } from "../report/numbers.js";
import { back, change, changeOfShare, forth, metric, recall1 } from "./measures.js";

/** @import { Measured } from "../types.d.ts" */
/** @import { Lesson } from "./types.d.ts" */

/** @param {Measured} a @param {Measured} b */
const moved = (a, b) => Math.max(Math.abs(forth(a) - forth(b)), Math.abs(back(a) - back(b)));

/** @type {Lesson} */
export const gap = {
  id: "gap",
  title: "The modality gap is not misalignment",
  about: "Where the two clouds lie is one thing, how they vary is another.",
  minutes: 4,
  steps: [
    {
      title: "Two clouds move apart",
      settings: { gap: 0 },
      charts: ["cosines", "scores"],
      says: (m) => [
        `Images and texts lie in one cloud: the relative modality gap (RMG) is ${fixed(metric(m, "rmg"))}. In real models the two sides form clouds of their own, each around its own centre.`,
      ],
      question: {
        asks: "Each side is pushed to a centre of its own. What do the two scores do?",
        after: { gap: 0.5 },
        options: [
          { text: "Both fall clearly", holds: (a, b) => forth(a) - forth(b) > 0.1 && back(a) - back(b) > 0.1 },
          { text: "They hardly move", holds: (a, b) => moved(a, b) < 0.02 },
          { text: "Only one falls", holds: (a, b) => forth(a) - forth(b) > 0.1 !== back(a) - back(b) > 0.1 },
        ],
        says: (a, b) => [
          `RMG goes ${change(metric(a, "rmg"), metric(b, "rmg"))}, SAS image → text ${change(forth(a), forth(b))}. SAS takes the centre off each side first: it asks how items vary, not where the cloud lies.`,
        ],
      },
      claims: [{ says: "RMG grows to more than ten times", holds: (a, b) => metric(b, "rmg") > 10 * metric(a, "rmg") }],
    },
    {
      title: "But search feels the gap",
      settings: { gap: 0 },
      charts: ["retrieval", "scores"],
      says: (m) => [`Without a gap each image finds its text: R@1 is ${percent(recall1(m, "imageToText"))} among 500.`],
      question: {
        asks: "The same gap again. What does R@1 do?",
        after: { gap: 0.5 },
        options: [
          { text: "It stays: the directions still match", holds: (a, b) => recall1(b, "imageToText") > 0.9 * recall1(a, "imageToText") },
          { text: "It falls to less than half", holds: (a, b) => recall1(b, "imageToText") < 0.5 * recall1(a, "imageToText") },
        ],
        says: (a, b) => [
          `R@1 goes ${changeOfShare(recall1(a, "imageToText"), recall1(b, "imageToText"))}, with the scores unmoved. Search ranks by cosine, and a cosine is measured from the origin: seen from there, a distant cloud looks like one point. Both are true at once: the directions match, the places do not.`,
        ],
      },
      claims: [{ says: "the scores are unmoved", holds: (a, b) => moved(a, b) < 0.02 }],
    },
    {
      title: "And the reverse",
      settings: {},
      charts: ["scores", "metrics"],
      says: (m) => [
        `A small gap: the distance between the two centres is ${fixed(metric(m, "centroidEuclidean"))}, SAS image → text ${fixed(forth(m))}.`,
      ],
      question: {
        asks: "Half of the pairs are mixed up. What does the distance between the centres do?",
        after: { wrongPairs: 0.5 },
        options: [
          { text: "It grows", holds: (a, b) => metric(b, "centroidEuclidean") > metric(a, "centroidEuclidean") + 1e-6 },
          {
            text: "It stays exactly as it is",
            holds: (a, b) => Math.abs(metric(b, "centroidEuclidean") - metric(a, "centroidEuclidean")) <= 1e-6,
          },
          { text: "It shrinks", holds: (a, b) => metric(b, "centroidEuclidean") < metric(a, "centroidEuclidean") - 1e-6 },
        ],
        says: (a, b) => [
          `${fixed(metric(b, "centroidEuclidean"))}, as before: the clouds are the same, only who belongs to whom has changed. SAS image → text goes ${change(forth(a), forth(b))}. No gap is no proof of alignment, and a gap is no proof of its absence.`,
        ],
      },
      claims: [{ says: "the score falls to about half", holds: (a, b) => Math.abs(forth(b) / forth(a) - 0.5) < 0.08 }],
    },
  ],
};
