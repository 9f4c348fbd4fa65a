/** Moments of rows for a file, and files merged: float64 products, in blocks, without a row in the result. */
import { Failure } from "../failure.js";
import { DEPTHS } from "../metrics.js";
import { overlapOf, poolQuestions, promiseOf, statedSites } from "../moments/promise.js";
import { sum } from "../quantiles.js";
import { FLAT_HEADER, lengthsIn, placesOf } from "../readers/moments-form.js";
import { BLOCKS } from "../resampling.js";
import { blocksOfImages, imagesOfBlocks } from "./half-samples.js";
import { withPairs } from "./open-pairs.js";
import { momentBlocks, textOrder } from "./plan.js";
import { momentsOf } from "./row-checks.js";
import { version } from "./version.js";

/** @import { Audit, MomentsFile, MomentsSite, Overlap, Pairs, RetrievalSum, RetrievalSums } from "../types.d.ts" */
/** @import { Hooks, Pool } from "./types.d.ts" */

const WITHIN = 1e-3;

/**
 * @param {Pool} pool @param {Pairs} pairs
 * @param {{ blocks?: number, label?: string, preprocessing?: string, audit?: Audit }} [options] audit: of the same pairs, for its retrieval
 * @param {Hooks} [hooks] @returns {Promise<MomentsFile>}
 */
export async function collectMoments(pool, pairs, { blocks = 1, label, preprocessing = "", audit } = {}, { signal, onProgress } = {}) {
  const { images, texts } = pairs;
  const n = images.rows;
  if (!(Number.isInteger(blocks) && blocks >= 1 && blocks <= Math.min(BLOCKS, n)))
    throw new Failure("OUT_OF_RANGE", `${blocks} blocks of ${n} pairs: give a whole number from 1 to ${Math.min(BLOCKS, n)}.`, {
      blocks,
      n,
    });
  const { start, order } = textOrder(pairs);
  const plan = /** @type {const} */ ({ start, order, products: blocks === 1, arithmetic: "float64", memory: 0 });
  return withPairs(pool, pairs, plan, signal, async (id) => {
    const progress = (/** @type {number} */ done) => onProgress?.({ stage: "rows", done });
    const whole = await wholeMoments(pool, id, pairs);
    const parts = blocks === 1 ? [whole] : await dealtMoments(pool, id, n, blocks, progress);
    progress(1);
    return {
      imageCols: images.cols,
      textCols: texts.cols,
      pairs: n,
      blocks: parts,
      sites: [{ label: label ?? null, pairs: n }],
      retrieval: audit ? retrievalSums(audit, images.rows, texts.rows) : null,
      preprocessing,
      noise: null,
      tool: `askew ${version}`,
    };
  });
}

/** Sums of the pairs of each block, dealt as an audit of rows deals them with seed 0. @param {Pool} pool @param {number} id @param {number} n @param {number} blocks @param {(share: number) => void} progress */
async function dealtMoments(pool, id, n, blocks, progress) {
  const images = imagesOfBlocks(await blocksOfImages(pool, n, 0, blocks), blocks);
  let done = 0;
  return Promise.all(
    images.map(async (chosen) => {
      const moments = await pool.run("chosenSums", id, { chosen });
      progress((1 + ++done) / (1 + blocks));
      return moments;
    }),
  );
}

/** Every row is looked through; sums if the plan has products. @param {Pool} pool @param {number} id @param {Pairs} pairs @returns {Promise<Float64Array>} */
async function wholeMoments(pool, id, pairs) {
  const ranges = momentBlocks(pairs.images.rows, pairs.images.cols, pairs.texts.cols);
  const answers = await Promise.all(ranges.map((range) => pool.run("rows", id, range)));
  return mergedFlat(pool, momentsOf(answers, pairs));
}

/** @param {Pool} pool @param {Float64Array[]} parts @returns {Promise<Float64Array>} */
export function mergedFlat(pool, parts) {
  return parts.length === 1 ? Promise.resolve(parts[0]) : pool.call("mergeMoments", 0, [parts, null], { first: true });
}

/** The site's own retrieval as sums over its queries. @param {Audit} audit @param {number} n images @param {number} m texts @returns {RetrievalSums | null} */
function retrievalSums({ retrieval }, n, m) {
  if ("status" in retrieval) return null;
  const direction = (/** @type {"imageToText" | "textToImage"} */ way, /** @type {number} */ queries, /** @type {number} */ gallery) => ({
    queries,
    hits: DEPTHS.map((k) => queries * retrieval[way].recall[k]),
    expected: DEPTHS.map((k) => queries * (retrieval.chance[way][Number(k) - 1] ?? 1)),
    galleries: { smallest: gallery, largest: gallery },
  });
  return { imageToText: direction("imageToText", n, m), textToImage: direction("textToImage", m, n) };
}

/** @param {number} a @param {number} b @returns {number} */
const commonDivisor = (a, b) => (b === 0 ? a : commonDivisor(b, a % b));

/** @param {MomentsFile} a @param {MomentsFile} b by the first number in which they differ */
function byNumbers({ blocks: [a] }, { blocks: [b] }) {
  const place = a.findIndex((value, k) => value !== b[k]);
  return place < 0 ? 0 : a[place] - b[place];
}

/** By label, then so that the order of the files does not matter. @param {MomentsSite} a @param {MomentsSite} b */
function bySite(a, b) {
  const rest = (/** @type {MomentsSite} */ { preprocessing, noise }) => JSON.stringify([preprocessing, noise]);
  return (a.label ?? "").localeCompare(b.label ?? "", "en") || a.pairs - b.pairs || (rest(a) < rest(b) ? -1 : 1);
}

/**
 * Sites together, the same whatever the order of the files. Block k of the whole holds block k of every site, so that each
 * has a share of each site; if the numbers of blocks differ, blocks are joined until they agree.
 * @param {Pool} pool @param {MomentsFile[]} given @param {Overlap} [overlap] as the user says @returns {Promise<MomentsFile>}
 */
export async function addedMoments(pool, given, overlap) {
  refuseStrangers(given);
  const files = [...given].sort(byNumbers);
  const blocks = files.map((file) => file.blocks.length).reduce(commonDivisor);
  const parts = Array.from({ length: blocks }, (_, k) => files.flatMap((file) => file.blocks.filter((_, block) => block % blocks === k)));
  const merged = [];
  for (const part of parts) merged.push(await mergedFlat(pool, part));
  const { imageCols, textCols, noise } = files[0];
  const words = files.flatMap(({ preprocessing }) => preprocessing.split(" | ")).filter(Boolean);
  const preprocessing = [...new Set(words)].sort().join(" | ");
  const stated = { sites: files.flatMap(statedSites).sort(bySite), preprocessing, noise, overlap: overlapOf(files, overlap) };
  return {
    imageCols,
    textCols,
    pairs: sum(files.map(({ pairs }) => pairs)),
    blocks: merged,
    sites: stated.sites.length === 1 ? stated.sites.map(({ label, pairs }) => ({ label, pairs })) : stated.sites,
    retrieval: addedRetrieval(files.map(({ retrieval }) => retrieval)),
    preprocessing,
    noise: promiseOf(stated),
    ...(stated.overlap && { overlap: stated.overlap }),
    tool: `askew ${version}`,
  };
}

/** How each question of a pool is answered. */
const ANSWERS = {
  MIXES_EXACT: "Have every site save with noise (--privacy), or say that all of this was agreed to: --mix-exact.",
  PAIRS_MAY_OVERLAP: "Say --overlap none or --overlap all.",
};

/**
 * A pool that is to be kept: what it promises depends on what the files cannot tell, so somebody must have said it.
 * @param {Pool} pool @param {MomentsFile[]} files @param {{ mixExact?: boolean, overlap?: Overlap }} [statement] @returns {Promise<MomentsFile>}
 */
export async function mergeMoments(pool, files, statement = {}) {
  const open = poolQuestions(files, statement);
  const questions = open.map(({ code }) => code);
  if (open.length > 0)
    throw new Failure("BAD_USE", open.map(({ code, message }) => `${message} ${ANSWERS[code]}`).join(" "), { questions });
  return addedMoments(pool, files, statement.overlap);
}

const TWICE = "Two of the files hold the same pairs, which would count twice: the same sums are in both. Give each site's file once.";

/** @param {MomentsFile[]} files */
function refuseStrangers(files) {
  if (files.length === 0) throw new Failure("BAD_USE", "There are no moments to merge.");
  const [first, ...others] = files;
  for (const file of others)
    if (file.imageCols !== first.imageCols || file.textCols !== first.textCols)
      throw new Failure(
        "SHAPE",
        `The sites' widths differ: ${first.imageCols} and ${first.textCols} (images and texts) in one file, ${file.imageCols} and ${file.textCols} in another. Every site must use the same model.`,
        { widths: files.map(({ imageCols, textCols }) => [imageCols, textCols]) },
      );
  for (const [i, file] of files.entries())
    for (const other of files.slice(i + 1))
      if (sharesBlock(file, other) || hasSums(file, sumsOf(other))) throw new Failure("BAD_USE", TWICE);
}

/** @param {MomentsFile} file @param {MomentsFile} other */
function sharesBlock(file, other) {
  return file.blocks.some((block) =>
    other.blocks.some((same) => same[FLAT_HEADER] === block[FLAT_HEADER] && same.every((value, k) => value === block[k])),
  );
}

/** Pairs and sums of both sides' rows over all blocks; most: what the latter could be at most, √(n Σ|x|²). @param {MomentsFile} file */
function sumsOf({ blocks, imageCols, textCols }) {
  const places = placesOf(imageCols, textCols);
  const total = (/** @type {(block: Float64Array) => number} */ of) => sum(blocks.map(of));
  const pairs = total((block) => block[places.pairs]);
  const side = (/** @type {"image" | "text"} */ name, /** @type {number} */ d) => {
    const most = Math.sqrt(pairs * total((block) => lengthsIn(block, name, places).square));
    return Array.from({ length: d }, (_, k) => ({ value: total((block) => block[places[`${name}.sum`] + k]), most }));
  };
  return [{ value: pairs, most: 0 }, ...side("image", imageCols), ...side("text", textCols)];
}

/** The same sums but for rounding, however the pairs are cut into blocks. @param {MomentsFile} file @param {ReturnType<typeof sumsOf>} sums */
function hasSums(file, sums) {
  return sumsOf(file).every(({ value, most }, k) => Math.abs(value - sums[k].value) <= 1e-11 * most);
}

/** @param {(RetrievalSums | null)[]} all @returns {RetrievalSums | null} null if a site has none: the rest would not be the whole */
function addedRetrieval(all) {
  const present = all.flatMap((one) => one ?? []);
  if (present.length < all.length) return null;
  const direction = (/** @type {RetrievalSum[]} */ sites) => ({
    queries: sum(sites.map(({ queries }) => queries)),
    hits: DEPTHS.map((_, k) => sum(sites.map(({ hits }) => hits[k]))),
    expected: DEPTHS.map((_, k) => sum(sites.map(({ expected }) => expected[k]))),
    galleries: {
      smallest: Math.min(...sites.map(({ galleries }) => galleries.smallest)),
      largest: Math.max(...sites.map(({ galleries }) => galleries.largest)),
    },
  });
  return { imageToText: direction(present.map((one) => one.imageToText)), textToImage: direction(present.map((one) => one.textToImage)) };
}

/** Lengths of the rows, shortest and longest of each side. @param {Float64Array} flat @param {number} dx @param {number} dy */
export function lengthsOf(flat, dx, dy) {
  const places = placesOf(dx, dy);
  const [image, text] = [lengthsIn(flat, "image", places), lengthsIn(flat, "text", places)];
  return { image: [image.shortest, image.longest], text: [text.shortest, text.longest] };
}

/** Whether every row of both sides is of length 1. @param {MomentsFile} file */
export function hasUnitRows({ blocks, imageCols, textCols }) {
  return blocks.every((block) => {
    const { image, text } = lengthsOf(block, imageCols, textCols);
    return [...image, ...text].every((length) => Math.abs(length - 1) <= WITHIN);
  });
}
