/** Every run that is shown, and the way to its own audit. */
import { runTable } from "../../benchmark/tables.js";
import { fill, h } from "../element.js";
import { dataTable } from "../table.js";
import { markFollowed } from "./look.js";

/** @import { Benchmark } from "../../types.d.ts" */
/** @import { Sorted } from "../types.d.ts" */
/** @import { Look } from "./look.js" */
/** @typedef {{ can: (run: number) => boolean, open: (run: number) => void }} Opening of a run's own audit, by its place in the benchmark */

/** @param {Benchmark} benchmark @param {number} at @param {Opening} opening */
function action({ runs }, at, { can, open }) {
  const { model, dataset, failure } = runs[at];
  if (failure) return "";
  if (!can(at)) return h("span.muted", "files not in this tab");
  return h("button.quiet", { "aria-label": `Open audit of ${model} on ${dataset}`, click: () => open(at) }, "Open audit");
}

/** @param {Benchmark} benchmark @param {readonly number[]} places of the runs that are shown */
function tableOf(benchmark, places) {
  const { rows, values = [], ...table } = runTable(benchmark);
  return { ...table, rows: places.map((at) => rows[at]), values: places.map((at) => values[at]) };
}

/** @param {Element} body @param {Benchmark} benchmark @param {Look} look @param {Opening} [opening] */
export function render(body, benchmark, look, opening) {
  const place = h("div");
  /** @type {Sorted | undefined} */
  let sorted;
  let drawn = "";
  const draw = (/** @type {number[]} */ places) => {
    const copied = tableOf(benchmark, places);
    const { columns, rows } = copied;
    const given = opening ? { ...copied, columns: [...columns, "Audit"], rows: rows.map((row) => [...row, ""]) } : copied;
    return dataTable(given, {
      copied,
      sorted,
      whenSorted: (now) => {
        sorted = now;
      },
      row: (r) => {
        const { failure, model } = benchmark.runs[places[r]];
        return { class: failure ? "failed" : undefined, "data-model": model };
      },
      cell: (r, k) => (opening && k === columns.length ? action(benchmark, places[r], opening) : undefined),
    });
  };
  const show = () => {
    const places = [...benchmark.runs.keys()].filter((at) => look.shown(benchmark.runs[at]));
    // Who follows a model keeps the keyboard's place.
    if (places.join() !== drawn || !place.firstChild) fill(place, places.length === 0 ? h("p.how", "No run is shown.") : draw(places));
    drawn = places.join();
    markFollowed(place, look.followed());
  };
  body.append(place);
  show();
  look.watch(place, show);
}
