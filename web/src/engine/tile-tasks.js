/** Tasks that compare every row with every row, a tile at a time. */
import { blockStore, firstTexts, tiles } from "./audit-state.js";
import { TILE_ROWS } from "./plan.js";
import { textRows } from "./sources.js";

/** @import { AuditState } from "./audit-state.js" */
/** @import { Slices } from "./slices.js" */

/** Bytes of packed blocks that a worker keeps, a side. */
const STORE_BYTES = 128 * 1024 * 1024;

/**
 * Packed blocks of one side: "images", "texts" (every text by position) or "firsts" (the first text of each image).
 * @typedef {"images" | "texts" | "firsts"} Kind
 */

/**
 * The store that holds block `index` of a side, read and packed where it was not yet.
 * @param {AuditState} state @param {Kind} kind @param {number} index @param {number} [budget] bytes; 0 keeps the last block only
 */
async function ready(state, kind, index, budget = STORE_BYTES) {
  const { images, texts, context } = state;
  const { start, order } = context;
  const { imageNorms, textNorms } = tiles(state);
  // With one text an image, the first texts are the texts.
  const rowsOf = kind === "firsts" && texts.rows === images.rows ? "texts" : kind;
  const cols = rowsOf === "images" ? images.cols : texts.cols;
  const store = state.handle(budget > 0 ? rowsOf : `own ${rowsOf}`, () => blockStore(state, cols, budget));
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
export async function cross(state, { block }, slices) {
  const { core, context, texts } = state;
  const { cosines, sigmas } = tiles(state);
  const pass = state.handle("retrieval", () => core.retrievalPass(context.start, cosines, Float64Array.from(sigmas)));
  const own = await ready(state, "images", block, 0);
  pass.begin();
  const count = Math.ceil(texts.rows / TILE_ROWS);
  for (let k = 0; k < count; k++) {
    pass.add(own, block, await ready(state, "texts", k), k, true, true);
    await slices.next((k + 1) / count);
  }
  return pass.result(null);
}

/** One block of rows against itself and all later rows of its own side, for both sides. @param {AuditState} state @param {{ block: number }} message @param {Slices} slices */
export async function neighbours(state, { block }, slices) {
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

/** Common neighbours of each row. @param {AuditState} state @param {{ image: object[], text: object[], rows: number }} message */
export async function common({ core, context }, { image, text, rows: count }) {
  return core.commonNeighbours(image, text, count, context.tiles?.neighbours);
}

/** Seeded queries. @param {AuditState} state @param {{ cosines: Float64Array, textClass: Int32Array, count: number, seed: number }} message */
export async function choose({ core, images }, { cosines, textClass, count, seed }) {
  return core.sampleQueries(images.rows, cosines, textClass, count, seed);
}
