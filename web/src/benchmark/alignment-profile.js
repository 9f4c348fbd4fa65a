/** Experiment 1: each metric by domain and dataset, and whether the two domains differ. */
import { adjust } from "../engine/statistics.js";
import { domainsOf, each, grouped, meanStd, numbers, numbersOn, pooled, testOf, withinModel } from "./groups.js";
import { keysOf, METRICS } from "./metrics.js";

/** @import { AlignmentProfile, BenchmarkMetric, BenchmarkRun } from "../types.d.ts" */
/** @import { Setting } from "./types.d.ts" */

export const NOTES = [
  "As in the paper: mean ± standard deviation (over n) of the runs of each domain, and a two-sided Mann-Whitney test between the two domains that takes every run as independent. Reference models are left out.",
  "Beside it: Holm's adjustment over the metrics of the table (RMG once), and a paired test with the model as the random unit, because the runs of one model are not independent: each model's mean over the second domain minus its mean over the first, by t and by Wilcoxon's signed ranks.",
];

/** @param {readonly BenchmarkRun[]} all @param {Setting} setting @returns {Promise<AlignmentProfile>} */
export async function alignmentProfile(all, setting) {
  const runs = pooled(all);
  const { statistics, domains } = setting;
  const metrics = await each(keysOf(METRICS), async (key) => {
    const value = (/** @type {BenchmarkRun} */ run) => run.metrics?.[key];
    const of = (/** @type {string} */ domain) => numbersOn(runs, domain, value);
    const [test, paired] = await Promise.all([
      statistics.mannWhitney({ x: of(domains[0]), y: of(domains[1]) }),
      withinModel(runs, value, setting),
    ]);
    return {
      byDomain: Object.fromEntries(domainsOf(runs, domains).map((domain) => [domain, meanStd(of(domain), 0)])),
      byDataset: grouped(runs, "dataset", (members) => meanStd(numbers(members, value), 0)),
      mannWhitney: testOf(test),
      withinModel: paired,
    };
  });
  const family = METRICS.filter(({ variantOf }) => !variantOf).map(({ key }) => metrics[key]);
  const columns = [
    family.map(({ mannWhitney }) => mannWhitney),
    family.map(({ withinModel: { t } }) => t),
    family.map(({ withinModel: { wilcoxon } }) => wilcoxon),
  ];
  await Promise.all(columns.map((column) => adjust(statistics, column)));
  return { metrics, notes: NOTES };
}
