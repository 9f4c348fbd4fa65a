/** A file of named tensors, whatever its form: what its tree holds becomes arrays, columns and, in the paper's layout, a map. */
import { Failure } from "../failure.js";
import { truncated } from "./bytes.js";
import { extentOf, matricesOf } from "./layout.js";
import { MemoryBlob, withoutPlain } from "./memory-blob.js";
import { openedFile, stemOf, unsupportedType } from "./opened-file.js";
import { loadedSource } from "./plain-rows.js";
import { gatheredColumn, tensorColumn } from "./tensor-columns.js";
import { loadPieces, piecesOf } from "./tensor-stack.js";
import { rowsOf } from "./text-columns.js";
import { wholesOf } from "./wholes.js";

/** @import { BlobLike, FileLike, MatrixSource, OpenedFile } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Found } from "./types.d.ts" */
/** @import { Storage, Tensor } from "./tensor.js" */
/** @import { Stack } from "./tensor-rows.js" */
/** @import { Tree } from "./tensor-tree.js" */

/**
 * Where the numbers of storages lie that are not in memory. check() fails where they are missing or too few; locate() sets
 * `begin` of those that lie plainly in the file; blob() and expanded() give those that do not.
 * @typedef {{
 *   file: BlobLike,
 *   check(storage: Storage): void,
 *   locate(storages: Iterable<Storage>): Promise<void>,
 *   blob(storage: Storage): BlobLike,
 *   expanded(storage: Storage): Promise<Uint8Array>,
 * }} Shelf
 */

/** For files whose storages say themselves where they begin. @param {BlobLike} file @param {string} where @returns {Shelf} */
export function plainShelf(file, where) {
  const missing = () => new Failure("CORRUPT", `${where} lacks the numbers of a tensor. Save the file again.`, { where });
  return {
    file,
    check({ begin, size }) {
      if (begin === undefined) throw missing();
      if (begin + size > file.size) throw truncated(where, begin + size, file.size);
    },
    locate: async () => {},
    blob() {
      throw missing();
    },
    async expanded() {
      throw missing();
    },
  };
}

class TensorFile {
  /** @param {Shelf} shelf @param {Budget} budget */
  constructor(shelf, budget) {
    this.shelf = shelf;
    this.budget = budget;
    /** @type {MatrixSource[]} */
    this.arrays = [];
    /** @type {OpenedFile["listing"]} */
    this.listing = [];
    /** @type {Failure[]} */
    this.refused = [];
  }

  /** @param {string} name */
  placeOf(name) {
    return name ? `${name} in ${this.budget.file}` : this.budget.file;
  }

  /** @param {Tensor} tensor */
  check(tensor) {
    const { storage, shape } = tensor;
    if (!storage.own) this.shelf.check(storage);
    if (extentOf(tensor) > storage.length)
      throw new Failure(
        "CORRUPT",
        `A tensor of shape (${shape.join(", ")}) reaches past the ${storage.length} values of ${storage.key ? `storage ${storage.key}` : "its data"} in ${this.budget.file}. Save the file again.`,
        { where: this.budget.file },
      );
  }

  /** @param {string} name @param {Storage} storage */
  refuse(name, { type, failure }) {
    if (failure) {
      this.refused.push(failure);
      return;
    }
    const kind = type === "object" ? "Python objects, which only Python can read" : "values that are no plain numbers";
    this.refused.push(unsupportedType(this.placeOf(name), type, kind, "Save it as float32: tensor.float(), array.astype('float32')."));
  }

  /** @param {string} name @param {Tensor} tensor */
  addTensor(name, tensor) {
    const { storage, shape, strides, offset } = tensor;
    this.listing.push({ name, shape, dtype: storage.dtype ?? storage.type });
    if (!storage.dtype) {
      if (!storage.text) this.refuse(name, storage);
      return;
    }
    const { own, begin, dtype, bigEndian } = storage;
    if (own) this.budget.take(own.length, this.placeOf(name), "Save it with numpy.save or torch.save.");
    const blob = own ? new MemoryBlob(own.length, async () => own) : this.blobOf(storage);
    const found = matricesOf(name, { blob, dtype, bigEndian, offset, shape, strides }, this.budget);
    this.arrays.push(...(begin === undefined ? found.map(withoutPlain) : found));
  }

  /** @param {Storage} storage */
  blobOf(storage) {
    const { begin, size } = storage;
    return begin === undefined ? this.shelf.blob(storage) : this.shelf.file.slice(begin, begin + size);
  }

  /** @param {Stack} stack */
  addStack(stack) {
    const { name, cols, pieces, counts, block } = stack;
    const rows = counts.reduce((sum, count) => sum + count, 0);
    const { storage } = pieces[0];
    this.listing.push({ name, shape: [rows, cols], dtype: storage.dtype ?? storage.type });
    const odd = pieces.find((tensor) => !tensor.storage.dtype);
    if (odd || !storage.dtype) {
      this.refuse(name, (odd ?? pieces[0]).storage);
      return;
    }
    if (rows === 0) return;
    const bytes = rows * cols * 4;
    const what = `${name || "The list of vectors"}, gathered from ${pieces.length.toLocaleString("en")} tensors,`;
    const remedy = "Save one tensor a side (torch.cat): then it is read in pieces.";
    this.budget.check(bytes, what, remedy);
    for (const tensor of pieces) this.check(tensor);
    const placed = piecesOf(stack);
    const load = async () => {
      this.budget.take(bytes, what, remedy);
      const values = new Float32Array(rows * cols);
      try {
        await loadPieces(this.shelf, placed, values, this.budget);
      } catch (error) {
        this.budget.give(bytes);
        throw error;
      }
      return values;
    };
    this.arrays.push({ ...loadedSource(name, rows, cols, storage.dtype, load), ...(block && { block }) });
  }
}

/**
 * The paper's layout states which text belongs to which image: one image and some texts a sample, of the same records.
 * @param {readonly Pick<Stack, "name" | "counts" | "records">[]} stacks
 * @returns {OpenedFile["map"]}
 */
export function statedMap(stacks) {
  const images = stacks.find(({ name, counts }) => /^(image|img|vision)/i.test(name) && counts.every((count) => count === 1));
  const texts = stacks.find(({ name, records }) => /^(text|txt|caption|report)/i.test(name) && records === images?.records);
  if (!images || !texts || images.counts.length !== texts.counts.length) return undefined;
  return { images: images.name, texts: texts.name, imageOf: rowsOf(texts.counts) };
}

/**
 * What a tree comes to: arrays, columns, a map.
 * @param {Tree} tree
 * @param {Shelf} shelf
 * @param {Budget} budget
 */
export async function treeFound(tree, shelf, budget) {
  const tensors = new TensorFile(shelf, budget);
  const usable = tree.tensors.filter(({ tensor: { storage } }) => storage.dtype || storage.text);
  for (const { tensor } of usable) tensors.check(tensor);
  await shelf.locate(new Set(usable.map(({ tensor }) => tensor.storage)));
  for (const { name, tensor } of tree.tensors) tensors.addTensor(name, tensor);
  for (const stack of tree.stacks) tensors.addStack(stack);
  const { arrays, listing, refused } = tensors;
  const columns = [...tree.columns];
  const sources = [...arrays, ...wholesOf(arrays).map(({ array }) => array)];
  for (const { name, tensor } of usable) {
    const column = await tensorColumn(name, tensor, sources, shelf, budget);
    if (column) columns.push(column);
  }
  for (const words of tree.words) {
    for (const tensor of words.pieces) tensors.check(tensor);
    const column = await gatheredColumn(words, shelf, budget);
    if (column) columns.push({ ...column, ...(words.of !== undefined && { of: words.of }) });
  }
  const map = statedMap(tree.stacks.filter(({ records }) => records));
  const isWhole = map && [map.images, map.texts].every((name) => arrays.some((array) => array.name === name));
  return { arrays, listing, columns, refused: [...refused, ...tree.refused], map: isWhole ? map : undefined };
}

/**
 * @param {string} format
 * @param {FileLike} file
 * @param {Tree} tree
 * @param {Shelf} shelf
 * @param {Budget} budget
 * @returns {Promise<OpenedFile>}
 */
export async function openTree(format, file, tree, shelf, budget) {
  return openedTree(format, file, await treeFound(tree, shelf, budget), budget);
}

/** @param {string} format @param {FileLike} file @param {Omit<Found, "file" | "format" | "size">} found @param {Budget} budget */
export function openedTree(format, file, found, budget) {
  // Words beside vectors that cannot be used are no file of words.
  const odd = found.refused?.find(({ code, details }) => code === "SHAPE" && !details.areWhole);
  if (odd && found.arrays.length === 0) throw odd;
  const columns = found.columns?.map((column) => (column.name ? column : { ...column, name: stemOf(budget.file) }));
  return openedFile({ file: budget.file, format, size: file.size, ...found, columns });
}
