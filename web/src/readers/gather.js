/** Chosen rows of a source, in the order given; neighbouring rows are read in one go. */

/** @import { MatrixSource } from "../types.d.ts" */

/** Bytes between two wanted rows that are cheaper to read along than to ask anew after. */
const BRIDGE_BYTES = 2 ** 18;
/** Bytes of rows read at once. */
const PIECE_BYTES = 2 ** 22;

/**
 * @param {Pick<MatrixSource, "cols" | "readRows">} source
 * @param {ArrayLike<number>} indices
 * @returns {Promise<Float32Array>} indices.length x cols
 */
export async function gatherRows(source, indices) {
  const { cols } = source;
  const bridge = Math.max(1, BRIDGE_BYTES / (4 * cols));
  const piece = PIECE_BYTES / (4 * cols);
  const out = new Float32Array(indices.length * cols);
  let k = 0;
  while (k < indices.length) {
    const first = indices[k];
    let end = k + 1;
    while (
      end < indices.length &&
      indices[end] > indices[end - 1] &&
      indices[end] - indices[end - 1] <= bridge &&
      indices[end] - first < piece
    )
      end++;
    const rows = await source.readRows(first, indices[end - 1] + 1);
    for (; k < end; k++) {
      const from = (indices[k] - first) * cols;
      out.set(rows.subarray(from, from + cols), k * cols);
    }
  }
  return out;
}
