/** askew benchmark: a folder of runs in, the experiments out. */
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { runParts } from "../src/audit/benchmark.js";
import { schemaOf } from "../src/audit/saved.js";
import { benchmark, domainOf, isReference, makeRuns, planRuns } from "../src/benchmark/index.js";
import { plannedAgain } from "../src/benchmark/verification.js";
import { version } from "../src/engine/version.js";
import { Failure } from "../src/failure.js";
import { DiskFile } from "../src/readers/disk-file.js";
import { extensions, openFiles } from "../src/readers/index.js";
import { withEngine } from "./engine.js";

/** @import { Benchmark, BenchmarkRun, PlannedRun, RunPlan } from "../src/types.d.ts" */

/** @typedef {{ note: (text: string) => void, progress: (text: string) => void }} Listener */

/** Files that are read below a folder, named from the folder itself. @param {string} folder */
async function filesIn(folder) {
  const readable = new Set(extensions());
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(
      (entry) => entry.isFile() && !entry.name.startsWith(".") && readable.has(/\.([^.]*)$/.exec(entry.name)?.[1].toLowerCase() ?? ""),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const above = dirname(join(folder, "."));
  return Promise.all(paths.map((path) => DiskFile.open(path, relative(above, path).split(sep).join("/"))));
}

/** @param {string} path */
async function filesAt(path) {
  const entry = await stat(path).catch(() => undefined);
  if (entry?.isDirectory()) {
    const files = await filesIn(path);
    if (files.length > 0) return files;
    throw new Failure("FOLDER", `${path} holds no file that Askew reads. Name the folder of the runs.`);
  }
  const file = await DiskFile.open(path, path);
  if (!/\.json$/i.test(path) || basename(path) === path) return [file];
  const plan = await planRuns([file]).catch(() => undefined);
  if (plan?.runs.some(({ audit, run }) => audit || run)) return [file];
  // A manifest names files from its own folder.
  return filesIn(dirname(path));
}

/** @param {PlannedRun} run @param {{ domain?: Record<string, string>, reference?: string[] }} options @returns {PlannedRun} */
function asAsked(run, { domain, reference }) {
  return {
    ...run,
    domain: domain?.[run.dataset] ?? run.domain ?? domainOf(run.dataset),
    reference: reference ? reference.includes(run.model) : (run.reference ?? isReference(run.model)),
  };
}

/** @param {RunPlan} plan @param {Record<string, any>} options */
function checkNames({ runs }, { domain, reference }) {
  const labels = { domain: new Set(runs.map(({ dataset }) => dataset)), reference: new Set(runs.map(({ model }) => model)) };
  for (const [option, names] of /** @type {const} */ ([
    ["domain", Object.keys(domain ?? {})],
    ["reference", reference ?? []],
  ]))
    for (const name of names)
      if (!labels[option].has(name))
        throw new Failure("BAD_USE", `--${option} names "${name}", and there is none. There are: ${[...labels[option]].join(", ")}.`);
}

/** @param {readonly PlannedRun[]} runs @param {Listener} listener */
function noteGuesses(runs, { note }) {
  const guessed = runs.filter(({ sure, failure }) => !sure && !failure);
  if (guessed.length === 0) return;
  const first = guessed.slice(0, 3).map(({ model, dataset, files }) => `${files[0].name} is ${model} on ${dataset}`);
  note(
    `Model and dataset of ${guessed.length} of ${runs.length} runs are told from names of another form than <model>/<dataset>_<split>_features.pt: ${first.join("; ")}${guessed.length > 3 ? "; …" : ""}. A manifest says otherwise.`,
  );
}

/** @param {BenchmarkRun} run @param {Listener} listener */
function noteRun({ model, dataset, failure, missing = [] }, { note }) {
  if (failure) note(`${model} on ${dataset}: ${failure.code}: ${failure.message}`);
  else if (missing.length > 0) note(`${model} on ${dataset}: ${missing.join(" ")}`);
}

/** Which runs there are, as the options say or, if it is verified, as a saved benchmark says. @param {readonly string[]} paths @param {Record<string, any>} options @param {Listener} listener @param {Benchmark} [saved] */
async function plannedRuns(paths, options, listener, saved) {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  // An earlier benchmark among the files has numbers, not data.
  const plan = await planRuns(saved ? await withoutBenchmarks(files) : files);
  if (saved) return { runs: plannedAgain(saved, plan.runs), domains: saved.options.domains };
  checkNames(plan, options);
  const runs = plan.runs.map((run) => asAsked(run, options));
  noteGuesses(runs, listener);
  return { runs, domains: options.domains ?? plan.domains };
}

/** The seed, the method of its runs' intervals, and how many resamples they have. @param {Benchmark} saved @returns {{ seed: number, intervals: "half-samples" | "bootstrap", bootstrap: number }} */
const optionsOf = ({ options, runs }) => ({
  seed: options.seed,
  intervals: runs.some(({ uncertainty }) => uncertainty && !uncertainty.method) ? "bootstrap" : "half-samples",
  bootstrap: Math.max(0, ...runs.map(({ uncertainty }) => uncertainty?.replicates ?? 0)),
});

/** @param {readonly DiskFile[]} files */
async function withoutBenchmarks(files) {
  const heads = await Promise.all(files.map(async (file) => new TextDecoder().decode(await file.slice(0, 200).arrayBuffer())));
  return files.filter((_, k) => schemaOf(heads[k]) !== "benchmark");
}

/** @param {readonly PlannedRun[]} runs @param {Listener} listener */
function noteAudits(runs, { note }) {
  const taken = runs.filter(({ audit }) => audit).length;
  if (taken > 0)
    note(`${taken} of ${runs.length} runs are saved audits, not data: their numbers are taken from there and not computed again.`);
}

/**
 * @param {readonly string[]} paths a folder, a manifest, or files @param {Record<string, any>} options @param {Listener} listener
 * @param {Benchmark} [saved] the benchmark that is verified: its runs are made again, with its options
 * @returns {Promise<Benchmark>}
 */
export async function benchmarkFiles(paths, options, listener, saved) {
  const { runs, domains } = await plannedRuns(paths, options, listener, saved);
  if (saved) noteAudits(runs, listener);
  /** @type {Partial<ReturnType<typeof optionsOf>>} */
  const { seed = 0, bootstrap = 0, intervals } = saved ? optionsOf(saved) : options;
  return withEngine(options, async (engine) => {
    const results = await makeRuns(runs, runParts(engine, openFiles, { seed, intervals, bootstrap }), {
      onProgress: (index, { stage, done }) => {
        const { model, dataset } = runs[index];
        listener.progress(`${index + 1} of ${runs.length}  ${model} on ${dataset}  ${Math.round(done * 100)} %  ${stage}`);
      },
      onRun: (_, run) => noteRun(run, listener),
    });
    listener.progress("experiments");
    const correlations = saved ? (saved.options.correlations ?? "percentiles") : undefined;
    const replicates = saved?.options.replicates;
    return benchmark(results, { statistics: engine.statistics, version, domains, seed, correlations, replicates });
  });
}
