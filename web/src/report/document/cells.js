/** A cell of a report's table as people read it. */
import { count, fixed, measure } from "../numbers.js";

/** @import { Cell } from "./tables.js" */

/** @param {Cell} cell @param {number} [digits] after the point */
export function cellText(cell, digits) {
  if (cell === null || cell === "") return "–";
  if (typeof cell === "string") return cell;
  if (Number.isInteger(cell)) return count(cell);
  return digits === undefined ? measure(cell) : fixed(cell, digits);
}

/** Nothing in this column for any row. @param {Cell[][]} rows @param {number} k */
const empty = (rows, k) => k > 0 && rows.every((row) => row[k] === null || row[k] === undefined);

/** A table without the columns that say nothing here. @param {import("./tables.js").Table} table @returns {import("./tables.js").Table} */
export function filledColumns({ columns, rows, ...rest }) {
  const kept = columns.map((_, k) => k).filter((k) => !empty(rows, k));
  return { ...rest, columns: kept.map((k) => columns[k]), rows: rows.map((row) => kept.map((k) => row[k])) };
}
