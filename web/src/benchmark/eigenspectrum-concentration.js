/** Experiment 4: the scores against the share of directions kept, by domain. */
import { domainsOf, meanStd, numbersOn, pooled, unavailable } from "./groups.js";

/** @import { BenchmarkRun, EigenspectrumConcentration, MeanStd, Unavailable } from "../types.d.ts" */
/** @import { Direction } from "./ranking.js" */

export const NOTES = [
  "As in the paper: mean ± standard deviation of both scores in each domain for q = 0.1 to 1, and the q where the two domains' means are furthest apart. The bands show the spread of the runs, not the uncertainty of the means. The JSON has it over n − 1, as the paper’s figure; page and report show it over n, as they do everywhere. Reference models are left out.",
];

/** Shares of the paper's sweep. */
export const SHARES = Array.from({ length: 10 }, (_, i) => (i + 1) / 10);

/** @param {BenchmarkRun} run @param {number} q */
const at = (run, q) => run.sweep?.find((row) => Math.abs(row.q - q) < 1e-9);

/** @param {EigenspectrumConcentration["sweep"]} sweep @param {Direction} direction @param {readonly string[]} domains @returns {{ q: number, gap: number } | Unavailable} */
function largestGap(sweep, direction, [first, second]) {
  const gaps = sweep.flatMap(({ q, [direction]: means }) => {
    const [a, b] = [means[first]?.mean, means[second]?.mean];
    return typeof a === "number" && typeof b === "number" ? [{ q, gap: a - b }] : [];
  });
  if (gaps.length === 0) return unavailable(`there are no runs of both ${first} and ${second} data`);
  return gaps.reduce((most, gap) => (Math.abs(gap.gap) > Math.abs(most.gap) ? gap : most));
}

/** @param {readonly BenchmarkRun[]} all @param {{ domains: readonly string[] }} setting @returns {EigenspectrumConcentration} */
export function eigenspectrumConcentration(all, { domains }) {
  const runs = pooled(all);
  const labels = domainsOf(runs, domains);
  /** @param {(run: BenchmarkRun) => number | undefined} value @returns {Record<string, MeanStd>} */
  const byDomain = (value) => Object.fromEntries(labels.map((domain) => [domain, meanStd(numbersOn(runs, domain, value), 1)]));
  const sweep = SHARES.map((q) => ({
    q,
    imageToText: byDomain((run) => at(run, q)?.imageToText),
    textToImage: byDomain((run) => at(run, q)?.textToImage),
    imbalance: byDomain((run) => {
      const row = at(run, q);
      return row && row.imageToText - row.textToImage;
    }),
  }));
  return {
    sweep,
    largestGap: { imageToText: largestGap(sweep, "imageToText", domains), textToImage: largestGap(sweep, "textToImage", domains) },
    notes: NOTES,
  };
}
