/** Every table of an audit in one file of four columns: table, row, column, value. Programs read it as it is, a spreadsheet turns it back by a pivot. */
import { allTables } from "./tables.js";

/** @import { Audit } from "../../types.d.ts" */
/** @import { Cell } from "./tables.js" */

/** What a spreadsheet would run as a formula stays a text. @param {string} text */
const harmless = (text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** @param {Cell} cell */
function field(cell) {
  if (typeof cell === "number" || cell === null) return cell === null ? "" : String(cell);
  const text = harmless(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** @param {Audit} audit @returns {string} */
export function csvReport(audit) {
  const lines = allTables(audit).flatMap(({ id, columns, rows }) =>
    rows.flatMap((row, number) => {
      const name = row[0] === null || row[0] === "" ? String(number + 1) : row[0];
      return row.slice(1).flatMap((value, k) => (value === null ? [] : [[id, name, columns[k + 1], value]]));
    }),
  );
  return `${[["table", "row", "column", "value"], ...lines].map((line) => line.map(field).join(",")).join("\r\n")}\r\n`;
}
