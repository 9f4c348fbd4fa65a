/** Several models on the same pairs as a report: who is better than the baseline, then each comparison's differences. */
import { citation, methods } from "../report/citing.js";
import { fixed, isUnavailable, percent, signed } from "../report/numbers.js";
import { pCell, subject } from "../report/sentences.js";
import { FAMILY, inFamily, rowsOf, severalInWords } from "../report/several.js";
import { hashesInWords, placed, settingsInWords, toolInWords } from "./audit-report.js";
import { comparisonReport, differenceTable, warningsOf } from "./comparison-report.js";
import { comparisonPictures } from "./pictures.js";
import { inNumbers } from "./typed-table.js";

/** @import { Comparisons, Quantity } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Found, Row } from "../report/several.js" */
/** @import { Figure, Report, Table, TypedTable } from "./types.d.ts" */

/** "not shown to differ", or better or worse than the baseline. @param {Found} found */
const standingWords = ({ standing }) => (standing === "better" || standing === "worse" ? `${standing} than the baseline` : standing);

/** @param {Found} found */
const share = ({ hits, queries }) => (hits === undefined || !queries ? undefined : hits / queries);

/** @param {Quantity | undefined} quantity */
const known = (quantity) => (quantity === undefined || isUnavailable(quantity) ? undefined : quantity);

/** Every model in the order of search. @param {Comparisons} made @returns {TypedTable} */
export function modelTable(made) {
  const shareWords = (/** @type {number} */ value) => percent(value, 1);
  return {
    id: "models",
    digits: 3,
    caption: "Every model on these pairs, first by R@1 image → text; recalls are shares",
    short: "Every model on these pairs",
    columns: [
      { title: "Model" },
      { title: "R@1 image → text", words: shareWords },
      { title: "Image → text" },
      { title: "p, Holm", full: "p, Holm, image → text", words: pCell },
      { title: "R@1 text → image", words: shareWords },
      { title: "Text → image" },
      { title: "p, Holm", full: "p, Holm, text → image", words: pCell },
      { title: "SAS image → text", words: (value) => fixed(value) },
      { title: "SAS text → image", words: (value) => fixed(value) },
      { title: "Imbalance", words: (value) => signed(value) },
    ],
    rows: rowsOf(made).map((row) => [row.name, ...searchCells(row), ...scoreCells(row)]),
  };
}

/** @param {Row} row */
const searchCells = ({ imageToText, textToImage }) =>
  [imageToText, textToImage].flatMap((found) => [share(found), standingWords(found), known(found.pHolm)]);

/** @param {Row} row */
const scoreCells = ({ audit: { sas } }) => [known(sas.imageToText), known(sas.textToImage), known(sas.imbalance)];

/** @param {Comparisons} made @param {TextWord} word @returns {Report} */
export function comparisonsReport(made, word) {
  const comparisons = made.comparisons.map((_, at) => inFamily(made, at));
  const [finding, across, better, tested] = severalInWords(made, word);
  const [{ a: baseline }] = comparisons;
  const rows = rowsOf(made);
  const [, ...about] = subject(baseline, word);
  const single = comparisons.map((comparison) => comparisonReport(comparison, word, FAMILY));
  const nameAt = (/** @type {number} */ at) => rows.find((row) => row.at === at)?.name ?? "";
  const warned = placed(
    warningsOf(
      rows.map(({ name, audit }) => ({ title: name, audit })),
      "All models",
    ),
  );
  const ofEach = (/** @type {"tables" | "all"} */ part) =>
    single.flatMap((report, at) =>
      report[part].map((table) => ({
        ...table,
        id: `${table.id}-${at + 1}`,
        caption: `Baseline (first) and ${nameAt(at)} (second): ${table.caption}`,
      })),
    );
  /** @type {Table} */
  const models = inNumbers(modelTable(made));
  return {
    kind: `Comparison of ${comparisons.length + 1} vision-language models on the same pairs`,
    verdict: finding,
    search: [across],
    warnings: warned.first,
    numbers: [],
    facts: [
      ["Baseline", rows.find(({ at }) => at === undefined)?.name ?? ""],
      // In the order in which they are given again to be verified.
      ...comparisons.map((_, at) => /** @type {[string, string]} */ (["Compared with it", nameAt(at)])),
      ["On", about.join(" · ")],
      ["Settings", settingsInWords(baseline)],
      ["SHA-256, baseline", hashesInWords(baseline)],
      ["Tool", toolInWords(baseline.tool)],
    ],
    scores: [{ ...models, id: "models-first" }],
    things: [
      tested,
      better,
      "Directional scores are not judged here: the tables of each pair of models have the ranges of their differences.",
    ],
    limits: single[0].limits,
    tables: [
      models,
      ...warned.tables,
      ...comparisons.map((comparison, at) => ({
        ...inNumbers(differenceTable(comparison, `differences-${at + 1}`)),
        caption: `Baseline minus ${nameAt(at)}; recalls are shares`,
      })),
    ],
    all: [models, ...ofEach("all")],
    repeat:
      "“askew verify COMPARISONS.json IMAGES TEXTS --compare IMAGES,TEXTS --compare IMAGES,TEXTS”, with the other models in their order, or the JSON dropped on the page’s card of the models together with their files, computes everything again and compares every digit.",
    cite: [`Cite: ${citation(baseline.tool)}`, `Methods: ${methods(baseline)}`],
  };
}

/** What differs, for each pair with the baseline. @param {Comparisons} made @param {TextWord} word @returns {Figure[]} */
export function comparisonsPictures(made, word) {
  const rows = rowsOf(made);
  return made.comparisons.map((comparison, at) => {
    const [differences] = comparisonPictures(comparison, word);
    return {
      ...differences,
      id: `${differences.id}-${at + 1}`,
      title: `Where do the baseline (first) and ${rows.find((row) => row.at === at)?.name} (second) differ?`,
    };
  });
}
