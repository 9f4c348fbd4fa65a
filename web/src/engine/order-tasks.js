/** Chosen rows of one side against every row of the other but their own partner. */
import { gatherRows } from "../readers/gather.js";
import { blockStore, firstTexts, tiles } from "./audit-state.js";
import { TILE_ROWS } from "./plan.js";

/** @import { Role } from "../types.d.ts" */
/** @import { AuditState } from "./audit-state.js" */
/** @import { Slices } from "./slices.js" */

/** The first text's norm of each image. @param {AuditState} state @param {number} begin @param {number} end */
function firstNorms(state, begin, end) {
  return Float64Array.from(state.context.start.subarray(begin, end), (p) => tiles(state).textNorms[p]);
}

/** Rows of images, or of their first texts. @param {AuditState} state @param {Role} side @param {Int32Array} ids images */
async function gathered(state, side, ids) {
  const { images, texts, context } = state;
  const { imageNorms, textNorms } = tiles(state);
  if (side === "images") return { rows: await gatherRows(images, ids), norms: Float64Array.from(ids, (i) => imageNorms[i]) };
  const { start, order } = context;
  const positions = ids.map((i) => start[i]);
  return {
    rows: await gatherRows(texts, order ? positions.map((p) => order[p]) : positions),
    norms: Float64Array.from(positions, (p) => textNorms[p]),
  };
}

/**
 * The nearest of the other side's rows begin … end; texts are first texts, numbered as their images.
 * @param {AuditState} state @param {{ side: Role, ids: Int32Array, nearest: number, begin: number, end: number }} message side of the ids, which are ascending, TILE_ROWS at most
 * @param {Slices} slices
 */
export async function strangers(state, { side, ids, nearest, begin, end }, slices) {
  const { core, images } = state;
  const queries = state.handle(`strangers ${side}`, () => blockStore(state, images.cols, 0));
  const { rows, norms } = await gathered(state, side, ids);
  if (!queries.has(0)) queries.choose(0, ids, rows, norms);
  const candidates = state.handle("strangers", () => blockStore(state, images.cols, 0));
  const pass = core.neighbourPass(images.rows, nearest, new Float64Array(0));
  try {
    pass.beginSample(queries, 0);
    for (let at = begin; at < end; at += TILE_ROWS) {
      const to = Math.min(end, at + TILE_ROWS);
      if (side === "images") candidates.put(0, at, await firstTexts(state, at, to), firstNorms(state, at, to));
      else candidates.put(0, at, await images.readRows(at, to), tiles(state).imageNorms.slice(at, to));
      pass.add(queries, 0, candidates, 0);
      await slices.next((to - begin) / (end - begin));
    }
    const { cosines, rows: found } = pass.result();
    return { cosines, rows: found };
  } finally {
    pass.delete();
  }
}
