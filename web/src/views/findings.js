import { epsilonInWords } from "../report/alternatives.js";
import { countOf } from "../report/numbers.js";
import { contradiction } from "../report/verdict.js";
import { h, list } from "./element.js";
import { rowWords } from "./row-words.js";

/** @import { Audit, Finding } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** @typedef {{ level: string, message: string, rows?: string }} Line */

const ORDER = ["Error", "Warning", "Note"];
const LEVELS = { error: "Error", warning: "Warning", note: "Note" };

/** Row numbers of a finding, as far as they are kept; of few rows with their ids, if these are at hand. @param {Finding} finding @param {ViewOptions["named"]} named */
function rowsOf({ rows, count: all, side = "images" }, named) {
  if (rows.length === 0) return undefined;
  const words = rowWords(all > rows.length ? undefined : named);
  return `${rows.length === 1 ? "Row" : "Rows"} ${rows.map((row) => words(side, row)).join(", ")}${all > rows.length ? `, … (${countOf(all, "row")} in all)` : ""}, counted from 0.`;
}

/** What was seen in the data and beside them, and what the numbers themselves give away. @param {Audit} audit @param {readonly Finding[]} beside @param {ViewOptions["named"]} named @returns {Line[]} */
function findingLines(audit, beside, named) {
  const line = (/** @type {Finding} */ finding, /** @type {ViewOptions["named"]} */ ids) => ({
    level: LEVELS[finding.level],
    message: finding.message,
    rows: rowsOf(finding, ids),
  });
  /** @type {Line[]} */
  const lines = [...audit.inputs.findings.map((finding) => line(finding, named)), ...beside.map((finding) => line(finding, undefined))];
  const inNumbers = [contradiction(audit), epsilonInWords(audit)].flatMap((text) => text ?? []);
  lines.push(...inNumbers.map((message) => ({ level: "Warning", message })));
  return lines.sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}

/** @param {Element} container @param {Audit} audit @param {Pick<ViewOptions, "leftAside" | "named">} options */
export function render(container, audit, { leftAside = [], named }) {
  const items = findingLines(audit, leftAside, named).map(({ level, message, rows }) => [
    h("span", { class: `level ${level.toLowerCase()}` }, level),
    h("span", message, rows && h("span.muted", ` ${rows}`)),
  ]);
  const nothing =
    "Nothing unusual was found in the rows: each holds numbers, none is all zeros, and they fit each other. This does not say that the model is good.";
  container.append(items.length > 0 ? list("ul.findings", items) : h("p", nothing));
}
