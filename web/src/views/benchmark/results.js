/** The four experiments and the ranking, top to bottom. */
import { METRICS, RSUMS } from "../../benchmark/metrics.js";
import { datasetsOf } from "../../benchmark/ranking.js";
import { headline, strongest } from "../../benchmark/sentences.js";
import { concentrationTables, imbalanceTables, matchedTable, predictivityTables, profileTables, runTable } from "../../benchmark/tables.js";
import * as concentration from "../../charts/benchmark/concentration.js";
import * as dotPlot from "../../charts/benchmark/dot-plot.js";
import * as heatMap from "../../charts/benchmark/heat-map.js";
import * as scatter from "../../charts/benchmark/scatter.js";
import { BENCHMARK_CAPTIONS } from "../../document/captions.js";
import { countOf, measure, signed } from "../../report/numbers.js";
import * as contents from "../contents.js";
import { fill, h } from "../element.js";
import { figure } from "../figure.js";
import { dataTable } from "../table.js";
import { select } from "../wish.js";
import * as ranking from "./ranking.js";

/** @import { Benchmark, BenchmarkMetric, RSum } from "../../types.d.ts" */
/** @import { Table } from "../../benchmark/tables.js" */
/** @import { Drawing } from "../../charts/types.d.ts" */
/** @typedef {{ planned: number, back: () => void, csv: () => void, summary: (dataset: string) => void }} ResultActions */

/** @typedef {{ id: string, title: string, how: string, notes?: string[], render: (body: HTMLElement) => void }} Card */

/** @template {string} T @param {string} id @param {string} name @param {readonly { key: T, name: string }[]} entries @param {T} chosen @param {(key: T) => void} choose */
const chooser = (id, name, entries, chosen, choose) =>
  h(
    "label.chooser",
    { for: id },
    name,
    select(
      id,
      entries.map((entry) => [entry.key, entry.name]),
      chosen,
      (key) => choose(/** @type {T} */ (key)),
    ),
  );

/** @param {Table[]} tables */
const tablesIn = (tables) => tables.map((table) => dataTable(table, { captionVisible: true }));

/** @param {HTMLElement} body @param {Benchmark} benchmark */
function profile(body, benchmark) {
  const chart = h("div");
  const show = (/** @type {BenchmarkMetric} */ key) => {
    chart.replaceChildren();
    figure(chart, heatMap.drawing(benchmark, key));
  };
  body.append(
    h("div.choosers", chooser("heat-metric", "Metric", METRICS, "sasImageToText", show)),
    chart,
    ...tablesIn(profileTables(benchmark)),
  );
  show("sasImageToText");
}

/** @param {HTMLElement} body @param {Benchmark} benchmark */
function predictivity(body, benchmark) {
  let metric = strongest(benchmark);
  /** @type {RSum} */
  let target = "rSum";
  const said = h("p", { role: "status" });
  const [chart, table] = [h("div"), h("div")];
  const show = () => {
    chart.replaceChildren();
    figure(chart, scatter.drawing(benchmark, metric, target));
    const { pooled, stratified } = benchmark.retrievalPredictivity.metrics[metric][target];
    const words = (/** @type {unknown} */ rho) => (typeof rho === "number" ? signed(rho) : "not defined");
    const moved = stratified.byModel?.p;
    const p = typeof moved === "number" ? ` (p = ${measure(moved)} over models)` : "";
    said.textContent = `Spearman’s rho: ${words(stratified.rho)} within datasets${p}, ${words(pooled.rho)} pooled.`;
    table.replaceChildren(...tablesIn(predictivityTables(benchmark, target)));
  };
  body.append(
    h(
      "div.choosers",
      chooser("scatter-metric", "Metric", METRICS, metric, (key) => {
        metric = key;
        show();
      }),
      chooser("scatter-target", "Retrieval", RSUMS, target, (key) => {
        target = key;
        show();
      }),
    ),
    said,
    chart,
    table,
    ...tablesIn([matchedTable(benchmark)]),
  );
  show();
}

/** @param {HTMLElement} body @param {Benchmark} benchmark @param {(dataset: string) => void} summary */
function models(body, benchmark, summary) {
  const datasets = datasetsOf(benchmark.runs);
  let chosen = datasets[0];
  const place = h("div");
  const show = (/** @type {string} */ dataset) => {
    chosen = dataset;
    place.replaceChildren();
    ranking.render(place, benchmark, dataset);
  };
  const entries = datasets.map((dataset) => ({ key: dataset, name: dataset }));
  body.append(
    h(
      "div.choosers",
      chooser("ranking-dataset", "Dataset", entries, chosen, show),
      h("button#summary-open", { "aria-haspopup": "dialog", click: () => summary(chosen) }, "Summary on one page…"),
    ),
    place,
  );
  show(datasets[0]);
}

/** @param {Benchmark} benchmark @param {ResultActions["summary"]} summary @returns {Card[]} */
function cards(benchmark, summary) {
  const drawn = (/** @type {Drawing} */ chart, /** @type {Table[]} */ tables) => (/** @type {HTMLElement} */ body) => {
    figure(body, chart);
    body.append(...tablesIn(tables.slice(0, 2)));
  };
  /** @param {keyof typeof BENCHMARK_CAPTIONS} id @param {string[]} notes @param {Card["render"]} render */
  const experiment = (id, notes, render) => {
    const { title, how } = BENCHMARK_CAPTIONS[id];
    return { id, title, how: how(), notes, render };
  };
  const { alignmentProfile, imbalanceSignature, retrievalPredictivity, eigenspectrumConcentration, separability } = benchmark;
  return [
    experiment("alignment-profile", alignmentProfile.notes, (body) => profile(body, benchmark)),
    experiment("imbalance-signature", imbalanceSignature.notes, drawn(dotPlot.drawing(benchmark), imbalanceTables(benchmark))),
    experiment("retrieval-predictivity", retrievalPredictivity.notes, (body) => predictivity(body, benchmark)),
    experiment(
      "eigenspectrum-concentration",
      eigenspectrumConcentration.notes,
      drawn(concentration.drawing(benchmark), concentrationTables(benchmark)),
    ),
    {
      id: "ranking",
      title: "Which model on my data?",
      how: "Sort by any column.",
      notes: separability.notes,
      render: (body) => models(body, benchmark, summary),
    },
    {
      id: "runs",
      title: "The runs",
      how: "What failed or is missing says why.",
      render: (body) => body.append(dataTable(runTable(benchmark))),
    },
  ];
}

/** @param {Element} container @param {Benchmark} benchmark @param {ResultActions} actions */
export function render(container, benchmark, { planned, back, csv, summary }) {
  const { runs } = benchmark;
  const good = runs.filter(({ failure }) => !failure);
  const failed = runs.length - good.length;
  const subject = [
    countOf(good.length, "run"),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(runs.length < planned ? [`stopped; ${planned - runs.length} not made`] : []),
  ];
  const shown = cards(benchmark, summary).slice(good.length > 0 ? 0 : -1);
  const bodies = shown.map(({ render: draw }) => ({ draw, body: h("div.card-body") }));
  fill(
    container,
    h(
      "div.benchmark",
      h(
        "header.report-head",
        h("p.subject", subject.join(" · ")),
        h("h1#headline", { tabindex: -1 }, good.length > 0 ? headline(benchmark) : "No run succeeded"),
        h(
          "div.actions",
          h("button#download-csv", { click: () => csv() }, "Save runs (CSV)"),
          h("button#back-to-runs", { click: () => back() }, "Change runs"),
        ),
      ),
      contents.empty(),
      h(
        "div.cards",
        shown.map(({ id, title, how, notes = [] }, i) =>
          h(
            "section.card",
            { id: `card-${id}`, "aria-labelledby": `title-${id}` },
            contents.cardTitle(id, title),
            h("p.how", how),
            bodies[i].body,
            notes.length > 0 &&
              h(
                "details.reading",
                h("summary", "What is tested, and how"),
                notes.map((note) => h("p", note)),
              ),
          ),
        ),
      ),
    ),
  );
  for (const { draw, body } of bodies) draw(body);
  contents.render(container);
}
