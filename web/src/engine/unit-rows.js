/** Pairs with every row scaled to length 1: what the noise of private moments is calibrated for. */

/** @import { MatrixSource, Pairs } from "../types.d.ts" */

/** Rows that have no direction stay as they are; the row pass names and refuses them. @param {Float32Array} values @param {number} cols */
function scaled(values, cols) {
  const out = new Float32Array(values.length);
  for (let row = 0; row < values.length; row += cols) {
    let square = 0;
    for (let k = row; k < row + cols; k++) square += values[k] * values[k];
    const inverse = square > 0 && Number.isFinite(square) ? 1 / Math.sqrt(square) : 1;
    for (let k = row; k < row + cols; k++) out[k] = values[k] * inverse;
  }
  return out;
}

/** @param {MatrixSource} source @returns {MatrixSource} */
function unit({ name, rows, cols, dtype, readRows }) {
  return { name, rows, cols, dtype, readRows: async (begin, end) => scaled(await readRows(begin, end), cols) };
}

/** @param {Pairs} pairs @returns {Pairs} */
export function unitPairs(pairs) {
  return { ...pairs, images: unit(pairs.images), texts: unit(pairs.texts) };
}
