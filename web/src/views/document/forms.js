/** A finished audit, comparison or benchmark in each form in which it is saved, with or without its names. */
import { benchmarkWithoutNames } from "../../benchmark/nameless.js";
import { benchmarkPaper } from "../../benchmark/paper.js";
import { comparisonPaper } from "../../report/document/comparison-paper.js";
import { csvReport } from "../../report/document/csv.js";
import { markdownReport } from "../../report/document/markdown.js";
import { comparisonWithoutNames, withoutNames } from "../../report/document/nameless.js";
import { auditPaper } from "../../report/document/paper.js";
import { benchmarkPictures } from "../benchmark/pictures.js";
import { summarySheets } from "../benchmark/summary-page.js";
import { reportPage } from "./page.js";
import { auditPictures, comparisonPictures } from "./pictures.js";

/** @import { Audit, Benchmark, Comparison, Filing } from "../../types.d.ts" */
/** @import { Paper } from "../../report/document/paper.js" */
/** @import { TextWord } from "../../report/sentences.js" */
/** @import { Figure } from "./page.js" */

/**
 * @typedef {"html" | "markdown" | "csv" | "json"} ReportForm
 * @typedef {Audit | Comparison | Benchmark} Result
 * @typedef {{ word: TextWord, filing: Filing, style: string }} Wishes style: src/style/saved-report.css as one text
 *
 * @typedef {object} Kind how one kind of result is filed
 * @property {(made: any) => any} withoutNames
 * @property {(result: any, word: TextWord) => Paper} paper
 * @property {(result: any, word: TextWord) => Figure[]} pictures
 * @property {(result: any) => string[]} [sheets] pages of their own, as markup
 */

/** @type {Record<Result["schema"], Kind>} */
const KINDS = {
  "askew-audit/1": { withoutNames, paper: auditPaper, pictures: auditPictures },
  "askew-comparison/1": { withoutNames: comparisonWithoutNames, paper: comparisonPaper, pictures: comparisonPictures },
  "askew-benchmark/1": { withoutNames: benchmarkWithoutNames, paper: benchmarkPaper, pictures: benchmarkPictures, sheets: summarySheets },
};

/** As it is saved: with all names, or with none. @template {Result} T @param {T} made @param {Pick<Filing, "names">} filing @returns {T} */
export const asFiled = (made, { names }) => (names ? made : KINDS[made.schema].withoutNames(made));

/** @param {ReportForm} form @param {Result} made @param {Wishes} wishes @returns {string} */
export function reportText(form, made, { word, filing, style }) {
  const result = asFiled(made, filing);
  if (form === "json") return `${JSON.stringify(result, null, 2)}\n`;
  const { paper, pictures, sheets } = KINDS[made.schema];
  const said = paper(result, word);
  if (form === "html") return reportPage(said, pictures(result, word), { filing, style, sheets: sheets?.(result) });
  return form === "markdown" ? markdownReport(said, filing) : csvReport(said.all);
}
