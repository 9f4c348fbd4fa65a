/** A benchmark as plain text for a terminal. */

import { datasetsOf } from "../benchmark/ranking.js";
import { rankingOf } from "../benchmark/summary.js";
import { experiments, runTable } from "../benchmark/tables.js";
import { NONE } from "../report/amounts.js";
import { countOf, percent, percentInterval, signed } from "../report/numbers.js";
import { shortNames } from "../report/short-names.js";
import { tableLines } from "./audit-text.js";

/** @import { Benchmark } from "../types.d.ts" */
/** @import { Table } from "../benchmark/tables.js" */
/** @import { Estimate } from "../benchmark/types.d.ts" */

/** @param {Omit<Table, "values">} table @param {number} [most] characters of a cell */
function textTable({ caption, columns, rows }, most = 60) {
  const names = shortNames(
    rows.map(([name]) => name),
    most,
  );
  const short = (/** @type {string} */ cell) => names.get(cell) ?? (cell.length > most ? `${cell.slice(0, most - 1)}…` : cell);
  const [head, ...body] = tableLines({ columns: columns.map(short), rows: rows.map((row) => row.map(short)) });
  const widths = columns.map((_, k) => Math.max(...[columns, ...rows].map((row) => short(row[k]).length)));
  return [
    caption,
    "",
    head.trimEnd(),
    `  ${widths.map((width) => "─".repeat(width)).join("  ")}`,
    ...body.map((line) => line.trimEnd()),
    "",
  ].join("\n");
}

/** @param {Estimate | undefined} estimate */
function shareCell(estimate) {
  if (!estimate) return NONE;
  return `${percent(estimate.value, 1)}${estimate.interval ? ` (${percentInterval(estimate.interval)})` : ""}`;
}

/** The models of a dataset in order. @param {Benchmark} benchmark @param {string} dataset */
function rankingText(benchmark, dataset) {
  const { rows, apart } = rankingOf(benchmark, dataset);
  const table = textTable({
    caption: `Models on ${dataset}: R@1 with 95 % intervals`,
    columns: ["Model", "Place", "Image → text", "Text → image", "Told apart from the first", "Imbalance", "Better followed"],
    rows: rows.map((row) => [
      row.reference ? `${row.label} (reference)` : row.label,
      row.place || NONE,
      shareCell(row.imageToText),
      shareCell(row.textToImage),
      row.apart,
      row.imbalance ? signed(row.imbalance.value) : NONE,
      row.followed,
    ]),
  });
  return `${table}\n${apart.join(" ")}\n`;
}

/** @param {Benchmark} benchmark */
export function benchmarkText(benchmark) {
  const { runs } = benchmark;
  const bad = runs.filter(({ failure }) => failure).length;
  const parts = [`${countOf(runs.length, "run")}, ${bad === 0 ? "none" : bad} failed.\n`, textTable(runTable(benchmark))];
  if (bad === runs.length) return parts.join("\n");
  parts.push("MODELS\n", ...datasetsOf(runs).map((dataset) => rankingText(benchmark, dataset)));
  for (const { title, notes, tables } of experiments(benchmark))
    parts.push(`${title.toUpperCase()}\n`, ...notes.map((note) => `${note}\n`), ...tables.map((table) => textTable(table)));
  return `${parts.join("\n")}\n`;
}
