/** The modality gap: what it consists of, and what closing it would do to search and alignment, learnt from one half of the pairs and measured on the other. */
import { Failure } from "../failure.js";
import { DEPTHS } from "../metrics.js";
import { ofImages, withTextOfEach } from "../pairing/subset.js";
import { mean, sum } from "../quantiles.js";
import { memorySource } from "../readers/plain-rows.js";
import { searchScores } from "./audit.js";
import { firstTextRows } from "./audit-state.js";
import { clustersOf } from "./clusters.js";
import { blocksOfImages, imagesOfBlocks } from "./half-samples.js";
import { drawn } from "./mode-detail.js";
import { withPairs } from "./open-pairs.js";
import { auditOptions } from "./options.js";
import { range, textOrder } from "./plan.js";
import { createStatistics, studentPoint } from "./statistics.js";
import { unavailable } from "./unavailable.js";

/** @import { AuditOptions, Gap, GapChange, GapTreatment, Pairs, TreatmentName, Unavailable } from "../types.d.ts" */
/** @import { Answer, AuditHooks, Clusters, Core, GapMaps, Pool, SearchScores, Statistics } from "./types.d.ts" */
/** @typedef {Answer<"mappedRows">} Mapped */
/** @typedef {NonNullable<ReturnType<Core["gapTransforms"]>>} Learnt */
/** @typedef {{ learnt: Learnt, chosen: Int32Array, of: Record<TreatmentName, SearchScores | Unavailable>, separability: number }} Measured a half, measured with what the other one taught */

/** Pairs of a half, at most, that are learnt from, and that are measured. */
const LEARNT = 20_000;
const MEASURED = 2_000;
/** Pairs that it takes: a half of fewer teaches nothing. */
const LEAST = 40;
/** Full sets of eigenvectors of wider rows take minutes. */
const WIDEST = 2048;
/** A direction is private where one side has so much more of its variance than the other. */
const PRIVATE = 0.05;

/** Which directions are left out changes from sample to sample: in simulations the change varied up to 1.3 times as much as its queries tell. @type {Partial<Record<TreatmentName, number>>} */
const WIDER = { withoutPrivate: 1.3 };

/** As given first. @type {readonly TreatmentName[]} */
const TREATMENTS = ["given", "centred", "whitened", "withoutPrivate"];

/** Why there is nothing to measure. @param {Pairs} pairs @param {Clusters | undefined} clusters */
function obstacle({ images, texts }, clusters) {
  if (images.cols !== texts.cols) return `the images are ${images.cols} wide, the texts ${texts.cols}: this needs one width`;
  if (images.cols > WIDEST) return `${images.cols} columns: above ${WIDEST} this takes minutes and gigabytes, and is not offered`;
  const [units, what] = clusters ? [clusters.count, `values of ${clusters.column}`] : [images.rows, "pairs"];
  return units < LEAST ? `${units} ${what}: half of them teach nothing; ${LEAST} are needed` : undefined;
}

/** Each image with its first text. @param {Pairs} given */
const singles = (given) => {
  if (given.texts.rows === given.images.rows && given.imageOf.every((image, text) => image === text)) return given;
  return withTextOfEach(given, firstTextRows(textOrder(given), range(0, given.images.rows)));
};

/** Some of them, in their order. @param {Int32Array} images @param {number} most @param {number} seed */
const atMost = (images, most, seed) => Int32Array.from(drawn(images.length, most, seed), (at) => images[at]);

/** The share of images and texts that a score tells apart (Mann and Whitney's U / (m n)), ties by half. @param {Pick<Statistics, "mannWhitney">} statistics @param {ArrayLike<number>} images @param {ArrayLike<number>} texts */
export async function areaUnderCurve({ mannWhitney }, images, texts) {
  const { statistic } = await mannWhitney({ x: Array.from(images), y: Array.from(texts) });
  return /** @type {number} */ (statistic) / (images.length * texts.length);
}

/** What is learnt from the moments of some pairs, and its private share of others'. @param {Pool} pool @param {number} id @param {Float64Array} learn @param {Float64Array} measure @returns {Promise<Learnt | null>} null if a side has no variance */
const learntFrom = (pool, id, learn, measure) => pool.call("gapTransforms", id, [learn, measure, PRIVATE]);

/** What each treatment does to the rows of both sides. @param {Learnt} learnt @returns {Record<TreatmentName, { centred: boolean, imageMap: Learnt["without"] | null, textMap: Learnt["without"] | null }>} */
const mapsOf = ({ imageWhitening, textWhitening, without }) => ({
  given: { centred: false, imageMap: null, textMap: null },
  centred: { centred: true, imageMap: null, textMap: null },
  whitened: { centred: true, imageMap: imageWhitening, textMap: textWhitening },
  withoutPrivate: { centred: true, imageMap: without, textMap: without },
});

/**
 * Mean change of a query's hit with its 95 % interval. Two made-up queries join, one that gains a hit and one that loses one (Bonett and Price 2012), so
 * that no change among few queries does not pass for certainty; queries of one cluster count together.
 * @param {number[]} changes of each query @param {ArrayLike<number>} unitOf each query's cluster @param {(freedom: number) => Promise<number>} pointOf Student's t @param {number} [wider] factor of the interval
 * @returns {Promise<GapChange>}
 */
export async function changeOf(changes, unitOf, pointOf, wider = 1) {
  /** @type {Map<number, { count: number, total: number }>} */
  const units = new Map();
  changes.forEach((change, query) => {
    const { count, total } = units.get(unitOf[query]) ?? { count: 0, total: 0 };
    units.set(unitOf[query], { count: count + 1, total: total + change });
  });
  const all = [...units.values(), { count: 1, total: 1 }, { count: 1, total: -1 }];
  const queries = changes.length + 2;
  const middle = sum(all.map(({ total }) => total)) / queries;
  const squares = sum(all.map(({ count, total }) => (total - count * middle) ** 2));
  const half = wider * (await pointOf(units.size - 1)) * (Math.sqrt((all.length / (all.length - 1)) * squares) / queries);
  return { change: mean(changes), low: Math.max(-1, middle - half), high: Math.min(1, middle + half) };
}

/**
 * One half, measured with what the other one teaches.
 * @param {Pool} pool @param {number} id @param {Pairs} pairs of one text an image @param {{ learn: Float64Array, measure: Float64Array, chosen: Int32Array }} half moments; chosen: images that are measured
 * @param {Required<AuditOptions>} options @param {AuditHooks} hooks @param {() => void} step called after each treatment
 * @returns {Promise<Measured | undefined>} undefined if a side has no variance
 */
async function measuredHalf(pool, id, pairs, { learn, measure, chosen }, options, hooks, step) {
  const learnt = await learntFrom(pool, id, learn, measure);
  if (!learnt) return undefined;
  const { cols } = pairs.images;
  const none = new Float64Array(cols);
  const maps = mapsOf(learnt);
  const apart = await pool.run("alongDirection", id, { chosen, direction: learnt.discriminant });
  const separability = await areaUnderCurve(createStatistics(pool), apart.images, apart.texts);
  const ownPairs = ofImages(pairs, chosen);
  /** @type {Partial<Measured["of"]>} */
  const of = {};
  for (const name of TREATMENTS) {
    const { centred, imageMap, textMap } = maps[name];
    const means = { imageMean: centred ? learnt.imageMean : none, textMean: centred ? learnt.textMean : none };
    const rows = await pool.run("mappedRows", id, { chosen, ...means, imageMap, textMap });
    of[name] = await treated(pool, ownPairs, rows, options, hooks);
    step();
  }
  return { learnt, chosen, of: /** @type {Measured["of"]} */ (of), separability };
}

/** Search and alignment of pairs with other rows in the place of their own. @param {Pool} pool @param {Pairs} pairs of one text an image @param {Mapped} rows @param {Required<AuditOptions>} options @param {AuditHooks} hooks @returns {Promise<SearchScores | Unavailable>} */
async function treated(pool, pairs, { images, texts, vanished }, options, { signal }) {
  if (vanished) return unavailable("a row has no direction left");
  const { rows, cols } = pairs.images;
  const source = (/** @type {string} */ name, /** @type {Float32Array} */ values) => memorySource(name, rows, cols, "float32", values);
  return searchScores(
    pool,
    { ...pairs, images: source("images", images), texts: source("texts", texts), labels: undefined, within: undefined, findings: [] },
    options,
    { signal },
  );
}

/** Means of both halves, by their pairs. @param {readonly number[]} values @param {readonly number[]} weights */
const weighted = (values, weights) => sum(values.map((value, k) => value * weights[k])) / sum(weights);

/** @param {TreatmentName} name @param {readonly Measured[]} halves @param {ArrayLike<number>} unitOf each image @param {(freedom: number) => Promise<number>} pointOf @returns {Promise<GapTreatment>} */
async function treatment(name, halves, unitOf, pointOf) {
  const found = halves.map(({ of }) => of[name]);
  const missing = found.find((one) => "status" in one);
  if (missing) return { name, reason: /** @type {Unavailable} */ (missing).reason };
  const scores = /** @type {SearchScores[]} */ (found);
  const weights = halves.map(({ chosen }) => chosen.length);
  const by = (/** @type {(one: SearchScores) => number} */ value) => weighted(scores.map(value), weights);
  const ways = /** @type {const} */ (["imageToText", "textToImage"]);
  const atDepths = (/** @type {(depth: number) => unknown} */ value) => Object.fromEntries(DEPTHS.map((depth, k) => [depth, value(k)]));
  const hitsAt = (/** @type {SearchScores} */ { hits }, /** @type {(typeof ways)[number]} */ way, /** @type {number} */ k) =>
    Array.from({ length: hits[way].length / DEPTHS.length }, (_, query) => hits[way][DEPTHS.length * query + k]);
  const recall = Object.fromEntries(ways.map((way) => [way, atDepths((k) => by((one) => mean(hitsAt(one, way, k))))]));
  const out = {
    name,
    recall: /** @type {any} */ (recall),
    sas: { imageToText: by(({ sas }) => sas.imageToText), textToImage: by(({ sas }) => sas.textToImage) },
    ownShare: { images: by(({ ownShare }) => ownShare.images), texts: by(({ ownShare }) => ownShare.texts) },
    deltaCosine: by(({ deltaCosine }) => deltaCosine),
  };
  if (name === "given") return out;
  const units = halves.flatMap(({ chosen }) => Array.from(chosen, (image) => unitOf[image]));
  const given = halves.map(({ of }) => /** @type {SearchScores} */ (of.given));
  const changes = (/** @type {(typeof ways)[number]} */ way, /** @type {number} */ k) =>
    scores.flatMap((one, half) => {
      const before = hitsAt(given[half], way, k);
      return hitsAt(one, way, k).map((hit, query) => hit - before[query]);
    });
  /** @type {any} */
  const change = {};
  for (const way of ways) {
    change[way] = {};
    for (const [k, depth] of DEPTHS.entries()) change[way][depth] = await changeOf(changes(way, k), units, pointOf, WIDER[name]);
  }
  return { ...out, change };
}

/** What the treatments are, learnt from all pairs at once, for use elsewhere. @param {Pool} pool @param {Pairs} given @param {AuditOptions} [asked] @param {AuditHooks} [hooks] @returns {Promise<GapMaps>} */
export async function gapMaps(pool, given, asked = {}, hooks = {}) {
  const { seed } = auditOptions(asked);
  const reason = obstacle(given, clustersOf(given));
  if (reason) throw new Failure("BAD_USE", `There is nothing to save: ${reason}.`);
  const pairs = singles(given);
  const { start, order } = textOrder(pairs);
  return withPairs(pool, pairs, { start, order, products: true }, hooks.signal, async (id) => {
    const chosen = atMost(range(0, pairs.images.rows), 2 * LEARNT, seed);
    const moments = await pool.run("unitMoments", id, { chosen });
    const learnt = await learntFrom(pool, id, moments, moments);
    if (!learnt) throw new Failure("BAD_USE", "There is nothing to save: a side has no variance.");
    const { imageMean, textMean, imageWhitening, textWhitening, without, removed } = learnt;
    return { pairs: chosen.length, removed, imageMean, textMean, imageWhitening, textWhitening, withoutPrivate: without };
  });
}

/** @param {Pool} pool @param {Pairs} given @param {AuditOptions} [asked] @param {AuditHooks} [hooks] @returns {Promise<Gap | Unavailable>} */
export async function gap(pool, given, asked = {}, hooks = {}) {
  const options = auditOptions({ ...asked, hashes: false, bootstrap: 0, permutations: 0, exactPairs: MEASURED * MEASURED });
  const clusters = clustersOf(given);
  const reason = obstacle(given, clusters);
  if (reason) return unavailable(reason);
  const pairs = singles(given);
  const n = pairs.images.rows;
  const { start, order } = textOrder(pairs);
  return withPairs(pool, pairs, { start, order, products: true }, hooks.signal, async (id) => {
    const halves = imagesOfBlocks(await blocksOfImages(pool, n, options.seed, 2, clusters), 2);
    const learn = halves.map((images) => atMost(images, LEARNT, options.seed));
    const chosen = halves.map((images) => atMost(images, MEASURED, options.seed));
    const moments = await Promise.all(learn.map((images) => pool.run("unitMoments", id, { chosen: images })));
    const steps = 2 * TREATMENTS.length + 1;
    let done = 0;
    const step = () => hooks.onProgress?.({ stage: "closing the gap", done: ++done / steps });
    const distance = await pool.run("gapAnatomy", id, { parts: moments });
    step();
    const measured = await Promise.all(
      [1, 0].map((own) =>
        measuredHalf(pool, id, pairs, { learn: moments[1 - own], measure: moments[own], chosen: chosen[own] }, options, hooks, step),
      ),
    );
    const found = measured.flatMap((half) => half ?? []);
    if (found.length < 2) return unavailable("a side has no variance");
    if (found.some(({ of }) => "status" in of.given)) return unavailable("a row has no direction");
    const statistics = createStatistics(pool);
    const unitOf = clusters?.of ?? range(0, n);
    /** @type {GapTreatment[]} */
    const treatments = [];
    for (const name of TREATMENTS) treatments.push(await treatment(name, found, unitOf, (freedom) => studentPoint(statistics, freedom)));
    return result(options, found, learn, distance, treatments);
  });
}

/** @param {Required<AuditOptions>} options @param {Measured[]} halves @param {Int32Array[]} learn @param {Answer<"gapAnatomy">} distance @param {GapTreatment[]} treatments @returns {Gap} */
function result({ neighbours }, halves, learn, { meanSquare, centre, directions, leading }, treatments) {
  const sizes = halves.map(({ chosen }) => chosen.length);
  const by = (/** @type {(half: Measured) => number} */ value) => weighted(halves.map(value), sizes);
  const both = (/** @type {(half: Measured) => number} */ value) => /** @type {[number, number]} */ (halves.map(value));
  return {
    neighbours: Math.min(neighbours, ...sizes.map((size) => size - 1)),
    learnt: /** @type {[number, number]} */ (learn.map(({ length }) => length).reverse()),
    measured: both(({ chosen }) => chosen.length),
    distance: { meanSquare, centre, directions, leading: Array.from(leading) },
    separability: by(({ separability }) => separability),
    private: {
      low: Math.max(
        0,
        by(({ learnt }) => learnt.privateMeasured),
      ),
      // Each half's own most, by that half's pairs: no directions have more of it, so this is never below the other.
      high: weighted(
        halves.map(({ learnt }) => learnt.privateLearnt),
        sizes.toReversed(),
      ),
      removed: both(({ learnt }) => learnt.removed),
    },
    shrinkage: { images: both(({ learnt }) => learnt.imageShrinkage), texts: both(({ learnt }) => learnt.textShrinkage) },
    treatments,
  };
}
