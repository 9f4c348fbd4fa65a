/** Words and whole numbers of a pickle as columns: ids, labels, captions, maps. */
import { columnOfCounts } from "./text-columns.js";
import { textOfBytes } from "./words.js";

/** @import { TextColumn } from "../types.d.ts" */

/** Whole numbers of a row that may be row numbers or ids rather than a vector. */
export const LONGEST_LIST = 64;

/** @param {unknown} value */
export const isWord = (value) =>
  typeof value === "string" ||
  typeof value === "number" ||
  typeof value === "bigint" ||
  typeof value === "boolean" ||
  value instanceof Uint8Array;

/** @param {unknown} value */
export const isScalar = (value) => value === null || isWord(value);

/** @param {unknown} value */
export const wordOf = (value) => (value instanceof Uint8Array ? textOfBytes(value) : value === null ? "" : String(value));

/** A word that can be an id. @param {unknown} value */
export const isName = (value) => isWord(value) && typeof value !== "boolean" && (typeof value !== "number" || Number.isSafeInteger(value));

/** @param {unknown} value @returns {value is unknown[]} */
export const isNameList = (value) => Array.isArray(value) && value.every(isName);

/** A key may be a container of containers, too long to be written out; a pair of words is not. @param {unknown} key @returns {string | null} */
export function keyWord(key) {
  if (isWord(key)) return wordOf(key);
  return Array.isArray(key) && key.length > 0 && key.length < 5 && key.every(isWord) ? `(${key.map(wordOf).join(", ")})` : null;
}

/** @param {string} name @param {unknown} key */
export function keyed(name, key) {
  const word = keyWord(key) ?? "(…)";
  return name ? `${name}.${word}` : word;
}

/** Several values a row; one column of plain values if each row has one. @param {string} name @param {readonly (readonly unknown[])[]} lists @returns {TextColumn} */
export function listColumn(name, lists) {
  return columnOfCounts(
    name,
    lists.flat().map(wordOf),
    lists.map(({ length }) => length),
  );
}

/** Short lists of words, or of whole numbers, one a row: the ids of its images, its captions. @param {readonly unknown[]} lists @returns {lists is unknown[][]} */
export const areShortLists = (lists) =>
  lists.every((list) => Array.isArray(list) && list.length <= LONGEST_LIST && isNameList(list)) &&
  lists.some((list) => Array.isArray(list) && list.length > 0);

/** Values in the order of their keys, if these count from 0; else null. @param {ReadonlyMap<unknown, unknown>} map @returns {unknown[] | null} */
function byCount(map) {
  const values = new Array(map.size).fill(undefined);
  for (const [key, value] of map) {
    const word = keyWord(key);
    const row = word !== null && /^\d{1,9}$/.test(word) ? Number(word) : -1;
    if (row < 0 || row >= map.size || values[row] !== undefined) return null;
    values[row] = value;
  }
  return values;
}

/**
 * A dictionary of words: row numbers to words or lists of them (txt2img, img2txt), or ids to such; null for any other.
 * @param {ReadonlyMap<unknown, unknown>} map
 * @param {string} name
 * @returns {TextColumn[] | null}
 */
export function dictionaryColumns(map, name) {
  if (map.size < 2) return null;
  const values = [...map.values()];
  const areWords = values.every(isName);
  if (!areWords && !areShortLists(values)) return null;
  const column = (/** @type {unknown[]} */ list) =>
    areWords ? { name: name || "value", values: list.map(wordOf) } : listColumn(name || "value", /** @type {unknown[][]} */ (list));
  const ordered = byCount(map);
  if (ordered) return [column(ordered)];
  const keys = [...map.keys()].map(keyWord);
  if (map.size < 3 || keys.includes(null)) return null;
  if (areWords) {
    if (!values.every((value) => typeof value === typeof values[0])) return null;
  } else {
    // Under a few names, lists of one length are columns of a table, one a name.
    const lengths = /** @type {unknown[][]} */ (values).map(({ length }) => length);
    if (new Set(lengths).size === 1 && (map.size < 8 || lengths[0] >= map.size)) return null;
  }
  return [{ name: keyed(name, "key"), values: /** @type {string[]} */ (keys) }, column(values)];
}
