/** The summary over the page, to be read, printed, or saved as a file. */

import { sheet } from "../../document/summary-sheet.js";
import { fill, h } from "../element.js";

/** @import { Maker } from "../../document/markup.js" */
/** @import { Summary } from "../../benchmark/types.d.ts" */

/** @type {Maker<HTMLElement>} */
const PAGE = {
  h: (tag, properties, ...children) => h(tag, properties, ...children),
  chart(draw) {
    const host = h("span");
    draw(host);
    return host;
  },
};

/** @param {HTMLDialogElement} dialog @param {Summary} summary @param {{ print: () => void, save: () => void }} actions */
export function show(dialog, summary, { print, save }) {
  fill(
    dialog,
    sheet(PAGE, summary, { id: "sheet" }),
    h(
      "div",
      { class: "dialog-tools" },
      h(
        "button",
        { type: "button", class: "primary", id: "summary-print", autofocus: true, click: () => print() },
        "Print, or save as PDF",
      ),
      h("button", { type: "button", id: "summary-save", click: () => save() }, "Save as HTML"),
      h("button", { type: "button", id: "summary-close", click: () => dialog.close() }, "Close"),
    ),
  );
  dialog.showModal();
  dialog.scrollTop = 0;
}
