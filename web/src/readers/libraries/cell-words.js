/** One value of a table's column as text, as its writer would print it. */

/** @import { DType } from "../../types.d.ts" */

/** The shortest text that is the same float32. @param {number} value */
function shortest(value) {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(value);
}

/** @param {unknown} value @param {{ dtype: DType, kind: string, stated: string }} column */
export function inWords(value, { dtype, kind, stated }) {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return "";
    const text = value.toISOString();
    return /\bdate\b/i.test(stated) ? text.slice(0, text.indexOf("T")) : text;
  }
  if (typeof value === "number" && kind === "number" && dtype === "float32" && Math.fround(value) === value) return shortest(value);
  return String(value);
}
