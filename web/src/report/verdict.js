/** The answer in words: which side is out of step, whether search works, what changes the reading, and what to do next. */

import { independentPairs } from "../resampling.js";
import { epsilonInWords } from "./alternatives.js";
import { fixed, isUnavailable, percent } from "./numbers.js";
import { isRange, scoreIntervals } from "./range-words.js";
import { searchLevel } from "./search.js";
import { headline, headlineWithoutScores, leaning, scoresOf, singular, standing } from "./sentences.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { Leaning, Scores, TextWord } from "./sentences.js" */

const GUESSING = "Search does not clearly beat guessing.";

/**
 * The headline's sentences: what fails comes first, and a model whose search is at chance never reads as a pass.
 * @param {Audit} audit @param {TextWord} word @param {Scores | undefined} [scores] at the reader's cut @param {number} [q] the reader's cut @returns {string[]}
 */
export function verdict(audit, word, scores = scoresOf(audit), q = audit.options.topQ) {
  const level = searchLevel(audit);
  const failing = level === "chance" ? [GUESSING] : [];
  const side = sideOf(audit, scores, q);
  if (!scores || !side) return [...failing, headlineWithoutScores(audit, word)];
  if (side !== "chance") return [...failing, headline(side, word, scores)];
  if (level === "chance") return ["The two sides do not clearly agree better than shuffled pairs, in their directions or in search."];
  const beats =
    level === "ahead" ? ["Search, however, beats guessing."] : level === "one" ? ["Search, however, beats guessing one way."] : [];
  return [headline(side, word, scores), ...beats];
}

/** Which side is out of step; undefined without scores. @param {Audit} audit @param {Scores | undefined} [scores] at the cut @param {number} [q] the cut @returns {Leaning | undefined} */
export const sideOf = (audit, scores = scoresOf(audit), q = audit.options.topQ) =>
  scores && leaning(scores, independentPairs(audit.inputs), standing(audit, q));

/** CKA at which two sides are called alike. */
const ALIKE = 0.5;
/** The share of its variance with which one direction rules a side. */
const RULES = 0.5;

/** Why sides may look alike although no partner is found. @param {Audit} audit */
function causeOfContradiction({ metrics, modes }) {
  const { cka, ckaDebiased } = metrics;
  if (!isUnavailable(cka) && !isUnavailable(ckaDebiased) && ckaDebiased < cka / 2)
    return `few pairs for the width lift it: debiased, it is ${fixed(ckaDebiased)}.`;
  const shares = isUnavailable(modes)
    ? []
    : [modes.imageAnchor, modes.textAnchor].map(({ eigenvalues }) => eigenvalues[0] / eigenvalues.reduce((sum, value) => sum + value, 0));
  const most = Math.max(0, ...shares);
  if (most >= RULES)
    return `one direction holds ${percent(most)} of a side’s variance. It makes the sides alike, and tells no items apart.`;
  return "pairs agree in a few broad traits only, or rows are shuffled within groups of like items.";
}

/** Scores that seem to contradict each other, with the likely cause. @param {Audit} audit @returns {string | undefined} */
export function contradiction(audit) {
  const { cka } = audit.metrics;
  if (searchLevel(audit) !== "chance" || isUnavailable(cka) || cka < ALIKE) return undefined;
  return `CKA is ${fixed(cka)} of 1 although search does not clearly beat guessing. A likely cause: ${causeOfContradiction(audit)}`;
}

/** What changes how the scores are to be read, the worst first. @param {Audit} audit @returns {string[]} */
export function warnings(audit) {
  const of = (/** @type {string} */ wanted) => audit.inputs.findings.flatMap(({ level, message }) => (level === wanted ? [message] : []));
  return [...of("error"), contradiction(audit), ...of("warning"), epsilonInWords(audit)].flatMap((text) => text ?? []);
}

/** What to do with the answer. @param {Audit} audit @param {TextWord} word @returns {string | undefined} */
export function nextStep(audit, word) {
  const side = sideOf(audit);
  if (!side) return undefined;
  const level = searchLevel(audit);
  const pairing = `whether each ${singular(word)} belongs to its image`;
  if (side === "chance" && level !== "ahead" && level !== "one") return `Check first ${pairing}.`;
  if (level === "chance") return `Check ${pairing}. If it does, compare another model on the same pairs.`;
  if (side === "unsure")
    return isRange(scoreIntervals(audit).sasImbalance)
      ? "Audit more pairs: the range for the imbalance includes 0."
      : "Do not name a side: no range for the imbalance could be given.";
  if (side === "chance" || side === "equal") return "Compare another model on the same pairs to see whether these scores are high.";
  const [holder, other] = side === "images" ? [word, "images"] : ["images", word];
  return `Look at the ${holder}’ strongest directions: what do they hold that the ${other} do not show?`;
}
