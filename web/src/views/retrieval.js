import { scaleLinear, scaleLog, line as shape } from "d3";
import { DEPTHS } from "../metrics.js";
import { count, countOf, fixed, isUnavailable, percent, percentInterval } from "../report/numbers.js";
import { recallIntervals } from "./chance.js";
import { axisBelow, axisLeft, canvas, endLabels, keyRow, niceTop, tickDigits } from "./chart.js";
import { h } from "./element.js";
import { figure } from "./figure.js";
import { IMAGE_TO_TEXT, TEXT_TO_IMAGE } from "./names.js";
import { missing } from "./notice.js";
import { dataTable } from "./table.js";

/**
 * @typedef {Exclude<import("../types.d.ts").Audit["retrieval"], import("../types.d.ts").Unavailable>} Retrieval
 * @typedef {{ values: number[], classes: string, text: string }} Series
 */

/** Can each side find the other: curves and the small table. @param {Element} container @param {import("../types.d.ts").Audit} audit @param {import("./names.js").ViewOptions} options */
export function render(container, audit, options) {
  const { word } = options;
  const { retrieval, sampling } = audit;
  if (isUnavailable(retrieval)) {
    missing(container, retrieval);
    return;
  }
  const { identicalTexts } = retrieval.duplicates;
  const chart = h("div");
  if (sampling) container.append(h("p", { class: "notice" }, sampledWords(sampling, audit.options.seed, word)));
  if (identicalTexts > 0) container.append(h("p", { class: "notice" }, repeatedWords(identicalTexts, word)));
  const numbers = h(
    "div",
    { class: "under-chart" },
    dataTable(summary(retrieval, word, recallIntervals(audit))),
    h(
      "p",
      { class: "how" },
      `rSum: ${fixed(retrieval.rSumImageToText, 1)} ${IMAGE_TO_TEXT} and ${fixed(retrieval.rSumTextToImage, 1)} ${TEXT_TO_IMAGE}, ${fixed(retrieval.rSum, 1)} of 600 in all.`,
    ),
  );
  container.append(h("div", { class: "chart-beside" }, chart, numbers));
  figure(
    chart,
    drawing(() => audit, options),
  );
}

/** @param {() => import("../types.d.ts").Audit} current with retrieval @param {import("./names.js").ViewOptions} options @returns {import("./figure.js").Drawing} */
export function drawing(current, { name }) {
  const series = () => curves(/** @type {Retrieval} */ (current().retrieval));
  return {
    name: `${name}-retrieval`,
    title: "retrieval curves",
    draw: (host, width) => draw(host, width, series()),
    table: () => {
      const all = series();
      return {
        caption: "Share of queries with a right candidate among the k nearest",
        columns: ["k", ...all.map((one) => one.text)],
        rows: all[0].values.map((_, k) => [k + 1, ...all.map((one) => (k < one.values.length ? percent(one.values[k], 2) : "–"))]),
      };
    },
  };
}

/** @param {number} repeated @param {string} word */
function repeatedWords(repeated, word) {
  const [one, some] = [`${word.slice(0, -1)} repeats`, `${word} repeat`];
  return `${countOf(repeated, one, some)} an earlier one exactly, so no model can tell them apart. The table gives the recall that accepts any identical ${word.slice(0, -1)} beside the plain one.`;
}

/** @param {import("../types.d.ts").Sampling} sampling @param {number} seed @param {string} word */
function sampledWords({ queries }, seed, word) {
  return `Too many pairs to compare them all: ${count(queries)} images and ${count(queries)} ${word}, drawn at random (seed ${seed}), were each compared with everything on the other side.`;
}

/** @param {Retrieval} retrieval @returns {Series[]} */
function curves({ imageToText, textToImage, chance }) {
  const same =
    chance.imageToText.length === chance.textToImage.length &&
    chance.imageToText.every((value, k) => Math.abs(value - chance.textToImage[k]) < 1e-9);
  const series = [
    { values: imageToText.curve, classes: "images", text: IMAGE_TO_TEXT },
    { values: textToImage.curve, classes: "texts", text: TEXT_TO_IMAGE },
  ];
  if (same) return [...series, { values: chance.imageToText, classes: "chance", text: "chance" }];
  return [
    ...series,
    { values: chance.imageToText, classes: "chance", text: "chance i → t" },
    { values: chance.textToImage, classes: "chance second", text: "chance t → i" },
  ];
}

/** The small table: what the curves say at 1, 5 and 10. @param {Retrieval} retrieval @param {string} word @param {ReturnType<typeof recallIntervals>} [intervals] @returns {import("./table.js").Table} */
export function summary({ imageToText, textToImage, chance, duplicates }, word, intervals) {
  const shares = (/** @type {Record<"1" | "5" | "10", number>} */ recall) => DEPTHS.map((k) => percent(recall[k], 1));
  const level = (/** @type {number[]} */ curve) =>
    DEPTHS.map((k) => (curve.length < Number(k) ? "100.0 %" : percent(curve[Number(k) - 1], 1)));
  const ranks = (/** @type {import("../types.d.ts").RetrievalDirection} */ one) => [rank(one.medianRank), fixed(one.mrr)];
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

/** For a saved report. @param {Element} host @param {number} width @param {import("../types.d.ts").Audit} audit */
export function picture(host, width, { retrieval }) {
  if (!isUnavailable(retrieval)) draw(host, width, curves(retrieval));
}

/** @param {Element} host @param {number} width @param {Series[]} series */
function draw(host, width, series) {
  const named = width >= 420;
  const longest = Math.max(...series.map((one) => one.values.length));
  const [forth, back] = series;
  const at = Math.min(10, forth.values.length, back.values.length);
  const said = `Among the ${at} nearest: ${forth.text} ${percent(forth.values[at - 1], 1)}, ${back.text} ${percent(back.values[at - 1], 1)}.`;
  const height = 300;
  const g = canvas(host, width, height, said);
  const entries = series.map((one) => ({ text: one.text, classes: one.classes, line: `curve ${one.classes}` }));
  const top = named ? 34 : 34 + keyRow(g, 14, width, entries);
  const bottom = height - 42;
  const most = Math.max(...series.flatMap((one) => one.values));
  const x = scaleLog([1, Math.max(2, longest)], [46, width - (named ? 108 : 12)]);
  const y = scaleLinear([0, niceTop(most, 1)], [bottom, top]);
  const ticks = y.ticks(5);
  axisLeft(g, {
    scale: y,
    ticks,
    format: (value) => percent(value, tickDigits(ticks.map((tick) => 100 * tick))),
    x: x.range()[0],
    right: x.range()[1],
    title: "share of queries answered rightly",
  });
  axisBelow(g, {
    scale: x,
    ticks: [1, 2, 5, 10, 20, 50, 100].filter((tick) => tick <= longest),
    format: String,
    y: bottom,
    title: "k nearest candidates (log scale)",
  });
  for (const one of [...series].reverse()) {
    const curve = /** @type {import("d3").Line<number>} */ (shape()).x((_, k) => x(k + 1)).y((value) => y(value));
    g.append("path").attr("class", `curve ${one.classes}`).attr("d", curve(one.values));
  }
  if (named)
    endLabels(g, {
      x: x.range()[1],
      top,
      bottom,
      ends: series.map((one) => ({ y: y(one.values[one.values.length - 1]), text: one.text, classes: one.classes })),
    });
}
