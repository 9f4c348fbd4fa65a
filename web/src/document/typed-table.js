/** A table before it has a form. Page and terminal write each cell in its column's words, an interval as one; Markdown, HTML and CSV take the numbers, its ends apart. */
import { count, fixed, isUnavailable, measure } from "../report/numbers.js";
import { intervalKind } from "../report/range-words.js";
import { pCell } from "../report/sentences.js";

/** @import { Raw } from "../report/types.d.ts" */
/** @import { Quantity } from "../types.d.ts" */
/** @import { Cell, Column, Table, TypedCell, TypedTable } from "./types.d.ts" */

const NONE = "–";

/** @param {TypedCell} value @returns {value is { low?: number, high?: number }} */
const isInterval = (value) => typeof value === "object" && value !== null && !isUnavailable(value);

/** @param {TypedCell} value @param {Column} column @param {string} row */
function cellWords(value, { words = String }, row) {
  if (typeof value === "string") return value;
  if (typeof value === "number") return words(value, row);
  if (!isInterval(value)) return NONE;
  const { low, high } = value;
  return low === undefined || high === undefined ? NONE : `${words(low, row)} to ${words(high, row)}`;
}

/** Without the columns that say nothing here. @param {TypedTable} table @returns {TypedTable} */
export function withoutEmpty({ columns, rows, ...rest }) {
  const kept = columns.map((_, k) => k).filter((k) => rows.some((row) => row[k] !== undefined && row[k] !== ""));
  return { ...rest, columns: kept.map((k) => columns[k]), rows: rows.map((row) => kept.map((k) => row[k])) };
}

/** @param {TypedCell} value @returns {Raw | undefined} */
function rawOf(value) {
  if (typeof value === "number") return value;
  if (!isInterval(value)) return undefined;
  const { low, high } = value;
  return low === undefined || high === undefined ? undefined : { low, high };
}

/** For page and terminal. @param {TypedTable} table */
export const inWords = ({ caption, short = caption, columns, rows }) => ({
  caption: short,
  columns: columns.map(({ title }) => title),
  rows: rows.map((row) => row.map((value, k) => cellWords(value, columns[k], String(row[0])))),
  values: rows.map((row) => row.map(rawOf)),
});

/** A row of intervals in columns that have no place for ends is two rows. @param {TypedCell[]} row @param {readonly Column[]} columns */
function byEnds(row, columns) {
  if (!row.some((value, k) => isInterval(value) && !columns[k].ends)) return [row];
  const [name, ...values] = row;
  return /** @type {const} */ (["low", "high"]).map((end) => [
    String(name).replace("interval", end),
    ...values.map((value) => (isInterval(value) ? value[end] : value)),
  ]);
}

/** For documents. @param {TypedTable} table @returns {Table} */
export const inNumbers = ({ id, caption, digits, columns, rows }) => ({
  id,
  ...(digits !== undefined && { digits }),
  caption,
  columns: columns.flatMap(({ title, full = title, ends, kind }) => (ends ? [...ends, ...(kind ? [kind] : [])] : [full])),
  rows: rows
    .flatMap((row) => byEnds(row, columns))
    .map((row) =>
      row.flatMap((value, k) => {
        const { ends, kind } = columns[k];
        if (!ends) return [typeof value === "string" ? value : cell(/** @type {Quantity | undefined} */ (value))];
        const { low = null, high = null } = isInterval(value) ? value : {};
        // Why there is no interval stands once.
        return [
          isUnavailable(value) ? cell(value) : low,
          high,
          ...(kind ? [low === null || !isInterval(value) ? null : intervalKind(value)] : []),
        ];
      }),
    ),
});

/** @param {Quantity | undefined} quantity @returns {Cell} */
export const cell = (quantity) =>
  quantity === undefined ? null : isUnavailable(quantity) ? `not available: ${quantity.reason}` : quantity;

/** A column of p. */
const IS_P = /^p\b/;

/** @param {Cell} cell @param {number} [digits] after the point @param {string} [column] its title */
export function cellText(cell, digits, column = "") {
  if (cell === null || cell === "") return "–";
  if (typeof cell === "string") return cell;
  if (IS_P.test(column)) return pCell(cell);
  if (Number.isInteger(cell)) return count(cell);
  const rounded = fixed(cell, digits);
  // What is not 0 is not shown as 0.
  return digits === undefined || !/[1-9]/.test(rounded) ? measure(cell) : rounded;
}

/** Nothing in this column for any row. @param {Cell[][]} rows @param {number} k */
const empty = (rows, k) => k > 0 && rows.every((row) => row[k] === null || row[k] === undefined || row[k] === "");

/** A table without the columns that say nothing here. @param {Table} table @returns {Table} */
export function filledColumns({ columns, rows, ...rest }) {
  const kept = columns.map((_, k) => k).filter((k) => !empty(rows, k));
  return { ...rest, columns: kept.map((k) => columns[k]), rows: rows.map((row) => kept.map((k) => row[k])) };
}
