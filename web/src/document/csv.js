import { METRICS, RSUMS } from "../benchmark/metrics.js";
import { DEPTHS } from "../metrics.js";

/** @import { BenchmarkRun } from "../types.d.ts" */
/** @import { Cell, Table } from "./types.d.ts" */

/** Every table of a report in one file of four columns: table, row, column, value. Programs read it as it is, a spreadsheet turns it back by a pivot. */

/** What a spreadsheet would run as a formula stays a text. @param {string} text */
export const harmless = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** @param {Cell} cell */
function csvField(cell) {
  if (typeof cell === "number" || cell === null) return cell === null ? "" : String(cell);
  const text = harmless(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {readonly Table[]} tables @returns {string} */
export function csvReport(tables) {
  const lines = tables.flatMap(({ id, columns, rows }) =>
    rows.flatMap((row, number) => {
      const name = row[0] === null || row[0] === "" ? String(number + 1) : row[0];
      return row.slice(1).flatMap((value, k) => (value === null ? [] : [[id, name, columns[k + 1], value]]));
    }),
  );
  return `${[["table", "row", "column", "value"], ...lines].map((line) => line.map(csvField).join(",")).join("\r\n")}\r\n`;
}

/** The runs of a benchmark as a table, a row each: for spreadsheets. @type {{ name: string, value: (run: BenchmarkRun) => unknown }[]} */
const COLUMNS = [
  { name: "model", value: (run) => run.model },
  { name: "dataset", value: (run) => run.dataset },
  { name: "domain", value: (run) => run.domain },
  { name: "reference", value: (run) => run.reference },
  { name: "split", value: (run) => run.split },
  { name: "source", value: (run) => run.source },
  { name: "failure", value: (run) => run.failure?.message },
  { name: "missing", value: (run) => run.missing?.join(" ") },
  { name: "pairs", value: (run) => run.pairs },
  { name: "width", value: (run) => [run.width].flat().join(" and ") },
  ...METRICS.map(({ key }) => ({ name: key, value: (/** @type {BenchmarkRun} */ run) => run.metrics?.[key] })),
  ...RSUMS.map(({ key }) => ({ name: key, value: (/** @type {BenchmarkRun} */ run) => run.retrieval?.[key] })),
  .../** @type {const} */ (["imageToText", "textToImage"]).flatMap((direction) =>
    DEPTHS.map((k) => ({
      name: `recallAt${k}${direction === "imageToText" ? "ImageToText" : "TextToImage"}`,
      value: (/** @type {BenchmarkRun} */ run) => run.retrieval?.[direction][k],
    })),
  ),
];

/** What is unavailable is empty. @param {unknown} value */
const runField = (value) =>
  csvField(typeof value === "number" ? value : value === undefined || typeof value === "object" ? null : String(value));

/** @param {readonly BenchmarkRun[]} runs @returns {string} numbers at full precision; what is unavailable is empty */
export function csvOf(runs) {
  const rows = [COLUMNS.map(({ name }) => name), ...runs.map((run) => COLUMNS.map(({ value }) => runField(value(run))))];
  return `${rows.map((row) => row.join(",")).join("\n")}\n`;
}
