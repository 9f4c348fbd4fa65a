/** What a column of a table holds, and its rows in order. */
import { NONE } from "./amounts.js";

/** @import { Raw } from "./types.d.ts" */

/** @typedef {{ columns: readonly string[], rows: readonly (readonly (string | number)[])[], values?: readonly (readonly (Raw | undefined)[])[] }} Columns */

/** A number as people read it: 1,024, −0.03, 26.0 %, 4.1 × 10⁻⁹, +0.2 pts. */
const NUMBER = /^[<≈]?\s*([+\-−]?)(\d[\d,]*(?:\.\d+)?|\.\d+)(?:\s*×\s*10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?=$|\s*(?:[%±(*–/]|to\b|of\b|pts\b))/;
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {string} text */
function numberIn(text) {
  const [, sign, digits, raised = ""] = text.match(NUMBER) ?? [];
  if (digits === undefined) return undefined;
  const power = [...raised].map((c) => (c === "⁻" ? "-" : RAISED.indexOf(c))).join("");
  return Number(`${sign && sign !== "+" ? "-" : ""}${digits.replaceAll(",", "")}e${power || 0}`);
}

const said = (/** @type {string | number} */ cell) => cell !== "" && cell !== NONE;

/** What a cell is sorted by; undefined if it has no number. @param {Columns} table @param {number} r @param {number} k */
export function numberOf({ rows, values }, r, k) {
  const raw = values?.[r]?.[k];
  if (typeof raw === "number") return raw;
  if (raw) return Object.values(raw)[0];
  const cell = rows[r][k];
  return typeof cell === "number" ? cell : numberIn(cell);
}

/** Whether a column holds numbers: those stand to the right, words to the left. @param {Columns} table @param {number} k */
export function isNumeric(table, k) {
  const filled = table.rows.map((row, r) => ({ cell: row[k], r })).filter(({ cell }) => said(cell));
  return filled.length > 0 && 2 * filled.filter(({ r }) => numberOf(table, r, k) !== undefined).length > filled.length;
}

const words = new Intl.Collator("en", { numeric: true });

/**
 * The rows' places, sorted by a column; equal ones stay as they were, and what has no value comes last.
 * @param {Columns} table @param {number} k @param {boolean} up @returns {number[]}
 */
export function orderBy(table, k, up) {
  const numeric = isNumeric(table, k);
  const way = up ? 1 : -1;
  const keys = table.rows.map((row, r) => (numeric ? numberOf(table, r, k) : said(row[k]) ? String(row[k]) : undefined));
  return table.rows
    .map((_, r) => r)
    .sort((a, b) => {
      const [one, other] = [keys[a], keys[b]];
      if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
      return way * (typeof one === "number" ? one - Number(other) : words.compare(one, String(other)));
    });
}
