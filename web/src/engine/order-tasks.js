/** Chosen rows of one side against every row of the other but their own partner. */
import { readTiles } from "./ahead.js";
import { blockStore, firstTexts, tiles } from "./audit-state.js";
import { blocks, TILE_ROWS } from "./plan.js";

/** @import { Role } from "../types.d.ts" */
/** @import { AuditState } from "./audit-state.js" */
/** @import { Slices } from "./slices.js" */

/** Norms of images, or of their first texts. @param {AuditState} state @param {Role} side @param {Int32Array} ids images */
function normsOf(state, side, ids) {
  const { imageNorms, textNorms } = tiles(state);
  const { start } = state.context;
  return Float64Array.from(ids, (i) => (side === "images" ? imageNorms[i] : textNorms[start[i]]));
}

/**
 * The nearest of the other side's rows begin … end; texts are first texts, numbered as their images.
 * @param {AuditState} state @param {{ side: Role, ids: Int32Array, rows: Float32Array, nearest: number, begin: number, end: number }} message side of the ids, which are ascending, TILE_ROWS at most, and their rows
 * @param {Slices} slices
 */
export async function strangers(state, { side, ids, rows, nearest, begin, end }, slices) {
  const { core, images } = state;
  const queries = state.handle(`strangers ${side}`, () => blockStore(state, images.cols, 0));
  if (!queries.has(0)) queries.choose(0, ids, rows, normsOf(state, side, ids));
  const candidates = state.handle("strangers", () => blockStore(state, images.cols, 0));
  const pass = core.neighbourPass(images.rows, nearest, new Float64Array(0));
  try {
    pass.beginSample(queries, 0);
    const other = side === "images" ? "texts" : "images";
    const read = (/** @type {number} */ from, /** @type {number} */ to) =>
      other === "texts" ? firstTexts(state, from, to) : images.readRows(from, to);
    for await (const [tile, values] of readTiles(blocks(begin, end, TILE_ROWS), images.cols, read)) {
      const numbers = Int32Array.from({ length: tile.end - tile.begin }, (_, k) => tile.begin + k);
      candidates.put(0, tile.begin, values, normsOf(state, other, numbers));
      pass.add(queries, 0, candidates, 0);
      await slices.next((tile.end - begin) / (end - begin));
    }
    const { cosines, rows: found } = pass.result();
    return { cosines, rows: found };
  } finally {
    pass.delete();
  }
}
