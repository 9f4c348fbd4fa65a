/** csv, tsv, JSON and JSON lines. */
import { gzipSync } from "node:zlib";
import { Fixed, Matrix, Wholes, Words } from "../forms.js";

/** @import { Form, FormName, Table, Tree } from "../forms.js" */

/** @param {string} value @param {string} separator */
const field = (value, separator) => (/["\n]/.test(value) || value.includes(separator) ? `"${value.replaceAll('"', '""')}"` : value);

/** As pandas writes it: a blank alone in its line is quoted. @param {readonly string[]} cells @param {string} separator */
const lineOf = (cells, separator) =>
  cells.length === 1 && cells[0] === "" ? '""' : cells.map((cell) => field(cell, separator)).join(separator);

/** One vector: a column a dimension. Two: a column of lists each. @param {Table} table */
function cellsOf({ vectors, columns }) {
  const wide = vectors.length === 1 ? vectors[0].rows : undefined;
  const names = wide ? wide[0].map((_, k) => `dim_${k}`) : vectors.map(({ name }) => name);
  const rows = columns[0]?.values ?? vectors[0].rows;
  const header = [...columns.map(({ name }) => name), ...names];
  const lines = Array.from(rows, (_, row) => [
    ...columns.map(({ values }) => values[row]),
    ...(wide ? wide[row].map(String) : vectors.map((vector) => JSON.stringify(vector.rows[row]))),
  ]);
  return [header, ...lines];
}

/** @param {string} separator */
const separated =
  (separator) =>
  (/** @type {Form} */ { table }) =>
    Buffer.from(
      `${cellsOf(/** @type {Table} */ (table))
        .map((cells) => lineOf(cells, separator))
        .join("\n")}\n`,
    );

/** @param {Matrix} matrix @returns {unknown} nested lists */
function nested({ shape, values }) {
  if (shape.length === 1) return values;
  const each = values.length / shape[0];
  return Array.from({ length: shape[0] }, (_, i) => nested(new Matrix(shape.slice(1), values.slice(i * each, (i + 1) * each))));
}

/** @param {Tree} tree @returns {unknown} */
function plain(tree) {
  if (tree instanceof Matrix) return nested(tree);
  if (tree instanceof Words) return tree;
  if (tree instanceof Wholes) return tree.values;
  if (tree instanceof Fixed) return tree.items.map(plain);
  if (Array.isArray(tree)) return tree.map(plain);
  return tree;
}

/** A number as it is written. */
class Digits {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
}

/** JSON.stringify would bring keys that are numbers into their order, and write 7 for 7.0. @param {unknown} value @returns {string} */
function jsonOf(value) {
  if (value instanceof Digits) return value.text;
  if (value instanceof Words) return value.areFloats || value.areNumbers ? `[${value.values.join(",")}]` : JSON.stringify(value.values);
  if (value instanceof Map) return `{${[...value].map(([key, item]) => `${JSON.stringify(key)}:${jsonOf(plain(item))}`).join(",")}}`;
  if (Array.isArray(value) && value.some((item) => typeof item === "object")) return `[${value.map(jsonOf).join(",")}]`;
  return JSON.stringify(value);
}

/** @param {Table} table */
function objectsOf({ vectors, columns }) {
  const words = columns.map(({ name, values }) => ({ name, list: new Words(values) }));
  const rows = columns[0]?.values ?? vectors[0].rows;
  return Array.from(
    rows,
    (_, row) =>
      new Map([
        ...words.map(
          ({ name, list }) => /** @type {[string, any]} */ ([name, list.areNumbers ? new Digits(list.values[row]) : list.values[row]]),
        ),
        ...vectors.map((vector) => /** @type {[string, any]} */ ([vector.name, vector.rows[row]])),
      ]),
  );
}

/** @param {Form} form */
const json = ({ tree, table }) => Buffer.from(jsonOf(tree === undefined ? objectsOf(/** @type {Table} */ (table)) : plain(tree)));
/** @param {Form} form */
const jsonLines = ({ table }) =>
  Buffer.from(
    `${objectsOf(/** @type {Table} */ (table))
      .map(jsonOf)
      .join("\n")}\n`,
  );

/** @type {FormName[]} */
const TABLES = ["side", "records", "pairs"];

export const TEXT = {
  csv: { extension: "csv", forms: TABLES, write: separated(",") },
  "csv.gz": { extension: "csv.gz", forms: TABLES, write: (/** @type {Form} */ form) => gzipSync(separated(",")(form)) },
  tsv: { extension: "tsv", forms: TABLES, write: separated("\t") },
  json: {
    extension: "json",
    forms: /** @type {FormName[]} */ ([...TABLES, "vector", "blocks", "sides", "keyed", "nested", "batches", "mapped", "tuples"]),
    write: json,
  },
  "json, list of records": { extension: "json", forms: TABLES, write: (/** @type {Form} */ { form, table }) => json({ form, table }) },
  jsonl: { extension: "jsonl", forms: TABLES, write: jsonLines },
};
