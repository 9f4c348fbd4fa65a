/** What is said of a side's rows: its own columns, those of tables beside it, and what tables say of the ids that it has. */
import { grouped } from "./collections.js";
import { factsOf, isUnique } from "./column-facts.js";
import { areNamesakes, columnsOf, describes, namesImage, namesRow, namesText, sideColumns, tablesIn } from "./columns.js";
import { isWhole, meetingOf, placesOf } from "./meeting.js";
import { BY_LAST_NUMBER, spelledBy } from "./spellings.js";

/** @import { OpenedFile, Role } from "../types.d.ts" */
/** @import { Attribute, Attributes, Column, Sides } from "./types.d.ts" */

/** Tables passed on the way from one side to the other. */
const MOST_TABLES = 2;
/** Columns of one table looked at: beyond that a table holds measurements. */
const MOST_COLUMNS = 60;

/** May hold ids or names, however it is called. @param {Column} column */
export function mayBeId({ values, keys }) {
  const { distinct, fractional } = factsOf(values);
  return keys === true || (distinct > 1 && !fractional);
}

/** A column as an attribute of the rows that it is in the order of. @param {Column} column @param {boolean} [beside] @returns {Attribute} */
export const attributeOf = (column, beside = false) => ({ origin: column.values, ...column, through: [], beside });

/** What names its rows one by one, whatever it is called. @param {Attribute} attribute */
export function isId({ values, name, keys, rowOf, through }) {
  if (rowOf || through.length > 0) return false;
  const { prose, fractional, countsUp, distinct } = factsOf(values);
  if (keys) return true;
  const named = namesImage(name) || namesText(name) || namesRow(name);
  if ((prose && !named) || fractional || countsUp || distinct < 2 || describes(name)) return false;
  return isUnique(values) || (named && distinct * 20 >= values.length);
}

/** The values of another column of a table, by the rows of a side. @param {Attribute} of @param {Column} key @param {Column} column @param {number} rule @returns {Attribute} */
function lookedUp(of, key, column, rule) {
  const places = placesOf(key.values, rule);
  const ids = spelledBy(of.values, rule);
  const rows = new Int32Array(of.rows).fill(-1);
  for (const [at, id] of ids.entries()) {
    const place = places.get(id);
    const row = of.rowOf ? of.rowOf[at] : at;
    if (place !== undefined && rows[row] < 0) rows[row] = place;
  }
  const { name, file, rowOf: listOf } = column;
  const attribute = { name, file, origin: column.values, rows: of.rows, through: [...of.through, key], beside: of.beside };
  if (!listOf) return { ...attribute, values: Array.from(rows, (row) => (row < 0 ? "" : column.values[row])) };
  const lists = grouped(listOf.keys(), (at) => listOf[at]);
  const values = [];
  const rowOf = [];
  for (const [row, place] of rows.entries())
    for (const at of lists.get(place) ?? []) {
      values.push(column.values[at]);
      rowOf.push(row);
    }
  return { ...attribute, values, rowOf: Int32Array.from(rowOf) };
}

/** How well two names go together. @param {Column} of @param {Column} key */
function likeness(of, key) {
  if (of.name.toLowerCase() === key.name.toLowerCase()) return 2;
  return (namesImage(of.name) && namesImage(key.name)) || (namesText(of.name) && namesText(key.name)) ? 1 : 0;
}

/** The table's column that the rows' ids are found in, one row per id; undefined if several are found as well. @param {Attribute[]} attributes @param {Column[]} table */
function keyOf(attributes, table) {
  /** @type {{ of: Attribute, key: Column, rule: number, texts: number, likeness: number }[]} */
  const candidates = [];
  for (const key of table) {
    if (key.rowOf || !mayBeId(key) || describes(key.name)) continue;
    const facts = factsOf(key.values);
    if (facts.distinct < facts.filled) continue;
    for (const of of attributes) {
      if (of.values === key.values || describes(of.name) || !mayBeId(of)) continue;
      // Two columns that count up are row numbers, and name nothing.
      if (facts.countsUp && factsOf(of.values).countsUp) continue;
      const meeting = meetingOf(of, key);
      if (!meeting || meeting.rule === BY_LAST_NUMBER || meeting.texts < 0.5 * of.rows) continue;
      if (facts.countsFrom !== null && !isWhole(meeting, key)) continue;
      candidates.push({ of, key, rule: meeting.rule, texts: meeting.texts, likeness: likeness(of, key) });
    }
  }
  const [best, next] = candidates.sort((a, b) => b.likeness - a.likeness || b.texts - a.texts);
  const rivals = next && next.key !== best.key && next.likeness === best.likeness && next.texts * 2 > best.texts;
  return rivals ? undefined : best;
}

/** @param {Attribute[]} first @param {Column[][]} tables @param {Set<readonly string[]>} others columns of the other side's own rows: to find these is a link already @returns {Attribute[]} */
function withTables(first, tables, others) {
  const all = [...first];
  const reached = new Set();
  let last = first;
  for (let step = 0; step < MOST_TABLES && last.length > 0; step++) {
    /** @type {Attribute[]} */
    const next = [];
    for (const table of tables) {
      if (reached.has(table) || table.some(({ values }) => others.has(values) || first.some((own) => own.origin === values))) continue;
      const join = keyOf(last, table.slice(0, MOST_COLUMNS));
      if (!join) continue;
      reached.add(table);
      for (const column of table) if (column !== join.key && mayBeId(column)) next.push(lookedUp(join.of, join.key, column, join.rule));
    }
    all.push(...next);
    last = next;
  }
  return all;
}

/** A table beside is in the side's order only if the side has no ids that the table could be met by. @param {OpenedFile} file @param {Attribute[]} own columns of the side's own file */
export function isInOrder(file, own) {
  const ids = own.filter(isId);
  const columns = columnsOf(file);
  // A column of one name says whether the rows are the same.
  const twins = own.flatMap((one) =>
    columns.filter(({ name, rows }) => areNamesakes(name, one.name) && rows === one.rows).map((twin) => ({ one, twin })),
  );
  if (twins.some(({ one, twin }) => twin.values.some((value, row) => value !== one.values[row]))) return false;
  if (keyOf(own, columns.slice(0, MOST_COLUMNS))) return false;
  return ids.length === 0 || !columns.some((column) => isId(attributeOf(column)));
}

/** @param {OpenedFile[]} opened @param {Sides} sides @returns {Attributes} */
export function attributesOf(opened, sides) {
  const columns = sideColumns(opened, sides);
  const tables = opened.flatMap((file) => tablesIn(file)).filter((table) => table.some((column) => columnsOf(column.file).length > 1));
  const of = (/** @type {Role} */ role) => {
    const own = columns[role].own.map((column) => attributeOf(column));
    const beside = columns[role].beside.filter((column) => isInOrder(column.file, own)).map((column) => attributeOf(column, true));
    const others = new Set(columns[role === "images" ? "texts" : "images"].own.map(({ values, origin = values }) => origin));
    return withTables([...own, ...beside], tables, others);
  };
  const [images, texts] = [of("images"), of("texts")];
  const shared = texts.filter(
    ({ origin, through }) => through.length === 0 && images.some((other) => other.through.length === 0 && other.origin === origin),
  );
  return { images, texts, shared };
}
