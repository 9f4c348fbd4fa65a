/** Tables as text: one vector a row in many columns, or one column of lists; ids, captions and other columns are kept as text. */
import Papa from "papaparse";
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { delimiterOf, planOf } from "./csv-plan.js";
import { isAbbreviated, isMissing, parseList, parseNumber } from "./number-text.js";
import { openedFile } from "./opened-file.js";
import { RowStore } from "./row-store.js";
import { encodingByMark, textPieces } from "./text-pieces.js";

/** @import { FileLike, OpenedFile, Reader } from "../types.d.ts" */
/** @import { Plan } from "./csv-plan.js" */

const SAMPLE = 200;
const LONGEST_ROW = 32e6;

/** The table's rows, turned into arrays and columns as the plan says. */
class Table {
  /** @param {Plan} plan @param {Budget} budget */
  constructor(plan, budget) {
    this.plan = plan;
    this.budget = budget;
    this.rows = 0;
    this.vectors = plan.vectors.map(({ name, columns }) => {
      const store = new RowStore(name, budget);
      store.cols = columns.length;
      return { columns, store, row: new Float32Array(columns.length) };
    });
    this.lists = plan.lists.map(({ name, column }) => ({ column, store: new RowStore(name, budget) }));
    this.texts = plan.texts.map(({ name, column }) => ({ column, name, values: /** @type {string[]} */ ([]) }));
  }

  get place() {
    return `row ${this.rows} (counted from 0${this.plan.header ? ", without the header" : ""}) of ${this.budget.file}`;
  }

  /** @param {string} what @param {Record<string, unknown>} [details] */
  bad(what, details) {
    return new Failure("CORRUPT", what, { file: this.budget.file, row: this.rows, ...details });
  }

  /** @param {string[]} cells */
  push(cells) {
    const { plan } = this;
    if (cells.length !== plan.width)
      throw this.bad(
        `There are ${cells.length} fields in ${this.place}, and ${plan.width} in the first row. Each row needs the same number; look for a stray separator or an unclosed quote.`,
        { fields: cells.length, expected: plan.width },
      );
    for (const { columns, store, row } of this.vectors) {
      for (let i = 0; i < columns.length; i++) {
        const value = parseNumber(cells[columns[i]], plan.decimalComma);
        if (value === null) throw this.notNumber(columns[i], cells[columns[i]]);
        row[i] = value;
      }
      store.push(row);
    }
    for (const { column, store } of this.lists) this.pushList(store, column, cells[column]);
    for (const { column, name, values } of this.texts) {
      this.budget.take(16 + 2 * cells[column].length, name, "Keep the texts in a file of their own.");
      values.push(cells[column]);
    }
    this.rows++;
  }

  /** @param {number} column @param {string} cell */
  notNumber(column, cell) {
    const name = this.plan.header?.[column] ? `"${this.plan.header[column]}"` : String(column + 1);
    return this.bad(
      `"${cell.slice(0, 40)}" in column ${name}, ${this.place}, is not a number, while the rows above hold numbers there. Correct the cell or leave the row out.`,
      { column, cell: cell.slice(0, 200) },
    );
  }

  /** @param {RowStore} store @param {number} column @param {string} cell */
  pushList(store, column, cell) {
    if (isAbbreviated(cell))
      throw this.bad(
        `The list in column "${store.name}", ${this.place}, is abbreviated with "...": it is what NumPy prints, and the values are lost. Save the array itself: numpy.save(path, array).`,
        { column },
      );
    const values = isMissing(cell) && store.cols > 0 ? new Float32Array(store.cols).fill(Number.NaN) : parseList(cell);
    if (values === null) throw this.notNumber(column, cell);
    store.cols ||= values.length;
    if (values.length !== store.cols)
      throw this.bad(
        `The list in column "${store.name}", ${this.place}, holds ${values.length} numbers, and that of row 0 holds ${store.cols}. All need one length.`,
        { column, length: values.length, expected: store.cols },
      );
    store.push(values);
  }
}

/** Rows of the file in batches; the text is never held as a whole. @param {FileLike} file @param {Budget} budget @param {(rows: string[][], delimiter: string, last: boolean) => void} use */
async function readRows(file, budget, use) {
  /** @type {Papa.Parser | undefined} */
  let parser;
  let delimiter = ",";
  let rest = "";
  for await (const { text, last } of textPieces(file, budget.file)) {
    rest += text;
    if (!parser) {
      delimiter = delimiterOf(last ? rest : rest.slice(0, rest.lastIndexOf("\n") + 1) || rest);
      const newline = /\r\n|\r|\n/.exec(rest)?.[0] ?? "\n";
      parser = new Papa.Parser({ delimiter, newline: /** @type {"\n"} */ (newline) });
    }
    const { data, errors, meta } = parser.parse(rest, 0, !last);
    if (last && errors.some((/** @type {{ code: string }} */ { code }) => code === "MissingQuotes"))
      throw new Failure("CORRUPT", `A quoted field of ${budget.file} is never closed. Look for a stray quotation mark.`, {
        file: budget.file,
      });
    rest = rest.slice(meta.cursor);
    if (rest.length > LONGEST_ROW)
      throw new Failure(
        "CORRUPT",
        `A row of ${budget.file} is longer than ${LONGEST_ROW / 1e6} million characters: a quoted field is probably never closed. Look for a stray quotation mark.`,
        { file: budget.file },
      );
    use(
      data.filter((/** @type {string[]} */ row) => row.length > 1 || row[0].trim() !== ""),
      delimiter,
      last,
    );
  }
}

/** @type {Reader} */
export const csv = {
  format: "csv",
  extensions: ["csv", "tsv", "txt"],
  match: (head, name) => /\.(csv|tsv|txt)$/i.test(name) && (encodingByMark(head) !== "utf-8" || !head.includes(0)),
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    /** @type {Table | undefined} */
    let table;
    /** @type {string[][]} */
    let waiting = [];
    await readRows(file, budget, (rows, delimiter, last) => {
      waiting = waiting.concat(rows);
      if (!table && waiting.length > 0 && (last || waiting.length >= SAMPLE)) {
        const plan = planOf(waiting.slice(0, SAMPLE), delimiter);
        if (plan.header) waiting.shift();
        table = new Table(plan, budget);
      }
      if (!table) return;
      for (const row of waiting) table.push(row);
      waiting = [];
    });
    return finished(file, budget, table);
  },
};

/** @param {FileLike} file @param {Budget} budget @param {Table | undefined} table @returns {OpenedFile} */
function finished(file, budget, table) {
  const stores = table ? [...table.vectors, ...table.lists].map(({ store }) => store).filter(({ rows, cols }) => rows > 0 && cols > 0) : [];
  const columns = table ? table.texts.map(({ name, values }) => ({ name, values })) : [];
  return openedFile({
    file: budget.file,
    format: "csv",
    size: file.size,
    arrays: stores.map((store) => store.source()),
    listing: stores.map(({ name, rows, cols }) => ({ name, shape: [rows, cols], dtype: "float32" })),
    columns: table && table.rows > 0 ? columns : [],
  });
}
