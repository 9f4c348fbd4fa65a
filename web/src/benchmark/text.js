/** A benchmark as plain text for a terminal. */
import { countOf } from "../report/numbers.js";
import { experiments, runTable } from "./tables.js";

/** @import { Benchmark } from "../types.d.ts" */

/** @param {import("./tables.js").Table} table @param {number} [most] characters of a cell */
function textTable({ caption, columns, rows }, most = 60) {
  const short = (/** @type {string} */ cell) => (cell.length > most ? `${cell.slice(0, most - 1)}…` : cell);
  const all = [columns, ...rows].map((row) => row.map(short));
  const widths = columns.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  const lines = all.map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  "));
  const [head, ...body] = lines.map((line) => `  ${line.trimEnd()}`);
  return [caption, "", head, `  ${widths.map((width) => "─".repeat(width)).join("  ")}`, ...body, ""].join("\n");
}

/** @param {Benchmark} benchmark */
export function benchmarkText(benchmark) {
  const { runs } = benchmark;
  const bad = runs.filter(({ failure }) => failure).length;
  const parts = [`${countOf(runs.length, "run")}, ${bad === 0 ? "none" : bad} failed.\n`, textTable(runTable(benchmark))];
  if (bad === runs.length) return parts.join("\n");
  for (const { title, notes, tables } of experiments(benchmark))
    parts.push(`${title.toUpperCase()}\n`, ...notes.map((note) => `${note}\n`), ...tables.map((table) => textTable(table)));
  return `${parts.join("\n")}\n`;
}
