/** A comparison of two models, or of several, as plain text for a terminal. */

import { comparisonInWords, foundInWords, modelNames, testedInWords } from "../report/comparison.js";
import { countOf } from "../report/numbers.js";
import { FAMILY, inFamily, rowsOf, severalInWords } from "../report/several.js";
import { tableLines, wrapped } from "./audit-text.js";
import { differenceTable } from "./comparison-report.js";
import { modelTable } from "./comparisons-report.js";
import { inWords } from "./typed-table.js";

/** @import { Comparison, Comparisons } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */

/** @param {readonly string[][]} parts */
const text = (parts) =>
  `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;

/** @param {readonly string[]} sentences */
const below = (sentences) => sentences.flatMap((sentence) => wrapped(sentence));

/** @param {Comparison} comparison @param {TextWord} [word] */
export function comparisonText(comparison, word) {
  const [first, second] = modelNames(comparison);
  const [finding, ...others] = comparisonInWords(comparison, word);
  return text([
    [`First: ${first}`, `Second: ${second}`, countOf(comparison.a.inputs.pairs, "pair")],
    wrapped(finding, "", ""),
    tableLines(inWords(differenceTable(comparison))),
    below(others),
  ]);
}

/** All models first, then the baseline with each. @param {Comparisons} made @param {TextWord} [word] */
export function comparisonsText(made, word) {
  const rows = rowsOf(made);
  const [finding, ...others] = severalInWords(made, word);
  const tested = made.comparisons.map((_, at) => testedInWords(inFamily(made, at), FAMILY));
  // What holds for every one is said once.
  const common = tested[0].filter((sentence) => tested.every((one) => one.includes(sentence)));
  const nameAt = (/** @type {number} */ at) => rows.find((row) => row.at === at)?.name;
  return text([
    [`Baseline: ${rows.find(({ at }) => at === undefined)?.name}`, ...made.comparisons.map((_, at) => `Compared with it: ${nameAt(at)}`)],
    [countOf(made.comparisons[0].a.inputs.pairs, "pair")],
    wrapped(finding, "", ""),
    tableLines(inWords(modelTable(made))),
    below(others),
    ...made.comparisons.flatMap((_, at) => {
      const comparison = inFamily(made, at);
      const [found, ...rest] = foundInWords(comparison, word);
      return [
        [`Baseline (first) and ${nameAt(at)} (second)`],
        wrapped(found, "", ""),
        tableLines(inWords(differenceTable(comparison))),
        below([...rest, ...tested[at].filter((sentence) => !common.includes(sentence))]),
      ];
    }),
    below(common),
  ]);
}
