/** What a golden file holds of a text: what differs from run to run is named instead, what is very long is cut and hashed. */
import { createHash } from "node:crypto";
import { nodePlatform } from "../../web/src/engine/platform-node.js";
import { version } from "../../web/src/engine/version.js";

/** Lines of one table of a CSV, and numbers of one list of the JSON, from which all but the first are hashed. */
const LONG = 40;
const SHOWN = 10;
const WIDTH = 140;
const CORE = (await nodePlatform()).wasmSha256;

/** @param {string} text */
export const hash = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** Seconds, dates, version, and the core's hash. @param {string} text */
export const steady = (text) =>
  text
    .replace(/audited\s+in\s+[\d.,]+\sm?s\s+on\s+this\s+computer/g, "audited in SECONDS on this computer")
    .replaceAll(new RegExp(`${CORE}|${CORE.slice(0, 16)}(?=…)`, "g"), "CORE")
    .replace(/\b\d{4}-\d\d-\d\d\b/g, "DATE")
    .replace(new RegExp(`(?<![\\d.])${version.replaceAll(".", "\\.")}(?![\\d.])`, "g"), "VERSION");

/** @param {number} all @param {string} text what is not shown in full */
const more = (all, text) => `and ${all - SHOWN} more, ${hash(text)}`;

/** @param {unknown} value @returns {value is object} */
const isObject = (value) => typeof value === "object" && value !== null;
const isScalar = (/** @type {unknown} */ value) => !isObject(value);

/** Scalars between commas, broken into lines of a readable width. @param {readonly unknown[]} values @param {string} indent */
function wrapped(values, indent) {
  const lines = [""];
  for (const [k, value] of values.entries()) {
    const part = `${JSON.stringify(value)}${k < values.length - 1 ? "," : ""}`;
    const line = lines[lines.length - 1];
    if (line !== "" && indent.length + line.length + part.length >= WIDTH) lines.push(part);
    else lines[lines.length - 1] = line === "" ? part : `${line} ${part}`;
  }
  return lines;
}

/** JSON with what is short in one line. @param {unknown} value @param {string} [indent] @returns {string} */
function compact(value, indent = "") {
  if (!isObject(value)) return JSON.stringify(value);
  const inner = `${indent} `;
  const line = JSON.stringify(value);
  if (indent.length + line.length < WIDTH - 20) return line;
  if (Array.isArray(value)) {
    if (value.length > LONG && value.every(isScalar)) return `[${value.slice(0, SHOWN).join(", ")}, ${more(value.length, line)}]`;
    if (!value.every(isScalar)) return `[\n${value.map((one) => inner + compact(one, inner)).join(",\n")}\n${indent}]`;
    const lines = wrapped(value, inner);
    return lines.length === 1 ? `[${lines[0]}]` : `[\n${lines.map((line) => inner + line).join("\n")}\n${indent}]`;
  }
  const entries = Object.entries(value);
  return `{\n${entries.map(([key, one]) => `${inner}${JSON.stringify(key)}: ${compact(one, inner)}`).join(",\n")}\n${indent}}`;
}

/** Without seconds and the core's hash. @param {unknown} value @returns {any} */
function withoutTimes(value) {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => {
    if (key === "wasmSha256") return [key, "CORE"];
    if (key === "seconds") return [key, "SECONDS"];
    if (key === "timings" && one) return [key, Object.fromEntries(Object.keys(one).map((stage) => [stage, "SECONDS"]))];
    return [key, withoutTimes(one)];
  });
  return Object.fromEntries(entries);
}

/** @param {string} text as the command wrote it */
export function jsonText(text) {
  const value = JSON.parse(text);
  const form = text === `${JSON.stringify(value, null, 2)}\n` ? "" : "NOT INDENTED BY TWO\n";
  return `${form}${steady(compact(withoutTimes(value)))}\n`;
}

/** @param {string} text */
export function csvText(text) {
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(end);
  const form =
    lines.pop() === "" && !lines.some((line) => /[\r\n]/.test(line)) ? `line ends: ${JSON.stringify(end)}\n` : "MIXED LINE ENDS\n";
  const tableOf = (/** @type {string} */ line) => line.slice(0, line.indexOf(","));
  const kept = [...new Set(lines.map(tableOf))].flatMap((name) => {
    const all = lines.filter((line) => tableOf(line) === name);
    return all.length <= LONG ? all : [...all.slice(0, SHOWN), `${name}: ${more(all.length, all.join("\n"))}`];
  });
  return `${form}${steady(kept.join("\n"))}\n`;
}

/** @param {readonly string[]} rows of a table: long ones stand in the Markdown or the CSV @param {string} [end] */
export function fewRows(rows, end = "") {
  return rows.length <= SHOWN
    ? rows.join("")
    : `${rows.slice(0, SHOWN / 2).join("")}and ${rows.length - SHOWN / 2} more rows, ${hash(rows.join(""))}${end}`;
}

/** Not the numbers of an axis. @param {string | undefined} text @returns {boolean} */
export const isWords = (text) => /\p{L}/u.test(text ?? "");

/** @param {string} markup */
function svgText(markup) {
  const texts = [...markup.matchAll(/>([^<>]+)</g)].map(([, text]) => text.trim()).filter(isWords);
  const label = /aria-label="([^"]*)"/.exec(markup)?.[1] ?? "";
  return `<svg ${hash(markup)}> ${label} | ${texts.join(" | ")} </svg>`;
}

/** The parts of a filed page that are the same in all of them. @param {string} page */
export const sharedParts = (page) => ({
  style: /<style>[\s\S]*?<\/style>/.exec(page)?.[0] ?? "",
  definitions: /<div class="definitions">[\s\S]*(?=<\/body>)/.exec(page)?.[0] ?? "",
});

/** @param {string} markup */
const oneTagALine = (markup) => markup.replaceAll(/>(?=<(?!\/))/g, ">\n");

/** @param {string} text */
export function htmlText(text) {
  const { style, definitions } = sharedParts(text);
  const short = text.replace(style, () => "<style/>").replace(definitions, () => "<definitions/>\n");
  return oneTagALine(
    steady(short)
      .replace(/<svg[\s\S]*?<\/svg>/g, svgText)
      .replace(/<tbody>[\s\S]*?<\/tbody>/g, (body) => fewRows(body.split(/(?=<tr>)/), "</tbody>")),
  );
}

/** @param {string} definitions */
export const definitionsText = (definitions) => `${oneTagALine(definitions)}\n`;

/** @type {Readonly<Record<string, (text: string) => string>>} */
const BY_FORM = { html: htmlText, json: jsonText, csv: csvText };

/** @param {Record<string, string>} forms by name: terminal, markdown, html, csv, json @returns {Record<string, string>} */
export const goldenForms = (forms) =>
  Object.fromEntries(Object.entries(forms).map(([form, text]) => [form, (BY_FORM[form] ?? steady)(text)]));

/** @param {readonly unknown[]} values of one list @returns {string[]} */
const shapesOf = (values) => [...new Set(values.map((value) => fieldsOf(value)))];

/**
 * The fields of a JSON value without its values: keys with like fields stand side by side, [] is a list.
 * @param {unknown} value @param {string} [indent] @returns {string}
 */
export function fieldsOf(value, indent = "") {
  if (value === null) return "null";
  if (!isObject(value)) return typeof value;
  const inner = (/** @type {string} */ shape) => shape.replaceAll("\n", `\n${indent} `);
  if (Array.isArray(value)) return `[${shapesOf(value).map(inner).join(" or ")}]`;
  /** @type {Map<string, string[]>} */
  const keys = new Map();
  for (const [key, one] of Object.entries(value)) {
    const shape = fieldsOf(one);
    keys.set(shape, [...(keys.get(shape) ?? []), key]);
  }
  return `{\n${[...keys].map(([shape, names]) => `${indent} ${names.join(", ")}: ${inner(shape)}`).join("\n")}\n${indent}}`;
}

/** Without the widths of columns, which follow from the words in them. @param {string} text */
export const withoutWidths = (text) => text.replaceAll(/ {2,}/g, "  ").replaceAll(/─+/g, "─");
