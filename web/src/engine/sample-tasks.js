/** Tiles of a sample: chosen queries against every row, each row read once; for data too large for all pairs. */

import { blockStore, firstTexts, tiles } from "./audit-state.js";
import { blocks, ownTexts, TILE_ROWS } from "./plan.js";
import { readTiles } from "./prefetch.js";
import { textRows } from "./sources.js";

/** @import { AuditState, BlockStore, NeighbourPass, Queries, QueryRows, Slices } from "./types.d.ts" */

/** Key of the one candidate block in its store. */
const CANDIDATES = 0;

/** @param {ArrayLike<number>} norms @param {Int32Array} ids */
const pick = (norms, ids) => Float64Array.from(ids, (id) => norms[id]);

/**
 * Queries as blocks of a store, packed once per worker.
 * @param {AuditState} state @param {keyof QueryRows} name @param {Int32Array} ids @param {ArrayLike<number>} norms by id
 */
function chosen(state, name, ids, norms) {
  const rows = /** @type {QueryRows} */ (state.context.queryRows)[name];
  const store = state.handle(`chosen ${name}`, () => {
    const packed = blockStore(state, (name === "images" ? state.images : state.texts).cols, 0);
    for (const [k, values] of rows.entries()) {
      const part = ids.slice(k * TILE_ROWS, (k + 1) * TILE_ROWS);
      packed.choose(k, part, values, pick(norms, part));
    }
    return packed;
  });
  return { store, count: rows.length };
}

/** The chosen images. @param {AuditState} state */
function chosenImages(state) {
  const { imageNorms, queries } = tiles(state);
  return chosen(state, "images", /** @type {Queries} */ (queries).images, imageNorms);
}

/**
 * Passes that find the neighbours of the chosen rows, one per block of them.
 * @param {AuditState} state @param {string} side @param {{ store: BlockStore, count: number }} rows
 */
function neighbourPasses(state, side, rows) {
  const { core, images } = state;
  const { neighbours, sigmas } = tiles(state);
  return Array.from({ length: rows.count }, (_, k) => {
    const pass = state.handle(`sampled neighbours ${side} ${k}`, () =>
      core.neighbourPass(images.rows, neighbours, Float64Array.from(sigmas)),
    );
    pass.beginSample(rows.store, k);
    return pass;
  });
}

/** @param {NeighbourPass[]} passes one per block of chosen rows */
function neighbourResults(passes) {
  const results = passes.map((pass) => pass.result());
  return {
    lists: results.map(({ cosines, rows }, k) => ({ first: k * TILE_ROWS, cosines, rows })),
    rowUniformity: Float64Array.from(results.flatMap((r) => Array.from(r.rowUniformity))),
    kernel: results.reduce((sum, r) => sum.map((v, s) => v + r.kernel[s]), new Float64Array(2)),
  };
}

/**
 * Image rows begin … end as candidates: for the chosen texts, and as neighbours of the chosen images.
 * @param {AuditState} state @param {{ begin: number, end: number }} range @param {Slices} slices
 */
export async function sampleImages(state, { begin, end }, slices) {
  const { core, context, images } = state;
  const { imageNorms, textNorms, cosines, queries } = tiles(state);
  const rows = chosenImages(state);
  const own = neighbourPasses(state, "images", rows);
  const { counted } = /** @type {Queries} */ (queries);
  const asked = cosines ? chosen(state, "texts", counted, textNorms) : null;
  const pass = cosines && state.handle("sampled text queries", () => core.retrievalPass(context.start, cosines, new Float64Array(0), 0));
  pass?.begin();
  const store = state.handle("image candidates", () => blockStore(state, images.cols, 0));
  for await (const [{ begin: at, end: to }, candidates] of readTiles(blocks(begin, end, TILE_ROWS), images.cols, images.readRows)) {
    store.put(CANDIDATES, at, candidates, imageNorms.slice(at, to));
    for (let k = 0; asked && k < asked.count; k++) pass?.add(store, CANDIDATES, asked.store, k, false, true);
    for (const [k, neighbours] of own.entries()) neighbours.add(rows.store, k, store, CANDIDATES);
    await slices.next((to - begin) / (end - begin));
  }
  if (!pass) return neighbourResults(own);
  const { counts, histogram } = pass.result(counted);
  return { ...neighbourResults(own), counts, histogram };
}

/**
 * Images begin … end give their texts as candidates: for the chosen images, and the first texts as neighbours of theirs.
 * @param {AuditState} state @param {{ begin: number, end: number }} range @param {Slices} slices
 */
export async function sampleTexts(state, { begin, end }, slices) {
  const { core, context, texts } = state;
  const { start, order } = context;
  const { textNorms, cosines, sigmas, queries } = tiles(state);
  const { images: ids } = /** @type {Queries} */ (queries);
  const images = chosenImages(state);
  const firstNorms = Float64Array.from({ length: start.length - 1 }, (_, i) => textNorms[start[i]]);
  const rows = chosen(state, "firsts", ids, firstNorms);
  const own = neighbourPasses(state, "texts", rows);
  const pass = cosines && state.handle("sampled image queries", () => core.retrievalPass(start, cosines, Float64Array.from(sigmas), 0));
  pass?.begin();
  const single = texts.rows === start.length - 1;
  const store = state.handle("text candidates", () => blockStore(state, texts.cols, 0));
  const firsts = single ? store : state.handle("first text candidates", () => blockStore(state, texts.cols, 0));
  const pieces = blocks(begin, end, TILE_ROWS).flatMap((tile) =>
    blocks(start[tile.begin], start[tile.end], TILE_ROWS).map((piece) => ({ ...piece, tile })),
  );
  const read = (/** @type {number} */ from, /** @type {number} */ to) => textRows(texts, order, from, to);
  for await (const [{ tile, ...piece }, candidates] of readTiles(pieces, texts.cols, read)) {
    store.put(CANDIDATES, piece.begin, candidates, textNorms.slice(piece.begin, piece.end));
    for (let k = 0; pass && k < images.count; k++) pass.add(images.store, k, store, CANDIDATES, true, false);
    await slices.next((tile.begin - begin) / (end - begin));
    if (piece.end < start[tile.end]) continue;
    if (!single) firsts.put(CANDIDATES, tile.begin, await firstTexts(state, tile.begin, tile.end), firstNorms.slice(tile.begin, tile.end));
    for (const [k, neighbours] of own.entries()) neighbours.add(rows.store, k, firsts, CANDIDATES);
    await slices.next((tile.end - begin) / (end - begin));
  }
  if (!pass) return neighbourResults(own);
  const { counts, histogram, kernel } = pass.result(ownTexts(start, ids));
  return { ...neighbourResults(own), counts, histogram, crossKernel: kernel };
}
