/** What a report says before it has a form: its HTML, Markdown and CSV are made of this. */
import { citation, methods } from "../report/citing.js";
import { isUnavailable } from "../report/numbers.js";
import { searchInWords } from "../report/search.js";
import { subject } from "../report/sentences.js";
import { nextStep, verdict } from "../report/verdict.js";
import { allTables, inputTable, scoreTable, settingTable, shortTables } from "./tables.js";
import { limits, threeThings, verdictNumbers } from "./words.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Report } from "./types.d.ts" */

/** The files' SHA-256 by their beginnings. @param {Audit} audit */
export function hashesInWords({ inputs }) {
  const one = (/** @type {Audit["inputs"]["images"]} */ { sha256 }) => (isUnavailable(sha256) ? sha256.reason : `${sha256.slice(0, 16)}…`);
  return `${one(inputs.images)}, ${one(inputs.texts)} (in full in the table of the files)`;
}

/** @param {Audit["tool"]} tool */
export const toolInWords = ({ version, wasmSha256 }) => `Askew ${version}, core ${wasmSha256.slice(0, 16)}…`;

/** @param {Audit} audit @param {TextWord} word @returns {Report} */
export function auditReport(audit, word) {
  const next = nextStep(audit, word);
  const first = new Set([scoreTable(audit).id, inputTable(audit).id, settingTable(audit).id]);
  return {
    kind: "Alignment audit of a vision-language model",
    verdict: verdict(audit, word).join(" "),
    numbers: [...searchInWords(audit, word), ...verdictNumbers(audit, word), ...(next ? [`Next: ${next}`] : [])],
    facts: [
      ["Audited", subject(audit, word).join(" · ")],
      ["Data’s SHA-256", hashesInWords(audit)],
      ["Tool", toolInWords(audit.tool)],
    ],
    scores: [scoreTable(audit)],
    things: threeThings(audit, word),
    limits: limits(audit, word),
    tables: [inputTable(audit), settingTable(audit), ...shortTables(audit).filter(({ id }) => !first.has(id))],
    all: allTables(audit),
    repeat:
      "“askew verify AUDIT.json IMAGES TEXTS”, or the JSON dropped on the page together with the data, computes everything again and compares every digit.",
    cite: [`Cite: ${citation(audit.tool)}`, `Methods: ${methods(audit)}`],
  };
}

/** What stands above the things to know. @param {Pick<Report, "things">} report */
export const thingsTitle = ({ things }) => (things.length === 3 ? "Three things to know" : "To know");
