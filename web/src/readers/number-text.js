/** Numbers and lists of numbers as tables write them. */

const MISSING = new Set(["", "na", "n/a", "nan", "+nan", "-nan", "null", "none", "#n/a"]);
const INFINITE = /^[+-]?inf(inity)?$/i;

/** True for an empty cell and for the words that stand for one. @param {string} cell */
export function isMissing(cell) {
  return MISSING.has(cell.trim().toLowerCase());
}

/**
 * @param {string} cell
 * @param {boolean} decimalComma
 * @returns {number | null} NaN where the value is missing, null where the cell is no number
 */
export function parseNumber(cell, decimalComma) {
  const text = decimalComma ? cell.replace(",", ".") : cell;
  const value = Number(text);
  // Number() takes "" as 0 and reads hexadecimal.
  if (!Number.isNaN(value)) return value !== 0 || text.trim() !== "" ? (/^\s*[+-]?0[xob]/i.test(text) ? null : value) : Number.NaN;
  if (isMissing(cell)) return Number.NaN;
  if (INFINITE.test(text.trim())) return text.trim().startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return null;
}

const BARE_LIST = /^\s*[+-]?[\d.]+(e[+-]?\d+)?([\s,;|]+[+-]?[\d.]+(e[+-]?\d+)?){7,}\s*$/i;

/** "[0.1, 0.2]", "(0.1 0.2)", "{0.1;0.2}", or eight and more numbers without brackets. @param {string} cell */
export function looksLikeList(cell) {
  if (BARE_LIST.test(cell)) return true;
  return /^\s*(\[[\s\S]*\]|\([\s\S]*\)|\{[\s\S]*\})\s*$/.test(cell) && !/[a-z]{4}/i.test(cell);
}

/** True where a printer left values out. @param {string} cell */
export function isAbbreviated(cell) {
  return looksLikeList(cell) && cell.includes("...");
}

/**
 * @param {string} cell a list
 * @returns {number[] | null} null where an item is no number
 */
export function parseList(cell) {
  const items = cell
    .replace(/[[\](){}]/g, " ")
    .split(/[\s,;|]+/)
    .filter((item) => item !== "");
  const values = [];
  for (const item of items) {
    const value = parseNumber(item, false);
    if (value === null) return null;
    values.push(value);
  }
  return values;
}
