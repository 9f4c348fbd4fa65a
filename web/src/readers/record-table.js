/** Records one below the other: keys that hold lists of numbers become matrices, keys that hold words or single numbers columns. */
import { Failure } from "../failure.js";
import { RowStore } from "./row-store.js";

/** @import { MatrixSource, TextColumn } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */

const DEEPEST = 64;

/**
 * One key of all records. store: of vectors; counts: rows of each record; values: of words.
 * missing: records before the first that tells what the key holds. isWhole: no vector so far had a fraction.
 * @typedef {{
 *   name: string, kind: "unknown" | "vectors" | "text" | "texts" | "dropped", missing: number, isWhole: boolean,
 *   store: RowStore, counts: number[], values: string[], seen: number,
 * }} Field
 */

/** @param {string} prefix @param {string} key */
export const dotted = (prefix, key) => (prefix && key ? `${prefix}.${key}` : prefix || key);

/** @param {unknown} value */
const isNumberOrNull = (value) => typeof value === "number" || value === null;

/** @param {unknown} value @returns {value is (number | null)[]} */
export const isVector = (value) =>
  Array.isArray(value) && value.length > 0 && value.some((item) => item !== null) && value.every(isNumberOrNull);

/** @param {unknown} value */
const isText = (value) => typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** @param {unknown} value */
export const wordOf = (value) => (value === null || value === undefined ? "" : isText(value) ? String(value) : JSON.stringify(value));

/** What a value holds. @param {unknown} value @returns {Field["kind"]} */
function kindOf(value) {
  if (value === null || (Array.isArray(value) && value.length === 0)) return "unknown";
  if (!Array.isArray(value)) return "text";
  if (value.some((item) => typeof item === "number" || Array.isArray(item))) return "vectors";
  if (value.every((item) => item === null)) return "unknown";
  return value.every((item) => typeof item === "string") ? "texts" : "text";
}

/** @type {Readonly<Record<Field["kind"], string>>} */
const IN_WORDS = Object.freeze({
  unknown: "nothing",
  vectors: "a list of numbers",
  text: "a word or a single number",
  texts: "a list of words",
  dropped: "a list",
});

export class RecordTable {
  /** @param {string} name before the keys' names @param {Budget} budget */
  constructor(name, budget) {
    this.name = name;
    this.budget = budget;
    this.rows = 0;
    /** @type {Map<string, Field>} */
    this.fields = new Map();
    /** @type {Failure[]} */
    this.refused = [];
    this.line = 0;
  }

  /** @param {unknown} record @param {number} line */
  push(record, line) {
    this.line = line;
    this.rows++;
    this.visit("", record, 0);
    for (const field of this.fields.values()) if (field.seen < this.rows) this.add(field, null);
  }

  /** @param {string} key @param {unknown} value @param {number} depth */
  visit(key, value, depth) {
    if (depth > DEEPEST)
      throw new Failure(
        "UNSUPPORTED_FORMAT",
        `Line ${this.line} of ${this.budget.file} nests its data more than ${DEEPEST} deep. Save the features alone.`,
        { file: this.budget.file, line: this.line },
      );
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      for (const [inner, item] of Object.entries(value)) this.visit(dotted(key, inner), item, depth + 1);
      return;
    }
    let field = this.fields.get(key);
    if (!field) {
      const name = dotted(this.name, key);
      const store = new RowStore(name, this.budget);
      field = { name, kind: "unknown", missing: this.rows - 1, isWhole: true, store, counts: [], values: [], seen: 0 };
      this.fields.set(key, field);
    }
    this.add(field, value);
  }

  /** @param {Field} field @param {string} what @param {"CORRUPT" | "SHAPE"} [code] */
  bad({ name }, what, code = "CORRUPT") {
    const key = name ? `"${name}" on line ${this.line}` : `Line ${this.line}`;
    return new Failure(code, `${key} of ${this.budget.file} ${what}`, { file: this.budget.file, line: this.line, key: name });
  }

  /** @param {Field} field @param {unknown} value */
  add(field, value) {
    if (field.seen === this.rows) throw this.bad(field, "is there twice in one record. Give each key a name of its own.");
    field.seen = this.rows;
    const kind = kindOf(value);
    if (field.kind === "unknown" && kind !== "unknown") this.decide(field, kind);
    if (field.kind === "unknown") field.missing++;
    else if (field.kind === "vectors") {
      if (kind !== "vectors" && kind !== "unknown")
        throw this.bad(
          field,
          `holds ${IN_WORDS[kind]}, and the records above hold lists of numbers there. Correct the record or leave it out.`,
        );
      this.addVectors(field, value);
    } else if (field.kind === "texts" && kind !== "text" && kind !== "vectors")
      for (const word of Array.isArray(value) ? value : [null]) this.addText(field, word);
    else if (field.kind === "text" && kind === "vectors")
      throw this.bad(
        field,
        "holds a list of numbers, and the records above hold words or single numbers there. Correct the record or leave it out.",
      );
    else if (field.kind !== "dropped") this.addText(field, value);
  }

  /** @param {Field} field @param {Field["kind"]} kind */
  decide(field, kind) {
    field.kind = kind;
    const { missing } = field;
    if (kind === "vectors") field.counts = new Array(missing).fill(1);
    else for (let i = 0; i < missing; i++) this.addText(field, null);
  }

  /** @param {Field} field @param {unknown} value */
  addText(field, value) {
    const word = wordOf(value);
    this.budget.take(16 + 2 * word.length, field.name || "The text", "Keep the texts in a file of their own.");
    field.values.push(word);
  }

  /** @param {Field} field @param {unknown} value a list of numbers, a list of such lists, an empty list or null */
  addVectors(field, value) {
    const { store } = field;
    const isList = Array.isArray(value) && Array.isArray(value[0]);
    const vectors =
      value === null || (Array.isArray(value) && value.length > 0 && value.every((item) => item === null))
        ? [null]
        : isList
          ? value
          : [value];
    let rows = 0;
    for (const vector of vectors) {
      if (vector !== null && !this.fits(field, vector)) {
        field.kind = "dropped";
        return;
      }
      // A vector that is missing is a row without values, which pairing reports by its number.
      if (vector !== null) {
        if (store.cols === 0) {
          store.cols = vector.length;
          for (let i = 0; i < field.missing; i++) store.push(new Float32Array(store.cols).fill(Number.NaN));
        }
        store.push(vector.map((/** @type {number | null} */ item) => item ?? Number.NaN));
      } else if (store.cols > 0) store.push(new Float32Array(store.cols).fill(Number.NaN));
      else field.missing++;
      rows++;
    }
    field.counts.push(rows);
  }

  /** False where the key's lists are of several lengths and may be anything (tokens, sizes). @param {Field} field @param {unknown} vector */
  fits(field, vector) {
    if (!Array.isArray(vector)) throw this.bad(field, "holds a number beside lists of numbers. Correct the record or leave it out.");
    const odd = vector.findIndex((item) => !isNumberOrNull(item));
    if (odd >= 0)
      throw this.bad(
        field,
        `holds ${JSON.stringify(vector[odd]).slice(0, 40)} as item ${odd} (counted from 0) of a list of numbers. Correct the record or leave it out.`,
      );
    const { cols } = field.store;
    field.isWhole &&= vector.every((item) => item === null || Number.isInteger(item));
    if (vector.length === cols || (cols === 0 && vector.length > 0)) return true;
    const failure = this.bad(
      field,
      `holds ${vector.length} numbers, and the records above hold ${cols}. All need one length; correct the record or leave it out.`,
      "SHAPE",
    );
    if (!field.isWhole) throw failure;
    this.refused.push(failure);
    return false;
  }

  /** @returns {{ arrays: MatrixSource[], columns: TextColumn[], stacks: { name: string, counts: number[] }[], refused: Failure[] }} */
  finished() {
    /** @type {MatrixSource[]} */
    const arrays = [];
    const stacks = [];
    const columns = [];
    for (const { name, kind, store, counts, values } of this.fields.values()) {
      if ((kind === "text" || kind === "texts") && values.length > 0) columns.push({ name, values });
      if (kind !== "vectors" || store.rows === 0 || store.cols === 0) continue;
      const [half] = counts;
      if (counts.length === 2 && half > 1 && counts[1] === half && this.fields.size === 1)
        arrays.push(store.source(`${name}[0]`, 0, half), store.source(`${name}[1]`, half));
      else {
        arrays.push(store.source());
        stacks.push({ name, counts });
      }
    }
    return { arrays, columns, stacks, refused: this.refused };
  }
}
