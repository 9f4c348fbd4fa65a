/** The answer in words: which side is out of step, whether search works, what changes the reading, and what to do next. */
import { epsilonInWords } from "./alternatives.js";
import { fixed, isUnavailable, percent } from "./numbers.js";
import { searchLevel } from "./search.js";
import { headline, headlineWithoutScores, leaning, scoresOf, standing } from "./sentences.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { Leaning, Scores, TextWord } from "./sentences.js" */

const GUESSING = "Search finds the right partner no more often than guessing.";

/**
 * The headline's sentences: what fails comes first, and a model whose search is at chance never reads as a pass.
 * @param {Audit} audit @param {TextWord} word @param {Scores | undefined} [scores] at the reader's cut @param {number} [q] the reader's cut @returns {string[]}
 */
export function verdict(audit, word, scores = scoresOf(audit), q = audit.options.topQ) {
  const level = searchLevel(audit);
  const atChance = level === "chance";
  if (!scores) return [...(atChance ? [GUESSING] : []), headlineWithoutScores(audit, word)];
  const side = leaning(scores, audit.inputs.pairs, standing(audit, q));
  if (side === "chance" && atChance) return ["The two sides agree no better than shuffled pairs, in their directions and in search."];
  if (side === "chance" && level !== undefined && level !== "unknown")
    return [headline(side, word, scores), "Search, however, finds the right partner more often than guessing."];
  return [...(atChance ? [GUESSING] : []), headline(side, word, scores)];
}

/** Which side is out of step at the audit’s cut; undefined without scores. @param {Audit} audit @returns {Leaning | undefined} */
export function sideOf(audit) {
  const scores = scoresOf(audit);
  return scores && leaning(scores, audit.inputs.pairs, standing(audit, audit.options.topQ));
}

/** CKA at which two sides are called alike. */
const ALIKE = 0.5;
/** The share of its variance with which one direction rules a side. */
const RULES = 0.5;

/** Why sides may look alike although no partner is found. @param {Audit} audit */
function causeOfContradiction({ metrics, modes }) {
  const { cka, ckaDebiased } = metrics;
  if (!isUnavailable(cka) && !isUnavailable(ckaDebiased) && ckaDebiased < cka / 2)
    return `Few pairs for the width lift it: debiased, CKA is ${fixed(ckaDebiased)}.`;
  const shares = isUnavailable(modes)
    ? []
    : [modes.imageAnchor, modes.textAnchor].map(({ eigenvalues }) => eigenvalues[0] / eigenvalues.reduce((sum, value) => sum + value, 0));
  const most = Math.max(0, ...shares);
  if (most >= RULES)
    return `One direction holds ${percent(most)} of a side’s variance: it makes the sides alike, and tells no items apart.`;
  return "Both can hold if pairs agree in a few broad traits only, or if rows are shuffled within groups of like items.";
}

/** Scores that seem to contradict each other, with the likely cause. @param {Audit} audit @returns {string | undefined} */
export function contradiction(audit) {
  const { cka } = audit.metrics;
  if (searchLevel(audit) !== "chance" || isUnavailable(cka) || cka < ALIKE) return undefined;
  return `CKA is ${fixed(cka)} of 1 although search is at chance. ${causeOfContradiction(audit)}`;
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
  const rows = `whether row i of the images belongs to row i of the ${word}`;
  if (side === "chance" && level !== "ahead") return `Check first ${rows}.`;
  if (level === "chance") return `Check ${rows}. If it does, this model cannot search these data.`;
  if (side === "unsure") return "Audit more pairs: the range for the imbalance includes 0.";
  if (side === "chance" || side === "equal")
    return "Compare another model on the same pairs: alone, no side can be called better or worse.";
  const [holder, other] = side === "images" ? [word, "images"] : ["images", word];
  return `Look at the ${holder}’ strongest directions: what do they hold that the ${other} do not show?`;
}
