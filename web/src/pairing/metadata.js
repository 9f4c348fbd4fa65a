/** What is said of the rows beside their vectors: columns of the sides' own files and of tables, joined by ids or by order. */
import { Failure } from "../failure.js";
import { factsOf, isUnique } from "./column-facts.js";
import { columnsOf, describes, isNumbered, namesImage, namesRow, namesText, proseColumn, rowNumbers } from "./columns.js";
import { warning } from "./findings.js";
import { meetingOf, NEARLY_ALL } from "./meeting.js";
import { refInWords } from "./roles.js";
import { misfitInWords, strangeInWords } from "./unused.js";

/** @import { Metadata, OpenedFile, Question, Role, RowIds, TextColumn } from "../types.d.ts" */
/** @import { Column, Meeting, Misfit, Sides } from "./types.d.ts" */

const ROLES = /** @type {Role[]} */ (["images", "texts"]);
/** Share of a side's rows that must be found in a table. */
const ENOUGH = 0.5;

/** The names of two columns may stand for the same ids. @param {Column} a @param {Column} b */
function alike(a, b) {
  if (a.keys || b.keys) return true;
  if (namesText(a.name) || namesText(b.name)) return namesText(a.name) && namesText(b.name);
  return (namesImage(a.name) || namesRow(a.name)) && (namesImage(b.name) || namesRow(b.name));
}

/** @typedef {{ key: Column, rows: Int32Array, matches: number }} Join rows: side's row -> table's row, -1 if there is none */

/** Columns that name rows by their values alone, whatever they are called, must find nearly all. @param {Column} own @param {Column} key @param {Meeting} meeting */
function areIds(own, key, meeting) {
  if (alike(own, key)) return true;
  const byChance = factsOf(own.values).countsFrom !== null || factsOf(key.values).fractional || describes(key.name) || describes(own.name);
  return !byChance && isUnique(key.values) && meeting.texts >= NEARLY_ALL * own.rows;
}

/** @param {Column} own of the side's rows @param {Column} key of the table @returns {Join[]} */
function joinedBy(own, key) {
  if (own.values === key.values || own.rowOf || key.rowOf || (factsOf(own.values).countsUp && factsOf(key.values).countsUp)) return [];
  const meeting = meetingOf(own, key);
  return meeting && areIds(own, key, meeting) ? [{ key, rows: meeting.imageOf, matches: meeting.texts }] : [];
}

/** A column of the side's row numbers. @param {Column} key @param {Role} role @param {number} count @returns {Join[]} */
function joinedByNumber(key, role, count) {
  if (!isNumbered(key.name) || !(role === "images" ? namesImage : namesText)(key.name)) return [];
  const numbers = rowNumbers(key.values, count);
  if (!numbers) return [];
  const rows = new Int32Array(count).fill(-1);
  for (const [row, number] of numbers.entries()) if (rows[number] < 0) rows[number] = row;
  return [{ key, rows, matches: rows.filter((row) => row >= 0).length }];
}

/** Columns of the side's own file that describe its rows, and what the pairing calls these. @param {Role} role @param {Sides} sides @param {RowIds} [ids] @returns {Column[]} */
function ownColumns(role, sides, ids) {
  const { file, array } = sides[role];
  const own = columnsOf(file).filter(({ rows, of }) => rows === array.rows && (of === undefined || of === array.name));
  const values = ids?.[role];
  if (values?.length !== array.rows || own.some((column) => column.values === values)) return own;
  return [...own, { name: role === "images" ? "image_id" : "text_id", values, file, rows: array.rows }];
}

/** The column of the table that finds most rows of the side. @param {Column[]} keys columns of the table @param {Role} role @param {Sides} sides @param {RowIds} [ids] @returns {Join | undefined} */
function bestJoin(keys, role, sides, ids) {
  const { rows } = sides[role].array;
  const own = ownColumns(role, sides, ids);
  const joins = keys.flatMap((key) => [...own.flatMap((column) => joinedBy(column, key)), ...joinedByNumber(key, role, rows)]);
  return joins.sort((a, b) => b.matches - a.matches)[0];
}

/** Names of rows that are the table's own, if the side has names as well: then the order of rows says nothing. @param {Column[]} table @param {Column[]} own */
function strange(table, own) {
  const named = (/** @type {Column} */ { values, name, keys, rowOf }) => {
    const { prose, fractional, countsUp } = factsOf(values);
    return !rowOf && (keys || (!prose && !fractional && !countsUp && !describes(name) && isUnique(values)));
  };
  const [key, id] = [table.find(named), own.find(named)];
  return key && id && key.values !== id.values ? { key, id } : undefined;
}

/** @typedef {{ metadata?: Metadata, strange?: { key: Column, id: Column }, nearest?: Misfit["nearest"] }} Joined nearest: ids that find too few rows */

/** A table's columns by the rows of a side; nothing if neither ids nor the number of rows fit. @param {OpenedFile} table @param {Sides} sides @param {RowIds} [ids] @returns {Joined} */
function joinTable(table, sides, ids) {
  const columns = columnsOf(table);
  /** @type {Misfit["nearest"]} */
  let nearest;
  for (const side of ROLES) {
    const join = bestJoin(columns, side, sides, ids);
    if (!join) continue;
    const { rows } = sides[side].array;
    if (join.matches < ENOUGH * rows) {
      if (join.matches > 0) nearest ??= { key: join.key, matches: join.matches, rows, side };
      continue;
    }
    const others = columns.filter((column) => column !== join.key && !column.rowOf);
    const joined = others.map(({ name, values }) => ({ name, values: Array.from(join.rows, (row) => values[row] ?? "") }));
    return { metadata: { images: [], texts: [], [side]: joined } };
  }
  const role = ROLES.find((side) => columns[0]?.rows === sides[side].array.rows);
  if (!role) return { nearest };
  const names = strange(columns, ownColumns(role, sides));
  if (names) return { strange: names };
  const fitting = columns.filter(({ rows, rowOf }) => !rowOf && rows === sides[role].array.rows);
  return { metadata: { images: [], texts: [], [role]: fitting.map(({ name, values }) => ({ name, values })) } };
}

/** A table that brings nothing says why. @param {OpenedFile} table @param {Joined} joined @param {Sides} sides @returns {Question} */
function whyUnused(table, { strange: names, nearest }, sides) {
  if (names) return warning("METADATA_UNUSED", strangeInWords(table, names));
  return misfitInWords(table, { rows: columnsOf(table)[0]?.rows, nearest }, sides);
}

/**
 * What the files say of the rows: the sides' own columns, and those of tables beside them.
 * @param {OpenedFile[]} opened @param {Sides} sides @param {RowIds} [ids] @param {ReadonlySet<OpenedFile>} [leading] tables by which rows are paired: no table of metadata, but not unused
 * @returns {Metadata}
 */
export function metadataOf(opened, sides, ids, leading = new Set()) {
  const own = (/** @type {Role} */ role) => ownColumns(role, sides).filter(({ rowOf }) => !rowOf);
  const tables = opened.filter((file) => file !== sides.images.file && file !== sides.texts.file && file.arrays.length === 0);
  const results = tables.map((table) => ({ table, ...joinTable(table, sides, ids) }));
  const joined = results.flatMap(({ table, metadata }) =>
    metadata && metadata.images.length + metadata.texts.length > 0 ? [{ table, ...metadata }] : [],
  );
  const unused = results.flatMap(({ table, metadata, ...why }) =>
    metadata || (!why.strange && leading.has(table)) ? [] : [whyUnused(table, why, sides)],
  );
  const all = (/** @type {Role} */ role) =>
    [...own(role), ...joined.flatMap((columns) => columns[role])].map(({ name, values }) => ({ name, values }));
  return { images: all("images"), texts: all("texts"), tables: joined.map(({ table }) => table), ...(unused.length > 0 && { unused }) };
}

/** The texts themselves, if the table has one row per text. @param {OpenedFile} table @param {Metadata} joined @param {Sides} sides */
function captionsIn(table, joined, sides) {
  const inOrder = (/** @type {TextColumn} */ { values }) => table.columns.some((column) => column.values === values);
  const shared = sides.images.array.rows === sides.texts.array.rows ? joined.images.filter(inOrder) : [];
  return proseColumn([...joined.texts, ...shared]);
}

/** A table that the user names; it must fit. @param {OpenedFile} table @param {Sides} sides @param {RowIds} [ids] @returns {Metadata & { captions?: string[] }} */
export function metadataByTable(table, sides, ids) {
  if (table.columns.length === 0)
    throw new Failure("BAD_USE", `${table.file} holds no columns of words or single numbers. Metadata is a table with a header.`);
  const { metadata, strange: names } = joinTable(table, sides, ids);
  if (metadata) return { ...metadata, captions: captionsIn(table, metadata, sides) };
  if (names)
    throw new Failure(
      "PAIRS_UNCLEAR",
      `${strangeInWords(table, names)} Give the table ids of the rows, or leave its column of ids out if its rows are in their order.`,
    );
  const { images, texts } = sides;
  const { rows } = columnsOf(table)[0];
  throw new Failure(
    "SHAPE",
    `${table.file} has ${rows} rows, ${refInWords(images)} ${images.array.rows} and ${refInWords(texts)} ${texts.array.rows}, and no column of ids is in both. Give one row an image, one row a text, or a column image_row, image_id or text_id (row numbers count from 0). Columns: ${table.columns.map(({ name }) => name).join(", ")}.`,
  );
}

/** The first text of each image; -1 for none. @param {Int32Array} imageOf @param {number} images */
export function firstTextOf(imageOf, images) {
  const first = new Int32Array(images).fill(-1);
  for (const [text, image] of imageOf.entries()) if (image >= 0 && first[image] < 0) first[image] = text;
  return first;
}

/**
 * One value per image: its own, or that of its first text.
 * @param {Metadata} metadata @param {Int32Array} textOf image row -> text row, -1 for none @param {string[]} [captions] a column that is not repeated
 * @returns {TextColumn[]}
 */
export function metadataByImage(metadata, textOf, captions) {
  const described = (/** @type {TextColumn} */ { values }) => values !== captions;
  const ofTexts = metadata.texts
    .filter(described)
    .map(({ name, values }) => ({ name, values: Array.from(textOf, (text) => values[text] ?? "") }));
  /** @type {TextColumn[]} */
  const out = [];
  for (const { name, values } of [...metadata.images.filter(described), ...ofTexts]) {
    const twins = out.filter((other) => other.name === name || other.name.startsWith(`${name} (`));
    if (twins.some((twin) => twin.values.every((value, image) => value === values[image]))) continue;
    out.push({ name: twins.length > 0 ? `${name} (${twins.length + 1})` : name, values });
  }
  return out;
}
