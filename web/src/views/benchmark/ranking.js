/** The models on one dataset, sorted by any column, with intervals for R@1, and which of them they tell apart. */
import { METRICS, RSUMS } from "../../benchmark/metrics.js";
import { atOne, DIRECTIONS, intervalAtOne, labelOf, placesOf, runsOn } from "../../benchmark/ranking.js";
import { differInWords } from "../../benchmark/summary-words.js";
import { fixed, percent, percentInterval, signed } from "../../report/numbers.js";
import { pWords } from "../../report/sentences.js";
import { fill, h, list } from "../element.js";
import { scrolled, table } from "../table.js";
import { markFollowed } from "./look.js";

/** @import { Benchmark, BenchmarkRun, Interval, ModelPair, Uncertainty } from "../../types.d.ts" */
/** @import { Direction } from "../../benchmark/ranking.js" */
/** @import { Look } from "./look.js" */

/** @typedef {{ key: string, name: string, better: 1 | -1 | 0, value: (run: BenchmarkRun) => number | undefined, words: (value: number, run: BenchmarkRun) => string }} Column */

const WAYS = Object.freeze({ imageToText: "image → text", textToImage: "text → image" });
const MOST_PAIRS = 200;

const number = (/** @type {unknown} */ value) => (typeof value === "number" ? value : undefined);

/** @param {number} value @param {unknown} around its interval, where there is one @param {(value: number) => string} words */
function withInterval(value, around, words) {
  const { low, high } = /** @type {Partial<Interval>} */ (around ?? {});
  return low === undefined || high === undefined ? words(value) : `${words(value)} (${words(low)} – ${words(high)})`;
}

/** @type {readonly Column[]} */
const COLUMNS = [
  ...DIRECTIONS.map(
    (direction) =>
      /** @type {Column} */ ({
        key: direction === "imageToText" ? "r1" : "r1Text",
        name: `R@1 ${WAYS[direction]}, 95\u00a0%`,
        better: 1,
        value: (run) => atOne(run, direction),
        words: (value, run) => `${percent(value, 1)} (${percentInterval(/** @type {Interval} */ (intervalAtOne(run, direction)), 0)})`,
      }),
  ),
  { key: "rSum", name: RSUMS[0].name, better: 1, value: (run) => run.retrieval?.rSum, words: (value) => fixed(value, 1) },
  ...METRICS.filter(({ variantOf, ranked }) => !variantOf && ranked).map(
    ({ key, name, better }) =>
      /** @type {Column} */ ({
        key,
        name,
        better,
        value: (run) => number(run.metrics?.[key]),
        words: (value, { uncertainty }) =>
          withInterval(value, uncertainty?.[/** @type {keyof Uncertainty} */ (key)], key === "sasImbalance" ? signed : fixed),
      }),
  ),
];

/** "a above b (McNemar, p = 0.012)". @param {ModelPair} pair @param {Direction} direction */
function inWords(pair, direction) {
  const test = pair[direction];
  const [better, worse] = test.better === "first" ? [pair.first, pair.second] : [pair.second, pair.first];
  const how = test.method === "intervals" ? "intervals" : `${pWords(/** @type {number} */ (test.pHolm))}, Holm`;
  return `${better} above ${worse} (${how})`;
}

/** Which models differ, in a sentence and a list. @param {readonly ModelPair[]} pairs */
const apart = (pairs) => [
  h("p.how", differInWords(pairs)),
  ...DIRECTIONS.flatMap((direction) => {
    const told = pairs.filter((pair) => pair[direction].better);
    if (told.length === 0) return [];
    const lines = told.slice(0, MOST_PAIRS).map((pair) => inWords(pair, direction));
    return [h("details.twin", h("summary", `Which pairs, ${WAYS[direction]}`), list("ul", lines))];
  }),
];

/** @param {readonly BenchmarkRun[]} runs @param {Column} column @param {boolean} up */
function sorted(runs, column, up) {
  const order = (/** @type {BenchmarkRun} */ run) => column.value(run) ?? Number.NEGATIVE_INFINITY;
  return [...runs].sort((a, b) => (up ? order(a) - order(b) : order(b) - order(a)) || (a.model < b.model ? -1 : 1));
}

/** The columns that are shown. @param {Look} look */
const columnChoice = (look) =>
  h(
    "details.twin.column-choice",
    h("summary", "Columns"),
    h(
      "div.checks",
      COLUMNS.map(({ key, name }) => {
        const id = `column-${key}`;
        const change = (/** @type {any} */ { target }) => look.hide("columns", key, !target.checked);
        return h("label", { for: id }, h("input", { type: "checkbox", id, checked: !look.isHidden("columns", key), change }), ` ${name}`);
      }),
    ),
  );

/** @param {Element} container @param {Benchmark} benchmark @param {string} dataset @param {Look} look */
export function render(container, benchmark, dataset, look) {
  const all = runsOn(benchmark.runs, dataset);
  const places = placesOf(benchmark, dataset);
  const numbered = [...places.values()].some(({ words }) => words !== "");
  let column = COLUMNS[0];
  let up = false;
  const place = h("div");
  const choose = (/** @type {Column} */ chosen) => {
    up = chosen === column ? !up : chosen.better < 0;
    column = chosen;
    show();
  };
  const head = (/** @type {Column} */ one) =>
    h(
      "th",
      { scope: "col", "aria-sort": one === column ? (up ? "ascending" : "descending") : "none" },
      h("button.sort", { id: `sort-${one.key}`, click: () => choose(one) }, one.name, one === column ? (up ? "\u00a0↑" : "\u00a0↓") : ""),
    );
  const name = `Models on ${dataset}`;
  /** @param {BenchmarkRun} run @param {readonly Column[]} columns */
  const line = (run, columns) => {
    const label = labelOf(run, all);
    const follow = h(
      "button.link.model-name",
      { "aria-pressed": `${look.followed() === run.model}`, title: "Follow it through the charts", click: () => look.follow(run.model) },
      label,
    );
    return h(
      "tr",
      { "data-model": run.model },
      h("th", { scope: "row" }, follow, run.reference && h("span.muted", " reference")),
      numbered && h("td", places.get(run)?.words || "–"),
      columns.map((one) => {
        const value = one.value(run);
        return h("td", value === undefined ? "–" : one.words(value, run));
      }),
    );
  };
  const show = () => {
    const columns = COLUMNS.filter(({ key }) => !look.isHidden("columns", key));
    const rows = sorted(
      all.filter(({ model }) => look.showsModel(model)),
      column,
      up,
    ).map((run) => line(run, columns));
    const heads = ["Model", ...(numbered ? ["Place"] : []), ...columns.map(head)];
    fill(
      place,
      rows.length === 0
        ? h("p.how", "No model is shown.")
        : scrolled(name, table({ class: "data" }, heads, rows, h("caption.hidden", name))),
      look.words() && h("p.how.shown-note", look.words()),
    );
    markFollowed(place, look.followed());
  };
  show();
  const note = numbered ? "" : " No place is numbered: in image-to-text search no model differs from another.";
  const said = apart(benchmark.separability.byDataset[dataset] ?? []);
  container.append(columnChoice(look), place, ...(note && all.length > 1 ? [h("p.how", note.trim())] : []), ...said);
  look.watch(place, show);
}
