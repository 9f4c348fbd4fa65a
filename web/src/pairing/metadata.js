/** What is said of the rows beside their vectors: columns of the sides' own files and of tables, joined by ids or by order. */
import { Failure } from "../failure.js";
import { baseName, columnsOf, isNumbered, namesImage, namesRow, namesText, plainId, proseColumn, rowNumbers } from "./columns.js";
import { refInWords } from "./roles.js";

/** @import { ArrayRef, Metadata, OpenedFile, Role, RowIds, TextColumn } from "../types.d.ts" */
/** @import { Column } from "./columns.js" */

/** @typedef {{ images: ArrayRef, texts: ArrayRef }} Sides */

const ROLES = /** @type {Role[]} */ (["images", "texts"]);
/** Share of a side's rows that must be found in a table. */
const ENOUGH = 0.5;

/** The names of two columns may stand for the same ids. @param {string} a @param {string} b */
function alike(a, b) {
  if (namesText(a) || namesText(b)) return namesText(a) && namesText(b);
  return (namesImage(a) || namesRow(a)) && (namesImage(b) || namesRow(b));
}

/** Table rows by id, the first where several have it. @param {string[]} ids */
function firstRows(ids) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [row, id] of ids.entries()) if (id !== "" && !found.has(id)) found.set(id, row);
  return found;
}

/** @typedef {{ key: Column, rows: Int32Array, found: number }} Join rows: side's row -> table's row, -1 where there is none */

/** @param {Column} key of the table @param {string[]} own ids of the side's rows @returns {Join} */
function joinedBy(key, own) {
  const spellings = namesImage(key.name) ? [plainId, baseName] : [plainId];
  const joins = spellings.map((spell) => {
    const first = firstRows(key.values.map(spell));
    const rows = Int32Array.from(own, (id) => first.get(spell(id)) ?? -1);
    return { key, rows, found: rows.filter((row) => row >= 0).length };
  });
  return joins.reduce((best, join) => (join.found > best.found ? join : best));
}

/** A column of the side's row numbers. @param {Column} key @param {Role} role @param {number} count @returns {Join[]} */
function joinedByNumber(key, role, count) {
  if (!isNumbered(key.name) || !(role === "images" ? namesImage : namesText)(key.name)) return [];
  const numbers = rowNumbers(key.values, count);
  if (!numbers) return [];
  const rows = new Int32Array(count).fill(-1);
  for (const [row, number] of numbers.entries()) if (rows[number] < 0) rows[number] = row;
  return [{ key, rows, found: rows.filter((row) => row >= 0).length }];
}

/** @param {Column[]} keys columns of the table @param {Role} role @param {ArrayRef} side @param {string[]} [ids] of the side's rows */
function bestJoin(keys, role, side, ids) {
  const { rows } = side.array;
  const own = columnsOf(side.file).filter(({ values }) => values.length === rows);
  const named = ids?.length === rows ? [{ name: role === "images" ? "image_id" : "text_id", values: ids }] : [];
  const joins = keys.flatMap((key) => [
    // A column that names the rows already is in their order.
    ...[...own, ...named]
      .filter(({ name, values }) => values !== key.values && alike(name, key.name))
      .map(({ values }) => joinedBy(key, values)),
    ...joinedByNumber(key, role, rows),
  ]);
  const best = joins.sort((a, b) => b.found - a.found)[0];
  return best && best.found >= ENOUGH * rows ? best : undefined;
}

/** A table's columns by the rows of a side; undefined where neither ids nor the number of rows fit. @param {OpenedFile} table @param {Sides} sides @param {RowIds} [ids] @returns {Metadata | undefined} */
function joinTable(table, sides, ids) {
  const columns = columnsOf(table);
  for (const role of ROLES) {
    const join = bestJoin(columns, role, sides[role], ids?.[role]);
    if (!join) continue;
    const others = columns.filter((column) => column !== join.key);
    const joined = others.map(({ name, values }) => ({ name, values: Array.from(join.rows, (row) => values[row] ?? "") }));
    return { images: [], texts: [], [role]: joined };
  }
  const role = ROLES.find((side) => columns[0]?.values.length === sides[side].array.rows);
  return role && { images: [], texts: [], [role]: columns.filter(({ values }) => values.length === sides[role].array.rows) };
}

/**
 * What the files say of the rows: the sides' own columns, and those of tables beside them.
 * @param {OpenedFile[]} opened @param {Sides} sides @param {RowIds} [ids] @returns {Metadata}
 */
export function metadataOf(opened, sides, ids) {
  const own = (/** @type {Role} */ role) => sides[role].file.columns.filter(({ values }) => values.length === sides[role].array.rows);
  const tables = opened.filter((file) => file !== sides.images.file && file !== sides.texts.file && file.arrays.length === 0);
  const joined = tables.flatMap((table) => {
    const found = joinTable(table, sides, ids);
    return found && found.images.length + found.texts.length > 0 ? [{ table, ...found }] : [];
  });
  const all = (/** @type {Role} */ role) =>
    [...own(role), ...joined.flatMap((found) => found[role])].map(({ name, values }) => ({ name, values }));
  return { images: all("images"), texts: all("texts"), tables: joined.map(({ table }) => table) };
}

/** The texts themselves, where the table has one row a text. @param {OpenedFile} table @param {Metadata} joined @param {Sides} sides */
function captionsIn(table, joined, sides) {
  const inOrder = (/** @type {TextColumn} */ { values }) => table.columns.some((column) => column.values === values);
  const shared = sides.images.array.rows === sides.texts.array.rows ? joined.images.filter(inOrder) : [];
  return proseColumn([...joined.texts, ...shared]);
}

/**
 * A table that the user names; it must fit.
 * @param {OpenedFile} table @param {Sides} sides @param {RowIds} [ids] @returns {Metadata & { captions?: string[] }}
 */
export function metadataByTable(table, sides, ids) {
  if (table.columns.length === 0)
    throw new Failure("BAD_USE", `${table.file} holds no columns of words or single numbers. Metadata is a table with a header.`, {
      file: table.file,
    });
  const found = joinTable(table, sides, ids);
  if (found) return { ...found, captions: captionsIn(table, found, sides) };
  const { images, texts } = sides;
  const rows = table.columns[0].values.length;
  throw new Failure(
    "SHAPE",
    `${table.file} has ${rows} rows, ${refInWords(images)} ${images.array.rows} and ${refInWords(texts)} ${texts.array.rows}, and no column of ids is in both. Give one row an image, one row a text, or a column image_row, image_id or text_id (row numbers count from 0). Columns: ${table.columns.map(({ name }) => name).join(", ")}.`,
    { rows, images: images.array.rows, texts: texts.array.rows },
  );
}

/**
 * One value an image: its own, or that of its first text.
 * @param {Metadata} metadata @param {Int32Array} imageOf @param {number} images @param {string[]} [captions] a column that is not repeated
 * @returns {TextColumn[]}
 */
export function metadataByImage(metadata, imageOf, images, captions) {
  const described = (/** @type {TextColumn} */ { values }) => values !== captions;
  const first = new Int32Array(images).fill(-1);
  for (const [text, image] of imageOf.entries()) if (image >= 0 && first[image] < 0) first[image] = text;
  const ofTexts = metadata.texts
    .filter(described)
    .map(({ name, values }) => ({ name, values: Array.from(first, (text) => values[text] ?? "") }));
  /** @type {TextColumn[]} */
  const out = [];
  for (const { name, values } of [...metadata.images.filter(described), ...ofTexts]) {
    const twins = out.filter((other) => other.name === name || other.name.startsWith(`${name} (`));
    if (twins.some((twin) => twin.values.every((value, image) => value === values[image]))) continue;
    out.push({ name: twins.length > 0 ? `${name} (${twins.length + 1})` : name, values });
  }
  return out;
}
