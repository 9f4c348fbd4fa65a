/** The files that a finished audit is filed as: JSON, HTML, Markdown, CSV. */
import { readFile } from "node:fs/promises";
import { csvReport } from "../src/report/document/csv.js";
import { NOTHING_FILED } from "../src/report/document/filing.js";
import { markdownReport } from "../src/report/document/markdown.js";
import { withoutNames } from "../src/report/document/nameless.js";
import { textWord } from "../src/report/sentences.js";
import { textReport } from "../src/report/text.js";
import { reportPage } from "../src/views/document/page.js";

/** @import { Audit, Filing } from "../src/types.d.ts" */

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

/**
 * The texts that the options ask for; text: for the terminal.
 * @param {Audit} made @param {Record<string, unknown>} options
 * @returns {Promise<{ target: string, text: string }[]>}
 */
export async function savedReports(made, options) {
  const filing = filingOf(options);
  const audit = filing.names ? made : withoutNames(made);
  const { images, texts } = made.inputs;
  const word = textWord([texts.file, texts.array, images.file]);
  const { json, html, markdown, csv } = /** @type {Record<string, string | undefined>} */ (options);
  const wanted = [
    { target: json, text: async () => `${JSON.stringify(audit, null, 2)}\n` },
    { target: html, text: async () => reportPage(audit, { word, filing, style: await styleText() }) },
    { target: markdown, text: async () => markdownReport(audit, { word, filing }) },
    { target: csv, text: async () => csvReport(audit) },
  ];
  const files = [];
  for (const { target, text } of wanted) if (target !== undefined) files.push({ target, text: await text() });
  if (!files.some(({ target }) => target === "-") && json === undefined)
    files.push({ target: "-", text: textReport(audit, { metrics: options.metrics === true }) });
  return files;
}
