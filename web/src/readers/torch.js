/** PyTorch's .pt and .pth (zip form, torch 1.6 and later): tensors as views of storages, described by a pickle that is read as data. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { latin1, truncated } from "./bytes.js";
import { columnMajor, extentOf, matricesOf, rowMajor } from "./layout.js";
import { expandedMember, MemoryBlob, withoutPlain } from "./memory-blob.js";
import { numpyType } from "./npy.js";
import { openedFile, unsupportedType } from "./opened-file.js";
import { unpickle } from "./pickle.js";
import { loadedSource, VALUE_BYTES } from "./plain-rows.js";
import { storageTable, torchName } from "./torch-names.js";
import { loadPieces, piecesOf } from "./torch-stack.js";
import { readTree } from "./torch-tree.js";
import { isStored, ZipArchive } from "./zip.js";

/** @import { FileLike, Limits, MatrixSource, OpenedFile, Reader } from "../types.d.ts" */
/** @import { NumpyArray } from "./pickle-names.js" */
/** @import { Tensor } from "./torch-names.js" */
/** @import { Stack } from "./torch-tree.js" */

const PROGRAM = /(^|\/)data\.pkl$/;
const LEGACY = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";

/** One opened archive and what was found in it so far. */
class TorchFile {
  /** @param {ZipArchive} archive @param {string} root folder of the archive's members @param {Budget} budget */
  constructor(archive, root, budget) {
    this.archive = archive;
    this.root = root;
    this.budget = budget;
    this.bigEndian = false;
    /** @type {MatrixSource[]} */
    this.arrays = [];
    /** @type {OpenedFile["listing"]} */
    this.listing = [];
    /** @type {Failure[]} */
    this.refused = [];
  }

  async readByteOrder() {
    const member = this.archive.members.get(`${this.root}byteorder`);
    if (member) this.bigEndian = latin1(await this.archive.first(member, 16)).trim() === "big";
  }

  /** @param {Tensor} tensor */
  memberOf(tensor) {
    const { storage } = tensor;
    const where = `Storage ${storage.key} of ${this.budget.file}`;
    const member = this.archive.members.get(`${this.root}data/${storage.key}`);
    if (!member) throw new Failure("CORRUPT", `${where} is missing from the archive. Save the file again with torch.save.`, { where });
    this.archive.checkMember(member, this.budget);
    const size = storage.dtype ? VALUE_BYTES[storage.dtype] : 0;
    if (storage.length * size > member.size) throw truncated(where, storage.length * size, member.size);
    if (extentOf(tensor) > storage.length)
      throw new Failure(
        "CORRUPT",
        `A tensor of shape (${tensor.shape.join(", ")}) reaches past the ${storage.length} values of storage ${storage.key} in ${this.budget.file}. Save the file again with torch.save.`,
        { where },
      );
    return member;
  }

  /** @param {string} name @param {Tensor} tensor */
  async addTensor(name, tensor) {
    const { storage, shape, strides, offset } = tensor;
    const where = name ? `${name} in ${this.budget.file}` : this.budget.file;
    this.listing.push({ name, shape, dtype: storage.dtype ?? storage.type });
    if (!storage.dtype) {
      this.refused.push(
        unsupportedType(where, storage.type, "values that are no plain numbers", "Save the tensor as float32: tensor.float()."),
      );
      return;
    }
    const member = this.memberOf(tensor);
    const blob = isStored(member) ? await this.archive.packed(member) : expandedMember(this.archive, member, this.budget);
    const found = matricesOf(name, { blob, dtype: storage.dtype, bigEndian: this.bigEndian, offset, shape, strides }, this.budget);
    this.arrays.push(...(isStored(member) ? found : found.map(withoutPlain)));
  }

  /** @param {string} name @param {NumpyArray} array */
  addArray(name, array) {
    const where = name ? `${name} in ${this.budget.file}` : this.budget.file;
    const type = numpyType(array.descr, where);
    this.listing.push({ name, shape: array.shape, dtype: type instanceof Failure ? array.descr : type.dtype });
    if (type instanceof Failure) {
      this.refused.push(type);
      return;
    }
    this.budget.take(array.values.length, where, "Save it as a tensor, or as .npy.");
    const { bytes } = array;
    const blob = new MemoryBlob(bytes.length, async () => bytes);
    const strides = array.fortran ? columnMajor(array.shape) : rowMajor(array.shape);
    this.arrays.push(...matricesOf(name, { blob, ...type, offset: 0, shape: array.shape, strides }, this.budget).map(withoutPlain));
  }

  /** @param {Stack} stack */
  addStack(stack) {
    const rows = stack.counts.reduce((sum, count) => sum + count, 0);
    const { storage } = stack.pieces[0];
    this.listing.push({ name: stack.name, shape: [rows, stack.cols], dtype: storage.dtype ?? storage.type });
    const odd = stack.pieces.find((tensor) => !tensor.storage.dtype);
    if (odd || !storage.dtype) {
      this.refused.push(
        unsupportedType(
          `${stack.name} in ${this.budget.file}`,
          (odd ?? stack.pieces[0]).storage.type,
          "values that are no plain numbers",
          "Save the tensors as float32: tensor.float().",
        ),
      );
      return;
    }
    if (rows === 0) return;
    const bytes = rows * stack.cols * 4;
    const what = `${stack.name || "The list of tensors"}, gathered from ${stack.pieces.length.toLocaleString("en")} tensors,`;
    const remedy = "Save one tensor a side (torch.cat): then it is read in pieces.";
    this.budget.check(bytes, what, remedy);
    const pieces = piecesOf(stack, (tensor) => this.memberOf(tensor));
    const load = async () => {
      this.budget.take(bytes, what, remedy);
      const values = new Float32Array(rows * stack.cols);
      try {
        await loadPieces(this.archive, pieces, this.bigEndian, values, this.budget);
      } catch (error) {
        this.budget.give(bytes);
        throw error;
      }
      return values;
    };
    this.arrays.push(loadedSource(stack.name, rows, stack.cols, storage.dtype, load));
  }
}

/**
 * The paper's layout states which text belongs to which image: one image and some texts a sample.
 * @param {Stack[]} stacks
 * @returns {OpenedFile["map"]}
 */
function statedMap(stacks) {
  const images = stacks.find(({ name, counts }) => /^(image|img|vision)/i.test(name) && counts.every((count) => count === 1));
  const texts = stacks.find(({ name }) => /^(text|txt|caption|report)/i.test(name));
  if (!images || !texts || images.counts.length !== texts.counts.length) return undefined;
  const imageOf = new Int32Array(texts.counts.reduce((sum, count) => sum + count, 0));
  let row = 0;
  for (const [image, count] of texts.counts.entries()) {
    imageOf.fill(image, row, row + count);
    row += count;
  }
  return { images: images.name, texts: texts.name, imageOf };
}

/** @param {FileLike} file @param {Limits} limits @returns {Promise<OpenedFile>} */
async function open(file, limits) {
  const budget = new Budget(file.webkitRelativePath || file.name, limits);
  const archive = await ZipArchive.open(file, budget);
  const program = [...archive.members.values()].find(({ name }) => PROGRAM.test(name));
  if (!program)
    throw new Failure(
      "NO_MATRIX",
      `${budget.file} is a zip archive without data.pkl, the description of what torch.save saved. Save the file again.`,
      { file: budget.file },
    );
  archive.checkMember(program, budget);
  budget.checkHeader(program.size, `The description (data.pkl) of ${budget.file}`);
  const torchFile = new TorchFile(archive, program.name.slice(0, -"data.pkl".length), budget);
  await torchFile.readByteOrder();
  const tree = readTree(unpickle(await archive.bytes(program), budget.file, torchName, storageTable(budget.file)), budget.file);
  await archive.locate(new Set(tree.tensors.filter(({ tensor }) => tensor.storage.dtype).map(({ tensor }) => torchFile.memberOf(tensor))));
  for (const { name, tensor } of tree.tensors) await torchFile.addTensor(name, tensor);
  for (const { name, array } of tree.arrays) torchFile.addArray(name, array);
  for (const stack of tree.stacks) torchFile.addStack(stack);
  const { arrays, listing, refused } = torchFile;
  const map = statedMap(tree.stacks);
  const usable = map && [map.images, map.texts].every((name) => arrays.some((array) => array.name === name));
  return openedFile({
    file: budget.file,
    format: "pt",
    size: file.size,
    arrays,
    listing,
    refused,
    columns: tree.columns,
    map: usable ? map : undefined,
  });
}

/** @type {Reader} */
export const torch = {
  format: "pt",
  extensions: ["pt", "pth"],
  match: (head, _name, members) => members?.some((name) => PROGRAM.test(name)) ?? latin1(head.subarray(0, LEGACY.length)) === LEGACY,
  async open(file, limits) {
    const head = new Uint8Array(await file.slice(0, Math.min(2, file.size)).arrayBuffer());
    if (latin1(head) === "PK") return open(file, limits);
    const name = file.webkitRelativePath || file.name;
    throw new Failure(
      "UNSUPPORTED_FORMAT",
      `${name} is in the form that PyTorch wrote before version 1.6, which is not read yet. Load it and save it again: torch.save(torch.load(path), path).`,
      { file: name },
    );
  },
};
