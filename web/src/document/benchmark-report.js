/** A benchmark as a report: what it comes to, what must be known, the experiments' tables. */

import { distinct } from "../benchmark/groups.js";
import { nameOf, RSUMS } from "../benchmark/metrics.js";
import { headline, strongest } from "../benchmark/sentences.js";
import { experiments, imbalanceTables, runTable } from "../benchmark/tables.js";
import { citation } from "../report/citing.js";
import { leavesOf } from "../report/leaves.js";
import { countOf, fixed, isUnavailable, signed } from "../report/numbers.js";
import { pWords } from "../report/sentences.js";
import { applying, SIGN_ALONE } from "./words.js";

/** @import { Benchmark, Interval, Quantity } from "../types.d.ts" */
/** @import { Report, Table } from "./types.d.ts" */

/** @param {import("../benchmark/tables.js").Table} table @param {string} id @returns {Table} */
const withId = (table, id) => ({ ...table, id });

/** @param {Quantity | undefined} p */
const pInWords = (p) => (typeof p === "number" ? pWords(p) : "not to be tested");

/** @param {Benchmark} benchmark */
function imbalanceInWords({ imbalanceSignature: { byDomain }, options: { domains } }) {
  return domains.flatMap((domain) => {
    const { n, mean, std, t, byModel } = byDomain[domain] ?? {};
    if (typeof mean !== "number") return [];
    const spread = typeof std === "number" ? ` ± ${fixed(std)}` : "";
    return [
      `On ${domain} data the imbalance is ${signed(mean)}${spread} over ${countOf(n, "run")} (against 0: ${pInWords(t.p)} by run, ${pInWords(byModel.t.p)} by model; by chance it is 0).`,
    ];
  });
}

/** @param {Benchmark} benchmark */
function predictivityInWords(benchmark) {
  const key = strongest(benchmark);
  const { rho, byModel, interval } = benchmark.retrievalPredictivity.metrics[key].rSum.stratified;
  if (typeof rho !== "number") return [];
  const range = isUnavailable(interval)
    ? "no interval"
    : `95 % interval over models ${signed(/** @type {Interval} */ (interval).low)} to ${signed(/** @type {Interval} */ (interval).high)}`;
  return [
    `Of all metrics ${nameOf(key)} ranks the runs of a dataset most like retrieval does: Spearman’s rho ${signed(rho)} (${range}; ${byModel ? `${pInWords(byModel.pHolm)} over models, after Holm’s adjustment` : "no p over models: an earlier version made it"}; by chance it is 0).`,
  ];
}

/** @param {Benchmark} benchmark */
function things(benchmark) {
  const { runs } = benchmark;
  const failed = runs.filter(({ failure }) => failure);
  const partial = runs.filter(({ failure, missing = [] }) => !failure && missing.length > 0);
  const first = failed[0]?.failure;
  return applying([
    first &&
      `${countOf(failed.length, "run")} of ${runs.length} failed and ${failed.length === 1 ? "is" : "are"} in no number. The first: ${first.message}`,
    partial.length > 0 && `${countOf(partial.length, "run lacks", "runs lack")} a quantity; the table of the runs says which.`,
    ...predictivityInWords(benchmark),
    "The runs of one model are not independent: read the tests by model, and within models, before those that take every run by itself.",
    "Correlations that are pooled over datasets mostly say that some datasets are easier than others: read those within datasets first.",
    "Metrics whose p is not below 0.05 after Holm’s adjustment may differ by chance alone.",
  ]).slice(0, 3);
}

/** @param {Benchmark} benchmark */
function limits({ runs, namesLeftOut, options: { replicates }, retrievalPredictivity: { metrics } }) {
  const hasIntervals = Object.values(metrics).some((row) => RSUMS.some(({ key }) => !isUnavailable(row[key].pooled.interval)));
  return applying([
    "The benchmark describes the embeddings of these runs. It does not say whether any model is right, safe or useful for any patient.",
    SIGN_ALONE,
    hasIntervals
      ? `Intervals draw whole models anew (${countOf(replicates, "replicate")}) and hold for other models like these on these datasets, not for other datasets.`
      : "There are too few models for intervals of the rank correlations.",
    !runs.some(({ uncertainty }) => uncertainty) && "The runs’ own scores have no intervals here: they were audited without resampling.",
    namesLeftOut &&
      "The names of models, datasets, files and domains of one’s own are left out and numbered in the order of the runs. The SHA-256 still tell which files were audited.",
  ]);
}

/** For whoever checks them. @param {Benchmark} benchmark @returns {Table} */
const fileTable = ({ runs }) => ({
  id: "files",
  caption: "The files of the runs",
  columns: ["File", "SHA-256"],
  rows: runs.map(({ source, sha256 = [] }) => [source, distinct(sha256).join(" ") || "not known"]),
});

/** Every number by its place. @param {Benchmark} benchmark @returns {Table[]} */
function numbers({ runs, alignmentProfile, imbalanceSignature, retrievalPredictivity, eigenspectrumConcentration }) {
  const parts = { runs, alignmentProfile, imbalanceSignature, retrievalPredictivity, eigenspectrumConcentration };
  return Object.entries(parts).map(([id, part]) => ({
    id,
    caption: id,
    columns: ["Place", "Value"],
    rows: [...leavesOf(part, new Set(["notes"]))].map(([place, value]) => [place, typeof value === "number" ? value : String(value ?? "")]),
  }));
}

/** @param {Benchmark} benchmark @returns {Report} */
export function benchmarkReport(benchmark) {
  const { runs, options, tool } = benchmark;
  const good = runs.filter(({ failure }) => !failure);
  const own = good.length > 0 ? experiments(benchmark) : [];
  const about = [
    countOf(distinct(good.map(({ model }) => model)).length, "model"),
    countOf(distinct(good.map(({ dataset }) => dataset)).length, "dataset"),
  ];
  return {
    kind: "Benchmark of vision-language models",
    verdict: good.length > 0 ? headline(benchmark) : "No run succeeded.",
    numbers: good.length > 0 ? imbalanceInWords(benchmark) : [],
    facts: [
      ["Audited", [`${countOf(good.length, "run")} of ${runs.length}`, ...about].join(" · ")],
      ["Compared", `${options.domains.join(" against ")} data`],
      ["Settings", `${countOf(options.replicates, "bootstrap replicate")}, seed ${options.seed}`],
      ["Tool", `Askew ${tool.version}`],
    ],
    scores: good.length > 0 ? [withId(imbalanceTables(benchmark)[0], "imbalance")] : [],
    things: good.length > 0 ? things(benchmark) : runs.flatMap(({ failure }) => failure?.message ?? []).slice(0, 3),
    limits: limits(benchmark),
    tables: [
      withId(runTable(benchmark), "runs"),
      fileTable(benchmark),
      ...own.flatMap(({ id, tables }) => tables.map((table, k) => withId(table, `${id}-${k + 1}`))),
    ],
    all: numbers(benchmark),
    repeat: "“askew verify BENCHMARK.json FOLDER” audits every run again and compares every digit.",
    cite: [`Cite: ${citation(tool)}`],
  };
}
