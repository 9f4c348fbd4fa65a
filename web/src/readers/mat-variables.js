/** What the variables of a .mat file become: matrices of numbers, columns of words, or a line in the list of what cannot be used. */
import { Failure } from "../failure.js";
import { TEXT_BYTES } from "./budget.js";
import { readBytes, saveAgain } from "./bytes.js";
import { columnMajor, matricesOf, sizeOf } from "./layout.js";
import { withoutPlain } from "./memory-blob.js";
import { emptyContents, unsupportedType } from "./opened-file.js";
import { memorySource, VALUE_BYTES } from "./plain-rows.js";
import { lengthsInWords } from "./rows.js";
import { wholeNumbers } from "./words.js";

/** @import { Budget } from "./budget.js" */
/** @import { Layout } from "./types.d.ts" */
/** @typedef {Pick<Layout, "blob" | "dtype" | "bigEndian">} Numbers */

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
    this.contents = emptyContents();
  }

  /** Numbers, column by column. @param {string} name @param {number[]} shape @param {Numbers & { isPlain: boolean }} data isPlain: the blob is a part of the file */
  async addNumbers(name, shape, { isPlain, ...data }) {
    this.contents.listing.push({ name, shape, dtype: data.dtype });
    const matrices = matricesOf(name, { ...data, offset: 0, shape, strides: columnMajor(shape) }, this.budget);
    this.contents.arrays.push(...(isPlain ? matrices : matrices.map(withoutPlain)));
    if (matrices.length > 0) await this.#addWholes(name, shape, data);
  }

  /** n x 1 and 1 x n whole numbers describe rows: labels, ids. @param {string} name @param {number[]} shape @param {Numbers} data */
  async #addWholes(name, shape, { blob, dtype, bigEndian }) {
    const count = sizeOf(shape);
    if (count < 2 || Math.max(...shape) !== count) return;
    const size = VALUE_BYTES[dtype];
    const where = this.budget.placeOf(name);
    this.budget.check(count * (size + TEXT_BYTES), where, "Keep it in a file of its own.");
    const values = wholeNumbers(await readBytes(blob, 0, count * size, where), dtype, bigEndian);
    if (values) this.#addColumn(name, values);
  }

  /** Cells of one number each, or of vectors, one a row. @param {string} name @param {number[]} shape @param {readonly Float64Array[]} cells */
  addCells(name, shape, cells) {
    const { listing, arrays, refused } = this.contents;
    const where = this.budget.placeOf(name);
    const [{ length: cols }] = cells;
    const lengths = Int32Array.from(cells, ({ length }) => length);
    if (lengths.some((length) => length !== cols) || cols === 0) {
      listing.push({ name, shape, dtype: "cell" });
      const what = lengths.every((length) => length === 0) ? `${where} holds empty cells.` : lengthsInWords(lengths, where);
      const remedy = "A vector needs one length in all rows: correct what is wrong, or leave the variable out.";
      refused.push(new Failure("CORRUPT", `${what} ${remedy}`, { where }));
      return;
    }
    listing.push({ name, shape: [cells.length, cols], dtype: "float64" });
    if (cols === 1 && cells.every(([value]) => Number.isInteger(value))) {
      const words = cells.map(([value]) => BigInt(value).toString());
      return this.#addColumn(name, words);
    }
    this.budget.take(cells.length * cols * 4, where, "Save one matrix: cell2mat(x).");
    const values = new Float32Array(cells.length * cols);
    for (const [row, cell] of cells.entries()) values.set(cell, row * cols);
    arrays.push(memorySource(name, cells.length, cols, "float64", values));
  }

  /** @param {string} name @param {string[]} values */
  #addColumn(name, values) {
    this.budget.takeTexts(values, name);
    this.contents.columns.push({ name, values });
  }

  /** @param {string} name @param {number[]} shape @param {string[]} values */
  addWords(name, shape, values) {
    this.contents.listing.push({ name, shape, dtype: "text" });
    if (values.length > 0) this.#addColumn(name, values);
  }

  /** @param {string} name @param {number[]} shape @param {string} kind */
  refuse(name, shape, kind) {
    this.contents.listing.push({ name, shape, dtype: kind });
    const words = KINDS[kind] ?? `a variable of class ${kind}`;
    this.contents.refused.push(unsupportedType(this.budget.placeOf(name), kind, words, REMEDIES[kind]));
  }
}

/** Rows of a matrix of characters that lies column by column; MATLAB fills them up with blanks. @param {ArrayLike<string>} characters @param {number} rows @param {number} cols @param {string} where */
export function rowsOfText(characters, rows, cols, where) {
  if (characters.length < rows * cols)
    throw saveAgain("TRUNCATED", where, `${where} promises ${rows} x ${cols} characters, and ${characters.length} are there.`);
  // Rows without characters take no bytes, so that any number of them can be stated.
  if (cols === 0) return [];
  return Array.from({ length: rows }, (_, row) => {
    let text = "";
    for (let col = 0; col < cols; col++) text += characters[row + col * rows];
    return text.trimEnd();
  });
}
