/** What a PyTorch file holds, as named tensors: the paper's list of samples, lists and dictionaries of vectors, or any nesting. */
import { Failure } from "../failure.js";
import { squeeze } from "./layout.js";
import { NumpyArray } from "./pickle-names.js";
import { Tensor } from "./torch-names.js";

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
 *   arrays: { name: string, array: NumpyArray }[],
 *   stacks: Stack[],
 *   columns: TextColumn[],
 * }} Tree
 */

/** Rows of a tensor that stands for vectors: (d), (C, d), also with axes of length 1. @param {Tensor} tensor */
export function rowShape({ shape, strides }) {
  if (shape.length === 1) return { shape: [1, shape[0]], strides: [shape[0], strides[0]] };
  const squeezed = squeeze({ shape, strides });
  return squeezed.shape.length === 2 ? squeezed : null;
}

/** The vectors of a sample: a tensor, or a list of them. @param {unknown} value @returns {Tensor[] | null} */
function vectors(value) {
  const list = value instanceof Tensor ? [value] : value;
  return Array.isArray(list) && list.length > 0 && list.every((item) => item instanceof Tensor && rowShape(item)) ? list : null;
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
  const tree = { tensors: [], arrays: [], stacks: [], columns: [] };
  walk(value, "", tree, new Set(), 0, where);
  return tree;
}

/** @param {unknown} value @param {string} name @param {Tree} tree @param {Set<unknown>} seen a container is read once, however often it is named @param {number} depth @param {string} where */
function walk(value, name, tree, seen, depth, where) {
  if (depth > DEEPEST)
    throw new Failure("UNSUPPORTED_FORMAT", `${where} nests its data more than ${DEEPEST} deep. Save the features alone.`, { where });
  if (value instanceof Tensor) tree.tensors.push({ name, tensor: value });
  else if (value instanceof NumpyArray) tree.arrays.push({ name, array: value });
  else if (value instanceof Map || Array.isArray(value)) {
    if (seen.has(value)) return;
    seen.add(value);
    if (value instanceof Map) {
      if (rowsByKey(value, name, tree)) return;
      for (const [key, item] of value) walk(item, keyed(name, key), tree, seen, depth + 1, where);
    } else {
      if (samples(value, name, tree, where) || rows(value, name, tree)) return;
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
    } else if (values.every(isWord)) tree.columns.push({ name: label, values: values.map(String) });
    else if (vectors(values[0])) throw unequal(label, values, where);
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

/** A list of vectors, one an item; or of enough blocks that they must be batches. @param {unknown[]} list @param {string} name @param {Tree} tree */
function rows(list, name, tree) {
  if (list.length < 2) return false;
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
  if (map.size < 3 || !rows([...map.values()], name, tree)) return false;
  tree.columns.push({ name: keyed(name, "key"), values: [...map.keys()].map((key) => keyed("", key)) });
  return true;
}
