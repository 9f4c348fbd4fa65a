/** Pickles (.pkl, also joblib's without compression): arrays, tensors and lists of numbers, read as data by an allow-list. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { latin1, readBytes, saveAgain, surplus } from "./bytes.js";
import { MemoryBlob } from "./memory-blob.js";
import { NumpyArray } from "./pickle-names.js";
import { Allowed, FileBytes } from "./pickle-operands.js";
import { unpickleFile } from "./pickle-window.js";
import { isNumberList, Storage, Tensor, withoutObjects } from "./tensor.js";
import { openTree } from "./tensor-file.js";
import { vectors } from "./tensor-rows.js";
import { readTree } from "./tensor-tree.js";
import { readLegacyTorch } from "./torch-legacy.js";
import { torchName } from "./torch-names.js";

/** @import { BlobLike, Reader } from "../types.d.ts" */
/** @import { FindName } from "./types.d.ts" */

/** How compressed files begin: zlib, gzip, bzip2, xz, lzma, lz4. */
const COMPRESSED = Object.freeze(["x\x01", "x\x5e", "x\x9c", "x\xda", "\x1f\x8b", "BZh", "\xfd7zXZ", "\x5d\0\0", "\x04\x22\x4d\x18"]);
const UNCOMPRESSED = "Save it without compression: joblib.dump(value, path, compress=0).";

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
    const bad = (/** @type {string} */ what) => saveAgain("CORRUPT", budget.file, `A tensor in ${budget.file} ${what}.`);
    if (!(saved instanceof Storage)) throw bad("holds something other than its numbers");
    const { type, dtype, length, begin = 0, size } = saved;
    Object.assign(this, { type, dtype, length });
    if (begin + size > bytes.length) throw bad("has fewer numbers than it states");
    if (isFar) this.begin = bytes.begin + begin;
    else this.own = bytes.subarray(begin, begin + size);
  }
}

/** @param {BlobLike} file @param {number} begin @param {Budget} budget @param {string} [where] @returns {Promise<{ value: unknown, end: number }>} */
export async function readPickle(file, begin, budget, where = budget.file) {
  /** @type {SavedStorage[]} */
  const saved = [];
  const loadFromBytes = new Allowed("torch.storage._load_from_bytes", ([bytes], where) => {
    if (!(bytes instanceof Uint8Array || bytes instanceof FileBytes))
      throw saveAgain("CORRUPT", where, `A tensor in ${where} has no bytes.`);
    const storage = new SavedStorage(bytes);
    saved.push(storage);
    return storage;
  });
  /** @type {FindName} */
  const find = (module, name) => (`${module}.${name}` === loadFromBytes.name ? loadFromBytes : torchName(module, name));
  const pickle = await unpickleFile(file, begin, { where, budget, find });
  for (const storage of saved) await storage.read(file, budget);
  return pickle;
}

const REMEDY = 'Save everything as one value: pickle.dump({"ids": ids, "embeddings": matrix}, file).';

/** What a file's pickles hold: the one value, or all of them as a list of batches. @param {BlobLike} file @param {Budget} budget */
async function readPickles(file, budget) {
  const values = [];
  let begin = 0;
  do {
    if (begin > 0) await checkMark(file, begin, budget);
    const { value, end } = await readPickle(file, begin, budget);
    values.push(value);
    begin = end;
  } while (begin < file.size);
  return values.length === 1 ? values[0] : batches(values, budget.file);
}

/** Pickles of protocol 2 and above begin with its number; older ones have no mark. @param {BlobLike} file @param {number} begin @param {Budget} budget */
async function checkMark(file, begin, budget) {
  const mark = async (/** @type {number} */ at) => new Uint8Array(await readBytes(file, at, Math.min(at + 2, file.size), budget.file));
  const isMarked = (/** @type {Uint8Array} */ [first, protocol]) => first === 0x80 && protocol >= 2 && protocol <= 5;
  if (isMarked(await mark(0)) && !isMarked(await mark(begin)))
    throw surplus(budget.file, begin, file.size, "after its data", `, which are no pickle. ${REMEDY}`);
}

/** @param {unknown} value @returns {"words" | "vectors" | "records" | "dictionary" | "other"} */
function kindOf(value) {
  const plain = withoutObjects(value);
  if (plain instanceof Map) return "dictionary";
  if (plain instanceof Tensor || plain instanceof NumpyArray) return vectors(plain) && plain.shape.length > 1 ? "vectors" : "words";
  if (!Array.isArray(plain)) return "words";
  if (plain.length > 0 && plain.every((item) => item instanceof Map || (Array.isArray(item) && !isNumberList(item) && !vectors(item))))
    return "records";
  if (plain.length > 0 && vectors(plain[0])) return "vectors";
  return plain.every((item) => item === null || typeof item !== "object" || item instanceof Uint8Array) ? "words" : "other";
}

/** Values of one kind are batches; kinds that come in turns are tuples; one matrix and what describes it is a tuple. @param {unknown[]} values @param {string} where */
function batches(values, where) {
  const kinds = values.map(kindOf);
  const isPeriod = (/** @type {number} */ period) => values.length % period === 0 && kinds.every((kind, i) => kind === kinds[i % period]);
  const period = values.findIndex((_, i) => isPeriod(i + 1)) + 1;
  const holders = kinds.slice(0, period).filter((kind) => kind !== "words").length;
  if (period > 1 && (kinds.includes("other") || holders > 1))
    throw new Failure(
      "UNSUPPORTED_FORMAT",
      `${where} holds ${values.length} pickles one after the other, of several kinds (${[...new Set(kinds)].join(", ")}): which of them belong together is not known. ${REMEDY}`,
      { where, kinds },
    );
  if (period === values.length) return values;
  if (period > 1) return Array.from({ length: values.length / period }, (_, i) => values.slice(i * period, (i + 1) * period));
  if (kinds[0] === "words") return wordBatches(values);
  // Two lists of one length may be two sides rather than two batches.
  const lists = values.map(withoutObjects).filter(Array.isArray);
  if (kinds[0] === "records" && !(lists.length === 2 && lists[0].length === lists[1].length)) return lists.flat();
  return values;
}

/** Lists of words are one list; single words are its items. @param {unknown[]} values */
function wordBatches(values) {
  const plain = values.map(withoutObjects);
  return plain.every((value) => Array.isArray(value)) ? plain.flat() : plain;
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
      throw new Failure("UNSUPPORTED_FORMAT", `${budget.file} is a compressed pickle. ${UNCOMPRESSED}`, { file: budget.file });
    return openTree("pkl", file, readTree(await readPickles(file, budget), budget), budget);
  },
};
