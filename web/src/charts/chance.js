import { scaleLinear } from "d3";
import { amount, ends, NONE, withValues } from "../report/amounts.js";
import { fixed, isUnavailable } from "../report/numbers.js";
import { linesInWords, mixedLinesInWords } from "../report/range-words.js";
import { chanceLevel, pCell, pWords, scoresOf, standing, sureness } from "../report/sentences.js";
import { independentPairs } from "../resampling.js";
import { shownScores } from "./arrows.js";
import { axisBelow, box, canvas, dot, label, line, textWidth, WAYS } from "./chart.js";
import { linesOf } from "./spots.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { ChanceRow, ChartOptions, Drawing, Spot, Table } from "./types.d.ts" */

/** Quantities of the headline, CKA, and retrieval. @param {Audit} audit @param {number} q @returns {ChanceRow[]} */
export function chanceRows(audit, q) {
  const { metrics, retrieval, inputs } = audit;
  const scores = shownScores(audit, q);
  const sure = sureness(audit, q);
  const intervals = standing(audit, q)?.intervals;
  const recall = recallIntervals(audit);
  const shuffled = (/** @type {(typeof WAYS)[number]["score"] | "cka"} */ score) => {
    const { p95 = chanceLevel(independentPairs(inputs)), mean, p, calibrated } = sure?.chance[score] ?? {};
    return { chance: p95, usual: mean, p, calibrated, interval: intervals?.[score] };
  };
  return [
    ...WAYS.flatMap(({ key, score, name, classes }) =>
      scores ? { name: `SAS ${name}`, value: scores[key], ...shuffled(score), classes } : [],
    ),
    ...(sure?.chance.cka && !isUnavailable(metrics.cka) ? [{ name: "CKA", value: metrics.cka, ...shuffled("cka"), classes: "ink" }] : []),
    ...WAYS.flatMap(({ key, name, classes }) => {
      const chance = isUnavailable(retrieval) ? undefined : retrieval.chance[key][9];
      if (isUnavailable(retrieval) || chance === undefined) return [];
      return { name: `R@10 ${name}`, value: retrieval[key].recall["10"], chance, classes, interval: recall?.[key]["10"] };
    }),
  ];
}

/** What the pale bars are; "" where none is drawn. @param {Audit} audit @param {number} q */
export function barsDrawn(audit, q) {
  const drawn = chanceRows(audit, q).filter(({ interval }) => interval);
  const directional = drawn.filter(({ name }) => name.startsWith("SAS")).length;
  if (drawn.length === 0) return "";
  const words = directional === 0 ? "95 % intervals" : (directional < drawn.length ? mixedLinesInWords : linesInWords)(audit.options);
  return ` Pale bars through a dot: ${words}.`;
}

/** 95 % intervals of the recalls: of the sampled queries, else from the audit. @param {Audit} audit */
export function recallIntervals({ sampling, uncertainty }) {
  if (sampling) return isUnavailable(sampling.recall) ? undefined : sampling.recall;
  if (isUnavailable(uncertainty)) return undefined;
  const { recallImageToText, recallTextToImage } = uncertainty;
  return recallImageToText && recallTextToImage && { imageToText: recallImageToText, textToImage: recallTextToImage };
}

/** How far the scores lie above what shuffled pairs would give. @param {() => Audit} current @param {ChartOptions} options @returns {Drawing} */
export function drawing(current, { cut, name }) {
  const rows = () => chanceRows(current(), cut.q);
  return {
    name: `${name}-chance`,
    title: "scores and their chance levels",
    cut: scoresOf(current()) ? cut : undefined,
    draw: (host, width) => draw(host, width, rows()),
    table: () => tableOf(rows()),
  };
}

/** @param {ChanceRow[]} rows @returns {Table} */
const tableOf = (rows) =>
  withValues({
    caption: "Scores and their chance levels",
    columns: ["Quantity", "Value", "Range or 95 % interval", "Shuffled: mean", "Shuffled: 95 %", "p", "Beyond chance"],
    rows: rows.map(({ name, value, interval, usual, chance, p, calibrated }) => [
      name,
      amount(fixed(value, 4), value),
      interval ? amount(`${fixed(interval.low, 4)} to ${fixed(interval.high, 4)}`, ends(interval)) : NONE,
      amount(fixed(usual ?? chance, 4), usual ?? chance),
      usual === undefined ? NONE : amount(fixed(chance, 4), chance),
      p === undefined ? NONE : amount(pCell(p), p),
      calibrated === undefined ? NONE : amount(fixed(calibrated, 4), calibrated),
    ]),
  });

/** @param {Element} host @param {number} width @param {ChanceRow[]} rows @returns {Spot[]} */
function draw(host, width, rows) {
  const beside = width >= 380;
  const left = beside ? 136 : 10;
  const step = beside ? 54 : 50;
  const top = beside ? 10 : 26;
  const bottom = top + rows.length * step;
  const said = rows.map((row) => `${row.name} ${fixed(row.value)}, chance ${fixed(row.chance)}`).join("; ");
  const g = canvas(host, width, bottom + 40, said);
  const x = scaleLinear([0, 1], [left + 2, width - 12]);
  rows.forEach((row, i) => {
    const y = top + (i + 0.5) * step;
    line(g, "grid", x(0), y, x(1), y);
    box(g, "chance-mark", x(0), y - 9, x(row.chance) - x(0), 18);
    line(g, `stem ${row.classes}`, x(0), y, x(row.value), y);
    if (row.interval) line(g, `whisker ${row.classes}`, x(row.interval.low), y, x(row.interval.high), y);
    dot(g, `dot ${row.classes}`, x(row.value), y, 6);
    const p = row.p === undefined ? "" : pWords(row.p);
    if (beside) {
      label(g, "row-name", left - 10, p ? y - 2 : y + 4, row.name, "end");
      if (p) label(g, "note", left - 10, y + 13, p, "end");
    } else label(g, "row-name", 0, y - 14, p ? `${row.name} · ${p}` : row.name);
    const text = fixed(row.value);
    const after = x(Math.max(row.value, row.chance, row.interval?.high ?? 0)) + 11;
    if (after + textWidth(text) <= width) label(g, "value", after, y + 4, text);
    else label(g, "value", x(row.value) - 11, y - 7, text, "end");
  });
  axisBelow(g, { scale: x, y: bottom, title: "score, 0 to 1" });
  return rows.map(({ name, value }, r) => ({
    x: x(value),
    y: top + (r + 0.5) * step,
    box: [0, top + r * step - (beside ? 0 : 20), width, top + (r + 1) * step - (beside ? 0 : 20)],
    name,
    lines: () => linesOf(tableOf(rows), r),
  }));
}
