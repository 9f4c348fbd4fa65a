import { scaleLinear } from "d3";
import { amount, withValues } from "../report/amounts.js";
import { IMAGE_TO_TEXT, TEXT_TO_IMAGE } from "../report/directions.js";
import { fixed, isUnavailable, percent, signed } from "../report/numbers.js";
import { chanceLevel } from "../report/sentences.js";
import { independentPairs } from "../resampling.js";
import { axisLeft, axisOfShares, box, canvas, curve, dot, endLabels, keyRow, line, niceTop, tickDigits, WAYS } from "./chart.js";
import { scoresAt } from "./score.js";
import { columnsAt } from "./spots.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { ChartOptions, Drawing, Spot } from "./types.d.ts" */

/** @typedef {{ q: number, imageToText: number, textToImage: number }} Point */

/** @param {Audit} audit @returns {Point[]} */
function fineSweep({ modes, sweep }) {
  if (isUnavailable(modes)) return /** @type {Point[]} */ (sweep);
  return Array.from({ length: 100 }, (_, i) => ({ q: (i + 1) / 100, ...scoresAt(modes, (i + 1) / 100) }));
}

/** Both scores for every share of directions kept. @param {() => Audit} current with a sweep @param {ChartOptions} options @returns {Drawing} */
export function drawing(current, { cut, name }) {
  const sweep = () => /** @type {Point[]} */ (current().sweep);
  const chance = () => chanceLevel(independentPairs(current().inputs));
  let of = current();
  let fine = fineSweep(of);
  const fineNow = () => {
    if (of !== current()) fine = fineSweep(current());
    of = current();
    return fine;
  };
  return {
    name: `${name}-sweep`,
    title: "scores for every share of directions",
    cut,
    draw: (host, width) => draw(host, width, sweep(), fineNow(), chance(), cut.q),
    table: () =>
      withValues({
        caption: `Scores by share of directions kept; chance level about ${fixed(chance())}`,
        columns: ["Share kept", `SAS ${IMAGE_TO_TEXT}`, `SAS ${TEXT_TO_IMAGE}`],
        rows: sweep().map((row) => [
          amount(percent(row.q), row.q),
          amount(fixed(row.imageToText, 4), row.imageToText),
          amount(fixed(row.textToImage, 4), row.textToImage),
        ]),
      }),
  };
}

/** @param {Element} host @param {number} width @param {Point[]} sweep @param {Point[]} fine @param {number} chance @param {number} q @returns {Spot[]} */
function draw(host, width, sweep, fine, chance, q) {
  const named = width >= 420;
  const last = fine[fine.length - 1];
  const most = Math.max(chance, ...fine.flatMap((row) => [row.imageToText, row.textToImage]));
  const first = fine[0];
  const said = `SAS ${IMAGE_TO_TEXT} goes from ${fixed(first.imageToText, 2)} at ${percent(first.q)} of the directions to ${fixed(last.imageToText, 2)} at ${percent(last.q)}; SAS ${TEXT_TO_IMAGE} from ${fixed(first.textToImage, 2)} to ${fixed(last.textToImage, 2)}.`;
  const ends = [
    ...WAYS.map(({ key, name, classes }) => ({ value: last[key], text: name, classes })),
    { value: chance, text: "≈ chance", classes: "chance" },
  ];
  const height = 286;
  const g = canvas(host, width, height, said);
  const top = named ? 34 : 34 + keyRow(g, 14, width, ends);
  const bottom = height - 42;
  const x = scaleLinear([0, 1], [40, width - (named ? 108 : 18)]);
  const y = scaleLinear([0, niceTop(most, 1)], [bottom, top]);
  const digits = Math.max(1, tickDigits(y.ticks(5)));
  axisLeft(g, { scale: y, across: x, format: (value) => fixed(value, digits), title: "SAS, 0 to 1" });
  axisOfShares(g, x, bottom);
  box(g, "chance-band", x(0), y(chance), x(1) - x(0), bottom - y(chance));
  line(g, "cut", x(q), top, x(q), bottom);
  for (const { key, classes } of WAYS) {
    curve(
      g,
      `curve ${classes}`,
      fine.map((row) => [x(row.q), y(row[key])]),
    );
    for (const row of sweep) dot(g, `dot ${classes}`, x(row.q), y(row[key]), 3);
  }
  if (named) endLabels(g, { x: x(1), top, bottom, ends: ends.map(({ value, ...end }) => ({ ...end, y: y(value) })) });
  const boxes = columnsAt(
    fine.map((row) => x(row.q)),
    [0, width],
    top,
    bottom,
  );
  return fine.map(({ q: share, ...pair }, i) => ({
    x: x(share),
    y: WAYS.map(({ key }) => y(pair[key])),
    box: boxes[i],
    name: `Top ${percent(share)} of the directions`,
    lines: () => [
      ...WAYS.map(({ key, name }) => `SAS ${name}: ${fixed(pair[key])}`),
      `Imbalance: ${signed(pair.imageToText - pair.textToImage)}`,
    ],
  }));
}
