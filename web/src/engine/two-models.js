/** Two models on the same pairs: differences of every score with paired intervals, and McNemar's test of the first hits. */

import { Failure } from "../failure.js";
import { isRecall, quantities, scoresOf, valueAt } from "../metrics.js";
import { BLOCKS } from "../resampling.js";
import { audit } from "./audit.js";
import { clusteredError } from "./clusters.js";
import { earlierStudentPoint } from "./earlier-points.js";
import { firstHits, tally, tested, textsOfEach } from "./first-hits.js";
import { METHODS } from "./interval-methods.js";
import { deleteOneError } from "./nearest.js";
import { textOrder } from "./plan.js";
import { NO_TURN, rangeOf, spreadOf, turnOfDifference } from "./ranges.js";
import { around, columnOf, deviation, SCORES } from "./replicates.js";
import { unitsOf } from "./resampling-units.js";
import { adjust, createStatistics, studentP, studentPoint } from "./statistics.js";
import { unavailable } from "./unavailable.js";

/** @import { Audit, AuditOptions, Comparison, Difference, Pairs, Role } from "../types.d.ts" */
/** @import { AuditHooks, Hits, Pool, Replicate, Resampled, Statistics } from "./types.d.ts" */

/** @param {string} message @param {Record<string, unknown>} details */
const different = (message, details) => new Failure("BAD_MAP", `The two models are not on the same pairs: ${message}`, details);

/** @param {Pairs} a @param {Pairs} b */
function checkSamePairs(a, b) {
  for (const side of /** @type {Role[]} */ (["images", "texts"])) {
    const [first, second] = [a[side].rows, b[side].rows];
    if (first !== second)
      throw different(`the first has ${first} ${side}, the second ${second}. Give the features of the same ${side} in the same order.`, {
        side,
        first,
        second,
      });
  }
  const text = a.imageOf.findIndex((image, t) => image !== b.imageOf[t]);
  if (text >= 0)
    throw different(
      `text ${text} belongs to image ${a.imageOf[text]} in the first and to image ${b.imageOf[text]} in the second. Pair both in the same way.`,
      { text },
    );
  for (const side of /** @type {Role[]} */ (["images", "texts"])) checkNames(a, b, side);
}

/** The same rows of the files, and the same ids if both have them. @param {Pairs} a @param {Pairs} b @param {Role} side */
function checkNames(a, b, side) {
  const place = (/** @type {Pairs} */ pairs, /** @type {number} */ row) => pairs.fileRows?.[side]?.[row] ?? row;
  const id = (/** @type {Pairs} */ pairs, /** @type {number} */ row) => pairs.ids?.[side]?.[place(pairs, row)];
  const both = a.ids?.[side] && b.ids?.[side];
  if (!both && !(a.fileRows?.[side] && b.fileRows?.[side])) return;
  for (let row = 0; row < a[side].rows; row++) {
    const [first, second] = both ? [id(a, row), id(b, row)] : [place(a, row), place(b, row)];
    if (first !== second)
      throw different(
        `${both ? "" : "file row "}${first} of the first model's ${side} stands where the second has ${both ? "" : "file row "}${second} (row ${row} of the pairs). Give both in the same order, with the same rows left out.`,
        { side, row },
      );
  }
}

/** One seed draws alike only if the units are the same; they follow the wider model. @param {Pairs} a @param {Pairs} b */
export function commonUnits(a, b) {
  const widest = (/** @type {Role} */ side) => Math.max(a[side].cols, b[side].cols);
  return unitsOf(a.images.rows, widest("images"), widest("texts"));
}

/** What is said of the first model's pairs holds for the second's, which are the same. @param {Pairs} a @param {Pairs} b @returns {Pairs} */
const togetherAs = ({ cluster, within, labels, metadata }, b) =>
  [cluster, within, labels].every((column) => column === undefined) ? b : { ...b, cluster, within, labels, metadata };

/** @param {Pool} pool @param {Pairs} a @param {Pairs} b @param {AuditOptions} [options] @param {AuditHooks} [hooks] @returns {Promise<Comparison>} */
export async function compare(pool, a, b, options = {}, { signal, onProgress } = {}) {
  const statistics = createStatistics(pool);
  checkSamePairs(a, b);
  const units = commonUnits(a, b);
  const one = async (/** @type {Pairs} */ pairs, /** @type {number} */ turn) => {
    /** @type {Replicate[]} */
    let replicates = [];
    const done = await audit(pool, pairs, options, {
      signal,
      units,
      onReplicates: (scores) => {
        replicates = scores;
      },
      onProgress: ({ done: share }) => onProgress?.({ stage: `model ${turn + 1} of 2`, done: (turn + share) / 2 }),
    });
    return { ...done, replicates };
  };
  const [first, second] = [await one(a, 0), await one(togetherAs(a, b), 1)];
  const compared = await differences(statistics, first, second, units.count - 1);
  const mcnemar = a.cluster === undefined ? await hitsCompared(statistics, a, first.hits, second.hits) : notIndependent(a.cluster);
  // Search is the first question, and a family of its own.
  for (const family of [Object.values(compared).filter(({ p }) => typeof p === "number"), Object.values(mcnemar)])
    await adjust(
      statistics,
      family.flatMap((one) => ("status" in one ? [] : one)),
    );
  return {
    schema: "askew-comparison/1",
    a: first.audit,
    b: second.audit,
    intervals: intervalsOf(first.audit, second.audit),
    differences: compared,
    mcnemar,
  };
}

/** @param {Audit} a @param {Audit} b @returns {Comparison["intervals"]} */
function intervalsOf({ uncertainty: a }, { uncertainty: b }) {
  if ("status" in a) return a;
  if ("status" in b) return b;
  return { ...(a.method && { method: a.method }), replicates: a.replicates, units: a.units, level: a.level };
}

/** Scores of both models: those that every replicate has, then the recalls. */
const COMPARED = scoresOf([...Object.keys(SCORES).flatMap((name) => quantities(({ key }) => key === name)), ...quantities(isRecall)]);

/** What the two models' ranges take in of rotations; undefined if one of them has no interval for this score. @param {string} name @param {Audit} a @param {Audit} b */
function turnsOf(name, { uncertainty: a }, { uncertainty: b }) {
  const of = (/** @type {any} */ uncertainty) => {
    const recall = /^(recall\w+?)(1|5|10)$/.exec(name);
    const one = recall ? uncertainty[recall[1]]?.[recall[2]] : uncertainty[name];
    return one && (one.rotation ?? NO_TURN);
  };
  const [first, second] = [of(a), of(b)];
  return first && second && { rotates: METHODS[name]?.by === "rotation", turn: turnOfDifference(first, second) };
}

/** By half-samples, the same for both models. @param {Statistics} statistics @param {string} name @param {number} difference @param {number[]} halves of the difference @param {Audit} a @param {Audit} b @returns {Promise<Partial<Difference>>} */
async function ofHalves(statistics, name, difference, halves, a, b) {
  const turns = turnsOf(name, a, b);
  if (!turns) return {};
  const { bias, standardError } = spreadOf(difference, halves);
  if (turns.rotates) {
    const p = unavailable("the range takes in more than sampling error, so there is no p value");
    return { ...rangeOf(difference, { bias, standardError }, turns.turn), p };
  }
  const { low, high } = rangeOf(difference, { bias, standardError }, NO_TURN, undefined, { biases: 1 });
  return { low, high, standardError, p: await pOf(statistics, difference, standardError, BLOCKS - 1) };
}

/** Of the mutual k-NN: each pair left out of both models; pairs that belong together by their influences together. @param {Statistics} statistics @param {number} difference @param {Resampled} first @param {Resampled} second @returns {Promise<Partial<Difference>>} */
async function ofPairsLeftOut(statistics, difference, { withoutEach: a, clusters }, { withoutEach: b }) {
  if (!a || !b) return {};
  const freedom = (clusters?.count ?? a.length) - 1;
  const t = await studentPoint(statistics, freedom);
  const apart = a.map((value, i) => value - b[i]);
  return byStudent(statistics, difference, clusters ? clusteredError(apart, clusters) : deleteOneError(apart), { t, freedom });
}

/** @param {Statistics} statistics @param {number} difference @param {number} standardError @param {number} freedom */
const pOf = async (statistics, difference, standardError, freedom) =>
  standardError > 0 ? studentP(statistics, difference, standardError, freedom) : unavailable("every resample has the same difference");

/** @param {Statistics} statistics @param {number} difference @param {number} standardError @param {{ t: number, freedom: number }} student @returns {Promise<Partial<Difference>>} */
const byStudent = async (statistics, difference, standardError, { t, freedom }) => ({
  ...around(difference, standardError, t),
  p: await pOf(statistics, difference, standardError, freedom),
});

/**
 * @param {Statistics} statistics @param {Resampled} first @param {Resampled} second @param {number} freedom
 * @returns {Promise<Comparison["differences"]>}
 */
async function differences(statistics, first, second, freedom) {
  /** @type {Record<string, Difference>} */
  const out = {};
  for (const { key: name, at } of COMPARED) {
    const [a, b] = [valueAt(first.audit, at), valueAt(second.audit, at)];
    if (typeof a !== "number" || typeof b !== "number") continue;
    out[name] = { a, b, difference: a - b, ...(await intervalOf(statistics, name, a - b, first, second, freedom)) };
  }
  return out;
}

/** @param {Statistics} statistics @param {string} name @param {number} difference @param {Resampled} first @param {Resampled} second @param {number} freedom @returns {Promise<Partial<Difference>>} */
async function intervalOf(statistics, name, difference, first, second, freedom) {
  const halves = first.audit.options.intervals === "half-samples";
  if (halves && METHODS[name]?.by === "deleteOne")
    return first.replicates.length > 0 ? ofPairsLeftOut(statistics, difference, first, second) : {};
  if (halves && METHODS[name]?.by === "square")
    return { p: unavailable("small samples raise it; its square (normalised CORAL) has an interval and a p value") };
  const drawn = SCORES[name] ?? ((/** @type {Replicate} */ replicate) => replicate[name]);
  const [x, y] = [columnOf(first.replicates, drawn), columnOf(second.replicates, drawn)];
  if (!x?.length || x.length !== y?.length) return {};
  const differences = x.map((value, k) => value - y[k]);
  return halves
    ? ofHalves(statistics, name, difference, differences, first.audit, second.audit)
    : byStudent(statistics, difference, deviation(differences), { t: earlierStudentPoint(freedom), freedom });
}

/** McNemar's test counts queries one by one. @param {string} column that holds pairs together @returns {Comparison["mcnemar"]} */
function notIndependent(column) {
  const why = unavailable(
    `queries of one value of ${column} are not independent, and McNemar's test takes them as if they were; the difference of R@1 has a p value that does not`,
  );
  return { imageToText: why, textToImage: why };
}

/** @param {Statistics} statistics @param {Pairs} pairs @param {Hits} a @param {Hits} b @returns {Promise<Comparison["mcnemar"]>} */
async function hitsCompared(statistics, pairs, a, b) {
  if (!a || !b) {
    const why = unavailable("not every query was ranked: there are too many pairs, or a model's sides differ in width");
    return { imageToText: why, textToImage: why };
  }
  const images = tally(firstHits(a.imageToText), firstHits(b.imageToText));
  const texts = tally(firstHits(a.textToImage), firstHits(b.textToImage), textsOfEach(textOrder(pairs).start));
  return { imageToText: await tested(statistics, images), textToImage: await tested(statistics, texts) };
}
