/** Says the numbers of a chart's places: to the pointer, to a finger, and to the keyboard, for which a chart is one stop. */
import { select } from "d3";
import { spotAt, spotBy } from "./spots.js";

/** @import { Spot } from "./types.d.ts" */

/** Between a place and what is said of it. */
const GAP = 12;

/**
 * @param {HTMLElement} reader what is focused; holds the chart
 * @returns {(spots: Spot[]) => void} takes the places of the chart as it is drawn now
 */
export function tooltip(reader) {
  const tip = select(reader).append("div").attr("class", "tip").attr("hidden", "").attr("aria-hidden", "true");
  const said = select(reader).append("span").attr("class", "hidden").attr("role", "status");
  /** @type {Spot[]} */
  let spots = [];
  let at = -1;

  const chart = () => /** @type {SVGSVGElement | null} */ (reader.querySelector("svg.chart:not(.marks)"));

  /** @param {number} next @param {boolean} [aloud] */
  function show(next, aloud = false) {
    if (next === at && !aloud) return;
    at = next;
    reader.querySelector("svg.marks")?.remove();
    const svg = chart();
    const spot = spots[at];
    tip.attr("hidden", spot && svg ? null : "");
    reader.dispatchEvent(new CustomEvent("spot", { bubbles: true, detail: spot?.name }));
    said.text("");
    if (!spot || !svg) return;
    const lines = spot.lines();
    tip.text("").append("b").text(spot.name);
    for (const text of lines) tip.append("span").text(text);
    if (aloud) said.text([spot.name, ...lines].join(", "));
    marks(reader, svg, spot);
    place(/** @type {HTMLElement} */ (tip.node()), reader, svg, spot);
  }

  /** @param {PointerEvent | MouseEvent} event */
  function under(event) {
    const svg = chart();
    const box = svg?.getBoundingClientRect();
    if (!svg || !box?.width) return -1;
    const scale = drawnWidth(svg) / box.width;
    return spotAt(spots, (event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
  }

  select(reader)
    .on("pointermove", (event) => event.pointerType !== "touch" && show(under(event)))
    .on("pointerleave", (event) => event.pointerType !== "touch" && show(-1))
    .on("click", (event) => show(under(event)))
    .on("focus", () => reader.matches(":focus-visible") && show(Math.max(0, at), true))
    .on("blur", () => show(-1))
    .on("row", ({ detail }) => show(detail ? spots.findIndex(({ name }) => name === detail) : -1))
    .on("keydown", (event) => {
      if (event.target !== reader || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape" && at >= 0) {
        event.stopPropagation();
        event.preventDefault();
        return show(-1);
      }
      if ((event.key === "Enter" || event.key === " ") && spots[at]?.choose) {
        event.preventDefault();
        return spots[at].choose?.();
      }
      const next = spots.length > 0 ? spotBy(spots, at, event.key) : undefined;
      if (next === undefined) return;
      event.stopPropagation();
      event.preventDefault();
      show(next, true);
    });

  return (now) => {
    const name = spots[at]?.name;
    spots = now;
    if (spots.length > 0) reader.setAttribute("tabindex", "0");
    else reader.removeAttribute("tabindex");
    // What was said stays said if the chart still has the place.
    const again = name === undefined ? -1 : spots.findIndex((spot) => spot.name === name);
    if (at >= 0) {
      at = -1;
      show(again, again >= 0 && reader.ownerDocument.activeElement === reader);
    }
  };
}

/** @param {SVGSVGElement} svg */
const drawnWidth = (svg) => Number(svg.getAttribute("width"));

/** What is meant stands out: over the chart, so that a saved picture is without it. @param {HTMLElement} reader @param {SVGSVGElement} svg @param {Spot} spot */
function marks(reader, svg, { x, y, box, cell }) {
  const over = select(reader).append("svg").attr("class", "chart marks").attr("aria-hidden", "true");
  for (const name of ["viewBox", "width", "height"]) over.attr(name, svg.getAttribute(name));
  if (box && cell) {
    const [left, top, right, bottom] = box;
    over
      .append("rect")
      .attr("x", left)
      .attr("y", top)
      .attr("width", right - left)
      .attr("height", bottom - top);
    return;
  }
  if (box && Array.isArray(y) && y.length > 0) over.append("line").attr("x1", x).attr("x2", x).attr("y1", box[1]).attr("y2", box[3]);
  for (const height of [y].flat()) over.append("circle").attr("cx", x).attr("cy", height).attr("r", 7);
}

/** Above the place, below it where there is no room, within the chart's sides. @param {HTMLElement} tip @param {HTMLElement} reader @param {SVGSVGElement} svg @param {Spot} spot */
function place(tip, reader, svg, { x, y, box, cell }) {
  const [frame, drawn] = [reader.getBoundingClientRect(), svg.getBoundingClientRect()];
  const scale = drawn.width / drawnWidth(svg) || 1;
  const heights = [y].flat();
  const [highest, lowest] = box && (cell || heights.length === 0) ? [box[1], box[3]] : [Math.min(...heights), Math.max(...heights)];
  const middle = drawn.left - frame.left + x * scale;
  const over = drawn.top - frame.top + highest * scale - GAP - tip.offsetHeight;
  const under = drawn.top - frame.top + lowest * scale + GAP;
  // The window's edge hides what the chart has room for.
  const top = frame.top + over < 0 ? under : over;
  tip.style.left = `${Math.max(0, Math.min(frame.width - tip.offsetWidth, middle - tip.offsetWidth / 2))}px`;
  tip.style.top = `${top}px`;
}
