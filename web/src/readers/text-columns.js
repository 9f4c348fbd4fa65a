/** Columns of words beside matrices: one value a row, or several with the row of each. */

/** @import { TextColumn } from "../types.d.ts" */

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
