/** Intervals from half-samples: standard error, bias, and what directions that a sample cannot tell apart could change. Pure functions of numbers. */
import { metricOf } from "../metrics.js";
import { mean } from "../quantiles.js";
import { BLOCKS, HALVES, T } from "../resampling.js";
import { METHODS, withheld } from "./interval-methods.js";
import { columnOf, directionalScores, SCORES, shareAround } from "./replicates.js";

/** @import { IntervalOf, RangeOf, Uncertainty } from "../types.d.ts" */
/** @import { IntervalMethod, Replicate, Rotation, Rotations, Situation, Spread, Turn } from "./types.d.ts" */

/**
 * How often the bias that halves show is taken into a range with rotations; once into others. A bias that falls with 1 / n shows once in halves; one that falls with its root,
 * as when directions are nearly tied, shows by 0.41 of its size.
 */
const BIASES = 2;

/** Mean of the halves less the whole, and their standard deviation. @param {number} whole @param {number[]} halves */
export function spreadOf(whole, halves) {
  const centre = mean(halves);
  return { bias: centre - whole, standardError: Math.sqrt(mean(halves.map((value) => (value - centre) ** 2))) };
}

/** @param {number} whole @param {Spread} spread @param {Turn} turn @param {readonly [number, number]} [limits] @param {{ t?: number, biases?: number }} [more] @returns {RangeOf} */
export function rangeOf(whole, { bias, standardError }, turn, [least, most] = [-Infinity, Infinity], { t = T, biases = BIASES } = {}) {
  return {
    low: Math.max(least, whole - biases * Math.max(bias, 0) - t * standardError - turn.fall),
    high: Math.min(most, whole + biases * Math.max(-bias, 0) + t * standardError + turn.rise),
    standardError,
    bias,
    rotation: turn,
  };
}

/** The rise counts twice its angle only if halves score lower than the whole. @param {Rotation} rotation @param {number} bias @returns {Turn} */
const turnOf = ({ fall, rise }, bias) => ({ fall: fall[1], rise: bias < 0 ? rise[1] : rise[0] });

/** Engines differ in the last digit of Math.hypot. @param {number} a @param {number} b */
const both = (a, b) => Math.sqrt(a * a + b * b);

/** Of a - b: a falls and b rises, or the reverse. @param {Turn} a @param {Turn} b @returns {Turn} */
export const turnOfDifference = (a, b) => ({ fall: both(a.fall, b.rise), rise: both(a.rise, b.fall) });

/** Of (a + b) / 2: both together, the safe sum. @param {Turn} a @param {Turn} b @returns {Turn} */
const turnOfMean = (a, b) => ({ fall: (a.fall + b.fall) / 2, rise: (a.rise + b.rise) / 2 });

/** @param {Record<string, unknown>} whole @param {Replicate[]} halves @param {Rotations} rotations @returns {Record<string, RangeOf>} */
function directional(whole, halves, rotations) {
  const spreadOfScore = (/** @type {string} */ name) => {
    const values = columnOf(halves, SCORES[name]);
    return values && spreadOf(/** @type {number} */ (whole[name]), values);
  };
  const [forth, back] = [spreadOfScore("sasImageToText"), spreadOfScore("sasTextToImage")];
  if (!forth || !back) return {};
  const [image, text] = [turnOf(rotations.image, forth.bias), turnOf(rotations.text, back.bias)];
  return Object.fromEntries(
    Object.entries(directionalScores(image, text, turnOfMean, turnOfDifference)).map(([name, turn]) => [
      name,
      rangeOf(/** @type {number} */ (whole[name]), /** @type {typeof forth} */ (spreadOfScore(name)), turn, metricOf(name)?.range),
    ]),
  );
}

export const NO_TURN = { fall: 0, rise: 0 };

/**
 * Without rotations.
 * @param {IntervalMethod["by"]} by corrected, or square: made for the square, whose root is taken @param {number} whole
 * @param {Spread} own @param {Spread} squared of the square @param {number} t @param {readonly [number, number]} [limits]
 * @returns {IntervalOf}
 */
export function plainRange(by, whole, own, squared, t, limits) {
  const { standardError } = own;
  if (by === "square") {
    const { low, high } = rangeOf(whole ** 2, squared, NO_TURN, [0, Infinity], { t, biases: 1 });
    return { low: Math.sqrt(low), high: Math.sqrt(high), standardError };
  }
  const { low, high } = rangeOf(whole, own, NO_TURN, limits, { t, biases: 1 });
  return { low, high, standardError };
}

/**
 * Sides of which a rotation could change the score by more than its standard error.
 * @param {Rotations} rotations @param {Partial<Record<string, IntervalOf>>} intervals @returns {("image" | "text")[]}
 */
function tooAlike(rotations, { sasImageToText, sasTextToImage }) {
  const intervals = { image: sasImageToText, text: sasTextToImage };
  return /** @type {const} */ (["image", "text"]).filter((side) => {
    const [{ fall, rise }, own] = [rotations[side], intervals[side]];
    return own !== undefined && Math.max(fall[1], rise[1]) > own.standardError;
  });
}

/**
 * @param {Record<string, unknown>} whole values of all pairs, by the audit's names @param {Replicate[]} halves @param {Rotations | undefined} rotations none: one width is needed
 * @param {Situation} situation
 * @returns {{ intervals: Record<string, IntervalOf>, withheld: Record<string, string>, tooAlike: ("image" | "text")[] }}
 */
export function rangesOf(whole, halves, rotations, situation) {
  const directionals = rotations ? directional(whole, halves, rotations) : {};
  /** @type {Record<string, IntervalOf>} */
  const intervals = {};
  /** @type {Record<string, string>} */
  const without = {};
  for (const [name, { by }] of Object.entries(METHODS)) {
    const value = whole[name];
    if (typeof value !== "number") continue;
    const reason = withheld(name, situation);
    if (reason !== undefined) {
      without[name] = reason;
      continue;
    }
    if (by === "rotation") {
      if (directionals[name]) intervals[name] = directionals[name];
      continue;
    }
    const values = columnOf(halves, SCORES[name] ?? ((/** @type {Replicate} */ half) => half[name]));
    if (!values || by === "deleteOne" || by === "wilson") continue;
    const squares = values.map((half) => half ** 2);
    intervals[name] = plainRange(by, value, spreadOf(value, values), spreadOf(value ** 2, squares), T, metricOf(name)?.range);
  }
  return { intervals, withheld: without, tooAlike: rotations ? tooAlike(rotations, directionals) : [] };
}

/** Of a recall, by Wilson: for as many queries as the halves tell, and not more than there are. @param {number} share @param {number[]} halves @param {{ images: number, queries: number }} counts */
export function recallRange(share, halves, { images, queries }) {
  const { standardError } = spreadOf(share, halves);
  const least = Math.sqrt((share * (1 - share)) / queries);
  return { ...shareAround(share, Math.max(standardError, least), T, images), standardError };
}

/** Directions and signs from one half, scored on the other: means over the halves. @param {Replicate[]} halves */
export function crossFitted(halves) {
  const [forth, back] = ["crossImageToText", "crossTextToImage"].map((name) => columnOf(halves, (half) => half[name]));
  return forth && back && { imageToText: mean(forth), textToImage: mean(back) };
}

/** What an audit says of its method. @returns {Pick<Uncertainty, "method" | "replicates" | "units" | "level">} */
export const methodOf = () => ({ method: "half-samples", replicates: HALVES, units: { of: "blocks", count: BLOCKS }, level: 0.95 });
