/** Tasks of kernel sums about the common mean: every row with every row, in blocks. */
import { firstTexts, momentsOf } from "./audit-state.js";
import { addSums, doubled } from "./kernels.js";
import { blocks, TILE_ROWS } from "./plan.js";
import { readAhead } from "./prefetch.js";

/** @import { AuditState, CentredSums, Slices } from "./types.d.ts" */

/** Mean of both sides' rows. @param {AuditState} state @returns {Promise<Float64Array>} */
export async function pooledMean({ core, context }) {
  return core.pooledMean(momentsOf(context));
}

/**
 * A block of images against the images and the first texts, and its first texts against those, itself and later blocks of its own side.
 * @param {AuditState} state @param {{ block: number, centre: Float64Array, sigmas: number[], exact: boolean }} message @param {Slices} slices
 * @returns {Promise<CentredSums>}
 */
export async function kernels(state, { block, centre, sigmas, exact }, slices) {
  const { core, images } = state;
  const parts = blocks(0, images.rows, TILE_ROWS);
  const pass = core.kernelPass(centre, Float64Array.from(sigmas), exact);
  const none = () => ({ values: new Float64Array(sigmas.length), bounds: new Float64Array(sigmas.length) });
  const out = { xx: none(), yy: none(), xy: none() };
  const read = (/** @type {{ begin: number, end: number }} */ { begin, end }) =>
    Promise.all([images.readRows(begin, end), firstTexts(state, begin, end)]);
  const rows = ({ begin, end } = parts[block]) => end - begin;
  try {
    const [x, y] = await read(parts[block]);
    for await (const [part, [u, v]] of readAhead(parts, read)) {
      const at = parts.indexOf(part);
      const twice = (/** @type {Float32Array} */ own, /** @type {Float32Array} */ other) =>
        at === block ? pass.sums(own, rows(), null, 0) : doubled(pass.sums(own, rows(), other, rows(part)));
      if (at >= block) {
        addSums(out.xx, twice(x, u));
        addSums(out.yy, twice(y, v));
      }
      addSums(out.xy, pass.sums(x, rows(), v, rows(part)));
      await slices.next((at + 1) / parts.length);
    }
    return out;
  } finally {
    pass.delete();
  }
}
