/** A dimension that is none: ids or row numbers that were stored among the values of a vector. Reads a bounded part of the rows. */
import { warning } from "./findings.js";
import { refInWords } from "./roles.js";

/** @import { ArrayRef, MatrixSource, Question } from "../types.d.ts" */

const MOST_ROWS = 256;
const MOST_BYTES = 8e6;
/** A source that must be loaded as a whole is looked at up to this size. */
const MOST_LOADED = 64e6;
const FEWEST_ROWS = 8;
/** Times the largest value of all other dimensions. */
const LARGER = 5;
/** Share of the variance that no dimension of an embedding has alone. */
const ALMOST_ALL = 0.9;
/** Share of the other dimensions that hold fractions. */
const MOSTLY = 0.9;

/** @param {MatrixSource} source @returns {Promise<{ values: Float32Array, rows: number }>} the first rows */
async function firstRows(source) {
  const { rows, cols, plain } = source;
  const seen = !plain && rows * cols * 4 > MOST_LOADED ? 0 : Math.min(rows, MOST_ROWS, Math.floor(MOST_BYTES / (cols * 4)));
  return { values: seen > 0 ? await source.readRows(0, seen) : new Float32Array(0), rows: seen };
}

/**
 * @param {Float32Array} values @param {number} rows @param {number} cols
 * @returns {{ largest: Float64Array, variance: Float64Array, whole: Uint8Array }} of each dimension
 */
function dimensionsOf(values, rows, cols) {
  const largest = new Float64Array(cols);
  const variance = new Float64Array(cols);
  const whole = new Uint8Array(cols).fill(1);
  for (let col = 0; col < cols; col++) {
    const first = values[col];
    let sum = 0;
    let squares = 0;
    for (let at = col; at < rows * cols; at += cols) {
      const value = values[at];
      largest[col] = Math.max(largest[col], Math.abs(value));
      if (!Number.isInteger(value)) whole[col] = 0;
      sum += value - first;
      squares += (value - first) ** 2;
    }
    variance[col] = Math.max(0, squares / rows - (sum / rows) ** 2);
  }
  return { largest, variance, whole };
}

/** The largest of all but one. @param {Float64Array} values @param {number} but */
const largestBut = (values, but) => values.reduce((most, value, col) => (col === but ? most : Math.max(most, value)), 0);

/** @param {Float32Array} values @param {number} rows @param {number} cols @param {number} col */
const columnAt = (values, rows, cols, col) => Float32Array.from({ length: rows }, (_, row) => values[row * cols + col]);

/** The dimension of ids among fractions: whole numbers without repeats, far larger than all else; -1 for none. @param {Float32Array} values @param {number} rows @param {number} cols */
function idsAmong(values, rows, cols) {
  const { largest, whole } = dimensionsOf(values, rows, cols);
  const wholes = whole.reduce((sum, one) => sum + one, 0);
  if (wholes === 0 || cols - wholes < MOSTLY * (cols - 1)) return -1;
  return whole.findIndex(
    (one, at) => one === 1 && largest[at] > LARGER * largestBut(largest, at) && new Set(columnAt(values, rows, cols, at)).size === rows,
  );
}

/** The dimension that carries nearly all of the variance; -1 for none. @param {Float32Array} values @param {number} rows @param {number} cols */
function dominant(values, rows, cols) {
  const { variance } = dimensionsOf(values, rows, cols);
  const total = variance.reduce((sum, one) => sum + one, 0);
  return variance.findIndex((one) => one > ALMOST_ALL * total);
}

/** @param {string} message */
const question = (message) =>
  warning(
    "ODD_DIMENSION",
    `${message} Ids do not belong into vectors: save the embeddings without them, and the ids as a column of their own.`,
    { asks: true, answers: [{ says: "it is a dimension like the others", options: ["--odd-dimension", "keep"] }] },
  );

/** @param {ArrayRef} images @param {ArrayRef} texts @returns {Promise<Question | undefined>} */
export async function oddDimension(images, texts) {
  const sides = await Promise.all([images, texts].map(async (ref) => ({ ref, cols: ref.array.cols, ...(await firstRows(ref.array)) })));
  if (sides.some(({ rows, cols }) => rows < FEWEST_ROWS || cols < 3)) return undefined;
  for (const { ref, values, rows, cols } of sides) {
    const col = idsAmong(values, rows, cols);
    if (col >= 0)
      return question(
        `Column ${col} (counted from 0) of ${refInWords(ref)} holds whole numbers without repeats (${columnAt(values, Math.min(3, rows), cols, col).join(", ")} …), and the others hold fractions.`,
      );
  }
  const [image, text] = sides;
  if (image.cols !== text.cols) return undefined;
  const col = dominant(image.values, image.rows, image.cols);
  if (col < 0 || col !== dominant(text.values, text.rows, text.cols)) return undefined;
  const rows = Math.min(image.rows, text.rows);
  const [a, b] = [image, text].map((side) => columnAt(side.values, rows, side.cols, col).sort());
  if (!a.every((value, row) => value === b[row])) return undefined;
  return question(
    `Column ${col} (counted from 0) alone carries more than ${ALMOST_ALL * 100} % of the variance of both sides, and holds the same values on both.`,
  );
}
