/** Tasks of chance levels and intervals: permuted pairings, moments of blocks of images, scores of replicates. */
import { chosenRows, pairRows, structureOf, tiles, using } from "./audit-state.js";
import { blocks, range, SLICE_ROWS } from "./plan.js";
import { dealtRanges } from "./resampling-units.js";

/** @import { AllBlocks, AnchorBasis, AnchorModes, AuditState, Bases, Core, Exchange, HalfMoments, MomentsPass, PairFacts, PairGrams, Shuffled, Side, Slices, Units } from "./types.d.ts" */

/** Rows of a block that are read at once. */
const BLOCK_ROWS = 4096;

/** Lengths of the first texts, and their cosines with their images. @param {AuditState} state @param {ArrayLike<number>} images @returns {PairFacts} */
function facts(state, images) {
  const { imageNorms, textNorms, cosines } = tiles(state);
  const { start } = state.context;
  return {
    imageNorms: Float64Array.from(images, (i) => imageNorms[i]),
    textNorms: Float64Array.from(images, (i) => textNorms[start[i]]),
    cosines: cosines && Float64Array.from(images, (i) => cosines[start[i]]),
  };
}

/**
 * What scores permutations, with its pairs.
 * @param {AuditState} state @param {{ image: AnchorModes, text: AnchorModes, topQ: number, epsilon: number, exchange: Omit<Exchange, "rows"> | null, rows: Int32Array }} message @param {Slices} slices
 */
async function permutationTest(state, { image, text, topQ, epsilon, exchange, rows }, slices) {
  const { core, context } = state;
  const bases = /** @type {Bases} */ (context.bases);
  const sides = /** @type {const} */ ([
    { modes: image, basis: bases.image },
    { modes: text, basis: bases.text },
  ]);
  const test = core.permutationTest(structureOf(state), ...sides, topQ, epsilon);
  const { directions, neighbours } = /** @type {Shuffled} */ (context.shuffled);
  if (directions) test.directions(directions.image, directions.text);
  for (let a = 0; a < rows.length; a += SLICE_ROWS) {
    const some = rows.subarray(a, a + SLICE_ROWS);
    const { imageNorms, textNorms } = facts(state, some);
    test.add(...(await chosenRows(state, some)), some.length, imageNorms, textNorms);
    await slices.next(0);
  }
  if (neighbours) test.neighbours(neighbours.image, neighbours.text, neighbours.k);
  if (exchange) test.exchange(exchange.begin, exchange.classOf, rows);
  return test;
}

/**
 * Scores of the permutations begin … end - 1 of a seed, or of all pairings in the core's order.
 * @param {AuditState} state
 * @param {{ begin: number, end: number, seed: number | null, image: AnchorModes, text: AnchorModes, topQ: number, epsilon: number, exchange: Omit<Exchange, "rows"> | null, rows: Int32Array }} message image, text: modes; rows: the pairs that are permuted; seed null: all pairings; exchange null: each pair with any other
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

/** Pairs into a pass, a slice at a time. @param {MomentsPass | PairGrams} pass @param {Float32Array} x @param {Float32Array} y @param {PairFacts} facts */
function addPairs(pass, x, y, { imageNorms, textNorms, cosines }) {
  const n = imageNorms.length;
  const [dx, dy] = [x.length / n, y.length / n];
  for (let a = 0; a < n; a += SLICE_ROWS) {
    const b = Math.min(n, a + SLICE_ROWS);
    const [some, others] = [x.subarray(a * dx, b * dx), y.subarray(a * dy, b * dy)];
    pass.add(some, others, b - a, imageNorms.slice(a, b), textNorms.slice(a, b), cosines?.slice(a, b) ?? null);
  }
}

/** Moments of one block of images. @param {AuditState} state @param {{ block: number, units: Units }} message @param {Slices} slices */
export async function blockMoments(state, { block, units }, slices) {
  const { core, images, texts } = state;
  return using(core.momentsPass(images.cols, texts.cols, "float32"), async (pass) => {
    for (const { begin, end, done } of dealtRanges(units, images.rows, block)) {
      addPairs(pass, ...(await pairRows(state, begin, end)), facts(state, range(begin, end)));
      await slices.next(done);
    }
    return pass.finish();
  });
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

/** Moments of a replicate, image by image. @param {AuditState} state @param {{ seed: number, index: number }} message @param {Slices} slices */
export async function drawImages(state, { seed, index }, slices) {
  const weights = state.core.bootstrapWeights(state.images.rows, seed, index);
  const chosen = Int32Array.from(Array.from(weights).flatMap((weight, i) => new Array(weight).fill(i)));
  return chosenMoments(state, { chosen }, slices);
}

/** Gram matrices of all pairs. @param {AuditState} state @param {"float32" | "float64"} arithmetic @param {Slices} slices */
async function pairGrams(state, arithmetic, slices) {
  const { core, images, texts } = state;
  const grams = core.pairGrams(images.rows, images.cols, texts.cols, arithmetic);
  try {
    for (const { begin, end } of blocks(0, images.rows, BLOCK_ROWS))
      addPairs(grams, ...(await pairRows(state, begin, end)), facts(state, range(begin, end)));
    for (let step = grams.step(); step.more; step = grams.step()) await slices.next(step.done);
    return grams;
  } catch (error) {
    grams.delete();
    throw error;
  }
}

/** Scores of a replicate of single images, from Gram matrices made once per worker. @param {AuditState} state @param {{ seed: number, index: number, topQ: number, epsilon: number, mmdBound: number }} message @param {Slices} slices */
export async function gramReplicate(state, { seed, index, topQ, epsilon, mmdBound }, slices) {
  const grams = await state.prepared("grams", () => pairGrams(state, "float64", slices));
  return grams.replicate(seed, index, topQ, epsilon, mmdBound);
}

/** How often each unit is drawn: `count` replicates, one after another. @param {AuditState} state @param {{ units: number, seed: number, count: number }} message */
export async function drawn({ core }, { units, seed, count }) {
  const out = new Uint32Array(units * count);
  for (let r = 0; r < count; r++) out.set(core.bootstrapWeights(units, seed, r), r * units);
  return out;
}

/**
 * Moments of chosen images and their first texts, some at a time.
 * @param {AuditState} state @param {Int32Array} chosen ascending @param {"float32" | "float64"} arithmetic
 * @param {(some: Int32Array, x: Float32Array, y: Float32Array) => PairFacts} factsOf @param {Slices} slices
 */
async function momentsOf(state, chosen, arithmetic, factsOf, slices) {
  const { core, images, texts } = state;
  return using(core.momentsPass(images.cols, texts.cols, arithmetic), async (pass) => {
    for (let begin = 0; begin < chosen.length; begin += BLOCK_ROWS) {
      const some = chosen.subarray(begin, begin + BLOCK_ROWS);
      const [x, y] = await chosenRows(state, some);
      addPairs(pass, x, y, factsOf(some, x, y));
      await slices.next((begin + some.length) / chosen.length);
    }
    return pass.finish();
  });
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

/** Products of all blocks held here. @param {AuditState} state */
export async function allBlocks(state) {
  return state.handle("blocks", () => state.core.momentBlocks()).all();
}

/** Scores of a half-sample and of its complement. @param {AuditState} state @param {{ half: HalfMoments, topQ: number, epsilon: number, mmdBound: number, directions: "float32" | "float64" }} message */
export async function halvesOfBlocks(state, { half: { sums, others, products }, topQ, epsilon, mmdBound, directions }) {
  const { core, context } = state;
  const halves = state.handle("halves", () => {
    const all = /** @type {AllBlocks} */ (context.allBlocks);
    return core.blockHalves(all.products, all.image, all.text);
  });
  return halves.scores(sums, others, products, topQ, epsilon, mmdBound, directions);
}

/** Moments of one cell, the first of a round in place of the last round's. @param {AuditState} state @param {{ name: string, first: boolean, chosen: Int32Array }} message ascending @param {Slices} slices */
export async function holdCell(state, { name, first, chosen }, slices) {
  if (first) state.drop(name);
  const moments = await chosenMoments(state, { chosen }, slices);
  state.handle(name, () => state.core.momentBlocks()).add(moments);
  state.release(moments);
  return true;
}

/** Scores of a half and of its complement, from the cells held here. @param {AuditState} state @param {{ name: string, weights: Uint32Array, topQ: number, epsilon: number, mmdBound: number }} message */
export async function halvesOfCells(state, { name, weights, topQ, epsilon, mmdBound }) {
  return state.handle(name, () => state.core.momentBlocks()).halves(weights, topQ, epsilon, mmdBound);
}

/** The same by Gram matrices. @param {AuditState} state @param {{ index: number, blockOfImage: Uint32Array, arithmetic: "float32" | "float64", topQ: number, epsilon: number, mmdBound: number }} message @param {Slices} slices */
export async function gramHalves(state, { index, blockOfImage, arithmetic, topQ, epsilon, mmdBound }, slices) {
  const grams = await state.prepared("grams", () => pairGrams(state, arithmetic, slices));
  const taken = state.core.halfSample(index);
  const weights = blockOfImage.map((block) => taken[block]);
  return grams.halves(weights, topQ, epsilon, mmdBound);
}

/** @param {AuditState} state @param {{ side: Side, modes: AnchorModes, basis: AnchorBasis, topQ: number, epsilon: number, pairs: number | null }} message all modes and their basis; pairs: that the sample is worth, null for all */
export async function rotation(state, { side, modes, basis, topQ, epsilon, pairs }) {
  return state.core.rotationRange(structureOf(state), side, modes, basis, topQ, epsilon, pairs);
}

/** Means of the fourth powers of the distances to the mean: images, texts. @param {AuditState} state */
export async function fourths(state) {
  return state.core.centredFourths(structureOf(state));
}
