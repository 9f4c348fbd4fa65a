/** Columns of words beside matrices: one value a row, or several with the row of each. */

/** @import { TextColumn } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */

/** Words of a column as a file gives them, within the memory that the file may take. */
export class Words {
  /** @param {string} name @param {Budget} budget @param {boolean} [isList] a row may have several @param {string} [what] they are called if they are too many @param {string} [remedy] */
  constructor(name, budget, isList = false, what = name, remedy = undefined) {
    this.name = name;
    this.budget = budget;
    this.what = what;
    this.remedy = remedy;
    /** @type {string[]} */
    this.values = [];
    /** @type {number[] | undefined} the row of each value */
    this.rowOf = isList ? [] : undefined;
  }

  /** @param {string} text @param {number} [row] of a list */
  push(text, row = 0) {
    this.budget.takeText(text, this.what, this.remedy);
    this.values.push(text);
    this.rowOf?.push(row);
  }

  /** @returns {TextColumn} */
  column() {
    const { name, values, rowOf } = this;
    return { name, values, ...(rowOf && { rowOf: Int32Array.from(rowOf) }) };
  }
}

/** The row of each value, where row i has counts[i] of them. @param {readonly number[]} counts */
export function rowsOf(counts) {
  const rowOf = new Int32Array(counts.reduce((sum, count) => sum + count, 0));
  let at = 0;
  for (const [row, count] of counts.entries()) {
    rowOf.fill(row, at, at + count);
    at += count;
  }
  return rowOf;
}

/** A column of plain values if each row has one. @param {string} name @param {string[]} values @param {readonly number[]} counts of each row @returns {TextColumn} */
export function columnOfCounts(name, values, counts) {
  return counts.every((count) => count === 1) ? { name, values } : { name, values, rowOf: rowsOf(counts) };
}

/** Each row's value as often as the row counts. @template Value @param {readonly Value[]} values @param {readonly number[]} counts @returns {Value[]} */
export function onceARow(values, counts) {
  if (counts.every((count) => count === 1)) return [...values];
  return values.flatMap((value, i) => new Array(counts[i]).fill(value));
}
