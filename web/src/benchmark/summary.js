/** One dataset on one page, for who chooses a model: the models in order, what is significantly different, and what it does not say. */
import { count, countOf, isUnavailable } from "../report/numbers.js";
import { pWords, textWord } from "../report/sentences.js";
import { atOne, intervalAtOne, labelOf, pairOf, placesOf, ranked, runsOn } from "./ranking.js";
import { apart, direction, headline, leaningOf, limits, named, things } from "./summary-words.js";

/** @import { Benchmark, BenchmarkRun, ModelPair } from "../types.d.ts" */
/** @import { Direction } from "./ranking.js" */
/** @import { Leaning } from "../report/sentences.js" */
/** @import { Context, Estimate, Row, Summary } from "./types.d.ts" */

/** What fits a page beside the words: rows, and lines of their names. */
const MOST_ROWS = 15;
const MOST_LINES = 18;
/** Letters of a name that one line takes. */
const LINE = 18;
/** Whose leading directions the other side follows better. */
const followed = (/** @type {Leaning | undefined} */ side, /** @type {string} */ texts) =>
  side === "texts" ? texts : side === "chance" ? "neither" : (side ?? "–");

/** @param {BenchmarkRun} run @param {Direction} direction @returns {Estimate | undefined} */
function estimate(run, direction) {
  const value = atOne(run, direction);
  return value === undefined ? undefined : { value, interval: intervalAtOne(run, direction) };
}

/** @param {ModelPair | undefined} pair @returns {string} */
function apartWords(pair) {
  if (!pair) return "–";
  const { imageToText: test } = pair;
  const answer = test.better ? "yes" : "no";
  if (test.method === "intervals") return `${answer}, intervals`;
  return isUnavailable(test.pHolm) ? "no, same hits" : `${answer}, ${pWords(test.pHolm)}`;
}

/** @param {Context} context @returns {Row[]} */
function rowsOf({ benchmark, dataset, order, places, word, label }) {
  const best = label(order[0]);
  return order.map((run, place) => {
    const imbalance = run.metrics?.sasImbalance;
    return {
      label: label(run),
      place: places.get(run)?.words ?? "",
      reference: run.reference,
      imageToText: estimate(run, "imageToText"),
      textToImage: estimate(run, "textToImage"),
      apart: place === 0 ? "–" : apartWords(pairOf(benchmark, dataset, best, label(run))?.pair),
      imbalance: typeof imbalance === "number" ? { value: imbalance, interval: run.uncertainty?.sasImbalance } : undefined,
      followed: followed(leaningOf(run), word),
    };
  });
}

/** @param {Context} context @returns {[string, string][]} */
function facts({ benchmark, dataset, runs, word, label }) {
  const range = (/** @type {number[]} */ values) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return low === high ? count(low) : `${count(low)} to ${count(high)}`;
  };
  const [{ domain, split, captionsPerImage = 1 }] = runs;
  const each = captionsPerImage === 1 ? "" : `, ${[captionsPerImage].flat().join(" to ")} ${word} each`;
  const failed = benchmark.runs.filter((run) => run.dataset === dataset && run.failure).length;
  const references = runs.filter(({ reference }) => reference).map(label);
  return [
    ["Data", `${dataset} (${[domain, split].filter(Boolean).join(", ")}): ${range(runs.map(({ pairs = 0 }) => pairs))} images${each}`],
    [
      "Models",
      `${count(runs.length)}${references.length > 0 ? `, of them ${countOf(references.length, "reference model")} (${named(references)})` : ""}${failed > 0 ? `; ${countOf(failed, "run")} failed` : ""}`,
    ],
    ["Tool", `Askew ${benchmark.tool.version}; the benchmark’s JSON has every digit and the SHA-256 of every file`],
  ];
}

/** @param {Benchmark} benchmark @param {string} dataset one that has a finished run @returns {Context} */
function contextOf(benchmark, dataset) {
  const runs = runsOn(benchmark.runs, dataset);
  return {
    benchmark,
    dataset,
    runs,
    order: ranked(runs),
    pairs: benchmark.separability.byDataset[dataset] ?? [],
    places: placesOf(benchmark, dataset),
    word: textWord([dataset, ...runs.map(({ source }) => source)]),
    label: (run) => labelOf(run, runs),
  };
}

/** Every model in order, and a sentence on which are significantly different. @param {Benchmark} benchmark @param {string} dataset one that has a finished run @returns {Pick<Summary, "rows" | "apart">} */
export function rankingOf(benchmark, dataset) {
  const context = contextOf(benchmark, dataset);
  return { rows: rowsOf(context), apart: apart(context) };
}

/** The first rows, as many as one page takes. @param {readonly Row[]} rows */
function fitting(rows) {
  let lines = 0;
  return rows.slice(0, MOST_ROWS).filter(({ label }) => {
    lines += label.length > LINE ? 2 : 1;
    return lines <= MOST_LINES;
  });
}

/** @param {Benchmark} benchmark @param {string} dataset one that has a finished run @returns {Summary} */
export function summaryOf(benchmark, dataset) {
  const context = contextOf(benchmark, dataset);
  const all = rowsOf(context);
  const rows = fitting(all);
  return {
    dataset,
    headline: headline(context),
    facts: facts(context),
    rows,
    left: all.length - rows.length,
    apart: apart(context),
    direction: direction(context),
    things: things(context),
    limits: limits(context),
  };
}
