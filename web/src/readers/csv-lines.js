/** Lines of a table of text before they are cells: comments above the data, the character between fields, fields between blanks. */
import { parseNumber } from "./number-text.js";

const SHOWN = 20;
const TOKEN = /"((?:[^"\\]|\\.|"")*)"(?=\s|$)|\S+/g;

/** @param {string[]} lines @param {string} delimiter counts outside quotes */
function counts(lines, delimiter) {
  return lines.map((line) => line.replace(/"[^"]*"/g, "").split(delimiter).length - 1);
}

/** Fields between blanks; one in quotes may hold blanks. @param {string} line */
export function blankFields(line) {
  if (!line.includes('"')) return line.trim().split(/[ \t]+/);
  return [...line.matchAll(TOKEN)].map(([token, inside]) =>
    inside === undefined ? token : inside.replace(/\\(.)|""/g, (pair, one) => one ?? pair[0]),
  );
}

/** Lines that begin with # above the first one that does not; none if all do. @param {string} text beginning of the file */
export function commentsAbove(text) {
  const comments = [];
  const pattern = /[^\r\n]*(\r\n|\r|\n)/y;
  let at = 0;
  for (let line = pattern.exec(text); line; line = pattern.exec(text)) {
    const content = line[0].trim();
    if (content !== "" && !content.startsWith("#")) break;
    if (content !== "") comments.push(content);
    at = pattern.lastIndex;
  }
  const isAll = text.slice(at).trim() === "" || text.slice(at).trimStart().startsWith("#");
  return isAll || comments.length === 0 ? { comments: [], end: 0 } : { comments, end: at };
}

/** "n d", as word2vec begins; the d of it. @param {string[]} fields */
export function statedSize(fields) {
  const [rows, cols] = fields.length === 2 && fields.every((field) => /^\d{1,9}$/.test(field.trim())) ? fields.map(Number) : [0, 0];
  return rows > 0 && cols > 1 ? { rows, cols } : null;
}

/** A first line may be one field shorter (R names rows without a heading), or state the size. @param {number[]} found @param {string} [line] */
function areAlike([first, ...rest], line = "") {
  if (!(first > 0)) return false;
  const [usual = first] = rest;
  return (
    rest.every((count) => count === usual) &&
    (first === usual || first + 1 === usual || (usual > 1 && statedSize(blankFields(line))?.cols === usual))
  );
}

/** Words and numbers between blanks: a word at most before the numbers, which are as many in every line. @param {string[]} lines */
function areBlanks(lines) {
  const [head, ...rest] = lines.map(blankFields);
  const rows = rest.length > 0 ? rest : [head];
  const isNumber = (/** @type {string} */ field) => parseNumber(field, false) !== null;
  const stated = rest.length > 0 ? statedSize(head) : null;
  if (stated) return rows.every((row) => row.length > stated.cols && row.slice(-stated.cols).every(isNumber));
  const width = Math.min(...rows.map((row) => row.length));
  // A word may hold blanks itself; a number too many is none of it.
  const isRow = (/** @type {string[]} */ row) =>
    row.slice(1 - width).every(isNumber) && (row.length === width || !isNumber(row[row.length - width]));
  if (width < 2 || !rows.every(isRow)) return false;
  const isWorded = rows.some(([first]) => !isNumber(first));
  if (isWorded && width < 3) return false;
  return head.length === width || (head.length + 1 === width && !head.every(isNumber));
}

/**
 * The character between fields. A tab or semicolon that all lines share wins over the comma, which may be a decimal mark.
 * @param {string} text beginning of the file, without comments
 * @returns {string} " " for blanks of any number
 */
export function delimiterOf(text) {
  const lines = text
    .split(/\r\n|\r|\n/, 4 * SHOWN)
    .filter((line) => line.trim() !== "")
    .slice(0, SHOWN);
  if (lines.length === 0) return ",";
  for (const delimiter of ["\t", ";", "|"]) if (areAlike(counts(lines, delimiter), lines[0])) return delimiter;
  return areBlanks(lines) ? " " : ",";
}

/** Rows of fields between blanks, with the shape of the library's parser. */
export class BlankParser {
  /** @param {string} text @param {number} _from @param {boolean} more the last line may go on */
  parse(text, _from, more) {
    const end = more ? text.lastIndexOf("\n") + 1 : text.length;
    const data = text
      .slice(0, end)
      .split(/\r\n|\r|\n/)
      .map((line) => (line.trim() === "" ? [""] : blankFields(line)));
    if (data.length > 1 && data.at(-1)?.[0] === "") data.pop();
    return { data, errors: [], meta: { cursor: end } };
  }
}
