/** A report's table on paper: every column stands on the page, so a table that is too wide is set small, then in parts. */
import { cellText, filledColumns } from "./typed-table.js";

/** @import { Maker, Table } from "./types.d.ts" */

/** Rows from which a table may go on over the page's end. */
const LONG = 26;
/** Characters a line from which a table is set small, and from which it is set in parts. */
const MANY = 92;
const MOST = 108;
/** The air between two columns, in characters. */
const AIR = 3;

/** Columns of words are set to the left and may break. */
const WORDS = /^(In words|File|SHA-256|Paper’s code|First rows|Value|Remarks)/;

/** Characters that a column needs: its longest cell, and of its head, which may break, the longest word. @param {string} title @param {string[]} cells */
const widthOf = (title, cells) => AIR + Math.max(...title.split(" ").map(({ length }) => length), ...cells.map(({ length }) => length));

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

/** @template N @param {Maker<N>} make @param {Table} table @returns {N[]} */
export function tableParts({ h }, table) {
  const { id, caption, columns, rows, digits } = filledColumns(table);
  const texts = rows.map((row) => row.map((cell, k) => cellText(cell, digits, columns[k])));
  const wordy = columns.map((column, k) => k > 0 && WORDS.test(column) && rows.some((row) => typeof row[k] === "string"));
  const widths = columns.map((column, k) =>
    wordy[k]
      ? 0
      : widthOf(
          column,
          texts.map((row) => row[k]),
        ),
  );
  const parts = partsOf(widths);
  const isDense = parts.length > 1 || widths.reduce((sum, width) => sum + width, 0) > MANY;
  const classes = (/** @type {number} */ k) => ({ class: wordy[k] ? "words" : undefined });
  return parts.map((part, p) =>
    h(
      "div",
      { class: ["scroll", rows.length > LONG ? "long" : "", isDense ? "dense" : ""].filter(Boolean).join(" ") },
      h(
        "table",
        { id: p === 0 ? id : `${id}-${p + 1}` },
        h("caption", parts.length > 1 ? `${caption} (part ${p + 1} of ${parts.length})` : caption),
        h(
          "thead",
          h(
            "tr",
            [0, ...part].map((k) => h("th", { scope: "col", ...classes(k) }, columns[k])),
          ),
        ),
        h(
          "tbody",
          texts.map((row) =>
            h(
              "tr",
              h("th", { scope: "row" }, row[0]),
              part.map((k) => h("td", classes(k), row[k])),
            ),
          ),
        ),
      ),
    ),
  );
}
