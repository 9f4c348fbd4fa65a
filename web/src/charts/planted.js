import { scaleLinear } from "d3";
import { amount, NONE, withValues } from "../report/amounts.js";
import { fixed, percent, signed } from "../report/numbers.js";
import { capital, chanceLevel } from "../report/sentences.js";
import { shownScores } from "./arrows.js";
import { axisBelow, box, canvas, dot, label, line, path, textWidth, WAYS } from "./chart.js";
import { linesOf } from "./spots.js";

/** @import { Measured, PlantedShares } from "../types.d.ts" */
/** @import { ChartOptions, Drawing, Group, Spot, Table } from "./types.d.ts" */

/** @typedef {{ name: string, classes: string, planted: number, measured: number }} Row */

const PARTS = /** @type {const} */ ([
  { key: "shared", text: "shared", classes: "" },
  { key: "own", text: "its own", classes: "own" },
  { key: "noise", text: "noise", classes: "noise" },
]);

/** @param {Measured} measured @param {number} q @returns {Row[]} */
function scoreRows({ audit, planted }, q) {
  const scores = shownScores(audit, q);
  if (!scores) return [];
  return WAYS.map(({ key, name, classes }) => ({ name: `SAS ${name}`, classes, planted: planted[key], measured: scores[key] }));
}

/** What a made-up set was given, and what the scores found of it. @param {() => Measured} current @param {ChartOptions} options @returns {Drawing} */
export function drawing(current, { word, cut, name }) {
  return {
    name: `${name}-planted`,
    title: "what is planted and what is measured",
    cut,
    draw: (host, width) => draw(host, width, current(), cut.q, word),
    table: () => tableOf(current(), cut.q, word),
  };
}

/** @param {Measured} measured @param {number} q @param {ChartOptions["word"]} word @returns {Table} */
function tableOf(measured, q, word) {
  const { planted } = measured;
  const rows = scoreRows(measured, q);
  const parts = (/** @type {string} */ side, /** @type {PlantedShares} */ shares) =>
    PARTS.map(({ key, text }) => [`${side}, ${text}`, amount(percent(shares[key], 1), shares[key]), NONE]);
  const pair = (/** @type {string} */ name, /** @type {typeof fixed} */ words, /** @type {number[]} */ ...values) => [
    name,
    ...values.map((value) => amount(words(value, 4), value)),
  ];
  return withValues({
    caption: "Planted and measured",
    columns: ["Quantity", "Planted", "Measured"],
    rows: [
      ...parts("Images", planted.image),
      ...parts(capital(word), planted.text),
      ...rows.map((row) => pair(row.name, fixed, row.planted, row.measured)),
      ...(rows.length ? [pair("Imbalance", signed, planted.imageToText - planted.textToImage, difference(rows))] : []),
    ],
  });
}

/** @param {Row[]} rows */
const difference = ([forth, back]) => forth.measured - back.measured;

/** @param {Element} host @param {number} width @param {Measured} measured @param {number} q @param {ChartOptions["word"]} word @returns {Spot[]} */
function draw(host, width, measured, q, word) {
  const rows = scoreRows(measured, q);
  const { planted } = measured;
  const said =
    `Planted: ${percent(planted.image.shared)} of the images’ variance and ${percent(planted.text.shared)} of the ${word}’ is shared. ` +
    rows.map((row) => `${row.name}: planted ${fixed(row.planted)}, measured ${fixed(row.measured)}.`).join(" ");
  const g = canvas(host, width, 268, said);
  shares(g, width, 0, "images", "Images: where their variance comes from", planted.image);
  shares(g, width, 66, "texts", `${capital(word)}: where their variance comes from`, planted.text);
  const x = scores(g, width, 140, rows, chanceLevel(measured.audit.inputs.pairs));
  const table = () => tableOf(measured, q, word);
  return [
    ...[planted.image, planted.text].flatMap((side, s) => partSpots(side, width, 66 * s, 3 * s, table)),
    ...rows.map((row, i) => ({
      x: x(row.measured),
      y: 158 + i * 36,
      box: /** @type {Spot["box"]} */ ([0, 140 + i * 36, width, 176 + i * 36]),
      name: row.name,
      lines: () => linesOf(table(), 6 + i),
    })),
  ];
}

/** The parts of one side's bar. @param {PlantedShares} planted @param {number} width @param {number} y @param {number} first row of the table @param {() => Table} table @returns {Spot[]} */
function partSpots(planted, width, y, first, table) {
  let from = 0;
  return PARTS.map(({ key }, k) => {
    const left = from;
    from += planted[key] * width;
    return {
      x: (left + from) / 2,
      y: y + 28,
      box: [left, y + 20, from, y + 36],
      cell: true,
      name: String(table().rows[first + k][0]),
      lines: () => linesOf(table(), first + k),
    };
  });
}

/** One bar of a side's variance, each part named where it has room. @param {Group} g @param {number} width @param {number} y @param {string} side @param {string} title @param {PlantedShares} planted */
function shares(g, width, y, side, title, planted) {
  label(g, `direct ${side}`, 0, y + 12, title);
  let from = 0;
  let free = 0;
  for (const { key, text, classes } of PARTS) {
    const long = planted[key] * width;
    box(g, `share ${side} ${classes}`, from, y + 20, long, 16);
    const words = `${text} ${percent(planted[key])}`;
    const room = textWidth(words);
    if (planted[key] >= 0.005) {
      const at = Math.min(Math.max(from, free), width - room);
      if (at >= free) label(g, "note", at, y + 50, words);
      free = Math.max(free, at + room + 10);
    }
    from += long;
  }
}

/** @param {Group} g @param {number} width @param {number} top @param {Row[]} rows @param {number} chance @returns {(value: number) => number} */
function scores(g, width, top, rows, chance) {
  const left = 124;
  const x = scaleLinear([0, 1], [left, width - 12]);
  rows.forEach((row, i) => {
    const y = top + 18 + i * 36;
    label(g, "row-name", 0, y + 4, row.name);
    line(g, "grid", x(0), y, x(1), y);
    box(g, "chance-mark", x(0), y - 8, x(chance) - x(0), 16);
    line(g, `stem ${row.classes}`, x(row.planted), y, x(row.measured), y);
    path(g, `diamond ${row.classes}`, `M${x(row.planted)},${y - 8}l8,8l-8,8l-8,-8z`);
    dot(g, `dot ${row.classes}`, x(row.measured), y, 5);
  });
  axisBelow(g, { scale: x, y: top + 84, title: `◇ planted · ● measured${width < 420 ? "" : " · grey: chance"}` });
  return x;
}
