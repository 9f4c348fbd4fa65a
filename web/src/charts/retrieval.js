import { scaleLinear, scaleLog } from "d3";
import { amount, NONE, withValues } from "../report/amounts.js";
import { percent } from "../report/numbers.js";
import { axisBelow, axisLeft, canvas, curve, endLabels, keyRow, niceTop, tickDigits, WAYS } from "./chart.js";
import { columnsAt } from "./spots.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { ChartOptions, Drawing, Retrieval, Spot } from "./types.d.ts" */

/** @typedef {{ values: number[], classes: string, text: string }} Series */

/** @param {() => Audit} current with retrieval @param {ChartOptions} options @returns {Drawing} */
export function drawing(current, { name }) {
  const series = () => curves(/** @type {Retrieval} */ (current().retrieval));
  return {
    name: `${name}-retrieval`,
    title: "retrieval curves",
    draw: (host, width) => draw(host, width, series()),
    table: () => {
      const all = series();
      return withValues({
        caption: "Share of queries with a right candidate among the k nearest",
        columns: ["k", ...all.map((one) => one.text)],
        rows: all[0].values.map((_, k) => [
          k + 1,
          ...all.map(({ values }) => (k < values.length ? amount(percent(values[k], 2), values[k]) : NONE)),
        ]),
      });
    },
  };
}

/** @param {Retrieval} retrieval @returns {Series[]} */
function curves({ chance, ...ways }) {
  const same =
    chance.imageToText.length === chance.textToImage.length &&
    chance.imageToText.every((value, k) => Math.abs(value - chance.textToImage[k]) < 1e-9);
  const series = WAYS.map(({ key, name, classes }) => ({ values: ways[key].curve, classes, text: name }));
  if (same) return [...series, { values: chance.imageToText, classes: "chance", text: "chance" }];
  return [
    ...series,
    { values: chance.imageToText, classes: "chance", text: "chance i → t" },
    { values: chance.textToImage, classes: "chance second", text: "chance t → i" },
  ];
}

/** @param {Element} host @param {number} width @param {Series[]} series @returns {Spot[]} */
function draw(host, width, series) {
  const named = width >= 420;
  const longest = Math.max(...series.map((one) => one.values.length));
  const [forth, back] = series;
  const at = Math.min(10, forth.values.length, back.values.length);
  const said = `Among the ${at} nearest: ${forth.text} ${percent(forth.values[at - 1], 1)}, ${back.text} ${percent(back.values[at - 1], 1)}.`;
  const height = 300;
  const g = canvas(host, width, height, said);
  const top = named ? 34 : 34 + keyRow(g, 14, width, series);
  const bottom = height - 42;
  const most = Math.max(...series.flatMap((one) => one.values));
  const x = scaleLog([1, Math.max(2, longest)], [46, width - (named ? 108 : 12)]);
  const y = scaleLinear([0, niceTop(most, 1)], [bottom, top]);
  const inPercent = (/** @type {number} */ value) => percent(value, tickDigits(y.ticks(5).map((tick) => 100 * tick)));
  axisLeft(g, { scale: y, across: x, format: inPercent, title: "queries whose right answer is found" });
  axisBelow(g, {
    scale: x,
    ticks: [1, 2, 5, 10, 20, 50, 100].filter((tick) => tick <= longest),
    format: String,
    y: bottom,
    title: "k nearest candidates (log scale)",
  });
  for (const { values, classes } of [...series].reverse())
    curve(
      g,
      `curve ${classes}`,
      values.map((value, k) => [x(k + 1), y(value)]),
    );
  const ends = series.map(({ values, ...end }) => ({ ...end, y: y(values[values.length - 1]) }));
  if (named) endLabels(g, { x: x.range()[1], top, bottom, ends });
  const depths = Array.from({ length: longest }, (_, k) => k);
  const boxes = columnsAt(
    depths.map((k) => x(k + 1)),
    [0, width],
    top,
    bottom,
  );
  return depths.map((k) => {
    const there = series.filter(({ values }) => k < values.length);
    return {
      x: x(k + 1),
      y: there.map(({ values }) => y(values[k])),
      box: boxes[k],
      name: k === 0 ? "The nearest" : `Among the ${k + 1} nearest`,
      lines: () => there.map(({ values, text }) => `${text}: ${percent(values[k], 1)}`),
    };
  });
}
