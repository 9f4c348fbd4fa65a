/** Lists of records: dictionaries with the same keys, one a sample, and tuples such as (id, vector). */
import { Failure } from "../failure.js";
import { asTensor, isNumberList, withoutObjects } from "./tensor.js";
import { addStack, wordTensors } from "./tensor-lists.js";
import { stack, unequal, vectors } from "./tensor-rows.js";
import { areShortLists, isName, isNameList, isScalar, keyed, listColumn, wordOf } from "./tensor-words.js";
import { onceARow } from "./text-columns.js";
import { isLong } from "./words.js";

/** @import { TextColumn } from "../types.d.ts" */
/** @import { Tensor } from "./tensor.js" */
/** @import { Stack, Tree, TuplePlace } from "./types.d.ts" */

const LONGEST_TUPLE = 8;

/** A list of dictionaries with as many keys, one a sample. @param {unknown[]} list @param {string} name @param {Tree} tree @param {string} where */
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
    if (column) tree.columns.push(stacks.size > 1 ? { ...column, ofRecord: true } : column);
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
 * @param {unknown[]} list @param {string} name @param {Tree} tree @param {string} where
 */
export function tuples(list, name, tree, where) {
  const first = list[0];
  if (list.length < 2 || !Array.isArray(first) || first.length < 2 || first.length > LONGEST_TUPLE) return false;
  if (!list.every((item) => Array.isArray(item) && item.length === first.length)) return false;
  const places = placesOf(/** @type {unknown[][]} */ (list), name);
  const names = places.filter(({ values }) => values.every(isName) || values.every((value) => isNameList(value) && !isNumberList(value)));
  /** @type {(TuplePlace & { stacked: Stack })[]} */
  const found = [];
  /** @type {TuplePlace[]} */
  const others = [];
  for (const place of places.filter((place) => !names.includes(place))) {
    const stacked = place.values.every(isWholeVector) ? null : fullStack(place);
    if (stacked) found.push({ ...place, stacked });
    else others.push(place);
  }
  // Two tuples may be the two sides.
  if (found.length === 0 || (names.length === 0 && list.length === 2)) return false;
  const [{ stacked: main }] = found;
  const isPair = found.length === 1 && names.length === 1 && others.length === 0;
  if (isPair) main.name = name;
  /** @type {TextColumn[]} */
  const columns = [];
  /** @type {Tree["words"]} */
  const gathered = [];
  /** @type {TuplePlace[]} */
  const unread = [];
  for (const { label, values, index } of names) {
    const column = tupleColumn(isPair ? keyed(name, "key") : label, values, main);
    if (!column) return false;
    if (isPair && index < found[0].index && new Set(values.flat()).size === values.flat().length) column.keys = true;
    columns.push(column);
  }
  for (const place of others) {
    const { label, values } = place;
    const pieces = values.map(asTensor);
    const column =
      values.every(isScalar) || values.every((value) => Array.isArray(value) && value.every(isScalar))
        ? tupleColumn(label, values, main)
        : null;
    const areOfRows = values.every(isWholeVector) && pieces.every((piece, i) => piece?.shape[0] === main.counts[i]);
    const stacked = column || areOfRows ? null : fullStack(place);
    if (column) columns.push(column);
    else if (areOfRows) gathered.push({ name: label, pieces: /** @type {Tensor[]} */ (pieces), of: main.name });
    else if (stacked) found.push({ ...place, stacked });
    else unread.push(place);
  }
  if (unread.length > 0) {
    if (names.length === 0 && gathered.length === 0 && columns.length === 0) return false;
    tree.refused.push(unreadPart(unread[0], list.length, where));
    return true;
  }
  if (columns.length === 0 && gathered.length === 0) return false;
  for (const { stacked, values } of found) addStack(stacked, values, tree);
  tree.columns.push(...columns.filter(({ values }) => values.some((value) => value !== "")));
  tree.words.push(...gathered);
  return true;
}

/** The vectors at a place of every tuple; null if one has none. @param {TuplePlace} place */
function fullStack({ label, values }) {
  const stacked = stack(label, values);
  return stacked?.counts.includes(0) ? null : stacked;
}

/** Dictionaries with the same keys. @param {readonly unknown[]} values @returns {values is Map<unknown, unknown>[]} */
export function areAlike(values) {
  const [first] = values;
  if (!(first instanceof Map)) return false;
  const keys = [...first.keys()];
  return values.every((map) => map instanceof Map && map.size === keys.length && keys.every((key) => map.has(key)));
}

/** @param {readonly unknown[][]} items @param {string} name @returns {TuplePlace[]} */
function placesOf(items, name) {
  return [...items[0].keys()].flatMap((index) => {
    const label = `${name}[${index}]`;
    const values = items.map((item) => withoutObjects(item[index]));
    if (!areAlike(values) || values[0].size === 0) return [{ index, label, values }];
    const keys = [...values[0].keys()];
    return keys.map((key) => ({ index, label: keyed(label, key), values: values.map((map) => withoutObjects(map.get(key))) }));
  });
}

/** A tensor of whole numbers or words in one row: ids of a batch, or a vector of whole numbers. @param {unknown} value */
function isWholeVector(value) {
  const tensor = Array.isArray(value) ? null : asTensor(value);
  return tensor !== null && tensor.shape.length === 1 && (tensor.storage.text !== null || isLong(tensor.storage.dtype));
}

/** @param {TuplePlace} place @param {number} count @param {string} where */
function unreadPart({ label }, count, where) {
  return new Failure(
    "ROWS_UNCLEAR",
    `${where} holds a list of ${count} tuples of vectors and what describes them, and ${label} is neither: not one value a row, nor a vector. ` +
      "Save one array of vectors and one list of ids: torch.save({'features': torch.cat(features), 'ids': ids}, path).",
    { where, name: label, tuples: count },
  );
}

/** @param {string} name @param {unknown[]} values words, or a list of words for each row @param {Stack} stacked @returns {TextColumn | null} */
function tupleColumn(name, values, { counts, name: of }) {
  if (values.every(isScalar)) return { name, values: onceARow(values.map(wordOf), counts), of };
  const lists = /** @type {unknown[][]} */ (values);
  return lists.every((list, i) => list.length === counts[i]) ? { name, values: lists.flat().map(wordOf), of } : null;
}
