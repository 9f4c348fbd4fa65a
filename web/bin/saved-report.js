/** The files that a finished audit is filed as: JSON, HTML, Markdown, CSV. */
import { readFile } from "node:fs/promises";
import { schemaOf } from "../src/audit/saved.js";
import { parsedBenchmark } from "../src/benchmark/verification.js";
import { textReport } from "../src/document/audit-text.js";
import { benchmarkText } from "../src/document/benchmark-text.js";
import { comparisonsText, comparisonText } from "../src/document/comparison-text.js";
import { csvOf } from "../src/document/csv.js";
import { NOTHING_FILED } from "../src/document/filing.js";
import { asFiled, reportText } from "../src/document/forms.js";
import { Failure } from "../src/failure.js";
import { parsedResult } from "../src/report/saved-audit.js";
import { wordOf } from "../src/report/sentences.js";
import { firstOf } from "../src/report/several.js";

/** @import { Filing } from "../src/types.d.ts" */
/** @import { TextWord } from "../src/report/sentences.js" */
/** @import { Result } from "../src/document/types.d.ts" */

const STYLE = new URL("../src/style/saved-report.css", import.meta.url);

/** The style sheet with what it imports. */
async function styleText() {
  const names = [...(await readFile(STYLE, "utf8")).matchAll(/@import "(.+?)"/g)].map(([, name]) => name);
  return (await Promise.all(names.map((name) => readFile(new URL(name, STYLE), "utf8")))).join("\n");
}

/** @param {Record<string, unknown>} options @returns {Filing} */
function filingOf(options) {
  const { institution = "", purpose = "", auditor = "", notes = "" } = /** @type {Record<string, string>} */ (options);
  return {
    ...NOTHING_FILED,
    institution,
    purpose,
    auditor,
    notes,
    date: new Date().toISOString().slice(0, 10),
    names: options.anonymous !== true,
  };
}

/** Of the options that name a file, the form that goes there. */
const FORMS = /** @type {const} */ (["json", "html", "markdown", "csv", "chai", "fhir", "claim"]);

/** For the terminal. @param {Result} result @param {Record<string, unknown>} options */
function onTerminal(result, options) {
  if (result.schema === "askew-benchmark/1") return benchmarkText(result);
  if (result.schema === "askew-comparison/1") return comparisonText(result, wordIn(result));
  if (result.schema === "askew-comparisons/1") return comparisonsText(result, wordIn(result));
  return textReport(result, { metrics: options.metrics === true });
}

/** What the texts are called. @param {Result} result @returns {TextWord} */
function wordIn(result) {
  return result.schema === "askew-benchmark/1" ? "texts" : wordOf(firstOf(result));
}

/** A result that was saved as JSON. @param {string} saved its file @returns {Promise<Result>} */
export async function savedResult(saved) {
  const json = await readFile(saved, "utf8").catch((cause) => {
    throw new Failure("UNREADABLE", `${saved} cannot be read: ${cause.message}. Name the JSON that the audit saved.`);
  });
  return schemaOf(json) === "benchmark" ? parsedBenchmark(json, saved) : parsedResult(json, saved);
}

/**
 * The texts that the options ask for.
 * @param {Result} result @param {Record<string, unknown>} options
 * @returns {Promise<{ target: string, text: string }[]>}
 */
export async function savedReports(result, options) {
  const filing = filingOf(options);
  const word = wordIn(result);
  // Of a benchmark the table is a row a run.
  const runs = result.schema === "askew-benchmark/1" && asFiled(result, filing).runs;
  const files = [];
  for (const form of FORMS) {
    const target = /** @type {string | undefined} */ (options[form]);
    if (target === undefined) continue;
    const style = form === "html" ? await styleText() : "";
    files.push({ target, text: runs && form === "csv" ? csvOf(runs) : reportText(form, result, { word, filing, style }) });
  }
  if (!files.some(({ target }) => target === "-") && (runs || options.json === undefined))
    files.push({ target: "-", text: onTerminal(asFiled(result, filing), options) });
  return files;
}
