/** What the columns of a table are, told from its first rows: vectors, lists, ids, text. */
import { isMissing, looksLikeList, parseNumber } from "./number-text.js";

/**
 * @typedef {{
 *   width: number,
 *   header: string[] | null,
 *   decimalComma: boolean,
 *   vectors: { name: string, columns: number[] }[],
 *   lists: { name: string, column: number }[],
 *   texts: { name: string, column: number }[],
 *   words: boolean,
 * }} Plan words: some column holds words that are no ids
 */

export const ID_NAME =
  /^(|unnamed: \d+|ids?|idx|index|key|row|labels?|class|target|split|fold|.*[_\s-](id|ids|idx|index|row|label|labels))$/i;
/** Numbers side by side, each under a name of its own, that are a vector all the same. */
const FEWEST = 8;
const NUMBERED = /^(.*?)[\s_.\-[(]*\d+[\])]?$/;

/** @param {string[]} lines @param {string} delimiter counts outside quotes */
function counts(lines, delimiter) {
  return lines.map((line) => line.replace(/"[^"]*"/g, "").split(delimiter).length - 1);
}

/**
 * The character between fields. A tab or semicolon that all lines share wins over the comma, which may be a decimal mark.
 * @param {string} text beginning of the file
 */
export function delimiterOf(text) {
  const lines = text
    .split(/\r\n|\r|\n/)
    .slice(0, 20)
    .filter((line) => line.trim() !== "");
  for (const delimiter of ["\t", ";", "|"]) {
    const found = counts(lines, delimiter);
    if (found.length > 0 && found[0] > 0 && found.every((count) => count === found[0])) return delimiter;
  }
  const spaced = lines.slice(0, 5).map((line) => line.trim().split(" "));
  const numeric = spaced.every((cells) => cells.length > 1 && cells.every((cell) => cell !== "" && parseNumber(cell, false) !== null));
  return numeric && spaced.length > 0 ? " " : ",";
}

/** @param {string} cell @param {boolean} decimalComma */
const isNumber = (cell, decimalComma) => !isMissing(cell) && parseNumber(cell, decimalComma) !== null;

/** At least half of the cells that hold anything: a stray word among numbers is an error to report, not a text column. @param {string[]} cells @param {(cell: string) => boolean} test */
function mostly(cells, test) {
  const filled = cells.filter((cell) => !isMissing(cell));
  return filled.length > 0 && filled.filter(test).length * 2 >= filled.length;
}

/** @param {string[][]} rows @param {number} column */
const columnOf = (rows, column) => rows.map((row) => row[column] ?? "");

/** @param {string[]} cells @param {boolean} decimalComma @returns {"list" | "number" | "text"} */
function kindOf(cells, decimalComma) {
  if (mostly(cells, looksLikeList)) return "list";
  if (cells.every(isMissing) && cells.some((cell) => cell.trim() !== "")) return "number";
  return mostly(cells, (cell) => isNumber(cell, decimalComma)) ? "number" : "text";
}

/** A first row that names columns: words above numbers, or 0, 1, 2 … as pandas writes. @param {string[]} first @param {("list" | "number" | "text")[]} kinds of the other rows @param {boolean} decimalComma */
function isHeader(first, kinds, decimalComma) {
  const numbered = first.slice(first[0] === "" ? 1 : 0);
  if (numbered.length > 2 && numbered.every((cell, index) => cell.trim() === String(index))) return true;
  const valued = first.filter((_, column) => kinds[column] !== "text");
  if (valued.length === 0) return new Set(first).size === first.length;
  return valued.filter((cell) => !isNumber(cell, decimalComma) && !looksLikeList(cell)).length * 2 > valued.length;
}

/** 0, 1, 2 … or 1, 2, 3 … @param {string[]} cells */
function countsUp(cells) {
  const first = Number(cells[0]);
  return (
    (first === 0 || first === 1) && cells.length > 1 && cells.every((cell, index) => cell.trim() !== "" && Number(cell) === first + index)
  );
}

/** Number columns by the name before their number: image_0 … image_511, text_0 … @param {number[]} columns @param {string[]} header */
function groups(columns, header) {
  /** @type {Map<string, number[]>} */
  const found = new Map();
  for (const column of columns) {
    const name = NUMBERED.exec(header[column].trim())?.[1] ?? header[column].trim();
    found.set(name, [...(found.get(name) ?? []), column]);
  }
  return found;
}

/**
 * @param {string[][]} sample first rows of the table, at least one
 * @param {string} delimiter
 * @returns {Plan}
 */
export function planOf(sample, delimiter) {
  const width = sample[0].length;
  const decimalComma = delimiter !== "," && sample.some((row) => row.some((cell) => /^\s*[+-]?\d*,\d+(e[+-]?\d+)?\s*$/i.test(cell)));
  const others = sample.length > 1 ? sample.slice(1) : sample;
  const kinds = Array.from({ length: width }, (_, column) => kindOf(columnOf(others, column), decimalComma));
  const header = isHeader(sample[0], kinds, decimalComma) ? sample[0] : null;
  const rows = header ? sample.slice(1) : sample;
  /** @param {number} column */
  const nameOf = (column) => header?.[column].trim() || `column ${column + 1}`;

  /** @type {Plan} */
  const plan = { width, header, decimalComma, vectors: [], lists: [], texts: [], words: false };
  /** @type {number[]} */
  const numbers = [];
  for (const [column, kind] of kinds.entries()) {
    if (kind === "list") plan.lists.push({ name: nameOf(column), column });
    else if (kind === "number" && !isId(column, header, rows)) numbers.push(column);
    else plan.texts.push({ name: nameOf(column), column });
    plan.words ||= kind === "text" && !(header && ID_NAME.test(header[column].trim()));
  }
  addVectors(plan, numbers, nameOf);
  plan.texts = plan.texts.filter(({ column }) => header?.[column] !== "" || rows.some((row) => (row[column] ?? "") !== ""));
  return plan;
}

/** @param {number} column @param {string[] | null} header @param {string[][]} rows */
function isId(column, header, rows) {
  if (header && ID_NAME.test(header[column].trim())) return true;
  if (header || column !== 0 || !countsUp(columnOf(rows, 0))) return false;
  return rows.some((row) => row.slice(1).some((cell) => /[.,eE]/.test(cell)));
}

/** @param {Plan} plan @param {number[]} numbers @param {(column: number) => string} nameOf */
export function addVectors(plan, numbers, nameOf) {
  if (numbers.length === 0) return;
  const named = plan.header ? [...groups(numbers, plan.header)] : [/** @type {[string, number[]]} */ (["", numbers])];
  const vectors = named.filter(([, columns]) => columns.length > 1);
  const alone = numbers.length === 1 && plan.width > 1;
  // A few numbers under names of their own, beside words, describe items: age, score, latitude.
  const describe = plan.header !== null && plan.words && numbers.length < FEWEST;
  if (vectors.length === 0 && plan.lists.length === 0 && !alone && !describe) {
    plan.vectors = [{ name: "", columns: numbers }];
    return;
  }
  plan.vectors = vectors.map(([name, columns]) => ({ name: vectors.length > 1 ? name : "", columns }));
  const used = new Set(vectors.flatMap(([, columns]) => columns));
  for (const column of numbers) if (!used.has(column)) plan.texts.push({ name: nameOf(column), column });
}
