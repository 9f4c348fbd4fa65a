import { FIELDS } from "../document/filing.js";
import { fill, h } from "./element.js";

/** @import { Filing } from "../types.d.ts" */
/** @import { ReportForm } from "../document/types.d.ts" */

/** @typedef {ReportForm | "session"} Form */

/** @type {readonly { form: Form, title: string, says: string }[]} */
const FORMS = [
  { form: "html", title: "Report (HTML)", says: "one file to read, print or save as PDF; nothing in it runs or loads" },
  { form: "markdown", title: "Markdown", says: "for a model card" },
  { form: "csv", title: "Tables (CSV)", says: "every table, every digit" },
  { form: "json", title: "Numbers (JSON)", says: "to be verified or opened again" },
  { form: "session", title: "Session (JSON)", says: "every audit of this tab, to be opened again; no embeddings" },
];

/** What others read; what the audit does not know says so in them. @type {typeof FORMS} */
const CARDS = [
  { form: "chai", title: "CHAI card (XML)", says: "what the audit fills of the Applied Model Card 0.2" },
  { form: "fhir", title: "HL7 FHIR (JSON)", says: "the same card and the report as a DocumentReference" },
  { form: "claim", title: "CLAIM 2024", says: "what the audit says to which of its 44 items, in Markdown" },
];

const ANONYMOUS = "Leave out the names of files, arrays, columns, sites and groups, and of a benchmark’s models and datasets";

/** What a report is given beside the audit, and in which form it is saved. @param {HTMLDialogElement} dialog @param {Filing} filing @param {{ audits: number, forms: readonly ReportForm[], failures: boolean }} made audits: of this tab; forms: that it can be saved in; failures: a run of it says why it failed @param {{ change: (filing: Partial<Filing>) => void, save: (form: Form) => void }} actions */
export function render(dialog, filing, { audits, forms, failures }, { change, save }) {
  const cards = CARDS.filter(({ form }) => form !== "session" && forms.includes(form));
  const field = (/** @type {typeof FIELDS[number]} */ { key, title, says }) => {
    const id = `filing-${key}`;
    const input = (/** @type {Event & { target: HTMLInputElement }} */ { target }) => change({ [key]: target.value });
    const common = { id, placeholder: says, input };
    return h(
      "p.wish",
      h("label", { for: id }, title),
      key === "notes" ? h("textarea", { ...common, rows: 3 }, filing[key]) : h("input", { ...common, type: "text", value: filing[key] }),
    );
  };
  const button = (/** @type {typeof FORMS[number]} */ { form, title, says }) =>
    h(
      "p.form",
      h("button", { class: form === "html" ? "primary" : "", id: `save-${form}`, click: () => save(form) }, title),
      h("span.how", says),
    );
  fill(
    dialog,
    h("h2#report-title", "Save a report"),
    h(
      "p.lead",
      "The first page has the verdict, search in whole numbers, warnings, settings and limits; then come the charts, tables and definitions. “Print” prints the same report, with what is filled in here.",
    ),
    h("div.wishes", FIELDS.map(field)),
    h(
      "p.wish.check",
      h("input#filing-anonymous", {
        type: "checkbox",
        checked: !filing.names,
        change: (event) => change({ names: !event.target.checked }),
      }),
      h("label", { for: "filing-anonymous" }, ANONYMOUS),
    ),
    h(
      "p.how",
      failures
        ? "No form holds a caption or a row, and an id only if a run that failed says why by one; without the names none does."
        : "No form holds a caption, an id or a row.",
      " What you write above is kept as it is, and so are the files’ SHA-256, by which the audit is verified.",
    ),
    h("div.forms", FORMS.filter(({ form }) => form !== "session" || audits > 1).map(button)),
    cards.length > 0 && h("details.reading", h("summary", "Cards that others read"), h("div.forms", cards.map(button))),
    h("div.dialog-tools", h("button#report-close", { click: () => dialog.close() }, "Close")),
  );
}
