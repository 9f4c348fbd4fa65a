/** The shapes in which rows are written: each writer says which of them it has. */

/** @typedef {{ name: string, values: string[] }} Column */

/** Numbers of a shape, row-major. */
export class Matrix {
  /** @param {readonly number[]} shape @param {readonly number[]} values */
  constructor(shape, values) {
    this.shape = [...shape];
    this.values = values;
  }

  /** @param {readonly (readonly number[])[]} rows */
  static of(rows) {
    return new Matrix([rows.length, rows[0].length], rows.flat());
  }
}

/** Ids and other words, one a row; all of them whole numbers, or all 7.0: written as such where the format can. */
export class Words {
  /** @param {readonly string[]} values */
  constructor(values) {
    this.values = [...values];
    this.areFloats = this.values.every((value) => /^\d{1,15}\.0$/.test(value));
    this.areNumbers = this.values.every((value) => /^(0|[1-9]\d{0,17})$/.test(value));
  }
}

/** Numbers as they are, beyond what float64 holds too. @param {readonly string[]} values */
export const exactNumbers = (values) =>
  /** @type {number[]} */ (
    values.map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : /** @type {any} */ (BigInt(value))))
  );

/** Whole numbers that are no ids: a map of rows. */
export class Wholes {
  /** @param {readonly number[]} values */
  constructor(values) {
    this.values = [...values];
  }
}

/** A tuple of Python's. */
export class Fixed {
  /** @param {Tree[]} items */
  constructor(items) {
    this.items = items;
  }
}

/** @typedef {Matrix | Words | Wholes | Fixed | string | Tree[] | Map<string, any>} Tree */

/**
 * @typedef {object} Form what a file holds
 * @property {FormName} form
 * @property {Tree} [tree] of all but tables
 * @property {Table} [table] of side, records and pairs
 */

/** Columns of one length. @typedef {{ vectors: { name: string, rows: readonly (readonly number[])[] }[], columns: Column[] }} Table */

/** @typedef {"vector" | "side" | "blocks" | "sides" | "keyed" | "nested" | "batches" | "records" | "mapped" | "tuples" | "pairs"} FormName */

/** A side's vectors and its columns. @param {string} name @param {readonly (readonly number[])[]} rows @param {Column[]} columns @returns {Form} */
export function side(name, rows, columns) {
  const words = columns.map((column) => /** @type {[string, Tree]} */ ([column.name, new Words(column.values)]));
  return { form: "side", tree: new Map([[name, Matrix.of(rows)], ...words]), table: { vectors: [{ name, rows }], columns } };
}

/** @param {FormName} form @param {Tree} tree @returns {Form} */
export const treeOf = (form, tree) => ({ form, tree });

/** A table of ids alone. @param {Column[]} columns @returns {Form} */
export const pairsOf = (columns) => ({ form: "pairs", table: { vectors: [], columns } });

/** Records that hold both sides. @param {{ images: number[][], texts: number[][], columns: Column[] }} rows @returns {Form} */
export function records({ images, texts, columns }) {
  const tree = images.map((image, row) => {
    const named = columns.map(({ name, values }) => /** @type {[string, Tree]} */ ([name, values[row]]));
    return new Map([
      ...named,
      ["image_embedding", new Matrix([image.length], image)],
      ["text_embedding", new Matrix([image.length], texts[row])],
    ]);
  });
  const vectors = [
    { name: "image_embedding", rows: images },
    { name: "text_embedding", rows: texts },
  ];
  return { form: "records", tree, table: { vectors, columns } };
}
