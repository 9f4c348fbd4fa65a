/** Are the rows' tails near normal? From sums alone: the fourth moment of the distance to the mean beside a normal distribution's. */
import { sum } from "../quantiles.js";

/** @import { Tail } from "./types.d.ts" */

/** Above this times normal the intervals of the directional scores were not studied. */
const MOST = 1.2;
/** Nor within so many standard deviations of the ratio under normal rows. */
const DEVIATIONS = 2.5;

/**
 * ratio = mean |x - mean|^4 / (tr(C)^2 + 2 tr(C^2)); both traces from the eigenvalues. For normal rows its standard deviation is about
 * 2 tr(C^2) / (tr(C)^2 + 2 tr(C^2)) sqrt((2 + 12 tr(C^4) / tr(C^2)^2) / n).
 * @param {ArrayLike<number>} eigenvalues @param {number} fourth mean of |x - mean|^4 @param {number} n @returns {Tail}
 */
export function tailOf(eigenvalues, fourth, n) {
  const [trace, square, quartic] = [1, 2, 4].map((power) => sum(Array.from(eigenvalues, (value) => value ** power)));
  const normal = trace ** 2 + 2 * square;
  if (!(normal > 0)) return { ratio: 1, most: MOST };
  const deviation = ((2 * square) / normal) * Math.sqrt((2 + (12 * quartic) / square ** 2) / n);
  return { ratio: fourth / normal, most: Math.max(MOST, 1 + DEVIATIONS * deviation) };
}

/** Why heavy tails forbid an interval; undefined if they are near normal. @param {{ image: Tail, text: Tail } | undefined} tails */
export function heavyTails(tails) {
  const sides = /** @type {const} */ (["image", "text"]).filter((side) => tails && !(tails[side].ratio <= tails[side].most));
  if (!tails || sides.length === 0) return undefined;
  const words = sides.map((side) => `the ${side}s' fourth moment is ${tails[side].ratio.toPrecision(3)} times a normal distribution's`);
  return `Heavy tails: ${words.join(", ")}. Simulated intervals missed the true score in up to a quarter of such samples.`;
}
