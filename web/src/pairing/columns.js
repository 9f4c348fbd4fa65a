/** Columns of words beside the vectors: which name images or texts, and which rows they describe. */
import { fileEvidence } from "./roles.js";
import { hasWord, wordsOf } from "./words.js";

/** @import { ArrayRef, OpenedFile, Role, TextColumn } from "../types.d.ts" */

/** A column and the file that it is in. @typedef {{ file: OpenedFile, name: string, values: string[] }} Column */

const set = (/** @type {string} */ words) => new Set(words.split(" "));

const IMAGE = set("image images img imgs photo picture pic path filepath file filename dicom scan slide");
const TEXT = set("text texts caption captions report reports sentence sentences sent prompt prompts txt");
const KEY = set("id ids uid uuid sid key row rows index idx no nr number");
const NUMBERED = set("row rows index idx no nr number");
/** What many images share, or what is said of them. */
const SHARED = set(
  "label labels class classes category target split fold patient subject participant title section template family synonym age sex gender license model size width height date",
);
const PROSE = ["caption", "captions", "report", "text", "sentence", "description", "findings", "impression", "prompt", "title"];

/** A column that names the image of its row: image_id, image_path, filename. @param {string} name */
export const namesImage = (name) => hasWord(name, IMAGE) && !hasWord(name, SHARED) && !hasWord(name, TEXT);
/** A column that numbers or names texts: text_row, caption_id. @param {string} name */
export const namesText = (name) => hasWord(name, TEXT) && hasWord(name, KEY) && !hasWord(name, SHARED);
/** A column that names whatever its row is: id, study_id, key. @param {string} name */
export const namesRow = (name) => hasWord(name, KEY) && !hasWord(name, SHARED) && !hasWord(name, TEXT) && !hasWord(name, IMAGE);
/** A column of row numbers by its name: image_row, text_index. @param {string} name */
export const isNumbered = (name) => hasWord(name, NUMBERED);

/** One spelling for 7, " 7" and pandas' 7.0. @param {string} value */
export function plainId(value) {
  const id = value.trim();
  return /^-?\d+\.0+$/.test(id) ? id.slice(0, id.indexOf(".")) : id;
}

/** "../images/a.jpg" -> "a". @param {string} value */
export function baseName(value) {
  return plainId(value)
    .replace(/^.*[\\/]/, "")
    .replace(/\.[A-Za-z][A-Za-z0-9]{1,4}$/, "");
}

/** 0, 1, 2 … or 1, 2, 3 …: row numbers that say nothing new. @param {string[]} values */
export function countsUp(values) {
  const first = Number(values[0]);
  return (first === 0 || first === 1) && values.every((value, row) => value.trim() !== "" && Number(value) === first + row);
}

/** Values as row numbers, where every one of them is. @param {string[]} values @param {number} rows @returns {Int32Array | undefined} */
export function rowNumbers(values, rows) {
  const out = new Int32Array(values.length);
  for (const [index, value] of values.entries()) {
    const id = plainId(value);
    if (!/^\d+$/.test(id) || Number(id) >= rows) return undefined;
    out[index] = Number(id);
  }
  return out;
}

/** @param {OpenedFile} file @returns {Column[]} */
export const columnsOf = (file) => file.columns.map(({ name, values }) => ({ file, name, values }));

/**
 * Columns that describe the rows of a side: of its own file, or of a table of the same length beside it that its name does not give to
 * the other side. `shared` are those that describe both.
 * @param {OpenedFile[]} opened @param {{ images: ArrayRef, texts: ArrayRef }} sides
 */
export function sideColumns(opened, sides) {
  const { images, texts } = sides;
  const others = opened.filter((file) => file !== images.file && file !== texts.file);
  const fits =
    (/** @type {ArrayRef} */ { array }) =>
    (/** @type {Column} */ { values }) =>
      values.length === array.rows;
  /** @param {Role} role @param {1 | -1} sign */
  const of = (role, sign) => {
    const own = columnsOf(sides[role].file);
    const beside = others.filter(({ file }) => sign * fileEvidence(file) >= 0).flatMap(columnsOf);
    return [...own, ...beside].filter(fits(sides[role]));
  };
  const found = { images: of("images", 1), texts: of("texts", -1) };
  const same = (/** @type {Column} */ a) => (/** @type {Column} */ b) => a.values === b.values;
  return { ...found, shared: found.texts.filter((column) => found.images.some(same(column))) };
}

/** The texts themselves: the column whose name says so most clearly. @param {TextColumn[]} columns */
export function proseColumn(columns) {
  const rank = (/** @type {TextColumn} */ { name }) => {
    const words = wordsOf(name);
    return words.some((word) => KEY.has(word)) ? -1 : PROSE.findIndex((word) => words.includes(word));
  };
  const ranked = columns.map((column) => ({ column, rank: rank(column) })).filter(({ rank }) => rank >= 0);
  ranked.sort((a, b) => a.rank - b.rank);
  return ranked[0]?.column.values;
}
