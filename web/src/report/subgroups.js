/** Subgroups in words. */
import { HALVES } from "../resampling.js";
import { countOf } from "./numbers.js";
import { RANGE_MEANING } from "./range-words.js";

/** @import { GroupScore, IntervalOf, Quantity, Subgroup, Subgroups } from "../types.d.ts" */

/** Groups named in one sentence, at most. */
const NAMED = 5;

/** A group's own value of a score. @param {Subgroup} group @param {GroupScore} score @returns {Quantity | undefined} */
export function groupValue({ sas, recall }, score) {
  if (score.startsWith("recall")) {
    if (!recall || "status" in recall) return recall;
    return score === "recallImageToText1" ? recall.imageToText[1] : recall.textToImage[1];
  }
  return score === "sasImbalance" ? sas?.imbalance : score === "sasImageToText" ? sas?.imageToText : sas?.textToImage;
}

/** @param {Subgroup} group @param {GroupScore} score @returns {IntervalOf | undefined} */
export function groupInterval({ uncertainty }, score) {
  if (!uncertainty || "status" in uncertainty) return undefined;
  if (score === "recallImageToText1") return uncertainty.recallImageToText?.[1];
  if (score === "recallTextToImage1") return uncertainty.recallTextToImage?.[1];
  return uncertainty[score];
}

/** What 95 % of shufflings of the group's own pairs stay below; for the two directions. @param {Subgroup} group @param {GroupScore} score */
export function shuffledLevel({ chance }, score) {
  if (!chance || "status" in chance || (score !== "sasImageToText" && score !== "sasTextToImage")) return undefined;
  return chance[score].p95;
}

/** What random groups of its size score. @param {Subgroup} group @param {GroupScore} score */
export function randomLevel({ random }, score) {
  return !random || "status" in random ? undefined : random[score];
}

/** How the intervals of the groups were made. @param {Subgroups["options"]} options */
const rangesInWords = ({ intervals, bootstrap }) =>
  bootstrap === 0
    ? "No intervals were asked for."
    : intervals === "half-samples"
      ? `Intervals: ${HALVES} half-samples. ${RANGE_MEANING} A group without one has too few pairs, or heavy tails.`
      : `Intervals: ${bootstrap} resamples.`;

/** What was found, what was left out, and how the numbers were made. @param {Subgroups} subgroups @returns {string[]} sentences */
export function groupsInWords({ column, groups, minimum, notes, draws, options }) {
  const tested = groups.filter(({ pHolm }) => typeof pHolm === "number");
  const apart = tested.filter(({ pHolm }) => /** @type {number} */ (pHolm) < 0.05);
  const few = groups.filter(({ reason }) => reason);
  const named = apart.slice(0, NAMED).map(({ value }) => value);
  const more = apart.length > NAMED ? ` and ${apart.length - NAMED} more` : "";
  const found =
    tested.length === 0
      ? `No group of ${column} could be compared with random groups.`
      : apart.length === 0
        ? `No group’s imbalance stands out: each of the ${tested.length} lies where random groups of its size may lie (p above 0.05 after Holm).`
        : `The imbalance of ${apart.length} of ${countOf(tested.length, "group")} differs from that of random groups of the same size (p\u00a0<\u00a00.05 after Holm): ${named.join(", ")}${more}.`;
  return [
    found,
    ...(few.length > 0 ? [`${countOf(few.length, "group has", "groups have")} fewer than ${minimum} pairs and no scores.`] : []),
    ...notes,
    `Small groups score higher by chance alone: compare each group with random groups of its size (${draws} draws from all pairs; 95 % of further draws fall in the range shown), not with the whole. ${rangesInWords(options)}`,
  ];
}
