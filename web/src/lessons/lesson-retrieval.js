import { fixed, percent } from "../report/numbers.js";
import { back, both, changeOfShare, forth, recall1, recallIdentical } from "./measures.js";

/** @import { Measured } from "../types.d.ts" */
/** @import { Lesson } from "./types.d.ts" */

/** @param {Measured} m */
const i2t = (m) => recall1(m, "imageToText");
/** @param {Measured} m */
const t2i = (m) => recall1(m, "textToImage");
/** @param {Measured} m */
const least = (m) => Math.min(forth(m), back(m));

const NOISE = { noiseImage: 0.5, noiseText: 0.5 };
const OWN = { shared: 32, imageOnly: 1, textOnly: 1, gap: 0, noiseImage: 0.05, noiseText: 0.05 };

/** @type {Lesson} */
export const retrieval = {
  id: "retrieval",
  title: "High scores, bad search, and the reverse",
  about: "SAS asks about strong directions, search about every detail.",
  minutes: 5,
  steps: [
    {
      title: "Too few factors to tell items apart",
      settings: NOISE,
      charts: ["scores", "retrieval"],
      says: (m) => [
        `16 shared factors, some noise: ${both(m)}; R@1, how often the right text comes first, is ${percent(i2t(m))} among 500 candidates (chance: ${percent(1 / 500, 1)}).`,
      ],
      question: {
        asks: "Only 2 shared factors are left, with the same noise. What happens?",
        after: { ...NOISE, shared: 2 },
        options: [
          { text: "Scores and R@1 both stay high", holds: (a, b) => least(b) > 0.9 && i2t(b) > 0.5 * i2t(a) },
          { text: "Scores stay above 0.9, R@1 falls below 10 %", holds: (_, b) => least(b) > 0.9 && i2t(b) < 0.1 },
          { text: "Scores fall below 0.5, R@1 stays", holds: (a, b) => least(b) < 0.5 && i2t(b) > 0.5 * i2t(a) },
        ],
        says: (a, b) => [
          `${both(b)}, and R@1 goes ${changeOfShare(i2t(a), i2t(b))}. The two sides agree almost perfectly on the little that they say. A score near 1 says that the strong directions match, not that they suffice to find one item among 500.`,
        ],
      },
      claims: [{ says: "R@1 is high at first", holds: (a) => i2t(a) > 0.6 }],
    },
    {
      title: "Texts that repeat",
      settings: {},
      charts: ["scores", "retrieval"],
      says: (m) => [`Every text is different: R@1 image → text is ${percent(i2t(m))}.`],
      question: {
        asks: "60 % of the images now carry a text that another, similar image has too, word for word (“no acute findings”). What happens?",
        after: { duplicates: 0.6 },
        options: [
          { text: "Scores and R@1 both fall by half", holds: (a, b) => forth(b) < 0.6 * forth(a) && i2t(b) < 0.6 * i2t(a) },
          {
            text: "Scores hardly move, R@1 falls by more than half",
            holds: (a, b) => Math.abs(forth(a) - forth(b)) < 0.02 && i2t(b) < 0.5 * i2t(a),
          },
          { text: "Neither moves much", holds: (a, b) => Math.abs(forth(a) - forth(b)) < 0.02 && i2t(b) > 0.8 * i2t(a) },
        ],
        says: (a, b) => [
          `R@1 goes ${changeOfShare(i2t(a), i2t(b))}: identical texts tie, and only one of them counts as right. If any identical text is accepted, it is ${percent(recallIdentical(b, "imageToText"))}. In radiology look at that second number before blaming the model.`,
        ],
      },
      claims: [{ says: "accepting identical texts brings R@1 back", holds: (a, b) => recallIdentical(b, "imageToText") > 0.9 * i2t(a) }],
    },
    {
      title: "The lower score, the better search",
      settings: {},
      charts: ["scores", "retrieval"],
      says: () => [
        "Now the texts get two strong factors of their own. You know what that does: SAS text → image falls, image → text stays.",
      ],
      question: {
        asks: "Which way of searching will be the better one (R@1)?",
        after: { textOnly: 2 },
        options: [
          { text: "Images searching texts, like their score", holds: (_, b) => i2t(b) > t2i(b) + 0.05 },
          { text: "Texts searching images", holds: (_, b) => t2i(b) > i2t(b) + 0.05 },
          { text: "Both about alike", holds: (_, b) => Math.abs(t2i(b) - i2t(b)) <= 0.05 },
        ],
        says: (_, b) => [
          `Text → image: ${percent(t2i(b))}, image → text: ${percent(i2t(b))}, with ${both(b)}. A text’s own style shifts all of its cosines with the images about alike, so their order survives. An image that searches compares texts of different styles, and style decides. The scores and search ask different things.`,
        ],
      },
      claims: [{ says: "text → image has the lower score", holds: (_, b) => back(b) < forth(b) - 0.2 }],
    },
    {
      title: "Low scores, good search",
      settings: { ...NOISE, shared: 2 },
      charts: ["scores", "retrieval"],
      says: (m) => [`Keep in mind: two shared factors gave ${both(m)}, and R@1 ${percent(i2t(m))}.`],
      question: {
        asks: "Take 32 shared factors with little noise, and one strong factor that each side has alone. Scores and R@1?",
        after: OWN,
        options: [
          { text: "Scores lower, R@1 more than ten times as high", holds: (a, b) => forth(b) < forth(a) - 0.2 && i2t(b) > 10 * i2t(a) },
          { text: "Scores lower, R@1 lower", holds: (a, b) => forth(b) < forth(a) && i2t(b) < i2t(a) },
          { text: "Scores higher, R@1 higher", holds: (a, b) => forth(b) > forth(a) && i2t(b) > i2t(a) },
        ],
        says: (a, b) => [
          `${both(b)}, and R@1 goes ${changeOfShare(i2t(a), i2t(b))} (chance: ${percent(1 / 500, 1)}). The strongest direction of each side is its own, which costs much of the score; the many weak shared ones still single out the item. So give both: what the strong directions do, and whether items are found. ${fixed(forth(b), 2)} is not simply worse than ${fixed(forth(a), 2)}.`,
        ],
      },
      claims: [],
    },
  ],
};
