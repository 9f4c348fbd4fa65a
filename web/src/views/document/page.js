/** An audit as one HTML file to be filed: nothing in it is run, nothing is fetched. */
import { cellText, filledColumns } from "../../report/document/cells.js";
import { filedFacts } from "../../report/document/filing.js";
import { inputTable, scoreTable, settingTable, shortTables } from "../../report/document/tables.js";
import { limits, threeThings, verdict, verdictNumbers } from "../../report/document/words.js";
import { isUnavailable } from "../../report/numbers.js";
import { subject } from "../../report/sentences.js";
import { DEFINITIONS } from "../definitions.js";
import { drawn, escaped } from "../drawing.js";
import { PICTURES } from "./pictures.js";

/** @import { Audit, Filing } from "../../types.d.ts" */
/** @import { TextWord } from "../../report/sentences.js" */
/** @import { Table } from "../../report/document/tables.js" */

/** Width of the charts in CSS pixels: what A4 and Letter have between their margins. */
const WIDTH = 690;

/** Columns of words are set to the left and may break. */
const WORDS = /^(In words|File|SHA-256|Paper’s code|First rows|Value)/;

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
  return `<div class="scroll"><table id="${id}"><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`;
}

/** @param {string} tag @param {readonly string[]} lines */
const list = (tag, lines) => `<${tag}>${lines.map((text) => `<li>${escaped(text)}</li>`).join("\n")}</${tag}>`;

/** @param {import("../mathml.js").Formula | string} node @returns {string} */
function mathMarkup(node) {
  if (typeof node === "string") return escaped(node);
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return `<${node.name}${attributes.join("")}>${node.children.map(mathMarkup).join("")}</${node.name}>`;
}

/** @param {Audit} audit @param {TextWord} word */
function figures(audit, word) {
  return PICTURES.flatMap(({ id, title, how, draw }) => {
    const svg = drawn((host) => draw(host, WIDTH, audit, word));
    if (svg === "") return [];
    return `<figure id="figure-${id}"><h2>${escaped(title)}</h2><p class="how">${escaped(how(word))}</p>${svg}</figure>`;
  });
}

/** @param {Audit} audit @param {{ word: TextWord, filing: Filing }} options */
function firstPage(audit, { word, filing }) {
  const { inputs, tool } = audit;
  const hash = (/** @type {Audit["inputs"]["images"]} */ { sha256 }) => (isUnavailable(sha256) ? sha256.reason : sha256.slice(0, 16));
  const facts = [
    ["Audited", subject(audit, word).join(" · ")],
    ["Data’s SHA-256", `${hash(inputs.images)}…, ${hash(inputs.texts)}… (in full in the appendix)`],
    ["Tool", `Askew ${tool.version}, core ${tool.wasmSha256.slice(0, 16)}…`],
    ...filedFacts(filing),
  ].map(([title, text]) => `<dt>${escaped(title)}</dt><dd>${escaped(text)}</dd>`);
  return `<p class="kind">Alignment audit of a vision-language model</p>
<h1>${escaped(verdict(audit, word))}</h1>
<div class="numbers">${verdictNumbers(audit, word)
    .map((text) => `<p>${escaped(text)}</p>`)
    .join("\n")}</div>
<dl class="filed">${facts.join("\n")}</dl>
${tableMarkup(scoreTable(audit))}
<h2>Three things to know</h2>
${list("ol", threeThings(audit, word))}
<h2>Limits</h2>
${list("ul", limits(audit, word))}`;
}

/** @param {Audit} audit */
function appendix(audit) {
  const first = new Set([scoreTable(audit).id, inputTable(audit).id, settingTable(audit).id]);
  const tables = [inputTable(audit), settingTable(audit), ...shortTables(audit).filter(({ id }) => !first.has(id))];
  const definitions = DEFINITIONS.map(
    ({ name, formula, words, source }) =>
      `<div class="definition"><h3>${escaped(name)}</h3>${formula().map(mathMarkup).join("")}<p>${escaped(words)}</p><p class="muted">Source: ${escaped(source)}.</p></div>`,
  );
  return `<h2 class="page-break">Appendix: data, settings, tables</h2>
<p class="how">Numbers are rounded here; the audit’s JSON and CSV have every digit. “askew verify AUDIT.json IMAGES TEXTS”, or the JSON dropped on the page together with the data, computes everything again and compares.</p>
${tables.map(tableMarkup).join("\n")}
<h2>Definitions</h2>
<div class="definitions">${definitions.join("\n")}</div>`;
}

/**
 * @param {Audit} audit
 * @param {{ word: TextWord, filing: Filing, style: string }} options style: src/style/saved-report.css as one text
 * @returns {string}
 */
export function reportPage(audit, { word, filing, style }) {
  return `<!doctype html>
<html lang="en" data-picture>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'">
<title>Askew: an audit</title>
<style>${style.replaceAll("</", "<\\/")}</style>
</head>
<body class="document">
${firstPage(audit, { word, filing })}
${figures(audit, word).join("\n")}
${appendix(audit)}
</body>
</html>
`;
}
