import { scaleLinear } from "d3";
import { amount, withValues } from "../report/amounts.js";
import { fixed, percent } from "../report/numbers.js";
import { axisBelow, axisLeft, canvas, label, line, niceTop, path, textWidth } from "./chart.js";
import { linesOf } from "./spots.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { Bin, ChartOptions, Cosine, Drawing, Group, Scale, Spot, Table } from "./types.d.ts" */

/** Share of the unmatched cosines that may lie beyond either end of the chart. */
const TAIL = 0.0005;

/**
 * The audit's histograms over [-1, 1], cut to the range in use and joined to bins that the matched pairs can fill.
 * @param {Cosine} cosine @returns {Bin[]}
 */
export function densities({ matched, unmatched }) {
  const bins = matched.length;
  const total = [matched, unmatched].map((counts) => counts.reduce((sum, value) => sum + value, 0));
  let first = bins - 1;
  let last = 0;
  let seen = 0;
  for (let i = 0; i < bins; i++) {
    const before = seen;
    seen += unmatched[i];
    const tail = seen <= TAIL * total[1] || before >= (1 - TAIL) * total[1];
    if (matched[i] > 0 || (unmatched[i] > 0 && !tail)) {
      first = Math.min(first, i);
      last = Math.max(last, i);
    }
  }
  if (last < first) return [];
  // About as many bins as the cube root of the pairs asks for, never finer than the audit's own.
  const wanted = Math.min(60, Math.max(12, Math.round(3.5 * Math.cbrt(total[0]))));
  const each = Math.max(1, Math.round((last - first + 1) / wanted));
  const begin = first - (first % each);
  /** @type {Bin[]} */
  const result = [];
  const edge = (/** @type {number} */ i) => -1 + (2 * i) / bins;
  for (let i = begin; i <= last; i += each) {
    const end = Math.min(bins, i + each);
    const density = (/** @type {number[]} */ counts, /** @type {number} */ all) => {
      let sum = 0;
      for (let k = i; k < end; k++) sum += counts[k];
      return all > 0 ? sum / all / (edge(end) - edge(i)) : 0;
    };
    result.push({ from: edge(i), to: edge(end), matched: density(matched, total[0]), unmatched: density(unmatched, total[1]) });
  }
  return result;
}

/** Right pairs against wrong ones. @param {() => Audit} current with cosines @param {ChartOptions} options @returns {Drawing} */
export function drawing(current, { name }) {
  const cosine = () => /** @type {Cosine} */ (current().cosine);
  return {
    name: `${name}-cosines`,
    title: "cosines of right and wrong pairs",
    draw: (host, width) => draw(host, width, densities(cosine()), cosine()),
    table: () => tableOf(densities(cosine())),
  };
}

/** @param {Bin[]} bins @returns {Table} */
const tableOf = (bins) =>
  withValues({
    caption: "Share of pairs by cosine similarity",
    columns: ["Cosine", "Right pairs", "Wrong pairs"],
    rows: bins.map(({ from, to, matched, unmatched }) => [
      amount(`${fixed(from, 2)} to ${fixed(to, 2)}`, { from, to }),
      ...[matched, unmatched].map((density) => amount(percent(density * (to - from), 2), density * (to - from))),
    ]),
  });

/** @param {Element} host @param {number} width @param {Bin[]} bins @param {Cosine} cosine @returns {Spot[]} */
function draw(host, width, bins, { matchedMean, unmatchedMean }) {
  const height = 300;
  const said = `Cosine of right pairs: mean ${fixed(matchedMean, 2)}; of wrong pairs: mean ${fixed(unmatchedMean, 2)}.`;
  const g = canvas(host, width, height, said);
  const top = 52;
  const bottom = height - 42;
  const step = bins[0].to - bins[0].from;
  const x = scaleLinear([bins[0].from - step, bins[bins.length - 1].to + step], [40, width - 10]);
  const y = scaleLinear(
    [0, niceTop(Math.max(...bins.flatMap((bin) => [bin.matched, bin.unmatched])), Number.POSITIVE_INFINITY)],
    [bottom, top],
  );
  axisLeft(g, { scale: y, across: x, ticks: y.ticks(4), title: "density", titleY: 12 });
  axisBelow(g, { scale: x, ticks: x.ticks(Math.max(3, Math.floor(width / 80))), y: bottom, title: "cosine similarity" });
  for (const key of /** @type {const} */ (["unmatched", "matched"])) {
    const steps = bins.map((bin) => `L${x(bin.from)},${y(bin[key])}L${x(bin.to)},${y(bin[key])}`).join("");
    const outline = `M${x(bins[0].from)},${bottom}${steps}L${x(bins[bins.length - 1].to)},${bottom}`;
    path(g, `area ${key}`, `${outline}Z`);
    path(g, `curve ${key}`, outline);
  }
  names(g, x, width, top, bottom, { matchedMean, unmatchedMean });
  return bins.map((bin, r) => ({
    x: x((bin.from + bin.to) / 2),
    y: [y(bin.matched), y(bin.unmatched)],
    box: [x(bin.from), top, x(bin.to), bottom],
    name: `Cosine ${fixed(bin.from, 2)} to ${fixed(bin.to, 2)}`,
    lines: () => linesOf(tableOf(bins), r),
  }));
}

/**
 * Both names stand side by side above the plot, each tied to its own mean.
 * @param {Group} g @param {Scale} x @param {number} width @param {number} top @param {number} bottom
 * @param {{ matchedMean: number, unmatchedMean: number }} means
 */
function names(g, x, width, top, bottom, { matchedMean, unmatchedMean }) {
  const mean = (/** @type {number} */ value) => (width < 420 ? "" : `, mean ${fixed(value, 2)}`);
  const entries = [
    { classes: "matched", at: x(matchedMean), text: `right pairs${mean(matchedMean)}` },
    { classes: "unmatched", at: x(unmatchedMean), text: `wrong pairs${mean(unmatchedMean)}` },
  ].sort((a, b) => a.at - b.at);
  const widths = entries.map((entry) => textWidth(entry.text, 12, true));
  const [low, high] = [54, width];
  const gap = 14;
  let left = Math.min(Math.max(entries[0].at - widths[0] / 2, low), high - widths[0]);
  let right = Math.min(Math.max(entries[1].at - widths[1] / 2, low), high - widths[1]);
  const overlap = left + widths[0] + gap - right;
  if (overlap > 0) {
    left = Math.max(low, left - overlap / 2);
    right = Math.min(high - widths[1], Math.max(right, left + widths[0] + gap));
    left = Math.min(left, right - gap - widths[0]);
  }
  [left, right].forEach((start, i) => {
    const { classes, at, text } = entries[i];
    const middle = start + widths[i] / 2;
    line(g, `leader ${classes}`, middle, top - 20, at, top - 6);
    line(g, `mean ${classes}`, at, top - 6, at, bottom);
    label(g, `direct ${classes}`, middle, top - 24, text, "middle");
  });
}
