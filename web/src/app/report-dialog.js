/** The dialog that saves what is finished as a report. What was written in it stays until the page is closed. */

import { NOTHING_FILED } from "../document/filing.js";
import { formsOf, reportText } from "../document/forms.js";
import { version } from "../engine/version.js";
import { sessionText } from "../report/session-file.js";
import { firstOf } from "../report/several.js";
import { download, safeName } from "../views/download.js";
import * as view from "../views/report-dialog.js";

/** @import { Audit, Filing } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Result } from "../document/types.d.ts" */

const FORMS = {
  html: { ending: "html", type: "text/html" },
  markdown: { ending: "md", type: "text/markdown" },
  csv: { ending: "csv", type: "text/csv" },
  json: { ending: "json", type: "application/json" },
  session: { ending: "json", type: "application/json" },
  chai: { ending: "chai.xml", type: "application/xml" },
  fhir: { ending: "fhir.json", type: "application/fhir+json" },
  claim: { ending: "claim.md", type: "text/markdown" },
};

/** What a result's JSON and its report are called. @type {Record<Result["schema"], { json: string, report: string }>} */
const NAMES = {
  "askew-audit/1": { json: "audit", report: "report" },
  "askew-comparison/1": { json: "comparison", report: "comparison-report" },
  "askew-comparisons/1": { json: "comparisons", report: "comparisons-report" },
  "askew-benchmark/1": { json: "benchmark", report: "benchmark-report" },
};

/** The file of which a report's own name tells. @param {Result} made */
function about(made) {
  if (made.schema === "askew-benchmark/1") return "";
  return `-${safeName(firstOf(made).inputs.images.file)}`;
}

/** What the saved file is called. @param {view.Form} form @param {Result} made @param {Filing} filing */
function fileName(form, made, { names }) {
  const { json, report } = NAMES[made.schema];
  const kind = form === "json" ? json : form === "session" ? form : report;
  return `askew-${kind}${names ? about(made) : "-without-names"}.${FORMS[form].ending}`;
}

/** @param {Result} made */
const hasFailures = (made) => made.schema === "askew-benchmark/1" && made.runs.some(({ failure }) => failure !== undefined);

/** @param {HTMLDialogElement} dialog @param {string} style of the saved page @param {() => Date} [now] */
export function createReportDialog(dialog, style, now = () => new Date()) {
  /** @type {Filing} */
  let filing = { ...NOTHING_FILED };
  return {
    /** @param {Result} made of its JSON */
    jsonName: (made) => fileName("json", made, NOTHING_FILED),

    /** What was written in it, for what is printed. @returns {Filing} */
    filing: () => filing,

    /** @param {Result} made @param {TextWord} word @param {readonly Audit[]} audits of this tab @param {(form: view.Form) => void} saved it now stands in a file */
    show(made, word, audits, saved) {
      if (!filing.date) filing = { ...filing, date: now().toISOString().slice(0, 10) };
      view.render(
        dialog,
        filing,
        { audits: audits.length, forms: formsOf(made), failures: hasFailures(made) },
        {
          change: (change) => {
            filing = { ...filing, ...change };
          },
          save: (form) => {
            const text = form === "session" ? sessionText(audits, filing, version) : reportText(form, made, { word, filing, style });
            download(new Blob([text], { type: FORMS[form].type }), fileName(form, made, filing));
            saved(form);
          },
        },
      );
      dialog.showModal();
    },
  };
}
