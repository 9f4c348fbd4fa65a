/** HDF5: a library says what is there, in a worker of its own if there is a page; datasets that lie plainly in the file are read in place. */
import { ask } from "#library";
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { latin1 } from "./bytes.js";
import { keysOf, stacksOf } from "./hdf5-stacks.js";
import { columnMajor, matricesOf, rowMajor, valueCount } from "./layout.js";
import { MemoryBlob, once, withoutPlain } from "./memory-blob.js";
import { openedFile } from "./opened-file.js";
import { decodeRows, loadedSource, VALUE_BYTES } from "./plain-rows.js";
import { readSpans } from "./spans.js";

/** @import { DType, FileLike, FoundDataset, Limits, MatrixSource, Reader } from "../types.d.ts" */
/** @import { DatasetStack } from "./types.d.ts" */

const MARK = "\x89HDF\r\n\x1a\n";
/** Where the mark may stand: other programs' bytes may come before it. */
const PLACES = [0, 512, 1024, 2048];
const REMEDY = "Save the embeddings as .npy: that is read in pieces.";

/** @param {FileLike} file @param {FoundDataset} dataset @param {boolean} transposed @param {Budget} budget @param {Limits} limits @returns {MatrixSource[]} */
function arraysOf(file, { name, shape, dtype, bigEndian, address }, transposed, budget, limits) {
  const where = `${name} in ${budget.file}`;
  const count = valueCount(shape, where);
  if (address !== undefined) {
    const type = /** @type {DType} */ (dtype);
    const blob = file.slice(address, address + count * VALUE_BYTES[type]);
    return matricesOf(name, { blob, dtype: type, bigEndian, offset: 0, shape, strides: rowMajor(shape) }, budget);
  }
  budget.check(count * 4, where, REMEDY);
  const load = once(async () => {
    const values = await budget.hold(count * 4, where, REMEDY, () => ask("hdf5Values", file, budget.file, limits, [name]));
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  });
  const stated = transposed ? [...shape].reverse() : shape;
  const strides = transposed ? columnMajor(stated) : rowMajor(stated);
  const blob = new MemoryBlob(count * 4, load);
  const matrices = matricesOf(name, { blob, dtype: "float32", bigEndian: false, offset: 0, shape: stated, strides }, budget);
  return matrices.map((source) => ({ ...withoutPlain(source), dtype: /** @type {DType} */ (dtype) }));
}

/** The rows of datasets that hold an item each. @param {FileLike} file @param {DatasetStack} stack @param {Budget} budget @param {Limits} limits @returns {MatrixSource} */
function stacked(file, { name, cols, rows, items }, budget, limits) {
  const where = `${name || "The datasets"} in ${budget.file}`;
  const [{ dataset: first }] = items;
  const dtype = items.every(({ dataset }) => dataset.dtype === first.dtype) ? /** @type {DType} */ (first.dtype) : "float64";
  budget.check(rows * cols * 4, where, REMEDY);
  return loadedSource(name, rows, cols, dtype, async () => {
    budget.take(rows * cols * 4, where, REMEDY);
    const out = new Float32Array(rows * cols);
    const spans = [];
    const others = [];
    let place = 0;
    for (const { dataset, rows: own } of items) {
      const { name, address: begin, bigEndian } = dataset;
      const type = /** @type {DType} */ (dataset.dtype);
      const count = own * cols;
      if (begin === undefined) others.push({ name, place, count });
      else spans.push({ begin, end: begin + count * VALUE_BYTES[type], type, bigEndian, place, count });
      place += count;
    }
    await readSpans(file, spans, where, (bytes, { type, bigEndian, place, count }) => {
      out.set(decodeRows(bytes.slice().buffer, type, bigEndian, count), place);
    });
    if (others.length === 0) return out;
    const names = others.map(({ name }) => name);
    const values = await ask("hdf5Values", file, budget.file, limits, names);
    let at = 0;
    for (const { place, count } of others) {
      out.set(values.subarray(at, at + count), place);
      at += count;
    }
    return out;
  });
}

/** @type {Reader} */
export const hdf5 = {
  format: "hdf5",
  extensions: ["h5", "hdf5", "he5"],
  match: (head) => PLACES.some((place) => latin1(head.subarray(place, place + MARK.length)) === MARK),
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const { datasets, columns, refused, columnMajor: transposed } = await ask("hdf5", file, budget.file, limits);
    const out = new Set(refused.map(({ details }) => details.dataset));
    const failures = refused.map((failure) => Failure.from(failure));
    const sound = datasets.filter(({ name }) => !out.has(name));
    const { stacks, rest, refused: odd } = transposed ? { stacks: [], rest: sound, refused: [] } : stacksOf(sound, budget.file);
    // Without one of its items an array would be a part of the rows.
    if (odd.length > 0) throw odd[0];
    /** @type {MatrixSource[]} */
    const arrays = stacks.map((stack) => stacked(file, stack, budget, limits));
    for (const dataset of rest) {
      const { numbers, shape } = dataset;
      const isRow = limits.single && shape.length === 1;
      if (!numbers || !(isRow || shape.length === 2 || shape.length === 3)) continue;
      try {
        arrays.push(...arraysOf(file, isRow ? { ...dataset, shape: [1, ...shape] } : dataset, transposed, budget, limits));
      } catch (error) {
        failures.push(Failure.from(error));
      }
    }
    const stackedNames = new Set(stacks.flatMap(({ items }) => items.map(({ dataset }) => dataset.name)));
    const listing = [
      ...stacks.map(({ name, rows, cols }, i) => ({ name, shape: [rows, cols], dtype: /** @type {string} */ (arrays[i].dtype) })),
      ...datasets
        .filter(({ name }) => !stackedNames.has(name))
        .map(({ name, shape, dtype }) => ({ name, shape: transposed ? [...shape].reverse() : shape, dtype })),
    ];
    columns.unshift(...stacks.map(keysOf));
    return openedFile({ file: budget.file, format: "hdf5", size: file.size, arrays, listing, columns, refused: failures });
  },
};
