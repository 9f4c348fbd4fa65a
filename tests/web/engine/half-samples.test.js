import { afterAll, describe, expect, it } from "vitest";
import {
  blocksOfImages,
  halvesOfBlocks,
  halvesOfCells,
  halvesOfGrams,
  imagesOfBlocks,
  roundsOf,
} from "../../../web/src/engine/half-samples.js";
import { withPairs } from "../../../web/src/engine/open-pairs.js";
import { range, textOrder } from "../../../web/src/engine/plan.js";
import { nodePlatform } from "../../../web/src/engine/platform-node.js";
import { Pool } from "../../../web/src/engine/pool.js";
import { deviation } from "../../../web/src/engine/replicates.js";
import { testCore } from "./core.js";
import { pairsOf, random, somePairs } from "./pairs.js";

/** @import { Pairs } from "../../../web/src/types.d.ts" */
/** @import { Replicate } from "../../../web/src/engine/types.d.ts" */

const core = await testCore();
const platform = await nodePlatform();
const pools = [1, 2].map((workers) => new Pool(platform, workers));
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

const OPTIONS = { topQ: 0.1, epsilon: 1e-8 };
const silent = () => {};

/** Halves in the way that `make` takes. @param {Pairs} pairs @param {(pool: Pool, id: number, blockOfImage: Uint32Array) => Promise<Replicate[]>} make @param {Pool} [pool] */
async function halves(pairs, make, pool = pools[1]) {
  const { images, texts } = pairs;
  const n = images.rows;
  const [x, y] = [await images.readRows(0, n), await texts.readRows(0, n)];
  const [imageNorms, textNorms] = [core.rowFacts(x, n, images.cols).norms, core.rowFacts(y, n, texts.cols).norms];
  const cosines = core.matchedCosines(x, imageNorms, y, textNorms, range(0, n), images.cols);
  const plan = { ...textOrder(pairs), products: true };
  return withPairs(pool, pairs, plan, undefined, async (id) => {
    pool.extend(id, { tiles: { imageNorms, textNorms, cosines, sigmas: [], neighbours: 1, queries: null, fine: true } });
    return make(pool, id, await blocksOfImages(pool, n, 0));
  });
}

const byBlocks =
  (/** @type {"float32" | "float64"} */ directions) =>
  (/** @type {Pool} */ pool, /** @type {number} */ id, /** @type {Uint32Array} */ blockOfImage) => {
    const images = imagesOfBlocks(blockOfImage);
    return halvesOfBlocks(
      pool,
      id,
      { ...OPTIONS, directions },
      (block) => pool.run("chosenMoments", id, { chosen: images[block] }),
      silent,
    );
  };
const byCells =
  (/** @type {number} */ cells, holders = 2) =>
  (/** @type {Pool} */ pool, /** @type {number} */ id, /** @type {Uint32Array} */ blockOfImage) =>
    halvesOfCells(pool, id, OPTIONS, { cells, holders }, imagesOfBlocks(blockOfImage), silent);
const byGrams =
  (holders = 2) =>
  (/** @type {Pool} */ pool, /** @type {number} */ id, /** @type {Uint32Array} */ blockOfImage) =>
    halvesOfGrams(pool, id, OPTIONS, { arithmetic: "float32", holders }, blockOfImage, silent);

/** The furthest of any half's score from the same half's, in standard errors of the score. @param {Replicate[]} got @param {Replicate[]} want */
function furthest(got, want) {
  expect(got).toHaveLength(62);
  const known = Object.keys(want[0]).filter((name) => want.every((half) => half[name] !== null));
  expect(known).toEqual(expect.arrayContaining(["imageToText", "crossTextToImage", "ckaDebiased", "coral", "rmg"]));
  return Math.max(
    ...known.map((name) => {
      const values = want.map((half) => /** @type {number} */ (half[name]));
      const apart = got.map((half, k) => Math.abs(/** @type {number} */ (half[name]) - values[k]));
      return Math.max(...apart) / deviation(values);
    }),
  );
}

/** Eigenvalues in groups of three that are alike, and a copy of every row. @param {number} n @param {number} d */
function tiedAndRepeated(n, d) {
  const next = random(5);
  const [x, y] = [new Float32Array(n * d), new Float32Array(n * d)];
  for (let i = 0; i < n; i++)
    for (let k = 0; k < d; k++) {
      const strength = 0.8 ** Math.floor(k / 3);
      x[i * d + k] = i % 2 ? x[(i - 1) * d + k] : strength * next();
      y[i * d + k] = i % 2 ? y[(i - 1) * d + k] : x[i * d + k] + 0.5 * strength * next();
    }
  return pairsOf(x, n, d, y, Array.from(range(0, n)));
}

const CASES = /** @type {const} */ ([
  ["many pairs", somePairs({ n: 400, d: 24 })],
  ["fewer pairs than columns", somePairs({ n: 90, d: 120 })],
  ["tied directions and repeated rows", tiedAndRepeated(160, 60)],
]);

describe("half-samples of wide rows", () => {
  it.each(CASES)("are, by cells or Gram matrices, those by blocks in float64: %s", async (_, pairs) => {
    const want = await halves(pairs, byBlocks("float64"));
    // Float32 sums are added in another order, and Gram matrices kept in float32: about 1e-7 of a score, far below its standard error.
    for (const cells of [2, 4, 8, 16]) expect(furthest(await halves(pairs, byCells(cells)), want), `${cells} cells`).toBeLessThan(1e-3);
    expect(furthest(await halves(pairs, byGrams()), want)).toBeLessThan(1e-3);
  });

  it("have the same digits on one worker and two, however many hold them", async () => {
    const [[, pairs]] = CASES;
    for (const [one, two] of [
      [byCells(4, 1), byCells(4, 2)],
      [byGrams(1), byGrams(2)],
    ])
      expect(await halves(pairs, one, pools[0])).toEqual(await halves(pairs, two, pools[1]));
    expect(await halves(pairs, byGrams(1))).toEqual(await halves(pairs, byGrams(2)));
  });

  it("do not mix where one worker takes what two would have taken", async () => {
    const [[, pairs]] = CASES;
    const alone = (/** @type {Pool} */ pool, /** @type {number} */ id, /** @type {Uint32Array} */ blockOfImage) =>
      byCells(4)(/** @type {Pool} */ (/** @type {unknown} */ ({ size: 2, run: pool.run.bind(pool) })), id, blockOfImage);
    expect(await halves(pairs, alone, pools[0])).toEqual(await halves(pairs, byCells(4)));
  });

  it("take few cells a round, which are the blocks that its halves take or leave alike", () => {
    const weights = Array.from({ length: 31 }, (_, half) => core.halfSample(half));
    for (const cells of [2, 4, 8, 16]) {
      const rounds = roundsOf(cells, weights);
      expect(rounds.flatMap((round) => round.halves)).toEqual(Array.from(range(0, 31)));
      for (const round of rounds) {
        expect(round.weights[0].length).toBeLessThanOrEqual(cells);
        for (const [k, half] of round.halves.entries())
          expect(round.cellOf.map((cell) => round.weights[k][cell])).toEqual(Array.from(weights[half]));
      }
    }
    expect(roundsOf(4, weights)).toHaveLength(16);
  });
});
