/** An audit from moments: every quantity that sums determine; what rows alone can give says so. */

import { isStored, quantities } from "../metrics.js";
import { promiseOf, statedSites } from "../moments/promise.js";
import { BLOCKS, PAIRS_OF_HALVES } from "../resampling.js";
import { signFindings } from "./alternatives.js";
import { assemble, MMD_BOUND } from "./assemble.js";
import { alikeFindings, finding, promiseFindings, sizeFindings } from "./findings.js";
import { halvesOfBlocks } from "./half-samples.js";
import { heterogeneity } from "./heterogeneity.js";
import { LEAST_IMAGES, METHODS, withheld } from "./interval-methods.js";
import { collectIntervals, namedValues } from "./jackknife.js";
import { measure } from "./measure-moments.js";
import { modesIn } from "./mode-space.js";
import { addedMoments, hasUnitRows, lengthsOf, mergedFlat } from "./moments.js";
import { withSums } from "./open-pairs.js";
import { auditOptions } from "./options.js";
import { crossFitted, rangesOf } from "./ranges.js";
import { createStatistics } from "./statistics.js";
import { heavyTails, tailOf } from "./tails.js";
import { unavailable } from "./unavailable.js";

/** @import { Audit, AuditOptions, Federation, Finding, MomentsFile, Progress, Unavailable } from "../types.d.ts" */
/** @import { Hooks, Pool, Replicate, Site, SumsIntervals } from "./types.d.ts" */

/** If no rows are to be had, the MMD is given with a wider bound than an audit of rows takes. */
const SUMS_MMD_BOUND = 1e3 * MMD_BOUND;

const FLOAT64 = /** @type {const} */ ("float64");

/** @type {SumsIntervals} */
const NOT_ASKED = { intervals: unavailable("not asked for"), tooAlike: [], crossFitted: unavailable("not asked for") };

/** @param {string} what @returns {Unavailable} */
const needsRows = (what) => unavailable(`${what} needs the rows, and a moments file holds sums alone`);

/** @param {Pool} pool @param {Site} site @param {AuditOptions} [given] @param {Hooks & { intervals?: boolean, strata?: Float64Array[][] }} [more] @returns {Promise<Audit>} */
export async function auditMoments(
  pool,
  { name, moments, blob },
  given = {},
  { intervals = true, strata = [moments.blocks], onProgress } = {},
) {
  // Rows cannot be drawn again or paired otherwise.
  const options = auditOptions({ ...given, bootstrap: 0, permutations: 0 });
  const begun = performance.now();
  const flat = await mergedFlat(pool, moments.blocks);
  const measured = await measure(pool, flat, options, true);
  const scores = (performance.now() - begun) / 1000;
  const sha256 = blob && options.hashes ? await pool.platform.sha256(blob) : unavailable("made from several files");
  const { imageCols, textCols, pairs: n } = moments;
  const side = (/** @type {number} */ cols) => ({ name: "", rows: n, cols, dtype: FLOAT64, readRows: () => Promise.reject() });
  const sides = { images: side(imageCols), texts: side(textCols) };
  const origin = { file: name, array: "" };
  const pairs = { ...sides, imageOf: new Int32Array(0), origin: { images: origin, texts: origin }, findings: [] };
  const results = {
    pairs,
    options,
    plan: { start: Int32Array.of(0, 1) },
    wasmSha256: pool.platform.wasmSha256,
    timings: { scores },
    findings: [...findingsOf(moments, flat), ...(measured.alternatives ? signFindings(measured.alternatives.choices, n) : [])],
    ...measured,
    hashes: { images: sha256, texts: sha256 },
    finished: true,
  };
  const uncertain = intervals ? await sumsIntervals(pool, moments, strata, measured, options, onProgress) : NOT_ASKED;
  results.findings.push(...alikeFindings(uncertain.tooAlike, n, "sasImageToText" in uncertain.intervals));
  const audit = assemble({ ...results, crossFitted: uncertain.crossFitted }, (performance.now() - begun) / 1000);
  return fromSums(audit, measured, moments, strata.flat().length, uncertain);
}

/** The audit with its reasons: nothing here is still to come. @param {Audit} audit @param {Awaited<ReturnType<typeof measure>>} measured @param {MomentsFile} moments @param {number} blocks behind the intervals @param {SumsIntervals} uncertain @returns {Audit} */
function fromSums(audit, { mmdSeries }, moments, blocks, { intervals, method, withheld: reasons, tails }) {
  const noMmd = unavailable("the rows are too far from unit length for the series, and the exact sum needs the rows");
  const series = mmdSeries && mmdSeries.bound <= SUMS_MMD_BOUND ? mmdSeries : undefined;
  const mmd = mmdSeries ? { mmd: series?.value ?? noMmd, mmdBound: series?.bound ?? noMmd } : {};
  const needing = quantities(isStored).flatMap(({ key, rows }) => (rows === undefined ? [] : [[key, needsRows(rows)]]));
  return {
    ...audit,
    metrics: {
      ...audit.metrics,
      ...mmd,
      ...Object.fromEntries(needing),
      uniformity: { image: needsRows("uniformity"), text: needsRows("uniformity") },
    },
    retrieval: needsRows(moments.sites.length > 1 ? "retrieval over the pool" : "retrieval with its curve"),
    hubs: needsRows("a list of the nearest"),
    alike: needsRows("a search for rows that are nearly the same"),
    correlates: needsRows("what the directions go with"),
    uncertainty: needsRows("a bootstrap"),
    chance: needsRows("a permutation of the pairing"),
    cosine: needsRows("the distribution of cosines"),
    aggregate: {
      sites: moments.sites.length > 1 ? statedSites(moments) : moments.sites,
      blocks,
      preprocessing: moments.preprocessing,
      noise: promiseOf(moments),
      ...(moments.overlap && { overlap: moments.overlap }),
      intervals,
      ...(method && { method }),
      ...(reasons && { withheld: reasons }),
      ...(tails && { tails }),
      withinSite:
        moments.retrieval ?? unavailable(moments.noise ? "left out, because the noise does not cover it" : "not in every site's file"),
    },
  };
}

const DIFFERS = "PREPROCESSING_DIFFERS";

/** @param {number} pairs @param {string} preprocessing as the sites state it @returns {Finding} */
function preparedDifferently(pairs, preprocessing) {
  const words = preprocessing.includes(" | ") ? preprocessing : "some rows are of unit length, others are not";
  return finding(DIFFERS, `The sites may have prepared their rows differently (${words}). Pooled scores then mix two scales.`, pairs);
}

/** @param {MomentsFile} moments @param {Float64Array} flat @returns {Finding[]} */
function findingsOf(moments, flat) {
  const { pairs, imageCols, textCols, preprocessing } = moments;
  const origin = "This audit comes from sums over the pairs, not from the rows. The first text of each image counts.";
  const { image, text } = lengthsOf(flat, imageCols, textCols);
  const mixed = [image, text].some(([shortest, longest]) => Math.abs(shortest - 1) <= 1e-3 !== Math.abs(longest - 1) <= 1e-3);
  const differs = moments.sites.length > 1 && (preprocessing.includes(" | ") || (mixed && moments.blocks.length === 1));
  return [
    finding("FROM_SUMS", origin, pairs, { level: "note" }),
    ...promiseFindings(moments),
    ...(differs ? [preparedDifferently(pairs, preprocessing)] : []),
    ...sizeFindings(pairs, Math.max(imageCols, textCols)),
  ];
}

/** All pairs of several sites as one. @param {Pool} pool @param {Site[]} sites @param {AuditOptions} [options] @param {Hooks} [hooks] @returns {Promise<Audit>} */
export async function auditPooled(pool, sites, options = {}, { onProgress } = {}) {
  const all = sites.map(({ moments }) => moments);
  const pooled = { name: `${sites.length} sites`, moments: await addedMoments(pool, all) };
  const audit = await auditMoments(pool, pooled, options, { strata: all.map(({ blocks }) => blocks), onProgress });
  const differ = all.some((moments) => hasUnitRows(moments) !== hasUnitRows(all[0]));
  if (differ && !audit.inputs.findings.some(({ code }) => code === DIFFERS))
    audit.inputs.findings.push(preparedDifferently(audit.inputs.pairs, ""));
  return audit;
}

/** @param {Pool} pool @param {Site[]} sites @param {AuditOptions} [options] @param {Hooks} [hooks] @returns {Promise<Federation>} */
export async function auditFederation(pool, sites, options = {}, { signal, onProgress } = {}) {
  let step = 0;
  const next = (/** @type {() => Promise<Audit>} */ work) => {
    signal?.throwIfAborted();
    onProgress?.({ stage: "sites", done: step++ / (2 * sites.length + 1) });
    return work();
  };
  const pooled = await next(() => auditPooled(pool, sites, options));
  const own = [];
  for (const site of sites) own.push(await next(() => auditMoments(pool, site, options)));
  const withoutOne = async (/** @type {Site} */ { name, moments }) => {
    const rest = sites.flatMap((other) => (other.moments === moments ? [] : [other.moments]));
    return auditMoments(pool, { name: `without ${name}`, moments: await addedMoments(pool, rest) }, options, { intervals: false });
  };
  const without = [];
  for (const site of sites.length > 2 ? sites : []) without.push(await next(() => withoutOne(site)));
  return { pooled, sites: own, without, heterogeneity: await heterogeneity(createStatistics(pool), own) };
}

/**
 * Half-samples of 32 blocks, a jackknife of fewer for what it holds for.
 * @param {Pool} pool @param {MomentsFile} moments @param {Float64Array[][]} strata blocks of each site @param {Awaited<ReturnType<typeof measure>>} measured
 * @param {Required<AuditOptions>} options @param {(progress: Progress) => void} [onProgress] @returns {Promise<SumsIntervals>}
 */
async function sumsIntervals(pool, moments, strata, measured, options, onProgress) {
  if (options.intervals === "bootstrap")
    // As audits of before half-samples have it: to verify them.
    return { intervals: await collectIntervals(pool, strata, options, () => true, onProgress), tooAlike: [], crossFitted: undefined };
  const [image, text, fourths] = measured.uncertain ?? [];
  const tails = fourths && {
    image: tailOf(modesIn(measured.spectra.image).eigenvalues, fourths[0], moments.pairs),
    text: tailOf(modesIn(measured.spectra.text).eigenvalues, fourths[1], moments.pairs),
  };
  const situation = { images: moments.pairs, blocks: moments.blocks.length, heavy: heavyTails(tails) };
  if (moments.blocks.length < BLOCKS || moments.pairs < LEAST_IMAGES) {
    const reasons = Object.keys(METHODS).map((name) => [name, withheld(name, situation)]);
    const without = Object.fromEntries(reasons.filter(([, reason]) => reason !== undefined));
    const intervals = await collectIntervals(pool, strata, options, (name) => !(name in without), onProgress);
    const why = unavailable(`the file holds ${moments.blocks.length} of the ${BLOCKS} blocks that halves are made of`);
    return { intervals, method: "jackknife", withheld: without, tails, tooAlike: [], crossFitted: why };
  }
  const halves = await halvesOfSums(pool, moments, options, onProgress);
  const whole = namedValues(measured);
  const { intervals, withheld: without, tooAlike } = rangesOf(whole, halves, image && text && { image, text }, situation);
  const cross = crossFitted(halves) ?? unavailable("the halves have no directional scores");
  return { intervals, method: "half-samples", withheld: without, tails, tooAlike, crossFitted: cross };
}

/** @param {Pool} pool @param {MomentsFile} moments @param {{ topQ: number, epsilon: number }} options @param {(progress: Progress) => void} [onProgress] @returns {Promise<Replicate[]>} */
function halvesOfSums(pool, { blocks, imageCols, textCols }, options, onProgress) {
  let steps = 0;
  const done = () => onProgress?.({ stage: "intervals", done: ++steps / (BLOCKS + PAIRS_OF_HALVES) });
  const momentsOf = async (/** @type {number} */ block) => blocks[block].slice();
  return withSums(pool, imageCols, textCols, (id) => halvesOfBlocks(pool, id, { ...options, directions: "float64" }, momentsOf, done));
}
