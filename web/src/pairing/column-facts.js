/** What a column is by its values: ids, row numbers, texts, measurements. */
import { memoized } from "./collections.js";
import { plainId } from "./spellings.js";

/** @import { ColumnFacts } from "./types.d.ts" */

const WHOLE = /^\d{1,15}$/;
const FRACTION = /^[+-]?\d*\.\d+(e[+-]?\d+)?$|^[+-]?\d+(\.\d*)?e[+-]?\d+$/i;
/** Words of a sentence. */
const SENTENCE = 5;

export const factsOf = memoized((/** @type {readonly string[]} */ values) => measure(values));

/** @param {readonly string[]} values @returns {ColumnFacts} */
function measure(values) {
  /** @type {Set<string>} */
  const distinct = new Set();
  let filled = 0;
  let whole = true;
  let fractional = false;
  let sentences = 0;
  for (const value of values) {
    const id = plainId(value);
    if (id === "") continue;
    filled++;
    if (!WHOLE.test(id)) {
      whole = false;
      fractional ||= FRACTION.test(id);
      if (id.split(/\s+/, SENTENCE).length === SENTENCE) sentences++;
    }
    distinct.add(id);
  }
  whole &&= filled > 0;
  return {
    filled,
    distinct: distinct.size,
    whole,
    fractional,
    prose: sentences * 2 > filled,
    countsUp: whole && filled === values.length && countsUp(values),
    countsFrom: whole && distinct.size > 1 ? countsFrom(distinct) : null,
  };
}

/** @param {readonly string[]} values whole numbers */
function countsUp(values) {
  const first = Number(values[0]);
  return (first === 0 || first === 1) && values.every((value, row) => Number(value) === first + row);
}

/** @param {ReadonlySet<string>} distinct whole numbers @returns {0 | 1 | null} */
function countsFrom(distinct) {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const id of distinct) {
    least = Math.min(least, Number(id));
    most = Math.max(most, Number(id));
  }
  return (least === 0 || least === 1) && most === least + distinct.size - 1 ? least : null;
}

/** Two values are different by chance. */
const FEWEST = 3;
/** A share of the values must be different for a column to name rows one by one. */
const NEARLY_ALL = 0.95;

/** Each value names one row. @param {readonly string[]} values */
export function isUnique(values) {
  const { filled, distinct } = factsOf(values);
  return filled >= FEWEST && distinct >= NEARLY_ALL * filled;
}
