/** A report as one HTML file to be filed: nothing in it is run, nothing is fetched. */

import { drawn, escaped } from "../charts/drawing.js";
import { thingsTitle } from "./audit-report.js";
import { DEFINITIONS } from "./definitions.js";
import { filedFacts } from "./filing.js";
import { cellText, filledColumns } from "./typed-table.js";

/** @import { Filing } from "../types.d.ts" */
/** @import { Figure, Formula, Report, Table } from "./types.d.ts" */
/** Width of the charts in CSS pixels: what A4 and Letter have between their margins. */
const WIDTH = 690;

/** Rows from which a table may go on over the page's end. */
const LONG = 26;
/** Characters a line from which a table is set small. */
const MANY = 92;

/** Characters that a line takes: the longest cell of each column, and the air between them. @param {string[][]} rows */
const lineLength = ([first = [], ...others]) =>
  first.reduce((sum, cell, k) => sum + 3 + Math.max(cell.length, ...others.map((row) => row[k].length)), 0);

/** Columns of words are set to the left and may break. */
const WORDS = /^(In words|File|SHA-256|Paper’s code|First rows|Value|Remarks)/;

/** @param {Table} table */
function tableMarkup(table) {
  const { id, caption, columns, rows, digits } = filledColumns(table);
  const wordy = columns.map((column, k) => k > 0 && WORDS.test(column) && rows.some((row) => typeof row[k] === "string"));
  const classes = (/** @type {number} */ k) => (wordy[k] ? ' class="words"' : "");
  const head = columns.map((column, k) => `<th scope="col"${classes(k)}>${escaped(column)}</th>`).join("");
  const body = rows.map((row) => {
    const cells = row.map((cell, k) =>
      k === 0 ? `<th scope="row">${escaped(cellText(cell, digits))}</th>` : `<td${classes(k)}>${escaped(cellText(cell, digits))}</td>`,
    );
    return `<tr>${cells.join("")}</tr>`;
  });
  const shape = [
    "scroll",
    ...(rows.length > LONG ? ["long"] : []),
    ...(lineLength(rows.map((row) => row.filter((_, k) => !wordy[k]).map((cell) => cellText(cell, digits)))) > MANY ? ["dense"] : []),
  ].join(" ");
  return `<div class="${shape}"><table id="${id}"><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`;
}

/** @param {string} tag @param {readonly string[]} lines */
const list = (tag, lines) => `<${tag}>${lines.map((text) => `<li>${escaped(text)}</li>`).join("\n")}</${tag}>`;

/** @param {Formula | string} node @returns {string} */
function mathMarkup(node) {
  if (typeof node === "string") return escaped(node);
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return `<${node.name}${attributes.join("")}>${node.children.map(mathMarkup).join("")}</${node.name}>`;
}

/** @param {readonly Figure[]} pictures */
function figures(pictures) {
  return pictures.flatMap(({ id, title, how, draw }) => {
    const svg = drawn((host) => draw(host, WIDTH));
    return svg === ""
      ? []
      : [`<figure id="figure-${id}"><h2>${escaped(title)}</h2>${how && `<p class="how">${escaped(how)}</p>`}${svg}</figure>`];
  });
}

/** @param {Report} report @param {Filing} filing */
function firstPage({ kind, verdict, numbers, facts, scores, things, limits }, filing) {
  const filed = [...facts, ...filedFacts(filing)].map(([title, text]) => `<dt>${escaped(title)}</dt><dd>${escaped(text)}</dd>`);
  return `<p class="kind">${escaped(kind)}</p>
<h1>${escaped(verdict)}</h1>
<div class="numbers">${numbers.map((text) => `<p>${escaped(text)}</p>`).join("\n")}</div>
<dl class="filed">${filed.join("\n")}</dl>
${scores.map(tableMarkup).join("\n")}
<h2>${thingsTitle({ things })}</h2>
${list("ol", things)}
<h2>Limits</h2>
${list("ul", limits)}`;
}

/** @param {Report} report */
function appendix({ tables, repeat, cite }) {
  const definitions = DEFINITIONS.map(
    ({ name, formula, words, source }) =>
      `<div class="definition"><h3>${escaped(name)}</h3>${[formula].flat().map(mathMarkup).join("")}<p>${escaped(words)}</p><p class="muted">Source: ${escaped(source)}.</p></div>`,
  );
  return `<h2 class="page-break">Appendix: data, settings, tables</h2>
<p class="how">Numbers are rounded here; the JSON and the CSV have every digit. ${escaped(repeat)}</p>
${cite.map((text) => `<p class="how">${escaped(text)}</p>`).join("\n")}
${tables.map(tableMarkup).join("\n")}
<h2>Definitions</h2>
<div class="definitions">${definitions.join("\n")}</div>`;
}

/** A page that runs nothing and fetches nothing. @param {string} title @param {string} style src/style/saved-report.css as one text @param {string} body */
export const savedPage = (title, style, body) => `<!doctype html>
<html lang="en" data-picture>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<title>Askew: ${escaped(title)}</title>
<style>${style.replaceAll("</", "<\\/")}</style>
</head>
<body class="document">
${body}
</body>
</html>
`;

/** @param {Report} report @param {readonly Figure[]} pictures @param {{ filing: Filing, style: string, sheets?: readonly string[] }} options @returns {string} */
export const reportPage = (report, pictures, { filing, style, sheets = [] }) =>
  savedPage(
    report.kind.toLowerCase(),
    style,
    [firstPage(report, filing), sheets.join("\n"), figures(pictures).join("\n"), appendix(report)].join("\n"),
  );
