/** Scores of 62 half-samples, each of 16 of 32 blocks of images, from rows or from sums. */
import { BLOCKS, PAIRS_OF_HALVES } from "../resampling.js";
import { MMD_BOUND } from "./assemble.js";
import { inTurn } from "./yielding.js";

/** @import { Clusters, Pool, Replicate } from "./types.d.ts" */

/** Runs of images at most that are dealt by themselves; longer rows of images are dealt in runs of neighbours. */
const RUNS = 2 ** 13;

/** Images of one run. @param {number} n images */
const runLength = (n) => Math.max(1, Math.ceil(n / RUNS));

/**
 * The block of each image: a seeded permutation; whole clusters are dealt if pairs belong together.
 * @param {Pool} pool @param {number} n images @param {number} seed @param {number} [blocks] @param {Clusters} [clusters] @returns {Promise<Uint32Array>}
 */
export async function blocksOfImages(pool, n, seed, blocks = BLOCKS, clusters) {
  if (clusters) {
    const blockOf = await pool.call("dealtBlocks", 0, [clusters.count, seed, blocks], { first: true });
    return Uint32Array.from(clusters.of, (cluster) => blockOf[cluster]);
  }
  const length = runLength(n);
  const blockOfRun = await pool.call("dealtBlocks", 0, [Math.ceil(n / length), seed, blocks], { first: true });
  return Uint32Array.from({ length: n }, (_, image) => blockOfRun[Math.floor(image / length)]);
}

/** The images of each block, ascending. @param {ArrayLike<number>} blockOfImage @param {number} [count] @returns {Int32Array[]} */
export function imagesOfBlocks(blockOfImage, count = BLOCKS) {
  /** @type {number[][]} */
  const blocks = Array.from({ length: count }, () => []);
  for (let image = 0; image < blockOfImage.length; image++) blocks[blockOfImage[image]].push(image);
  return blocks.map((images) => Int32Array.from(images));
}

/** @param {Record<string, unknown>} scores @returns {Replicate} */
export const numbersOf = (scores) =>
  Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, typeof value === "number" ? value : null]));

/** The one worker that holds the moments of all blocks. */
export const HOLDER = { affinity: "blocks", pinned: true };

/**
 * Blocks come to their holder in their order.
 * @param {Pool} pool @param {number} id of the audit @param {number} count @param {(block: number) => Promise<Float64Array>} momentsOf a block's moments, whose buffer is given away
 * @param {(block: number) => void} done
 */
export async function holdBlocks(pool, id, count, momentsOf, done) {
  let held = Promise.resolve();
  await inTurn(count, pool.size + 1, (block) => {
    const moments = momentsOf(block);
    moments.catch(() => {});
    held = held.then(async () => {
      const values = await moments;
      await pool.run("holdBlock", id, { moments: values }, { ...HOLDER, transfer: [values] });
      done(block);
    });
    return held;
  });
}

/** Halves 0 … 61. @param {Pool} pool @param {(index: number) => Promise<Record<string, unknown>[]>} scoresOf a half and its complement @param {(step: number) => void} done */
async function pairsOfHalves(pool, scoresOf, done) {
  /** @type {Replicate[]} */
  const out = [];
  await inTurn(PAIRS_OF_HALVES, pool.size + 1, async (index) => {
    for (const [k, scores] of (await scoresOf(index)).entries()) out[index + k * PAIRS_OF_HALVES] = numbersOf(scores);
    done(BLOCKS + index);
  });
  return out;
}

/**
 * @param {Pool} pool @param {number} id of the audit @param {{ topQ: number, epsilon: number, directions: "float32" | "float64" }} options directions: float64 for merged sums
 * @param {(block: number) => Promise<Float64Array>} momentsOf as holdBlocks takes it @param {(step: number) => void} done after each of 32 blocks and 31 pairs of halves
 */
export async function halvesOfBlocks(pool, id, { topQ, epsilon, directions }, momentsOf, done) {
  await holdBlocks(pool, id, BLOCKS, momentsOf, done);
  // Another worker scores a half and, from all blocks' products, the other one.
  pool.share(id, { allBlocks: await pool.run("allBlocks", id, {}, HOLDER) });
  const scoresOf = async (/** @type {number} */ index) => {
    const half = await pool.run("halfOfBlocks", id, { index }, HOLDER);
    const transfer = Object.values(half);
    return pool.run("halvesOfBlocks", id, { half, topQ, epsilon, mmdBound: MMD_BOUND, directions }, { shared: ["allBlocks"], transfer });
  };
  return pairsOfHalves(pool, scoresOf, done);
}

/**
 * The halves of one round: blocks that every one of them takes or leaves alike are one cell.
 * @param {readonly number[]} halves @param {readonly ArrayLike<number>[]} weights of the blocks, by half
 * @returns {{ halves: readonly number[], cellOf: number[], weights: Uint32Array[] }} weights: of the cells, by half of the round
 */
function roundOf(halves, weights) {
  const keys = Array.from({ length: BLOCKS }, (_, block) => halves.map((half) => weights[half][block]).join(""));
  const cells = [...new Set(keys)];
  return {
    halves,
    cellOf: keys.map((key) => cells.indexOf(key)),
    weights: halves.map((_, k) => Uint32Array.from(cells, (key) => Number(key[k]))),
  };
}

/** Rounds of the halves 0 … 30: rows of a Hadamard matrix whose numbers differ in their last bits alone need few cells. @param {number} cells a power of two @param {readonly ArrayLike<number>[]} weights */
export function roundsOf(cells, weights) {
  const together = cells / 2;
  const halves = Array.from({ length: PAIRS_OF_HALVES }, (_, half) => half);
  const groups = Array.from({ length: BLOCKS / together }, (_, round) =>
    halves.filter((half) => Math.floor((half + 1) / together) === round),
  );
  return groups.filter((group) => group.length > 0).map((group) => roundOf(group, weights));
}

/**
 * The same of wide rows: each worker that has the memory takes rounds of halves, and holds the cells of one round at a time.
 * @param {Pool} pool @param {number} id @param {{ topQ: number, epsilon: number }} options @param {{ cells: number, holders: number }} way @param {Int32Array[]} images of the blocks, ascending @param {(step: number) => void} done
 */
export async function halvesOfCells(pool, id, { topQ, epsilon }, { cells, holders }, images, done) {
  const weights = await pool.run("halfWeights", id, { count: PAIRS_OF_HALVES });
  const rounds = roundsOf(
    cells,
    Array.from({ length: PAIRS_OF_HALVES }, (_, half) => weights.subarray(half * BLOCKS, (half + 1) * BLOCKS)),
  );
  const all = rounds.reduce((sum, round) => sum + round.weights[0].length, 0);
  let [made, told] = [0, 0];
  /** @type {Replicate[]} */
  const out = [];
  const lanes = Math.min(pool.size, holders, rounds.length);
  // One worker may have to take two lanes, so each lane has cells of its own name.
  const lane = async (/** @type {number} */ number) => {
    const cellsOfLane = `cells ${number}`;
    const holder = { affinity: cellsOfLane, pinned: true };
    for (let r = number; r < rounds.length; r += lanes) {
      const round = rounds[r];
      for (let cell = 0; cell < round.weights[0].length; cell++) {
        const chosen = joinedSorted(images.filter((_, block) => round.cellOf[block] === cell));
        await pool.run("holdCell", id, { name: cellsOfLane, first: cell === 0, chosen }, holder);
        for (made++; told < Math.floor((BLOCKS * made) / all); told++) done(told);
      }
      for (const [k, half] of round.halves.entries()) {
        const message = { name: cellsOfLane, weights: round.weights[k], topQ, epsilon, mmdBound: MMD_BOUND };
        const scores = await pool.run("halvesOfCells", id, message, holder);
        for (const [side, one] of scores.entries()) out[half + side * PAIRS_OF_HALVES] = numbersOf(one);
        done(BLOCKS + half);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  return out;
}

/** @param {Int32Array[]} parts */
const joinedSorted = (parts) => Int32Array.from(parts.flatMap((part) => Array.from(part))).sort();

/**
 * The same by Gram matrices of all images, if these are few beside their columns.
 * @param {Pool} pool @param {number} id @param {{ topQ: number, epsilon: number }} options @param {{ arithmetic: "float32" | "float64", holders: number }} way @param {Uint32Array} blockOfImage @param {(step: number) => void} done
 */
export function halvesOfGrams(pool, id, { topQ, epsilon }, { arithmetic, holders }, blockOfImage, done) {
  for (let block = 0; block < BLOCKS; block++) done(block);
  const placed = (/** @type {number} */ index) => (holders < pool.size ? { affinity: `grams ${index % holders}`, pinned: true } : {});
  return pairsOfHalves(
    pool,
    (index) => pool.run("gramHalves", id, { index, blockOfImage, arithmetic, topQ, epsilon, mmdBound: MMD_BOUND }, placed(index)),
    done,
  );
}
