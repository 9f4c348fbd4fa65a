/**
 * HDF5 by the HDF Group's own library as WebAssembly: every layout that is on the list of filters. It starts in some
 * 0.3 s and reads only what describes the datasets: a file of 2.1 GB opens as fast as one of 10 MB, with 100 MB of memory. A second
 * library that reads the whole file to find its datasets starts faster, and is slower from some 200 MB on.
 */
import { Dataset, Group, ready } from "h5wasm";
import { Failure } from "../../failure.js";
import { Budget } from "../budget.js";
import { latin1, readBytes } from "../bytes.js";
import { valueCount } from "../layout.js";
import { unsupportedType } from "../opened-file.js";
import { decodeRows, VALUE_BYTES } from "../plain-rows.js";
import { corrupt } from "./guards/guard.js";
import { limitHeap } from "./guards/h5wasm-heap.js";
import { checkGlobalHeaps } from "./guards/hdf5-heaps.js";
import { explained, HEAP_A_BYTE, lastRead, REMEDY, withFile } from "./h5wasm-file.js";

/** @import { File, Metadata } from "h5wasm" */
/** @import { DType, FileLike, FoundDataset, FoundDatasets, Limits } from "../../types.d.ts" */
/** @import { Library } from "./types.d.ts" */

/** Filters that the library undoes rightly: it returns garbage, without an error, for others (lzf). */
const FILTERS = Object.freeze({ 1: "deflate", 2: "shuffle", 3: "fletcher32", 4: "szip", 6: "scale-offset" });
/** Deflate cannot expand further: what states more than this for a byte of the file is damaged, or made to do harm. */
const MOST_EXPANDED = 1032;
const READ_BYTES = 16e6;
const MOST_OBJECTS = 100_000;
const DEEPEST = 32;
/** A larger file's heaps are left to the time limit. */
const LARGEST_CHECKED = 64e6;

/** HDF5's classes of types that are no plain numbers. @type {Readonly<Record<number, string>>} */
const CLASSES = Object.freeze({
  2: "times",
  3: "text",
  4: "bit fields",
  5: "raw bytes",
  6: "structured records",
  7: "references",
  8: "named values",
  9: "lists of several lengths",
  10: "arrays inside values",
});

/** @param {Metadata} metadata @returns {DType | null} */
function numberType({ type, size, signed, enum_type: named }) {
  const kind = type === 8 && named ? named.type : type;
  const names = Object.keys(named?.members ?? {}).sort();
  // h5py has no other way to write bool.
  if (type === 8 && size === 1 && String(names) === "FALSE,TRUE") return "bool";
  if (kind === 0 && [1, 2, 4, 8].includes(size)) return /** @type {DType} */ (`${signed ? "" : "u"}int${size * 8}`);
  if (kind === 1 && [2, 4, 8].includes(size)) return /** @type {DType} */ (`float${size * 8}`);
  return null;
}

/** @param {File} opened @param {Group} group @param {string} path @param {(name: string, dataset: Dataset) => void} use */
function eachDataset(opened, group, path, use, state = { objects: 0 }, depth = 0) {
  // A group may hold itself.
  if (depth > DEEPEST) return;
  for (const key of group.keys()) {
    if (++state.objects > MOST_OBJECTS)
      throw new Failure("UNSUPPORTED_FORMAT", `${opened.filename} holds more than ${MOST_OBJECTS} objects. Save the embeddings alone.`);
    // MATLAB keeps the insides of its cells there.
    if (depth === 0 && key === "#refs#") continue;
    const inner = path ? `${path}/${key}` : key;
    // A soft link is a second name, and may lead back to where it stands.
    if (opened.get_link(`/${inner}`)) continue;
    const item = group.get(key);
    if (item instanceof Dataset) use(inner, item);
    else if (item instanceof Group) eachDataset(opened, item, inner, use, state, depth + 1);
  }
}

/** @param {Dataset} dataset @param {string} where @param {FileLike} file @param {Budget} budget */
function checkStorage(dataset, where, file, budget) {
  const { metadata } = dataset;
  const unknown = dataset.filters.find(({ id }) => !(id in FILTERS));
  if (unknown)
    throw new Failure(
      "UNSUPPORTED_FORMAT",
      `${where} is packed with the filter ${unknown.name || unknown.id} (${unknown.id}); ${Object.values(FILTERS).join(", ")} are read. Save it with compression="gzip", or without.`,
    );
  if (metadata.virtual_sources?.length)
    throw new Failure("UNSUPPORTED_FORMAT", `${where} lies in other files. Save it as a dataset of its own.`);
  const bytes = valueCount(metadata.shape ?? [], where) * metadata.size;
  if (bytes > (file.size + 4096) * MOST_EXPANDED)
    throw corrupt(where, `states ${bytes.toLocaleString("en")} bytes, which a file of ${file.size.toLocaleString("en")} cannot hold`);
  budget.check(bytes, where, REMEDY);
}

/** @param {Metadata} metadata @param {string} where @param {Budget} budget @returns {number} what a chunk takes, packed and unpacked */
function chunkBytes({ chunks, size }, where, budget) {
  const bytes = chunks ? 2 * valueCount(chunks, where) * size : 0;
  budget.check(bytes, `A chunk of ${where}`, REMEDY);
  return bytes;
}

/** Fails if the library cannot read a dataset: its own getter gives what happens to be in memory. @param {Library} library @param {Dataset} dataset */
function checkReadable(library, { file_id: file, path, metadata }) {
  const at = library._malloc(metadata.size * metadata.total_size);
  const status = at ? library.get_dataset_data(file, path, null, null, null, BigInt(at)) : -1;
  library._free(at);
  if (status < 0) throw new Error("the library could not read it");
}

/** Rows of a column of text or whole numbers, as text. @param {Library} library @param {Dataset} dataset @param {string} where @param {FileLike} file @param {Budget} budget */
function textOf(library, dataset, where, file, budget) {
  const { metadata } = dataset;
  limitHeap(HEAP_A_BYTE * file.size + 2 * metadata.size * metadata.total_size + chunkBytes(metadata, where, budget));
  checkReadable(library, dataset);
  const values = dataset.value;
  const texts = typeof values === "string" ? [values] : Array.from(/** @type {ArrayLike<unknown>} */ (values ?? []), String);
  const bytes = texts.reduce((sum, text) => sum + 2 * text.length, 0);
  budget.take(bytes, where, "Leave the dataset out.");
  return texts;
}

/** @param {number[]} shape */
const isColumn = (shape) => shape.length > 0 && shape.slice(1).every((extent) => extent === 1);

/** As long as a matrix has rows: ids that passed through a table with missing values are float64. @param {number[]} shape @param {readonly { shape: number[] }[]} datasets */
const describesRows = ([length], datasets) => datasets.some(({ shape }) => shape.length > 1 && shape[0] === length && !isColumn(shape));

/**
 * The byte where the values of a dataset in one piece begin; undefined for any other. The library does not tell it: it is where it
 * reads the first value, if it reads the last one as far behind as it must, and that value is what lies there.
 * @param {Library} library @param {Dataset} dataset @param {DType} dtype
 */
function addressOf(library, { file_id: file, path, metadata }, dtype) {
  const { size, total_size: count, littleEndian } = metadata;
  const shape = metadata.shape ?? [];
  if (shape.length === 0 || count === 0 || metadata.type > 1 || metadata.chunks) return undefined;
  const room = library._malloc(size);
  const ones = shape.map(() => 1n);
  const placeOf = (/** @type {bigint[]} */ value) => {
    lastRead.begin = -1;
    library.get_dataset_data(file, path, ones, value, ones, BigInt(room));
    return lastRead.begin;
  };
  const begin = placeOf(shape.map(() => 0n));
  const end = placeOf(shape.map((extent) => BigInt(extent - 1))) + size;
  const given = library.HEAPU8.slice(room, room + size);
  library._free(room);
  if (begin < 0 || end - begin !== count * size || lastRead.bytes.length !== size) return undefined;
  const [held] = decodeRows(new Uint8Array(lastRead.bytes).buffer, dtype, !littleEndian, 1);
  return Object.is(held, decodeRows(given.buffer, dtype, false, 1)[0]) ? begin : undefined;
}

/** @param {FileLike} file @param {string} name @param {Limits} limits @returns {Promise<FoundDatasets>} */
export async function describeDatasets(file, name, limits) {
  const budget = new Budget(name, limits);
  const columnMajor = /^MATLAB 7\.\d/.test(latin1(new Uint8Array(await readBytes(file, 0, Math.min(file.size, 10), name))));
  if (file.size <= LARGEST_CHECKED) checkGlobalHeaps(await readBytes(file, 0, file.size, name), name);
  const library = await ready;
  return withFile(file, name, budget, (opened) => {
    /** @type {FoundDatasets} */
    const found = { datasets: [], columns: [], refused: [], columnMajor };
    /** @type {{ inner: string, dataset: Dataset }[]} */
    const fractions = [];
    eachDataset(opened, opened, "", (inner, dataset) => {
      const where = `${inner} in ${name}`;
      try {
        const { metadata } = dataset;
        const shape = metadata.shape ?? [];
        // A size that no array has is refused, and not listed.
        valueCount(shape, where);
        // MATLAB's "char" is text in numbers.
        const kind = columnMajor ? String(dataset.attrs.MATLAB_class?.value ?? "") : "";
        const number = /char|cell/.test(kind) ? null : numberType(metadata);
        const dtype = number ?? (kind ? `MATLAB ${kind}` : CLASSES[metadata.type]) ?? "numbers of an unusual width";
        /** @type {FoundDataset} */
        const described = { name: inner, shape, dtype, numbers: number !== null, bigEndian: !metadata.littleEndian };
        found.datasets.push(described);
        checkStorage(dataset, where, file, budget);
        const isText = isColumn(shape) && (metadata.type === 3 || (number && !number.startsWith("float")));
        if (number && !isText && !columnMajor) described.address = addressOf(library, dataset, number);
        if (isText) found.columns.push({ name: inner, values: textOf(library, dataset, where, file, budget) });
        else if (isColumn(shape) && number === "float64") fractions.push({ inner, dataset });
        else if (!number) throw unsupportedType(where, dtype, "values that are not read");
      } catch (error) {
        const { code, message, details } = explained(error, where);
        found.refused.push({ code, message, details: { ...details, dataset: inner } });
      }
    });
    for (const { inner, dataset } of fractions.filter(({ dataset: { metadata } }) => describesRows(metadata.shape ?? [], found.datasets))) {
      const values = textOf(library, dataset, `${inner} in ${name}`, file, budget);
      if (values.every((value) => /^-?\d+$/.test(value))) found.columns.push({ name: inner, values });
    }
    return found;
  });
}

/** Every value of datasets of numbers, one after the other, in the file's order. @param {FileLike} file @param {string} name @param {Limits} limits @param {string[]} inners @returns {Promise<Float32Array>} */
export async function datasetValues(file, name, limits, inners) {
  const budget = new Budget(name, limits);
  const library = /** @type {Library} */ (await ready);
  return withFile(file, name, budget, (opened) => {
    const datasets = inners.map((inner) => described(opened, inner, file, budget));
    const out = new Float32Array(datasets.reduce((sum, { count }) => sum + count, 0));
    let at = 0;
    for (const dataset of datasets) {
      readInto(library, opened, dataset, out.subarray(at, at + dataset.count), file, budget);
      at += dataset.count;
    }
    return out;
  });
}

/** @param {File} opened @param {string} inner @param {FileLike} file @param {Budget} budget */
function described(opened, inner, file, budget) {
  const where = `${inner} in ${budget.file}`;
  const dataset = opened.get(inner);
  if (!(dataset instanceof Dataset)) throw new Failure("INTERNAL", `${where} is no dataset. Please report it.`);
  checkStorage(dataset, where, file, budget);
  const { metadata } = dataset;
  const shape = metadata.shape ?? [];
  const dtype = numberType(metadata);
  if (!dtype) throw new Failure("INTERNAL", `${where} holds no numbers. Please report it.`);
  const count = valueCount(shape, where);
  budget.take(count * 4, where, REMEDY);
  return { inner, where, dtype, shape, count, metadata };
}

/** @param {Library} library @param {File} opened @param {ReturnType<typeof described>} dataset @param {Float32Array} out @param {FileLike} file @param {Budget} budget */
function readInto(library, opened, { inner, where, dtype, shape, metadata }, out, file, budget) {
  const rowValues = valueCount(shape.slice(1), where);
  const chunkRows = metadata.chunks?.[0] ?? 1;
  const step = Math.max(1, Math.floor(READ_BYTES / (rowValues * metadata.size * chunkRows))) * chunkRows;
  const room = Math.min(step, shape[0]) * rowValues * metadata.size;
  limitHeap(HEAP_A_BYTE * file.size + 2 * room + chunkBytes(metadata, where, budget));
  const at = library._malloc(room);
  if (!at) throw new Failure("OUT_OF_MEMORY", `There is not enough memory for ${where} on this machine. ${REMEDY}`);
  try {
    for (let begin = 0; begin < shape[0]; begin += step) {
      const rows = Math.min(step, shape[0] - begin);
      const count = [rows, ...shape.slice(1)].map(BigInt);
      const offset = shape.map((_, axis) => (axis === 0 ? BigInt(begin) : 0n));
      const ones = shape.map(() => 1n);
      const status = library.get_dataset_data(opened.file_id, inner, count, offset, ones, BigInt(at));
      if (status < 0) throw new Error("the library could not read it");
      const bytes = library.HEAPU8.slice(at, at + rows * rowValues * VALUE_BYTES[dtype]).buffer;
      out.set(decodeRows(bytes, dtype, false, rows * rowValues), begin * rowValues);
    }
  } catch (error) {
    throw explained(error, where);
  } finally {
    library._free(at);
  }
}
