/** Tasks that compare every row with every row, a tile at a time. */

import { blockStore, firstTexts, tiles } from "./audit-state.js";
import { TILE_ROWS } from "./plan.js";
import { readAhead } from "./prefetch.js";
import { textRows } from "./sources.js";

/** @import { AuditState, Block, BlockKind, BlockStore, NeighbourLists, Slices } from "./types.d.ts" */

/** Bytes of packed blocks that a worker keeps, a side. */
const STORE_BYTES = 128 * 1024 * 1024;

/** @param {AuditState} state @param {BlockKind} kind @param {number} index @returns {Promise<Block>} */
async function readBlock(state, kind, index) {
  const { images, texts, context } = state;
  const { start, order } = context;
  const { imageNorms, textNorms } = tiles(state);
  const begin = index * TILE_ROWS;
  const end = Math.min(kind === "texts" ? texts.rows : images.rows, begin + TILE_ROWS);
  if (kind === "images") return { begin, rows: await images.readRows(begin, end), norms: imageNorms.slice(begin, end) };
  if (kind === "texts") return { begin, rows: await textRows(texts, order, begin, end), norms: textNorms.slice(begin, end) };
  const norms = Float64Array.from(start.subarray(begin, end), (p) => textNorms[p]);
  return { begin, rows: await firstTexts(state, begin, end), norms };
}

/**
 * A store of blocks of a side, and how block `index` comes into it.
 * @param {AuditState} state @param {BlockKind} side @param {number} budget bytes; 0 keeps the last block only
 */
function blocksOf(state, side, budget) {
  const { images, texts } = state;
  // With one text an image, the first texts are the texts.
  const kind = side === "firsts" && texts.rows === images.rows ? "texts" : side;
  const cols = kind === "images" ? images.cols : texts.cols;
  const store = state.handle(budget > 0 ? kind : `own ${kind}`, () => blockStore(state, cols, budget));
  return {
    store,
    /** Nothing where it is there. @param {number} index */
    read: async (index) => (store.has(index) ? undefined : readBlock(state, kind, index)),
    /** What was there may have left since. @param {number} index @param {Block | undefined} block */
    async put(index, block) {
      if (store.has(index)) return;
      const { begin, rows, norms } = block ?? (await readBlock(state, kind, index));
      store.put(index, begin, rows, norms);
    },
  };
}

/**
 * One block of a side, then one after another those it is compared with.
 * @param {AuditState} state @param {[kind: BlockKind, block: number]} own @param {[kind: BlockKind, first: number, count: number]} others
 * @returns {AsyncGenerator<{ own: BlockStore, others: BlockStore, block: number }, void, void>} stores that hold them
 */
async function* against(state, [kind, block], [otherKind, first, count]) {
  const own = blocksOf(state, kind, 0);
  const others = blocksOf(state, otherKind, STORE_BYTES);
  const mine = own.read(block);
  // Awaited later, or never where the other side cannot be read.
  mine.catch(() => {});
  const indices = Array.from({ length: count - first }, (_, k) => first + k);
  for await (const [index, rows] of readAhead(indices, others.read)) {
    if (index === first) await own.put(block, await mine);
    await others.put(index, rows);
    yield { own: own.store, others: others.store, block: index };
  }
}

/** One block of images against all texts. @param {AuditState} state @param {{ block: number }} message @param {Slices} slices */
export async function cross(state, { block }, slices) {
  const { core, context, texts } = state;
  const { cosines, sigmas } = tiles(state);
  const matched = /** @type {Float64Array} */ (cosines);
  const pass = state.handle("retrieval", () => core.retrievalPass(context.start, matched, Float64Array.from(sigmas)));
  const count = Math.ceil(texts.rows / TILE_ROWS);
  pass.begin();
  for await (const { own, others, block: k } of against(state, ["images", block], ["texts", 0, count])) {
    pass.add(own, block, others, k, true, true);
    await slices.next((k + 1) / count);
  }
  return pass.result(null);
}

/** One block of rows against itself and all later rows of its own side, for both sides. @param {AuditState} state @param {{ block: number }} message @param {Slices} slices */
export async function neighbours(state, { block }, slices) {
  const { core, images } = state;
  const { sigmas, neighbours: k } = tiles(state);
  const count = Math.ceil(images.rows / TILE_ROWS);
  const side = async (/** @type {BlockKind} */ kind, /** @type {number} */ before) => {
    const pass = state.handle(`neighbours ${kind}`, () => core.neighbourPass(images.rows, k, Float64Array.from(sigmas)));
    for await (const { own, others, block: other } of against(state, [kind, block], [kind, block, count])) {
      if (other === block) pass.begin(own, block);
      pass.add(own, block, others, other);
      await slices.next(before + (other + 1 - block) / (count - block) / 2);
    }
    return pass.result();
  };
  return { image: await side("images", 0), text: await side("firsts", 0.5) };
}

/** Common neighbours of each row. @param {AuditState} state @param {{ image: NeighbourLists[], text: NeighbourLists[], rows: number }} message */
export async function common(state, { image, text, rows: count }) {
  return state.core.commonNeighbours(image, text, count, tiles(state).neighbours);
}

/** Seeded queries. @param {AuditState} state @param {{ cosines: Float64Array, textClass: Int32Array, count: number, seed: number }} message */
export async function choose({ core, images }, { cosines, textClass, count, seed }) {
  return core.sampleQueries(images.rows, cosines, textClass, count, seed);
}
