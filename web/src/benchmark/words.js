/** Numbers of the experiments as cells of a table. */
import { fixed, isUnavailable, measure, signed } from "../report/numbers.js";
import { pCell as inCell } from "../report/sentences.js";

/** @import { Interval, MeanStd, Quantity, Unavailable } from "../types.d.ts" */

export const NONE = "–";

/** @param {Quantity | undefined} value @param {(value: number) => string} [words] */
export const cell = (value, words = measure) => (typeof value === "number" ? words(value) : NONE);

/** @param {Quantity | undefined} p */
export const pCell = (p) => cell(p, inCell);

/** "0.822 ± 0.036 (26)". @param {MeanStd | undefined} group @param {(value: number) => string} [words] */
export function spreadCell(group, words = (value) => fixed(value, 4)) {
  if (!group || typeof group.mean !== "number") return NONE;
  return `${words(group.mean)} ± ${cell(group.std, (value) => fixed(value, 4))} (${group.n})`;
}

/** The paper's stars. @param {Quantity | undefined} p */
function stars(p) {
  if (typeof p !== "number" || p >= 0.05) return "";
  return p < 0.001 ? "***" : p < 0.01 ? "**" : "*";
}

/** @param {{ rho: Quantity, p?: Quantity } | undefined} correlation with the stars of its p */
export const rhoCell = (correlation) => cell(correlation?.rho, (rho) => `${signed(rho)}${stars(correlation?.p)}`);

/** @param {Interval | Unavailable} interval @param {(value: number) => string} [words] */
export function intervalCell(interval, words = signed) {
  return isUnavailable(interval) ? NONE : `${words(interval.low)} to ${words(interval.high)}`;
}
