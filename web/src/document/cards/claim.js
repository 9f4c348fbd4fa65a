/**
 * Which items of CLAIM 2024 (Checklist for Artificial Intelligence in Medical Imaging, 44 items; Tejani et al. 2024, Radiology: Artificial Intelligence 6, e240300) an audit
 * says something to, and what; all other items are the study's. Items are named in our words.
 */
import { methods } from "../../report/citing.js";
import { count, countOf, isUnavailable } from "../../report/numbers.js";
import { scoreIntervals } from "../../report/range-words.js";
import { singular } from "../../report/sentences.js";
import { groupsInWords } from "../../report/subgroups.js";
import { auditReport, settingsInWords } from "../audit-report.js";
import { filedFacts } from "../filing.js";
import { markdownTable } from "../markdown.js";

/** @import { Audit, Filing } from "../../types.d.ts" */
/** @import { TextWord } from "../../report/sentences.js" */

const ITEMS = 44;
/** Findings on rows that are in no pair of their own. */
const ROWS_GONE = new Set(["ROWS_LEFT_OUT", "REPEATED_IMAGES"]);
const SOURCE = "Tejani et al. 2024, doi:10.1148/ryai.240300";

/** The files' hashes in full. @param {Audit} audit */
function sha256InWords({ inputs: { images, texts } }) {
  const both = [images.sha256, texts.sha256].filter((sha256) => !isUnavailable(sha256));
  return both.length > 0 ? `the files’ SHA-256: ${[...new Set(both)].join(", ")}.` : "the files’ SHA-256 are not known.";
}

/** What became of rows that are in no pair. @param {Audit} audit */
function leftInWords({ inputs: { findings }, aggregate }) {
  if (aggregate) return "What the sites left out is not in their sums, and not known.";
  const said = findings.filter(({ code }) => ROWS_GONE.has(code)).map(({ message }) => message);
  return said.length > 0 ? said.join(" ") : "No row was left out by the audit.";
}

/** @param {Audit} audit @param {TextWord} word @returns {[item: number, about: string, said: string | undefined][]} */
function items(audit, word) {
  const { inputs, chance, alternatives, correlates, hubs, subgroups, tool } = audit;
  const report = auditReport(audit, word);
  const left = leftInWords(audit);
  const intervals = Object.keys(scoreIntervals(audit)).length > 0;
  const wrong = hubs && !isUnavailable(hubs) ? hubs.lookalikes.images : undefined;
  return [
    [7, "Data sources", `In part: ${sha256InWords(audit)} Where the data come from is the study’s to say.`],
    [
      9,
      "Preparation of the data",
      `In part: ${count(inputs.pairs)} image–text pairs as embeddings. ${inputs.pairing?.says ?? ""} What was done before is the study’s to say.`.replace(
        "  ",
        " ",
      ),
    ],
    [12, "Missing data", left],
    [23, "Software", `Askew ${tool.version}; SHA-256 of its core ${tool.wasmSha256}.`],
    [28, "Measures of performance", methods(audit)],
    [
      29,
      "Significance and uncertainty",
      [
        intervals ? "Ranges and 95 % intervals stand with the scores." : "No intervals were made.",
        isUnavailable(chance)
          ? "No chance levels were made."
          : `Chance levels from ${countOf(chance.permutations, "shuffle")} of the pairs.`,
      ].join(" "),
    ],
    [
      30,
      "Robustness and sensitivity",
      isUnavailable(alternatives)
        ? undefined
        : `The scores under ${count(alternatives.choices.length)} choices of the directions that count. Settings: ${settingsInWords(audit)}.`,
    ],
    [
      31,
      "Explainability",
      isUnavailable(correlates)
        ? undefined
        : "In part: what the leading directions go with (length of the text, norms, columns of metadata), by correlation. Not validated.",
    ],
    [
      35,
      "Numbers included and excluded",
      `${count(inputs.pairs)} pairs were audited. ${left} Patients and examinations are the study’s to count${inputs.clusters ? `; ${countOf(inputs.clusters.count, `value of ${inputs.clusters.column}`, `values of ${inputs.clusters.column}`)}` : ""}.`,
    ],
    [
      36,
      "Characteristics of the cases",
      subgroups && `In part: ${subgroups.groups.map(({ value, n }) => `${subgroups.column} ${value}: ${count(n)} pairs`).join("; ")}.`,
    ],
    [37, "Performance with its uncertainty", [report.verdict, ...(report.search ?? []), ...report.numbers].join(" ")],
    [
      39,
      "Analysis of failures",
      wrong === undefined
        ? undefined
        : `In part: ${countOf(wrong, "image has", "images have")} a wrong ${singular(word)} nearer than the right one${subgroups ? `. ${groupsInWords(subgroups)[0]}` : "."}`,
    ],
    [40, "Limitations", [...(report.warnings ?? []), ...report.limits].join(" ")],
    [42, "Protocol and further detail", report.repeat],
  ];
}

/** @param {Audit} audit as it is filed @param {TextWord} word @param {Filing} filing @returns {string} Markdown */
export function claimTable(audit, word, filing) {
  const all = items(audit, word);
  const filled = all.filter(([, , said]) => said !== undefined);
  const rows = filled.map(([item, about, said]) => [String(item), about, String(said)]);
  const known = new Set(filled.map(([item]) => item));
  const open = Array.from({ length: ITEMS }, (_, k) => k + 1).filter((item) => !known.has(item));
  const facts = filedFacts(filing).map(([title, text]) => `- ${title}: ${text}`);
  return [
    "## What an audit says to CLAIM 2024",
    ...(facts.length > 0 ? [facts.join("\n")] : []),
    `Of the ${ITEMS} items of the Checklist for Artificial Intelligence in Medical Imaging (${SOURCE}), an audit of embeddings says something to ${filled.length}. It does not replace what a study must say there.`,
    markdownTable(["Item", "About", "From the audit"], rows, (k) => k === 0),
    `For the study to say: items ${open.join(", ")}.`,
    "",
  ].join("\n\n");
}
