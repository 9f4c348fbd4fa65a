/** A comparison of two models as plain text for a terminal. */

import { comparisonInWords, modelNames } from "../report/comparison.js";
import { countOf } from "../report/numbers.js";
import { tableLines, wrapped } from "./audit-text.js";
import { differenceTable } from "./comparison-report.js";
import { inWords } from "./typed-table.js";

/** @import { Comparison } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */

/** @param {Comparison} comparison @param {TextWord} [word] */
export function comparisonText(comparison, word) {
  const [first, second] = modelNames(comparison);
  const [finding, ...others] = comparisonInWords(comparison, word);
  const parts = [
    [`First: ${first}`, `Second: ${second}`, countOf(comparison.a.inputs.pairs, "pair")],
    wrapped(finding, "", ""),
    tableLines(inWords(differenceTable(comparison))),
    others.flatMap((text) => wrapped(text)),
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
