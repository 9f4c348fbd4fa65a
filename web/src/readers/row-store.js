/** Rows of float32 that grow, within the memory that the file may take. */
import { memorySource } from "./plain-rows.js";

/** @import { Budget } from "./budget.js" */

export class RowStore {
  /** @param {string} name @param {Budget} budget */
  constructor(name, budget) {
    this.name = name;
    this.budget = budget;
    /** 0 until it is known */
    this.cols = 0;
    this.rows = 0;
    this.values = new Float32Array(0);
  }

  /** @param {ArrayLike<number>} row */
  push(row) {
    const end = (this.rows + 1) * this.cols;
    if (end > this.values.length) {
      const grown = Math.max(end, Math.ceil(this.values.length * 1.5));
      this.budget.take((grown - this.values.length) * 4, this.name || "The table", "Save it as .npy: that is read in pieces.");
      const values = new Float32Array(grown);
      values.set(this.values);
      this.values = values;
    }
    this.values.set(row, this.rows * this.cols);
    this.rows++;
  }

  /** @param {string} [name] @param {number} [begin] @param {number} [end] */
  source(name = this.name, begin = 0, end = this.rows) {
    return memorySource(name, end - begin, this.cols, "float32", this.values.subarray(begin * this.cols, end * this.cols));
  }
}
