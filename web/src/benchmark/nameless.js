/** A benchmark without names: models, datasets, files and domains of the user's own are numbered, every number stays. */
import { COMPARED, OTHER } from "./domains.js";
import { distinct } from "./groups.js";
import { labelOf, runsOn } from "./ranking.js";

/** @import { Benchmark, BenchmarkRun, Untrusted } from "../types.d.ts" */

/** Names by their stand-ins. @typedef {{ model: Map<string, string>, dataset: Map<string, string>, split: Map<string, string>, domain: Map<string, string> }} StandIns */

/** Fields whose value is a name, and what it names. @type {Record<string, keyof StandIns>} */
const NAMED = { model: "model", dataset: "dataset", domain: "domain", lowWithout: "model", highWithout: "model", domains: "domain" };

/** Fields whose keys are names. @type {Record<string, keyof StandIns>} */
const KEYED = { byDataset: "dataset", byDomain: "domain", imageToText: "domain", textToImage: "domain", imbalance: "domain" };

/** Domains that say nothing of whose data they are. */
const COMMON = new Set([...COMPARED, OTHER]);

/** @param {Benchmark} benchmark @returns {StandIns} */
function standIns({ runs, options }) {
  const numbered = (/** @type {string[]} */ names, /** @type {string} */ word) =>
    new Map(distinct(names).map((name, k) => [name, `${word} ${k + 1}`]));
  const domains = distinct([...options.domains, ...runs.map(({ domain }) => domain)]);
  const of = (/** @type {"model" | "dataset" | "split"} */ field) =>
    numbered(
      runs.map((run) => run[field]).filter((name) => field !== "split" || name),
      field,
    );
  return {
    model: of("model"),
    dataset: of("dataset"),
    split: of("split"),
    domain: new Map(domains.map((name, k) => [name, COMMON.has(name) ? name : `domain ${k + 1}`])),
  };
}

/** Every name that a field or a key holds, exchanged. @param {Untrusted} value @param {StandIns} names @param {string} field that holds it @returns {Untrusted} */
function renamed(value, names, field) {
  const kind = NAMED[field];
  if (typeof value === "string")
    return kind ? (names[kind].get(value) ?? value) : field === "reason" ? withoutDomains(value, names) : value;
  if (Array.isArray(value)) return value.map((one) => renamed(one, names, field));
  if (typeof value !== "object" || value === null) return value;
  const keys = KEYED[field] && names[KEYED[field]];
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [keys?.get(key) ?? key, renamed(one, names, key)]));
}

/** A reason may say which domain has no run. @param {string} reason @param {StandIns} names */
const withoutDomains = (reason, { domain }) =>
  [...domain].filter(([name, other]) => name !== other).reduce((text, [name, other]) => text.split(name).join(other), reason);

/** Fields of a run that are numbers alone. */
const NUMBERS = /** @type {const} */ (["pairs", "width", "captionsPerImage", "sha256"]);
const RESULTS = /** @type {const} */ (["retrieval", "sweep", "uncertainty"]);

/** @template {keyof BenchmarkRun} K @param {BenchmarkRun} run @param {readonly K[]} fields @returns {Pick<BenchmarkRun, K>} */
const picked = (run, fields) => /** @type {Pick<BenchmarkRun, K>} */ (Object.fromEntries(fields.map((field) => [field, run[field]])));

/** What this module does not know of is left out: it may hold a name. @param {BenchmarkRun} run @param {StandIns} names @param {number} k @returns {BenchmarkRun} */
function runOf(run, names, k) {
  const { failure, missing } = run;
  const all = {
    ...renamed(picked(run, ["model", "dataset", "domain"]), names, ""),
    reference: run.reference,
    split: names.split.get(run.split) ?? "",
    source: `run ${k + 1}`,
    failure: failure && { code: failure.code, message: `${failure.code}: its sentence is left out with the names.` },
    ...picked(run, NUMBERS),
    metrics: plain(run.metrics),
    ...picked(run, RESULTS),
    missing: missing?.map(() => REASON),
    seconds: run.seconds,
  };
  return /** @type {BenchmarkRun} */ (Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
}

/** Pairs of models name them by their labels. @param {Benchmark} benchmark @param {readonly BenchmarkRun[]} renamedRuns @param {StandIns} names @returns {Benchmark["separability"]} */
function separabilityOf({ runs, separability }, renamedRuns, { dataset: datasets }) {
  const byDataset = Object.entries(separability.byDataset).map(([dataset, pairs]) => {
    const name = datasets.get(dataset) ?? dataset;
    const [before, after] = [runsOn(runs, dataset), runsOn(renamedRuns, name)];
    const labels = new Map(before.map((run, k) => [labelOf(run, before), labelOf(after[k], after)]));
    return [name, pairs.map((pair) => ({ ...pair, first: labels.get(pair.first) ?? "", second: labels.get(pair.second) ?? "" }))];
  });
  return { ...separability, byDataset: Object.fromEntries(byDataset) };
}

const REASON = "A quantity is not available; its sentence is left out with the names.";

/** A reason may name a file. @param {BenchmarkRun["metrics"]} metrics */
const plain = (metrics) =>
  metrics &&
  Object.fromEntries(
    Object.entries(metrics).map(([key, value]) => [key, typeof value === "number" ? value : { status: "unavailable", reason: REASON }]),
  );

/** @param {Benchmark} benchmark @returns {Benchmark} */
export function benchmarkWithoutNames(benchmark) {
  const names = standIns(benchmark);
  const { schema, tool, options, runs, alignmentProfile, imbalanceSignature, retrievalPredictivity, eigenspectrumConcentration } =
    benchmark;
  const experiments = { alignmentProfile, imbalanceSignature, retrievalPredictivity, eigenspectrumConcentration };
  const renamedRuns = runs.map((run, k) => runOf(run, names, k));
  return {
    schema,
    namesLeftOut: true,
    tool,
    options: renamed(options, names, "options"),
    runs: renamedRuns,
    ...renamed(experiments, names, ""),
    separability: separabilityOf(benchmark, renamedRuns, names),
  };
}
