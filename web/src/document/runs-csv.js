/** The runs as a table, a row each: for spreadsheets. */
import { METRICS, RSUMS } from "../benchmark/metrics.js";
import { DEPTHS } from "../metrics.js";
import { csvField } from "./csv.js";

/** @import { BenchmarkRun } from "../types.d.ts" */

/** @type {{ name: string, value: (run: BenchmarkRun) => unknown }[]} */
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
const cell = (value) =>
  csvField(typeof value === "number" ? value : value === undefined || typeof value === "object" ? null : String(value));

/** @param {readonly BenchmarkRun[]} runs @returns {string} numbers at full precision; what is unavailable is empty */
export function csvOf(runs) {
  const rows = [COLUMNS.map(({ name }) => name), ...runs.map((run) => COLUMNS.map(({ value }) => cell(value(run))))];
  return `${rows.map((row) => row.join(",")).join("\n")}\n`;
}
