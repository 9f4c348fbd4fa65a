/** The modality gap and what closing it would do, in words: one place for the page, the command and the saved reports. */
import { count, isUnavailable, percent, signed } from "./numbers.js";
import { singular } from "./sentences.js";

/** @import { TextWord } from "./sentences.js" */
/** @import { Audit, Gap, GapChange, GapTreatment, TreatmentName } from "../types.d.ts" */

/** @type {Readonly<Record<TreatmentName, string>>} */
export const TREATMENT_NAMES = Object.freeze({
  given: "As given",
  centred: "Centred",
  whitened: "Whitened",
  withoutPrivate: "Without private directions",
});

/** What is done, as the beginning of a sentence. @type {Readonly<Record<TreatmentName, string>>} */
const DONE = Object.freeze({
  given: "",
  centred: "Subtracting each side’s mean",
  whitened: "Whitening each side",
  withoutPrivate: "Leaving out the private directions",
});

/** @param {GapChange} change */
const way = ({ low, high }) => (low > 0 ? "raises" : high < 0 ? "lowers" : "unclear");

/** @param {number} share */
export const points = (share) => signed(100 * share, 1);

/** @param {GapChange} one */
const pointsOf = ({ change, low, high }) => `${points(change)} points (${points(low)} to ${points(high)})`;

/** What a treatment does to the first answers. @param {GapTreatment} treatment @param {TextWord} word */
function treatmentInWords({ name, change, reason }, word) {
  if (reason || !change) return `${DONE[name]} could not be measured: ${reason}.`;
  const one = singular(word);
  const ways = /** @type {const} */ ([
    [`image → ${one}`, change.imageToText[1]],
    [`${one} → image`, change.textToImage[1]],
  ]);
  const clear = ways.filter(([, at]) => way(at) !== "unclear");
  if (clear.length === 0) {
    const [[there, a], [back, b]] = ways;
    return `${DONE[name]} changes R@1 by ${pointsOf(a)} ${there} and ${pointsOf(b)} ${back}: neither is clear.`;
  }
  const said = ways.map(
    ([search, at]) => `${way(at) === "unclear" ? "does not clearly change" : way(at)} R@1 ${search}, by ${pointsOf(at)}`,
  );
  return `${DONE[name]} ${said.join(", and ")}.`;
}

/** No direction was private in one half, or in both. @param {Gap} gap */
const nothingPrivate = ({ private: { removed } }) => removed.every((directions) => directions === 0);

/** A number, or the two of both halves. @param {readonly [number, number]} both */
export const ofBoth = ([a, b]) => (a === b ? count(a) : `${count(a)} and ${count(b)}`);

/** What the gap consists of. @param {Gap} gap @param {TextWord} word @returns {string[]} */
export function gapInWords({ distance, separability, private: { low, high } }, word) {
  const one = singular(word);
  const rest =
    distance.directions > 0
      ? `the rest is spread over about ${count(Math.max(1, Math.round(distance.directions)))} directions, and no shift removes it.`
      : "nothing else is between them.";
  return [
    `Of the squared distance between an image and its ${one}, ${percent(distance.centre)} is the distance between the centres of the two sides; ${rest}`,
    `A linear rule learnt from half of the pairs tells an image of the other half from a ${one} in ${percent(separability, 1)} of cases; 50 % would be guessing.`,
    `Between ${percent(low)} and ${percent(high)} of the variance is private: one side has it where the other has less.`,
  ];
}

/** What closing it would do to search, and to an index of both. @param {Gap} gap @param {TextWord} word @returns {string[]} */
export function cureInWords(gap, word) {
  const { treatments, neighbours } = gap;
  const [given, ...others] = treatments;
  const mixed = others.find(({ name, ownShare }) => name === "centred" && ownShare);
  const own = given.ownShare;
  return [
    ...others.map((one) =>
      one.name === "withoutPrivate" && nothingPrivate(gap)
        ? "No direction is private enough to be left out (5 % of a side’s variance more than the other’s)."
        : treatmentInWords(one, word),
    ),
    ...(own && mixed?.ownShare
      ? [
          `With images and ${word} in one index, ${percent(own.images)} of the ${neighbours} nearest to an image are images, and ${percent(own.texts)} of those to a ${singular(word)} are ${word}; centred, ${percent(mixed.ownShare.images)} and ${percent(mixed.ownShare.texts)}. About 50 % would be well mixed.`,
        ]
      : []),
  ];
}

/** How it was measured. @param {Gap} gap @param {TextWord} word */
export const gapHow = ({ learnt, measured }, word) =>
  `Each treatment was learnt from one half of the pairs (${ofBoth(learnt)}) and measured on the other (${ofBoth(measured)}), and the other way round. So search here is among fewer candidates than above. Rows have length 1; an image counts with its first ${singular(word)}. In brackets: 95 % intervals of the change.`;

/** @param {Pick<Audit, "gap">} audit @returns {Gap | undefined} */
export const gapOf = ({ gap }) => (gap && !isUnavailable(gap) ? gap : undefined);
