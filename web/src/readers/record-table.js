/** Records one below the other: keys that hold lists of numbers become matrices, keys that hold words, ids or single numbers columns. */
import { Failure } from "../failure.js";
import { areItems, columnOf, DEEPEST, dotted, FITTING, IN_WORDS, kindOf, wordOf } from "./record-field.js";
import { scalarVectors } from "./record-scalars.js";
import { Rows } from "./rows.js";
import { onceARow } from "./text-columns.js";

/** @import { MatrixSource, TextColumn, Whole } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Field, FieldKind } from "./types.d.ts" */

/** Outlines beside captions are of any length. */
const NO_VECTOR = /(^|\.)(segmentation|polygons?|bbox|boxes|keypoints)$/i;

/** @param {unknown} value */
const isNumberOrNull = (value) => typeof value === "number" || value === null;

/** @param {unknown} value @returns {value is (number | null)[]} */
export const isVector = (value) =>
  Array.isArray(value) && value.length > 0 && value.some((item) => item !== null) && value.every(isNumberOrNull);

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** @param {readonly unknown[]} list mostly a vector, whose numbers are passed over without a call */
function holdsRecord(list) {
  for (const item of list) if (typeof item !== "number" && isRecord(item)) return true;
  return false;
}

/** @param {(number | null)[]} vector */
const numbersOf = (vector) => vector.map((item) => item ?? Number.NaN);

/** @param {unknown} value an id beside its vector */
export const isWord = (value) => typeof value === "string" || Number.isInteger(value);
/** @param {unknown} value */
export const isScalar = (value) => value === null || typeof value !== "object";

/** How rows that are lists are read: as vectors, as [id, vector], or cell by cell. @param {unknown[]} row @returns {"vector" | "pair" | "cells"} */
function layoutOf(row) {
  const holdsNumbers = (/** @type {unknown} */ item) => Array.isArray(item) && (isVector(item) || isVector(item[0]));
  if (row.length === 2 && row.some(isWord) && row.some(holdsNumbers)) return "pair";
  const words = row.filter((item) => typeof item === "string").length;
  const numbers = row.filter((item) => typeof item === "number").length;
  if (words > 0 && (numbers > 0 ? row.every(isScalar) : row.some(holdsNumbers))) return "cells";
  return "vector";
}

export class RecordTable {
  /** @param {string} name before the keys' names @param {Budget} budget @param {string[]} [header] names of a row's cells */
  constructor(name, budget, header) {
    this.name = name;
    this.budget = budget;
    this.header = header;
    this.rows = 0;
    /** @type {Map<string, Field>} */
    this.fields = new Map();
    /** @type {Failure[]} */
    this.refused = [];
    this.at = "";
    /** @type {ReturnType<typeof layoutOf>} */
    this.layout = header ? "cells" : "vector";
  }

  /** @param {unknown} record @param {number} line @param {string} [key] it stands under this */
  push(record, line, key) {
    this.line = line;
    this.at = key === undefined ? `line ${line}` : `line ${line} under "${key.slice(0, 60)}"`;
    if (this.rows === 0 && !this.header && Array.isArray(record)) this.layout = layoutOf(record);
    this.rows++;
    this.visit("", this.layout !== "vector" && Array.isArray(record) ? this.spread(record) : record, 0);
    for (const field of this.fields.values()) if (field.seen < this.rows) this.add(field, null);
  }

  /** A row that is a list, as a record. @param {unknown[]} row */
  spread(row) {
    if (this.layout === "pair") {
      const key = row.find(isWord);
      const vector = row.find(Array.isArray);
      if (row.length === 2 && key !== undefined && vector !== undefined) return { key, "": vector };
      throw this.bad(null, "is no pair of an id and a vector, as the rows above are. Correct the row or leave it out.");
    }
    const { header } = this;
    const expected = header?.length ?? (this.rows > 1 ? this.fields.size : row.length);
    if (row.length !== expected)
      throw this.bad(
        null,
        `holds ${row.length} values, and ${expected} are named or stand in the first row. Each row needs the same number.`,
      );
    return Object.fromEntries(row.map((cell, column) => [header?.[column] ?? String(column), cell]));
  }

  /** @param {string} key @param {unknown} value @param {number} depth */
  visit(key, value, depth) {
    if (depth > DEEPEST)
      throw new Failure(
        "UNSUPPORTED_FORMAT",
        `Line ${this.line} of ${this.budget.file} nests its data more than ${DEEPEST} deep. Save the features alone.`,
      );
    if (isRecord(value)) for (const [inner, item] of Object.entries(value)) this.visit(dotted(key, inner), item, depth + 1);
    else if (Array.isArray(value) && holdsRecord(value)) this.visitRecords(key, value, depth);
    else this.add(this.fields.get(key) ?? this.addField(key), value);
  }

  /** Records in a list inside a record: the values of each of their keys side by side. @param {string} key @param {unknown[]} list @param {number} depth */
  visitRecords(key, list, depth) {
    const records = list.filter(isRecord);
    if (records.length < list.length) throw this.wrong(null, `holds something else among the records of "${dotted(this.name, key)}"`);
    for (const inner of new Set(records.flatMap(Object.keys))) {
      const items = records.map((record) => record[inner] ?? null);
      const nested = items.filter((item) => item !== null && typeof item === "object");
      const value = nested.length === 0 ? items.map(wordOf) : items.length === 1 ? items[0] : items;
      this.visit(dotted(key, inner), value, depth + 1);
    }
  }

  /** @param {string} key */
  addField(key) {
    const name = dotted(this.name, key);
    /** @type {Field} */
    const field = {
      name,
      kind: "unknown",
      missing: this.rows - 1,
      isWhole: true,
      isKey: key === "key" && this.layout === "pair",
      store: new Rows(name, this.budget),
      counts: [],
      values: [],
      seen: 0,
      numbers: 0,
    };
    this.fields.set(key, field);
    return field;
  }

  /** @param {Field | null} field null if it is the whole row @param {string} what @param {"CORRUPT" | "SHAPE"} [code] @param {string} [at] */
  bad(field, what, code = "CORRUPT", at = this.at) {
    const key = field?.name ? `"${field.name}" on ${at}` : `${at[0].toUpperCase()}${at.slice(1)}`;
    return new Failure(code, `${key} of ${this.budget.file} ${what}`);
  }

  /** @param {Field | null} field @param {string} what the record alone has */
  wrong(field, what) {
    return this.bad(field, `${what}. Correct the record or leave it out.`);
  }

  /** @param {Field} field @param {unknown} value */
  add(field, value) {
    if (field.seen === this.rows) throw this.bad(field, "is there twice in one record. Give each key a name of its own.");
    field.seen = this.rows;
    const kind = kindOf(value);
    if (field.kind === "dropped") return;
    if (field.kind === "unknown" && kind !== "unknown") this.decide(field, kind);
    if (field.kind === "wholes" && kind === "texts") field.kind = "texts";
    if (field.kind === "text" && kind === "texts") {
      field.kind = "texts";
      field.counts = field.values.map(() => 1);
    }
    if (field.kind === "wholes" && kind === "vectors") this.toVectors(field);
    if (!FITTING[field.kind].includes(kind))
      throw this.wrong(field, `holds ${IN_WORDS[kind][0]}, and the records above hold ${IN_WORDS[field.kind][1]} there`);
    if (field.kind === "unknown") field.missing++;
    else if (field.kind === "vectors")
      this.addVectors(field, kind === "unknown" && !(Array.isArray(value) && value.length === 0) ? null : value);
    else if (field.kind === "text") this.addText(field, value);
    else if (kind === "text") this.addItems(field, [value]);
    else this.addItems(field, kind === "unknown" ? [] : /** @type {unknown[]} */ (value));
  }

  /** @param {Field} field @param {FieldKind} kind */
  decide(field, kind) {
    field.kind = kind;
    const { missing } = field;
    if (kind === "vectors") {
      field.counts = new Array(missing).fill(1);
      field.store.early = missing;
    } else if (kind === "text") for (let i = 0; i < missing; i++) this.addText(field, null);
    else field.counts = new Array(missing).fill(0);
  }

  /** @param {Field} field @param {unknown} value */
  addText(field, value) {
    this.budget.takeText(typeof value === "string" ? value : "", field.name || "The text");
    if (typeof value === "number") field.numbers++;
    else if (value !== null) field.odd ??= { at: this.at, word: wordOf(value).slice(0, 40) };
    field.values.push(value);
  }

  /** @param {Field} field @param {unknown[]} items of one record's list */
  addItems(field, items) {
    const lengths = field.store;
    if (field.kind === "wholes" && items.length > 0) {
      lengths.cols ||= items.length;
      if (items.length !== lengths.cols) field.ragged ??= { at: this.at, length: items.length, expected: lengths.cols };
    }
    for (const item of items) {
      this.budget.takeText(typeof item === "string" ? item : "", field.name || "The list");
      field.values.push(item);
    }
    field.counts.push(items.length);
  }

  /** Lists of whole numbers turn out to be vectors. @param {Field} field */
  toVectors(field) {
    const { store, ragged } = field;
    field.kind = "vectors";
    if (ragged) throw this.unequal(field, ragged.length, ragged.expected, ragged.at);
    let at = 0;
    for (const count of field.counts) {
      if (count === 0) store.missing();
      else store.push(numbersOf(/** @type {(number | null)[]} */ (field.values.slice(at, at + count))));
      at += count;
    }
    field.counts = field.counts.map(() => 1);
    field.values = [];
  }

  /** @param {Field} field @param {unknown} value a list of numbers, a list of such lists, an empty list or null */
  addVectors(field, value) {
    const { store } = field;
    const isStack = Array.isArray(value) && value.some((item) => typeof item !== "number" && Array.isArray(item));
    const vectors = isStack ? value : [value];
    for (const vector of vectors) {
      // A vector that is missing is a row without values, which pairing reports by its number.
      if (vector === null) store.missing();
      else if (this.fits(field, vector)) {
        if (store.cols === 0) store.open(vector.length);
        store.push(numbersOf(vector));
      } else {
        field.kind = "dropped";
        return;
      }
    }
    field.counts.push(vectors.length);
  }

  /** @param {Field} field @param {number} length @param {number} expected @param {string} [at] */
  unequal(field, length, expected, at) {
    return this.bad(
      field,
      `holds ${length} numbers, and the records above hold ${expected}. All need one length; correct the record or leave it out.`,
      "SHAPE",
      at,
    );
  }

  /** False where the key's lists are of several lengths and may be anything (tokens, sizes). @param {Field} field @param {unknown} vector */
  fits(field, vector) {
    if (!Array.isArray(vector)) throw this.wrong(field, "holds a number beside lists of numbers");
    const odd = vector.findIndex((item) => !isNumberOrNull(item));
    if (odd >= 0)
      throw this.wrong(field, `holds ${JSON.stringify(vector[odd]).slice(0, 40)} as item ${odd} (counted from 0) of a list of numbers`);
    const { cols } = field.store;
    field.isWhole &&= vector.every((item) => item === null || Number.isInteger(item));
    if (vector.length === cols || (cols === 0 && vector.length > 0)) return true;
    const failure = this.unequal(field, vector.length, cols);
    if (!field.isWhole && !NO_VECTOR.test(field.name)) throw failure;
    this.refused.push(failure);
    return false;
  }

  /** @returns {{ arrays: MatrixSource[], columns: TextColumn[], stacks: { name: string, counts: number[] }[], wholes: Whole[], refused: Failure[] }} */
  finished() {
    /** @type {MatrixSource[]} */
    const arrays = [];
    const stacks = [];
    /** @type {Whole[]} */
    const wholes = [];
    for (const field of this.fields.values()) {
      if (field.kind === "wholes" && !areItems(field)) {
        if (!field.ragged) this.toVectors(field);
        else this.refused.push(this.unequal(field, field.ragged.length, field.ragged.expected, field.ragged.at));
      }
      const { name, kind, store, counts } = field;
      if (kind !== "vectors" || store.rows === 0 || store.cols === 0) continue;
      const [first] = counts;
      const areEqual = first > 1 && counts.length > 1 && counts.every((count) => count === first);
      if (areEqual && counts.length === 2 && this.fields.size === 1) {
        const halves = [store.source(`${name}[0]`, 0, first), store.source(`${name}[1]`, first)];
        arrays.push(...halves);
        wholes.push({ array: store.source(`${name}[*]`), parts: halves.map((part) => part.name) });
      } else {
        arrays.push({ ...store.source(), ...(areEqual && { block: first }) });
        stacks.push({ name, counts });
      }
    }
    const scalars = scalarVectors(this, arrays.length > 0);
    const columns = this.columns(scalars.used, stacks);
    return { arrays: [...arrays, ...scalars.arrays], columns, stacks, wholes, refused: this.refused };
  }

  /** @param {Set<Field>} used fields that became vectors @param {{ name: string, counts: number[] }[]} stacks */
  columns(used, stacks) {
    const [only] = stacks;
    const each = stacks.length === 1 && only.counts.some((count) => count !== 1) ? only.counts : undefined;
    const columns = [];
    for (const [key, field] of this.fields) {
      if (used.has(field) || field.values.length === 0) continue;
      if (field.kind !== "text" && field.kind !== "texts" && !(field.kind === "wholes" && areItems(field))) continue;
      const name = this.layout === "cells" && !this.header ? `column ${Number(key) + 1}` : field.name;
      const column = columnOf(field, name);
      // Several vectors of a record: what the record says is said of each.
      if (each && !column.rowOf) column.values = onceARow(column.values, each);
      else if (each && field.counts.every((count, row) => count === each[row])) delete column.rowOf;
      if (each && !column.rowOf && only.name) column.of = only.name;
      columns.push(column);
    }
    return columns;
  }
}
