/** What lists of a pickle hold: words, lists of words, vectors, batches of vectors. */
import { NumpyArray } from "./pickle-names.js";
import { asTensor, isNumberList, Tensor } from "./tensor.js";
import { isOfOneType, stack, unequal } from "./tensor-rows.js";
import { areShortLists, isNameList, isScalar, LONGEST_LIST, listColumn, wordOf } from "./tensor-words.js";
import { isLong, isNameOfIds, isWhole } from "./words.js";

/** @import { Stack, Tree } from "./types.d.ts" */

const BATCHES = 8;

/** A list of words or numbers describes rows: ids, labels, captions. @param {unknown[]} list @param {string} name @param {Tree} tree */
export function words(list, name, tree) {
  if (list.length < 2) return false;
  if (list.every(isScalar)) {
    if (list.every((item) => item === null)) return false;
    tree.columns.push({ name, values: list.map(wordOf) });
    return true;
  }
  return !areLabelTensors(list) && wordTensors(list, name, tree);
}

/** Few lists of one length, or as long as there are lists: columns of a table. @param {readonly number[]} lengths */
function areColumns(lengths) {
  const [length] = lengths;
  return length > 1 && lengths.every((other) => other === length) && (lengths.length < BATCHES || length >= lengths.length);
}

/** A few tensors of as many whole numbers or words each: ids, labels. @param {readonly unknown[]} list */
export function areLabelTensors(list) {
  const tensors = list.map((item) => (item instanceof Tensor || item instanceof NumpyArray ? asTensor(item) : null));
  if (!tensors.every((tensor) => tensor?.shape.length === 1 && (tensor.storage.text || isLong(tensor.storage.dtype)))) return false;
  return areColumns(tensors.map((tensor) => tensor?.shape[0] ?? 0));
}

/** Tensors of one whole number or word each, or of a list of them. @param {unknown[]} list @param {string} name @param {Tree} tree */
export function wordTensors(list, name, tree) {
  if (!list.every((item) => item instanceof Tensor || (item instanceof NumpyArray && !item.objects))) return false;
  const pieces = /** @type {Tensor[]} */ (list.map(asTensor));
  if (!pieces.every(({ storage, shape }) => (storage.text || isWhole(storage.dtype)) && shape.length < 2)) return false;
  const areSingle = pieces.every(({ shape }) => shape.length === 0 || shape[0] === 1);
  tree.words.push({ name, pieces, ...(!areSingle && { counts: pieces.map(({ shape }) => shape[0] ?? 1) }) });
  return true;
}

/** Lists of words, or of whole numbers of several lengths, one list a row. @param {unknown[]} list @param {string} name @param {Tree} tree */
export function wordLists(list, name, tree) {
  if (list.length < 2 || !list.every(isNameList) || !list.some(({ length }) => length > 0)) return false;
  const lengths = list.map(({ length }) => length);
  if (areColumns(lengths) || (list.length === 2 && lengths.every((length) => length > 1))) return false;
  tree.columns.push(listColumn(name, list));
  return true;
}

/** Lists of numbers of several lengths. @param {unknown[]} list @param {string} name @param {Tree} tree @param {string} where */
export function ragged(list, name, tree, where) {
  if (list.length < 2 || !list.every(isNumberList)) return false;
  tree.refused.push(unequal(name || "The list", list, where));
  return true;
}

/** A list of vectors, one an item; or of enough blocks that they must be batches. @param {unknown[]} list @param {string} name @param {Tree} tree */
export function rows(list, name, tree) {
  if ((list.length < 2 && !isNumberList(list[0])) || areLabelTensors(list)) return false;
  const stacked = stack(name, list);
  if (!stacked || !isOfOneType(stacked)) return false;
  const { pieces, counts } = stacked;
  if (counts.includes(0) || (list.length < BATCHES && (pieces.length !== list.length || counts.some((count) => count !== 1)))) return false;
  addStack(stacked, list, tree);
  return true;
}

/** A stack; whole numbers that may be ids are a column too. @param {Stack} stacked @param {unknown[]} values that it was made of @param {Tree} tree */
export function addStack(stacked, values, tree) {
  const { name, cols, pieces, counts } = stacked;
  const areLists = values.length > 0 && values.every(isNumberList) && areShortLists(values);
  if (areLists) tree.columns.push(listColumn(name, values));
  if (areLists && isNameOfIds(name)) return;
  tree.stacks.push(stacked);
  if (cols > LONGEST_LIST || counts.some((count) => count !== 1)) return;
  if (!pieces.every(({ storage }) => (cols === 1 ? isWhole(storage.dtype) : isLong(storage.dtype)))) return;
  tree.words.push({ name, pieces, ...(cols > 1 && { counts: counts.map(() => cols) }) });
}
