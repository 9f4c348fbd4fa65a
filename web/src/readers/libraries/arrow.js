/** Arrow's IPC files and streams (Feather version 2): vectors in one column of lists, or in many number columns. */
import { decodeIPC } from "@uwdata/flechette/src/decode/decode-ipc.js";
import { createTable } from "@uwdata/flechette/src/decode/table-from-ipc.js";
import { CompressionType, Precision, setCompressionCodec, Type } from "@uwdata/flechette/src/index.js";
import { Failure } from "../../failure.js";
import { Budget } from "../budget.js";
import { latin1, readBytes } from "../bytes.js";
import { addLists, checkRows, eachOfLists, isThere, numbersOf } from "./arrow-values.js";
import { checkMessages } from "./guards/arrow-messages.js";
import { corrupt, damaged, guarded } from "./guards/guard.js";
import { unpackFrame } from "./guards/lz4-frame.js";
import { unpackZstd } from "./guards/zstd.js";
import { Table } from "./table.js";

/** @import { DataType, Field } from "@uwdata/flechette" */
/** @import { DType, FileLike, FoundTable, Limits } from "../../types.d.ts" */
/** @import { AnyBatch, ArrowLeaf, Leaf } from "./types.d.ts" */

const LISTS = new Set(/** @type {number[]} */ ([Type.List, Type.LargeList, Type.FixedSizeList, Type.ListView, Type.LargeListView]));
const TEXTS = new Set(/** @type {number[]} */ ([Type.Utf8, Type.LargeUtf8, Type.Utf8View, Type.Bool, Type.Date, Type.Timestamp]));
const BIG_ENDIAN = 1;
const MARK = "ARROW1";

/** @param {DataType} type @returns {DType | null} */
function numberType(type) {
  if (type.typeId === Type.Int) {
    const { bitWidth, signed } = type;
    return /** @type {DType} */ (`${signed ? "" : "u"}int${bitWidth}`);
  }
  if (type.typeId === Type.Decimal) return "float64";
  if (type.typeId !== Type.Float) return null;
  return type.precision === Precision.HALF ? "float16" : type.precision === Precision.SINGLE ? "float32" : "float64";
}

/** "list of float32" @param {DataType} type @returns {string} */
function inWords(type) {
  const number = numberType(type);
  if (number && type.typeId !== Type.Decimal) return number;
  const name = Object.entries(Type).find(([, id]) => id === type.typeId)?.[0] ?? `type ${type.typeId}`;
  const children = "children" in type ? type.children : undefined;
  return children?.length === 1 ? `${name.toLowerCase()} of ${inWords(children[0].type)}` : name.toLowerCase();
}

/** @param {DataType} type of a dictionary's values */
const isWord = ({ typeId }) => TEXTS.has(typeId) || typeId === Type.Int;

/** @param {DataType} type @returns {Pick<Leaf, "kind" | "dtype">} */
function kindOf(type) {
  const number = numberType(type);
  if (number) return { kind: "number", dtype: number };
  if (type.typeId === Type.Dictionary) return { kind: isWord(type.dictionary) ? "text" : "other", dtype: "float32" };
  if (TEXTS.has(type.typeId)) return { kind: "text", dtype: "float32" };
  if (LISTS.has(type.typeId) && "children" in type) {
    const element = type.children[0].type;
    const dtype = element.typeId === Type.Bool ? "bool" : numberType(element);
    if (dtype) return { kind: "list", dtype };
    if (TEXTS.has(element.typeId) || (element.typeId === Type.Dictionary && isWord(element.dictionary)))
      return { kind: "texts", dtype: "float32" };
  }
  return { kind: "other", dtype: "float32" };
}

/** @param {readonly Field[]} fields @returns {ArrowLeaf[]} */
function leavesOf(fields) {
  /** @type {ArrowLeaf[]} */
  const leaves = [];
  const walk = (/** @type {Field} */ { name, type }, /** @type {string[]} */ names, /** @type {number[]} */ path) => {
    const all = [...names, name ?? ""];
    if (type.typeId === Type.Struct && "children" in type) for (const [i, child] of type.children.entries()) walk(child, all, [...path, i]);
    else leaves.push({ name: all.join("."), ...kindOf(type), stated: inWords(type), path });
  };
  for (const [i, field] of fields.entries()) walk(field, [], [i]);
  return leaves;
}

/** What unpacks compressed buffers: the length that a buffer states is checked before it is allocated. @param {Budget} budget */
function registerCodecs(budget) {
  /** @param {(bytes: Uint8Array, output: Uint8Array) => unknown} unpack @param {string} name */
  const codec = (unpack, name) => ({
    encode: () => {
      throw new Error("nothing is compressed here");
    },
    /** @param {Uint8Array} bytes @param {number} [length] as the buffer states */
    decode(bytes, length = -1) {
      if (!(length >= 0)) throw new Error(`a buffer states ${length} bytes`);
      budget.take(length, `A buffer (${name})`, "Save it in smaller batches, or as .npy.");
      const output = new Uint8Array(length);
      unpack(bytes, output);
      return output;
    },
  });
  setCompressionCodec(CompressionType.ZSTD, codec(unpackZstd, "zstd"));
  setCompressionCodec(CompressionType.LZ4_FRAME, codec(unpackFrame, "lz4"));
}

/** @param {Uint8Array} bytes @param {boolean} isFile @param {Budget} budget */
function decoded(bytes, isFile, budget) {
  registerCodecs(budget);
  checkMessages(bytes, isFile);
  const data = decodeIPC(bytes);
  if (!data.schema) throw corrupt(budget.file, "has no schema");
  // The library reads big-endian numbers as if they were little-endian.
  if (data.schema.endianness === BIG_ENDIAN)
    throw new Failure(
      "UNSUPPORTED_FORMAT",
      `${budget.file} is big-endian (its schema says so), and only little-endian Arrow files are read. Save it on a little-endian machine, or as .npy.`,
    );
  return createTable(data, { useDate: true, useBigInt: true });
}

/** @param {AnyBatch} batch of the column @param {ArrowLeaf} leaf @returns {AnyBatch[]} the column's batch, then each struct member's */
function batchesOf(batch, { path }) {
  const batches = [batch];
  for (const member of path.slice(1)) batches.push(/** @type {AnyBatch[]} */ (batches[batches.length - 1].children)[member]);
  return batches;
}

/** @param {ReturnType<typeof decoded>} source @param {Budget} budget @returns {FoundTable} */
function read(source, budget) {
  const table = new Table(leavesOf(source.schema.fields), source.numRows, budget);
  /** @param {ArrowLeaf} leaf @param {(batches: AnyBatch[], first: number) => void} use */
  const eachBatch = (leaf, use) => {
    let first = 0;
    for (const column of source.getChildAt(leaf.path[0]).data) {
      const batches = batchesOf(column, leaf);
      checkRows(batches[batches.length - 1], `${leaf.name} in ${budget.file}`);
      use(batches, first);
      first += column.length;
    }
    if (first !== source.numRows) throw new Error(`it has ${first} rows, and the table has ${source.numRows}`);
  };
  for (const sink of [...table.lists])
    try {
      eachBatch(sink.leaf, (batches) => addLists(batches, sink.leaf.dtype, sink.vectors));
    } catch (error) {
      table.refuse(sink, damaged(error, sink.vectors.where));
    }
  table.settle();
  for (const { leaf, columns, col } of table.numbers)
    eachBatch(leaf, (batches, first) => {
      const batch = batches[batches.length - 1];
      const numbers = numbersOf(batch, leaf.dtype, `${leaf.name} in ${budget.file}`);
      for (let row = 0; row < batch.length; row++) columns.set(first + row, col, isThere(batches, row) ? numbers[row] : Number.NaN);
    });
  for (const sink of table.texts)
    eachBatch(sink.leaf, (batches, first) => {
      const batch = batches[batches.length - 1];
      if (sink.words.rowOf) eachOfLists(batches, (value, row) => table.addText(sink, value, first + row));
      else for (let row = 0; row < batch.length; row++) table.addText(sink, isThere(batches, row) ? batch.value(row) : null);
    });
  return table.found();
}

/** @param {FileLike} file @param {string} name @param {Limits} limits @returns {Promise<FoundTable>} */
export async function readArrow(file, name, limits) {
  const budget = new Budget(name, limits);
  budget.take(file.size, "The file", "Save it as .npy: that is read in pieces.");
  const bytes = new Uint8Array(await readBytes(file, 0, file.size, name));
  const [first, last] = [bytes.subarray(0, MARK.length), bytes.subarray(-MARK.length)].map(latin1);
  if (first === MARK && last !== MARK)
    throw new Failure(
      "TRUNCATED",
      `${name} lacks the end of an Arrow file (its last bytes are not ${MARK}): it was probably cut short in copying. Copy or download it again.`,
    );
  return guarded(name, () => read(decoded(bytes, first === MARK, budget), budget));
}
