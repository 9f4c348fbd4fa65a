/** Parquet in its plainest form: one row group, one plain page a column, no compression; vectors are lists of floats. */
import { bytesOf, joined, little } from "../../fixtures/build/values.js";
import { exactNumbers, Words } from "../forms.js";

/** @import { Table } from "../forms.js" */

/** @param {number} value unsigned */
function varint(value) {
  const bytes = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}
const zigzag = (/** @type {number} */ value) => varint(value < 0 ? -2 * value - 1 : 2 * value);

/** Thrift's compact form: [id, type, bytes] of each field, ascending ids. @typedef {[number, number, Uint8Array]} Field */
const INT32 = 5;
const INT64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;

/** @param {Field[]} fields */
function struct(fields) {
  let before = 0;
  const parts = fields.flatMap(([id, type, bytes]) => {
    const head = Uint8Array.of(((id - before) << 4) | type);
    before = id;
    return [head, bytes];
  });
  return joined([...parts, Uint8Array.of(0)]);
}
const text = (/** @type {string} */ value) => joined([varint(Buffer.byteLength(value)), value]);
/** @param {number} type @param {Uint8Array[]} items */
const list = (type, items) =>
  joined([
    items.length < 15 ? Uint8Array.of((items.length << 4) | type) : joined([Uint8Array.of(0xf0 | type), varint(items.length)]),
    ...items,
  ]);

const TYPES = { int64: 2, float: 4, double: 5, bytes: 6 };

/**
 * @typedef {object} Leaf
 * @property {string[]} path
 * @property {number} type
 * @property {Uint8Array[]} schema elements of the schema
 * @property {Uint8Array} data of the page
 * @property {number} values
 */

/** @param {string} name @param {{ type?: number, repetition: number, children?: number, converted?: number }} of */
const element = (name, { type, repetition, children, converted }) =>
  struct([
    ...(type === undefined ? [] : [/** @type {Field} */ ([1, INT32, zigzag(type)])]),
    [3, INT32, zigzag(repetition)],
    [4, BINARY, text(name)],
    ...(children === undefined ? [] : [/** @type {Field} */ ([5, INT32, zigzag(children)])]),
    ...(converted === undefined ? [] : [/** @type {Field} */ ([6, INT32, zigzag(converted)])]),
  ]);

/** @param {string} name @param {string[]} values @returns {Leaf} */
function column(name, values) {
  const { areNumbers, areFloats } = new Words(values);
  const isPlain = areNumbers || areFloats;
  const type = areNumbers ? TYPES.int64 : areFloats ? TYPES.double : TYPES.bytes;
  const data = isPlain
    ? areNumbers
      ? bytesOf(exactNumbers(values), "int64")
      : bytesOf(values.map(Number), "float64")
    : joined(values.flatMap((value) => [little(Buffer.byteLength(value), 4), value]));
  return {
    path: [name],
    type,
    schema: [element(name, { type, repetition: 0, ...(!isPlain && { converted: 0 }) })],
    data,
    values: values.length,
  };
}

/** Runs of one level each, with their length before them. @param {[level: number, count: number][]} runs */
function levels(runs) {
  const packed = joined(runs.flatMap(([level, count]) => [varint(count * 2), Uint8Array.of(level)]));
  return joined([little(packed.length, 4), packed]);
}

/** @param {string} name @param {readonly (readonly number[])[]} rows @returns {Leaf} */
function lists(name, rows) {
  const width = rows[0].length;
  const repetition = levels(
    rows.flatMap(
      () =>
        /** @type {[number, number][]} */ ([
          [0, 1],
          [1, width - 1],
        ]),
    ),
  );
  const schema = [
    element(name, { repetition: 0, children: 1, converted: 3 }),
    element("list", { repetition: 2, children: 1 }),
    element("element", { type: TYPES.float, repetition: 0 }),
  ];
  const data = joined([repetition, levels([[1, rows.length * width]]), bytesOf(rows.flat(), "float32")]);
  return { path: [name, "list", "element"], type: TYPES.float, schema, data, values: rows.length * width };
}

/** @param {Leaf} leaf */
function page({ data, values }) {
  const header = struct([
    [1, INT32, zigzag(values)],
    [2, INT32, zigzag(0)],
    [3, INT32, zigzag(3)],
    [4, INT32, zigzag(3)],
  ]);
  const about = struct([
    [1, INT32, zigzag(0)],
    [2, INT32, zigzag(data.length)],
    [3, INT32, zigzag(data.length)],
    [5, STRUCT, header],
  ]);
  return joined([about, data]);
}

/** @param {Table} table */
export function parquet({ vectors, columns }) {
  const leaves = [...columns.map(({ name, values }) => column(name, values)), ...vectors.map(({ name, rows }) => lists(name, rows))];
  const rows = columns[0]?.values.length ?? vectors[0].rows.length;
  let at = 4;
  const pages = leaves.map(page);
  const chunks = leaves.map(({ path, type, values }, index) => {
    const begin = at;
    at += pages[index].length;
    const size = zigzag(pages[index].length);
    const about = struct([
      [1, INT32, zigzag(type)],
      [2, LIST, list(INT32, [zigzag(0), zigzag(3)])],
      [3, LIST, list(BINARY, path.map(text))],
      [4, INT32, zigzag(0)],
      [5, INT64, zigzag(values)],
      [6, INT64, size],
      [7, INT64, size],
      [9, INT64, zigzag(begin)],
    ]);
    return struct([
      [2, INT64, zigzag(begin)],
      [3, STRUCT, about],
    ]);
  });
  const group = struct([
    [1, LIST, list(STRUCT, chunks)],
    [2, INT64, zigzag(at - 4)],
    [3, INT64, zigzag(rows)],
  ]);
  const schema = [element("schema", { repetition: 0, children: leaves.length }), ...leaves.flatMap((leaf) => leaf.schema)];
  const footer = struct([
    [1, INT32, zigzag(1)],
    [2, LIST, list(STRUCT, schema)],
    [3, INT64, zigzag(rows)],
    [4, LIST, list(STRUCT, [group])],
  ]);
  return joined(["PAR1", ...pages, footer, little(footer.length, 4), "PAR1"]);
}
