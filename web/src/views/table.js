import { h } from "./element.js";

/**
 * @typedef {object} Table
 * @property {string} caption
 * @property {string[]} columns first one names the rows
 * @property {(string | number)[][]} rows
 */

/** A plain table that can be scrolled by keyboard. @param {Table} table @param {{ captionVisible?: boolean }} [options] */
export function dataTable({ caption, columns, rows }, { captionVisible = false } = {}) {
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": caption },
    h(
      "table",
      { class: "data" },
      h("caption", { class: captionVisible ? "caption" : "hidden" }, caption),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          columns.map((column) => h("th", { scope: "col" }, column)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((row) =>
          h(
            "tr",
            {},
            row.map((cell, i) => (i === 0 ? h("th", { scope: "row" }, cell) : h("td", {}, cell))),
          ),
        ),
      ),
    ),
  );
}
