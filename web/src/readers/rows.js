/** Rows of float32 as a file gives them, one width for all; number columns side by side as one matrix; and what is wrong with lists of several lengths. */
import { Failure } from "../failure.js";
import { memorySource } from "./plain-rows.js";

/** @import { DType, FoundArray } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */

const REMEDY = "Save it as .npy: that is read in pieces.";
/** No embedding is so wide: a longer first row is a damaged length. */
const MOST_COLS = 4e6;

/** @param {Float32Array} values @param {number} length */
function widened(values, length) {
  const longer = new Float32Array(length);
  longer.set(values);
  return longer;
}

/**
 * The length that most lists have, and the first row of another; lists that are missing do not count.
 * @param {Int32Array} lengths -1 if a list is missing
 * @returns {{ usual: number, share: number, odd: number, row: number, length: number }} share of the lists that have it; odd: how many do not
 */
export function usualLength(lengths) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  const stated = lengths.filter((length) => length >= 0);
  for (const length of stated) counts.set(length, (counts.get(length) ?? 0) + 1);
  const lists = stated.length;
  const [usual, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
  const row = lengths.findIndex((length) => length >= 0 && length !== usual);
  return { usual, share: lists > 0 ? most / lists : 0, odd: lists - most, row, length: lengths[row] };
}

/** "Row 7 (counted from 0) of x in y holds 0 numbers, and the others 12." @param {Int32Array} lengths @param {string} where */
export function lengthsInWords(lengths, where) {
  const { usual, share, odd, row, length } = usualLength(lengths);
  const holds = `Row ${row} (counted from 0) of ${where} holds ${length.toLocaleString("en")} number${length === 1 ? "" : "s"}`;
  if (odd === 1) return `${holds}, and the others ${usual.toLocaleString("en")}.`;
  if (share > 0.5)
    return `${holds}, and most rows ${usual.toLocaleString("en")}; ${odd.toLocaleString("en")} rows have another length than these.`;
  const other = lengths.findIndex((otherLength) => otherLength >= 0 && otherLength !== length);
  return `${holds}, and row ${other} ${lengths[other].toLocaleString("en")}: its lists are of many lengths.`;
}

/** Rows that grow, within the memory that the file may take. A missing row is NaN, as a finding will say. */
export class Rows {
  /** @param {string} name @param {Budget} budget @param {string} [where] for the sentence of a failure */
  constructor(name, budget, where = name || "The table") {
    this.name = name;
    this.budget = budget;
    this.where = where;
    /** 0 until it is known */
    this.cols = 0;
    this.rows = 0;
    /** rows that are missing before the width is known */
    this.early = 0;
    this.values = new Float32Array(0);
  }

  /** @param {ArrayLike<number>} row */
  push(row) {
    const end = (this.rows + 1) * this.cols;
    if (end > this.values.length) this.grow(Math.max(end, Math.ceil(this.values.length * 1.5)));
    this.values.set(row, this.rows * this.cols);
    this.rows++;
  }

  missing() {
    if (this.cols > 0) this.push(new Float32Array(this.cols).fill(Number.NaN));
    else this.early++;
  }

  /** The width is known now. @param {number} cols */
  open(cols) {
    this.cols = cols;
    for (; this.early > 0; this.early--) this.missing();
  }

  /** @param {number} length values */
  grow(length) {
    this.budget.take((length - this.values.length) * 4, this.where, REMEDY);
    this.values = widened(this.values, length);
  }

  /** Gives the memory back. */
  drop() {
    this.budget.give(this.values.length * 4);
    this.values = new Float32Array(0);
  }

  /** @param {string} [name] @param {number} [begin] @param {number} [end] */
  source(name = this.name, begin = 0, end = this.rows) {
    return memorySource(name, end - begin, this.cols, "float32", this.values.subarray(begin * this.cols, end * this.cols));
  }
}

/** A column of lists, as many as are stated. The first list that is not empty sets the width; a missing list or value is NaN. */
export class Vectors extends Rows {
  /** @param {string} name @param {number} stated rows @param {DType} dtype @param {Budget} budget */
  constructor(name, stated, dtype, budget) {
    super(name, budget, `${name || "The column"} in ${budget.file}`);
    this.stated = stated;
    this.dtype = dtype;
    /** the first list, while no width is known */
    this.list = new Float32Array(64);
    /** values of the list that is being filled; -1 between lists */
    this.length = -1;
    budget.take(stated * 4, this.where, REMEDY);
    /** values of each row; -1 if the list is missing */
    this.lengths = new Int32Array(stated);
    this.isRagged = false;
    this.hasEmpty = false;
  }

  begin() {
    this.end();
    this.length = 0;
  }

  /** One value of the list that was begun. @param {number} value */
  take(value) {
    if (this.length < 0) throw this.#corrupt("a value before its first list");
    if (this.cols === 0) {
      if (this.length === this.list.length) this.#widen();
      this.list[this.length] = value;
    } else if (this.length < this.cols && !this.isRagged) this.values[this.rows * this.cols + this.length] = value;
    this.length++;
  }

  #widen() {
    if (this.length >= MOST_COLS)
      throw new Failure(
        "CORRUPT",
        `A row of ${this.where} holds more than ${MOST_COLS.toLocaleString("en")} numbers. Save the file again.`,
      );
    this.list = widened(this.list, Math.min(2 * this.length, MOST_COLS));
  }

  /** Ends the list that was begun. */
  end() {
    const { length } = this;
    this.length = -1;
    if (length < 0) return;
    if (this.cols === 0) this.#add(this.list.subarray(0, length));
    else this.#count(length);
  }

  /** A whole list at once. @param {Float32Array} values @param {number} begin @param {number} end */
  add(values, begin, end) {
    if (!(0 <= begin && begin <= end && end <= values.length))
      throw new Failure(
        "CORRUPT",
        `Row ${this.rows} of ${this.where} lies at values ${begin} to ${end} of ${values.length}. The file is damaged; save it again.`,
      );
    this.end();
    this.#add(values.subarray(begin, end));
  }

  /** @override */
  missing() {
    this.end();
    this.#checkRoom();
    if (!this.isRagged) this.values.fill(Number.NaN, this.rows * this.cols, (this.rows + 1) * this.cols);
    this.lengths[this.rows++] = -1;
  }

  /** @param {string} contents that a sound file cannot have */
  #corrupt(contents) {
    return new Failure("CORRUPT", `${this.where} holds ${contents}. Save the file again.`);
  }

  #checkRoom() {
    if (this.rows >= this.stated) throw this.#corrupt(`more lists than the ${this.stated} rows that are stated`);
  }

  /** @param {Float32Array} list */
  #add(list) {
    this.#checkRoom();
    if (this.cols === 0 && list.length > 0) {
      this.open(list.length);
      this.grow(this.stated * this.cols);
      this.values.fill(Number.NaN, 0, this.rows * this.cols);
    }
    if (list.length === this.cols && !this.isRagged) this.values.set(list, this.rows * this.cols);
    this.#count(list.length);
  }

  /** @param {number} length of the list that ends */
  #count(length) {
    this.#checkRoom();
    this.lengths[this.rows++] = length;
    if (this.cols === 0) this.hasEmpty = true;
    else if (!this.isRagged && (length !== this.cols || this.hasEmpty)) {
      this.isRagged = true;
      this.drop();
    }
  }

  /** Fails if lists are lacking. */
  close() {
    this.end();
    if (this.rows !== this.stated) throw this.#corrupt(`${this.rows} lists, and ${this.stated} rows are stated`);
  }

  /** @returns {FoundArray | null} null if every row is missing or empty */
  found() {
    this.close();
    if (this.isRagged) throw this.ragged();
    const { name, rows, cols, dtype, values } = this;
    return cols === 0 ? null : { name, rows, cols, dtype, values };
  }

  ragged() {
    const lengths = lengthsInWords(this.lengths, this.where);
    return new Failure("CORRUPT", `${lengths} A vector needs one length in all rows: correct what is wrong, or leave the column out.`);
  }
}

/** Number columns side by side, filled column by column. A missing value is NaN. */
export class Columns {
  /** @param {string} name @param {number} rows @param {readonly { name: string, dtype: DType }[]} leaves one per column @param {Budget} budget @param {string} [where] for the sentence of a failure */
  constructor(name, rows, leaves, budget, where = `${name || "The table"} in ${budget.file}`) {
    this.name = name;
    this.rows = rows;
    this.cols = leaves.length;
    this.dimensions = leaves.map((leaf) => leaf.name);
    const [{ dtype }] = leaves;
    /** @type {DType} */
    this.dtype = leaves.every((leaf) => leaf.dtype === dtype) ? dtype : "float64";
    budget.take(rows * this.cols * 4, where, REMEDY);
    this.values = new Float32Array(rows * this.cols);
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
