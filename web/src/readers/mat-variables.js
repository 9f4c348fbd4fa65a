/** What the variables of a .mat file become: matrices of numbers, columns of words, or a line in the list of what cannot be used. */
import { Failure } from "../failure.js";
import { TEXT_BYTES } from "./budget.js";
import { readBytes } from "./bytes.js";
import { columnMajor, matricesOf } from "./layout.js";
import { withoutPlain } from "./memory-blob.js";
import { unsupportedType } from "./opened-file.js";
import { memorySource, VALUE_BYTES } from "./plain-rows.js";
import { lengthsInWords } from "./rows.js";
import { wholeNumbers } from "./words.js";

/** @import { BlobLike, DType, MatrixSource, OpenedFile, TextColumn } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */

/** @type {Readonly<Record<string, string>>} */
const KINDS = Object.freeze({
  cell: "a cell array that is not one of words",
  struct: "a structure",
  object: "an object of a class",
  sparse: "a sparse matrix",
  complex: "complex numbers",
  "function handle": "a function",
  opaque: "an object of a class",
});

/** @type {Readonly<Record<string, string>>} */
const REMEDIES = Object.freeze({
  sparse: "Save full(x).",
  complex: "Save real(x) or abs(x).",
  struct: "Save its fields as variables: save('file.mat', '-struct', 'x').",
  cell: "Save one matrix with a row an item: cell2mat(x).",
});

export class MatVariables {
  /** @param {Budget} budget */
  constructor(budget) {
    this.budget = budget;
    /** @type {MatrixSource[]} */
    this.arrays = [];
    /** @type {OpenedFile["listing"]} */
    this.listing = [];
    /** @type {TextColumn[]} */
    this.columns = [];
    /** @type {Failure[]} */
    this.refused = [];
  }

  /**
   * Numbers, column by column.
   * @param {string} name
   * @param {number[]} shape
   * @param {{ blob: BlobLike, dtype: DType, bigEndian: boolean, isPlain: boolean }} data isPlain: the blob is a part of the file
   */
  async addNumbers(name, shape, { isPlain, ...data }) {
    this.listing.push({ name, shape, dtype: data.dtype });
    const found = matricesOf(name, { ...data, offset: 0, shape, strides: columnMajor(shape) }, this.budget);
    this.arrays.push(...(isPlain ? found : found.map(withoutPlain)));
    if (found.length > 0) await this.#addWholes(name, shape, data);
  }

  /** n x 1 and 1 x n whole numbers describe rows: labels, ids. @param {string} name @param {number[]} shape @param {{ blob: BlobLike, dtype: DType, bigEndian: boolean }} data */
  async #addWholes(name, shape, { blob, dtype, bigEndian }) {
    const count = shape.reduce((product, extent) => product * extent, 1);
    if (count < 2 || Math.max(...shape) !== count) return;
    const size = VALUE_BYTES[dtype];
    const where = `${name} in ${this.budget.file}`;
    this.budget.check(count * (size + TEXT_BYTES), where, "Keep it in a file of its own.");
    const values = wholeNumbers(await readBytes(blob, 0, count * size, where), dtype, bigEndian);
    if (values) this.#addColumn(name, values);
  }

  /** Cells of one number each, or of vectors, one a row. @param {string} name @param {number[]} shape @param {readonly Float64Array[]} cells */
  addCells(name, shape, cells) {
    const where = `${name} in ${this.budget.file}`;
    const [{ length: cols }] = cells;
    const lengths = Int32Array.from(cells, ({ length }) => length);
    if (lengths.some((length) => length !== cols) || cols === 0) {
      this.listing.push({ name, shape, dtype: "cell" });
      const what = cols === 0 && lengths.every((length) => length === 0) ? `${where} holds empty cells.` : lengthsInWords(lengths, where);
      this.refused.push(
        new Failure("CORRUPT", `${what} A vector needs one length in all rows: correct what is wrong, or leave the variable out.`, {
          where,
        }),
      );
      return;
    }
    this.listing.push({ name, shape: [cells.length, cols], dtype: "float64" });
    if (cols === 1 && cells.every(([value]) => Number.isInteger(value)))
      return this.#addColumn(
        name,
        cells.map(([value]) => BigInt(value).toString()),
      );
    this.budget.take(cells.length * cols * 4, where, "Save one matrix: cell2mat(x).");
    const values = new Float32Array(cells.length * cols);
    for (const [row, cell] of cells.entries()) values.set(cell, row * cols);
    this.arrays.push(memorySource(name, cells.length, cols, "float64", values));
  }

  /** @param {string} name @param {string[]} values */
  #addColumn(name, values) {
    this.budget.takeTexts(values, name);
    this.columns.push({ name, values });
  }

  /** @param {string} name @param {number[]} shape @param {string[]} values */
  addWords(name, shape, values) {
    this.listing.push({ name, shape, dtype: "text" });
    if (values.length === 0) return;
    this.#addColumn(name, values);
  }

  /** @param {string} name @param {number[]} shape @param {string} kind */
  refuse(name, shape, kind) {
    this.listing.push({ name, shape, dtype: kind });
    const where = `${name} in ${this.budget.file}`;
    this.refused.push(unsupportedType(where, kind, KINDS[kind] ?? `a variable of class ${kind}`, REMEDIES[kind]));
  }

  get found() {
    const { arrays, listing, columns, refused } = this;
    return { arrays, listing, columns, refused };
  }
}

/** Rows of a matrix of characters that lies column by column; MATLAB fills them up with blanks. @param {readonly string[]} characters @param {number} rows @param {number} cols @param {string} where */
export function rowsOfText(characters, rows, cols, where) {
  if (characters.length < rows * cols)
    throw new Failure(
      "TRUNCATED",
      `${where} promises ${rows} x ${cols} characters, and ${characters.length} are there. Save the file again.`,
      { where, needed: rows * cols, held: characters.length },
    );
  // Rows without characters take no bytes, so that any number of them can be stated.
  if (cols === 0) return [];
  return Array.from({ length: rows }, (_, row) => {
    let text = "";
    for (let col = 0; col < cols; col++) text += characters[row + col * rows];
    return text.trimEnd();
  });
}
