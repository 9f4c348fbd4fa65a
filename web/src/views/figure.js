import { tooltip } from "../charts/tooltip.js";
import { h } from "./element.js";
import { fitAll } from "./folding.js";
import { markRows } from "./marked-rows.js";
import { savePng, saveSvg } from "./picture.js";
import { dataTable, scrolled } from "./table.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { Drawing } from "../charts/types.d.ts" */

/** Width in CSS pixels where there is no layout. */
const DEFAULT_WIDTH = 560;

/** One entry a chart on the page: draws it anew, false once the chart is gone. */
const charts = new Set(/** @type {((force?: boolean) => boolean)[]} */ ([]));

/** For a change of the page's width that no observer reports in time, such as printing. */
export function redrawAll() {
  for (const redraw of charts) if (!redraw()) charts.delete(redraw);
  fitAll();
}

/** How much larger than drawn the style sheet shows a chart (--magnify, for presenting). @param {Element} host */
const magnification = (host) => Number(getComputedStyle(host).getPropertyValue("--magnify")) || 1;

/** The chart's numbers, in a box of its own: they may be many. @param {Drawing} drawing */
function twinOf(drawing) {
  const numbers = drawing.table();
  return scrolled(numbers.caption, dataTable(numbers));
}

/**
 * A chart with its table twin and its two ways to be saved. Drawn again whenever its place changes width.
 * @param {Element} container @param {Drawing} drawing
 */
export function figure(container, drawing) {
  const host = h("div.chart-host");
  const name = `${drawing.title}: arrow keys read its values, Escape closes`;
  const reader = h("div.chart-reader", { role: "application", "aria-roledescription": "chart", "aria-label": name }, host);
  const says = tooltip(reader);
  const rows = h("div.twin-body");
  const twin = h(
    "details.twin",
    {
      toggle: () => {
        if (twin.open && !rows.firstChild) rows.append(twinOf(drawing));
      },
    },
    h("summary", { "aria-label": `Show as table: ${drawing.title}` }, "Show as table"),
    rows,
  );
  const svg = () => /** @type {SVGSVGElement} */ (host.querySelector("svg"));
  const save = (/** @type {string} */ kind, /** @type {(svg: SVGSVGElement, name: string) => void} */ action) =>
    h("button.small", { "aria-label": `Save as ${kind}: ${drawing.title}`, click: () => action(svg(), drawing.name) }, kind);
  const whole = h("figure.figure", reader, h("div.figure-tools", twin, h("div.saves", save("SVG", saveSvg), save("PNG", savePng))));
  markRows(whole);
  container.append(whole);
  let drawn = 0;
  const redraw = (force = false) => {
    if (drawn && !host.isConnected) {
      observer?.disconnect();
      return false;
    }
    // Asking for the width lays the page out anew; where only the numbers changed it is known.
    const width = force && drawn && observer ? drawn : Math.floor(host.clientWidth / magnification(host)) || DEFAULT_WIDTH;
    if (force || width !== drawn) {
      drawn = width;
      host.replaceChildren();
      says(drawing.draw(host, width));
    }
    return true;
  };
  const observer = typeof ResizeObserver === "function" ? new ResizeObserver(() => redraw()) : undefined;
  redraw();
  observer?.observe(host);
  charts.add(redraw);
  drawing.cut?.follow(() => {
    const alive = redraw(true);
    if (alive && rows.firstChild) rows.replaceChildren(...(twin.open ? [twinOf(drawing)] : []));
    return alive;
  });
}

/** The chart of an audit. @template O @param {Element} container @param {{ drawing: (current: () => Audit, options: O) => Drawing }} chart @param {Audit} audit @param {O} options */
export const chartOf = (container, chart, audit, options) =>
  figure(
    container,
    chart.drawing(() => audit, options),
  );
