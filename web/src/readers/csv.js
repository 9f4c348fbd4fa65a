/** Tables as text: one vector a row in many columns, or one column of lists; ids, captions and other columns are kept as text. */
import Papa from "papaparse";
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { BlankParser, commentsAbove, delimiterOf } from "./csv-lines.js";
import { planOf } from "./csv-plan.js";
import { isAbbreviated, isMissing, listsIn, parseItems, parseList, parseNumber } from "./number-text.js";
import { listingOf, openedFile } from "./opened-file.js";
import { Rows } from "./rows.js";
import { Words } from "./text-columns.js";
import { isText, textPieces } from "./text-pieces.js";

/** @import { FileLike, OpenedFile, Reader } from "../types.d.ts" */
/** @import { Plan } from "./types.d.ts" */

const SAMPLE = 200;
const LONGEST_ROW = 32e6;

/** 3.91895e+05, as NumPy writes an id among fractions, is 391895. @param {string} cell */
function wholeOf(cell) {
  const value = /e/i.test(cell) ? Number(cell) : Number.NaN;
  return Number.isSafeInteger(value) ? String(value) : cell;
}

/** The table's rows, turned into arrays and columns as the plan says. */
class Table {
  /** @param {Plan} plan @param {Budget} budget */
  constructor(plan, budget) {
    this.plan = plan;
    this.budget = budget;
    this.rows = 0;
    this.vectors = plan.vectors.map(({ name, columns, dimensions }) => {
      const store = new Rows(name, budget);
      store.cols = columns.length;
      return { columns, dimensions, store, row: new Float32Array(columns.length) };
    });
    this.lists = plan.lists.map(({ name, column }) => ({ column, store: new Rows(name, budget) }));
    this.texts = plan.texts.map(({ name, column, whole }) => ({ column, whole, words: new Words(name, budget) }));
    this.items = plan.items.map(({ name, column }) => ({ column, words: new Words(name, budget, true) }));
  }

  get place() {
    return `row ${this.rows} (counted from 0${this.plan.header ? ", without the header" : ""}) of ${this.budget.file}`;
  }

  /** @param {string} what */
  bad(what) {
    return new Failure("CORRUPT", what, { row: this.rows });
  }

  /** @param {string[]} fields @returns {string[]} */
  fitted(fields) {
    const { width, joins } = this.plan;
    if (joins && fields.length > width && parseNumber(fields[fields.length - width], false) === null)
      return [fields.slice(0, fields.length - width + 1).join(" "), ...fields.slice(1 - width)];
    if (fields.length === width) return fields;
    const say = fields[0].startsWith("#")
      ? "The line begins with #, and only comments above the data are passed over: take it out."
      : "Each row needs the same number; look for a stray separator or an unclosed quote.";
    throw this.bad(`There are ${fields.length} fields in ${this.place}, and ${width} in the first row. ${say}`);
  }

  /** @param {string[]} fields */
  push(fields) {
    const { plan } = this;
    const cells = fields.length === plan.width ? fields : this.fitted(fields);
    for (const { columns, store, row } of this.vectors) {
      for (let i = 0; i < columns.length; i++) {
        const value = parseNumber(cells[columns[i]], plan.decimalComma);
        if (value === null) throw this.unlike(columns[i], cells[columns[i]], "a number");
        row[i] = value;
      }
      store.push(row);
    }
    for (const { column, store } of this.lists) this.pushList(store, column, cells[column]);
    for (const { column, whole, words } of this.texts) words.push(whole ? wholeOf(cells[column]) : cells[column]);
    for (const { column, words } of this.items) {
      const list = isMissing(cells[column]) ? { items: [] } : parseItems(cells[column]);
      if (list === null) throw this.unlike(column, cells[column], "a list of words or whole numbers");
      for (const item of list.items) words.push(item, this.rows);
    }
    this.rows++;
  }

  /** @param {number} column @param {string} cell @param {string} what the column holds */
  unlike(column, cell, what) {
    const name = this.plan.header?.[column] ? `"${this.plan.header[column]}"` : String(column + 1);
    const many = what.replace(/^a (list|number)/, "$1s");
    const others = `${this.rows === 0 ? "most rows below" : "the rows above"} hold ${many}`;
    return this.bad(
      `"${cell.slice(0, 40)}" in column ${name}, ${this.place}, is not ${what}, while ${others} there. Correct the cell or leave the row out.`,
    );
  }

  /** @param {Rows} store @param {number} column @param {string} cell */
  pushList(store, column, cell) {
    const bad = (/** @type {string} */ what) =>
      this.bad(`The list in column ${this.plan.header ? `"${store.name}"` : column + 1}, ${this.place}, ${what}`);
    if (isAbbreviated(cell))
      throw bad(
        'is abbreviated with "...": it is what NumPy or PyTorch prints, and the values are lost. Save the array itself: numpy.save(path, array).',
      );
    const values = isMissing(cell) && store.cols > 0 ? new Float32Array(store.cols).fill(Number.NaN) : parseList(cell);
    if (values === null && this.rows > 0) throw this.unlike(column, cell, "a list of numbers");
    if (values === null)
      throw bad(
        `cannot be read: it begins with "${cell.slice(0, 60)}". Save the numbers alone: [0.1, 0.2, …], or numpy.save(path, array).`,
      );
    const lists = listsIn(cell);
    if (lists > 1)
      throw bad(
        `holds ${lists} lists of numbers, and a row is one vector. Give each vector a row of its own, with the id repeated: DataFrame.explode("${store.name}").`,
      );
    store.cols ||= values.length;
    if (values.length !== store.cols)
      throw bad(`holds ${values.length} numbers, and that of row 0 holds ${store.cols}. All need one length.`);
    store.push(values);
  }
}

/** A line without a character, or with blanks alone. @param {string[]} row */
const isBlank = (row) => row.length === 1 && row[0].trim() === "";

/** Rows that are data. In a table of one column a blank line is a value as any other, once the names are past. @param {string[][]} rows from the file's first one on @param {Plan} plan */
function firstRows(rows, { width, skip = 0, before = [] }) {
  let left = skip;
  const data = rows.filter((row) => {
    if (isBlank(row)) return width === 1 && left === 0;
    if (left === 0) return true;
    left--;
    return false;
  });
  return [...before, ...data];
}

/** Rows of the file in batches; the text is never held as a whole. @param {FileLike} file @param {Budget} budget @param {(rows: string[][], head: { delimiter: string, comments: string[] }, last: boolean) => void} use */
async function readRows(file, budget, use) {
  /** @type {Papa.Parser | BlankParser | undefined} */
  let parser;
  const head = { delimiter: ",", comments: /** @type {string[]} */ ([]) };
  let rest = "";
  let ends = "";
  for await (const { text, last } of textPieces(file, budget.file)) {
    // Line ends that nothing follows end the file; any others may stand for rows.
    let inside = text.length;
    while (inside > 0 && "\r\n".includes(text[inside - 1])) inside--;
    if (inside > 0) rest += ends;
    ends = inside > 0 ? text.slice(inside) : ends + text;
    rest += text.slice(0, inside);
    if (!parser) {
      const { comments, end } = commentsAbove(rest);
      rest = rest.slice(end);
      const delimiter = delimiterOf(last ? rest : rest.slice(0, rest.lastIndexOf("\n") + 1) || rest);
      Object.assign(head, { delimiter, comments });
      const newline = /\r\n|\r|\n/.exec(rest + ends)?.[0] ?? "\n";
      parser = delimiter === " " ? new BlankParser() : new Papa.Parser({ delimiter, newline: /** @type {"\n"} */ (newline) });
    }
    const { data, errors, meta } = parser.parse(rest, 0, !last);
    if (last && errors.some((/** @type {{ code: string }} */ { code }) => code === "MissingQuotes"))
      throw new Failure("CORRUPT", `A quoted field of ${budget.file} is never closed. Look for a stray quotation mark.`);
    rest = rest.slice(meta.cursor);
    if (rest.length > LONGEST_ROW)
      throw new Failure(
        "CORRUPT",
        `A row of ${budget.file} is longer than ${LONGEST_ROW / 1e6} million characters: a quoted field is probably never closed. Look for a stray quotation mark.`,
      );
    use(data, head, last);
  }
}

/** @type {Reader} */
export const csv = {
  format: "csv",
  extensions: ["csv", "tsv", "txt"],
  match: (head, name) => /\.(csv|tsv|txt)$/i.test(name) && isText(head),
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    /** @type {Table | undefined} */
    let table;
    /** @type {string[][]} */
    let waiting = [];
    await readRows(file, budget, (rows, { delimiter, comments }, last) => {
      if (!table) {
        waiting = waiting.concat(rows);
        const sample = waiting.filter((row) => !isBlank(row)).slice(0, SAMPLE);
        if (sample.length === 0 || !(last || sample.length >= SAMPLE)) return;
        const plan = planOf(sample, delimiter, comments);
        table = new Table(plan, budget);
        for (const row of firstRows(waiting, plan)) table.push(row);
        waiting = [];
      } else for (const row of rows) if (table.plan.width === 1 || !isBlank(row)) table.push(row);
    });
    return finished(file, budget, table);
  },
};

/** @param {FileLike} file @param {Budget} budget @param {Table | undefined} table @returns {OpenedFile} */
function finished(file, budget, table) {
  const about = { file: budget.file, format: "csv", size: file.size };
  if (!table || table.rows === 0) {
    const refused = table?.plan.header ? [onlyHeader(budget.file, table.plan.header)] : [];
    return openedFile({ ...about, arrays: [], listing: [], refused });
  }
  const { stated } = table.plan;
  if (stated && stated.rows !== table.rows)
    throw new Failure(
      "TRUNCATED",
      `${budget.file} states ${stated.rows} rows of ${stated.cols} numbers in its first line, and ${table.rows} rows follow. Copy or save it again.`,
    );
  const vectors = table.vectors.map(({ store, dimensions }) => ({ ...store.source(), ...(dimensions && { dimensions }) }));
  const lists = table.lists.filter(({ store }) => store.cols > 0).map(({ store }) => store.source());
  const arrays = [...vectors, ...lists];
  const items = table.items.map(({ words }) => words);
  for (const words of items) if (words.rowOf?.every((row, index) => row === index)) words.rowOf = undefined;
  const columns = [...table.texts.map(({ words }) => words), ...items].map((words) => words.column());
  return openedFile({ ...about, arrays, listing: listingOf(arrays), columns });
}

/** @param {string} file @param {string[]} header */
function onlyHeader(file, header) {
  const names = header.slice(0, 5).map((name) => `"${name.slice(0, 40)}"`);
  return new Failure(
    "NO_MATRIX",
    `${file} holds no matrix of numbers: its one line was taken for a header of ${header.length} columns (${names.join(", ")}${header.length > 5 ? ", …" : ""}), and no row follows. Save it again with its rows.`,
  );
}
