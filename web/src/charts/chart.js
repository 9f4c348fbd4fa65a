import { line as joined, select } from "d3";
import { IMAGE_TO_TEXT, TEXT_TO_IMAGE } from "../report/directions.js";
import { fixed, percent } from "../report/numbers.js";

/** @import { Group, Scale } from "./types.d.ts" */

/** Both ways to follow each other, with the class of their marks. */
export const WAYS = /** @type {const} */ ([
  { key: "imageToText", score: "sasImageToText", name: IMAGE_TO_TEXT, classes: "images" },
  { key: "textToImage", score: "sasTextToImage", name: TEXT_TO_IMAGE, classes: "texts" },
]);

/** Steps of the ramp for |rho|. */
export const RAMP_STEPS = 10;

/** Class of the ramp's colour. @param {number} value |rho| */
export const rampClass = (value) => `rho-${Math.min(RAMP_STEPS - 1, Math.max(0, Math.floor(value * RAMP_STEPS)))}`;

/**
 * An empty chart of a fixed size in CSS pixels.
 * @param {Element} host @param {number} width @param {number} height @param {string} label what the chart shows, for those who do not see it
 * @returns {Group}
 */
export function canvas(host, width, height, label) {
  const svg = select(host).append("svg").attr("class", "chart").attr("viewBox", `0 0 ${width} ${height}`);
  return svg.attr("width", width).attr("height", height).attr("role", "img").attr("aria-label", label).append("g");
}

/** About how wide a text runs, in pixels; on the generous side. @param {string} text @param {number} [size] @param {boolean} [bold] */
export const textWidth = (text, size = 12, bold = false) => text.length * size * (bold ? 0.62 : 0.57);

/** @param {Group} g @param {string} classes @param {number} x @param {number} y @param {string} text @param {"start" | "middle" | "end"} [anchor] */
export const label = (g, classes, x, y, text, anchor = "start") =>
  g.append("text").attr("class", classes).attr("x", x).attr("y", y).attr("text-anchor", anchor).text(text);

/** @param {Group} g @param {string} classes @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
export const line = (g, classes, x1, y1, x2, y2) =>
  g.append("line").attr("class", classes).attr("x1", x1).attr("y1", y1).attr("x2", x2).attr("y2", y2);

/** @param {Group} g @param {string} classes @param {number} x @param {number} y @param {number} width @param {number} height */
export function box(g, classes, x, y, width, height) {
  const rect = g.append("rect").attr("class", classes).attr("x", x).attr("y", y);
  return rect.attr("width", Math.max(0, width)).attr("height", Math.max(0, height));
}

/** @param {Group} g @param {string} classes @param {number} x @param {number} y @param {number} radius */
export const dot = (g, classes, x, y, radius) => g.append("circle").attr("class", classes).attr("cx", x).attr("cy", y).attr("r", radius);

/** @param {Group} g @param {string} classes @param {string | null} d */
export const path = (g, classes, d) => g.append("path").attr("class", classes).attr("d", d);

/** Points joined by lines. @param {Group} g @param {string} classes @param {number[][]} points x and y of each */
export const curve = (g, classes, points) => path(g, classes, joined()(/** @type {[number, number][]} */ (points)));

/** Numbers of an axis with as many digits as tell its ticks apart. @param {number[]} ticks */
const inDigits = (ticks) => (/** @type {number} */ value) => fixed(value, tickDigits(ticks));

/**
 * Axis below the plot: ticks, their numbers, and the title centred under them.
 * @param {Group} g
 * @param {{ scale: Scale, ticks?: number[], format?: (value: number) => string, y: number, title: string }} axis
 */
export function axisBelow(g, { scale, ticks = scale.ticks(5), format = inDigits(ticks), y, title }) {
  const [from, to] = scale.range();
  line(g, "axis", from, y, to, y);
  let free = Number.NEGATIVE_INFINITY;
  for (const tick of ticks) {
    const x = scale(tick);
    const text = format(tick);
    line(g, "axis", x, y, x, y + 4);
    // A number that would touch its neighbour is left out; its tick stays.
    const half = textWidth(text) / 2;
    if (x - half < free) continue;
    free = x + half + 6;
    label(g, "tick", x, y + 17, text, "middle");
  }
  label(g, "axis-title", (from + to) / 2, y + 35, title, "middle");
}

/** The axis of shares of directions, 0 to 1. @param {Group} g @param {Scale} scale @param {number} y */
export const axisOfShares = (g, scale, y) =>
  axisBelow(g, { scale, format: (value) => percent(value), y, title: "share of directions kept, q" });

/**
 * Axis left of the plot with faint lines across it; the title stands level above.
 * @param {Group} g
 * @param {{ scale: Scale, across: Scale, ticks?: number[], format?: (value: number) => string, title: string, titleY?: number }} axis
 */
export function axisLeft(g, { scale, across, ticks = scale.ticks(5), format = inDigits(ticks), title, titleY }) {
  const top = Math.min(...scale.range());
  const [x, right] = across.range();
  for (const tick of ticks) {
    line(g, "grid", x, scale(tick), right, scale(tick));
    label(g, "tick", x - 6, scale(tick) + 4, format(tick), "end");
  }
  label(g, "axis-title", 0, titleY ?? top - 10, title);
}

/**
 * Moves positions apart until neighbours keep the gap, in order, within the bounds.
 * @param {number[]} wanted @param {number} gap @param {[number, number]} bounds @returns {number[]}
 */
export function spread(wanted, gap, [low, high]) {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
  const placed = order.map((index) => wanted[index]);
  for (let i = 0; i < placed.length; i++) placed[i] = Math.max(placed[i], i === 0 ? low : placed[i - 1] + gap);
  for (let i = placed.length - 1; i >= 0; i--) placed[i] = Math.min(placed[i], i === placed.length - 1 ? high : placed[i + 1] - gap);
  return wanted.map((_, index) => placed[order.indexOf(index)]);
}

/**
 * Labels at the right end of lines, in the margin, moved apart where lines end close together.
 * @param {Group} g
 * @param {{ x: number, top: number, bottom: number, ends: { y: number, text: string, classes: string }[] }} options
 */
export function endLabels(g, { x, top, bottom, ends }) {
  const wanted = ends.map(({ y }) => y);
  for (const [i, place] of spread(wanted, 15, [top, bottom]).entries()) {
    line(g, "leader", x + 3, wanted[i], x + 10, place);
    label(g, `direct ${ends[i].classes}`, x + 13, place + 4, ends[i].text);
  }
}

/**
 * Where the margin is too narrow for end labels: a row of names above the plot, each after a sample of its line.
 * @param {Group} g @param {number} y @param {number} width @param {{ text: string, classes: string }[]} entries
 * @returns {number} height used
 */
export function keyRow(g, y, width, entries) {
  let x = 0;
  let row = y;
  for (const entry of entries) {
    const needed = 26 + textWidth(entry.text, 12, true);
    if (x > 0 && x + needed > width) {
      x = 0;
      row += 18;
    }
    line(g, `curve ${entry.classes}`, x, row - 4, x + 20, row - 4);
    label(g, `direct ${entry.classes}`, x + 26, row, entry.text);
    x += needed + 12;
  }
  return row - y + 18;
}

/** Digits after the point that tell neighbouring ticks apart. @param {number[]} ticks evenly spaced */
export function tickDigits(ticks) {
  const step = Math.abs(ticks[1] - ticks[0]);
  let digits = 0;
  while (digits < 8 && Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) > 1e-6 * step * 10 ** digits) digits++;
  return digits;
}

/** Upper end of an axis that shows value with a little air: the next step of 1, 2, 2.5, 5. @param {number} value @param {number} most */
export function niceTop(value, most) {
  const wanted = Math.max(value * 1.06, 1e-9);
  const power = 10 ** Math.floor(Math.log10(wanted));
  for (const step of [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]) if (step * power >= wanted) return Math.min(most, step * power);
  return most;
}
