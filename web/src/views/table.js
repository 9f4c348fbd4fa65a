import { NONE } from "../report/amounts.js";
import { isNumeric } from "../report/columns.js";
import { copyMenu } from "./copy-menu.js";
import { h } from "./element.js";
import { folding } from "./folding.js";
import { sorting } from "./sorting.js";

/** @import { Table } from "../charts/types.d.ts" */
/** @import { Child, Properties, TableOptions } from "./types.d.ts" */

/** What stands in a cell, or a th or td of its own. @typedef {Child | Child[]} Cell */

/** @param {Cell} cell @returns {cell is Element} a th or td already */
const isCell = (cell) => cell instanceof Element && /^t[hd]$/i.test(cell.tagName);

/** @param {readonly Cell[]} columns */
const tableHead = (columns) =>
  h(
    "tr",
    columns.map((column) => (isCell(column) ? column : h("th", { scope: "col" }, column))),
  );

/** Its first cell names the row; each knows its column, for where rows are cards. @param {readonly Cell[]} columns @param {readonly Cell[]} cells */
export const tableRow = (columns, cells) =>
  h(
    "tr",
    cells.map((cell, k) => {
      const own = isCell(cell) ? cell : k === 0 ? h("th", { scope: "row" }, cell) : h("td", cell);
      const column = columns[k];
      if (typeof column === "string" && own.matches("td")) own.setAttribute("data-label", column);
      return own;
    }),
  );

/** @param {Properties} properties @param {readonly Cell[]} columns @param {readonly (readonly Cell[] | Element)[]} rows cells, or a tr of its own @param {Child} [caption] */
export const table = (properties, columns, rows, caption) =>
  h(
    "table",
    properties,
    caption,
    h("thead", tableHead(columns)),
    h(
      "tbody",
      rows.map((row) => (row instanceof Element ? row : tableRow(columns, row))),
    ),
  );

/** What can be scrolled by keyboard. @param {string} name @param {...Child} children */
export const scrolled = (name, ...children) => h("div.scroll", { tabindex: 0, role: "region", "aria-label": name }, children);

/** A table that is whole at every width: a card a row where it does not fit. @param {HTMLTableElement} whole @returns {HTMLElement} */
export function folded(whole) {
  const [frame, ruler] = [h("div.table-frame", whole), h("div.ruler")];
  folding(frame, ruler);
  return h("div.table-tool", ruler, frame);
}

/** Words longer than that may break. */
const LONG = 32;
/** Up to so many rows are seen at a glance. */
const GLANCE = 2;

/** May break before a spread, an interval and its end, nowhere else. @param {string} words */
function parts(words) {
  const [first, ...others] = words.split(/ (?=±|to |\((?!\d+\)$))/);
  return others.length === 0 ? first : [h("span.whole", first), ...others.flatMap((part) => [" ", h("span.whole", part)])];
}

/**
 * A table as a tool: sorted by its heads, copied, and whole at every width.
 * @param {Table} given @param {TableOptions} [options]
 */
export function dataTable(given, options = {}) {
  const {
    captionVisible = false,
    classes = "",
    cell = () => undefined,
    row: ofRow = () => ({}),
    sortable = true,
    copied = given,
    ...order
  } = options;
  const { caption, columns, rows } = given;
  const sides = columns.map((_, k) => {
    if (k > 0 && isNumeric(given, k)) return "";
    return rows.some((row) => String(row[k]).length > LONG) ? "words long" : "words";
  });
  const body = h(
    "tbody",
    rows.map((row, r) =>
      h(
        "tr",
        ofRow(r),
        row.map((value, k) => {
          const shown = cell(r, k) ?? (sides[k] ? value : parts(String(value)));
          return k === 0
            ? h("th", { scope: "row" }, shown)
            : h("td", { class: `${sides[k]} ${value === NONE ? "none" : ""}`.trim() || undefined, "data-label": columns[k] }, shown);
        }),
      ),
    ),
  );
  const sort = sortable && rows.length > (order.sorted ? 1 : GLANCE) ? sorting(given, body, order) : undefined;
  const heads = sort?.heads ?? columns.map((title) => h("th", { scope: "col" }, title));
  for (const [k, head] of heads.entries()) if (sides[k]) head.className = "words";
  const [frame, ruler] = [h("div.table-frame"), h("div.ruler")];
  frame.append(
    h(
      "table",
      { class: `data ${classes}`.trim() },
      h("caption", { class: captionVisible ? "caption" : "hidden" }, caption),
      h("thead", h("tr", heads)),
      body,
    ),
  );
  const tools = h("div.table-tools", copyMenu(copied));
  folding(frame, ruler, () => sort && tools.prepend(sort.choiceOf()));
  return h("div.table-tool", ruler, frame, tools);
}
