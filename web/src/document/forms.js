/** A finished audit, comparison or benchmark in each form in which it is saved, with or without its names. */
import { benchmarkWithoutNames } from "../benchmark/nameless.js";
import { Failure } from "../failure.js";
import { comparisonsWithoutNames, comparisonWithoutNames, withoutNames } from "../report/nameless.js";
import { auditReport } from "./audit-report.js";
import { benchmarkPictures } from "./benchmark-pictures.js";
import { benchmarkReport } from "./benchmark-report.js";
import { chaiCard } from "./cards/chai.js";
import { claimTable } from "./cards/claim.js";
import { fhirCard } from "./cards/fhir.js";
import { comparisonReport, OWN_TABLES } from "./comparison-report.js";
import { comparisonsPictures, comparisonsReport } from "./comparisons-report.js";
import { csvReport } from "./csv.js";
import { savedPage } from "./html.js";
import { markdownReport } from "./markdown.js";
import { MARKUP } from "./markup.js";
import { auditPictures, comparisonPictures } from "./pictures.js";
import { definitions, reportBody } from "./report-parts.js";
import { summarySheets } from "./summary-sheet.js";

/** @import { Audit, Comparison, Comparisons, Filing } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { CardForm, Kind, Maker, ReportForm, ReportOptions, Result } from "./types.d.ts" */

/** How each kind of result is filed. @type {Record<Result["schema"], Kind>} */
const KINDS = {
  "askew-audit/1": { withoutNames, report: auditReport, pictures: auditPictures },
  "askew-comparison/1": { withoutNames: comparisonWithoutNames, report: comparisonReport, pictures: comparisonPictures },
  "askew-comparisons/1": { withoutNames: comparisonsWithoutNames, report: comparisonsReport, pictures: comparisonsPictures },
  "askew-benchmark/1": { withoutNames: benchmarkWithoutNames, report: benchmarkReport, pictures: benchmarkPictures, sheets: summarySheets },
};

/** As it is saved: with all names, or with none. @template {Result} T @param {T} made @param {Pick<Filing, "names">} filing @returns {T} */
export const asFiled = (made, { names }) => (names ? made : KINDS[made.schema].withoutNames(made));

/** @typedef {{ word: TextWord, filing: Filing, notices?: string[], note?: string }} Wishes notices, note: what the page says of the result and of its print */

/** A result's report as its parts, but for the definitions. @template N @param {Maker<N>} make @param {Result} result @param {Wishes} wishes */
function bodyOf(make, result, { word, filing, notices, note }) {
  const { report, pictures, sheets } = KINDS[result.schema];
  return reportBody(make, { ...report(result, word), notices, note }, pictures(result, word), {
    filing,
    sheets: sheets?.(result, make),
  });
}

/** What differs between two models, beside the report of the first. @template N @param {Maker<N>} make @param {Comparison} comparison @param {Wishes} wishes */
function differencesOf(make, comparison, { word, filing }) {
  const { tables, limits, ...report } = comparisonReport(comparison, word);
  const told = new Set(auditReport(comparison.a, word).limits);
  const own = { ...report, limits: limits.filter((text) => !told.has(text)), tables: tables.filter(({ id }) => OWN_TABLES.has(id)) };
  const pictures = comparisonPictures(comparison, word).filter(({ id }) => id === "differences");
  return reportBody(make, own, pictures, { filing, appendix: "The two models in numbers" });
}

/** More than two models, beside the report of one of them. @template N @param {Maker<N>} make @param {Comparisons} made @param {Wishes} wishes */
function modelsOf(make, made, { word, filing }) {
  const { limits, ...report } = comparisonsReport(made, word);
  const told = new Set(auditReport(made.comparisons[0].a, word).limits);
  const own = { ...report, limits: limits.filter((text) => !told.has(text)) };
  return reportBody(make, own, comparisonsPictures(made, word), { filing, appendix: "The models in numbers" });
}

/** @template N @param {Maker<N>} make @param {Comparison | Comparisons} made @param {Wishes} wishes */
function comparedOf(make, made, wishes) {
  const filed = asFiled(made, wishes.filing);
  return filed.schema === "askew-comparisons/1" ? modelsOf(make, filed, wishes) : differencesOf(make, filed, wishes);
}

/**
 * What is printed: the report that is saved, with or without its names, and what stands beside it on the page.
 * @template N @param {Maker<N>} make @param {Result} made @param {Wishes & { comparison?: Comparison | Comparisons }} wishes @returns {N[]}
 */
export function printedParts(make, made, { comparison, ...wishes }) {
  return [
    ...bodyOf(make, asFiled(made, wishes.filing), wishes),
    ...(comparison ? comparedOf(make, comparison, wishes) : []),
    ...definitions(make, made),
  ];
}

/** @type {Record<CardForm, (audit: Audit, word: TextWord, filing: Filing) => string>} */
const CARDS = { chai: chaiCard, fhir: fhirCard, claim: claimTable };

/** @param {ReportForm} form @returns {form is CardForm} */
const isCard = (form) => Object.hasOwn(CARDS, form);

/** Forms that a result can be saved in. @param {Pick<Result, "schema">} made @returns {ReportForm[]} */
export const formsOf = ({ schema }) => [
  "json",
  "html",
  "markdown",
  "csv",
  .../** @type {CardForm[]} */ (schema === "askew-audit/1" ? Object.keys(CARDS) : []),
];

/** @param {ReportForm} form @param {Result} made @param {ReportOptions} wishes @returns {string} */
export function reportText(form, made, { word, filing, style }) {
  const result = asFiled(made, filing);
  if (isCard(form)) {
    if (result.schema !== "askew-audit/1")
      throw new Failure(
        "BAD_USE",
        "A card is of one model’s audit, and this is a comparison or a benchmark. Save a card of each model’s own audit.",
      );
    return CARDS[form](result, word, filing);
  }
  if (form === "json") return `${JSON.stringify(result, null, 2)}\n`;
  const said = KINDS[made.schema].report(result, word);
  if (form === "html")
    return savedPage(said.kind.toLowerCase(), style, [...bodyOf(MARKUP, result, { word, filing }), ...definitions(MARKUP, result)]);
  return form === "markdown" ? markdownReport(said, filing) : csvReport(said.all);
}
