/** Which files make which run, before any data are read. Small JSON files are looked into: audits, manifests, earlier benchmarks. */
import { Failure } from "../failure.js";
import { domainOf, isReference } from "./domains.js";
import { manifest } from "./manifest.js";
import { pathOf, runName } from "./names.js";

/** @import { BenchmarkRun, FileLike, PlannedRun, RunPlan, Untrusted } from "../types.d.ts" */
/** @import { Manifest } from "./types.d.ts" */
/** @import { RunName } from "./names.js" */

const HEAD = 4096;
/** An audit is some hundred kilobytes: three arrays a direction. */
const MOST_JSON = 64e6;

const knows = (/** @type {string} */ dataset) => domainOf(dataset) !== "other";

/** @param {FileLike} file @returns {Promise<Untrusted>} the JSON, if it is one of ours */
async function ours(file) {
  if (!/\.json$/i.test(file.name) || file.size > MOST_JSON) return undefined;
  const text = async (/** @type {number} */ end) => new TextDecoder().decode(await file.slice(0, end).arrayBuffer());
  if (!/"schema"\s*:\s*"askew-(audit|benchmark)\/1"|"runs"\s*:\s*\[/.test(await text(Math.min(HEAD, file.size)))) return undefined;
  try {
    return JSON.parse(await text(file.size));
  } catch {
    throw new Failure("CORRUPT", `${pathOf(file)} begins as a file of Askew and is no complete JSON. Save it again.`);
  }
}

/** @param {string} model @param {string} dataset */
const defaults = (model, dataset) => ({ model, dataset, domain: domainOf(dataset), reference: isReference(model) });

/** @param {FileLike} file @param {Untrusted} audit @returns {PlannedRun} */
function ofAudit(file, audit) {
  const inside = runName(String(audit.inputs?.images?.file ?? ""), knows);
  const own = runName(
    pathOf(file)
      .replace(/\.json$/i, "")
      .replace(/askew-audit-?/i, ""),
    knows,
  );
  const { model, dataset, split } = inside.model && inside.dataset ? inside : own;
  return { ...defaults(model, dataset), split, sure: inside.sure, files: [file], audit };
}

/** @param {BenchmarkRun} run @param {FileLike} file @returns {PlannedRun} */
function ofRun(run, file) {
  const { model, dataset, domain, reference, split } = run;
  return { model, dataset, domain, reference, split, sure: true, files: [file], run };
}

/** Files of a manifest, by their path from the manifest's folder. @param {FileLike} home @param {Manifest} listed @param {FileLike[]} files @returns {PlannedRun[]} */
function ofManifest(home, listed, files) {
  const folder = pathOf(home).replace(/[^/\\]*$/, "");
  const byPath = new Map(files.map((file) => [pathOf(file), file]));
  return listed.runs.map(({ model, dataset, domain, reference, file, images, texts }) => {
    const names = file ? [file] : [images, texts];
    const there = names.map((name) => byPath.get(folder + name));
    const missing = names.find((_, i) => !there[i]);
    const why = `${pathOf(home)} names ${missing}, which is not among the files. Drop the whole folder.`;
    const failure = missing === undefined ? undefined : new Failure("UNREADABLE", why);
    const usual = defaults(model, dataset);
    const stated = { domain: domain ?? usual.domain, reference: reference ?? usual.reference, split: "", sure: true };
    return { ...usual, ...stated, files: there.flatMap((one) => one ?? []), failure };
  });
}

/** In one folder without the paper's names, the files' own names tell model and dataset, if they hold both. @param {FileLike[]} files */
function nameReader(files) {
  const names = files.map((file) => runName(pathOf(file), knows));
  const folders = new Set(files.map((file) => pathOf(file).replace(/[^/\\]*$/, "")));
  const flat = folders.size === 1 && !names.some(({ sure }) => sure);
  return (/** @type {FileLike} */ file) => {
    const own = runName(pathOf(file).replace(/^.*[/\\]/, ""), knows);
    return flat && own.model && own.dataset ? own : runName(pathOf(file), knows);
  };
}

/** Files by themselves, or one of images and one of texts. @param {FileLike[]} files @returns {PlannedRun[]} */
function byNames(files) {
  /** @type {Map<string, { name: RunName, files: FileLike[] }>} */
  const groups = new Map();
  const nameOf = nameReader(files);
  for (const file of files) {
    const name = nameOf(file);
    const key = name.side ? [name.model, name.dataset, name.split].join("\n") : pathOf(file);
    const group = groups.get(key) ?? { name, files: [] };
    group.files.push(file);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ name: { model, dataset, split, sure }, files: own }) => ({
    ...defaults(model, dataset),
    model: model || "?",
    dataset: dataset || "?",
    split,
    sure,
    files: own,
  }));
}

/** The same model and dataset twice: the first stays. @param {PlannedRun[]} runs */
function refuseTwice(runs) {
  /** @type {Map<string, PlannedRun>} */
  const first = new Map();
  for (const run of runs) {
    const key = [run.model, run.dataset, run.split].join("\n");
    const other = first.get(key);
    if (!other) first.set(key, run);
    else if (!run.failure) {
      const [own, earlier] = [run, other].map(({ files }) => files.map(pathOf).join(" and "));
      run.failure = new Failure(
        "DUPLICATE_RUN",
        `${run.model} on ${run.dataset} comes twice: ${own} is left aside, ${earlier} is taken. Name it otherwise if it is another run.`,
      );
    }
  }
}

/** @param {readonly FileLike[]} files @returns {Promise<RunPlan>} */
export async function planRuns(files) {
  /** @type {FileLike[]} */
  const data = [];
  /** @type {PlannedRun[]} */
  const runs = [];
  /** @type {{ file: FileLike, listed: Manifest }[]} */
  const manifests = [];
  for (const file of files) {
    const json = await ours(file);
    if (json === undefined) data.push(file);
    else if (json.schema === "askew-audit/1") runs.push(ofAudit(file, json));
    else if (json.schema === "askew-benchmark/1")
      runs.push(...json.runs.flatMap((/** @type {BenchmarkRun} */ run) => (run.failure ? [] : ofRun(run, file))));
    else manifests.push({ file, listed: manifest(json, pathOf(file)) });
  }
  const audits = new Map(runs.flatMap((run) => (run.audit ? [[run.files[0], run.audit]] : [])));
  if (manifests.length > 0) {
    const all = manifests.flatMap(({ file, listed }) => ofManifest(file, listed, [...data, ...audits.keys()]));
    for (const run of all) run.audit = audits.get(run.files[0]);
    refuseTwice(all);
    return { runs: all, domains: manifests[0].listed.domains, named: true };
  }
  const named = byNames(data);
  const sorted = [...runs, ...named].sort((a, b) => compare(a.model, b.model) || compare(a.dataset, b.dataset));
  refuseTwice(sorted);
  return { runs: sorted, named: runs.length > 1 || named.filter(({ sure }) => sure).length > 1 };
}

/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
