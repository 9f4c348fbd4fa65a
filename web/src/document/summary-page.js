/** A dataset's summary as one HTML file to be filed: nothing in it is run, nothing is fetched. */
import { datasetsOf } from "../benchmark/ranking.js";
import { summaryOf } from "../benchmark/summary.js";
import { savedPage } from "./html.js";
import { MARKUP } from "./markup.js";
import { sheet } from "./summary-sheet.js";

/** @import { Benchmark } from "../types.d.ts" */
/** @import { Summary } from "../benchmark/types.d.ts" */

/** A sheet for each dataset, within a benchmark's report. @param {Benchmark} benchmark */
export const summarySheets = (benchmark) =>
  datasetsOf(benchmark.runs).map((dataset, k) => `${sheet(MARKUP, summaryOf(benchmark, dataset), { id: `summary-${k}`, heading: "h2" })}`);

/** @param {Summary} summary @param {string} style src/style/saved-report.css as one text @returns {string} */
export const summaryPage = (summary, style) =>
  savedPage(`models on ${summary.dataset}`, style, `${sheet(MARKUP, summary, { id: "sheet", heading: "h1" })}`);
