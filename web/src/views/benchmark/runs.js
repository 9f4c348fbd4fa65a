/** Every run that is shown, and the way to its own audit. */
import { runTable } from "../../benchmark/tables.js";
import { fill, h } from "../element.js";
import { scrolled, table } from "../table.js";
import { markFollowed } from "./look.js";

/** @import { Benchmark } from "../../types.d.ts" */
/** @import { Look } from "./look.js" */
/** @typedef {{ can: (run: number) => boolean, open: (run: number) => void }} Opening of a run's own audit, by its place in the benchmark */

/** @param {Benchmark} benchmark @param {number} at @param {Opening} opening */
function action({ runs }, at, { can, open }) {
  const { model, dataset, failure } = runs[at];
  if (failure) return h("td", "");
  if (!can(at)) return h("td.muted", "files not in this tab");
  return h("td", h("button.quiet", { "aria-label": `Open audit of ${model} on ${dataset}`, click: () => open(at) }, "Open audit"));
}

/** @param {Element} body @param {Benchmark} benchmark @param {Look} look @param {Opening} [opening] */
export function render(body, benchmark, look, opening) {
  const { caption, columns, rows } = runTable(benchmark);
  const place = h("div");
  const kind = (/** @type {number} */ k) => (k < 3 ? "words" : columns[k] === "Remarks" ? "words remark" : undefined);
  const heads = columns.map((title, k) => h("th", { scope: "col", class: kind(k) }, title));
  const show = () => {
    const lines = rows.flatMap((row, at) => {
      if (!look.shown(benchmark.runs[at])) return [];
      const cells = row.map((value, k) => (k === 0 ? h("th", { scope: "row" }, value) : h("td", { class: kind(k) }, value)));
      const { failure, model } = benchmark.runs[at];
      return h("tr", { class: failure ? "failed" : undefined, "data-model": model }, cells, opening && action(benchmark, at, opening));
    });
    fill(
      place,
      lines.length === 0
        ? h("p.how", "No run is shown.")
        : scrolled(
            caption,
            table(
              { class: "data" },
              [...heads, ...(opening ? [h("th", { scope: "col" }, "Audit")] : [])],
              lines,
              h("caption.hidden", caption),
            ),
          ),
    );
    markFollowed(place, look.followed());
  };
  body.append(place);
  show();
  look.watch(place, show);
}
