import { drawing } from "../charts/retrieval.js";
import { R_SUM, retrievalTables } from "../document/retrieval-table.js";
import { inWords } from "../document/typed-table.js";
import { IMAGE_TO_TEXT, TEXT_TO_IMAGE } from "../report/directions.js";
import { count, countOf, fixed, isUnavailable } from "../report/numbers.js";
import { h } from "./element.js";
import { chartOf } from "./figure.js";
import { missing } from "./notice.js";
import { dataTable } from "./table.js";

/** @import { Audit, Sampling } from "../types.d.ts" */
/** @import { TypedTable } from "../document/types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** Can each side find the other: curves and the small table. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, options) {
  const { word } = options;
  const { retrieval, sampling } = audit;
  if (isUnavailable(retrieval)) return missing(container, retrieval);
  const { identicalTexts } = retrieval.duplicates;
  const chart = h("div");
  if (sampling) container.append(h("p.notice", sampledWords(sampling, audit.options.seed, word)));
  if (identicalTexts > 0) container.append(h("p.notice", repeatedWords(identicalTexts, word)));
  const numbers = h(
    "div.under-chart",
    retrievalTables(audit, word).map(byDirection),
    h(
      "p.how",
      `rSum: ${fixed(retrieval.rSum, 1)} of 600, ${fixed(retrieval.rSumImageToText, 1)} ${IMAGE_TO_TEXT} and ${fixed(retrieval.rSumTextToImage, 1)} ${TEXT_TO_IMAGE}.`,
    ),
  );
  container.append(h("div.chart-beside", chart, numbers));
  chartOf(chart, { drawing }, audit, options);
}

/** A row's name begins with its direction: said once, above the others. The sum is no recall, and stands below. @param {TypedTable} typed */
function byDirection({ rows, ...typed }) {
  const table = inWords({ ...typed, rows: rows.filter(([name]) => name !== R_SUM) });
  const cell = (/** @type {number} */ r, /** @type {number} */ k) => {
    const [, way, rest] = table.rows[r][0].match(/^(Image → text|Text → image), (.+)/) ?? [];
    return k === 0 && way ? [h("span.hidden", `${way}, `), h("span.under", rest)] : undefined;
  };
  return dataTable(table, { classes: "sparse by-direction", cell, sortable: false });
}

/** @param {number} repeated @param {string} word */
function repeatedWords(repeated, word) {
  const [one, some] = [`${word.slice(0, -1)} repeats`, `${word} repeat`];
  return `${countOf(repeated, one, some)} an earlier one exactly, so no model can tell them apart. The table gives the recall that accepts any identical ${word.slice(0, -1)} beside the plain one.`;
}

/** @param {Sampling} sampling @param {number} seed @param {string} word */
function sampledWords({ queries }, seed, word) {
  return `Too many pairs to compare them all: ${count(queries)} images and ${count(queries)} ${word}, drawn at random (seed ${seed}), were each compared with everything on the other side.`;
}
