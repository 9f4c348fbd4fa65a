/** The summary over the page, to be read, printed, or saved as a file. */

import { sheet } from "../../document/summary-sheet.js";
import { fill, h } from "../element.js";
import { PAGE } from "../page-maker.js";

/** @import { Summary } from "../../benchmark/types.d.ts" */

/** @param {HTMLDialogElement} dialog @param {Summary} summary @param {{ print: () => void, save: () => void }} actions */
export function show(dialog, summary, { print, save }) {
  fill(
    dialog,
    sheet(PAGE, summary, { id: "sheet" }),
    h(
      "div.dialog-tools",
      h("button#summary-print.primary", { autofocus: true, click: () => print() }, "Print, or save as PDF"),
      h("button#summary-save", { click: () => save() }, "Save as HTML"),
      h("button#summary-close", { click: () => dialog.close() }, "Close"),
    ),
  );
  dialog.showModal();
  dialog.scrollTop = 0;
}
