/** Whether the first line of a table names its columns, from what stands below it. */
import { isMissing, looksLikeList, parseNumber } from "./number-text.js";

/** @import { CellKind } from "./types.d.ts" */

/** Names that a column of words has, whatever stands below. */
const USUAL =
  /^([a-z0-9]+[_\s-])*(ids?|idx|index|keys?|uids?|uuid|hash|md5|paths?|files?|file_?names?|names?|urls?|captions?|texts?|reports?|findings|impressions?|labels?|class|class_?names?|targets?|split|fold|titles?|sentences?|words?|images?|descriptions?|prompts?|category|query|accession|study|sex|gender|age|site|race|ethnicity|scanner|view|modality|date|year|diagnosis)$|^unnamed: \d+$|^(imgid|cocoid|image_?id|file_?name|dicom|pmcid)$/i;
/** Share of the lines below that must be like the first line to make it one of them. */
const LIKE = 0.5;
const ALIKE = 0.9;
/** Numbered names from which on they are dimensions. */
export const FEWEST_NUMBERED = 3;

/** Whether so many of the cells that hold anything pass the test, and one at least. @param {string[]} cells @param {(cell: string) => boolean} test @param {number} [share] */
export function are(cells, test, share = LIKE) {
  const filled = cells.filter((cell) => !isMissing(cell));
  return filled.length > 0 && filled.filter(test).length >= filled.length * share;
}

const LONGEST = 200;
const beginning = (/** @type {string} */ cell) => cell.slice(0, LONGEST).trim();
const digits = (/** @type {string} */ cell) => beginning(cell).replace(/\d+/g, "9");
const runs = (/** @type {string} */ cell) => beginning(cell).replace(/[a-z]*\d[a-z\d]*/gi, "*");
const blanks = (/** @type {string} */ cell) => beginning(cell).split(/\s+/).length - 1;
const ending = (/** @type {string} */ cell) => /\.[a-z]{2,4}\d?$/i.exec(cell.trim().slice(-8))?.[0].toLowerCase();

/** A word among words like it is data: img_000.jpg above img_001.jpg, a sentence above sentences. @param {string} cell @param {string[]} below */
export function isLike(cell, below) {
  const word = cell.trim();
  if (word === "") return false;
  if (below.some((other) => other.trim() === word)) return true;
  if (/\d/.test(word) && are(below, (other) => digits(other) === digits(word))) return true;
  if (/\d/.test(word) && word.length >= 8 && are(below, (other) => other.trim().length >= 8 && runs(other) === runs(word))) return true;
  if (ending(word) && are(below, (other) => ending(other) === ending(word))) return true;
  if (/[/\\]/.test(word) && are(below, (other) => /[/\\]/.test(other))) return true;
  return blanks(word) >= 3 && are(below, (other) => blanks(other) >= 2);
}

/** A lone column has a heading only where the first line is clearly one. @param {string} cell @param {string[]} below */
function isClearName(cell, below) {
  const word = cell.trim();
  if (USUAL.test(word)) return true;
  if (!/^[a-z][a-z0-9]*([_ -][a-z0-9]+)*$/i.test(word)) return false;
  // Values that come again, none of them the first line's.
  if (below.length > 2 && new Set(below).size * 3 <= below.length * 2) return true;
  const [first = ""] = below;
  if (/\d/.test(first) && are(below, (other) => digits(other) === digits(first), ALIKE)) return true;
  return word.includes("_") && are(below, (other) => blanks(other) >= 2, ALIKE);
}

/** 0, 1, 2 … or 1, 2, 3 … in any order. @param {number[]} numbers */
export function countsFrom(numbers) {
  const first = Math.min(...numbers);
  const isWhole = (first === 0 || first === 1) && new Set(numbers).size === numbers.length && numbers.every(Number.isInteger);
  return isWhole && Math.max(...numbers) === first + numbers.length - 1 ? first : null;
}

/**
 * Numbers as names, as pandas writes them: 0, 1, 2 …, and words beside them. In another order, or from 1 on, only above fractions.
 * @param {string[]} valued first cells of the columns that hold numbers @param {boolean} aboveFractions
 */
function areNumbered(valued, aboveFractions) {
  const named = valued.filter((cell) => /^\s*\d+(\.0)?\s*$/.test(cell));
  const others = valued.filter((cell) => !named.includes(cell));
  if (named.length < FEWEST_NUMBERED || others.some((cell) => !isMissing(cell) && parseNumber(cell, false) !== null)) return false;
  const numbers = named.map(Number);
  const first = countsFrom(numbers);
  if (first === null) return false;
  return aboveFractions || (first === 0 && numbers.every((number, index) => number === index));
}

/**
 * @param {string[]} first line
 * @param {string[][]} below cells of each column, without the first line's; the first line's own where there is no other
 * @param {CellKind[]} kinds of the columns below
 * @param {boolean} decimalComma
 */
export function isHeader(first, below, kinds, decimalComma) {
  const columns = [...first.keys()];
  const texts = columns.filter((column) => kinds[column] === "text");
  const valued = columns.filter((column) => kinds[column] !== "text");
  const isAlone = below[0]?.length === 0;
  const likeBelow = !isAlone && texts.some((column) => isLike(first[column], below[column]));
  const isFraction = (/** @type {string} */ cell) => !Number.isInteger(parseNumber(cell, decimalComma) ?? 0);
  const aboveFractions = valued.every(
    (column) => kinds[column] === "list" || below[column].some(isFraction) || /\D|^$/.test(first[column].trim()),
  );
  const names = valued.map((column) => first[column]);
  if (!likeBelow && areNumbered(names, aboveFractions)) return true;
  const filled = names.filter((cell) => !isMissing(cell));
  if (filled.length > 0)
    return filled.filter((cell) => parseNumber(cell, decimalComma) === null && !looksLikeList(cell)).length * 2 > filled.length;
  if (texts.length === 0 || likeBelow) return false;
  if (first.length === 1) return isClearName(first[0], below[0]);
  return first.some((cell) => cell.trim() !== "") && new Set(first).size === first.length;
}
