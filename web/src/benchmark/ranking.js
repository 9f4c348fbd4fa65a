/** The models of one dataset beside each other: what they are called, in which order they stand, how sure their first hits are. */
import { wilson } from "../quantiles.js";

/** @import { Benchmark, BenchmarkRun, Interval, ModelPair } from "../types.d.ts" */
/** @typedef {"imageToText" | "textToImage"} Direction */

/** "a, b and c". @param {readonly string[]} names */
export const listed = (names) => (names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0]);

/** @type {readonly Direction[]} */
export const DIRECTIONS = ["imageToText", "textToImage"];

/** Datasets that have a finished run. @param {readonly BenchmarkRun[]} runs @returns {string[]} */
export const datasetsOf = (runs) => [...new Set(runs.filter(({ failure }) => !failure).map(({ dataset }) => dataset))];

/** The finished runs of a dataset. @param {readonly BenchmarkRun[]} runs @param {string} dataset */
export const runsOn = (runs, dataset) => runs.filter((run) => run.dataset === dataset && !run.failure);

/** The model's name, with the split if the model has several of the dataset. @param {BenchmarkRun} run @param {readonly BenchmarkRun[]} runs of the dataset */
export function labelOf({ model, split }, runs) {
  return runs.filter((run) => run.model === model).length > 1 && split ? `${model} (${split})` : model;
}

/** @param {BenchmarkRun} run @param {Direction} direction */
export const atOne = (run, direction) => run.retrieval?.[direction]["1"];

/** 95 % for R@1: of the audit if it has them, else Wilson's for as many queries as there are images. @param {BenchmarkRun} run @param {Direction} direction @returns {Interval | undefined} */
export function intervalAtOne(run, direction) {
  const resampled = run.uncertainty?.[direction === "imageToText" ? "recallImageToText" : "recallTextToImage"]?.["1"];
  if (resampled) return resampled;
  const share = atOne(run, direction);
  return share === undefined || !run.pairs ? undefined : wilson(share, run.pairs);
}

/** By R@1 from image to text, the highest first; those without it last. @param {readonly BenchmarkRun[]} runs */
export function ranked(runs) {
  const size = (/** @type {BenchmarkRun} */ run) => atOne(run, "imageToText") ?? -1;
  return [...runs].sort((a, b) => size(b) - size(a) || (a.model < b.model ? -1 : 1));
}

/** The comparison of two models, and whether it names them the other way round. @param {Benchmark} benchmark @param {string} dataset @param {string} a @param {string} b */
export function pairOf({ separability }, dataset, a, b) {
  const pair = separability.byDataset[dataset]?.find(({ first, second }) => (first === a && second === b) || (first === b && second === a));
  return pair && { pair, swapped: pair.first !== a };
}

/** Which is better, if they are significantly different. @param {ModelPair} pair @param {Direction} direction */
export function betterOf(pair, direction) {
  const { better } = pair[direction];
  return better && pair[better];
}

/** @typedef {{ from: number, to: number, words: string }} Place words: "1", "2–5"; "" if no model is told apart from another */

/**
 * The places that the tests of image-to-text search leave open for each model: after all that are better, before all that are worse.
 * @param {Benchmark} benchmark @param {string} dataset @returns {Map<BenchmarkRun, Place>}
 */
export function placesOf({ runs: all, separability }, dataset) {
  const runs = runsOn(all, dataset);
  const ordered = runs.filter((run) => atOne(run, "imageToText") !== undefined).length;
  const found = separability.byDataset[dataset] ?? [];
  const decided = found.some((pair) => betterOf(pair, "imageToText"));
  return new Map(
    runs.map((run) => {
      const label = labelOf(run, runs);
      const told = found.filter((pair) => (pair.first === label || pair.second === label) && betterOf(pair, "imageToText"));
      const above = told.filter((pair) => betterOf(pair, "imageToText") !== label).length;
      const [from, to] = [1 + above, ordered - (told.length - above)];
      // Without retrieval a model has no place.
      const words = !decided || atOne(run, "imageToText") === undefined ? "" : from === to ? `${from}` : `${from}–${to}`;
      return [run, { from, to, words }];
    }),
  );
}
