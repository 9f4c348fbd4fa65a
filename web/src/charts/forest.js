import { scaleLinear } from "d3";
import { amount, NONE, withValues } from "../report/amounts.js";
import { count, fixed, isUnavailable, signed } from "../report/numbers.js";
import { capital } from "../report/sentences.js";
import { shortNames } from "../report/short-names.js";
import { axisBelow, box, canvas, dot, label, line, path, textWidth, tickDigits } from "./chart.js";
import { linesOf } from "./spots.js";

/** @import { Interval, Quantity } from "../types.d.ts" */
/** @import { Drawing, Forest, ForestRow, Group, Scale, Spot, Table } from "./types.d.ts" */

const ROW = 28;
/** From this width on, names and numbers stand beside the marks; below it they stand above them. */
const WIDE = 520;
const NUMBERS = 158;

/** @param {Forest} given @returns {Drawing} */
export function drawing(given) {
  const format = given.signed ? signed : fixed;
  return {
    name: given.name,
    title: given.title,
    draw: (host, width) => draw(host, width, given, format),
    table: () => tableOf(given, format),
  };
}

/** @param {Forest} given @param {typeof fixed} format @returns {Table} */
function tableOf({ title, axis, rows, of = "Name" }, format) {
  const between = (/** @type {number} */ low, /** @type {number} */ high) =>
    amount(`${format(low, 4)} to ${format(high, 4)}`, { low, high });
  const banded = rows.some(({ band }) => band);
  return withValues({
    caption: title,
    columns: [of, "Pairs", capital(axis), "Range or 95 % interval", ...(banded ? ["Random groups"] : [])],
    rows: rows.map((row) => [
      row.label,
      row.n === undefined ? NONE : amount(count(row.n), row.n),
      row.value === undefined ? (row.reason ?? "not available") : amount(format(row.value, 4), row.value),
      hasInterval(row) ? between(row.low, row.high) : NONE,
      ...(banded ? [row.band ? between(...row.band) : NONE] : []),
    ]),
  });
}

/** A row's value from a quantity of an audit. @param {Quantity} quantity @param {Interval} [interval] @returns {Pick<ForestRow, "value" | "low" | "high" | "reason">} */
export function estimate(quantity, interval) {
  if (isUnavailable(quantity)) return { reason: quantity.reason };
  return { value: quantity, ...(interval && { low: interval.low, high: interval.high }) };
}

/** @param {ForestRow} row @returns {row is ForestRow & { low: number, high: number }} */
const hasInterval = (row) => row.low !== undefined && row.high !== undefined;

/** Ends of the axis: every value and interval, and 0 if values are differences. @param {Forest} given @returns {[number, number]} */
export function extent({ rows, signed: differences, reference }) {
  const ends = rows.flatMap(({ value, low, high, chance = 0, band = [] }) =>
    value === undefined
      ? []
      : [value, low ?? value, high ?? value, ...band, ...(differences ? [-chance, chance] : chance > 0 ? [chance] : [])],
  );
  const all = [...ends, ...(differences ? [0] : []), ...(reference === undefined ? [] : [reference])];
  if (all.length === 0) return [0, 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const air = Math.max(0.06 * (high - low), 0.005);
  return [differences ? low - air : Math.max(0, low - air), differences ? high + air : Math.min(1, high + air)];
}

/** @param {Element} host @param {number} width @param {Forest} given @param {typeof fixed} format @returns {Spot[]} */
function draw(host, width, given, format) {
  const { rows, axis, ends } = given;
  const wide = width >= WIDE;
  const rowHeight = wide ? ROW : ROW + 18;
  const top = 6;
  const bottom = top + rows.length * rowHeight + 6;
  const longest = Math.max(...rows.map((row) => textWidth(named(row), 12, row.total)));
  const left = wide ? Math.min(longest + 14, width * 0.38) : 8;
  const right = width - (wide ? NUMBERS : 8);
  const [below, above] = ends ? [`← ${ends[0]}`, `${ends[1]} →`] : ["", ""];
  const stacked = textWidth(below) + textWidth(above) + 16 > right - left;
  const g = canvas(host, width, bottom + (ends ? (stacked ? 78 : 62) : 42), said(given, format));
  const x = scaleLinear(extent(given), [left, right]);
  across(g, given, x, top, bottom);
  const short = labelsWithin(given, width, wide, format);
  rows.forEach((row, i) => {
    const y = top + (i + 0.5) * rowHeight;
    const mark = wide ? y : y + 9;
    names(g, { ...row, label: short.get(row.label) ?? row.label }, width, wide, y, format);
    if (row.value !== undefined) estimateMark(g, row, { x, y: mark, rows, colour: given.colour ?? "ink" });
  });
  const ticks = x.ticks(Math.max(2, Math.floor((right - left) / 70)));
  axisBelow(g, { scale: x, ticks, format: (value) => format(value, tickDigits(ticks)), y: bottom, title: axis });
  if (ends) {
    label(g, "note", left, bottom + 54, below);
    label(g, "note", right, bottom + (stacked ? 70 : 54), above, "end");
  }
  return rows.map((row, r) => ({
    x: x(row.value ?? x.domain()[0]),
    // What has no value has no mark.
    y: row.value === undefined ? [] : top + (r + 0.5) * rowHeight + (wide ? 0 : 9),
    box: [0, top + r * rowHeight, width, top + (r + 1) * rowHeight],
    name: row.label,
    lines: () => linesOf(tableOf(given, format), r),
  }));
}

/** What runs through all rows. @param {Group} g @param {Forest} given @param {Scale} x @param {number} top @param {number} bottom */
function across(g, { signed: differences, reference }, x, top, bottom) {
  if (differences) line(g, "grid strong", x(0), top, x(0), bottom);
  if (reference !== undefined) line(g, "cut", x(reference), top, x(reference), bottom);
}

/** @param {Pick<ForestRow, "label" | "n">} row */
const named = ({ label: text, n }) => (n === undefined ? text : `${text}, ${count(n)}`);

/** @param {Group} g @param {ForestRow} row @param {number} width @param {boolean} wide @param {number} y @param {typeof fixed} format */
function names(g, row, width, wide, y, format) {
  const base = wide ? y + 4 : y - 8;
  const numbers = besideName(row, wide ? Number.POSITIVE_INFINITY : width, format);
  const classes = `over ${row.total ? "direct" : row.muted || row.value === undefined ? "note" : ""}`;
  label(g, classes, 0, base, named(row));
  label(g, classes, width, base, numbers, "end");
}

/** @param {ForestRow} row @param {number} width @param {typeof fixed} format */
const besideName = (row, width, format) => (row.value === undefined ? (row.missing ?? "not available") : fitting(row, width, format));

/** The name gives way, not the number of pairs; if all fit, none does. @param {Forest} given @param {number} width @param {boolean} wide @param {typeof fixed} format */
function labelsWithin({ rows }, width, wide, format) {
  const tight = rows.flatMap((row) => {
    const room = (wide ? width * 0.38 : width - textWidth(besideName(row, width, format)) - 8) - 6;
    const letters = (room - textWidth(named({ ...row, label: "" }), 12, row.total)) / textWidth("m", 12, row.total);
    return row.label.length > letters ? [letters] : [];
  });
  return shortNames(
    rows.map(({ label: name }) => name),
    Math.min(...tight),
  );
}

/** The interval's numbers make way for the name: its line is below, and the table has them. @param {ForestRow} row @param {number} width @param {typeof fixed} format */
function fitting(row, width, format) {
  const all = numbersOf(row, format);
  return textWidth(named(row), 12, row.total) + textWidth(all) + 20 <= width ? all : format(/** @type {number} */ (row.value));
}

/** @param {ForestRow} row @param {typeof fixed} format */
function numbersOf(row, format) {
  const value = format(/** @type {number} */ (row.value));
  return hasInterval(row) ? `${value}  (${format(row.low)} to ${format(row.high)})` : value;
}

/** @param {Group} g @param {ForestRow} row @param {{ x: Scale, y: number, rows: ForestRow[], colour: string }} place */
function estimateMark(g, row, { x, y, rows, colour }) {
  const at = x(/** @type {number} */ (row.value));
  const classes = row.muted ? "muted" : colour;
  // An interval that leaves the quantity's own range ends at the frame; its numbers stand beside it.
  const within = (/** @type {number} */ value) => x(Math.min(x.domain()[1], Math.max(x.domain()[0], value)));
  if (row.chance) {
    const [from, to] = [Math.max(x.domain()[0], -row.chance), Math.min(x.domain()[1], row.chance)];
    if (to > from) box(g, "chance-mark", x(from), y - 7, x(to) - x(from), 14);
  }
  if (row.band) box(g, "chance-mark", within(row.band[0]), y - 7, within(row.band[1]) - within(row.band[0]), 14);
  if (row.total) {
    const [low, high] = hasInterval(row) ? [Math.min(within(row.low), at - 5), Math.max(within(row.high), at + 5)] : [at - 7, at + 7];
    path(g, `dot ${classes}`, `M${low},${y}L${at},${y - 7}L${high},${y}L${at},${y + 7}Z`);
    return;
  }
  if (hasInterval(row)) line(g, `stem thin ${classes}`, within(row.low), y, within(row.high), y);
  dot(g, `dot ${classes}`, at, y, radius(row, rows));
}

/** Area follows the number of pairs. @param {ForestRow} row @param {ForestRow[]} rows */
function radius(row, rows) {
  const most = Math.max(...rows.filter(({ total, muted }) => !total && !muted).map(({ n = 0 }) => n));
  return row.muted || row.n === undefined || !(most > 0) ? 4.5 : Math.max(3.5, 7 * Math.sqrt(Math.min(1, row.n / most)));
}

/** @param {Forest} given @param {typeof fixed} format */
function said({ rows, axis }, format) {
  const each = rows.map((row) => `${row.label} ${row.value === undefined ? "not available" : numbersOf(row, format)}`);
  return `${axis}: ${each.join("; ")}.`;
}
