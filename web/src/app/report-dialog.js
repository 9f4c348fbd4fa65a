/** The dialog that saves a finished audit as a report. What was written in it stays until the page is closed. */
import { version } from "../engine/version.js";
import { csvReport } from "../report/document/csv.js";
import { NOTHING_FILED } from "../report/document/filing.js";
import { markdownReport } from "../report/document/markdown.js";
import { withoutNames } from "../report/document/nameless.js";
import { sessionText } from "../report/session-file.js";
import * as view from "../views/document/dialog.js";
import { reportPage } from "../views/document/page.js";
import { download, safeName } from "../views/download.js";

/** @import { Audit, Filing } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */

const FORMS = {
  html: { ending: "html", type: "text/html" },
  markdown: { ending: "md", type: "text/markdown" },
  csv: { ending: "csv", type: "text/csv" },
  json: { ending: "json", type: "application/json" },
  session: { ending: "json", type: "application/json" },
};

/** What each file is called. */
const KIND = { html: "report", markdown: "report", csv: "report", json: "audit", session: "session" };

/** @param {Exclude<import("../views/document/dialog.js").Form, "session">} form @param {Audit} made @param {{ word: TextWord, filing: Filing, style: string }} options */
export function reportText(form, made, { word, filing, style }) {
  const audit = filing.names ? made : withoutNames(made);
  if (form === "html") return reportPage(audit, { word, filing, style });
  if (form === "markdown") return markdownReport(audit, { word, filing });
  if (form === "csv") return csvReport(audit);
  return JSON.stringify(audit, null, 2);
}

/** A report without names has none in its own. @param {Audit} audit @param {Filing} filing */
const stem = ({ inputs }, { names }) => (names ? safeName(inputs.images.file) : "without-names");

/** @param {HTMLDialogElement} dialog @param {string} style of the saved page @param {() => Date} [now] */
export function createReportDialog(dialog, style, now = () => new Date()) {
  /** @type {Filing} */
  let filing = { ...NOTHING_FILED };
  return {
    /** @param {Audit} audit @param {TextWord} word @param {readonly Audit[]} made in this tab */
    show(audit, word, made) {
      if (!filing.date) filing = { ...filing, date: now().toISOString().slice(0, 10) };
      view.render(dialog, filing, made.length, {
        change: (change) => {
          filing = { ...filing, ...change };
        },
        save: (form) => {
          const { ending, type } = FORMS[form];
          const text = form === "session" ? sessionText(made, filing, version) : reportText(form, audit, { word, filing, style });
          download(new Blob([text], { type }), `askew-${KIND[form]}-${stem(audit, filing)}.${ending}`);
        },
      });
      dialog.showModal();
    },
  };
}
