/** Which models of a dataset are significantly different by their first hits: McNemar's test on the same queries, else intervals. */
import { tally, tested, unpacked } from "../engine/first-hits.js";
import { adjust } from "../engine/statistics.js";
import { each } from "./groups.js";
import { atOne, DIRECTIONS, datasetsOf, intervalAtOne, labelOf, listed, runsOn } from "./ranking.js";

/** @import { BenchmarkRun, ModelPair, ModelTest, QueryHits, Separability } from "../types.d.ts" */
/** @import { Setting } from "./types.d.ts" */
/** @import { Direction } from "./ranking.js" */

const ALPHA = 0.05;

export const NOTES = [
  "Two models on the same queries are told apart by McNemar’s test: it counts the queries whose right answer comes first for one model and not for the other (exact binomial below 25 such queries, else chi-squared with continuity correction). Where an image has several texts, the search from text to image counts by image: which model finds it from more of its texts. p-values are adjusted by Holm over all pairs of models of a dataset, both directions together; told apart means below 0.05.",
  "The queries are the same where the number of images and of texts of each is the same, and nothing that the files say of them (ids, captions, places in the file) differs. Otherwise, and for audits given without their data, two models are told apart where their 95 % intervals for R@1 do not overlap: this is on the careful side, and not adjusted.",
];

const WORDS = /** @type {Record<keyof QueryHits["rows"], string>} */ ({
  imageIds: "the images’ ids",
  imageRows: "the images’ places in the files",
  textIds: "the texts’ ids",
  textRows: "the texts’ places in the files",
  captions: "the captions",
});

/** What says that two runs asked the same, or why they did not. @param {QueryHits | undefined} a @param {QueryHits | undefined} b @returns {Pick<ModelPair, "sameBy" | "reason">} */
export function sameQueries(a, b) {
  const other = (/** @type {string} */ reason) => ({ sameBy: null, reason });
  if (!a || !b) return other("there are no single queries of both to compare");
  if (a.images !== b.images) return other(`one has ${a.images} images, the other ${b.images}`);
  if (JSON.stringify(a.textsEach) !== JSON.stringify(b.textsEach)) return other("their images have other numbers of texts");
  const keys = /** @type {(keyof QueryHits["rows"])[]} */ (Object.keys(WORDS)).filter((key) => a.rows[key] && b.rows[key]);
  const differing = keys.filter((key) => a.rows[key] !== b.rows[key]);
  if (differing.length > 0) return other(`${listed(differing.map((key) => WORDS[key]))} differ, or stand in another order`);
  if (keys.some((key) => !key.endsWith("Rows"))) return { sameBy: "names" };
  return { sameBy: keys.length > 0 ? "places" : "count" };
}

/** @param {BenchmarkRun} first @param {BenchmarkRun} second @param {Direction} direction @returns {ModelTest} */
function byIntervals(first, second, direction) {
  const [a, b] = [intervalAtOne(first, direction), intervalAtOne(second, direction)];
  const better = !a || !b ? null : a.low > b.high ? "first" : b.low > a.high ? "second" : null;
  return { method: "intervals", better };
}

/** @param {QueryHits} a @param {QueryHits} b @param {Direction} direction @param {Setting["statistics"]} statistics @returns {Promise<Extract<ModelTest, { method: "mcnemar" }>>} */
async function byHits(a, b, direction, statistics) {
  const { images, textsEach } = a;
  const texts = typeof textsEach === "number" ? images * textsEach : textsEach.reduce((sum, count) => sum + count, 0);
  const queries = direction === "imageToText" ? images : texts;
  const [first, second] = [unpacked(a[direction], queries), unpacked(b[direction], queries)];
  const test = await tested(statistics, tally(first, second, direction === "imageToText" ? 1 : textsEach));
  return { method: "mcnemar", ...test, pHolm: test.p, better: null };
}

/** @param {BenchmarkRun} first @param {BenchmarkRun} second @param {readonly BenchmarkRun[]} runs @param {Setting} setting @returns {Promise<ModelPair>} */
async function compared(first, second, runs, { statistics }) {
  const same = sameQueries(first.firstHits, second.firstHits);
  const [a, b] = [first.firstHits, second.firstHits];
  const test = async (/** @type {Direction} */ direction) =>
    same.sameBy && a && b ? byHits(a, b, direction, statistics) : byIntervals(first, second, direction);
  const [imageToText, textToImage] = await Promise.all(DIRECTIONS.map(test));
  return { first: labelOf(first, runs), second: labelOf(second, runs), ...same, imageToText, textToImage };
}

/** Who is better, once the p-values are adjusted. @param {readonly ModelPair[]} pairs @param {Setting["statistics"]} statistics */
async function decide(pairs, statistics) {
  const family = pairs
    .flatMap(({ imageToText, textToImage }) => [imageToText, textToImage])
    .filter((/** @type {ModelTest} */ test) => test.method === "mcnemar");
  await adjust(statistics, family);
  for (const test of family)
    if (typeof test.pHolm === "number" && test.pHolm < ALPHA) test.better = test.onlyFirst > test.onlySecond ? "first" : "second";
}

/** @param {readonly BenchmarkRun[]} all @param {Setting} setting @returns {Promise<Separability>} */
export async function separability(all, setting) {
  const byDataset = await each(datasetsOf(all), async (dataset) => {
    const runs = runsOn(all, dataset).filter((run) => atOne(run, "imageToText") !== undefined);
    const pairs = await Promise.all(runs.flatMap((first, i) => runs.slice(i + 1).map((second) => compared(first, second, runs, setting))));
    await decide(pairs, setting.statistics);
    return pairs;
  });
  return { alpha: ALPHA, byDataset, notes: NOTES };
}
