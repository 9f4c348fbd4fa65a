/** The models on one dataset, sorted by any column, with intervals for R@1, and which of them they tell apart. */
import { METRICS, RSUMS } from "../../benchmark/metrics.js";
import { atOne, DIRECTIONS, intervalAtOne, labelOf, runsOn } from "../../benchmark/ranking.js";
import { amount, ends, NONE, withValues } from "../../report/amounts.js";
import { countOf, fixed, percent, percentInterval, signed } from "../../report/numbers.js";
import { pWords } from "../../report/sentences.js";
import { h, list } from "../element.js";
import { dataTable } from "../table.js";

/** @import { Benchmark, BenchmarkRun, Interval, ModelPair, Uncertainty } from "../../types.d.ts" */
/** @import { Direction } from "../../benchmark/ranking.js" */

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

/** Which models are told apart, in a sentence and a list. @param {readonly ModelPair[]} pairs */
function apart(pairs) {
  if (pairs.length === 0) return [h("p.how", "There is one model: nothing to tell apart.")];
  const told = DIRECTIONS.map((direction) => pairs.filter((pair) => pair[direction].better));
  const other = pairs.filter(({ sameBy }) => !sameBy);
  const tested = pairs.length - other.length;
  const how = [
    ...(tested > 0 ? [`${tested} by McNemar’s test on the same queries, adjusted (Holm)`] : []),
    ...(other.length > 0
      ? [`${other.length} by 95 % intervals that do not overlap, which is on the careful side (${other[0].reason})`]
      : []),
  ];
  return [
    h(
      "p.how",
      `By R@1, ${told[0].length} of ${countOf(pairs.length, "pair")} of models are told apart image → text and ${told[1].length} text → image: ${how.join("; ")}.`,
    ),
    ...DIRECTIONS.flatMap((direction, i) =>
      told[i].length === 0
        ? []
        : h(
            "details.twin",
            h("summary", `Which pairs, ${WAYS[direction]}`),
            list(
              "ul",
              told[i].slice(0, MOST_PAIRS).map((pair) => inWords(pair, direction)),
            ),
          ),
    ),
  ];
}

/** @param {Column} column @param {BenchmarkRun} run */
function cellOf({ value, words, interval }, run) {
  const number = value(run);
  if (number === undefined) return amount(NONE);
  const { low, high } = /** @type {Partial<Interval>} */ (interval?.(run) ?? {});
  return amount(words(number, run), low === undefined || high === undefined ? number : { value: number, ...ends({ low, high }) });
}

/** @param {Element} container @param {Benchmark} benchmark @param {string} dataset */
export function render(container, benchmark, dataset) {
  const runs = runsOn(benchmark.runs, dataset);
  const models = withValues({
    caption: `Models on ${dataset}`,
    columns: ["Model", ...COLUMNS.map(({ name }) => name)],
    rows: runs.map((run) => [
      `${labelOf(run, runs)}${run.reference ? " (reference)" : ""}`,
      ...COLUMNS.map((column) => cellOf(column, run)),
    ]),
  });
  const options = {
    sorted: { column: 1, up: false },
    upFirst: (/** @type {number} */ k) => k === 0 || COLUMNS[k - 1].better < 0,
    idOf: (/** @type {number} */ k) => (k === 0 ? undefined : `sort-${COLUMNS[k - 1].key}`),
  };
  container.append(dataTable(models, options), ...apart(benchmark.separability.byDataset[dataset] ?? []));
}
