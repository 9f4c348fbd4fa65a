/** The models on one dataset, sorted by any column, with intervals for R@1 and which of them they tell apart. */
import { METRICS, RSUMS } from "../../benchmark/metrics.js";
import { fixed, percent, percentInterval, signed } from "../../report/numbers.js";
import { fill, h } from "../element.js";

/** @import { Benchmark, BenchmarkRun, Interval, Uncertainty } from "../../types.d.ts" */

/** @typedef {{ key: string, name: string, better: 1 | -1 | 0, value: (run: BenchmarkRun) => number | undefined, words: (value: number, run: BenchmarkRun) => string }} Column */

const Z = 1.959963984540054;

/** Wilson's 95 % interval of a share of n queries. @param {number} share @param {number} n @returns {Interval} */
export function wilson(share, n) {
  const centre = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

const number = (/** @type {unknown} */ value) => (typeof value === "number" ? value : undefined);
const atOne = (/** @type {BenchmarkRun} */ run) => run.retrieval?.imageToText["1"];

/** @param {BenchmarkRun} run */
function interval(run) {
  const resampled = run.uncertainty?.recallImageToText?.["1"];
  if (resampled) return resampled;
  const share = atOne(run);
  return share === undefined || !run.pairs ? undefined : wilson(share, run.pairs);
}

/** @param {number} value @param {unknown} around its interval, where there is one @param {(value: number) => string} words */
function withInterval(value, around, words) {
  const { low, high } = /** @type {Partial<Interval>} */ (around ?? {});
  return low === undefined || high === undefined ? words(value) : `${words(value)} (${words(low)} – ${words(high)})`;
}

/** @type {readonly Column[]} */
const COLUMNS = [
  {
    key: "r1",
    name: "R@1 image → text, 95 %",
    better: 1,
    value: atOne,
    words: (value, run) => `${percent(value, 1)} (${percentInterval(/** @type {Interval} */ (interval(run)))})`,
  },
  {
    key: "r1Text",
    name: "R@1 text → image",
    better: 1,
    value: (run) => run.retrieval?.textToImage["1"],
    words: (value) => percent(value, 1),
  },
  { key: "rSum", name: RSUMS[0].name, better: 1, value: (run) => run.retrieval?.rSum, words: (value) => fixed(value, 1) },
  ...METRICS.filter(({ variantOf, key }) => !variantOf && key !== "coral" && key !== "mmd").map(
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

/** Pairs of models whose intervals do not overlap. @param {readonly BenchmarkRun[]} runs */
export function separable(runs) {
  const known = runs.flatMap((run) => {
    const own = interval(run);
    return own ? [{ model: run.model, ...own }] : [];
  });
  const pairs = known.flatMap((a, i) =>
    known.slice(i + 1).map((b) => (a.low > b.high ? [a.model, b.model] : b.low > a.high ? [b.model, a.model] : [])),
  );
  return { compared: pairs.length, pairs: pairs.filter((pair) => pair.length > 0) };
}

/** @param {readonly BenchmarkRun[]} runs @param {Column} column @param {boolean} up */
function sorted(runs, column, up) {
  const order = (/** @type {BenchmarkRun} */ run) => column.value(run) ?? Number.NEGATIVE_INFINITY;
  return [...runs].sort((a, b) => (up ? order(a) - order(b) : order(b) - order(a)) || (a.model < b.model ? -1 : 1));
}

/** @param {Element} container @param {Benchmark} benchmark @param {string} dataset */
export function render(container, benchmark, dataset) {
  const runs = benchmark.runs.filter((run) => run.dataset === dataset && !run.failure);
  const { compared, pairs } = separable(runs);
  let column = COLUMNS[0];
  let up = false;
  const place = h("div");
  const show = () => fill(place, table());
  const choose = (/** @type {Column} */ chosen) => {
    up = chosen === column ? !up : chosen.better < 0;
    column = chosen;
    show();
  };
  const table = () =>
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": `Models on ${dataset}` },
      h(
        "table",
        { class: "data" },
        h("caption", { class: "hidden" }, `Models on ${dataset}`),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, "Model"),
            COLUMNS.map((one) =>
              h(
                "th",
                { scope: "col", "aria-sort": one === column ? (up ? "ascending" : "descending") : "none" },
                h(
                  "button",
                  { type: "button", class: "sort", id: `sort-${one.key}`, click: () => choose(one) },
                  one.name,
                  one === column ? (up ? "\u00a0↑" : "\u00a0↓") : "",
                ),
              ),
            ),
          ),
        ),
        h(
          "tbody",
          {},
          sorted(runs, column, up).map((run) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, run.model, run.reference && h("span", { class: "muted" }, " reference")),
              COLUMNS.map((one) => {
                const value = one.value(run);
                return h("td", {}, value === undefined ? "–" : one.words(value, run));
              }),
            ),
          ),
        ),
      ),
    );
  show();
  container.append(
    place,
    h(
      "p",
      { class: "how" },
      compared === 0
        ? "There is one model: nothing to tell apart."
        : `By R@1 image → text, ${pairs.length} of ${compared} pairs of models are told apart: their 95 % intervals (Wilson’s) do not overlap. This is on the careful side; a comparison on the same pairs can tell more.`,
    ),
    ...(pairs.length > 0
      ? [
          h(
            "details",
            { class: "twin" },
            h("summary", {}, "Which pairs"),
            h(
              "ul",
              {},
              pairs.slice(0, 200).map(([better, worse]) => h("li", {}, `${better} above ${worse}`)),
            ),
          ),
        ]
      : []),
  );
}
