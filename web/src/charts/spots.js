/** Which place of a chart is meant: by a pointer or by an arrow key. */

import { NONE } from "../report/amounts.js";

/** @import { Spot } from "./types.d.ts" */

/** How far from a place without a box a pointer may be, in the chart's pixels. */
const REACH = 28;

/** @param {Spot} spot */
const heights = ({ y }) => (Array.isArray(y) ? y : [y]);

/** @param {Spot} spot @param {number} x @param {number} y */
function distance({ box, ...spot }, x, y) {
  if (box) return x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] ? Math.abs(x - (box[0] + box[2]) / 2) : Number.POSITIVE_INFINITY;
  const away = Math.min(...heights(spot).map((height) => Math.hypot(x - spot.x, y - height)));
  return away <= REACH ? away : Number.POSITIVE_INFINITY;
}

/** Index of the place under a pointer; -1 if there is none. @param {readonly Spot[]} spots @param {number} x @param {number} y */
export function spotAt(spots, x, y) {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [i, spot] of spots.entries()) {
    const away = distance(spot, x, y);
    if (away < least) [best, least] = [i, away];
  }
  return best;
}

/** The place of the next row up or down that is nearest by its column, else from left to right. @param {readonly Spot[]} spots @param {number} at @param {1 | -1} way */
function inNextRow(spots, at, way) {
  const { row = 0 } = spots[at];
  const across = (/** @type {Spot} */ { x, column = x }) => column;
  const x = across(spots[at]);
  const rows = [...new Set(spots.map((spot) => spot.row ?? 0))].sort((a, b) => a - b);
  const next = rows[rows.indexOf(row) + way];
  let best = at;
  for (const [i, spot] of spots.entries()) {
    if ((spot.row ?? 0) !== next) continue;
    if (best === at || Math.abs(across(spot) - x) < Math.abs(across(spots[best]) - x)) best = i;
  }
  return best;
}

/** Where a key leads from a place, -1 before any; undefined for a key that leads nowhere. @param {readonly Spot[]} spots @param {number} at @param {string} key @returns {number | undefined} */
export function spotBy(spots, at, key) {
  const last = spots.length - 1;
  const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[key];
  if (key === "Home" || key === "End") return key === "Home" ? 0 : last;
  if (way === undefined) return undefined;
  if (at < 0) return 0;
  const rows = spots[at].row !== undefined && /Up|Down/.test(key);
  return rows ? inNextRow(spots, at, /** @type {1 | -1} */ (way)) : Math.min(last, Math.max(0, at + way));
}

/** What a row of a chart's table says of its place. @param {{ columns: readonly string[], rows: readonly (readonly (string | number)[])[] }} table @param {number} r */
export const linesOf = ({ columns, rows }, r) =>
  rows[r].flatMap((cell, k) => (k === 0 || cell === NONE || cell === "" ? [] : [`${columns[k]}: ${cell}`]));

/** Places beside each other become columns that meet halfway. @param {readonly number[]} xs from left to right @param {[number, number]} ends @param {number} top @param {number} bottom @returns {[number, number, number, number][]} */
export const columnsAt = (xs, [left, right], top, bottom) =>
  xs.map((x, i) => [i === 0 ? left : (xs[i - 1] + x) / 2, top, i === xs.length - 1 ? right : (x + xs[i + 1]) / 2, bottom]);
