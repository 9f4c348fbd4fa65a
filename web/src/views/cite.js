import { methods, paperBibtex, toolBibtex } from "../report/citing.js";
import { copyButton } from "./copy.js";
import { fill, h } from "./element.js";

/** @import { Audit } from "../types.d.ts" */

/** What is to be cited, each with its button. @param {HTMLDialogElement} dialog @param {{ tool: Pick<Audit["tool"], "version" | "wasmSha256">, audit?: Audit }} about audit: once one is finished */
export function render(dialog, { tool, audit }) {
  fill(
    dialog,
    h("h2#cite-title", "Cite"),
    audit && part("cite-methods", "For a methods section", "What this audit did, with its settings.", methods(audit)),
    part(
      "cite-paper",
      "The paper of the scores",
      "Only the authors’ family names are known here; arXiv has the first names.",
      paperBibtex(),
    ),
    part("cite-tool", "Askew", "This version, and what tells its core from any other.", toolBibtex(audit?.tool ?? tool)),
    h("p.how", "The definitions name the source of each metric."),
    h("div.dialog-tools", h("button#cite-close", { click: () => dialog.close() }, "Close")),
  );
}

/** @param {string} id @param {string} title @param {string} how @param {string} text */
function part(id, title, how, text) {
  const words = h(`pre#${id}.cited`, { tabindex: 0 }, text);
  return h(
    "section",
    { "aria-labelledby": `${id}-title` },
    h(
      "div.card-head",
      h("h3", { id: `${id}-title` }, title),
      copyButton(`button#${id}-copy`, "Copy", () => text, { beside: words, label: `Copy: ${title}` }),
    ),
    h("p.how", how),
    words,
  );
}
