/** A table's columns as arrays and text, told from their names and types; the formats' own code fills them. */
import { Failure } from "../../failure.js";
import { addVectors, ID_NAME } from "../csv-plan.js";
import { unsupportedType } from "../opened-file.js";
import { Columns, Vectors } from "./vectors.js";

/** @import { DType, FoundTable } from "../../types.d.ts" */
/** @import { Budget } from "../budget.js" */
/** @import { Plan } from "../csv-plan.js" */

/**
 * A column as its format states it. "other" is listed, and never read.
 * @typedef {{ name: string, kind: "list" | "number" | "text" | "other", dtype: DType, stated: string }} Leaf
 */

/**
 * What takes the values of one leaf, row by row.
 * @typedef {{ leaf: number, vectors: Vectors }} ListSink
 * @typedef {{ leaf: number, columns: Columns, col: number }} NumberSink
 * @typedef {{ leaf: number, values: string[] }} TextSink
 */

/** What a text column may hold, in characters, is taken from the budget as it grows. */
const CHARACTER_BYTES = 2;

export class Table {
  /** @param {readonly Leaf[]} leaves @param {number} rows @param {Budget} budget */
  constructor(leaves, rows, budget) {
    this.leaves = leaves;
    this.rows = rows;
    this.budget = budget;
    budget.check(rows * 8, `A column of ${rows.toLocaleString("en")} rows`, "Save fewer rows to one file.");
    const names = leaves.map(({ name }) => name);
    /** @type {Plan} */
    const plan = { width: leaves.length, header: names, decimalComma: false, vectors: [], lists: [], texts: [], words: false };
    const numbers = [];
    for (const [column, { name, kind }] of leaves.entries()) {
      if (kind === "list") plan.lists.push({ name, column });
      else if (kind === "number" && !ID_NAME.test(name)) numbers.push(column);
      else if (kind !== "other") {
        plan.texts.push({ name, column });
        plan.words ||= kind === "text" && !ID_NAME.test(name);
      }
    }
    addVectors(plan, numbers, (column) => names[column]);
    /** @type {Failure[]} */
    this.refused = leaves
      .filter(({ kind }) => kind === "other")
      .map(({ name, stated }) => unsupportedType(`${name} in ${budget.file}`, stated, "values that are not read"));
    /** @type {ListSink[]} */
    this.lists = plan.lists.map(({ name, column }) => ({ leaf: column, vectors: new Vectors(name, rows, leaves[column].dtype, budget) }));
    /** @type {NumberSink[]} */
    this.numbers = plan.vectors.flatMap(({ name, columns }) => this.#side(name, columns));
    /** @type {TextSink[]} */
    this.texts = plan.texts.sort((a, b) => a.column - b.column).map(({ column }) => ({ leaf: column, values: [] }));
  }

  /** @param {string} name @param {number[]} columns @returns {NumberSink[]} */
  #side(name, columns) {
    try {
      const side = new Columns(
        name,
        this.rows,
        columns.map((column) => this.leaves[column].dtype),
        this.budget,
      );
      return columns.map((leaf, col) => ({ leaf, columns: side, col }));
    } catch (error) {
      this.refused.push(Failure.from(error));
      return [];
    }
  }

  /** @param {TextSink} sink @param {unknown} value */
  addText({ leaf, values }, value) {
    const text = inWords(value);
    this.budget.take(text.length * CHARACTER_BYTES, `${this.leaves[leaf].name} in ${this.budget.file}`, "Leave the column out.");
    values.push(text);
  }

  /** What a column of lists cannot be is said where nothing else is left. @param {ListSink} sink @param {unknown} error */
  refuse(sink, error) {
    this.refused.push(Failure.from(error));
    this.lists = this.lists.filter((list) => list !== sink);
  }

  /** @returns {FoundTable} */
  found() {
    const arrays = [];
    for (const sink of [...this.lists]) {
      try {
        const array = sink.vectors.found();
        if (array) arrays.push(array);
      } catch (error) {
        this.refuse(sink, error);
      }
    }
    for (const side of new Set(this.numbers.map(({ columns }) => columns))) arrays.push(side.found());
    const usable = this.rows > 0 ? arrays : [];
    const read = new Set(usable.map(({ name }) => name));
    const listing = usable.map(({ name, rows, cols, dtype }) => ({ name, shape: [rows, cols], dtype: /** @type {string} */ (dtype) }));
    for (const { name, kind, stated } of this.leaves)
      if ((kind === "list" || kind === "other") && !read.has(name)) listing.push({ name, shape: [this.rows], dtype: stated });
    const columns = this.rows > 0 ? this.texts.map(({ leaf, values }) => ({ name: this.leaves[leaf].name, values })) : [];
    return { arrays: usable, listing, columns, refused: this.refused.map(({ code, message, details }) => ({ code, message, details })) };
  }
}

/** @param {unknown} value */
function inWords(value) {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "" : value.toISOString();
  return String(value);
}
