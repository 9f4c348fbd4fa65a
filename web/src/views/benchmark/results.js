/** The four experiments and the ranking, top to bottom. */
import { METRICS, RSUMS } from "../../benchmark/metrics.js";
import { datasetsOf } from "../../benchmark/ranking.js";
import { headline, strongest } from "../../benchmark/sentences.js";
import { concentrationTables, imbalanceTables, matchedTable, predictivityTables, profileTables } from "../../benchmark/tables.js";
import * as concentration from "../../charts/benchmark/concentration.js";
import * as dotPlot from "../../charts/benchmark/dot-plot.js";
import * as heatMap from "../../charts/benchmark/heat-map.js";
import * as scatter from "../../charts/benchmark/scatter.js";
import { BENCHMARK_CAPTIONS } from "../../document/captions.js";
import { count, countOf, signed } from "../../report/numbers.js";
import { pWords } from "../../report/sentences.js";
import * as contents from "../contents.js";
import { fill, h } from "../element.js";
import { figure } from "../figure.js";
import { dataTable } from "../table.js";
import { chooser } from "./chooser.js";
import { createLook, followedIn } from "./look.js";
import * as ranking from "./ranking.js";
import * as runTable from "./runs.js";
import { workbench } from "./workbench.js";

/** @import { Benchmark, BenchmarkMetric, RSum } from "../../types.d.ts" */
/** @import { Table } from "../../benchmark/tables.js" */
/** @import { Drawing, Narrowed } from "../../charts/types.d.ts" */
/** @import { Look } from "./look.js" */
/** @import { Opening } from "./runs.js" */
/** @typedef {{ planned: number, back: () => void, csv: () => void, summary: (dataset: string) => void, opening?: Opening }} ResultActions */

/** @typedef {{ id: string, title: string, how: string, notes?: string[], render: (body: HTMLElement) => void }} Card */

/** @param {Table[]} tables */
const tablesIn = (tables) => tables.map((table) => dataTable(table, { captionVisible: true }));

/** Draws again whatever is shown then; the numbers over runs stay those of all. @param {HTMLElement} body @param {Look} look @param {() => Drawing | undefined} make none: no run is left to draw @returns {() => void} draws again */
function follows(body, look, make) {
  const place = h("div");
  const draw = () => {
    const wasRead = place.querySelector(".chart-reader:focus") !== null;
    place.replaceChildren();
    const drawing = make();
    if (drawing) figure(place, followedIn(drawing, look));
    else place.append(h("p.how", "No run is shown."));
    if (look.words()) place.append(h("p.how.shown-note", look.words()));
    // Who reads a chart by keyboard keeps the place.
    if (wasRead) /** @type {HTMLElement | null} */ (place.querySelector(".chart-reader"))?.focus();
  };
  body.append(place);
  draw();
  look.watch(place, draw);
  return draw;
}

/** Marks of the runs that are shown. @param {Benchmark} benchmark @param {Look} look @param {(narrowed: Narrowed) => Drawing} drawing */
function drawn(benchmark, look, drawing) {
  const narrowed = look.narrowed(benchmark);
  return narrowed.runs.some(({ failure }) => !failure) ? drawing(narrowed) : undefined;
}

/** @param {HTMLElement} body @param {Benchmark} benchmark @param {Look} look */
function profile(body, benchmark, look) {
  let metric = /** @type {BenchmarkMetric} */ ("sasImageToText");
  const choose = (/** @type {BenchmarkMetric} */ key) => {
    metric = key;
    draw();
  };
  body.append(h("div.choosers", chooser("heat-metric", "Metric", METRICS, metric, choose)));
  const draw = follows(body, look, () => drawn(benchmark, look, (narrowed) => heatMap.drawing(narrowed, metric)));
  body.append(...tablesIn(profileTables(benchmark)));
}

/** @param {HTMLElement} body @param {Benchmark} benchmark @param {Look} look */
function predictivity(body, benchmark, look) {
  let metric = strongest(benchmark);
  /** @type {RSum} */
  let target = "rSum";
  const said = h("p", { role: "status" });
  const [chart, table] = [h("div"), h("div")];
  const draw = follows(chart, look, () => drawn(benchmark, look, (narrowed) => scatter.drawing(narrowed, metric, target)));
  const show = () => {
    draw();
    const { pooled, stratified } = benchmark.retrievalPredictivity.metrics[metric][target];
    const words = (/** @type {unknown} */ rho) => (typeof rho === "number" ? signed(rho) : "not defined");
    const moved = stratified.byModel?.p;
    const p = typeof moved === "number" ? ` (${pWords(moved)} over models)` : "";
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

/** @param {HTMLElement} body @param {Benchmark} benchmark @param {Look} look @param {(dataset: string) => void} summary */
function models(body, benchmark, look, summary) {
  const datasets = datasetsOf(benchmark.runs);
  let chosen = datasets[0];
  const place = h("div");
  const show = (/** @type {string} */ dataset) => {
    chosen = dataset;
    place.replaceChildren();
    ranking.render(place, benchmark, dataset, look);
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

/** The question that people come with first. @param {Benchmark} benchmark @param {Look} look @param {Pick<ResultActions, "summary" | "opening">} actions @returns {Card[]} */
function cards(benchmark, look, { summary, opening }) {
  /** @param {keyof typeof BENCHMARK_CAPTIONS} id @param {string[]} notes @param {Card["render"]} render */
  const experiment = (id, notes, render) => {
    const { title, how } = BENCHMARK_CAPTIONS[id];
    return { id, title, how: how(), notes, render };
  };
  const { alignmentProfile, imbalanceSignature, retrievalPredictivity, eigenspectrumConcentration, separability } = benchmark;
  return [
    {
      id: "ranking",
      title: "Which model on my data?",
      how: "Sort by any column. A model’s name follows it through the charts below.",
      notes: separability.notes,
      render: (body) => models(body, benchmark, look, summary),
    },
    experiment("alignment-profile", alignmentProfile.notes, (body) => profile(body, benchmark, look)),
    experiment("imbalance-signature", imbalanceSignature.notes, (body) => {
      follows(body, look, () => drawn(benchmark, look, dotPlot.drawing));
      body.append(...tablesIn(imbalanceTables(benchmark).slice(0, 2)));
    }),
    experiment("retrieval-predictivity", retrievalPredictivity.notes, (body) => predictivity(body, benchmark, look)),
    experiment("eigenspectrum-concentration", eigenspectrumConcentration.notes, (body) => {
      follows(body, look, () => concentration.drawing(benchmark, look.followed()));
      body.append(...tablesIn(concentrationTables(benchmark).slice(0, 2)));
    }),
    {
      id: "runs",
      title: "The runs",
      how: "What failed or is missing says why.",
      render: (body) => runTable.render(body, benchmark, look, opening),
    },
  ];
}

/** What was audited, in numbers. @param {Benchmark} benchmark @param {number} planned */
function subject({ runs }, planned) {
  const good = runs.filter(({ failure }) => !failure);
  const failed = runs.length - good.length;
  const sizes = good.flatMap(({ pairs }) => pairs ?? []);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const distinct = (/** @type {"model" | "dataset"} */ key) => countOf(new Set(good.map((run) => run[key])).size, key);
  return [
    countOf(good.length, "run"),
    ...(good.length > 0 ? [distinct("model"), distinct("dataset")] : []),
    ...(sizes.length > 0 ? [least === most ? `${countOf(least, "pair")} each` : `${count(least)} to ${countOf(most, "pair")} each`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(runs.length < planned ? [`stopped; ${planned - runs.length} not made`] : []),
  ];
}

/** A press on a model's mark or row follows it. @param {Event} event @param {Look} look */
function press({ target }, look) {
  const place = target instanceof Element ? target.closest("svg [data-model]") : null;
  const model = place?.getAttribute("data-model");
  if (model) look.follow(model);
}

/** @param {Element} container @param {Benchmark} benchmark @param {ResultActions} actions */
export function render(container, benchmark, { planned, back, csv, ...actions }) {
  const good = benchmark.runs.filter(({ failure }) => !failure);
  const look = createLook(benchmark);
  const shown = cards(benchmark, look, actions).slice(good.length > 0 ? 0 : -1);
  const bodies = shown.map(({ render: draw }) => ({ draw, body: h("div.card-body") }));
  fill(
    container,
    h(
      "div.benchmark",
      { click: (event) => press(event, look) },
      h(
        "header.report-head",
        h("p.subject", subject(benchmark, planned).join(" · ")),
        h("h1#headline", { tabindex: -1 }, good.length > 0 ? headline(benchmark) : "No run succeeded"),
        h(
          "div.actions",
          h("button#download-csv", { click: () => csv() }, "Save runs (CSV)"),
          h("button#back-to-runs", { click: () => back() }, "Change runs"),
        ),
      ),
      contents.empty(),
      good.length > 0 && workbench(look),
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
