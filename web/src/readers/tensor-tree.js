/** What a pickle holds, as named tensors: the paper's list of samples, lists and dictionaries of vectors, or any nesting. */
import { Failure } from "../failure.js";
import { squeeze } from "./layout.js";
import { NumpyArray } from "./pickle-names.js";
import { asTensor, isNumberList, Tensor } from "./tensor.js";

/** @import { TextColumn } from "../types.d.ts" */

const DEEPEST = 64;
const BATCHES = 8;

/**
 * Vectors from many tensors, one below the other. counts: rows that each sample gives.
 * @typedef {{ name: string, cols: number, pieces: Tensor[], counts: number[] }} Stack
 */

/**
 * @typedef {{
 *   tensors: { name: string, tensor: Tensor }[],
 *   stacks: Stack[],
 *   columns: TextColumn[],
 *   refused: Failure[],
 * }} Tree refused: what cannot be used, and why
 */

/** Rows of a tensor that stands for vectors: (d), (C, d), also with axes of length 1. @param {Tensor} tensor */
export function rowShape({ shape, strides }) {
  if (shape.length === 1) return { shape: [1, shape[0]], strides: [shape[0], strides[0]] };
  const squeezed = squeeze({ shape, strides });
  return squeezed.shape.length === 2 ? squeezed : null;
}

/** The vectors of a sample: a tensor, or a list of them. @param {unknown} value @returns {Tensor[] | null} */
function vectors(value) {
  const one = asTensor(value);
  if (one) return rowShape(one) && [one];
  if (!Array.isArray(value) || value.length === 0) return null;
  const list = [];
  for (const item of value) {
    const tensor = asTensor(item);
    if (!tensor || !rowShape(tensor)) return null;
    list.push(tensor);
  }
  return list;
}

/**
 * One stack of all samples' vectors; null where they are not of one width.
 * @param {string} name
 * @param {unknown[]} samples
 * @returns {Stack | null}
 */
function stack(name, samples) {
  /** @type {Stack} */
  const found = { name, cols: 0, pieces: [], counts: [] };
  for (const sample of samples) {
    const pieces = vectors(sample);
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
  return found;
}

/** @param {unknown} value */
const isWord = (value) => typeof value === "string" || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";

/** @param {unknown} value */
const isScalar = (value) => value === null || isWord(value);

/** @param {unknown} value */
const wordOf = (value) => (value === null ? "" : String(value));

/** @param {unknown} value */
const isWordList = (value) => Array.isArray(value) && value.every((item) => typeof item === "string");

/** A key may be a container of containers, too long to be written out. @param {string} name @param {unknown} key */
function keyed(name, key) {
  const word = isWord(key) ? String(key) : "(…)";
  return name ? `${name}.${word}` : word;
}

/**
 * @param {unknown} value what the pickle holds
 * @param {string} where
 * @returns {Tree}
 */
export function readTree(value, where) {
  /** @type {Tree} */
  const tree = { tensors: [], stacks: [], columns: [], refused: [] };
  walk(value, "", tree, new Set(), 0, where);
  return tree;
}

/** @param {unknown} value @param {string} name @param {Tree} tree @param {Set<unknown>} seen a container is read once, however often it is named @param {number} depth @param {string} where */
function walk(value, name, tree, seen, depth, where) {
  if (depth > DEEPEST)
    throw new Failure("UNSUPPORTED_FORMAT", `${where} nests its data more than ${DEEPEST} deep. Save the features alone.`, { where });
  if (value instanceof Tensor || value instanceof NumpyArray) tree.tensors.push({ name, tensor: /** @type {Tensor} */ (asTensor(value)) });
  else if (value instanceof Map || Array.isArray(value)) {
    if (seen.has(value)) return;
    seen.add(value);
    if (value instanceof Map) {
      if (rowsByKey(value, name, tree)) return;
      for (const [key, item] of value) walk(item, keyed(name, key), tree, seen, depth + 1, where);
    } else {
      if (samples(value, name, tree, where) || rows(value, name, tree) || words(value, name, tree) || ragged(value, name, tree, where))
        return;
      for (const [index, item] of value.entries())
        if (typeof item === "object") walk(item, `${name}[${index}]`, tree, seen, depth + 1, where);
    }
  }
}

/** A list of dictionaries with the same keys, one a sample. @param {unknown[]} list @param {string} name @param {Tree} tree @param {string} where */
function samples(list, name, tree, where) {
  const first = list[0];
  if (!(first instanceof Map) || !list.every((item) => item instanceof Map && item.size === first.size)) return false;
  const maps = /** @type {Map<unknown, unknown>[]} */ (list);
  let found = false;
  for (const key of first.keys()) {
    const values = maps.map((map) => map.get(key));
    const label = keyed(name, key);
    const stacked = stack(label, values);
    if (stacked) {
      tree.stacks.push(stacked);
      found = true;
    } else if (values.every(isScalar)) {
      tree.columns.push({ name: label, values: values.map(wordOf) });
      found = true;
    } else if (values.every(isWordList)) {
      tree.columns.push({ name: label, values: values.flat().map(wordOf) });
      found = true;
    } else if (vectors(values[0])) {
      const failure = unequal(label, values, where);
      // Lists of numbers may be anything, tokens for example; tensors are what was saved.
      if (values.some((value) => value instanceof Tensor)) throw failure;
      tree.refused.push(failure);
    }
  }
  return found;
}

/** @param {string} name @param {unknown[]} values @param {string} where */
function unequal(name, values, where) {
  const widths = values.map((value) => vectors(value)?.map((tensor) => rowShape(tensor)?.shape[1]));
  const width = widths[0]?.[0];
  const sample = widths.findIndex((found) => !found || found.some((other) => other !== width));
  return new Failure(
    "SHAPE",
    `"${name}" of sample ${sample} in ${where} is ${widths[sample] ? `${widths[sample]?.join(" and ")} wide` : "no vector"}, that of sample 0 is ${width} wide: one width is needed. Save vectors of one model in one file.`,
    { where, name, sample },
  );
}

/** A list of words or numbers describes rows: ids, labels, captions. @param {unknown[]} list @param {string} name @param {Tree} tree */
function words(list, name, tree) {
  if (list.length < 2 || !list.every(isScalar) || list.every((item) => item === null)) return false;
  tree.columns.push({ name, values: list.map(wordOf) });
  return true;
}

/** Lists of numbers of several lengths. @param {unknown[]} list @param {string} name @param {Tree} tree @param {string} where */
function ragged(list, name, tree, where) {
  if (list.length < 2 || !list.every(isNumberList)) return false;
  tree.refused.push(unequal(name || "The list", list, where));
  return true;
}

/** A list of vectors, one an item; or of enough blocks that they must be batches. @param {unknown[]} list @param {string} name @param {Tree} tree */
function rows(list, name, tree) {
  if (list.length < 2 && !isNumberList(list[0])) return false;
  const stacked = stack(name, list);
  if (!stacked || stacked.pieces.length !== list.length) return false;
  // Parameters of a model may be of one length; vectors of items are of one type too.
  if (stacked.pieces.some(({ storage }) => storage.type !== stacked.pieces[0].storage.type)) return false;
  if (list.length < BATCHES && !stacked.counts.every((count) => count === 1)) return false;
  tree.stacks.push(stacked);
  return true;
}

/** A dictionary from ids to vectors. @param {Map<unknown, unknown>} map @param {string} name @param {Tree} tree */
function rowsByKey(map, name, tree) {
  const values = [...map.values()];
  // A few lists of whole numbers are labels and ids rather than vectors.
  if (map.size < 3 || values.every((value) => isNumberList(value) && value.every(Number.isInteger)) || !rows(values, name, tree))
    return false;
  tree.columns.push({ name: keyed(name, "key"), values: [...map.keys()].map((key) => keyed("", key)) });
  return true;
}
