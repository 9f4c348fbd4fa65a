/** Runs one after another: each is read, paired and audited; what fails is a row with its reason, and nothing finished is lost. */
import { Failure } from "../failure.js";
import { isUnavailable } from "../report/numbers.js";
import { METRICS, RSUMS } from "./metrics.js";
import { pathOf } from "./names.js";

/** @import { Audit, BenchmarkRun, PlannedRun, Progress, Quantity, RSum } from "../types.d.ts" */
/** @import { Hooks, Listener, Parts } from "./types.d.ts" */

/** @param {PlannedRun} planned @returns {BenchmarkRun} */
const heading = ({ model, dataset, domain, reference, split, files }) => ({
  model,
  dataset,
  domain,
  reference,
  split,
  source: files.map(pathOf).join(" and "),
});

/** One sentence for each reason. @param {Audit} audit */
function reasons(audit) {
  /** @type {Map<string, string[]>} */
  const names = new Map();
  for (const { name, value } of [...METRICS, { name: "retrieval", value: () => audit.retrieval }]) {
    const quantity = value(audit);
    if (isUnavailable(quantity)) names.set(quantity.reason, [...(names.get(quantity.reason) ?? []), name]);
  }
  return [...names].map(([reason, without]) => `No ${without.join(", ")}: ${reason}.`);
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

/** @param {PlannedRun} planned @param {Parts} parts @param {Hooks} hooks */
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

/** @param {PlannedRun} planned @param {Parts} parts @param {Hooks} hooks */
async function freshRun(planned, parts, hooks) {
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
 * @returns {Promise<BenchmarkRun[]>} in the order planned; fewer if it was stopped
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
        : unlessCopied(await freshRun(plan, parts, hooks), runs, plan);
    } catch (error) {
      if (signal?.aborted) break;
      run = failed(plan, error);
    }
    runs.push(run);
    onRun?.(index, run);
  }
  return runs;
}
