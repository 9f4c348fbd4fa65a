/** A table's columns as arrays and text, told from their names and types; the formats' own code fills them. */
import { Failure } from "../../failure.js";
import { addVectors, emptyPlan, FEWEST, ID_NAME, VECTOR_NAME } from "../csv-plan.js";
import { unsupportedType } from "../opened-file.js";
import { Columns, usualLength, Vectors } from "../rows.js";
import { Words } from "../text-columns.js";

/** @import { DType, FoundArray, FoundTable } from "../../types.d.ts" */
/** @import { Budget } from "../budget.js" */
/** @import { Leaf, ListSink, NumberSink, TextSink } from "./types.d.ts" */

/** From this share of rows and this length on, lists of one length are vectors, and a list of another length is a fault. */
const VECTOR = Object.freeze({ share: 0.75, length: 8 });
/** Lists of whole numbers may be anything. */
const WHOLE_VECTOR = Object.freeze({ share: 0.9, length: 16 });

/** @param {DType} dtype */
const isWhole = (dtype) => /^u?int(16|32|64)$/.test(dtype);

/** What stands before a name's number; null if it ends in none. @param {string} name */
const stemOf = (name) => /^(.*?)\d+[\])]?$/s.exec(name.trim())?.[1] ?? null;

/** Numbers that may be dimensions: whole numbers under names of their own describe rows. @param {readonly Leaf[]} leaves @param {number[]} columns */
function dimensionsAmong(leaves, columns) {
  /** @type {Map<string | null, number>} */
  const stems = new Map([[null, 1]]);
  for (const column of columns) {
    const stem = stemOf(leaves[column].name);
    if (stem !== null) stems.set(stem, (stems.get(stem) ?? 0) + 1);
  }
  const alone = new Set(columns.filter((column) => isWhole(leaves[column].dtype) && stems.get(stemOf(leaves[column].name)) === 1));
  if (alone.size >= FEWEST && alone.size * 2 > columns.length) return columns;
  return columns.filter((column) => !alone.has(column));
}

/** The shortest text that is the same float32. @param {number} value */
function shortest(value) {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(value);
}

/** One value of a column as text, as its writer would print it. @param {unknown} value @param {Leaf} column */
function inWords(value, { dtype, kind, stated }) {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return "";
    const text = value.toISOString();
    return /\bdate\b/i.test(stated) ? text.slice(0, text.indexOf("T")) : text;
  }
  if (typeof value === "number" && kind === "number" && dtype === "float32" && Math.fround(value) === value) return shortest(value);
  return String(value);
}

/** @template {Leaf} L */
export class Table {
  /** @param {readonly L[]} leaves @param {number} rows @param {Budget} budget */
  constructor(leaves, rows, budget) {
    this.leaves = leaves;
    this.rows = rows;
    this.budget = budget;
    budget.check(rows * 8, `A column of ${rows.toLocaleString("en")} rows`, "Save fewer rows to one file.");
    const names = leaves.map(({ name }) => name);
    const plan = emptyPlan(leaves.length, names);
    /** @type {number[]} */
    const numbers = [];
    for (const [column, leaf] of leaves.entries()) {
      const { name, kind } = leaf;
      const isIdList = kind === "list" && isWhole(leaf.dtype) && ID_NAME.test(name.slice(name.lastIndexOf(".") + 1));
      if (kind === "list" && !isIdList) plan.lists.push({ name, column });
      else if (kind === "number" && !ID_NAME.test(name)) numbers.push(column);
      else if (kind !== "other") {
        plan.texts.push({ name, column });
        plan.words ||= kind === "text" && !ID_NAME.test(name);
      }
    }
    const dimensions = dimensionsAmong(leaves, numbers);
    for (const column of numbers) if (!dimensions.includes(column)) plan.texts.push({ name: names[column], column });
    addVectors(plan, dimensions, (column) => names[column]);
    /** @type {Failure[]} */
    this.refused = leaves
      .filter(({ kind }) => kind === "other")
      .map(({ name, stated }) => unsupportedType(`${name} in ${budget.file}`, stated, "values that are not read"));
    /** @type {Map<string, string>} what lists cannot be, by their names */
    this.reasons = new Map();
    /** @type {Failure[]} of lists that are meant as vectors */
    this.faults = [];
    /** @type {ListSink<L>[]} */
    this.lists = plan.lists.flatMap(({ name, column }) =>
      this.#unless(() => [{ leaf: leaves[column], vectors: new Vectors(name, rows, leaves[column].dtype, budget) }]),
    );
    /** @type {NumberSink<L>[]} */
    this.numbers = plan.vectors.flatMap(({ name, columns }) => {
      const dimensions = columns.map((column) => leaves[column]);
      return this.#unless(() => {
        const matrix = new Columns(name, rows, dimensions, budget);
        return dimensions.map((leaf, col) => ({ leaf, columns: matrix, col }));
      });
    });
    /** @type {TextSink<L>[]} */
    this.texts = plan.texts.sort((a, b) => a.column - b.column).map(({ column }) => this.#text(leaves[column]));
  }

  /** @param {L} leaf @returns {TextSink<L>} */
  #text(leaf) {
    const { name, kind } = leaf;
    const isList = kind === "list" || kind === "texts";
    return { leaf, words: new Words(name, this.budget, isList, `${name} in ${this.budget.file}`, "Leave the column out.") };
  }

  /** What is too large is a fault. @template Sink @param {() => Sink[]} make @returns {Sink[]} */
  #unless(make) {
    try {
      return make();
    } catch (error) {
      this.faults.push(Failure.from(error));
      return [];
    }
  }

  /** @param {TextSink<L>} sink @param {unknown} value @param {number} [row] of a list */
  addText({ leaf, words }, value, row = 0) {
    words.push(inWords(value, leaf), row);
  }

  /** A column of lists that cannot be read, or is too large. @param {ListSink<L>} sink @param {unknown} error */
  refuse(sink, error) {
    this.faults.push(Failure.from(error));
    this.lists = this.lists.filter((list) => list !== sink);
  }

  /** Once all lists are read: those of whole numbers in several lengths are columns, and are to be read as such. */
  settle() {
    for (const sink of [...this.lists]) {
      try {
        sink.vectors.close();
      } catch (error) {
        this.refuse(sink, error);
        continue;
      }
      if (sink.vectors.isRagged) this.#settleRagged(sink);
      else if (sink.vectors.cols === 0) this.reasons.set(sink.vectors.name, "without a value");
    }
  }

  /** @param {ListSink<L>} sink */
  #settleRagged(sink) {
    const { vectors, leaf } = sink;
    const { usual, share } = usualLength(vectors.lengths);
    const whole = isWhole(vectors.dtype) || /int8$/.test(vectors.dtype);
    const least = whole && !VECTOR_NAME.test(leaf.name) ? WHOLE_VECTOR : VECTOR;
    if (share >= least.share && usual >= least.length) this.refuse(sink, vectors.ragged());
    else {
      if (whole) this.texts.push(this.#text(leaf));
      else this.refused.push(vectors.ragged());
      this.lists = this.lists.filter((list) => list !== sink);
    }
    const { lengths } = vectors;
    const row = lengths.findIndex((length) => length >= 0 && length !== lengths[0]);
    this.reasons.set(leaf.name, `of several lengths (row 0: ${Math.max(0, lengths[0])}, row ${row}: ${lengths[row]})`);
  }

  /** @returns {FoundTable} */
  found() {
    const lists = this.lists.flatMap(({ vectors }) => vectors.found() ?? []);
    const sides = [...new Set(this.numbers.map(({ columns }) => columns))].map((side) => side.found());
    const arrays = this.rows > 0 ? [...lists, ...sides] : [];
    // With both sides there, a third column is no reason to refuse the file.
    if (this.faults.length > 0 && arrays.length < 2) throw this.faults[0];
    const read = new Set([...arrays.map(({ name }) => name), ...this.texts.map(({ leaf }) => leaf.name)]);
    const columns = this.rows > 0 ? this.texts.map(({ words }) => words.column()) : [];
    const refused = [...this.faults, ...this.refused].map(({ code, message, details }) => ({ code, message, details }));
    return { arrays, listing: this.#listing(arrays, read), columns: columns.filter(({ values }) => values.length > 0), refused };
  }

  /** @param {FoundArray[]} arrays @param {ReadonlySet<string>} read */
  #listing(arrays, read) {
    const listing = arrays.map(({ name, rows, cols, dtype }) => ({ name, shape: [rows, cols], dtype: /** @type {string} */ (dtype) }));
    for (const { name, kind, stated } of this.leaves) {
      if (!/^(list|texts|other)$/.test(kind) || read.has(name)) continue;
      const reason = this.reasons.get(name);
      listing.push({ name, shape: [this.rows], dtype: reason ? `${stated} ${reason}` : stated });
    }
    return listing;
  }
}
