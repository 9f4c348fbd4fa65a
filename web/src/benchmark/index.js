/** The benchmark: many runs, the paper's four experiments, and what is better beside them. Knows no page and no reader. */
import { Failure } from "../failure.js";
import { alignmentProfile } from "./alignment-profile.js";
import { COMPARED } from "./domains.js";
import { eigenspectrumConcentration } from "./eigenspectrum-concentration.js";
import { imbalanceSignature } from "./imbalance-signature.js";
import { retrievalPredictivity } from "./retrieval-predictivity.js";
import { separability } from "./separability.js";

/** @import { Benchmark, BenchmarkRun } from "../types.d.ts" */
/** @import { Setting, Statistics } from "./types.d.ts" */

export { COMPARED, domainOf, isReference } from "./domains.js";
export { METRICS, RSUMS } from "./metrics.js";
export { planRuns } from "./plan.js";
export { makeRuns } from "./runs.js";

const REPLICATES = 1000;

/**
 * The experiments of these runs. domains: the two that are compared, the first against the second.
 * @param {readonly BenchmarkRun[]} runs
 * @param {{ statistics: Statistics, version: string, domains?: readonly string[], replicates?: number, seed?: number, correlations?: Setting["correlations"] }} options
 * @returns {Promise<Benchmark>}
 */
export async function benchmark(
  runs,
  { statistics, version, domains = COMPARED, replicates = REPLICATES, seed = 0, correlations = "by model" },
) {
  if (domains.length !== 2 || domains[0] === domains[1])
    throw new Failure("BAD_USE", `Two different domains are compared, and ${domains.join(", ") || "none"} was given.`, { domains });
  const setting = { statistics, domains, replicates, seed, correlations };
  const [profile, signature, predictivity, apart] = await Promise.all([
    alignmentProfile(runs, setting),
    imbalanceSignature(runs, setting),
    retrievalPredictivity(runs, setting),
    separability(runs, setting),
  ]);
  return {
    schema: "askew-benchmark/1",
    tool: { name: "askew", version },
    options: { domains: [...domains], replicates, seed, ...(correlations === "by model" && { correlations }) },
    runs: [...runs],
    alignmentProfile: profile,
    imbalanceSignature: signature,
    retrievalPredictivity: predictivity,
    eigenspectrumConcentration: eigenspectrumConcentration(runs, setting),
    separability: apart,
  };
}
