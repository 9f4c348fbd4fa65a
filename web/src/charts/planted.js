import { scaleLinear } from "d3";
import { fixed, percent, signed } from "../report/numbers.js";
import { capital, chanceLevel } from "../report/sentences.js";
import { shownScores } from "./arrows.js";
import { axisBelow, box, canvas, dot, label, line, path, textWidth, WAYS } from "./chart.js";

/** @import { Measured, PlantedShares } from "../types.d.ts" */
/** @import { ChartOptions, Drawing, Group } from "./types.d.ts" */

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
    table: () => {
      const { planted } = current();
      const rows = scoreRows(current(), cut.q);
      return {
        caption: "Planted and measured",
        columns: ["Quantity", "Planted", "Measured"],
        rows: [
          ...PARTS.map(({ key, text }) => [`Images, ${text}`, percent(planted.image[key], 1), "–"]),
          ...PARTS.map(({ key, text }) => [`${capital(word)}, ${text}`, percent(planted.text[key], 1), "–"]),
          ...rows.map((row) => [row.name, fixed(row.planted, 4), fixed(row.measured, 4)]),
          ...(rows.length ? [["Imbalance", signed(planted.imageToText - planted.textToImage, 4), signed(difference(rows), 4)]] : []),
        ],
      };
    },
  };
}

/** @param {Row[]} rows */
const difference = ([forth, back]) => forth.measured - back.measured;

/** @param {Element} host @param {number} width @param {Measured} measured @param {number} q @param {ChartOptions["word"]} word */
function draw(host, width, measured, q, word) {
  const rows = scoreRows(measured, q);
  const { planted } = measured;
  const said =
    `Planted: ${percent(planted.image.shared)} of the images’ variance and ${percent(planted.text.shared)} of the ${word}’ is shared. ` +
    rows.map((row) => `${row.name}: planted ${fixed(row.planted)}, measured ${fixed(row.measured)}.`).join(" ");
  const g = canvas(host, width, 268, said);
  shares(g, width, 0, "images", "Images: where their variance comes from", planted.image);
  shares(g, width, 66, "texts", `${capital(word)}: where their variance comes from`, planted.text);
  scores(g, width, 140, rows, chanceLevel(measured.audit.inputs.pairs));
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

/** @param {Group} g @param {number} width @param {number} top @param {Row[]} rows @param {number} chance */
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
}
