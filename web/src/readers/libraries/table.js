/** A table's columns as arrays and text, told from their names and types; the formats' own code fills them. */
import { Failure } from "../../failure.js";
import { addVectors, emptyPlan, ID_NAME, VECTOR_NAME } from "../csv-plan.js";
import { unsupportedType } from "../opened-file.js";
import { Columns, usualLength, Vectors } from "../rows.js";
import { Words } from "../text-columns.js";
import { inWords } from "./cell-words.js";

/** @import { DType, FoundArray, FoundTable } from "../../types.d.ts" */
/** @import { Budget } from "../budget.js" */
/** @import { Leaf, ListSink, NumberSink, TextSink } from "./types.d.ts" */

/** Whole numbers side by side, each under a name of its own, that are a vector all the same. */
const FEWEST = 8;
/** From this share of rows and this length on, lists of one length are vectors, and a list of another length is a fault. */
const VECTOR = Object.freeze({ share: 0.75, length: 8 });
/** Lists of whole numbers may be anything. */
const WHOLE_VECTOR = Object.freeze({ share: 0.9, length: 16 });

/** @param {DType} dtype */
const isWhole = (dtype) => /^u?int(16|32|64)$/.test(dtype);

/** @param {Leaf} leaf */
const isIdList = ({ kind, name, dtype }) => kind === "list" && isWhole(dtype) && ID_NAME.test(name.slice(name.lastIndexOf(".") + 1));

/** What stands before a name's number; null where it ends in none. @param {string} name */
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

export class Table {
  /** @param {readonly Leaf[]} leaves @param {number} rows @param {Budget} budget */
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
      if (kind === "list" && !isIdList(leaf)) plan.lists.push({ name, column });
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
    /** @type {ListSink[]} */
    this.lists = plan.lists.flatMap(({ name, column }) => this.#list(name, column));
    /** @type {NumberSink[]} */
    this.numbers = plan.vectors.flatMap(({ name, columns }) => this.#side(name, columns));
    /** @type {TextSink[]} */
    this.texts = plan.texts.sort((a, b) => a.column - b.column).map(({ column }) => this.#text(column));
  }

  /** @param {number} leaf @returns {TextSink} */
  #text(leaf) {
    const { name, kind } = this.leaves[leaf];
    const isList = kind === "list" || kind === "texts";
    return { leaf, words: new Words(name, this.budget, isList, [`${name} in ${this.budget.file}`, "Leave the column out."]) };
  }

  /** @param {string} name @param {number} column @returns {ListSink[]} */
  #list(name, column) {
    return this.#unless(() => [{ leaf: column, vectors: new Vectors(name, this.rows, this.leaves[column].dtype, this.budget) }]);
  }

  /** @param {string} name @param {number[]} columns @returns {NumberSink[]} */
  #side(name, columns) {
    const leaves = columns.map((column) => this.leaves[column]);
    return this.#unless(() => {
      const side = new Columns(name, this.rows, leaves, this.budget);
      return columns.map((leaf, col) => ({ leaf, columns: side, col }));
    });
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

  /** @param {TextSink} sink @param {unknown} value @param {number} [row] of a list */
  addText({ leaf, words }, value, row = 0) {
    words.push(inWords(value, this.leaves[leaf]), row);
  }

  /** A column of lists that cannot be read, or is too large. @param {ListSink} sink @param {unknown} error */
  refuse(sink, error) {
    this.faults.push(Failure.from(error));
    this.#without(sink);
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

  /** @param {ListSink} sink */
  #settleRagged(sink) {
    const { vectors, leaf } = sink;
    const { usual, share } = usualLength(vectors.lengths);
    const whole = isWhole(vectors.dtype) || /int8$/.test(vectors.dtype);
    const least = whole && !VECTOR_NAME.test(this.leaves[leaf].name) ? WHOLE_VECTOR : VECTOR;
    if (share >= least.share && usual >= least.length) this.refuse(sink, vectors.ragged());
    else {
      if (whole) this.texts.push(this.#text(leaf));
      else this.refused.push(vectors.ragged());
      this.#without(sink);
    }
    const row = vectors.lengths.findIndex((length) => length >= 0 && length !== vectors.lengths[0]);
    this.reasons.set(
      this.leaves[leaf].name,
      `of several lengths (row 0: ${Math.max(0, vectors.lengths[0])}, row ${row}: ${vectors.lengths[row]})`,
    );
  }

  /** @param {ListSink} sink */
  #without(sink) {
    this.lists = this.lists.filter((list) => list !== sink);
  }

  /** @returns {FoundTable} */
  found() {
    const lists = this.lists.flatMap(({ vectors }) => vectors.found() ?? []);
    const sides = [...new Set(this.numbers.map(({ columns }) => columns))].map((side) => side.found());
    const arrays = this.rows > 0 ? [...lists, ...sides] : [];
    // With both sides there, a third column is no reason to refuse the file.
    if (this.faults.length > 0 && arrays.length < 2) throw this.faults[0];
    const read = new Set([...arrays.map(({ name }) => name), ...this.texts.map(({ leaf }) => this.leaves[leaf].name)]);
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
