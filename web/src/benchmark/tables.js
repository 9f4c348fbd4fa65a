/** The experiments as tables of cells: page, command and report show these. */
import { amount, NONE, withValues } from "../report/amounts.js";
import { fixed, isUnavailable, percent, signed } from "../report/numbers.js";
import { distinct } from "./groups.js";
import { METRICS, RSUMS } from "./metrics.js";
import { cell, intervalCell, pCell, rhoCell, sampleSpreadCell, spreadCell } from "./words.js";

/** @import { Benchmark, BenchmarkMetric, BenchmarkRun, EigenspectrumConcentration, Interval, Quantity, RSum } from "../types.d.ts" */

/** @typedef {import("../report/types.d.ts").TableOfWords} Table */

const nameOf = (/** @type {BenchmarkMetric} */ key) => METRICS.find((metric) => metric.key === key)?.name ?? key;
const fine = (/** @type {number} */ value) => signed(value, 4);

/** @param {Benchmark} benchmark @returns {Table} */
export function runTable({ runs }) {
  const remarks = runs.some(({ failure, missing = [] }) => failure || missing.length > 0);
  const scores = ["SAS image → text", "SAS text → image", "Imbalance", "rSum"];
  return withValues({
    caption: "Every run",
    columns: ["Model", "Dataset", "Domain", "Pairs", ...scores, ...(remarks ? ["Remarks"] : [])],
    rows: runs.map((run) => {
      const { model, dataset, domain, reference, pairs, metrics, retrieval, failure, missing = [] } = run;
      return [
        reference ? `${model} (reference)` : model,
        dataset,
        domain,
        cell(pairs, String),
        cell(metrics?.sasImageToText, fixed),
        cell(metrics?.sasTextToImage, fixed),
        cell(metrics?.sasImbalance, signed),
        cell(retrieval?.rSum, (value) => fixed(value, 1)),
        ...(remarks ? [failure?.message ?? missing.join(" ")] : []),
      ];
    }),
  });
}

/** @param {Benchmark} benchmark @returns {Table[]} */
export function profileTables({ alignmentProfile: { metrics }, options: { domains } }) {
  const labels = Object.keys(metrics.cka.byDomain);
  const datasets = Object.keys(metrics.cka.byDataset);
  return [
    {
      caption: `Metrics by domain, mean ± standard deviation over n (n), and tests of ${domains.join(" against ")}`,
      columns: ["Metric", ...labels, "U", "p", "p, Holm", "Within model", "p, t", "p, Wilcoxon"],
      rows: METRICS.map(({ key, name }) => {
        const { byDomain, mannWhitney, withinModel } = metrics[key];
        return [
          name,
          ...labels.map((label) => spreadCell(byDomain[label])),
          cell(mannWhitney.statistic),
          pCell(mannWhitney.p),
          pCell(mannWhitney.pHolm),
          cell(withinModel.meanDifference, fine),
          pCell(withinModel.t.p),
          pCell(withinModel.wilcoxon.p),
        ];
      }),
    },
    {
      caption: "Metrics by dataset, mean ± standard deviation over n (n)",
      columns: ["Metric", ...datasets],
      rows: METRICS.map(({ key, name }) => [name, ...datasets.map((label) => spreadCell(metrics[key].byDataset[label]))]),
    },
  ].map(withValues);
}

/** @param {Benchmark} benchmark @returns {Table[]} */
export function imbalanceTables({ imbalanceSignature: { byDomain, mannWhitneyGreater, withinModel, runs }, options: { domains } }) {
  const [first, second] = domains;
  const datasets = distinct(runs.map(({ dataset }) => dataset));
  return [
    {
      caption: "Imbalance by domain, mean ± standard deviation over n (n), and whether it differs from 0",
      columns: ["Domain", "Mean ± std (runs)", "t", "p", "Mean ± std (models)", "p, by model"],
      rows: Object.entries(byDomain).map(([domain, group]) => [
        domain,
        spreadCell(group, fine),
        cell(group.t.statistic),
        pCell(group.t.p),
        spreadCell(group.byModel, fine),
        pCell(group.byModel.t.p),
      ]),
    },
    {
      caption: `Imbalance of ${second} against ${first}`,
      columns: ["Test", "Value", "p"],
      rows: [
        [`Mann-Whitney U, ${second} greater`, cell(mannWhitneyGreater.statistic), pCell(mannWhitneyGreater.p)],
        [`Within model, ${second} − ${first} (${withinModel.models} models), t`, cell(withinModel.t.statistic), pCell(withinModel.t.p)],
        ["Within model, Wilcoxon W", cell(withinModel.wilcoxon.statistic), pCell(withinModel.wilcoxon.p)],
        ["Within model, mean difference", cell(withinModel.meanDifference, fine), ""],
      ],
    },
    {
      caption: "Imbalance by model and dataset",
      columns: ["Model", ...datasets],
      rows: distinct(runs.map(({ model }) => model)).map((model) => {
        const own = runs.filter((run) => run.model === model);
        return [
          own[0].reference ? `${model} (reference)` : model,
          ...datasets.map((dataset) => cell(own.find((run) => run.dataset === dataset)?.imbalance, fine)),
        ];
      }),
    },
  ].map(withValues);
}

/** Of a correlation, which may have no value. @param {Quantity} rho */
export const strength = (rho) => (typeof rho === "number" ? Math.abs(rho) : -1);

/** The paper's table, and beside it what is better. @param {Benchmark} benchmark @param {RSum} target @returns {Table[]} */
export function predictivityTables(benchmark, target) {
  const { metrics } = benchmark.retrievalPredictivity;
  const { byDataset, byDomain } = metrics.cka[target];
  const [datasets, domains] = [Object.keys(byDataset), Object.keys(byDomain)];
  const name = RSUMS.find(({ key }) => key === target)?.name ?? target;
  const order = METRICS.map((metric) => ({ ...metric, own: metrics[metric.key][target] })).sort(
    (a, b) => strength(b.own.pooled.rho) - strength(a.own.pooled.rho),
  );
  return [
    {
      caption: `Spearman’s rho of each metric with ${name}, strongest pooled first (as in the paper: *** p < .001, ** p < .01, * p < .05, each run taken as independent)`,
      columns: ["Metric", ...datasets, ...domains, "Pooled"],
      rows: order.map(({ name: metric, own }) => [
        metric,
        ...datasets.map((label) => rhoCell(own.byDataset[label])),
        ...domains.map((label) => rhoCell(own.byDomain[label])),
        rhoCell(own.pooled),
      ]),
    },
    {
      caption: `The same ranked within datasets, with intervals and p over models (${name})`,
      columns: ["Metric", "Within datasets", "95 % interval", "p, models", "p, Holm", "One model left out", "Pooled", "95 % interval"],
      rows: order.map(({ name: metric, own: { pooled, stratified } }) => {
        const left = stratified.leaveOneModelOut;
        return [
          metric,
          rhoCell({ rho: stratified.rho, p: stratified.byModel?.p }),
          intervalCell(stratified.interval),
          pCell(stratified.byModel?.p),
          pCell(stratified.byModel?.pHolm),
          isUnavailable(left) ? NONE : intervalCell(/** @type {Interval} */ (left)),
          rhoCell({ rho: pooled.rho }),
          intervalCell(pooled.interval),
        ];
      }),
    },
  ].map(withValues);
}

/** @param {Benchmark} benchmark @returns {Table} */
export function matchedTable({ retrievalPredictivity: { matchedDirection } }) {
  const interval95 = "Difference, 95 % interval";
  return withValues({
    caption: "Does a directional score follow its own direction of retrieval more than the opposite one?",
    columns: ["Score", "rho, own", "rho, opposite", "|own| > |opposite|", interval95, "Within datasets, own", "opposite", interval95],
    rows: matchedDirection.map(({ metric, matched, opposite, difference, interval, stratified }) => [
      nameOf(metric),
      cell(matched.rho, signed),
      cell(opposite.rho, signed),
      cell(difference, (value) => (value > 0 ? "yes" : "no")),
      intervalCell(interval),
      cell(stratified.matched, signed),
      cell(stratified.opposite, signed),
      intervalCell(stratified.interval),
    ]),
  });
}

/** @param {Benchmark} benchmark @param {"imageToText" | "textToImage"} direction @returns {Table} */
function sweepTable({ eigenspectrumConcentration: { sweep, largestGap }, options: { domains } }, direction) {
  const labels = Object.keys(sweep[0][direction]);
  const most = largestGap[direction];
  const gap = (/** @type {EigenspectrumConcentration["sweep"][number]} */ row) => {
    const [a, b] = domains.map((domain) => row[direction][domain]?.mean);
    if (typeof a !== "number" || typeof b !== "number") return NONE;
    return amount(fine(a - b) + ("q" in most && most.q === row.q ? " (largest)" : ""), a - b);
  };
  return withValues({
    caption: `SAS ${direction === "imageToText" ? "image → text" : "text → image"} by share of directions kept, mean ± standard deviation over n (n)`,
    columns: ["q", ...labels, domains.join(" − ")],
    rows: sweep.map((row) => [amount(percent(row.q), row.q), ...labels.map((label) => sampleSpreadCell(row[direction][label])), gap(row)]),
  });
}

/** @param {Benchmark} benchmark @returns {Table[]} */
export function concentrationTables(benchmark) {
  const { sweep } = benchmark.eigenspectrumConcentration;
  const labels = Object.keys(sweep[0].imbalance);
  return [
    sweepTable(benchmark, "imageToText"),
    sweepTable(benchmark, "textToImage"),
    withValues({
      caption: "Imbalance by share of directions kept, mean ± standard deviation over n (n)",
      columns: ["q", ...labels],
      rows: sweep.map((row) => [amount(percent(row.q), row.q), ...labels.map((label) => sampleSpreadCell(row.imbalance[label], fine))]),
    }),
  ];
}

/** @param {Benchmark} benchmark @returns {Table[]} */
const allPredictivityTables = (benchmark) => [...RSUMS.flatMap(({ key }) => predictivityTables(benchmark, key)), matchedTable(benchmark)];

/** The experiments: field of the benchmark, title, tables. */
const EXPERIMENTS = /** @type {const} */ ([
  ["alignmentProfile", "Alignment profile", profileTables],
  ["imbalanceSignature", "Imbalance signature", imbalanceTables],
  ["retrievalPredictivity", "Retrieval predictivity", allPredictivityTables],
  ["eigenspectrumConcentration", "Eigenspectrum concentration", concentrationTables],
]);

/** Every experiment with its sentences and tables. @param {Benchmark} benchmark @returns {{ id: string, title: string, notes: string[], tables: Table[] }[]} */
export const experiments = (benchmark) =>
  EXPERIMENTS.map(([field, title, tables]) => ({
    id: title.toLowerCase().replace(" ", "-"),
    title,
    notes: benchmark[field].notes,
    tables: tables(benchmark),
  }));
