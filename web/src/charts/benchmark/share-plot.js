/** R@1 both ways as two marks with their intervals, small enough for a cell of a table; its axis is the column's head. */
import { scaleLinear } from "d3";
import { percent, percentInterval } from "../../report/numbers.js";
import { canvas, dot, label, line, path } from "../chart.js";

/** @import { Row } from "../../benchmark/types.d.ts" */

export const WIDTH = 132;
const HEIGHT = 20;
const SIDES = /** @type {const} */ ([
  { key: "imageToText", tone: "images", words: "image to text", y: 6 },
  { key: "textToImage", tone: "texts", words: "text to image", y: 14 },
]);
const STEPS = [0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1];

/** Ends of the axis, 0 and what holds every interval, and its ticks. @param {readonly Row[]} rows */
export function axisOf(rows) {
  const highest = Math.max(0, ...rows.flatMap((row) => SIDES.map(({ key }) => row[key]?.interval?.high ?? row[key]?.value ?? 0)));
  const step = STEPS.find((one) => 4 * one >= highest) ?? 1;
  const end = Math.min(1, Math.max(step, Math.ceil(highest / step - 1e-9) * step));
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => i * step);
  return { scale: scaleLinear([0, end], [9, WIDTH - 17]), ticks };
}

/** @typedef {ReturnType<typeof axisOf>} Axis */

/** @param {Element} host @param {Axis} axis */
export function drawAxis(host, { scale, ticks }) {
  const g = canvas(host, WIDTH, HEIGHT, `Axis from 0 to ${percent(scale.domain()[1])}`);
  for (const tick of ticks) {
    line(g, "axis", scale(tick), HEIGHT - 4, scale(tick), HEIGHT);
    const middle = ticks.length > 4 && tick !== 0 && tick !== ticks.at(-1) && tick !== ticks[2];
    if (!middle) label(g, "tick", scale(tick), HEIGHT - 8, percent(tick), "middle");
  }
}

/** @param {Element} host @param {Axis} axis @param {Row} row */
export function drawRow(host, { scale, ticks }, row) {
  const said = SIDES.flatMap(({ key, words }) => {
    const { value, interval } = row[key] ?? {};
    return value === undefined ? [] : `${words} ${percent(value, 1)}${interval ? `, 95 % ${percentInterval(interval)}` : ""}`;
  });
  const g = canvas(host, WIDTH, HEIGHT, `${row.label}: ${said.join("; ") || "not available"}`);
  for (const tick of ticks) line(g, "grid", scale(tick), 0, scale(tick), HEIGHT);
  for (const { key, tone, y } of SIDES) {
    const { value, interval } = row[key] ?? {};
    if (value === undefined) continue;
    if (interval) line(g, `stem thin ${tone}`, scale(interval.low), y, scale(interval.high), y);
    if (tone === "images") dot(g, `dot ${tone}`, scale(value), y, 3.2);
    else path(g, `dot ${tone}`, `M${scale(value) - 4},${y}l4,-4l4,4l-4,4Z`);
  }
}
