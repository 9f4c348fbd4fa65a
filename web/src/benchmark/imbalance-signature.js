/** Experiment 2: the sign and size of the imbalance by model, dataset and domain. */
import { domainsOf, each, meanStd, modelMeans, numbersOn, pooled, testOf, withinModel } from "./groups.js";

/** @import { BenchmarkRun, ImbalanceSignature } from "../types.d.ts" */
/** @import { Setting } from "./types.d.ts" */

export const NOTES = [
  "As in the paper: mean ± standard deviation (over n) of the imbalance in each domain, a two-sided one-sample t test against 0, and a one-sided Mann-Whitney test of the second domain above the first; each takes every run as independent. Reference models are left out.",
  "Beside it, with the model as the random unit: the t test over the models' means (by model), and the paired test of each model's mean over the second domain minus its mean over the first (within model, two-sided).",
];

const imbalance = (/** @type {BenchmarkRun} */ run) => run.metrics?.sasImbalance;

/** @param {readonly BenchmarkRun[]} all @param {Setting} setting @returns {Promise<ImbalanceSignature>} */
export async function imbalanceSignature(all, setting) {
  const runs = pooled(all);
  const { statistics, domains } = setting;
  const of = (/** @type {string} */ domain) => numbersOn(runs, domain, imbalance);
  const against0 = async (/** @type {number[]} */ x) => ({ ...meanStd(x, 0), t: testOf(await statistics.oneSampleT({ x })) });
  const [byDomain, test, paired] = await Promise.all([
    each(domainsOf(runs, domains), async (domain) => ({
      ...(await against0(of(domain))),
      byModel: await against0([...modelMeans(runs, domain, imbalance).values()]),
    })),
    statistics.mannWhitney({ x: of(domains[1]), y: of(domains[0]), alternative: "greater" }),
    withinModel(runs, imbalance, setting),
  ]);
  return {
    runs: all.flatMap(({ model, dataset, domain, reference, failure, metrics }) =>
      !failure && typeof metrics?.sasImbalance === "number" ? [{ model, dataset, domain, reference, imbalance: metrics.sasImbalance }] : [],
    ),
    byDomain,
    mannWhitneyGreater: testOf(test),
    withinModel: paired,
    notes: NOTES,
  };
}
