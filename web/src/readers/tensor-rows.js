/** Vectors from many tensors, one below the other. */
import { Failure } from "../failure.js";
import { squeeze } from "./layout.js";
import { asTensor, withoutObjects } from "./tensor.js";

/** @import { Tensor } from "./tensor.js" */
/** @import { Stack } from "./types.d.ts" */

/** Rows of a tensor that stands for vectors: (d), (C, d), also with axes of length 1. @param {Tensor} tensor */
export function rowShape({ shape, strides }) {
  if (shape.length === 1) return { shape: [1, shape[0]], strides: [shape[0], strides[0]] };
  const squeezed = squeeze({ shape, strides });
  return squeezed.shape.length === 2 ? squeezed : null;
}

/** The vectors of a sample: a tensor, or a list of them. @param {unknown} value @returns {Tensor[] | null} */
export function vectors(value) {
  const plain = withoutObjects(value);
  const one = asTensor(plain);
  if (!one && (!Array.isArray(plain) || plain.length === 0)) return null;
  const list = [];
  for (const item of one ? [one] : /** @type {unknown[]} */ (plain)) {
    const tensor = asTensor(item);
    if (!tensor || tensor.storage.text || !rowShape(tensor)) return null;
    list.push(tensor);
  }
  return list;
}

/** One stack of all samples' vectors; null if they are not of one width. @param {string} name @param {unknown[]} samples @returns {Stack | null} */
export function stack(name, samples) {
  /** @type {Stack} */
  const found = { name, cols: 0, pieces: [], counts: [] };
  for (const sample of samples) {
    const pieces = Array.isArray(sample) && sample.length === 0 ? [] : vectors(sample);
    if (!pieces) return null;
    let count = 0;
    for (const piece of pieces) {
      const [rows, cols] = /** @type {{ shape: number[] }} */ (rowShape(piece)).shape;
      found.cols ||= cols;
      if (cols !== found.cols || cols === 0) return null;
      count += rows;
      found.pieces.push(piece);
    }
    found.counts.push(count);
  }
  const [block] = found.counts;
  if (block > 1 && found.counts.length > 2 && found.counts.every((count) => count === block)) found.block = block;
  return found.pieces.length > 0 ? found : null;
}

/** Parameters of a model may be of one length; vectors of items are of one type too. @param {Stack} stack */
export const isOfOneType = ({ pieces }) => pieces.every(({ storage }) => storage.type === pieces[0].storage.type);

/** @param {string} name @param {unknown[]} values @param {string} where @param {(index: number) => string} [called] */
export function unequal(name, values, where, called = (index) => `sample ${index}`) {
  const widths = values.map((value) => vectors(value)?.map((tensor) => rowShape(tensor)?.shape[1]));
  const width = widths[0]?.[0];
  const sample = widths.findIndex((found) => !found || found.some((other) => other !== width));
  return new Failure(
    "SHAPE",
    `"${name}" of ${called(sample)} in ${where} is ${widths[sample] ? `${widths[sample]?.join(" and ")} wide` : "no vector"}, that of ${called(0)} is ${width} wide: one width is needed. Save vectors of one model in one file.`,
    { where, name, sample, areWhole: values.every(isWholeList) },
  );
}

/** Lists of whole numbers may be anything, tokens for example; tensors and fractions are what was saved. @param {unknown} value */
const isWholeList = (value) => Array.isArray(value) && value.every((item) => Number.isInteger(item) || typeof item === "bigint");
