/** A direction in numbers and words: what it holds, what it gives the score, what it goes with. */
import { sum } from "../quantiles.js";
import { count, fixed, isUnavailable, percent, signed } from "./numbers.js";

/** @import { Audit, Modes, Trait } from "../types.d.ts" */
/** @import { TextWord } from "./sentences.js" */

/** @typedef {"image" | "text"} Side */
/** gives: lambda |rho| / sum of lambda over the kept modes, what it adds to its side's score; could: the same at |rho| = 1. @typedef {{ share: number, rho: number, kept: boolean, gives: number, could: number }} Facts */
/** @typedef {{ trait: Trait, anchor: number, other: number | undefined }} Company */

/** Directions are named alike everywhere. */
export const IMAGE_TO_TEXT = "image → text";
export const TEXT_TO_IMAGE = "text → image";

/** Correlations that are worth a sentence. */
const STRONG = 0.3;

/** @param {Modes} modes @param {number} mode @param {number} kept modes @returns {Facts} */
export function factsOf({ eigenvalues, absCorrelation, covariance }, mode, kept) {
  const total = sum(eigenvalues);
  const counted = sum(eigenvalues.slice(0, kept));
  const inside = mode < kept && counted > 0;
  return {
    share: total > 0 ? eigenvalues[mode] / total : 0,
    rho: Math.sign(covariance[mode]) * absCorrelation[mode],
    kept: inside,
    gives: inside ? (eigenvalues[mode] * absCorrelation[mode]) / counted : 0,
    could: inside ? eigenvalues[mode] / counted : 0,
  };
}

/** The mode that costs its side's score most. @param {Modes} modes @param {number} kept */
export function costliest(modes, kept) {
  let best = 0;
  const loss = (/** @type {number} */ k) => modes.eigenvalues[k] * (1 - modes.absCorrelation[k]);
  for (let k = 1; k < kept; k++) if (loss(k) > loss(best)) best = k;
  return best;
}

/** Modes with variance. @param {Modes} modes */
export const modeCount = ({ eigenvalues }) => eigenvalues.filter((value) => value > 0).length;

/** @param {Side} side @param {TextWord} word */
export const sideWord = (side, word) => (side === "image" ? "images" : word);

/** @param {Facts} facts @param {{ side: Side, mode: number }} place @param {TextWord} word @param {string} cut "top 10 %" */
export function factsInWords({ share, rho, kept, gives, could }, { side, mode }, word, cut) {
  const [score, imbalance] = side === "image" ? ["SAS image → text", signed(gives)] : ["SAS text → image", signed(-gives)];
  const other = sideWord(side === "image" ? "text" : "image", word);
  const held = `Direction ${count(mode + 1)} of the ${sideWord(side, word)} holds ${Number((100 * share).toPrecision(3))} % of their variance. The ${other} follow it with ρ = ${signed(rho)}: 0 would be not at all, 1 or −1 fully.`;
  if (!kept) return `${held} It lies outside the ${cut} and does not count in the scores.`;
  return `${held} It adds ${fixed(gives)} of at most ${fixed(could)} to ${score}, and ${imbalance} to the imbalance.`;
}

/** @param {Trait} trait @param {TextWord} word */
export function traitName({ of, name }, word) {
  if (of === "textLength") return `length of the ${word.slice(0, -1)}`;
  if (of === "imageNorm") return "length of the image’s vector";
  if (of === "textNorm") return `length of the ${word.slice(0, -1)}’s vector`;
  return name;
}

const number = (/** @type {unknown} */ value) => (typeof value === "number" ? value : undefined);

/** What a direction goes with beyond chance, the strongest first. @param {Audit} audit @param {Side} side @param {number} mode @returns {Company[]} */
export function companyOf({ correlates }, side, mode) {
  if (isUnavailable(correlates)) return [];
  const { anchor, other } = correlates[side === "image" ? "imageAnchor" : "textAnchor"];
  return correlates.traits
    .map((trait, t) => ({ trait, anchor: number(anchor[mode]?.[t]) ?? 0, other: number(other[mode]?.[t]) }))
    .filter(({ trait, anchor: value }) => Math.abs(value) > trait.chance95)
    .sort((a, b) => Math.abs(b.anchor) - Math.abs(a.anchor));
}

/** "view (η 0.91)" @param {Company} company @param {TextWord} word */
export const companyName = ({ trait, anchor }, word) =>
  `${traitName(trait, word)} (${trait.kind === "groups" ? `η ${fixed(anchor, 2)}` : `r ${signed(anchor, 2)}`})`;

/** One sentence per leading direction that goes with something strongly. @param {Audit} audit @param {TextWord} word @returns {string[]} */
export function companyInWords(audit, word) {
  if (isUnavailable(audit.correlates) || isUnavailable(audit.modes)) return [];
  const { modes, correlates } = audit;
  return /** @type {Side[]} */ (["image", "text"]).flatMap((side) => {
    const own = side === "image" ? modes.imageAnchor : modes.textAnchor;
    const leading = correlates[side === "image" ? "imageAnchor" : "textAnchor"].anchor.length;
    return Array.from({ length: leading }, (_, mode) => {
      const strong = companyOf(audit, side, mode).filter(({ anchor }) => Math.abs(anchor) >= STRONG);
      if (strong.length === 0) return [];
      const { share } = factsOf(own, mode, 0);
      const names = strong.slice(0, 3).map((company) => companyName(company, word));
      return `Direction ${count(mode + 1)} of the ${sideWord(side, word)} (${percent(share, share < 0.1 ? 1 : 0)} of their variance) goes with ${names.join(", ")}.`;
    }).flat();
  });
}
