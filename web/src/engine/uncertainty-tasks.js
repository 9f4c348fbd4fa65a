/** Tasks of chance levels and intervals: permuted pairings, moments of blocks of images, scores of replicates. */
import { gatherRows } from "../readers/gather.js";
import { firstTextRows, firstTexts, structureOf, tiles } from "./audit-state.js";
import { SLICE_ROWS } from "./plan.js";
import { dealtRanges } from "./resampling-units.js";

/** @import { AuditState } from "./audit-state.js" */
/** @import { AnchorBasis, AnchorModes, Core, MomentsPass, PairGrams, PermutationTest, Side } from "./core-types.d.ts" */
/** @import { Bases } from "./mode-space.js" */
/** @import { Slices } from "./yielding.js" */
/** @import { Units } from "./resampling-units.js" */

/** @typedef {{ imageNorms: Float64Array, textNorms: Float64Array, cosines: Float64Array | null }} Facts */

/** Lengths of the first texts, and their cosines with their images. @param {AuditState} state @param {ArrayLike<number>} images @returns {Facts} */
function facts(state, images) {
  const { imageNorms, textNorms, cosines } = tiles(state);
  const { start } = state.context;
  return {
    imageNorms: Float64Array.from(images, (i) => imageNorms[i]),
    textNorms: Float64Array.from(images, (i) => textNorms[start[i]]),
    cosines: cosines && Float64Array.from(images, (i) => cosines[start[i]]),
  };
}

/** @param {number} begin @param {number} end */
function range(begin, end) {
  return Int32Array.from({ length: end - begin }, (_, k) => begin + k);
}

/** First texts of chosen images. @param {AuditState} state @param {Int32Array} images */
function textsOf({ texts, context }, images) {
  return gatherRows(texts, firstTextRows(context, images));
}

/**
 * What scores permutations, with its pairs.
 * @param {AuditState} state @param {{ image: AnchorModes, text: AnchorModes, topQ: number, epsilon: number, rows: Int32Array }} message @param {Slices} slices
 */
async function permutationTest(state, { image, text, topQ, epsilon, rows }, slices) {
  const { core, context, images } = state;
  const { bases } = /** @type {{ bases: Bases }} */ (context);
  const side = (/** @type {AnchorModes} */ modes, /** @type {AnchorBasis} */ basis) => ({ modes, basis });
  const test = core.permutationTest(structureOf(context), side(image, bases.image), side(text, bases.text), topQ, epsilon);
  for (let a = 0; a < rows.length; a += SLICE_ROWS) {
    const some = rows.subarray(a, a + SLICE_ROWS);
    const { imageNorms, textNorms } = facts(state, some);
    test.add(await gatherRows(images, some), await textsOf(state, some), some.length, imageNorms, textNorms);
    await slices.next(0);
  }
  return test;
}

/**
 * Scores of the permutations begin … end - 1 of a seed, or of all pairings in the core's order.
 * @param {AuditState} state
 * @param {{ begin: number, end: number, seed: number | null, image: AnchorModes, text: AnchorModes, topQ: number, epsilon: number, rows: Int32Array }} message image, text: modes; rows: the pairs that are permuted; seed null: all pairings
 * @param {Slices} slices
 */
export async function permuted(state, { begin, end, seed, ...message }, slices) {
  const test = await state.prepared("permutations", () => permutationTest(state, message, slices));
  /** @type {Record<string, Float64Array>[]} */
  const out = [];
  for (let p = begin; p < end; p += 5) {
    out.push(test.scores(seed, p, Math.min(end, p + 5)));
    await slices.next((p - begin) / (end - begin));
  }
  return Object.fromEntries(Object.keys(out[0]).map((name) => [name, Float64Array.from(out.flatMap((part) => Array.from(part[name])))]));
}

/**
 * Adds pairs to a pass, a slice at a time.
 * @param {MomentsPass | PairGrams} pass @param {Float32Array} x @param {Float32Array} y @param {Facts} facts
 */
function addPairs(pass, x, y, { imageNorms, textNorms, cosines }) {
  const n = imageNorms.length;
  const [dx, dy] = [x.length / n, y.length / n];
  for (let a = 0; a < n; a += SLICE_ROWS) {
    const b = Math.min(n, a + SLICE_ROWS);
    pass.add(
      x.subarray(a * dx, b * dx),
      y.subarray(a * dy, b * dy),
      b - a,
      imageNorms.slice(a, b),
      textNorms.slice(a, b),
      cosines?.slice(a, b) ?? null,
    );
  }
}

/** Moments of one block of images. @param {AuditState} state @param {{ block: number, units: Units }} message @param {Slices} slices */
export async function blockMoments(state, { block, units }, slices) {
  const { core, images, texts } = state;
  const pass = core.momentsPass(images.cols, texts.cols, "float32");
  try {
    for (const { begin, end, done } of dealtRanges(units, images.rows, block)) {
      const [x, y] = await Promise.all([images.readRows(begin, end), firstTexts(state, begin, end)]);
      addPairs(pass, x, y, facts(state, range(begin, end)));
      await slices.next(done);
    }
    return pass.finish();
  } finally {
    pass.delete();
  }
}

/** @param {AuditState} state @param {{ moments: Float64Array }} message */
export async function holdBlock(state, { moments }) {
  state.handle("blocks", () => state.core.momentBlocks()).add(moments);
  return true;
}

/** Moments of a replicate, from the blocks held here. @param {AuditState} state @param {{ seed: number, index: number }} message */
export async function drawBlocks(state, { seed, index }) {
  return state.handle("blocks", () => state.core.momentBlocks()).replicate(seed, index);
}

/** Moments of a replicate, image by image. @param {AuditState} state @param {{ seed: number, index: number }} message */
export async function drawImages(state, { seed, index }) {
  const { core, images, texts } = state;
  const weights = core.bootstrapWeights(images.rows, seed, index);
  const drawn = Int32Array.from(Array.from(weights).flatMap((weight, i) => new Array(weight).fill(i)));
  const pass = core.momentsPass(images.cols, texts.cols, "float32");
  try {
    addPairs(pass, await gatherRows(images, drawn), await textsOf(state, drawn), facts(state, drawn));
    return pass.finish();
  } finally {
    pass.delete();
  }
}

/** Gram matrices of all pairs. @param {AuditState} state @param {Slices} slices */
async function pairGrams(state, slices) {
  const { core, images, texts } = state;
  const n = images.rows;
  const grams = core.pairGrams(n, images.cols, texts.cols);
  try {
    const [x, y] = await Promise.all([images.readRows(0, n), firstTexts(state, 0, n)]);
    addPairs(grams, x, y, facts(state, range(0, n)));
    for (let step = grams.step(); step.more; step = grams.step()) await slices.next(step.done);
    return grams;
  } catch (error) {
    grams.delete();
    throw error;
  }
}

/** Scores of a replicate of single images, from Gram matrices made once a worker. @param {AuditState} state @param {{ seed: number, index: number, topQ: number, epsilon: number, mmdBound: number }} message @param {Slices} slices */
export async function gramReplicate(state, { seed, index, topQ, epsilon, mmdBound }, slices) {
  const grams = await state.prepared("grams", () => pairGrams(state, slices));
  return grams.replicate(seed, index, topQ, epsilon, mmdBound);
}

/** @param {AuditState} state @param {{ moments: Float64Array, topQ: number, epsilon: number, mmdBound: number }} message */
export async function replicate({ core }, { moments, topQ, epsilon, mmdBound }) {
  return core.replicateScores(moments, topQ, epsilon, mmdBound);
}

/** How often each unit is drawn: `count` replicates, one after another. @param {AuditState} state @param {{ units: number, seed: number, count: number }} message */
export async function drawn({ core }, { units, seed, count }) {
  const out = new Uint32Array(units * count);
  for (let r = 0; r < count; r++) out.set(core.bootstrapWeights(units, seed, r), r * units);
  return out;
}

/** Rows of a block that are read at once. */
const BLOCK_ROWS = 4096;

/** Block of each of `runs` runs of images. @param {{ core: Core }} state @param {{ runs: number, seed: number, blocks: number }} message @returns {Promise<Uint32Array>} */
export async function dealt({ core }, { runs, seed, blocks }) {
  return core.dealtBlocks(runs, seed, blocks);
}

/**
 * Moments of chosen images and their first texts, some at a time.
 * @param {AuditState} state @param {Int32Array} chosen ascending @param {"float32" | "float64"} arithmetic
 * @param {(some: Int32Array, x: Float32Array, y: Float32Array) => Facts} factsOf @param {Slices} slices
 */
async function momentsOf(state, chosen, arithmetic, factsOf, slices) {
  const { core, images, texts } = state;
  const pass = core.momentsPass(images.cols, texts.cols, arithmetic);
  try {
    for (let begin = 0; begin < chosen.length; begin += BLOCK_ROWS) {
      const some = chosen.subarray(begin, begin + BLOCK_ROWS);
      const [x, y] = await Promise.all([gatherRows(images, some), textsOf(state, some)]);
      addPairs(pass, x, y, factsOf(some, x, y));
      await slices.next((begin + some.length) / chosen.length);
    }
    return pass.finish();
  } finally {
    pass.delete();
  }
}

/** Moments of chosen images of an audit, whose rows' facts are known. @param {AuditState} state @param {{ chosen: Int32Array }} message ascending @param {Slices} slices */
export async function chosenMoments(state, { chosen }, slices) {
  return momentsOf(state, chosen, "float32", (some) => facts(state, some), slices);
}

/** Weights of the 32 blocks, half after half. @param {{ core: Core }} state @param {{ count: number }} message */
export async function halfWeights({ core }, { count }) {
  return Uint32Array.from(Array.from({ length: count }, (_, index) => Array.from(core.halfSample(index))).flat());
}

/** The same in float64 for a file, of rows that were looked through. @param {AuditState} state @param {{ chosen: Int32Array }} message ascending @param {Slices} slices */
export async function chosenSums(state, { chosen }, slices) {
  const { core, images, texts } = state;
  const factsOf = (/** @type {Int32Array} */ some, /** @type {Float32Array} */ x, /** @type {Float32Array} */ y) => {
    const [imageNorms, textNorms] = [core.rowFacts(x, some.length, images.cols).norms, core.rowFacts(y, some.length, texts.cols).norms];
    const own = range(0, some.length);
    const cosines = images.cols === texts.cols ? core.matchedCosines(x, imageNorms, y, textNorms, own, images.cols) : null;
    return { imageNorms, textNorms, cosines };
  };
  return momentsOf(state, chosen, "float64", factsOf, slices);
}

/** Moments of a half-sample, from the blocks held here. @param {AuditState} state @param {{ index: number }} message */
export async function halfOfBlocks(state, { index }) {
  return state.handle("blocks", () => state.core.momentBlocks()).half(index);
}

/** Scores of a half and of its complement. @param {AuditState} state @param {{ first: Float64Array, second: Float64Array, topQ: number, epsilon: number, mmdBound: number }} message */
export async function halves({ core }, { first, second, topQ, epsilon, mmdBound }) {
  return core.halfScores(first, second, topQ, epsilon, mmdBound);
}

/** The same by Gram matrices. @param {AuditState} state @param {{ index: number, blockOfImage: Uint32Array, topQ: number, epsilon: number, mmdBound: number }} message @param {Slices} slices */
export async function gramHalves(state, { index, blockOfImage, topQ, epsilon, mmdBound }, slices) {
  const grams = await state.prepared("grams", () => pairGrams(state, slices));
  const taken = state.core.halfSample(index);
  return grams.halves(
    blockOfImage.map((block) => taken[block]),
    topQ,
    epsilon,
    mmdBound,
  );
}

/** @param {AuditState} state @param {{ side: Side, modes: AnchorModes, basis: AnchorBasis, topQ: number, epsilon: number }} message all modes and their basis */
export async function rotation({ core, context }, { side, modes, basis, topQ, epsilon }) {
  return core.rotationRange(structureOf(context), side, modes, basis, topQ, epsilon);
}

/** Means of the fourth powers of the distances to the mean: images, texts. @param {AuditState} state */
export async function fourths({ core, context }) {
  return core.centredFourths(structureOf(context));
}
