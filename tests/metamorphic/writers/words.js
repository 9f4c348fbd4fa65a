/** Lists of ids as each format's libraries write them. */
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf, joined } from "../../fixtures/build/values.js";
import { exactNumbers, Wholes } from "../forms.js";

/** @import { Matrix, Words } from "../forms.js" */

/** @param {readonly string[]} values @returns {number[]} */
export const numbersOf = (values) => values.map(Number);

/** NumPy's array of a matrix. @param {Matrix} matrix */
export const matrixNpy = ({ shape, values }) =>
  npy({ descr: "<f4", shape: `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`, data: bytesOf(values, "float32") });

/** @param {readonly number[]} values */
export const wholesNpy = (values) => npy({ descr: "<i8", shape: `(${values.length},)`, data: bytesOf(values, "int64") });

/** Text as NumPy has it: each of the longest's length, in UTF-32. @param {readonly string[]} values */
export function wordsNpy(values) {
  const length = Math.max(1, ...values.map((value) => [...value].length));
  const codes = values.flatMap((value) => Array.from({ length }, (_, i) => [...value][i]?.codePointAt(0) ?? 0));
  return npy({ descr: `<U${length}`, shape: `(${values.length},)`, data: bytesOf(codes, "uint32") });
}

/** @param {readonly number[]} values */
const floatsNpy = (values) => npy({ descr: "<f8", shape: `(${values.length},)`, data: bytesOf(values, "float64") });

/** @param {Words | Wholes} list */
export function listNpy(list) {
  if (list instanceof Wholes) return wholesNpy(list.values);
  if (list.areNumbers) return wholesNpy(exactNumbers(list.values));
  return list.areFloats ? floatsNpy(numbersOf(list.values)) : wordsNpy(list.values);
}

/** Bytes of fixed length, as HDF5 has them. @param {readonly string[]} values */
export const longest = (values) => Math.max(1, ...values.map((value) => joined([value]).length));
