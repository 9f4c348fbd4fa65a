/** A benchmark as one HTML file: the experiments' charts and tables, nothing that is fetched or run. */
import { readFile } from "node:fs/promises";
import { METRICS } from "../src/benchmark/index.js";
import { datasetsOf } from "../src/benchmark/ranking.js";
import { headline, strongest } from "../src/benchmark/sentences.js";
import { summaryOf } from "../src/benchmark/summary.js";
import { experiments, runTable } from "../src/benchmark/tables.js";
import * as concentration from "../src/views/benchmark/concentration.js";
import * as dotPlot from "../src/views/benchmark/dot-plot.js";
import * as heatMap from "../src/views/benchmark/heat-map.js";
import * as scatter from "../src/views/benchmark/scatter.js";
import { sheet } from "../src/views/benchmark/summary.js";
import { drawn, escaped } from "../src/views/drawing.js";
import { MARKUP } from "../src/views/markup.js";

/** @import { Benchmark } from "../src/types.d.ts" */

const WIDTH = 1020;
const SHEETS = ["tokens", "base", "tables", "charts", "benchmark", "summary"];
const OWN = `
@page { margin: 14mm 13mm; }
.summaries { display: grid; gap: 48px; margin-bottom: 48px; }
.summaries .summary { margin: 0 auto; }
body { max-width: 1080px; margin: 0 auto; padding: 24px; }
.scroll { overflow-x: auto; margin: 18px 0; }
svg.chart { margin: 12px 0; }
caption { text-align: left; margin-bottom: 6px; }
table { font-size: 0.8125rem; }
tbody th { white-space: nowrap; }
section { break-inside: avoid-page; margin-top: 36px; }
@media print {
  body { padding: 0; background: #fff; }
  .summaries { display: block; margin: 0; }
  .summaries:first-child { break-after: page; }
  .summaries:last-child { break-before: page; }
}
`;

/** @param {import("../src/benchmark/tables.js").Table} table */
function tableMarkup({ caption, columns, rows }) {
  const cells = (/** @type {string[]} */ row) =>
    row.map((cell, i) => (i === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td>${escaped(cell)}</td>`));
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join("");
  const body = rows.map((row) => `<tr>${cells(row).join("")}</tr>`).join("\n");
  return `<div class="scroll"><table class="data"><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

/** @param {Benchmark} benchmark @returns {Record<string, string>} by the experiment's id */
function charts(benchmark) {
  const maps = METRICS.filter(({ key }) => ["sasImageToText", "sasTextToImage", "cka"].includes(key)).map(
    ({ key, name }) => `<h3>${escaped(name)}</h3>${drawn((host) => heatMap.draw(host, WIDTH, benchmark, key))}`,
  );
  return {
    "alignment-profile": maps.join("\n"),
    "imbalance-signature": drawn((host) => dotPlot.draw(host, WIDTH, benchmark)),
    "retrieval-predictivity": drawn((host) => scatter.draw(host, WIDTH, benchmark, strongest(benchmark), "rSum")),
    "eigenspectrum-concentration": drawn((host) => concentration.draw(host, WIDTH, benchmark)),
  };
}

/** One page a dataset; of one dataset alone it comes first, for there is nothing to compare it with. @param {Benchmark} benchmark */
function summaries(benchmark) {
  const datasets = datasetsOf(benchmark.runs);
  const alone = datasets.length === 1;
  const sheets = datasets.map(
    (dataset, i) => `${sheet(MARKUP, summaryOf(benchmark, dataset), { id: `summary-${i}`, heading: alone ? "h1" : "h2" })}`,
  );
  const links = datasets.map((dataset, i) => `<a href="#summary-${i}">${escaped(dataset)}</a>`);
  return { alone, sheets: `<div class="summaries">${sheets.join("\n")}</div>`, links: `<p>On one page each: ${links.join(", ")}.</p>` };
}

/** @param {Benchmark} benchmark @returns {Promise<string>} */
export async function benchmarkPage(benchmark) {
  const styles = await Promise.all(SHEETS.map((name) => readFile(new URL(`../src/style/${name}.css`, import.meta.url), "utf8")));
  const good = benchmark.runs.some(({ failure }) => !failure);
  const drawings = good ? charts(benchmark) : {};
  const sections = (good ? experiments(benchmark) : []).map(
    ({ id, title, notes, tables }) =>
      `<section id="${id}"><h2>${escaped(title)}</h2>\n${drawings[id]}\n${notes.map((note) => `<p class="how">${escaped(note)}</p>`).join("\n")}\n${tables.map(tableMarkup).join("\n")}</section>`,
  );
  const { alone, sheets, links } = summaries(benchmark);
  const title = alone ? "h2" : "h1";
  const experimental = `<${title}>${escaped(good ? headline(benchmark) : "No run succeeded")}</${title}>
<p class="how">Askew ${escaped(benchmark.tool.version)}. ${escaped(benchmark.options.domains.join(" against "))}; ${benchmark.options.replicates} bootstrap replicates, seed ${benchmark.options.seed}.</p>
${good && !alone ? links : ""}
${sections.join("\n")}
<section><h2>The runs</h2>${tableMarkup(runTable(benchmark))}</section>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Askew: a benchmark</title>
<style>${[...styles, OWN].join("\n")}</style>
</head>
<body>
${[...(alone ? [sheets] : []), experimental, ...(alone || !good ? [] : [sheets])].join("\n")}
</body>
</html>
`;
}
