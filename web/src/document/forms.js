/** A finished audit, comparison or benchmark in each form in which it is saved, with or without its names. */
import { benchmarkWithoutNames } from "../benchmark/nameless.js";
import { comparisonsWithoutNames, comparisonWithoutNames, withoutNames } from "../report/nameless.js";
import { auditReport } from "./audit-report.js";
import { benchmarkPictures } from "./benchmark-pictures.js";
import { benchmarkReport } from "./benchmark-report.js";
import { comparisonReport } from "./comparison-report.js";
import { comparisonsPictures, comparisonsReport } from "./comparisons-report.js";
import { csvReport } from "./csv.js";
import { reportPage } from "./html.js";
import { markdownReport } from "./markdown.js";
import { auditPictures, comparisonPictures } from "./pictures.js";
import { summarySheets } from "./summary-sheet.js";

/** @import { Filing } from "../types.d.ts" */
/** @import { Kind, ReportForm, ReportOptions, Result } from "./types.d.ts" */

/** How each kind of result is filed. @type {Record<Result["schema"], Kind>} */
const KINDS = {
  "askew-audit/1": { withoutNames, report: auditReport, pictures: auditPictures },
  "askew-comparison/1": { withoutNames: comparisonWithoutNames, report: comparisonReport, pictures: comparisonPictures },
  "askew-comparisons/1": { withoutNames: comparisonsWithoutNames, report: comparisonsReport, pictures: comparisonsPictures },
  "askew-benchmark/1": { withoutNames: benchmarkWithoutNames, report: benchmarkReport, pictures: benchmarkPictures, sheets: summarySheets },
};

/** As it is saved: with all names, or with none. @template {Result} T @param {T} made @param {Pick<Filing, "names">} filing @returns {T} */
export const asFiled = (made, { names }) => (names ? made : KINDS[made.schema].withoutNames(made));

/** @param {ReportForm} form @param {Result} made @param {ReportOptions} wishes @returns {string} */
export function reportText(form, made, { word, filing, style }) {
  const result = asFiled(made, filing);
  if (form === "json") return `${JSON.stringify(result, null, 2)}\n`;
  const { report, pictures, sheets } = KINDS[made.schema];
  const said = report(result, word);
  if (form === "html") return reportPage(said, pictures(result, word), { filing, style, sheets: sheets?.(result) });
  return form === "markdown" ? markdownReport(said, filing) : csvReport(said.all);
}
