/** One key of many records: what its values are, and what they make together. */
import { LIST_NAME, VECTOR_NAME } from "./csv-plan.js";
import { rowsOf } from "./text-columns.js";

/** @import { TextColumn } from "../types.d.ts" */
/** @import { Field, FieldKind } from "./types.d.ts" */

/** No value lies deeper in others. */
export const DEEPEST = 64;

/** @param {string} prefix @param {string} key */
export const dotted = (prefix, key) => (prefix && key ? `${prefix}.${key}` : prefix || key);

/** Kinds of values that a key of a kind may hold as well. @type {Readonly<Record<FieldKind, readonly FieldKind[]>>} */
export const FITTING = Object.freeze({
  unknown: ["unknown"],
  vectors: ["vectors", "wholes", "unknown"],
  wholes: ["wholes", "unknown"],
  text: ["text", "unknown"],
  texts: ["texts", "text", "wholes", "unknown"],
  dropped: [],
});

/** One value, and the values above it. @type {Readonly<Record<string, [one: string, several: string]>>} */
export const IN_WORDS = Object.freeze({
  vectors: ["a list of numbers", "lists of numbers"],
  wholes: ["a list of numbers", "lists of numbers"],
  text: ["a word or a single number", "words or single numbers"],
  texts: ["a list of words", "lists of words"],
});

/** @param {unknown} value */
const isText = (value) => typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** @param {unknown} value */
export const wordOf = (value) => (value === null || value === undefined ? "" : isText(value) ? String(value) : JSON.stringify(value));

/** What a value holds. @param {unknown} value @returns {FieldKind} */
export function kindOf(value) {
  if (value === null || (Array.isArray(value) && value.every((item) => item === null))) return "unknown";
  if (!Array.isArray(value)) return "text";
  let words = false;
  for (const item of value) {
    if (Array.isArray(item)) return typeof item.flat(2).find((inner) => inner !== null) === "string" ? "texts" : "vectors";
    if (typeof item === "number") {
      // Whatever else it holds is found where the vector is taken.
      if (!Number.isInteger(item)) return "vectors";
    } else if (item !== null) words = true;
  }
  if (words) return value.every((item) => item === null || isText(item)) ? "texts" : "text";
  return "wholes";
}

/** Numbers 0 … m - 1, each once: places in another list. @param {readonly unknown[]} values */
function arePlaces(values) {
  const seen = new Uint8Array(values.length);
  for (const value of values) {
    const place = Number(value);
    if (!(place >= 0 && place < values.length) || seen[place]) return false;
    seen[place] = 1;
  }
  return true;
}

/** True where lists of whole numbers are ids or places, not vectors. @param {Field} field */
export function areItems({ name, ragged, counts, values }) {
  if (VECTOR_NAME.test(name) && !LIST_NAME.test(name)) return false;
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  return ragged !== undefined || most <= 1 || LIST_NAME.test(name) || (name !== "" && counts.length > 2 && arePlaces(values));
}

/**
 * The column of a key: one value a record, or all lists one after the other with the record of each.
 * @param {Field} field @param {string} name @returns {TextColumn}
 */
export function columnOf({ kind, counts, values, isKey }, name) {
  const words = values.map(wordOf);
  if (kind === "text") return { name, values: words, ...(isKey && { keys: /** @type {true} */ (true) }) };
  if (counts.every((count) => count <= 1)) {
    let at = 0;
    return { name, values: counts.map((count) => (count === 1 ? words[at++] : "")) };
  }
  return { name, values: words, rowOf: rowsOf(counts) };
}
