/** A table of the page for another program: TSV with every digit, LaTeX and Markdown as it is shown; all rows and columns, folded or not. */
import { NONE } from "../report/amounts.js";
import { isNumeric } from "../report/columns.js";
import { harmless } from "./csv.js";
import { markdownTable } from "./markdown.js";

/** @import { Table } from "../charts/types.d.ts" */
/** @import { Raw } from "../report/types.d.ts" */

/** @param {Table} table @param {number} r @param {number} k @returns {Raw | undefined} */
function rawOf({ rows, values }, r, k) {
  const cell = rows[r][k];
  return values?.[r]?.[k] ?? (typeof cell === "number" ? cell : undefined);
}

/** Names of a column's parts, "" for the number itself or words: an interval has its ends, a mean its spread. @param {Table} table @param {number} k */
function partsOf(table, k) {
  const names = table.rows.flatMap((row, r) => {
    const raw = rawOf(table, r, k);
    if (typeof raw === "object") return Object.keys(raw);
    return raw === undefined && row[k] === NONE ? [] : [""];
  });
  return names.length > 0 ? [...new Set(names)] : [""];
}

/** A field is one line without tabs. @param {string} text */
const field = (text) => harmless(text.replace(/\s+/g, " ").trim());

/** For a spreadsheet: a number stands as it is, an interval in two columns, what has no value is empty. @param {Table} table @returns {string} */
export function tsvOf(table) {
  const { columns, rows } = table;
  const parts = columns.map((_, k) => partsOf(table, k));
  const head = columns.flatMap((title, k) => parts[k].map((part) => field(part ? `${title}: ${part}` : title)));
  const lines = rows.map((row, r) =>
    row.flatMap((cell, k) => {
      const raw = rawOf(table, r, k);
      return parts[k].map((part) => {
        if (typeof raw === "object") return part in raw ? String(raw[part]) : "";
        if (part) return "";
        return raw === undefined ? (cell === NONE ? "" : field(String(cell))) : String(raw);
      });
    }),
  );
  return `${[head, ...lines].map((line) => line.join("\t")).join("\n")}\n`;
}

/** @type {Record<string, string>} */
const IN_LATEX = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "<": "$<$",
  ">": "$>$",
  "|": "$|$",
  "\u00a0": "~",
  "−": "$-$",
  "±": "$\\pm$",
  "×": "$\\times$",
  "→": "$\\to$",
  "←": "$\\leftarrow$",
  "↑": "$\\uparrow$",
  "↓": "$\\downarrow$",
  "≈": "$\\approx$",
  Δ: "$\\Delta$",
  ε: "$\\varepsilon$",
  η: "$\\eta$",
  ρ: "$\\rho$",
  σ: "$\\sigma$",
  "–": "--",
  "…": "\\ldots{}",
  "’": "'",
  "“": "``",
  "”": "''",
};

/** Text that LaTeX sets as it stands here. @param {string} text */
const inLatex = (text) =>
  text
    .replace(/[ \t\r\n]+/g, " ")
    .replace(/[\\~^<>|\u00a0−±×→←↑↓≈Δεηρσ–…’“”]|[&%$#_{}]/g, (sign) => IN_LATEX[sign] ?? `\\${sign}`)
    .replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (raised) => `$^{${[...raised].map((c) => (c === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c))).join("")}}$`)
    .replaceAll(" \\%", "~\\%");

/** For a paper, with the package booktabs. @param {Table} table @returns {string} */
export function latexOf(table) {
  const { caption, columns, rows } = table;
  const line = (/** @type {readonly (string | number)[]} */ cells) => `    ${cells.map((cell) => inLatex(String(cell))).join(" & ")} \\\\`;
  return `${[
    "\\begin{table}",
    `  \\caption{${inLatex(caption)}}`,
    `  \\begin{tabular}{${columns.map((_, k) => (k > 0 && isNumeric(table, k) ? "r" : "l")).join("")}}`,
    "    \\toprule",
    line(columns),
    "    \\midrule",
    ...rows.map(line),
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
  ].join("\n")}\n`;
}

/** @param {Table} table @returns {string} */
export const markdownOf = (table) =>
  `${markdownTable(
    table.columns,
    table.rows.map((row) => row.map(String)),
    (k) => k > 0 && isNumeric(table, k),
  )}\n`;
