/** Columns from tensors of whole numbers or text: ids, labels, maps, captions. */
import { extentOf, sizeOf } from "./layout.js";
import { readPieces } from "./tensor-stack.js";
import { LONGEST_LIST } from "./tensor-words.js";
import { columnOfCounts, rowsOf } from "./text-columns.js";
import { isLong, isNameOfIds, isWhole, numberWords, textWords } from "./words.js";

/** @import { MatrixSource, TextColumn } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Tensor } from "./tensor.js" */
/** @import { Run, Shelf, WordPieces } from "./types.d.ts" */

/** Whole numbers that describe no rows of the file's matrices are not read beyond so many: they are parts of a model. */
const MOST_LOOSE = 1e6;
const REMEDY = "Save the ids or texts in a file of their own.";

/** A tensor's values in rows. @param {Tensor} tensor @param {number} out @returns {Run[]} */
function runsOf({ storage, offset, shape, strides }, out) {
  const size = storage.valueBytes;
  const axes = [...shape.keys()].filter((axis) => shape[axis] !== 1);
  const run = (/** @type {number} */ first, /** @type {number} */ count, /** @type {number} */ stride, /** @type {number} */ at) => {
    const end = count === 0 ? first : first + (count - 1) * stride + 1;
    return { storage, begin: first * size, end: end * size, count, step: stride * size, out: at };
  };
  if (axes.length === 0) return [run(offset, 1, 1, out)];
  if (axes.length === 1) return [run(offset, shape[axes[0]], strides[axes[0]], out)];
  const [rows, cols] = axes;
  if (strides[cols] === 1 && strides[rows] === shape[cols]) return [run(offset, shape[rows] * shape[cols], 1, out)];
  return Array.from({ length: shape[rows] }, (_, row) =>
    run(offset + row * strides[rows], shape[cols], strides[cols], out + row * shape[cols]),
  );
}

/**
 * The words of tensors, one tensor after the other; null if a number has a fraction.
 * @param {readonly Tensor[]} tensors @param {string} what for the sentence of a failure @param {Shelf} shelf @param {Budget} budget
 * @returns {Promise<string[] | null>}
 */
async function wordsOf(tensors, what, shelf, budget) {
  /** @type {Run[]} */
  const runs = [];
  let count = 0;
  let bytes = 0;
  for (const tensor of tensors) {
    const values = sizeOf(tensor.shape);
    // A text's length counts twice, once as bytes and once as characters; nobody's file may claim more than is there.
    budget.check(16 * (count + values), what, REMEDY);
    budget.check(extentOf(tensor) * tensor.storage.valueBytes, what, REMEDY);
    for (const run of runsOf(tensor, count)) {
      runs.push(run);
      bytes += run.end - run.begin;
    }
    count += values;
  }
  budget.check(16 * count + bytes, what, REMEDY);
  budget.take(16 * count, what, REMEDY);
  const words = new Array(count).fill("");
  let areWhole = true;
  await readPieces(shelf, runs, budget, (buffer, { storage, count: held, step, out }) => {
    const view = new DataView(buffer);
    const { text, dtype, bigEndian } = storage;
    const found = text ? textWords(view, text, held, step) : dtype && numberWords(view, { dtype, bigEndian }, held, step);
    if (found) for (let i = 0; i < held; i++) words[out + i] = found[i];
    else areWhole = false;
  });
  if (!areWhole) {
    budget.give(16 * count);
    return null;
  }
  let characters = 0;
  for (const word of words) characters += word.length;
  budget.take(2 * characters, what, REMEDY);
  return words;
}

/** Length of a column: (n), (n, 1), and a list's (n, k); null for any other. @param {Tensor} tensor @param {string} name @returns {{ rows: number, each: number } | null} */
function columnShape({ shape, storage }, name) {
  const [rows, ...inner] = shape;
  const each = sizeOf(inner);
  const wide = inner.filter((extent) => extent !== 1).length;
  if (shape.length === 0 || rows === 0 || each === 0 || wide > 1) return null;
  if (each === 1) return { rows, each };
  const isList = storage.text !== null || (isLong(storage.dtype) && isNameOfIds(name));
  return isList && each <= LONGEST_LIST && rows > 1 ? { rows, each } : null;
}

/**
 * The column in a tensor, if it is one.
 * @param {string} name
 * @param {Tensor} tensor
 * @param {readonly MatrixSource[]} arrays of the file
 * @param {Shelf} shelf
 * @param {Budget} budget
 * @returns {Promise<TextColumn | null>}
 */
export async function tensorColumn(name, tensor, arrays, shelf, budget) {
  const { storage } = tensor;
  const isNumber = isWhole(storage.dtype) || storage.dtype === "float64";
  const shape = storage.text || isNumber ? columnShape(tensor, name) : null;
  if (!shape) return null;
  const { rows, each } = shape;
  const others = arrays.filter((array) => array.name !== name && array.rows > 1);
  const itemsOf = (/** @type {MatrixSource} */ array) => array.rows / (array.block ?? 1);
  const fits = arrays.some((array) => (array.rows === rows && (rows > 1 || array.name !== name)) || (rows > 1 && itemsOf(array) === rows));
  const describes = fits || others.length === 0;
  if (!storage.text) {
    // The file's one vector is a row, if it is one of many files.
    if (budget.single && tensor.shape.length === 1 && !others.some((array) => array.rows === rows)) return null;
    if (rows < 2 && !fits) return null;
    if (!describes && (rows > MOST_LOOSE || storage.dtype === "float64")) return null;
  }
  const values = await wordsOf([tensor], name || "The array", shelf, budget);
  return values && columnOfCounts(name, values, new Array(rows).fill(each));
}

/** @param {WordPieces} words @param {Shelf} shelf @param {Budget} budget @returns {Promise<TextColumn | null>} */
export async function gatheredColumn({ name, pieces, counts }, shelf, budget) {
  const values = await wordsOf(pieces, name || "The list", shelf, budget);
  return values && (counts ? { name, values, rowOf: rowsOf(counts) } : { name, values });
}
