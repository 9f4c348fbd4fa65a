/** Rows of one width, filled as a library decodes them; and number columns side by side as one matrix. */
import { Failure } from "../../failure.js";
import { lengthsInWords, usualLength } from "../list-lengths.js";

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

/** A column of lists. The first list that is not empty sets the width; a missing list or value is NaN, as a finding will say. */
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
    budget.take(rows * 4, this.where, REMEDY);
    /** values of each row; -1 where the list is missing */
    this.lengths = new Int32Array(rows);
    this.isRagged = false;
    this.hasEmpty = false;
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
    if (this.length < 0) throw new Failure("CORRUPT", `${this.where} holds a value before its first list. Save the file again.`);
    if (this.cols === 0) this.#pushFirst(value);
    else if (this.length < this.cols && !this.isRagged) this.values[this.row * this.cols + this.length] = value;
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
    this.#count(this.length);
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
    if (this.length === this.cols && !this.isRagged) this.values.set(values.subarray(begin, end), this.row * this.cols);
    this.end();
  }

  missing() {
    this.begin();
    if (this.cols > 0 && !this.isRagged) this.values.fill(Number.NaN, this.row * this.cols, (this.row + 1) * this.cols);
    this.#count(-1);
  }

  /** Fails where lists are lacking. */
  close() {
    this.end();
    if (this.row !== this.rows)
      throw new Failure("CORRUPT", `${this.where} holds ${this.row} lists, and ${this.rows} rows are stated. Save the file again.`, {
        held: this.row,
        rows: this.rows,
      });
  }

  /** @returns {FoundArray | null} null where every row is missing or empty */
  found() {
    this.close();
    if (this.isRagged) throw this.ragged();
    if (this.cols === 0) return null;
    return { name: this.name, rows: this.rows, cols: this.cols, dtype: this.dtype, values: this.values };
  }

  ragged() {
    const { row, length, usual } = usualLength(this.lengths);
    return new Failure(
      "CORRUPT",
      `${lengthsInWords(this.lengths, this.where)} A vector needs one length in all rows: correct what is wrong, or leave the column out.`,
      { row, length, expected: usual },
    );
  }

  /** @param {number} length of the row that ends; -1 where it is missing */
  #count(length) {
    this.lengths[this.row++] = length;
    this.length = -1;
    if (this.isRagged || length < 0) return;
    if (length === 0 && this.cols === 0) this.hasEmpty = true;
    else if (length !== this.cols || this.hasEmpty) this.#giveUp();
  }

  #giveUp() {
    this.isRagged = true;
    this.budget.give(this.values.length * 4);
    this.values = new Float32Array(0);
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
}

/** Number columns side by side, filled column by column. A missing value is NaN. */
export class Columns {
  /** @param {string} name @param {number} rows @param {readonly { name: string, dtype: DType }[]} leaves one a column @param {Budget} budget */
  constructor(name, rows, leaves, budget) {
    this.name = name;
    this.rows = rows;
    this.cols = leaves.length;
    this.dimensions = leaves.map((leaf) => leaf.name);
    const [{ dtype }] = leaves;
    /** @type {DType} */
    this.dtype = leaves.every((leaf) => leaf.dtype === dtype) ? dtype : "float64";
    this.values = takeRows(rows, this.cols, `${name || "The table"} in ${budget.file}`, budget);
  }

  /** @param {number} row @param {number} col @param {number} value */
  set(row, col, value) {
    this.values[row * this.cols + col] = value;
  }

  /** @returns {FoundArray} */
  found() {
    const { name, rows, cols, dtype, values, dimensions } = this;
    return { name, rows, cols, dtype, values, dimensions };
  }
}
