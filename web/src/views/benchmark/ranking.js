/** The models on one dataset, sorted by any column, with intervals for R@1, and which of them they tell apart. */
import { METRICS, RSUMS } from "../../benchmark/metrics.js";
import { atOne, DIRECTIONS, intervalAtOne, labelOf, placesOf, runsOn } from "../../benchmark/ranking.js";
import { differInWords, UNORDERED } from "../../benchmark/summary-words.js";
import { amount, ends, NONE, withValues } from "../../report/amounts.js";
import { fixed, percent, percentInterval, signed } from "../../report/numbers.js";
import { pWords } from "../../report/sentences.js";
import { fill, h, list } from "../element.js";
import { dataTable } from "../table.js";
import { markFollowed } from "./look.js";

/** @import { Benchmark, BenchmarkRun, Interval, ModelPair, Uncertainty } from "../../types.d.ts" */
/** @import { Direction } from "../../benchmark/ranking.js" */
/** @import { Amount } from "../../report/types.d.ts" */
/** @import { Look } from "./look.js" */

/** @typedef {{ key: string, name: string, better: 1 | -1 | 0, value: (run: BenchmarkRun) => number | undefined, words: (value: number, run: BenchmarkRun) => string, interval?: (run: BenchmarkRun) => unknown }} Column */

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
        interval: (run) => intervalAtOne(run, direction),
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
        interval: ({ uncertainty }) => uncertainty?.[/** @type {keyof Uncertainty} */ (key)],
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

/** @param {Column} column @param {BenchmarkRun} run */
function cellOf({ value, words, interval }, run) {
  const number = value(run);
  if (number === undefined) return amount(NONE);
  const { low, high } = /** @type {Partial<Interval>} */ (interval?.(run) ?? {});
  return amount(words(number, run), low === undefined || high === undefined ? number : { value: number, ...ends({ low, high }) });
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

/** The columns of cells beside the model's name. @typedef {{ key: string, name: string, upFirst: boolean, cell: (run: BenchmarkRun) => Amount }} Shown */

/** @param {ReturnType<typeof placesOf>} places @returns {Shown} */
const placeColumn = (places) => ({
  key: "place",
  name: "Place",
  upFirst: true,
  cell(run) {
    const there = places.get(run);
    return there?.words ? amount(there.words, { from: there.from, to: there.to }) : amount(NONE);
  },
});

/** @param {readonly BenchmarkRun[]} runs those that are shown @param {readonly Shown[]} columns @param {string} caption @param {{ all: readonly BenchmarkRun[], look: Look, order: { key?: string, up: boolean } }} more order: kept from table to table */
function tableOf(runs, columns, caption, { all, look, order }) {
  const models = withValues({
    caption,
    columns: ["Model", ...columns.map(({ name }) => name)],
    rows: runs.map((run) => [`${labelOf(run, all)}${run.reference ? " (reference)" : ""}`, ...columns.map(({ cell }) => cell(run))]),
  });
  const keys = ["model", ...columns.map(({ key }) => key)];
  const column = keys.indexOf(order.key ?? "");
  return dataTable(models, {
    sorted: column < 0 ? undefined : { column, up: order.up },
    whenSorted: (sorted) => {
      // A hidden column's order comes back with it.
      if (sorted) Object.assign(order, { key: keys[sorted.column], up: sorted.up });
      else if (column >= 0) order.key = undefined;
    },
    upFirst: (k) => k === 0 || columns[k - 1].upFirst,
    idOf: (k) => `sort-${keys[k]}`,
    row: (r) => ({ "data-model": runs[r].model }),
    cell: (r, k) => (k === 0 ? nameOf(runs[r], all, look) : undefined),
  });
}

/** @param {BenchmarkRun} run @param {readonly BenchmarkRun[]} all @param {Look} look */
const nameOf = (run, all, look) => [
  h(
    "button.link.model-name",
    { "aria-pressed": "false", title: "Follow it through the charts", click: () => look.follow(run.model) },
    labelOf(run, all),
  ),
  run.reference && h("span.muted", " (reference)"),
];

/** @param {Element} container @param {Benchmark} benchmark @param {string} dataset @param {Look} look */
export function render(container, benchmark, dataset, look) {
  const all = runsOn(benchmark.runs, dataset);
  const places = placesOf(benchmark, dataset);
  const numbered = [...places.values()].some(({ words }) => words !== "");
  const order = { key: COLUMNS[0].key, up: false };
  const place = h("div");
  let drawn = "";
  const show = () => {
    const runs = all.filter(({ model }) => look.showsModel(model));
    const scores = COLUMNS.filter(({ key }) => !look.isHidden("columns", key)).map((column) => ({
      ...{ key: column.key, name: column.name, upFirst: column.better < 0 },
      cell: (/** @type {BenchmarkRun} */ run) => cellOf(column, run),
    }));
    const columns = [...(numbered ? [placeColumn(places)] : []), ...scores];
    // Who follows a model keeps the keyboard's place.
    const now = JSON.stringify([runs.map(({ model }) => model), columns.map(({ key }) => key), look.words()]);
    if (now !== drawn)
      fill(
        place,
        runs.length === 0 ? h("p.how", "No model is shown.") : tableOf(runs, columns, `Models on ${dataset}`, { all, look, order }),
        look.words() && h("p.how.shown-note", look.words()),
      );
    drawn = now;
    markFollowed(place, look.followed());
  };
  show();
  const note = numbered ? "" : `No place is numbered: ${UNORDERED}.`;
  const said = apart(benchmark.separability.byDataset[dataset] ?? []);
  container.append(columnChoice(look), place, ...(note && all.length > 1 ? [h("p.how", note)] : []), ...said);
  look.watch(place, show);
}
