/** A file of named tensors, whatever its form: what its tree holds becomes arrays, columns and, in the paper's layout, a map. */
import { saveAgain, truncated } from "./bytes.js";
import { extentOf, matricesOf } from "./layout.js";
import { MemoryBlob, withoutPlain } from "./memory-blob.js";
import { emptyContents, openedFile, stemOf, unsupportedType } from "./opened-file.js";
import { loadedSource } from "./plain-rows.js";
import { gatheredColumn, tensorColumn } from "./tensor-columns.js";
import { loadPieces, piecesOf } from "./tensor-stack.js";
import { rowsOf } from "./text-columns.js";
import { wholesOf } from "./wholes.js";

/** @import { BlobLike, FileLike, OpenedFile } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Storage, Tensor } from "./tensor.js" */
/** @import { Contents, Shelf, Stack, Tree } from "./types.d.ts" */

/** For files whose storages say themselves where they begin. @param {BlobLike} file @param {string} where @returns {Shelf} */
export function plainShelf(file, where) {
  const missing = () => {
    throw saveAgain("CORRUPT", where, `${where} lacks the numbers of a tensor.`);
  };
  return {
    file,
    check({ begin = missing(), size }) {
      if (begin + size > file.size) throw truncated(where, begin + size, file.size);
    },
    locate: async () => {},
    blob: missing,
    expanded: async () => missing(),
  };
}

class TensorFile {
  /** @param {Shelf} shelf @param {Budget} budget */
  constructor(shelf, budget) {
    this.shelf = shelf;
    this.budget = budget;
    this.contents = emptyContents();
  }

  /** @param {Tensor} tensor */
  check(tensor) {
    const { storage, shape } = tensor;
    if (!storage.own) this.shelf.check(storage);
    if (extentOf(tensor) <= storage.length) return;
    const { file } = this.budget;
    const held = `${storage.length} values of ${storage.key ? `storage ${storage.key}` : "its data"}`;
    throw saveAgain("CORRUPT", file, `A tensor of shape (${shape.join(", ")}) reaches past the ${held} in ${file}.`);
  }

  /** @param {string} name @param {Storage} storage */
  refuse(name, { type, failure }) {
    const kind = type === "object" ? "Python objects, which only Python can read" : "values that are no plain numbers";
    const remedy = "Save it as float32: tensor.float(), array.astype('float32').";
    this.contents.refused.push(failure ?? unsupportedType(this.budget.placeOf(name), type, kind, remedy));
  }

  /** @param {string} name @param {Tensor} tensor */
  addTensor(name, tensor) {
    const { storage, shape, strides, offset } = tensor;
    const { own, begin, size, dtype, text, bigEndian } = storage;
    const { listing, arrays } = this.contents;
    listing.push({ name, shape, dtype: dtype ?? storage.type });
    if (!dtype && !text) this.refuse(name, storage);
    if (!dtype) return;
    if (own) this.budget.take(own.length, this.budget.placeOf(name), "Save it with numpy.save or torch.save.");
    const elsewhere = () => (own ? new MemoryBlob(own.length, async () => own) : this.shelf.blob(storage));
    const blob = begin === undefined ? elsewhere() : this.shelf.file.slice(begin, begin + size);
    const matrices = matricesOf(name, { blob, dtype, bigEndian, offset, shape, strides }, this.budget);
    arrays.push(...(begin === undefined ? matrices.map(withoutPlain) : matrices));
  }

  /** @param {Stack} stack */
  addStack(stack) {
    const { name, cols, pieces, counts, block } = stack;
    const rows = counts.reduce((sum, count) => sum + count, 0);
    const { storage } = pieces[0];
    const { dtype } = storage;
    this.contents.listing.push({ name, shape: [rows, cols], dtype: dtype ?? storage.type });
    const odd = pieces.find((tensor) => !tensor.storage.dtype);
    if (odd) this.refuse(name, odd.storage);
    if (odd || !dtype || rows === 0) return;
    const bytes = rows * cols * 4;
    const what = `${name || "The list of vectors"}, gathered from ${pieces.length.toLocaleString("en")} tensors,`;
    const remedy = "Save one tensor a side (torch.cat): then it is read in pieces.";
    this.budget.check(bytes, what, remedy);
    for (const tensor of pieces) this.check(tensor);
    const placed = piecesOf(stack);
    const load = () => loadPieces(this.shelf, placed, new Float32Array(rows * cols), this.budget);
    const source = loadedSource(name, rows, cols, dtype, () => this.budget.hold(bytes, what, remedy, load));
    this.contents.arrays.push({ ...source, ...(block && { block }) });
  }
}

/** The paper's layout states which text belongs to which image: one image and some texts a sample, of the same records. @param {readonly Pick<Stack, "name" | "counts" | "records">[]} stacks @returns {OpenedFile["map"]} */
export function statedMap(stacks) {
  const images = stacks.find(({ name, counts }) => /^(image|img|vision)/i.test(name) && counts.every((count) => count === 1));
  const texts = stacks.find(({ name, records }) => /^(text|txt|caption|report)/i.test(name) && records === images?.records);
  if (!images || !texts || images.counts.length !== texts.counts.length) return undefined;
  return { images: images.name, texts: texts.name, imageOf: rowsOf(texts.counts) };
}

/** The arrays, columns and map of a tree. @param {Tree} tree @param {Shelf} shelf @param {Budget} budget @returns {Promise<Contents>} */
export async function treeContents(tree, shelf, budget) {
  const tensors = new TensorFile(shelf, budget);
  const usable = tree.tensors.filter(({ tensor: { storage } }) => storage.dtype || storage.text);
  for (const { tensor } of usable) tensors.check(tensor);
  await shelf.locate(new Set(usable.map(({ tensor }) => tensor.storage)));
  for (const { name, tensor } of tree.tensors) tensors.addTensor(name, tensor);
  for (const stack of tree.stacks) tensors.addStack(stack);
  const { arrays, listing, columns, refused } = tensors.contents;
  columns.push(...tree.columns);
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
 * @param {Budget} budget
 * @param {Shelf} [shelf]
 * @returns {Promise<OpenedFile>}
 */
export async function openTree(format, file, tree, budget, shelf = plainShelf(file, budget.file)) {
  return openedTree(format, file, await treeContents(tree, shelf, budget), budget);
}

/** @param {string} format @param {FileLike} file @param {Contents} contents @param {Budget} budget */
export function openedTree(format, file, contents, budget) {
  // Words beside vectors that cannot be used are no file of words.
  const odd = contents.refused?.find(({ code, details }) => code === "SHAPE" && !details.areWhole);
  if (odd && contents.arrays.length === 0) throw odd;
  const columns = contents.columns?.map((column) => (column.name ? column : { ...column, name: stemOf(budget.file) }));
  return openedFile({ file: budget.file, format, size: file.size, ...contents, columns });
}
