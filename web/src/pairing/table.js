/** A table of pairs, as --pairs names it: which image each text belongs to, by row numbers or by ids. */
import { Failure } from "../failure.js";
import { columnsOf, isNumbered, namesImage, namesRow, namesText, plainId, rowNumbers, sideColumns } from "./columns.js";
import { byOrderOfNames, joinedBy, oneTable } from "./ids.js";
import { FEW } from "./map.js";
import { refInWords } from "./roles.js";

/** @import { ArrayRef, Link, OpenedFile } from "../types.d.ts" */
/** @import { Column } from "./columns.js" */
/** @import { Sides } from "./ids.js" */

const NEEDS =
  "It needs a column image_row or image_id, and text_row or text_id unless its rows are in the order of the texts (rows count from 0)";

/** @param {OpenedFile} table @param {string} what @param {Record<string, unknown>} [details] */
const bad = (table, what, details) => new Failure("BAD_MAP", `${table.file}: ${what}`, { file: table.file, ...details });

/** The columns that say image and text. @param {OpenedFile} table @param {string} [name] of the images' column, as the user says */
function columnsOfPairs(table, name) {
  const columns = columnsOf(table);
  const listed = columns.length > 0 ? columns.map((column) => column.name).join(", ") : "none of words, ids or row numbers";
  if (name !== undefined) {
    const image = columns.find((column) => column.name === name);
    if (!image) throw bad(table, `there is no column "${name}". There are: ${listed}.`, { column: name });
    return { image, text: columns.find((column) => column !== image && namesText(column.name)) };
  }
  const images = columns.filter((column) => namesImage(column.name));
  const image =
    images.find((column) => isNumbered(column.name)) ??
    images.find((column) => /id/i.test(column.name)) ??
    images[0] ??
    columns.find((column) => namesRow(column.name));
  if (!image) throw bad(table, `no column says which image. ${NEEDS}. There are: ${listed}.`, { columns: listed });
  return { image, text: columns.find((column) => column !== image && namesText(column.name)) };
}

/**
 * Rows of a side that a column names.
 * @param {OpenedFile} table @param {Column} column @param {ArrayRef} side @param {Column[]} own columns of that side @returns {Int32Array} -1: no such row
 */
function rowsNamed(table, column, side, own) {
  const { rows } = side.array;
  if (!isNumbered(column.name)) {
    const wanted = column.values.map(plainId);
    for (const candidate of own) {
      if (candidate.file === table || !(namesRow(candidate.name) || namesImage(candidate.name) || namesText(candidate.name))) continue;
      const place = new Map(candidate.values.map((id, row) => [plainId(id), row]));
      const found = Int32Array.from(wanted, (id) => place.get(id) ?? -1);
      if (found.filter((row) => row >= 0).length * 2 >= found.length) return found;
    }
  }
  const numbers = rowNumbers(column.values, rows);
  if (numbers) return numbers;
  const at = column.values.findIndex((value) => !/^\d+$/.test(plainId(value)) || Number(plainId(value)) >= rows);
  throw bad(
    table,
    `"${column.values[at].slice(0, 60)}" in column ${column.name}, row ${at} (counted from 0), names no row of ${refInWords(side)}: its rows are 0 to ${rows - 1}, and no column of ids with it holds that name.`,
    { column: column.name, row: at },
  );
}

/** One row a pair, both sides named. @param {OpenedFile} table @param {Column} image @param {Column} text @param {Sides} sides @param {ReturnType<typeof sideColumns>} own @returns {Link} */
function byBothColumns(table, image, text, { images, texts }, own) {
  const imageRows = rowsNamed(table, image, images, own.images);
  const textRows = rowsNamed(table, text, texts, own.texts);
  const imageOf = new Int32Array(texts.array.rows).fill(-1);
  const twice = [];
  for (const [row, textRow] of textRows.entries()) {
    if (textRow < 0 || imageRows[row] < 0) continue;
    if (imageOf[textRow] >= 0 && imageOf[textRow] !== imageRows[row]) twice.push(row);
    imageOf[textRow] = imageRows[row];
  }
  if (twice.length > 0)
    throw bad(
      table,
      `row ${twice[0]} (counted from 0) gives text ${textRows[twice[0]]} a second image. A text belongs to one image; ${twice.length} rows do this.`,
      { count: twice.length, rows: twice.slice(0, FEW) },
    );
  return {
    by: "ids",
    label: `${text.name} and ${image.name} in ${table.file}`,
    says: `${table.file} says which image each text belongs to (${text.name}, ${image.name}).`,
    imageOf,
    repeated: new Int32Array(0),
    sameAs: new Int32Array(0),
    trust: "sure",
    options: ["--pairs", table.file],
  };
}

/**
 * The link that a table of pairs states.
 * @param {OpenedFile} table @param {OpenedFile[]} opened the sides' files and the table @param {Sides} sides @param {string} [column] of the images
 * @returns {Link}
 */
export function linkByTable(table, opened, sides, column) {
  const { image, text } = columnsOfPairs(table, column);
  const own = sideColumns(opened, sides);
  if (text) return byBothColumns(table, image, text, sides, own);
  const n = sides.images.array.rows;
  const m = sides.texts.array.rows;
  if (image.values.length !== m)
    throw bad(
      table,
      `it has ${image.values.length} rows, and ${refInWords(sides.texts)} has ${m}. Without a column of texts it needs one row a text. ${NEEDS}.`,
      { rows: image.values.length, texts: m },
    );
  if (isNumbered(image.name)) rowsNamed(table, image, sides.images, []);
  const joined = own.images.filter(({ file }) => file !== table).map((other) => joinedBy(image, other));
  const best = joined.find((link) => link !== undefined);
  const link = (isNumbered(image.name) ? undefined : (best ?? (n === m ? oneTable(image, true) : undefined))) ?? byOrderOfNames(image, n);
  if (!link)
    throw bad(
      table,
      `${image.name} names ${new Set(image.values).size} images, and ${refInWords(sides.images)} has ${n} rows without such names. ${NEEDS}, or the images' file a column of the same ids.`,
      { images: n },
    );
  return { ...link, trust: "sure", options: ["--pairs", `${table.file}::${image.name}`] };
}
