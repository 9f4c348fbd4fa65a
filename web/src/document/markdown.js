/** A report as Markdown, for a model card: the first page in words and the short tables. */

import { thingsTitle } from "./audit-report.js";
import { filedFacts } from "./filing.js";
import { noted } from "./report-table.js";

/** @import { Filing } from "../types.d.ts" */
/** @import { Report, Table } from "./types.d.ts" */

/** Text that stays text in Markdown, on one line. @param {string} text */
const plain = (text) => text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#~!]/g, (sign) => `\\${sign}`);

/** @param {readonly string[]} columns @param {readonly (readonly string[])[]} rows @param {(k: number) => unknown} right which columns are set to the right */
export function markdownTable(columns, rows, right) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map(plain).join(" | ")} |`;
  return [line(columns), `|${columns.map((_, k) => (right(k) ? " --: " : " :-- ")).join("|")}|`, ...rows.map(line)].join("\n");
}

/** @param {Table} table */
function tableText(table) {
  const { caption, columns, cells, notes } = noted(table);
  return [`### ${plain(caption)}`, markdownTable(columns, cells, (k) => k > 0), ...notes.map(plain)].join("\n\n");
}

/** @param {readonly string[]} lines */
const list = (lines) => lines.map((text) => `- ${plain(text)}`).join("\n");

/** @param {Report} report @param {Filing} filing @returns {string} */
export function markdownReport(report, filing) {
  const { kind, verdict, search = [], warnings = [], numbers, next, facts, scores, things, limits, tables, repeat, cite } = report;
  const parts = [
    `## ${plain(kind)} (Askew)`,
    `**${plain(verdict)}**`,
    list([...facts, ...filedFacts(filing)].map(([title, text]) => `${title}: ${text}`)),
    list([...search, ...warnings.map((text) => `Warning: ${text}`), ...numbers, ...(next ? [`Next: ${next}`] : [])]),
    `### ${thingsTitle({ things })}`,
    things.map((text, k) => `${k + 1}. ${plain(text)}`).join("\n"),
    "### Limits",
    list(limits),
    ...[...scores, ...tables].map(tableText),
    plain(`How to repeat it: ${repeat}`),
    ...cite.map(plain),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
