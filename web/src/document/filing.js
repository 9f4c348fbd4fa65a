/** What a person adds to a report: who, for what, and what else should be known. */

/** @import { Filing } from "../types.d.ts" */

/** The fields in the order of the report. @type {readonly { key: keyof Omit<Filing, "names">, title: string, says: string }[]} */
export const FIELDS = [
  { key: "institution", title: "Institution", says: "who is responsible for the data" },
  { key: "purpose", title: "Purpose", says: "what the audit is for" },
  { key: "auditor", title: "Auditor", says: "who made it" },
  { key: "date", title: "Date", says: "when it was made" },
  { key: "notes", title: "Notes", says: "what else a reader should know" },
];

/** @type {Readonly<Filing>} */
export const NOTHING_FILED = Object.freeze({ institution: "", purpose: "", auditor: "", date: "", notes: "", names: true });

/** The fields that somebody filled in. @param {Filing} filing @returns {[string, string][]} */
export const filedFacts = (filing) =>
  FIELDS.map(({ key, title }) => /** @type {[string, string]} */ ([title, filing[key].trim()])).filter(([, text]) => text);
