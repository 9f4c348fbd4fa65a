/** What a report says before it has a form: its HTML, Markdown and CSV are made of this. */
import { citation, methods } from "../report/citing.js";
import { countOf, isUnavailable, percent } from "../report/numbers.js";
import { searchInWords } from "../report/search.js";
import { subject } from "../report/sentences.js";
import { nextStep, verdict, warnings } from "../report/verdict.js";
import { allTables, inputTable, intervalSetting, scoreTable, settingTable, shortTables } from "./tables.js";
import { limits, threeThings, verdictNumbers } from "./words.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Report, Table } from "./types.d.ts" */

/** The files' SHA-256 by their beginnings. @param {Audit} audit */
export function hashesInWords({ inputs }) {
  const both = [inputs.images.sha256, inputs.texts.sha256];
  const known = both.filter((sha256) => !isUnavailable(sha256));
  const words = both.map((sha256) => (isUnavailable(sha256) ? sha256.reason : `${sha256.slice(0, 16)}…`));
  return `${[...new Set(words)].join(", ")}${known.length > 0 ? " (in full in the table of the files)" : ""}`;
}

/** @param {Audit["tool"]} tool */
export const toolInWords = ({ version, wasmSha256 }) => `Askew ${version}, core ${wasmSha256.slice(0, 16)}…`;

/** What the numbers depend on. @param {Audit} audit */
export function settingsInWords(audit) {
  const { options, chance, aggregate, inputs } = audit;
  const { topQ, neighbours, seed } = options;
  const shuffles = isUnavailable(chance) ? "no shuffles" : countOf(chance.permutations, "shuffle");
  return [
    `top ${percent(topQ)} of the directions`,
    intervalSetting(audit),
    ...(aggregate ? [] : [shuffles, countOf(neighbours, "neighbour")]),
    `seed ${seed}`,
    ...(inputs.clusters ? [`pairs of one ${inputs.clusters.column} together`] : []),
    ...(inputs.within ? [`chance within ${inputs.within.column}`] : []),
  ].join(" · ");
}

/** Warnings on the first page, unless they are one more. */
const MOST_WARNINGS = 3;

/**
 * Warnings on the first page; if they are more than have room there, all of them as a table of the appendix.
 * @param {string[]} all the worst first @returns {{ first: string[], tables: Table[] }}
 */
export function placed(all) {
  if (all.length <= MOST_WARNINGS + 1) return { first: all, tables: [] };
  return {
    first: [...all.slice(0, MOST_WARNINGS), `${all.length - MOST_WARNINGS} more warnings stand in the appendix.`],
    tables: [
      { id: "warnings", caption: "All warnings", columns: ["Warning", "In words"], rows: all.map((text, k) => [String(k + 1), text]) },
    ],
  };
}

/** @param {Audit} audit @returns {[string, string][]} */
const pairingFact = ({ inputs: { pairing } }) => (pairing ? [["Pairs", pairing.says]] : []);

/** @param {Audit} audit @param {TextWord} word @returns {Report} */
export function auditReport(audit, word) {
  const warned = placed(warnings(audit));
  const first = new Set([scoreTable(audit).id, inputTable(audit).id, settingTable(audit).id]);
  return {
    kind: "Alignment audit of a vision-language model",
    verdict: verdict(audit, word).join(" "),
    search: searchInWords(audit, word),
    warnings: warned.first,
    numbers: verdictNumbers(audit, word),
    next: nextStep(audit, word),
    facts: [
      ["Audited", subject(audit, word).join(" · ")],
      ...pairingFact(audit),
      ["Settings", settingsInWords(audit)],
      ["Data’s SHA-256", hashesInWords(audit)],
      ["Tool", toolInWords(audit.tool)],
    ],
    scores: [scoreTable(audit)],
    things: threeThings(audit, word),
    limits: limits(audit, word),
    tables: [...warned.tables, inputTable(audit), settingTable(audit), ...shortTables(audit).filter(({ id }) => !first.has(id))],
    all: allTables(audit),
    repeat:
      "“askew verify AUDIT.json IMAGES TEXTS”, or the JSON dropped on the page together with the data, computes everything again and compares every digit.",
    cite: [`Cite: ${citation(audit.tool)}`, `Methods: ${methods(audit)}`],
  };
}

/** What stands above the things to know. @param {Pick<Report, "things">} report */
export const thingsTitle = ({ things }) => (things.length === 3 ? "Three things to know" : "To know");
