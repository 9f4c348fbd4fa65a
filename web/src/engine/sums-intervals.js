/** Intervals of an audit of sums: half-samples of 32 blocks, a jackknife of fewer for what it holds for. */
import { BLOCKS, PAIRS_OF_HALVES } from "../resampling.js";
import { halvesOfBlocks } from "./half-samples.js";
import { LEAST_IMAGES, METHODS, withheld } from "./interval-methods.js";
import { collectIntervals, namedValues } from "./jackknife.js";
import { modesIn } from "./mode-space.js";
import { withSums } from "./open-pairs.js";
import { crossFitted, rangesOf } from "./ranges.js";
import { heavyTails, tailOf } from "./tails.js";
import { unavailable } from "./unavailable.js";

/** @import { AuditOptions, MomentsFile, Progress } from "../types.d.ts" */
/** @import { measure } from "./measure-moments.js" */
/** @import { Pool, Replicate, SumsIntervals } from "./types.d.ts" */

/**
 * @param {Pool} pool @param {MomentsFile} moments @param {Float64Array[][]} strata blocks of each site @param {Awaited<ReturnType<typeof measure>>} measured
 * @param {Required<AuditOptions>} options @param {(progress: Progress) => void} [onProgress] @returns {Promise<SumsIntervals>}
 */
export async function sumsIntervals(pool, moments, strata, measured, options, onProgress) {
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
  return withSums(pool, imageCols, textCols, (id) => halvesOfBlocks(pool, id, options, momentsOf, done));
}
