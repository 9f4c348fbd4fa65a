/** The core's tests between runs and models; each runs in a worker. */
import { Failure } from "../failure.js";

/** @import { Quantity, Statistic } from "../types.d.ts" */
/** @import { Pool, Statistics } from "./types.d.ts" */

const SIDES = ["two-sided", "greater", "less"];

/** What each test takes, in the core's order. */
const PARAMETERS = /** @type {Record<Statistic, string[]>} */ ({
  mannWhitney: ["x", "y", "alternative"],
  oneSampleT: ["x", "alternative"],
  wilcoxon: ["x", "alternative"],
  spearman: ["x", "y"],
  spearmanStratified: ["x", "y", "strata"],
  spearmanPermuted: ["x", "y", "strata", "clusters", "permutations", "seed"],
  spearmanReplicates: ["x", "y", "strata", "clusters", "replicates", "seed"],
  holm: ["p"],
  mcnemar: ["onlyFirst", "onlySecond"],
  upperTail: ["distribution", "x", "freedom"],
  upperPoint: ["distribution", "tail", "freedom"],
});

const LABELS = ["strata", "clusters"];

/** Labels as whole numbers, in the order in which they come. @param {readonly unknown[]} labels */
function numbered(labels) {
  const distinct = [...new Set(labels)];
  const numbers = new Map(distinct.map((label, k) => [label, k]));
  return labels.map((label) => numbers.get(label));
}

/** The arguments of a test, in order. @param {Statistic} test @param {Record<string, unknown>} input @returns {unknown[]} */
function ordered(test, input) {
  const names = PARAMETERS[test];
  for (const name of Object.keys(input))
    if (!names.includes(name)) throw new Failure("BAD_USE", `${test} takes no "${name}". Known: ${names.join(", ")}.`, { option: name });
  return names.map((name) => {
    if (name === "alternative") return alternative(/** @type {string | undefined} */ (input.alternative));
    if (input[name] === undefined) throw new Failure("BAD_USE", `${test} needs "${name}".`, { option: name });
    return LABELS.includes(name) ? numbered(/** @type {unknown[]} */ (input[name])) : input[name];
  });
}

/** @param {string} [side] */
function alternative(side = "two-sided") {
  if (SIDES.includes(side)) return side;
  throw new Failure("BAD_USE", `An alternative is "${side}", but must be one of ${SIDES.join(", ")}.`, { alternative: side });
}

/** @param {Pool} pool @returns {Statistics} */
export function createStatistics(pool) {
  const run = (/** @type {Statistic} */ test) => async (/** @type {Record<string, unknown>} */ input) =>
    pool.call(test, 0, /** @type {never} */ (ordered(test, input)));
  const tests = Object.fromEntries(Object.keys(PARAMETERS).map((test) => [test, run(/** @type {Statistic} */ (test))]));
  return /** @type {Statistics} */ ({ ...tests, holm: async (p) => Array.from(/** @type {Float64Array} */ (await tests.holm({ p }))) });
}

/** 97.5 % point of Student's t. @param {Statistics} statistics @param {number} freedom */
export const studentPoint = (statistics, freedom) => statistics.upperPoint({ distribution: "student", tail: 0.025, freedom });

/** Student's two-sided p that the true mean is 0. @param {Statistics} statistics @param {number} mean @param {number} error above 0 @param {number} freedom */
export const studentP = async (statistics, mean, error, freedom) =>
  Math.min(1, 2 * (await statistics.upperTail({ distribution: "student", x: Math.abs(mean / error), freedom })));

/** Writes the adjusted p value beside each that there is, or why there is none. @param {Pick<Statistics, "holm">} statistics @param {{ p?: Quantity, pHolm?: Quantity }[]} family */
export async function adjust(statistics, family) {
  const known = family.flatMap(({ p }) => (typeof p === "number" ? [p] : []));
  const adjusted = known.length > 0 ? await statistics.holm(known) : [];
  for (const entry of family) if (entry.p !== undefined) entry.pHolm = typeof entry.p === "number" ? adjusted.shift() : entry.p;
}
