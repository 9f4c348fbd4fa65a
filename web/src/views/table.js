import { h } from "./element.js";

/** @import { Table } from "../charts/types.d.ts" */
/** @import { Child, Properties } from "./types.d.ts" */

/** What stands in a cell, or a th or td of its own. @typedef {Child | Child[]} Cell */

/** @param {readonly Cell[]} cells @param {"col" | "row"} scope every cell of a head names its column, the first one of a row the row */
export const tableRow = (cells, scope = "row") =>
  h(
    "tr",
    cells.map((cell, i) => {
      if (cell instanceof Element && /^t[hd]$/i.test(cell.tagName)) return cell;
      return scope === "col" || i === 0 ? h("th", { scope }, cell) : h("td", cell);
    }),
  );

/** @param {Properties} properties @param {readonly Cell[]} columns @param {readonly (readonly Cell[] | Element)[]} rows cells, or a tr of its own @param {Child} [caption] */
export const table = (properties, columns, rows, caption) =>
  h(
    "table",
    properties,
    caption,
    h("thead", tableRow(columns, "col")),
    h(
      "tbody",
      rows.map((row) => (row instanceof Element ? row : tableRow(row))),
    ),
  );

/** What can be scrolled by keyboard. @param {string} name @param {...Child} children */
export const scrolled = (name, ...children) => h("div.scroll", { tabindex: 0, role: "region", "aria-label": name }, children);

/** A plain table that can be scrolled by keyboard. @param {Table} table @param {{ captionVisible?: boolean }} [options] */
export const dataTable = ({ caption, columns, rows }, { captionVisible = false } = {}) =>
  scrolled(caption, table({ class: "data" }, columns, rows, h("caption", { class: captionVisible ? "caption" : "hidden" }, caption)));
