/** Pickles (.pkl, also joblib's without compression): arrays, tensors and lists of numbers, read as data by an allow-list. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { latin1 } from "./bytes.js";
import { MemoryBlob } from "./memory-blob.js";
import { Allowed, FileBytes } from "./pickle-values.js";
import { unpickleFile } from "./pickle-window.js";
import { Storage } from "./tensor.js";
import { openTree, plainShelf } from "./tensor-file.js";
import { readTree } from "./tensor-tree.js";
import { readLegacyTorch } from "./torch-legacy.js";
import { torchName } from "./torch-names.js";

/** @import { BlobLike, Reader } from "../types.d.ts" */

/** How compressed files begin: zlib, gzip, bzip2, xz, lzma, lz4. */
const COMPRESSED = Object.freeze(["x\x01", "x\x5e", "x\x9c", "x\xda", "\x1f\x8b", "BZh", "\xfd7zXZ", "\x5d\0\0", "\x04\x22\x4d\x18"]);

/** A tensor's storage in a plain pickle is a whole file of torch.save, read once the pickle has been. */
class SavedStorage extends Storage {
  /** @param {Uint8Array | FileBytes} bytes */
  constructor(bytes) {
    super("", "", 0, null);
    this.bytes = bytes;
  }

  /** @param {BlobLike} file @param {Budget} budget */
  async read(file, budget) {
    const { bytes } = this;
    const isFar = bytes instanceof FileBytes;
    const blob = isFar ? file.slice(bytes.begin, bytes.begin + bytes.length) : new MemoryBlob(bytes.length, async () => bytes);
    const saved = await readLegacyTorch(blob, budget);
    if (!(saved instanceof Storage))
      throw new Failure("CORRUPT", `A tensor in ${budget.file} holds something other than its numbers. Save the file again.`, {
        where: budget.file,
      });
    const { type, dtype, length, begin = 0, size } = saved;
    Object.assign(this, { type, dtype, length });
    if (begin + size > bytes.length)
      throw new Failure("CORRUPT", `A tensor in ${budget.file} has fewer numbers than it states. Save the file again.`, {
        where: budget.file,
      });
    if (isFar) this.begin = bytes.begin + begin;
    else this.own = bytes.subarray(begin, begin + size);
  }
}

/** @type {Reader} */
export const pickleFile = {
  format: "pkl",
  extensions: ["pkl", "pickle", "joblib"],
  match: (head, name) => (head[0] === 0x80 && head[1] >= 2 && head[1] <= 5) || /\.(pkl|pickle|joblib)$/i.test(name),
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const head = latin1(new Uint8Array(await file.slice(0, Math.min(8, file.size)).arrayBuffer()));
    if (COMPRESSED.some((mark) => head.startsWith(mark)))
      throw new Failure(
        "UNSUPPORTED_FORMAT",
        `${budget.file} is a compressed pickle. Save it without compression: joblib.dump(value, path, compress=0).`,
        { file: budget.file },
      );
    /** @type {SavedStorage[]} */
    const saved = [];
    const loadFromBytes = new Allowed("torch.storage._load_from_bytes", ([bytes], where) => {
      if (!(bytes instanceof Uint8Array || bytes instanceof FileBytes))
        throw new Failure("CORRUPT", `A tensor in ${where} has no bytes. Save the file again.`, { where });
      const storage = new SavedStorage(bytes);
      saved.push(storage);
      return storage;
    });
    const find = (/** @type {string} */ module, /** @type {string} */ name) =>
      module === "torch.storage" && name === "_load_from_bytes" ? loadFromBytes : torchName(module, name);
    const { value } = await unpickleFile(file, 0, { where: budget.file, budget, find });
    for (const storage of saved) await storage.read(file, budget);
    return openTree("pkl", file, readTree(value, budget.file), plainShelf(file, budget.file), budget);
  },
};
