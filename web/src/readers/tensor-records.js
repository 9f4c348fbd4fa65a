/** Lists of records: dictionaries with the same keys, one a sample, and tuples such as (id, vector). */
import { isNumberList, withoutObjects } from "./tensor.js";
import { addStack, wordTensors } from "./tensor-lists.js";
import { onceARow, stack, unequal, vectors } from "./tensor-rows.js";
import { areShortLists, isName, isNameList, isScalar, keyed, listColumn, wordOf } from "./tensor-words.js";

/** @import { TextColumn } from "../types.d.ts" */
/** @import { Stack } from "./tensor-rows.js" */
/** @import { Tree } from "./tensor-tree.js" */

const LONGEST_TUPLE = 8;

/** A list of dictionaries with the same keys, one a sample. @param {unknown[]} list @param {string} name @param {Tree} tree @param {string} where */
export function samples(list, name, tree, where) {
  const first = list[0];
  if (!(first instanceof Map) || !list.every((item) => item instanceof Map && item.size === first.size)) return false;
  const maps = /** @type {Map<unknown, unknown>[]} */ (list);
  const fields = [...first.keys()].map((key) => ({ name: keyed(name, key), values: maps.map((map) => withoutObjects(map.get(key))) }));
  const { stacks, found } = readFields(fields, list, tree, where);
  return found || stacks.length > 0;
}

/** @param {unknown[]} values @param {string} name @returns {Stack | null} */
function stackOf(values, name) {
  const stacked = stack(name, values);
  // An empty list among vectors is a vector that is missing; among lists of vectors it is a sample without any.
  const isMissing =
    stacked?.counts.includes(0) && !stacked.counts.some((count) => count > 1) && values.some((value) => isNumberList(value));
  return isMissing ? null : stacked;
}

/**
 * @param {{ name: string, values: unknown[] }[]} fields one value a record each
 * @param {object} records
 * @param {Tree} tree
 * @param {string} where
 */
function readFields(fields, records, tree, where) {
  /** @type {Map<string, Stack>} */
  const stacks = new Map();
  for (const { name, values } of fields) {
    const stacked = stackOf(values, name);
    if (stacked) stacks.set(name, { ...stacked, records });
  }
  let found = false;
  for (const { name, values } of fields) {
    const stacked = stacks.get(name);
    if (stacked) {
      addStack(stacked, values, tree);
      continue;
    }
    const column = columnOf(name, values, [...stacks.values()]);
    if (column) tree.columns.push(column);
    else if (!wordTensors(values, name, tree)) {
      if (vectors(values[0])) {
        const failure = unequal(name, values, where);
        if (!failure.details.areWhole) throw failure;
        tree.refused.push(failure);
      }
      continue;
    }
    found = true;
  }
  return { stacks: [...stacks.values()], found };
}

/** Words of records: one a record, or as many as it has vectors, or a list. @param {string} name @param {unknown[]} values @param {readonly Stack[]} stacks @returns {TextColumn | null} */
function columnOf(name, values, stacks) {
  if (values.every(isScalar)) {
    const words = values.map(wordOf);
    const [only] = stacks;
    if (stacks.length !== 1 || only.counts.every((count) => count === 1)) return { name, values: words };
    return { name, values: onceARow(words, only.counts), of: only.name };
  }
  if (!values.every(isNameList) || !values.some(({ length }) => length > 0)) return null;
  const isOfWords = values.every((list) => list.every((word) => typeof word === "string"));
  if (!isOfWords && !areShortLists(values)) return null;
  const beside = stacks.find(({ counts }) => counts.some((count) => count > 1) && values.every(({ length }, i) => length === counts[i]));
  return beside ? { name, values: values.flat().map(wordOf) } : listColumn(name, values);
}

/**
 * A list of (id, vector), of (ids, matrix), or of tuples with more words and vectors.
 * @param {unknown[]} list @param {string} name @param {Tree} tree
 */
export function tuples(list, name, tree) {
  const first = list[0];
  if (list.length < 2 || !Array.isArray(first) || first.length < 2 || first.length > LONGEST_TUPLE) return false;
  if (!list.every((item) => Array.isArray(item) && item.length === first.length)) return false;
  const items = /** @type {unknown[][]} */ (list);
  /** @type {{ place: number, stacked: Stack, values: unknown[] }[]} */
  const found = [];
  /** @type {{ place: number, values: unknown[] }[]} */
  const names = [];
  for (const place of first.keys()) {
    const values = items.map((item) => withoutObjects(item[place]));
    if (values.every(isName) || values.every((value) => isNameList(value) && !isNumberList(value))) {
      names.push({ place, values });
      continue;
    }
    const stacked = stack(`${name}[${place}]`, values);
    if (!stacked || stacked.counts.includes(0)) return false;
    found.push({ place, stacked, values });
  }
  if (found.length === 0 || names.length === 0) return false;
  const isPair = found.length === 1 && names.length === 1;
  if (isPair) found[0].stacked.name = name;
  /** @type {TextColumn[]} */
  const columns = [];
  for (const { place, values } of names) {
    const label = isPair ? keyed(name, "key") : `${name}[${place}]`;
    const column = tupleColumn(label, values, found[0].stacked);
    if (!column) return false;
    if (isPair && place < found[0].place && new Set(values.flat()).size === values.flat().length) column.keys = true;
    columns.push(column);
  }
  for (const { stacked, values } of found) addStack(stacked, values, tree);
  tree.columns.push(...columns);
  return true;
}

/** @param {string} name @param {unknown[]} values words, or a list of words for each row @param {Stack} stacked @returns {TextColumn | null} */
function tupleColumn(name, values, { counts, name: of }) {
  if (values.every(isName)) return { name, values: onceARow(values.map(wordOf), counts), of };
  const lists = /** @type {unknown[][]} */ (values);
  return lists.every((list, i) => list.length === counts[i]) ? { name, values: lists.flat().map(wordOf), of } : null;
}
