/** Columns of words beside the vectors: what their names hint at, and which rows they describe. */
import { grouped, memoized } from "./collections.js";
import { isUnique } from "./column-facts.js";
import { fileEvidence } from "./roles.js";
import { plainId } from "./spellings.js";
import { hasWord, stem, wordsOf } from "./words.js";

/** @import { ArrayRef, MatrixSource, OpenedFile, Role, TextColumn } from "../types.d.ts" */
/** @import { Column, Sides } from "./types.d.ts" */

const set = (/** @type {string} */ words) => new Set(words.split(" "));

const PICTURE = set("image images img imgs photo picture pic dicom scan slide");
const IMAGE = new Set([...PICTURE, ...set("path filepath file filename")]);
const TEXT = set("text texts caption captions report reports sentence sentences sent prompt prompts txt");
const KEY = set("id ids uid uuid sid key row rows index idx no nr number");
const NUMBERED = set("row rows index idx no nr number");
/** What many images share, or what is said of them. */
const SHARED = set(
  "label labels class classes category target split fold patient subject participant title section template family synonym age sex gender license model size width height date",
);
const PROSE = ["caption", "captions", "report", "text", "sentence", "description", "findings", "impression", "prompt", "title"];

/** Which side the last word of a name that tells one is of: the image of text_image_id. @param {string} name */
function lastSide(name) {
  const last = wordsOf(name).findLast((word) => IMAGE.has(word) || TEXT.has(word));
  return last === undefined ? undefined : IMAGE.has(last) ? "images" : "texts";
}

/** A column that names the image of its row: image_id, image_path, filename. @param {string} name */
export const namesImage = (name) => lastSide(name) === "images" && !hasWord(name, SHARED);
/** A column that numbers or names texts: text_row, caption_id. @param {string} name */
export const namesText = (name) => lastSide(name) === "texts" && hasWord(name, KEY) && !hasWord(name, SHARED);
/** A column that names whatever its row is: id, study_id, key. @param {string} name */
export const namesRow = (name) => hasWord(name, KEY) && !hasWord(name, SHARED) && !hasWord(name, TEXT) && !hasWord(name, IMAGE);
/** A column of row numbers by its name: image_row, text_index. @param {string} name */
export const isNumbered = (name) => hasWord(name, NUMBERED);
/** A column that describes rows and names none: label, age, split. @param {string} name */
export const describes = (name) => hasWord(name, SHARED) && !hasWord(name, KEY);

/** A column of the texts themselves by its name: caption, findings. @param {string} name */
export const holdsProse = (name) => wordsOf(name).some((word) => PROSE.includes(word)) && !hasWord(name, KEY) && !hasWord(name, IMAGE);

/** One name, or one with the side before it: study and texts_study. @param {string} a @param {string} b */
export function areNamesakes(a, b) {
  const [short, long] = [wordsOf(a), wordsOf(b)].sort((one, other) => one.length - other.length);
  if (a === b) return true;
  const [side, ...rest] = long;
  return (IMAGE.has(side) || TEXT.has(side)) && rest.join() === short.join() && rest.some((word) => !KEY.has(word));
}

/** Values as row numbers, if every one of them is. @param {readonly string[]} values @param {number} rows @returns {Int32Array | undefined} */
export function rowNumbers(values, rows) {
  const out = new Int32Array(values.length);
  for (const [index, value] of values.entries()) {
    const id = plainId(value);
    if (!/^\d+$/.test(id) || Number(id) >= rows) return undefined;
    out[index] = Number(id);
  }
  return out;
}

/** Part of a column's name before the last dot: the table inside its file. @param {string} name */
const tableOf = (name) => name.slice(0, name.lastIndexOf(".") + 1);

/** Lists with one value each are plain values. @param {Int32Array} rowOf */
const isPlain = (rowOf) => rowOf.every((row, at) => row === at);

/** @type {(file: OpenedFile) => Column[]} */
export const columnsOf = memoized((/** @type {OpenedFile} */ file) =>
  file.columns.map((column) => {
    const { rowOf, name, values, ...rest } = column;
    const named = name === "" ? stem(file.file) : name;
    if (!rowOf || isPlain(rowOf)) return { ...rest, name: named, values, file, rows: values.length };
    const beside = file.columns.filter((other) => !other.rowOf && tableOf(other.name) === tableOf(name));
    const last = rowOf.length > 0 ? rowOf[rowOf.length - 1] + 1 : 0;
    const rows = beside.map(({ values: own }) => own.length).find((length) => length >= last) ?? last;
    return { ...rest, name: named, values, rowOf, file, rows };
  }),
);

/** Tables inside a file: columns of one length under one name. @param {OpenedFile} file @returns {Column[][]} */
export const tablesIn = (file) => [...grouped(columnsOf(file), ({ rows, name }) => `${rows} ${tableOf(name)}`).values()];

/** A column of a file with both sides that names the rows of one of them alone. @param {Column} column @param {Column[]} beside */
function sideNamed({ name, values }, beside) {
  if (hasWord(name, TEXT)) return "texts";
  if (!namesImage(name)) return undefined;
  const otherNamesTexts = beside.some(
    (other) => other.name !== name && hasWord(other.name, TEXT) && hasWord(other.name, new Set([...KEY, ...IMAGE])),
  );
  // Images named several times are rows of pairs: one a caption.
  const once = isUnique(values) || new Set(values).size === values.length;
  return otherNamesTexts || (hasWord(name, PICTURE) && once) ? "images" : undefined;
}

/** A column of one value per block (an image with its captions) as one of a value per row. @param {Column} column @param {MatrixSource} array @returns {Column[]} */
function byRows(column, { rows, block }) {
  if (!block || column.rows === rows || column.rows * block !== rows || column.rowOf) return [column];
  const values = Array.from({ length: rows }, (_, row) => column.values[Math.floor(row / block)]);
  return [{ ...column, rows, values, origin: column.values }];
}

/** What the name of a table beside tells: text_image_ids.npy is of the texts. @param {string} file above 0: images @returns {number} */
export function tableEvidence(file) {
  const own = fileEvidence(file);
  if (own !== 0) return own;
  const first = wordsOf(stem(file)).find((word) => IMAGE.has(word) || TEXT.has(word));
  return first === undefined ? 0 : IMAGE.has(first) ? 1 : -1;
}

/** Formats whose columns are fields of one record with the arrays. */
const RECORDS = new Set(["csv", "parquet", "arrow"]);

/** A table whose rows hold an image and its text. @param {ArrayRef} images @param {ArrayRef} texts */
export function inOneRecord(images, texts) {
  return images.file === texts.file && RECORDS.has(images.file.format) && images.array.rows === texts.array.rows && !images.file.parts;
}

/**
 * Columns that describe the rows of a side: of its own file, or of a table of the same length beside it that its name does not give to
 * the other side.
 * @param {OpenedFile[]} opened @param {Sides} sides
 */
export function sideColumns(opened, sides) {
  const { images, texts } = sides;
  const others = opened.filter((file) => file !== images.file && file !== texts.file);
  const both = images.file === texts.file;
  // Lengths alone do not tell the sides of columns if both have as many rows, or as many blocks.
  const counts = (/** @type {MatrixSource} */ { rows, block }) => [rows, ...(block ? [rows / block] : [])];
  const mayBeEither = counts(images.array).some((count) => counts(texts.array).includes(count));
  /** @param {Role} role @param {1 | -1} sign */
  const of = (role, sign) => {
    const { file, array } = sides[role];
    const all = columnsOf(file).flatMap((column) => byRows(column, array));
    const own = all.filter((column) => {
      if (column.rows !== array.rows) return false;
      if (column.of !== undefined) return column.of === array.name;
      if (!both || column.ofRecord || inOneRecord(images, texts)) return true;
      const named = sideNamed(column, columnsOf(file));
      return !mayBeEither || named === undefined || named === role;
    });
    const beside = others
      .filter(({ file: name }) => sign * tableEvidence(name) >= 0)
      .flatMap(columnsOf)
      .flatMap((column) => byRows(column, array));
    return { own, beside: beside.filter((column) => column.rows === array.rows && column.of === undefined) };
  };
  return { images: of("images", 1), texts: of("texts", -1) };
}

/** The texts themselves: the column whose name says so most clearly. @param {TextColumn[]} columns */
export function proseColumn(columns) {
  const rank = (/** @type {TextColumn} */ { name }) => {
    const words = wordsOf(name);
    return words.some((word) => KEY.has(word)) ? -1 : PROSE.findIndex((word) => words.includes(word));
  };
  const prose = columns.filter((column) => !column.rowOf && rank(column) >= 0);
  return prose.sort((a, b) => rank(a) - rank(b))[0]?.values;
}
