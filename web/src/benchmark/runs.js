/** Runs one after another: each is read, paired and audited; what fails is a row with its reason, and nothing finished is lost. */
import { Failure } from "../failure.js";
import { METRICS, RSUMS } from "./metrics.js";

/** @import { Audit, BenchmarkRun, FileLike, OpenedFile, Opening, Pairs, PlannedRun, Progress, Proposal, Quantity, QueryHits, RSum, Unavailable } from "../types.d.ts" */

/**
 * @typedef {object} Parts
 * @property {(file: FileLike) => Promise<Opening[]>} openFiles
 * @property {(files: OpenedFile[]) => Promise<Proposal>} propose
 * @property {(choice: any) => Pairs} pair
 * @property {(pairs: Pairs, hooks: { signal?: AbortSignal, onProgress?: (progress: Progress) => void }) => Promise<Audit>} audit
 * @property {(audit: Audit) => Promise<QueryHits | undefined>} [firstHits] of an audit just made
 *
 * @typedef {object} Listener
 * @property {AbortSignal} [signal]
 * @property {(index: number, progress: Progress) => void} [onProgress]
 * @property {(index: number, run: BenchmarkRun) => void} [onRun] each as it is finished
 */

/** @param {unknown} value @returns {value is Unavailable} */
const isUnavailable = (value) => typeof value === "object" && value !== null && "reason" in value;

/** @param {FileLike} file */
const nameOf = (file) => file.webkitRelativePath || file.name;

/** @param {PlannedRun} planned @returns {BenchmarkRun} */
const heading = ({ model, dataset, domain, reference, split, files }) => ({
  model,
  dataset,
  domain,
  reference,
  split,
  source: files.map(nameOf).join(" and "),
});

/** One sentence for each reason. @param {Audit} audit */
function reasons(audit) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const note = (/** @type {string} */ name, /** @type {Quantity | object} */ value) => {
    if (isUnavailable(value)) found.set(value.reason, [...(found.get(value.reason) ?? []), name]);
  };
  for (const { name, value } of METRICS) note(name, value(audit));
  note("retrieval", audit.retrieval);
  return [...found].map(([reason, names]) => `No ${names.join(", ")}: ${reason}.`);
}

/** The numbers of an audit that a benchmark keeps. @param {PlannedRun} planned @param {Audit} audit @param {BenchmarkRun["firstHits"]} [firstHits] @returns {BenchmarkRun} */
export function runOf(planned, audit, firstHits) {
  const { images, texts, pairs, captionsPerImage } = audit.inputs;
  const { retrieval, sweep, uncertainty } = audit;
  const hashes = [images.sha256, texts.sha256].flatMap((hash) => (typeof hash === "string" ? [hash] : []));
  return {
    ...heading(planned),
    pairs,
    width: images.cols === texts.cols ? images.cols : [images.cols, texts.cols],
    captionsPerImage,
    sha256: hashes,
    metrics: /** @type {BenchmarkRun["metrics"]} */ (Object.fromEntries(METRICS.map(({ key, value }) => [key, value(audit)]))),
    ...(!isUnavailable(retrieval) && {
      retrieval: {
        .../** @type {Record<RSum, number>} */ (Object.fromEntries(RSUMS.map(({ key }) => [key, retrieval[key]]))),
        imageToText: retrieval.imageToText.recall,
        textToImage: retrieval.textToImage.recall,
      },
      repeatedTexts: retrieval.duplicates.identicalTexts,
    }),
    ...(firstHits && { firstHits }),
    ...(!isUnavailable(sweep) && { sweep }),
    ...(uncertainty && !isUnavailable(uncertainty) && { uncertainty }),
    missing: reasons(audit),
    seconds: audit.timings.total,
  };
}

/** @param {PlannedRun} planned @param {Parts} parts @param {{ signal?: AbortSignal, onProgress?: (progress: Progress) => void }} hooks */
async function auditOf(planned, { openFiles, propose, pair, audit }, hooks) {
  if (planned.audit) return planned.audit;
  const openings = (await Promise.all(planned.files.map((file) => openFiles(file)))).flat();
  const opened = openings.flatMap((opening) => opening.opened ?? []);
  if (opened.length === 0) throw openings[0]?.failure ?? new Failure("NO_MATRIX", "There is no matrix of numbers in this run's files.");
  const proposal = await propose(opened);
  const open = proposal.questions.find(({ level, asks }) => level === "error" || asks);
  if (open) throw new Failure(open.asks ? "PAIRS_UNCLEAR" : "ONE_SIDE", open.message);
  return audit(pair({ ...proposal, metadata: undefined }), hooks);
}

/** @param {PlannedRun} planned @param {Parts} parts @param {Parameters<typeof auditOf>[2]} hooks */
async function made(planned, parts, hooks) {
  const audit = await auditOf(planned, parts, hooks);
  return runOf(planned, audit, await parts.firstHits?.(audit));
}

/** @param {PlannedRun} planned @param {unknown} error @returns {BenchmarkRun} */
function failed(planned, error) {
  const { code, message } = Failure.from(error);
  return { ...heading(planned), failure: { code, message } };
}

/** The same bytes under another name are no second observation. @param {BenchmarkRun} run @param {readonly BenchmarkRun[]} earlier @param {PlannedRun} planned */
function unlessCopied(run, earlier, planned) {
  const key = run.sha256?.join();
  const same = key && earlier.find((other) => !other.failure && other.sha256?.join() === key);
  if (!same) return run;
  return failed(
    planned,
    new Failure(
      "DUPLICATE_RUN",
      `${run.source} has the same bytes as ${same.source} (${same.model} on ${same.dataset}) and is left aside. Extract its features anew if it is another run.`,
    ),
  );
}

/**
 * @param {readonly PlannedRun[]} planned @param {Parts} parts @param {Listener} [listener]
 * @returns {Promise<BenchmarkRun[]>} in the order planned; fewer where it was stopped
 */
export async function makeRuns(planned, parts, { signal, onProgress, onRun } = {}) {
  /** @type {BenchmarkRun[]} */
  const runs = [];
  for (const [index, plan] of planned.entries()) {
    if (signal?.aborted) break;
    /** @type {BenchmarkRun} */
    let run;
    try {
      if (plan.failure) throw plan.failure;
      const hooks = { signal, onProgress: (/** @type {Progress} */ progress) => onProgress?.(index, progress) };
      run = plan.run
        ? { ...plan.run, ...heading(plan), source: plan.run.source }
        : unlessCopied(await made(plan, parts, hooks), runs, plan);
    } catch (error) {
      if (signal?.aborted) break;
      run = failed(plan, error);
    }
    runs.push(run);
    onRun?.(index, run);
  }
  return runs;
}
