/** Rows of one width, filled as a library decodes them; and number columns side by side as one matrix. */
import { Failure } from "../../failure.js";

/** @import { DType, FoundArray } from "../../types.d.ts" */
/** @import { Budget } from "../budget.js" */

const REMEDY = "Save it as .npy: that is read in pieces.";
/** No embedding is so wide: a longer first row is a damaged length. */
const MOST_COLS = 4e6;

/** @param {number} rows @param {number} cols @param {string} where @param {Budget} budget */
function takeRows(rows, cols, where, budget) {
  budget.take(rows * cols * 4, where, REMEDY);
  return new Float32Array(rows * cols);
}

/** A column of lists. The first list sets the width; a missing list or value is NaN, as a finding will say. */
export class Vectors {
  /** @param {string} name @param {number} rows @param {DType} dtype @param {Budget} budget */
  constructor(name, rows, dtype, budget) {
    this.name = name;
    this.rows = rows;
    this.dtype = dtype;
    this.budget = budget;
    this.cols = 0;
    this.row = 0;
    this.values = new Float32Array(0);
    /** values of the row that is being filled; -1 between rows */
    this.length = -1;
    /** @type {number[]} the first row, while no width is known */
    this.first = [];
  }

  get where() {
    return `${this.name || "The column"} in ${this.budget.file}`;
  }

  begin() {
    this.end();
    if (this.row >= this.rows)
      throw new Failure("CORRUPT", `${this.where} holds more lists than the ${this.rows} rows that are stated. Save the file again.`, {
        rows: this.rows,
      });
    this.length = 0;
  }

  /** @param {number} value */
  push(value) {
    if (this.cols === 0) this.#pushFirst(value);
    else if (this.length < this.cols) this.values[this.row * this.cols + this.length] = value;
    this.length++;
  }

  /** @param {number} value */
  #pushFirst(value) {
    if (this.first.length >= MOST_COLS)
      throw new Failure(
        "CORRUPT",
        `A row of ${this.where} holds more than ${MOST_COLS.toLocaleString("en")} numbers. Save the file again.`,
        {
          row: this.row,
        },
      );
    this.first.push(value);
  }

  /** Ends the row that was begun. */
  end() {
    if (this.length < 0) return;
    if (this.cols === 0) this.#open(this.length);
    if (this.length !== this.cols || this.cols === 0) throw this.#ragged(this.length);
    this.row++;
    this.length = -1;
  }

  /** A whole row at once. @param {Float32Array} values @param {number} begin @param {number} end */
  add(values, begin, end) {
    if (!(0 <= begin && begin <= end && end <= values.length))
      throw new Failure(
        "CORRUPT",
        `Row ${this.row} of ${this.where} lies at values ${begin} to ${end} of ${values.length}. The file is damaged; save it again.`,
        { row: this.row, begin, end, held: values.length },
      );
    this.begin();
    this.length = end - begin;
    if (this.cols === 0) this.#open(this.length);
    if (this.length === this.cols) this.values.set(values.subarray(begin, end), this.row * this.cols);
    this.end();
  }

  missing() {
    this.begin();
    this.length = -1;
    if (this.cols > 0) this.values.fill(Number.NaN, this.row * this.cols, (this.row + 1) * this.cols);
    this.row++;
  }

  /** @returns {FoundArray | null} null where every row is missing */
  found() {
    this.end();
    if (this.row !== this.rows)
      throw new Failure("CORRUPT", `${this.where} holds ${this.row} lists, and ${this.rows} rows are stated. Save the file again.`, {
        held: this.row,
        rows: this.rows,
      });
    if (this.cols === 0) return null;
    return { name: this.name, rows: this.rows, cols: this.cols, dtype: this.dtype, values: this.values };
  }

  /** @param {number} cols */
  #open(cols) {
    if (cols === 0) return;
    this.cols = cols;
    this.values = takeRows(this.rows, cols, this.where, this.budget);
    this.values.fill(Number.NaN, 0, this.row * cols);
    this.values.set(this.first, this.row * cols);
    this.first = [];
  }

  /** @param {number} length */
  #ragged(length) {
    const first = this.cols === 0 ? "a vector needs at least one" : `the rows above hold ${this.cols}`;
    return new Failure(
      "CORRUPT",
      `Row ${this.row} (counted from 0) of ${this.where} holds ${length} numbers, and ${first}. All rows need one length.`,
      { row: this.row, length, expected: this.cols },
    );
  }
}

/** Number columns side by side, filled column by column. A missing value is NaN. */
export class Columns {
  /** @param {string} name @param {number} rows @param {readonly DType[]} dtypes one a column @param {Budget} budget */
  constructor(name, rows, dtypes, budget) {
    this.name = name;
    this.rows = rows;
    this.cols = dtypes.length;
    /** @type {DType} */
    this.dtype = dtypes.every((dtype) => dtype === dtypes[0]) ? dtypes[0] : "float64";
    this.values = takeRows(rows, this.cols, `${name || "The table"} in ${budget.file}`, budget);
  }

  /** @param {number} row @param {number} col @param {number} value */
  set(row, col, value) {
    this.values[row * this.cols + col] = value;
  }

  /** @returns {FoundArray} */
  found() {
    return { name: this.name, rows: this.rows, cols: this.cols, dtype: this.dtype, values: this.values };
  }
}
