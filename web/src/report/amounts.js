/** Cells that keep their number beside its words, for sorting and for programs. */

/** @import { Amount, Raw, TableOfWords } from "./types.d.ts" */

export const NONE = "–";

/** @param {string} words @param {Raw} [value] @returns {Amount} */
export const amount = (words, value) => ({ words, value });

/** The numbers of an interval without what else it holds. @param {{ low: number, high: number }} interval */
export const ends = ({ low, high }) => ({ low, high });

/** The words in the rows, the numbers in a table of their own. @param {{ caption: string, columns: string[], rows: (string | number | Amount)[][] }} table @returns {TableOfWords} */
export const withValues = ({ caption, columns, rows }) => ({
  caption,
  columns,
  rows: rows.map((row) => row.map((cell) => (typeof cell === "object" ? cell.words : String(cell)))),
  values: rows.map((row) => row.map((cell) => (typeof cell === "object" ? cell.value : typeof cell === "number" ? cell : undefined))),
});
