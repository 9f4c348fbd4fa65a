/** A cell of a report's table as people read it. */
import { count, fixed, isUnavailable, measure } from "../report/numbers.js";

/** @import { Quantity } from "../types.d.ts" */
/** @import { Cell, Table } from "./types.d.ts" */

/** @param {Quantity | undefined} quantity @returns {Cell} */
export const cell = (quantity) =>
  quantity === undefined ? null : isUnavailable(quantity) ? `not available: ${quantity.reason}` : quantity;

/** @param {Cell} cell @param {number} [digits] after the point */
export function cellText(cell, digits) {
  if (cell === null || cell === "") return "–";
  if (typeof cell === "string") return cell;
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
