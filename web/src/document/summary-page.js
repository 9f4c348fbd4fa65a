/** A dataset's summary as one HTML file to be filed: nothing in it is run, nothing is fetched. */
import { datasetsOf } from "../benchmark/ranking.js";
import { summaryOf } from "../benchmark/summary.js";
import { escaped } from "../charts/drawing.js";
import { MARKUP } from "./markup.js";
import { sheet } from "./summary-sheet.js";

/** A sheet for each dataset, within a benchmark's report. @param {import("../types.d.ts").Benchmark} benchmark */
export const summarySheets = (benchmark) =>
  datasetsOf(benchmark.runs).map((dataset, k) => `${sheet(MARKUP, summaryOf(benchmark, dataset), { id: `summary-${k}`, heading: "h2" })}`);

/** @param {import("../benchmark/summary.js").Summary} summary @param {string} style src/style/saved-report.css as one text @returns {string} */
export function summaryPage(summary, style) {
  return `<!doctype html>
<html lang="en" data-picture>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<title>${escaped(`Askew: models on ${summary.dataset}`)}</title>
<style>${style.replaceAll("</", "<\\/")}</style>
</head>
<body class="document">
${sheet(MARKUP, summary, { id: "sheet", heading: "h1" })}
</body>
</html>
`;
}
