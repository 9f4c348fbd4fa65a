/** What may leave a site: the floor on pairs and the risk that it follows from, the number of blocks, a preview of the file. */
import { Failure } from "../failure.js";
import { BLOCKS } from "../resampling.js";
import { contentsOf, metadataOf, momentsBytes } from "./file.js";
import { pairsForRisk, riskOf } from "./risk.js";

/** @import { MomentsFile } from "../types.d.ts" */
/** @typedef {{ imageCols: number, textCols: number }} Widths */
/** What was agreed on, in place of the defaults: pairs a dimension of the wider side; the highest risk. @typedef {{ floor?: number, risk?: number }} Agreed */

/**
 * Pairs a dimension below which no file is written. The sums state about (dx + dy)^2 / 2 numbers, the pairs hold n (dx + dy):
 * at 5 pairs a dimension of the wider side, every number that is stated stands for at least five that are not.
 */
export const PAIRS_A_DIMENSION = 5;
/** And, unless another floor is agreed on, never fewer than these. */
export const FEWEST_PAIRS = 100;
/** The highest chance that a membership test picks the member of a member and a stranger; a coin has .5. */
export const RISK = 0.6;
/** Of the first, half-samples are made; 8 or 4 give a jackknife. */
const CHOICES = [BLOCKS, 8, 4];

/** @param {Widths} widths @param {number} [agreed] pairs a dimension, in place of the default */
export function pairsFloor({ imageCols, textCols }, agreed) {
  const wider = Math.max(imageCols, textCols);
  return agreed === undefined ? Math.max(FEWEST_PAIRS, PAIRS_A_DIMENSION * wider) : Math.max(2, Math.ceil(agreed * wider));
}

/** The risk that is kept: none if a floor alone was agreed on, which takes the place of the default risk. @param {Agreed} agreed */
const keptRisk = ({ floor, risk }) => risk ?? (floor === undefined ? RISK : 1);

/** Fewest pairs of a file, or of each of its blocks. @param {Widths} widths @param {Agreed} [agreed] @param {boolean} [noise] with noise the risk is the noise's */
export function floorOf(widths, agreed = {}, noise = false) {
  const least = pairsFloor(widths, agreed.floor);
  return noise ? least : Math.max(least, pairsForRisk(widths.imageCols + widths.textCols, keptRisk(agreed)));
}

/** Numbers that the rows of a block hold for each number that its sums state of them. @param {{ imageCols: number, textCols: number }} widths @param {number} pairs of the block */
export const heldPerStated = ({ imageCols, textCols }, pairs) => (2 * pairs) / (imageCols + textCols);

/** Every block must keep the floor by itself: 32, 8, 4, or 1, as fewer than 4 give no interval. @param {number} pairs @param {number} floor */
export function blocksFor(pairs, floor) {
  return CHOICES.find((blocks) => Math.floor(pairs / blocks) >= floor) ?? 1;
}

/** "76 times in 100", "more than 99 times in 100". @param {number} risk */
function timesInHundred(risk) {
  if (risk > 0.995) return "more than 99 times in 100";
  return `about ${Math.round(100 * risk)} times in 100`;
}

/** What membership test exact sums allow. @param {Widths} widths @param {number} pairs of the smallest block */
export function riskWords({ imageCols, textCols }, pairs) {
  const risk = riskOf(imageCols + textCols, pairs);
  return `Of a patient who is in these sums and one who is not, somebody who has both rows and knows such patients (by rows or sums of others) picks the right one ${timesInHundred(risk)}, where a coin does 50; an unusual patient is found more often.`;
}

/** @param {Widths} widths @param {number} pairs @param {Agreed} [agreed] @param {number} [blocks] @param {boolean} [noise] */
export function refuseBelow(widths, pairs, agreed = {}, blocks = 1, noise = false) {
  const each = Math.floor(pairs / blocks);
  const floor = floorOf(widths, agreed, noise);
  if (each >= floor) return;
  const held = blocks === 1 ? `There are ${pairs} pairs` : `${pairs} pairs in ${blocks} blocks are ${each} a block`;
  const fewer = blocks > 1 ? "take fewer blocks, " : "";
  const least = pairsFloor(widths, agreed.floor);
  const details = { pairs, floor, blocks };
  if (each < least)
    throw new Failure(
      "TOO_FEW_ROWS",
      `${held}, and a moments file needs at least ${least}: with fewer, its sums could tell too much of single pairs. Add pairs, ${fewer}or agree on another floor with your data-protection officer (--floor, in pairs a dimension).`,
      details,
    );
  const risk = keptRisk(agreed);
  throw new Failure(
    "TOO_FEW_ROWS",
    `${held} of ${widths.imageCols + widths.textCols} columns in all. ${riskWords(widths, each)} ${agreed.risk === undefined ? "The default allows" : "The risk that was agreed on is"} ${Math.round(1000 * risk) / 10} in 100, which needs at least ${floor} pairs. Add noise (--privacy), add pairs, ${fewer}or agree with your data-protection officer on a higher risk (--risk, up to 1) or on a floor in its place (--floor, in pairs a dimension).`,
    { ...details, risk: riskOf(widths.imageCols + widths.textCols, each), allowed: risk },
  );
}

/** With noise the risk is the noise's: refused where less was agreed on. @param {number} risk @param {number} [agreed] */
export function refuseRisk(risk, agreed = 1) {
  if (risk <= agreed) return;
  throw new Failure(
    "OUT_OF_RANGE",
    `With this noise a membership test may be right ${Math.ceil(100 * risk)} times in 100, and the risk that was agreed on is ${Math.round(1000 * agreed) / 10} in 100. Give a smaller --privacy, or agree on another --risk.`,
    { risk, allowed: agreed },
  );
}

/** If delta is not well below 1 / n. @param {number} delta @param {number} pairs */
export function deltaWords(delta, pairs) {
  if (delta * pairs <= 0.1 * (1 + 1e-9)) return "";
  return `delta ${delta} is not well below 1 / ${pairs}: it is the chance that the promise fails, for each pair. Advised is a tenth of 1 / ${pairs} or less (${Number((0.1 / pairs).toPrecision(1))}).`;
}

/** What exactly leaves: the words as they stand in the file, every tensor with its shape, and the bytes. @param {MomentsFile} moments */
export function previewOf(moments) {
  const tensors = contentsOf(moments);
  const numbers = tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return { metadata: metadataOf(moments), tensors, numbers, bytes: momentsBytes(moments).byteLength };
}
