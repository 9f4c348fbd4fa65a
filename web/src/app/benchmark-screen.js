/** Shows the state of a benchmark; the rest of the time the page is the audit's. */

import { summaryOf } from "../benchmark/summary.js";
import { csvOf } from "../document/csv.js";
import { summaryPage } from "../document/summary-sheet.js";
import * as plan from "../views/benchmark/plan.js";
import * as results from "../views/benchmark/results.js";
import * as running from "../views/benchmark/running.js";
import * as summaryDialog from "../views/benchmark/summary-dialog.js";
import { download, safeName } from "../views/download.js";
import { fill } from "../views/element.js";
import { failureBox } from "../views/failure.js";

/** @import { BenchmarkState } from "./session-types.d.ts" */
/** @import { Benchmark, FileLike } from "../types.d.ts" */

/** What the page calls each phase. */
const STATES = Object.freeze({ closed: "empty", plan: "pairing", running: "running", done: "done" });

/**
 * @param {{ page: Document, bench: ReturnType<typeof import("./benchmark.js").createBenchmark>, single: (files: FileLike[]) => void, style: string, saved: (benchmark: Benchmark) => void, opening: import("../views/benchmark/runs.js").Opening }} parts style: of a saved page; saved: it now stands in a file; opening: of a run's own audit
 */
export function createBenchmarkScreen({ page, bench, single, style, saved, opening }) {
  const main = /** @type {HTMLElement} */ (page.getElementById("main"));
  const live = /** @type {HTMLElement} */ (page.getElementById("live"));
  const button = (/** @type {string} */ id) => /** @type {HTMLElement} */ (page.getElementById(id));
  const saveLabel = button("download-json").textContent;
  /** @type {((state: BenchmarkState) => void) | undefined} */
  let move;

  /** @param {BenchmarkState["phase"]} phase */
  function showButtons(phase) {
    button("new-audit").hidden = false;
    button("change").hidden = true;
    for (const id of ["print", "save-report", "download-json"]) button(id).hidden = phase !== "done";
    button("download-json").textContent = "Save benchmark (JSON)";
  }

  /** @param {BenchmarkState} state */
  function showPlan(state) {
    plan.render(
      main,
      { ...state, failure: state.failure && failureBox(state.failure) },
      {
        ...bench,
        single: () => {
          const files = [...new Set(bench.store.get().plan.flatMap((run) => run.files))];
          bench.close();
          single(files);
        },
      },
    );
  }

  /** @param {Benchmark} benchmark @param {string} dataset */
  function summarise(benchmark, dataset) {
    const summary = summaryOf(benchmark, dataset);
    summaryDialog.show(/** @type {HTMLDialogElement} */ (button("summary")), summary, {
      print: () => window.print(),
      save: () => download(new Blob([summaryPage(summary, style)], { type: "text/html" }), `askew-summary-${safeName(dataset)}.html`),
    });
  }

  /** @param {BenchmarkState} state @param {BenchmarkState} before */
  function show(state, before) {
    if (state.phase === "closed") {
      if (before.phase === "closed") return;
      fill(main);
      button("download-json").textContent = saveLabel;
      return;
    }
    const moved = state.phase !== before.phase;
    showButtons(state.phase);
    if (state.phase === "plan") showPlan(state);
    else if (state.phase === "running") {
      if (moved) move = running.render(main, state, { cancel: () => bench.cancel() });
      move?.(state);
    } else if (state.benchmark && moved) {
      results.render(main, state.benchmark, {
        planned: state.plan.length,
        back: () => bench.back(),
        opening,
        summary: (dataset) => summarise(/** @type {Benchmark} */ (state.benchmark), dataset),
        csv: () => download(new Blob([csvOf(state.runs)], { type: "text/csv" }), "askew-benchmark.csv"),
      });
    }
    page.body.dataset.state = STATES[state.phase];
    if (!moved) return;
    live.textContent = main.querySelector("h1")?.textContent ?? "";
    /** @type {HTMLElement | null} */ (main.querySelector("h1"))?.focus({ preventScroll: true });
    page.documentElement.scrollTop = 0;
  }

  button("download-json").addEventListener("click", () => {
    const { benchmark } = bench.store.get();
    if (!benchmark) return;
    download(new Blob([JSON.stringify(benchmark, null, 2)], { type: "application/json" }), "askew-benchmark.json");
    saved(benchmark);
  });
  bench.store.watch(show);
}
