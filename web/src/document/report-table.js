/** A report's table on paper: every column stands on the page, so a table that is too wide is set small, then in parts. */
import { cellText, filledColumns } from "./typed-table.js";

/** @import { Cell, Maker, Table } from "./types.d.ts" */

/** Rows from which a table is set small and may go on over the page's end. */
const LONG = 26;
/** Characters a line from which a table is set small, and from which it is set in parts. */
const MANY = 90;
const MOST = 112;
/** The air between two columns, in characters. */
const AIR = 2;
/** Columns of words are set to the left and may break. */
const WORDS = /^(In words|File|SHA-256|Paper’s code|First rows|Value|Remarks|Protection)/;

/** Characters that a column needs: its longest cell, and of its head, which may break, the longest word. @param {string} title @param {string[]} cells */
const widthOf = (title, cells) => AIR + Math.max(...title.split(" ").map(({ length }) => length), ...cells.map(({ length }) => length));

/** Other than why there is no number. @param {Cell} value */
const isWords = (value) => typeof value === "string" && !value.startsWith("not available: ");

/** Columns after the first in as few parts as there must be, about equally wide. @param {number[]} widths of all columns @returns {number[][]} the columns of each part, without the first */
export function partsOf([first, ...others]) {
  const places = others.map((_, k) => k + 1);
  const all = others.reduce((sum, width) => sum + width, 0);
  if (first + all <= MOST) return [places];
  const room = Math.max(1, MOST - first);
  const fair = all / Math.ceil(all / room);
  /** @type {number[][]} */
  const parts = [[]];
  let used = 0;
  for (const place of places) {
    const width = others[place - 1];
    // Half a column over the fair share is nearer to it than half a column under.
    if (used > 0 && (used + width > room || used + width / 2 > fair)) {
      parts.push([]);
      used = 0;
    }
    parts[parts.length - 1].push(place);
    used += width;
  }
  return parts;
}

/** Why there is no number, once below the table: a letter stands in its cell. Other words stay: they are no lack. @param {Cell[][]} rows @param {string[][]} texts @param {readonly boolean[]} wordy columns of words keep theirs */
function footnotes(rows, texts, wordy) {
  const isNote = (/** @type {number} */ r, /** @type {number} */ k) =>
    k > 0 && !wordy[k] && typeof rows[r][k] === "string" && !isWords(rows[r][k]);
  const notes = [...new Set(texts.flatMap((row, r) => row.filter((_, k) => isNote(r, k))))];
  const letter = (/** @type {string} */ text) => String.fromCharCode("a".charCodeAt(0) + notes.indexOf(text));
  // More than the alphabet has are no notes any more.
  if (notes.length > 26) return { notes: [], cells: texts };
  return {
    notes: notes.map((text) => `${letter(text)}: ${/[.!?]$/.test(text) ? text : `${text}.`}`),
    cells: texts.map((row, r) => row.map((text, k) => (isNote(r, k) ? `none (${letter(text)})` : text))),
  };
}

/** A table's cells as they are read, and why some have no number. @param {Table} table */
export function noted(table) {
  const { columns, rows, digits, ...rest } = filledColumns(table);
  const wordy = columns.map((column, k) => k > 0 && WORDS.test(column) && rows.some((row) => isWords(row[k])));
  const texts = rows.map((row) => row.map((cell, k) => cellText(cell, digits, columns[k])));
  return { ...rest, columns, wordy, ...footnotes(rows, texts, wordy) };
}

/** @template N @param {Maker<N>} make @param {Table} table @returns {N[]} */
export function tableParts({ h }, table) {
  const { id, caption, columns, wordy, notes, cells } = noted(table);
  const column = (/** @type {number} */ k) => cells.map((row) => row[k]);
  const widths = columns.map((title, k) => (wordy[k] ? 0 : widthOf(title, column(k))));
  const parts = partsOf(widths);
  const isLong = cells.length > LONG;
  const isDense = isLong || parts.length > 1 || widths.reduce((sum, width) => sum + width, 0) > MANY;
  const shape = ["scroll", isLong && "long", isDense && "dense"].filter(Boolean).join(" ");
  const classes = (/** @type {number} */ k) => ({ class: wordy[k] ? "words" : undefined });
  const head = (/** @type {number} */ k) => h("th", { scope: "col", ...classes(k) }, columns[k]);
  return parts.map((part, p) =>
    h(
      "div",
      { class: shape },
      h(
        "table",
        { id: p === 0 ? id : `${id}-${p + 1}` },
        h("caption", parts.length > 1 ? `${caption} (part ${p + 1} of ${parts.length})` : caption),
        h("thead", h("tr", [0, ...part].map(head))),
        h(
          "tbody",
          cells.map((row) =>
            h(
              "tr",
              h("th", { scope: "row" }, row[0]),
              part.map((k) => h("td", classes(k), row[k])),
            ),
          ),
        ),
      ),
      p === parts.length - 1 && notes.map((text) => h("p.table-note", text)),
    ),
  );
}
