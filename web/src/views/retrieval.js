import { recallIntervals } from "../charts/chance.js";
import { drawing } from "../charts/retrieval.js";
import { DEPTHS } from "../metrics.js";
import { IMAGE_TO_TEXT, TEXT_TO_IMAGE } from "../report/directions.js";
import { count, countOf, fixed, isUnavailable, percent, percentInterval } from "../report/numbers.js";
import { h } from "./element.js";
import { chartOf } from "./figure.js";
import { missing } from "./notice.js";
import { dataTable } from "./table.js";

/** @import { Audit, RetrievalDirection, Sampling } from "../types.d.ts" */
/** @import { Retrieval, Table } from "../charts/types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** Can each side find the other: curves and the small table. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, options) {
  const { word } = options;
  const { retrieval, sampling } = audit;
  if (isUnavailable(retrieval)) {
    missing(container, retrieval);
    return;
  }
  const { identicalTexts } = retrieval.duplicates;
  const chart = h("div");
  if (sampling) container.append(h("p.notice", sampledWords(sampling, audit.options.seed, word)));
  if (identicalTexts > 0) container.append(h("p.notice", repeatedWords(identicalTexts, word)));
  const numbers = h(
    "div.under-chart",
    dataTable(summary(retrieval, word, recallIntervals(audit))),
    h(
      "p.how",
      `rSum: ${fixed(retrieval.rSumImageToText, 1)} ${IMAGE_TO_TEXT} and ${fixed(retrieval.rSumTextToImage, 1)} ${TEXT_TO_IMAGE}, ${fixed(retrieval.rSum, 1)} of 600 in all.`,
    ),
  );
  container.append(h("div.chart-beside", chart, numbers));
  chartOf(chart, { drawing }, audit, options);
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

/** The small table: what the curves say at 1, 5 and 10. @param {Retrieval} retrieval @param {string} word @param {ReturnType<typeof recallIntervals>} [intervals] @returns {Table} */
export function summary({ imageToText, textToImage, chance, duplicates }, word, intervals) {
  const shares = (/** @type {Record<"1" | "5" | "10", number>} */ recall) => DEPTHS.map((k) => percent(recall[k], 1));
  const level = (/** @type {number[]} */ curve) =>
    DEPTHS.map((k) => (curve.length < Number(k) ? "100.0 %" : percent(curve[Number(k) - 1], 1)));
  const ranks = (/** @type {RetrievalDirection} */ one) => [rank(one.medianRank), fixed(one.mrr)];
  const same = `any identical ${word.slice(0, -1)} accepted`;
  const accepting = (/** @type {string} */ name, /** @type {Record<"1" | "5" | "10", number>} */ recall) =>
    duplicates.identicalTexts > 0 ? [[`${name}, ${same}`, ...shares(recall), "–", "–"]] : [];
  const rows = [
    [IMAGE_TO_TEXT, ...shares(imageToText.recall), ...ranks(imageToText)],
    ...accepting(IMAGE_TO_TEXT, duplicates.imageToText),
    [TEXT_TO_IMAGE, ...shares(textToImage.recall), ...ranks(textToImage)],
    ...accepting(TEXT_TO_IMAGE, duplicates.textToImage),
  ];
  if (intervals) {
    const within = (/** @type {typeof intervals.imageToText} */ one) => [...DEPTHS.map((k) => percentInterval(one[k])), "–", "–"];
    rows.push(
      [`${IMAGE_TO_TEXT}, 95 % interval`, ...within(intervals.imageToText)],
      [`${TEXT_TO_IMAGE}, 95 % interval`, ...within(intervals.textToImage)],
    );
  }
  const levels = [level(chance.imageToText), level(chance.textToImage)];
  if (levels[0].join() === levels[1].join()) rows.push(["by chance", ...levels[0], "–", "–"]);
  else rows.push([`${IMAGE_TO_TEXT}, by chance`, ...levels[0], "–", "–"], [`${TEXT_TO_IMAGE}, by chance`, ...levels[1], "–", "–"]);
  const { captionRecall } = imageToText;
  if (captionRecall && DEPTHS.some((k) => captionRecall[k] !== imageToText.recall[k]))
    rows.push([`${IMAGE_TO_TEXT}, share of an image’s ${word} found`, ...shares(captionRecall), "–", "–"]);
  return { caption: "Retrieval in numbers", columns: ["Direction", "R@1", "R@5", "R@10", "Median rank", "MRR"], rows };
}

/** @param {number} value ranks may lie halfway */
function rank(value) {
  return Number.isInteger(value) ? count(value) : fixed(value, 1);
}
