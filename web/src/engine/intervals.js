/** Intervals of an audit of rows, from half-samples. */

import { METRICS } from "../metrics.js";
import { BLOCKS, PAIRS_OF_HALVES } from "../resampling.js";
import { metricsOf } from "./assemble.js";
import { clusteredError } from "./clusters.js";
import { stepsOfIntervals } from "./costs.js";
import { alikeFindings } from "./findings.js";
import { blocksOfImages, halvesOfBlocks, halvesOfCells, halvesOfGrams, imagesOfBlocks } from "./half-samples.js";
import { LEAST_IMAGES } from "./interval-methods.js";
import { modesIn } from "./mode-space.js";
import { deleteOneError } from "./nearest.js";
import { crossFitted, methodOf, rangesOf, recallRange } from "./ranges.js";
import { around, estimates, recallIntervals } from "./replicates.js";
import { halvesWay, WIDEST } from "./resampling-units.js";
import { createStatistics, studentPoint } from "./statistics.js";
import { heavyTails, tailOf } from "./tails.js";
import { unavailable } from "./unavailable.js";
import { addMeans } from "./unit-means.js";

/** @import { IntervalOf, Unavailable, Uncertainty } from "../types.d.ts" */
/** @import { Bases, HalvesWay, Replicate, Rotations, Run, Side } from "./types.d.ts" */

/** Why nothing is resampled here; undefined if it is. @param {Run} run */
function whyNot({ n, clusters, pairs }) {
  const [dx, dy] = [pairs.images.cols, pairs.texts.cols];
  if (clusters && clusters.count < LEAST_IMAGES)
    return unavailable(
      `${clusters.count} values of ${clusters.column} are too few: half-samples deal whole ones, and take ${LEAST_IMAGES} or more of them`,
    );
  if (n < LEAST_IMAGES)
    return unavailable(
      `${n} images are too few: half-samples take ${LEAST_IMAGES} or more, and simulated intervals of fewer missed the true score too often`,
    );
  if (!halvesWay(n, dx, dy))
    return unavailable(`so many rows wider than ${WIDEST} columns are not resampled: their halves do not fit into a worker's memory`);
  return undefined;
}

/** @param {Run} run @returns {Promise<Uncertainty | Unavailable>} */
export async function halfSampled(run) {
  const { n, results, clusters } = run;
  const why = whyNot(run);
  if (why) {
    results.crossFitted = why;
    return why;
  }
  const halves = await halvesOf(run);
  const observed = estimates(results, metricsOf(results));
  const rotations = run.bases && (await rotationsOf(run));
  const tails = rotations && (await tailsOf(run));
  const ranges = rangesOf(observed, halves, rotations, { images: clusters?.count ?? n, blocks: BLOCKS, heavy: heavyTails(tails) });
  results.findings?.push(...alikeFindings(ranges.tooAlike, n, ranges.intervals.sasImageToText !== undefined));
  results.crossFitted = crossFitted(halves) ?? unavailable("the halves have no directional scores");
  run.onReplicates?.(halves);
  const recall = recallIntervals(results, halves, (share, values, side) =>
    recallRange(share, values, { images: clusters?.count ?? n, queries: side === "images" ? n : run.m }),
  );
  const neighbours = await neighbourInterval(run);
  return {
    ...methodOf(),
    ...ranges.intervals,
    ...recall,
    ...("low" in neighbours && { mutualKnn: neighbours }),
    withheld: { ...ranges.withheld, ...("reason" in neighbours && { mutualKnn: neighbours.reason }) },
    ...(tails && { tails }),
  };
}

/** Of the mutual k-NN: each pair left out as a query and as a neighbour. @param {Run} run @returns {Promise<IntervalOf | { reason: string }>} */
async function neighbourInterval({ results, n, options, pool, clusters }) {
  const { within, sampling } = results;
  if (sampling) return { reason: "The neighbours are those of sampled rows, whose own interval stands in the sampling." };
  if (!within?.withoutEach) return { reason: `${options.neighbours} neighbours of ${n} rows leave none to take another's place.` };
  const t = await studentPoint(createStatistics(pool), (clusters?.count ?? n) - 1);
  const error = clusters ? clusteredError(within.withoutEach, clusters) : deleteOneError(within.withoutEach);
  return around(within.mutualKnn, error, t, METRICS.mutualKnn.range);
}

/** Scores of every half, in order. @param {Run} run @returns {Promise<Replicate[]>} */
async function halvesOf(run) {
  const { n, options, pairs, pool, id } = run;
  const before = performance.now();
  const done = stepsTold(run);
  const blockOfImage = await blocksOfImages(pool, n, options.seed, BLOCKS, run.clusters);
  const images = imagesOfBlocks(blockOfImage);
  const way = /** @type {HalvesWay} */ (halvesWay(n, pairs.images.cols, pairs.texts.cols));
  const ofBlock = (/** @type {number} */ block) => pool.run("chosenMoments", id, { chosen: images[block] });
  const halves =
    way.by === "grams"
      ? await halvesOfGrams(pool, id, options, way, blockOfImage, done)
      : way.by === "cells"
        ? await halvesOfCells(pool, id, options, way, images, done)
        : await halvesOfBlocks(pool, id, { ...options, directions: "float32" }, ofBlock, done);
  const weights = await run.run("halfWeights", { count: halves.length });
  addMeans(halves, weights, { count: BLOCKS, of: (image) => blockOfImage[image] }, run);
  run.timings.intervals = (performance.now() - before) / 1000;
  return halves;
}

/** Blocks are added up in a small part of the time that the halves take. @param {Run} run @returns {(step: number) => void} */
function stepsTold({ meter, n, pairs }) {
  const [blocks, halves] = stepsOfIntervals(n, pairs);
  const share = blocks / (blocks + halves);
  const report = meter.stage("intervals", 1)(0);
  let [done, all] = [0, 0];
  return (step) => {
    all += 1;
    done += step < BLOCKS ? share / BLOCKS : (1 - share) / PAIRS_OF_HALVES;
    report(all === BLOCKS + PAIRS_OF_HALVES ? 1 : done);
  };
}

/** @param {Run} run @returns {Promise<Rotations>} */
async function rotationsOf({ pool, id, results, bases, structure, clusters, options: { topQ, epsilon } }) {
  const pairs = clusters?.effective ?? null;
  const of = (/** @type {Side} */ side) => {
    const [modes, basis] = [modesIn(results.spectra?.[side]), /** @type {Bases} */ (bases)[side]];
    return pool.run("rotation", id, { side, modes, basis, topQ, epsilon, pairs }, { shared: structure });
  };
  const [image, text] = await Promise.all([of("image"), of("text")]);
  return { image, text };
}

/** @param {Run} run */
async function tailsOf({ pool, id, results, structure, n }) {
  const [image, text] = await pool.run("fourths", id, {}, { shared: structure });
  const of = (/** @type {Side} */ side, /** @type {number} */ fourth) => tailOf(modesIn(results.spectra?.[side]).eigenvalues, fourth, n);
  return { image: of("image", image), text: of("text", text) };
}
