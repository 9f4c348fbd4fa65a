/** What the columns of a table are, from its first rows: vectors, lists, ids, text. */
import { are, countsFrom, isHeader, isLike } from "./csv-header.js";
import { blankFields, statedSize } from "./csv-lines.js";
import { isMissing, looksLikeList, parseItems, parseList, parseNumber } from "./number-text.js";

/** @import { CellKind, Plan } from "./types.d.ts" */

export const ID_NAME =
  /^(|unnamed: \d+|ids?|idx|index|key|row|labels?|class|target|split|fold|.*[_\s-](id|ids|idx|index|row|label|labels))$/i;
/** Numbers side by side, each under a name of its own, that are a vector all the same. */
export const FEWEST = 8;
export const NUMBERED = /^(.*?)[\s_.\-[(]*(\d+)[\])]?$/s;
/** Lists of whole numbers under these names are vectors. */
export const VECTOR_NAME = /emb|vec|feat/i;
export const LIST_NAME = /(^|[_\s.-])(ids?|idx|index|indices|tokens?|masks?|labels?|bbox)$|ids$|2(txt|text|img|image)s?$/i;

/** @param {number} width @param {string[] | null} header @param {boolean} [decimalComma] @returns {Plan} */
export const emptyPlan = (width, header, decimalComma = false) => ({
  width,
  header,
  decimalComma,
  vectors: [],
  lists: [],
  texts: [],
  words: false,
  items: [],
});

/** Brackets around numbers, or around what should be numbers: ["cat"] is neither. @param {string} cell */
function isNumbers(cell) {
  if (/^\s*\{[^{]*:/.test(cell.slice(0, 200))) return false;
  return (
    looksLikeList(cell) &&
    (/\d/.test(cell) ? (cell.match(/[a-z]/gi)?.length ?? 0) * 2 < cell.length || parseList(cell) !== null : cell.trim() === "[]")
  );
}

/** @param {string[]} cells @param {boolean} decimalComma @returns {CellKind} */
function kindOf(cells, decimalComma) {
  // A stray word among numbers is an error to report, not a text column.
  if (are(cells, isNumbers)) return "list";
  if (cells.every(isMissing) && cells.some((cell) => cell.trim() !== "")) return "number";
  return are(cells, (cell) => parseNumber(cell, decimalComma) !== null) ? "number" : "text";
}

/** 0, 1, 2 … or 1, 2, 3 … @param {string[]} cells */
function countsUp(cells) {
  const first = Number(cells[0]);
  return (
    (first === 0 || first === 1) && cells.length > 1 && cells.every((cell, index) => cell.trim() !== "" && Number(cell) === first + index)
  );
}

/** Number columns by the name before their number: image_0 … image_511, text_0 …; those that count up in the order of their numbers. @param {number[]} columns @param {string[]} header */
function groups(columns, header) {
  /** @type {Map<string, { column: number, number: number }[]>} */
  const byName = new Map();
  for (const column of columns) {
    const title = header[column].trim();
    const [, name, digits] = NUMBERED.exec(title) ?? ["", title, "NaN"];
    const group = byName.get(name) ?? [];
    group.push({ column, number: Number(digits) });
    byName.set(name, group);
  }
  for (const group of byName.values())
    if (group.length > 1 && countsFrom(group.map(({ number }) => number)) !== null) group.sort((a, b) => a.number - b.number);
  return [...byName].map(([name, group]) => /** @type {[string, number[]]} */ ([name, group.map(({ column }) => column)]));
}

/** Columns of whole numbers among columns of fractions, which no header groups: ids and labels, not dimensions. @param {number[]} numbers @param {string[][]} columns @param {boolean} decimalComma */
function wholeAmongFractions(numbers, columns, decimalComma) {
  const whole = [];
  let fractions = 0;
  for (const column of numbers) {
    const cells = columns[column].filter((cell) => !isMissing(cell));
    const values = cells.map((cell) => parseNumber(cell, decimalComma) ?? Number.NaN);
    const distinct = new Set(values).size;
    const areDigits = cells.every((cell) => /^\s*[+-]?\d+\s*$/.test(cell));
    const isZeroPadded = areDigits && cells.some((cell) => /^\s*0\d+\s*$/.test(cell));
    const areIds = countsUp(cells) || (values.length > 2 && (distinct === values.length || (areDigits && distinct > 1)));
    if (isZeroPadded || (values.length > 0 && values.every(Number.isInteger) && areIds)) whole.push(column);
    else if (values.filter((value) => !Number.isInteger(value)).length * 2 > values.length) fractions++;
  }
  return fractions > 0 && fractions + whole.length === numbers.length && whole.length <= Math.max(1, fractions / 2) ? whole : [];
}

/** Where a column holds lists of words, or of whole numbers that are ids. @param {string} name @param {string[]} cells */
function holdsItems(name, cells) {
  const filled = cells.filter((cell) => !isMissing(cell));
  const lists = filled.map(parseItems);
  if (filled.length === 0 || lists.some((list) => list === null)) return false;
  const lengths = lists.map((list) => list?.items.length ?? 0);
  if (lists.some((list) => list?.quoted && list.items.some((item) => parseNumber(item, false) === null))) return true;
  if (VECTOR_NAME.test(name) || lists.some((list) => list?.quoted)) return false;
  return LIST_NAME.test(name) || Math.max(...lengths) <= 1 || lengths.some((length) => length !== lengths[0]);
}

/** The last comment as the header, where it has as many fields as the rows. @param {string[]} comments @param {number} width @param {string} delimiter */
function headerIn(comments, width, delimiter) {
  const text = (comments.at(-1) ?? "").replace(/^#+\s*/, "");
  const cells = delimiter === " " ? blankFields(text) : text.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  return cells.length === width && text !== "" ? cells : null;
}

/** Which of the first lines are data, and what names the columns. @param {string[][]} sample @param {string} delimiter @param {string[]} comments */
function headOf(sample, delimiter, comments) {
  const [first] = sample;
  const size = sample.length > 1 ? statedSize(first) : null;
  const lengths = (sample.length > 1 ? sample.slice(1) : sample).map((row) => row.length);
  const usual = delimiter === " " ? Math.min(...lengths) : lengths[0];
  if (size && sample[1].length > size.cols && (delimiter === " " || sample[1].length === size.cols + 1))
    return { rows: sample.slice(1), names: [null], stated: size, width: size.cols + 1 };
  if (first.length + 1 === usual && lengths.every((length) => length === usual || delimiter === " ")) {
    const isPadded = sample.slice(1).every((row) => row[usual - 1] === "");
    return { rows: sample.slice(1), names: [isPadded ? [...first, ""] : ["", ...first]], width: usual, isShort: true };
  }
  const width = delimiter === " " ? Math.min(usual, first.length) : first.length;
  return { rows: sample, names: [headerIn(comments, width, delimiter), first], width };
}

/**
 * @param {string[][]} sample first rows of the table, at least one
 * @param {string} delimiter
 * @param {string[]} [comments] lines above them that begin with #
 * @returns {Plan}
 */
export function planOf(sample, delimiter, comments = []) {
  const decimalComma = delimiter !== "," && sample.some((row) => row.some((cell) => /^\s*[+-]?\d*,\d+(e[+-]?\d+)?\s*$/i.test(cell)));
  const head = headOf(sample, delimiter, comments);
  const { width } = head;
  /** @param {string[][]} rows */
  const cellsOf = (rows) => Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? ""));
  /** @param {string[][]} rows @param {string[] | null | undefined} names */
  const isNamed = (rows, names) => {
    if (!names) return false;
    const below = cellsOf(rows);
    const kinds = below.map((cells, column) => kindOf(cells.length > 0 ? cells : [names[column]], decimalComma));
    return isHeader(names, below, kinds, decimalComma);
  };
  let { rows } = head;
  /** @type {string[] | null} */
  let header = null;
  const [first, second] = head.names;
  if (isNamed(rows, first) && !(head.isShort && isShifted(cellsOf(rows), /** @type {string[]} */ (first), decimalComma))) header = first;
  // Neither names nor as wide as the rows: the row itself is reported.
  else if (head.isShort) return emptyPlan(sample[0].length, null, decimalComma);
  else if (second && isNamed(rows.slice(1), second)) {
    header = second;
    rows = rows.slice(1);
  }
  const kept = rows.length > 0 ? rows : sample;
  const cells = cellsOf(kept);
  const areTexts = header === null && comments.length > 0 && width === 1 && kindOf(cells[0], decimalComma) === "text";
  return {
    ...columnsOf({ width, header, decimalComma, rows: kept, cells, delimiter, isWorded: head.stated !== undefined }),
    skip: sample.length - rows.length,
    stated: head.stated,
    joins: delimiter === " ",
    before: areTexts && areData(comments, cells[0]) ? comments.map((line) => [line]) : undefined,
  };
}

/** A header that is one field short because the rows hold a stray separator, not because R names its rows. @param {string[][]} cells @param {string[]} names @param {boolean} decimalComma */
function isShifted(cells, names, decimalComma) {
  if (names.at(-1) === "") return false;
  const numbers = cells.filter((inside) => kindOf(inside, decimalComma) === "number");
  const isFraction = (/** @type {string} */ cell) => !Number.isInteger(parseNumber(cell, decimalComma) ?? 0.5);
  return numbers.length < 2 || names.some((name, column) => name !== "" && ID_NAME.test(name.trim()) && cells[column].every(isFraction));
}

/** A text may begin with #: "#1 chest film" above others that are like it. @param {string[]} comments @param {string[]} below */
function areData(comments, below) {
  return !comments.every((line) => /^#+\s/.test(line)) || isLike(comments[0], below);
}

/** @param {{ width: number, header: string[] | null, decimalComma: boolean, rows: string[][], cells: string[][], delimiter: string, isWorded: boolean }} table @returns {Plan} */
function columnsOf({ width, header, decimalComma, rows, cells, delimiter, isWorded }) {
  /** @param {number} column */
  const nameOf = (column) => header?.[column].trim() || (isWorded && column === 0 ? "word" : `column ${column + 1}`);
  const plan = emptyPlan(width, header, decimalComma);
  /** @type {number[]} */
  const numbers = [];
  const isWord = (/** @type {number} */ column) =>
    column === 0 && delimiter === " " && width > 2 && (isWorded || cells[0].some((cell) => parseNumber(cell, decimalComma) === null));
  for (const [column, inside] of cells.entries()) {
    const kind = isWord(column) ? "text" : kindOf(inside, decimalComma);
    const isId = header !== null && ID_NAME.test(header[column].trim());
    if (kind !== "number" && holdsItems(nameOf(column), inside)) plan.items.push({ name: nameOf(column), column });
    else if (kind === "list") plan.lists.push({ name: nameOf(column), column });
    else if (kind === "number" && !isId) numbers.push(column);
    else plan.texts.push({ name: nameOf(column), column });
    plan.words ||= kind === "text" && !isId;
  }
  const unnamed =
    header && groups(numbers, header).some(([name, columns]) => name !== "" && columns.length > 1)
      ? []
      : wholeAmongFractions(numbers, cells, decimalComma);
  for (const column of unnamed) plan.texts.push({ name: nameOf(column), column, whole: true });
  const dimensions = numbers.filter((column) => !unnamed.includes(column));
  const isWhole = numbers.length === 1 && rows.every((row) => /^\s*\d*\s*$/.test(row[numbers[0]] ?? ""));
  addVectors(plan, dimensions, nameOf, isWhole);
  plan.texts = plan.texts.filter(({ column }) => (header && header[column] !== "") || rows.some((row) => (row[column] ?? "") !== ""));
  return plan;
}

/** @param {Plan} plan @param {number[]} numbers @param {(column: number) => string} nameOf @param {boolean} [isWhole] all values are whole numbers */
export function addVectors(plan, numbers, nameOf, isWhole = false) {
  if (numbers.length === 0) return;
  const { header } = plan;
  const named = header ? groups(numbers, header) : [/** @type {[string, number[]]} */ (["", numbers])];
  const vectors = named.filter(([, columns]) => columns.length > 1);
  // One number a row is no vector: whole numbers alone are ids, and one number among words describes its row.
  const alone = numbers.length === 1 && (plan.width > 1 || isWhole);
  // A few numbers under names of their own, beside words, describe items: age, score, latitude.
  const describe = header !== null && plan.words && numbers.length < FEWEST;
  /** @param {string} name @param {number[]} columns */
  const vector = (name, columns) => ({ name, columns, ...(header && { dimensions: columns.map((column) => header[column].trim()) }) });
  if (vectors.length === 0 && plan.lists.length === 0 && !alone && !describe) {
    plan.vectors = [vector("", numbers)];
    return;
  }
  plan.vectors = vectors.map(([name, columns]) => vector(vectors.length > 1 ? name : "", columns));
  const used = new Set(vectors.flatMap(([, columns]) => columns));
  for (const column of numbers) if (!used.has(column)) plan.texts.push({ name: nameOf(column), column });
}
