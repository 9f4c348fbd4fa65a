import { scaleLinear } from "d3";
import { amount, withValues } from "../report/amounts.js";
import { sideWord } from "../report/directions.js";
import { count, fixed, signed } from "../report/numbers.js";
import { axisBelow, axisLeft, canvas, line, path } from "./chart.js";

/** @import { ModeDetail } from "../types.d.ts" */
/** @import { ChartOptions, Drawing, Spot } from "./types.d.ts" */

/** Rows of the table twin. */
const LISTED = 200;

/** Both sides along one direction, a point a pair. @param {ModeDetail} detail @param {number} rho @param {number} pairs @param {ChartOptions} options @returns {Drawing} */
export function drawing(detail, rho, pairs, { name, word }) {
  const { image, text } = detail.scatter;
  return {
    name: `${name}-${detail.side}-direction-${detail.mode + 1}`,
    title: "both sides along the direction",
    draw: (host, width) => draw(host, width, detail, rho, pairs, word),
    table: () =>
      withValues({
        caption: `Coordinates in standard deviations, ${image.length > LISTED ? `the first ${LISTED} of ${count(image.length)} points` : `${count(image.length)} points`}`,
        columns: ["Point", "Image", word.slice(0, -1)],
        rows: image.slice(0, LISTED).map((x, i) => [i + 1, amount(fixed(x, 2), x), amount(fixed(text[i], 2), text[i])]),
      }),
  };
}

/** Points of one mark: thousands of marks would hold up the page, and where points of different marks lie on each other it is darker. */
const TOGETHER = 40;

/** The outline of several discs. @param {{ x: number, y: number }[]} places @param {number} radius */
function discs(places, radius) {
  const half = (/** @type {number} */ across) => `a${radius},${radius} 0 1,0 ${across},0`;
  return places.map(({ x, y }) => `M${(x - radius).toFixed(1)},${y.toFixed(1)}${half(2 * radius)}${half(-2 * radius)}z`).join("");
}

/** Axis ends that show all but the wildest points; those lie on the edge. @param {number[]} values */
function extent(values) {
  const most = Math.max(...values.map(Math.abs), 1);
  return Math.min(6, Math.ceil(most));
}

/** @param {Element} host @param {number} width @param {ModeDetail} detail @param {number} rho @param {number} pairs @param {ChartOptions["word"]} word @returns {Spot[]} */
function draw(host, width, { side, scatter }, rho, pairs, word) {
  const { image, text } = scatter;
  const [across, up] = side === "image" ? [image, text] : [text, image];
  const other = side === "image" ? "text" : "image";
  const size = Math.min(width, 460);
  const left = 34;
  const top = 30;
  const bottom = top + Math.min(size - left - 10, 340);
  const of = image.length < pairs ? `${count(image.length)} of ${count(pairs)} pairs, drawn at random` : `${count(pairs)} pairs`;
  const said = `Coordinates of ${of} along the direction; correlation ${fixed(rho, 2)}.`;
  const g = canvas(host, size, bottom + 44, said);
  const [ends, heights] = [extent(across), extent(up)];
  const x = scaleLinear([-ends, ends], [left, size - 10]).clamp(true);
  const y = scaleLinear([-heights, heights], [bottom, top]).clamp(true);
  const title = (/** @type {"image" | "text"} */ one) => `${sideWord(one, word)} along it, in standard deviations`;
  axisLeft(g, { scale: y, across: x, title: title(other) });
  axisBelow(g, { scale: x, ticks: x.ticks(Math.min(7, Math.floor(size / 60))), y: bottom, title: title(side) });
  const places = across.map((_, i) => ({ x: x(across[i]), y: y(up[i]) }));
  for (let i = 0; i < places.length; i += TOGETHER) path(g, "point", discs(places.slice(i, i + TOGETHER), places.length > 800 ? 1.8 : 2.6));
  const reach = Math.min(ends, Math.abs(rho) > 0 ? heights / Math.abs(rho) : ends);
  line(g, "fit", x(-reach), y(-reach * rho), x(reach), y(reach * rho));
  return across
    .map((_, i) => ({
      ...places[i],
      name: `Point ${count(i + 1)}`,
      lines: () => [`image ${signed(image[i], 2)}`, `${word.slice(0, -1)} ${signed(text[i], 2)}`],
    }))
    .sort((a, b) => a.x - b.x);
}
