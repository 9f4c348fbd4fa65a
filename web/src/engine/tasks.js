/** What a worker can do, by name. A task's answer depends on its message alone. */
import { gatherRows } from "../readers/gather.js";
import { SLICE_ROWS, spread, TILE_ROWS } from "./plan.js";
import { rowSource, textRows } from "./sources.js";

/** @import { Slices } from "./slices.js" */
/** @import { RowSource, SourceReference } from "./sources.js" */

/** Rows read from a file at once. */
const READ_ROWS = 2048;
/** Bytes of packed blocks that a worker keeps, a side. */
const STORE_BYTES = 128 * 1024 * 1024;

/**
 * What all tasks of one audit share; sent to a worker once.
 * @typedef {object} Context
 * @property {SourceReference} images
 * @property {SourceReference} texts
 * @property {Int32Array} start
 * @property {Int32Array | null} order
 * @property {boolean} products false where n < d: the Gram form is used
 * @property {TileContext} [tiles] known once the rows have been read
 */

/** @typedef {{ imageNorms: Float64Array, textNorms: Float64Array, cosines: Float64Array | null, sigmas: number[], neighbours: number }} TileContext */

/** One worker's view of one audit. */
export class AuditState {
  /**
   * @param {any} core
   * @param {Context} context
   * @param {(side: "images" | "texts", begin: number, end: number) => Promise<Float32Array>} ask
   * @param {(blob: any) => any} revive
   */
  constructor(core, context, ask, revive) {
    this.core = core;
    this.context = context;
    this.images = rowSource(context.images, ask, revive);
    this.texts = rowSource(context.texts, ask, revive);
    /** @type {Map<string, any>} handles of the core, by name */
    this.handles = new Map();
  }

  /** @param {string} name @param {() => any} make */
  handle(name, make) {
    if (!this.handles.has(name)) this.handles.set(name, make());
    return this.handles.get(name);
  }

  free() {
    for (const handle of this.handles.values()) handle.delete();
    this.handles.clear();
  }
}

/**
 * Every row's facts, matched cosines, and the block's moments (unless a row is unusable).
 * @param {AuditState} state @param {{ begin: number, end: number }} block images @param {Slices} slices
 */
async function rows(state, { begin, end }, slices) {
  const { core, images, texts, context } = state;
  const { start, order } = context;
  const one = images.cols === texts.cols;
  const firstText = start[begin];
  const count = end - begin;
  const textCount = start[end] - firstText;
  const out = {
    images: columns(count),
    texts: columns(textCount),
    cosines: one ? new Float64Array(textCount) : null,
    bad: { images: { notFinite: list(), zero: list() }, texts: { notFinite: list(), zero: list() } },
    /** @type {Float64Array | null} */
    moments: null,
  };
  const pass = core.momentsPass(images.cols, texts.cols, context.products);
  try {
    let clean = true;
    for (let chunk = begin; chunk < end; chunk += READ_ROWS) {
      const chunkEnd = Math.min(end, chunk + READ_ROWS);
      const [x, y] = await Promise.all([images.readRows(chunk, chunkEnd), textRows(texts, order, start[chunk], start[chunkEnd])]);
      for (let a = chunk; a < chunkEnd; a += SLICE_ROWS) {
        const b = Math.min(chunkEnd, a + SLICE_ROWS);
        const imageRows = x.subarray((a - chunk) * images.cols, (b - chunk) * images.cols);
        const textSlice = y.subarray((start[a] - start[chunk]) * texts.cols, (start[b] - start[chunk]) * texts.cols);
        const imageFacts = core.rowFacts(imageRows, b - a, images.cols);
        const textFacts = core.rowFacts(textSlice, start[b] - start[a], texts.cols);
        keep(out.images, imageFacts, a - begin);
        keep(out.texts, textFacts, start[a] - firstText);
        const badBefore = badRows(imageFacts.norms, a, null, out.bad.images) + badRows(textFacts.norms, start[a], order, out.bad.texts);
        if (badBefore > 0) clean = false;
        if (clean) addSlice(state, pass, a, b, imageRows, textSlice, imageFacts.norms, textFacts.norms, out.cosines?.subarray(start[a] - firstText));
        await slices.next((b - begin) / count);
      }
    }
    if (clean) out.moments = pass.finish();
  } finally {
    pass.delete();
  }
  return out;
}

/** @returns {number[]} */
function list() {
  return [];
}

/** @param {number} count */
function columns(count) {
  return { norms: new Float64Array(count), low: new Uint32Array(count), high: new Uint32Array(count) };
}

/** @param {ReturnType<typeof columns>} to @param {any} facts @param {number} at */
function keep(to, facts, at) {
  to.norms.set(facts.norms, at);
  to.low.set(facts.low, at);
  to.high.set(facts.high, at);
}

/** @param {Float64Array} norms @param {number} first @param {Int32Array | null} order @param {{ notFinite: number[], zero: number[] }} bad */
function badRows(norms, first, order, bad) {
  let found = 0;
  for (let i = 0; i < norms.length; i++) {
    const kind = !Number.isFinite(norms[i]) ? bad.notFinite : norms[i] === 0 ? bad.zero : null;
    if (!kind) continue;
    kind.push(order ? order[first + i] : first + i);
    found++;
  }
  return found;
}

/**
 * @param {AuditState} state @param {any} pass @param {number} a @param {number} b
 * @param {Float32Array} imageRows @param {Float32Array} textSlice @param {Float64Array} imageNorms @param {Float64Array} textNorms
 * @param {Float64Array | undefined} cosinesOut
 */
function addSlice(state, pass, a, b, imageRows, textSlice, imageNorms, textNorms, cosinesOut) {
  const { core, images, texts, context } = state;
  const { start } = context;
  const count = b - a;
  const textCount = start[b] - start[a];
  let firstRows = textSlice;
  let firstNorms = textNorms;
  const imageOf = new Int32Array(textCount);
  for (let i = a; i < b; i++) imageOf.fill(i - a, start[i] - start[a], start[i + 1] - start[a]);
  const cosines = cosinesOut ? core.matchedCosines(imageRows, imageNorms, textSlice, textNorms, imageOf, images.cols) : null;
  cosinesOut?.set(cosines);
  let firstCosines = cosines;
  if (textCount !== count) {
    const firsts = Array.from({ length: count }, (_, i) => start[a + i] - start[a]);
    firstRows = new Float32Array(count * texts.cols);
    for (let i = 0; i < count; i++) firstRows.set(textSlice.subarray(firsts[i] * texts.cols, (firsts[i] + 1) * texts.cols), i * texts.cols);
    firstNorms = Float64Array.from(firsts, (p) => textNorms[p]);
    firstCosines = cosines ? Float64Array.from(firsts, (p) => cosines[p]) : null;
  }
  pass.add(imageRows, firstRows, count, imageNorms, firstNorms, firstCosines);
}

/** @param {AuditState} state @param {{ parts: Float64Array[] }} message */
async function merge({ core }, { parts }) {
  return core.mergeMoments(parts);
}

/** Which of these image rows have similarity exactly 1 with themselves in the paper's arithmetic. @param {AuditState} state @param {{ indices: Int32Array }} message */
async function selfIsOne({ core, images }, { indices }) {
  return core.selfIsOne(await gatherRows(images, indices), indices.length, images.cols);
}

/** The first text of each image. @param {AuditState} state @param {number} begin @param {number} end images */
function firstTexts({ texts, context }, begin, end) {
  const { start, order } = context;
  if (!order && texts.rows === start.length - 1) return texts.readRows(begin, end);
  const firsts = start.subarray(begin, end);
  return gatherRows(texts, order ? firsts.map((p) => order[p]) : firsts);
}

/** All pairs at once, n < d. @param {AuditState} state @param {object} _message @param {Slices} slices */
async function gram(state, _message, slices) {
  const { core, images, texts } = state;
  const n = images.rows;
  const pass = core.gramPass(n, images.cols, texts.cols);
  try {
    for (let begin = 0; begin < n; begin += READ_ROWS) {
      const end = Math.min(n, begin + READ_ROWS);
      const [x, y] = await Promise.all([images.readRows(begin, end), firstTexts(state, begin, end)]);
      pass.add(x, y, end - begin);
    }
    while (pass.step()) await slices.next(0.5);
    return pass.finish();
  } finally {
    pass.delete();
  }
}

/**
 * Eigenvalues of one side and the modes that top q keeps, or all modes.
 * @param {AuditState} state @param {{ structure: Float64Array, side: "image" | "text", topQ: number | null }} message @param {Slices} slices
 */
async function spectrum(state, { structure, side, topQ }, slices) {
  const pass = state.handle(`anchor ${side}`, () => state.core.anchorPass(structure, side));
  const share = topQ === null ? 1 : 0.5;
  for (let step = pass.step(0); step.more; step = pass.step(0)) await slices.next(step.done * share);
  const count = pass.kept(topQ ?? 1);
  for (let step = pass.step(count); step.more; step = pass.step(count)) await slices.next(step.done);
  return pass.finish();
}

/** @param {AuditState} state @param {{ structure: Float64Array, side: "image" | "text" }} message @param {Slices} slices */
async function basis({ core }, { structure, side }, slices) {
  const pass = core.svccaBasis(structure, side);
  try {
    for (let step = pass.step(); step.more; step = pass.step()) await slices.next(step.done);
    return pass.finish();
  } finally {
    pass.delete();
  }
}

/** @param {AuditState} state @param {{ image: any, text: any, topQ: number, epsilon: number }} message */
async function scores({ core }, { image, text, topQ, epsilon }) {
  const at = (/** @type {number} */ e) => ({ image: core.spectralAlignment(image, topQ, e), text: core.spectralAlignment(text, topQ, e) });
  return { score: at(epsilon), exact: at(0) };
}

/** From all modes. @param {AuditState} state @param {{ image: any, text: any, epsilon: number }} message */
async function sweep({ core }, { image, text, epsilon }) {
  const at = (/** @type {number} */ q) => ({ q, imageToText: core.spectralAlignment(image, q, epsilon).value, textToImage: core.spectralAlignment(text, q, epsilon).value });
  return {
    scores: Array.from({ length: 10 }, (_, k) => at((k + 1) / 10)),
    imageCorrelation: core.absCorrelation(image, epsilon),
    textCorrelation: core.absCorrelation(text, epsilon),
  };
}

/** @param {AuditState} state @param {{ moments: Float64Array, structure: Float64Array, imageBasis: any, textBasis: any, dropped: number }} message */
async function metrics({ core, context }, { moments, structure, imageBasis, textBasis, dropped }) {
  const values = core.symmetricMetrics(moments, structure, imageBasis, textBasis, dropped);
  const series = context.products && context.images.cols === context.texts.cols ? core.mmdSeries(moments) : null;
  return { values, series };
}

/** @param {AuditState} state */
async function svccaRows(state) {
  const { core, images, texts } = state;
  const n = images.rows;
  return core.svccaRows(await images.readRows(0, n), images.cols, await firstTexts(state, 0, n), texts.cols, n);
}

/** @param {AuditState} state @param {{ count: number }} message */
async function median({ core, images, texts, context }, { count }) {
  const { start, order } = context;
  const chosen = spread(images.rows, count);
  const x = await gatherRows(images, chosen);
  const y = await gatherRows(texts, chosen.map((i) => (order ? order[start[i]] : start[i])));
  return core.medianDistance(x, chosen.length, y, chosen.length, images.cols);
}

/** @param {AuditState} state @returns {TileContext} */
function tiles({ context }) {
  return /** @type {TileContext} */ (context.tiles);
}

/**
 * Packed blocks of one side: "images", "texts" (every text by position) or "firsts" (the first text of each image).
 * @typedef {"images" | "texts" | "firsts"} Kind
 */

/**
 * The store that holds block `index` of a side, read and packed where it was not yet.
 * @param {AuditState} state @param {Kind} kind @param {number} index @param {number} [budget] bytes; 0 keeps the last block only
 */
async function ready(state, kind, index, budget = STORE_BYTES) {
  const { core, images, texts, context } = state;
  const { start, order } = context;
  const { imageNorms, textNorms } = tiles(state);
  // With one text an image, the first texts are the texts.
  const rowsOf = kind === "firsts" && texts.rows === images.rows ? "texts" : kind;
  const cols = rowsOf === "images" ? images.cols : texts.cols;
  const store = state.handle(budget > 0 ? rowsOf : `own ${rowsOf}`, () => core.blockStore(cols, budget));
  if (store.has(index)) return store;
  const begin = index * TILE_ROWS;
  const end = Math.min(rowsOf === "texts" ? texts.rows : images.rows, begin + TILE_ROWS);
  if (rowsOf === "images") {
    store.put(index, begin, await images.readRows(begin, end), imageNorms.slice(begin, end));
  } else if (rowsOf === "texts") {
    store.put(index, begin, await textRows(texts, order, begin, end), textNorms.slice(begin, end));
  } else {
    const norms = Float64Array.from(start.subarray(begin, end), (p) => textNorms[p]);
    store.put(index, begin, await firstTexts(state, begin, end), norms);
  }
  return store;
}

/** One block of images against all texts. @param {AuditState} state @param {{ block: number }} message @param {Slices} slices */
async function cross(state, { block }, slices) {
  const { core, context, texts } = state;
  const { cosines, sigmas } = tiles(state);
  const pass = state.handle("retrieval", () => core.retrievalPass(context.start, cosines, Float64Array.from(sigmas)));
  const own = await ready(state, "images", block, 0);
  pass.begin();
  const count = Math.ceil(texts.rows / TILE_ROWS);
  for (let k = 0; k < count; k++) {
    pass.add(own, block, await ready(state, "texts", k), k);
    await slices.next((k + 1) / count);
  }
  return pass.result();
}

/** One block of rows against itself and all later rows of its own side, for both sides. @param {AuditState} state @param {{ block: number }} message @param {Slices} slices */
async function neighbours(state, { block }, slices) {
  const { core, images } = state;
  const { sigmas, neighbours: k } = tiles(state);
  const count = Math.ceil(images.rows / TILE_ROWS);
  const side = async (/** @type {Kind} */ kind, /** @type {number} */ before) => {
    const pass = state.handle(`neighbours ${kind}`, () => core.neighbourPass(images.rows, k, Float64Array.from(sigmas)));
    const own = await ready(state, kind, block, 0);
    pass.begin(own, block);
    for (let other = block; other < count; other++) {
      pass.add(own, block, await ready(state, kind, other), other);
      await slices.next(before + (other + 1 - block) / (count - block) / 2);
    }
    return pass.result();
  };
  return { image: await side("images", 0), text: await side("firsts", 0.5) };
}

/** @param {AuditState} state @param {{ image: object[], text: object[] }} message */
async function common({ core, images, context }, { image, text }) {
  return core.commonNeighbours(image, text, images.rows, context.tiles?.neighbours);
}

/** @param {AuditState} state @param {{ cosines: Float64Array, counts: any, textClass: Int32Array }} message */
async function retrieval({ core, context }, { cosines, counts, textClass }) {
  return core.retrievalScores(context.start, cosines, counts, textClass);
}

/** @param {AuditState} state @param {{ sums: Float64Array, n: number }} message */
async function mmd({ core }, { sums, n }) {
  return core.mmdFromSums(sums, n);
}

/** @param {AuditState} state @param {{ image: number, text: number, n: number }} message */
async function uniformity({ core }, { image, text, n }) {
  return { image: core.uniformity(image, n), text: core.uniformity(text, n) };
}

/** @param {{ core: any }} state @param {{ spec: object }} message */
async function synthetic({ core }, { spec }) {
  return core.syntheticPairs(spec);
}

/** Engine's peak and kernel, for the bench. @param {{ core: any }} state @param {{ steps: number, rows: number, cols: number, repeats: number }} message */
async function speed({ core }, { steps, rows, cols, repeats }) {
  const time = (/** @type {() => void} */ run) => {
    run();
    const before = performance.now();
    run();
    return (performance.now() - before) / 1000;
  };
  return {
    peak: (96 * steps) / time(() => core.multiplyAddPeak(steps)),
    kernel: (2 * rows * rows * cols * repeats) / time(() => core.productKernel(rows, cols, repeats)),
  };
}

/** @type {Record<string, (state: any, message: any, slices: Slices) => Promise<unknown>>} */
export const tasks = { rows, merge, selfIsOne, gram, spectrum, basis, scores, sweep, metrics, svccaRows, median, cross, neighbours, common, retrieval, mmd, uniformity, synthetic, speed };
