/** Numbers of the experiments as cells of a table. */
import { amount, ends, NONE } from "../report/amounts.js";
import { fixed, isUnavailable, measure, overN, signed } from "../report/numbers.js";
import { pCell as inCell } from "../report/sentences.js";

/** @import { Interval, MeanStd, Quantity, Unavailable } from "../types.d.ts" */

/** @param {Quantity | undefined} value @param {(value: number) => string} [words] */
export const cell = (value, words = measure) => (typeof value === "number" ? amount(words(value), value) : amount(NONE));

/** @param {Quantity | undefined} p */
export const pCell = (p) => cell(p, inCell);

/** "0.822 ± 0.036 (26)". @param {MeanStd | undefined} group its spread over n @param {(value: number) => string} [words] */
export function spreadCell(group, words = (value) => fixed(value, 4)) {
  if (!group || typeof group.mean !== "number") return amount(NONE);
  const { mean, std, n } = group;
  const [spread, value] = typeof std === "number" ? [fixed(std, 4), { mean, std, n }] : [NONE, { mean, n }];
  return amount(`${words(mean)} ± ${spread} (${n})`, value);
}

/** The same of a spread over n − 1. @param {MeanStd | undefined} group @param {(value: number) => string} [words] */
export const sampleSpreadCell = (group, words) =>
  spreadCell(group && { ...group, std: typeof group.std === "number" ? overN(group.std, group.n) : group.std }, words);

/** The paper's stars. @param {Quantity | undefined} p */
function stars(p) {
  if (typeof p !== "number" || p >= 0.05) return "";
  return p < 0.001 ? "***" : p < 0.01 ? "**" : "*";
}

/** @param {{ rho: Quantity, p?: Quantity } | undefined} correlation with the stars of its p */
export const rhoCell = (correlation) => cell(correlation?.rho, (rho) => `${signed(rho)}${stars(correlation?.p)}`);

/** @param {Interval | Unavailable} interval @param {(value: number) => string} [words] */
export function intervalCell(interval, words = signed) {
  return isUnavailable(interval) ? amount(NONE) : amount(`${words(interval.low)} to ${words(interval.high)}`, ends(interval));
}
