/** The built-in examples: what is known of them, beside what was measured. */
import { fixed } from "./numbers.js";
import { scoresOf } from "./sentences.js";
import { sideOf } from "./verdict.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { Leaning } from "./sentences.js" */

/** By the title that the engine gives them. @type {Readonly<Record<string, { made: string, side: Leaning }>>} */
const KNOWN_ANSWERS = Object.freeze({
  "Example: balanced": { made: "Made so that both sides vary alike: neither should be ahead.", side: "equal" },
  "Example: images with private structure": {
    made: "Made so that the images vary in ways that no text shows: the texts should be ahead.",
    side: "texts",
  },
  "Example: texts with private structure": {
    made: "Made so that the texts vary in ways that no image shows: the images should be ahead.",
    side: "images",
  },
});

/** Only what a program made has no pairing. @param {Audit} audit */
const answerOf = ({ inputs: { images, pairing } }) =>
  pairing === null && Object.hasOwn(KNOWN_ANSWERS, images.file) ? KNOWN_ANSWERS[images.file] : undefined;

/** The known answer of an example and whether the audit found it; undefined for other data. @param {Audit} audit @returns {string | undefined} */
export function knownAnswer(audit) {
  const [answer, scores] = [answerOf(audit), scoresOf(audit)];
  if (!answer) return undefined;
  if (!scores) return answer.made;
  const found = sideOf(audit) === answer.side ? "as it should be" : "which is not the known answer";
  return `${answer.made} Measured: images ${fixed(scores.imageToText, 2)}, texts ${fixed(scores.textToImage, 2)}, ${found}.`;
}
