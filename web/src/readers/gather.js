/** Chosen rows of a source, in the order given; neighbouring rows are read in one go. */

/** @import { MatrixSource } from "../types.d.ts" */

/** Rows between two wanted ones that are cheaper to read along than to skip. */
const BRIDGE = 16;
/** Rows read at once. */
const CHUNK = 4096;

/**
 * @param {Pick<MatrixSource, "cols" | "readRows">} source
 * @param {ArrayLike<number>} indices
 * @returns {Promise<Float32Array>} indices.length x cols
 */
export async function gatherRows(source, indices) {
  const { cols } = source;
  const out = new Float32Array(indices.length * cols);
  let k = 0;
  while (k < indices.length) {
    const first = indices[k];
    let end = k + 1;
    while (
      end < indices.length &&
      indices[end] > indices[end - 1] &&
      indices[end] - indices[end - 1] <= BRIDGE &&
      indices[end] - first < CHUNK
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
