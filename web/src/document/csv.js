/** @import { Cell, Table } from "./types.d.ts" */

/** Every table of a report in one file of four columns: table, row, column, value. Programs read it as it is, a spreadsheet turns it back by a pivot. */

/** What a spreadsheet would run as a formula stays a text. @param {string} text */
const harmless = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** @param {Cell} cell */
export function csvField(cell) {
  if (typeof cell === "number" || cell === null) return cell === null ? "" : String(cell);
  const text = harmless(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {readonly Table[]} tables @returns {string} */
export function csvReport(tables) {
  const lines = tables.flatMap(({ id, columns, rows }) =>
    rows.flatMap((row, number) => {
      const name = row[0] === null || row[0] === "" ? String(number + 1) : row[0];
      return row.slice(1).flatMap((value, k) => (value === null ? [] : [[id, name, columns[k + 1], value]]));
    }),
  );
  return `${[["table", "row", "column", "value"], ...lines].map((line) => line.map(csvField).join(",")).join("\r\n")}\r\n`;
}
