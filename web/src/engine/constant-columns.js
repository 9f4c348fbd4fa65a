/** Columns that have one value in every row. */

/** Of a part of the rows: the columns and their values. @typedef {{ columns: Int32Array, values: Float32Array }} Constants */

/** Looks at rows as they come; after the first few rows of real embeddings no column is left to look at. */
export class ConstantColumns {
  /** @param {number} cols */
  constructor(cols) {
    this.cols = cols;
    this.columns = Int32Array.from({ length: cols }, (_, column) => column);
    /** The first row. @type {Float32Array | null} */
    this.first = null;
  }

  /** @param {Float32Array} rows row-major */
  add(rows) {
    this.first ??= rows.slice(0, this.cols);
    const { first } = this;
    for (let at = 0; at < rows.length && this.columns.length > 0; at += this.cols)
      if (this.columns.some((column) => rows[at + column] !== first[column]))
        this.columns = this.columns.filter((column) => rows[at + column] === first[column]);
  }

  /** @returns {Constants} */
  result() {
    const { columns, first } = this;
    return { columns, values: Float32Array.from(columns, (column) => first?.[column] ?? 0) };
  }
}

/** Columns that are constant in all parts, with one value. @param {Constants[]} parts @returns {number[]} */
export function constantInAll([head, ...others]) {
  const values = others.map((part) => new Map(Array.from(part.columns, (column, k) => [column, part.values[k]])));
  return Array.from(head.columns).filter((column, k) => values.every((of) => of.get(column) === head.values[k]));
}
