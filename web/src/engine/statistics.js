/** The core's tests between runs and models, as SciPy has them; each runs in a worker. */
import { Failure } from "../failure.js";

/** @import { Statistic, TestResult } from "../types.d.ts" */
/** @import { Alternative, Distribution, Statistics } from "./types.d.ts" */

const SIDES = ["two-sided", "greater", "less"];

/** What each test takes, in the core's order. */
const PARAMETERS = /** @type {const} */ ({
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
});

const LABELS = ["strata", "clusters"];

/** Labels as whole numbers, in the order in which they come. @param {readonly unknown[]} labels */
function numbered(labels) {
  const known = new Map();
  for (const label of labels) if (!known.has(label)) known.set(label, known.size);
  return labels.map((label) => known.get(label));
}

/** The arguments of a test, in order. @param {Statistic} test @param {Record<string, unknown>} input @returns {unknown[]} */
function ordered(test, input) {
  /** @type {readonly string[]} */
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

/** @param {(message: { test: Statistic, values: unknown[] }) => Promise<unknown>} ask the core */
export function createStatistics(ask) {
  /** @param {Statistic} test @param {object} input */
  const values = async (test, input) => ask({ test, values: ordered(test, { ...input }) });
  /** @param {Statistic} test @param {object} input */
  const run = (test, input) => /** @type {Promise<TestResult>} */ (values(test, input));
  return {
    /** @param {{ x: readonly number[], y: readonly number[], alternative?: Alternative }} input @returns {Promise<TestResult>} */
    mannWhitney: (input) => run("mannWhitney", input),
    /** @param {{ x: readonly number[], alternative?: Alternative }} input paired: the differences @returns {Promise<TestResult>} */
    oneSampleT: (input) => run("oneSampleT", input),
    /** @param {{ x: readonly number[], alternative?: Alternative }} input the differences @returns {Promise<TestResult>} */
    wilcoxon: (input) => run("wilcoxon", input),
    /** @param {{ x: readonly number[], y: readonly number[] }} input @returns {Promise<TestResult>} */
    spearman: (input) => run("spearman", input),
    /** @param {{ x: readonly number[], y: readonly number[], strata: readonly unknown[] }} input strata: a label a value @returns {Promise<TestResult>} */
    spearmanStratified: (input) => run("spearmanStratified", input),
    /**
     * p by orders of whole clusters whose runs are in the same strata.
     * @param {{ x: readonly number[], y: readonly number[], strata: readonly unknown[], clusters: readonly unknown[], permutations: number, seed: number }} input
     * @returns {Promise<TestResult>}
     */
    spearmanPermuted: (input) => run("spearmanPermuted", input),
    /**
     * rho of bootstrap replicates that draw whole clusters; NaN where a replicate has none. One seed, the same draws.
     * @param {{ x: readonly number[], y: readonly number[], strata: readonly unknown[], clusters: readonly unknown[], replicates: number, seed: number }} input
     * @returns {Promise<Float64Array>}
     */
    spearmanReplicates: (input) => /** @type {Promise<Float64Array>} */ (values("spearmanReplicates", input)),
    /** @param {readonly number[]} p @returns {Promise<number[]>} adjusted, in the same order */
    holm: async (p) => Array.from(/** @type {Float64Array} */ (await values("holm", { p }))),
    /** Queries that only the first model, only the second answers rightly. @param {{ onlyFirst: number, onlySecond: number }} input @returns {Promise<TestResult>} */
    mcnemar: (input) => run("mcnemar", input),
    /** P(X > x). @param {{ distribution: Distribution, x: number, freedom: number }} input @returns {Promise<number>} */
    upperTail: (input) => /** @type {Promise<number>} */ (values("upperTail", input)),
  };
}

/** Student's two-sided p that the true mean is 0. @param {Statistics} statistics @param {number} mean @param {number} error above 0 @param {number} freedom */
export const studentP = async (statistics, mean, error, freedom) =>
  Math.min(1, 2 * (await statistics.upperTail({ distribution: "student", x: Math.abs(mean / error), freedom })));
