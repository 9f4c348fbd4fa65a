/** A finished audit or comparison in each form in which it is saved, with or without its names. */
import { comparisonPaper } from "../../report/document/comparison-paper.js";
import { csvReport } from "../../report/document/csv.js";
import { markdownReport } from "../../report/document/markdown.js";
import { comparisonWithoutNames, withoutNames } from "../../report/document/nameless.js";
import { auditPaper } from "../../report/document/paper.js";
import { reportPage } from "./page.js";
import { auditPictures, comparisonPictures } from "./pictures.js";

/** @import { Audit, Comparison, Filing } from "../../types.d.ts" */
/** @import { TextWord } from "../../report/sentences.js" */

/**
 * @typedef {"html" | "markdown" | "csv" | "json"} ReportForm
 * @typedef {Audit | Comparison} Result
 * @typedef {{ word: TextWord, filing: Filing, style: string }} Wishes style: src/style/saved-report.css as one text
 */

/** @param {Result} made @returns {made is Comparison} */
const isComparison = (made) => made.schema === "askew-comparison/1";

/** As it is saved: with all names, or with none. @template {Result} T @param {T} made @param {Pick<Filing, "names">} filing @returns {T} */
export function asFiled(made, { names }) {
  if (names) return made;
  return /** @type {T} */ (isComparison(made) ? comparisonWithoutNames(made) : withoutNames(made));
}

/** @param {Result} result @param {TextWord} word */
function partsOf(result, word) {
  return isComparison(result)
    ? { paper: comparisonPaper(result, word), pictures: comparisonPictures(result, word) }
    : { paper: auditPaper(result, word), pictures: auditPictures(result, word) };
}

/** @param {ReportForm} form @param {Result} made @param {Wishes} wishes @returns {string} */
export function reportText(form, made, { word, filing, style }) {
  const result = asFiled(made, filing);
  if (form === "json") return `${JSON.stringify(result, null, 2)}\n`;
  const { paper, pictures } = partsOf(result, word);
  if (form === "html") return reportPage(paper, pictures, { filing, style });
  return form === "markdown" ? markdownReport(paper, filing) : csvReport(paper.all);
}
