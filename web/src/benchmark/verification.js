/** A saved benchmark beside the same benchmark made again from its files: does every digit agree, and if not, in which run. */
import { Failure } from "../failure.js";
import { compareValues, difference, differing } from "../report/leaves.js";
import { parsedJson } from "../report/saved-audit.js";
import { list, number, object, optional, record, text } from "../report/saved-shape.js";
import { verification } from "../report/verification.js";
import { benchmarkWithoutNames } from "./nameless.js";

/** @import { Benchmark, BenchmarkRun, Disagreement, PlannedRun, Verification } from "../types.d.ts" */

/** What is read of a saved benchmark before it is made again. */
const SAVED = object({
  tool: object({ version: text }),
  options: object({ domains: list(text, ({ length }) => length === 2), replicates: number, seed: number }),
  runs: list(
    object({
      model: text,
      dataset: text,
      domain: text,
      split: text,
      source: text,
      sha256: optional(list(text)),
      failure: optional(object({ code: text })),
    }),
    ({ length }) => length > 0,
  ),
  alignmentProfile: record(() => undefined),
});

/** @param {string} json @param {string} name of the file @returns {Benchmark} */
export function parsedBenchmark(json, name) {
  const value = parsedJson(json, name);
  const wrong = SAVED(value);
  if (wrong === undefined) return /** @type {Benchmark} */ (value);
  throw new Failure(
    "CORRUPT",
    `${name} is a damaged or changed benchmark: ${wrong.replace(/^\./, "")} is missing or of another kind than a benchmark has there. Save it again.`,
  );
}

/** @param {Pick<PlannedRun, "model" | "dataset" | "split">} run */
const keyOf = ({ model, dataset, split }) => JSON.stringify([model, dataset, split]);

/**
 * The planned runs in the order of the saved ones, with their domains and references. Without names the order is all there is.
 * @param {Benchmark} saved @param {readonly PlannedRun[]} planned @returns {PlannedRun[]}
 */
export function plannedAgain({ runs, namesLeftOut }, planned) {
  if (namesLeftOut)
    return planned.slice(0, runs.length).map((run, k) => ({ ...run, domain: runs[k].domain, reference: runs[k].reference }));
  const byKey = new Map(planned.map((run) => [keyOf(run), run]));
  return runs.flatMap((run) => {
    const plan = byKey.get(keyOf(run));
    return plan ? [{ ...plan, domain: run.domain, reference: run.reference }] : [];
  });
}

/** Fields of a run that are no claim, or are compared by themselves. */
const RUN_ASIDE = new Set(["seconds", "source", "failure", "sha256"]);
const ASIDE = new Set(["schema", "tool", "namesLeftOut", "runs"]);

/** Without the notes, which are words of a version. @param {Benchmark} benchmark */
const withoutNotes = (benchmark) => {
  const bare = (/** @type {object} */ value) => (typeof value === "object" && "notes" in value ? { ...value, notes: [] } : value);
  return Object.fromEntries(Object.entries(benchmark).map(([part, value]) => [part, bare(value)]));
};

/** @param {BenchmarkRun} run */
const nameOf = ({ model, dataset }) => `${model} on ${dataset}`;

/** @param {BenchmarkRun} before @param {BenchmarkRun} after @param {number} k @returns {{ differences: Disagreement[], compared: number }} */
function compareRuns(before, after, k) {
  const bits = `${nameOf(before)}: the files are not those that were audited: their SHA-256 differ, so at least one bit of them does.`;
  const says = (/** @type {BenchmarkRun} */ { failure }) => (failure ? `failed with ${failure.code}` : "succeeded");
  const ended = `${nameOf(before)} ${says(before)}, and now ${says(after)}.`;
  const own = [
    ...differing("data", `runs[${k}].sha256`, before.sha256?.join(), after.sha256?.join(), bits),
    ...differing("data", `runs[${k}].failure`, before.failure?.code, after.failure?.code, ended),
  ];
  const { differences, compared } = compareValues(before, after, RUN_ASIDE);
  const placed = differences.map((one) => ({ ...one, path: `runs[${k}].${one.path}`, message: `${nameOf(before)}: ${one.message}` }));
  return { differences: [...own, ...placed], compared };
}

/** @param {Benchmark} saved @param {Benchmark} recomputed from the files at hand, with its options, in its order @returns {Verification} */
export function verifyBenchmark(saved, recomputed) {
  const now = saved.namesLeftOut ? benchmarkWithoutNames(recomputed) : recomputed;
  const key = (/** @type {BenchmarkRun} */ run, /** @type {number} */ k) => (saved.namesLeftOut ? String(k) : keyOf(run));
  const byKey = new Map(now.runs.map((run, k) => [key(run, k), run]));
  const parts = saved.runs.map((run, k) => {
    const again = byKey.get(key(run, k));
    if (again) return compareRuns(run, again, k);
    const message = `${nameOf(run)} (${run.source}) is not among the files at hand. Give the whole folder.`;
    return { differences: [difference("data", `runs[${k}]`, nameOf(run), undefined, message)], compared: 0 };
  });
  const rest = compareValues(withoutNotes(saved), withoutNotes(now), ASIDE);
  const older =
    saved.tool.version === now.tool.version ? [] : [`It was made by Askew ${saved.tool.version}, and is checked by ${now.tool.version}.`];
  return verification({
    differences: [...parts.flatMap(({ differences }) => differences), ...rest.differences],
    compared: parts.reduce((sum, { compared }) => sum + compared, rest.compared),
    notes: older,
  });
}
