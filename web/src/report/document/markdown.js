/** An audit as Markdown, for a model card: the first page in words and the short tables. */
import { subject } from "../sentences.js";
import { cellText, filledColumns } from "./cells.js";
import { filedFacts } from "./filing.js";
import { shortTables } from "./tables.js";
import { limits, threeThings, verdict, verdictNumbers } from "./words.js";

/** @import { Audit, Filing } from "../../types.d.ts" */
/** @import { TextWord } from "../sentences.js" */

/** Text that stays text in Markdown, on one line. @param {string} text */
const plain = (text) => text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#~!]/g, (sign) => `\\${sign}`);

/** @param {import("./tables.js").Table} table */
function tableText(table) {
  const { caption, columns, rows, digits } = filledColumns(table);
  const line = (/** @type {string[]} */ cells) => `| ${cells.map(plain).join(" | ")} |`;
  return [
    `### ${plain(caption)}`,
    "",
    line(columns),
    `|${columns.map((_, k) => (k === 0 ? " :-- " : " --: ")).join("|")}|`,
    ...rows.map((row) => line(row.map((cell) => cellText(cell, digits)))),
  ].join("\n");
}

/** @param {readonly string[]} lines */
const list = (lines) => lines.map((text) => `- ${plain(text)}`).join("\n");

/** @param {Audit} audit @param {{ word: TextWord, filing: Filing }} options @returns {string} */
export function markdownReport(audit, { word, filing }) {
  const facts = filedFacts(filing).map(([title, text]) => `${title}: ${text}`);
  const parts = [
    "## Alignment of images and texts (Askew)",
    `**${plain(verdict(audit, word))}**`,
    list([subject(audit, word).join(", "), ...facts]),
    list(verdictNumbers(audit, word)),
    "### Three things to know",
    threeThings(audit, word)
      .map((text, k) => `${k + 1}. ${plain(text)}`)
      .join("\n"),
    "### Limits",
    list(limits(audit, word)),
    ...shortTables(audit).map(tableText),
    "How to repeat it: `askew verify AUDIT.json IMAGES TEXTS` recomputes the saved audit and compares every digit.",
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
