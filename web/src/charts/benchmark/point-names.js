/** Names beside the outermost points of a scatter, where there is room for them. */
import { label, line, textWidth } from "../chart.js";

/** @import { Group } from "../types.d.ts" */
/** @typedef {{ x: number, y: number, name: string }} Point */
/** @typedef {{ left: number, top: number, right: number, bottom: number }} Box */

const HEIGHT = 13;
const RADIUS = 5;

/** @param {Box} a @param {Box} b */
const touch = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The outermost points, each once: right, left, top, bottom. @param {readonly Point[]} points */
function extremes(points) {
  const ends = /** @type {((point: Point) => number)[]} */ ([({ x }) => x, ({ x }) => -x, ({ y }) => -y, ({ y }) => y]);
  return [...new Set(ends.map((far) => points.reduce((best, point) => (far(point) > far(best) ? point : best))))];
}

/** Places for a name around its point, the nearest first. @param {Point} point @returns {(Box & { anchor: "start" | "end" | "middle" })[]} */
function places({ x, y, name }) {
  const width = textWidth(name, 11);
  const from = (/** @type {number} */ left, /** @type {number} */ top, /** @type {"start" | "end" | "middle"} */ anchor) => ({
    left,
    top,
    right: left + width,
    bottom: top + HEIGHT,
    anchor,
  });
  return [8, 20, 34].flatMap((away) => [
    from(x + away, y - HEIGHT / 2, "start"),
    from(x - away - width, y - HEIGHT / 2, "end"),
    from(x - width / 2, y - away - HEIGHT, "middle"),
    from(x - width / 2, y + away, "middle"),
    from(x + away, y - away - HEIGHT, "start"),
    from(x - away - width, y - away - HEIGHT, "end"),
    from(x + away, y + away, "start"),
    from(x - away - width, y + away, "end"),
  ]);
}

/** Where names stand that touch no point, no other name and no edge; a name without room is left out. @param {readonly Point[]} points @param {Box} frame */
function namePlaces(points, frame) {
  if (points.length === 0) return [];
  const taken = points.map(({ x, y }) => ({ left: x - RADIUS, top: y - RADIUS, right: x + RADIUS, bottom: y + RADIUS }));
  return extremes(points).flatMap((point) => {
    const place = places(point).find(
      (box) =>
        box.left >= frame.left &&
        box.right <= frame.right &&
        box.top >= frame.top &&
        box.bottom <= frame.bottom &&
        !taken.some((other) => touch(box, other)),
    );
    if (!place) return [];
    taken.push(place);
    return [{ point, ...place }];
  });
}

/** @param {Group} g @param {readonly Point[]} points @param {Box} frame */
export function nameExtremes(g, points, frame) {
  for (const { point, left, right, top, bottom, anchor } of namePlaces(points, frame)) {
    const at = { start: left, end: right, middle: (left + right) / 2 }[anchor];
    const near = Math.min(right, Math.max(left, point.x));
    const height = Math.min(bottom, Math.max(top, point.y));
    if (Math.hypot(near - point.x, height - point.y) > 14) line(g, "leader", point.x, point.y, near, height);
    label(g, "note point-name", at, bottom - 3, point.name, anchor);
  }
}
