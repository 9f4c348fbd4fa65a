/** Copies a table for another program. */
import { latexOf, markdownOf, tsvOf } from "../document/copied-table.js";
import { h } from "./element.js";

/** @import { Table } from "../charts/types.d.ts" */

const FORMS = /** @type {const} */ ([
  ["TSV", "for a spreadsheet, every digit", tsvOf],
  ["LaTeX", "for a paper, as shown", latexOf],
  ["Markdown", "for a page of notes, as shown", markdownOf],
]);

/** @param {Table} table */
export function copyMenu(table) {
  const said = h("span.copy-said", { role: "status" });
  const place = h("div.copy-forms");
  const menu = h("details.copy-menu", h("summary", { "aria-label": `Copy: ${table.caption}` }, "Copy"), place);
  const close = () => {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  };
  const copy = async (/** @type {string} */ name, /** @type {string} */ text) => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = `Copied as ${name}`;
      close();
    } catch {
      byHand(place, text);
    }
  };
  const forms = () =>
    FORMS.map(([name, how, write]) => h("button", { click: () => copy(name, write(table)) }, name, " ", h("span.muted", how)));
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    said.textContent = "";
    place.replaceChildren(...forms());
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    event.preventDefault();
    close();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) menu.open = false;
  });
  return h("div.copy", said, menu);
}

/** Where the page may not write to the clipboard, the reader does. @param {Element} place @param {string} text */
function byHand(place, text) {
  const field = h("textarea", { readonly: true, rows: 6, "aria-label": "The table, to be copied" });
  field.value = text;
  place.replaceChildren(h("p", "The browser does not let the page copy. Copy this:"), field);
  field.select();
}
