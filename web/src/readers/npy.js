/** NumPy's .npy: one array of numbers, text or Python's objects; or several, appended one after the other. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { latin1, surplus, truncated } from "./bytes.js";
import { firstBytes, MAGIC, readNpyHeader } from "./npy-header.js";
import { shapeInWords } from "./opened-file.js";
import { readPickle } from "./pickle-file.js";
import { ofHeader, withoutObjects } from "./tensor.js";
import { openTree } from "./tensor-file.js";
import { readTree } from "./tensor-tree.js";
import { isLong } from "./words.js";

/** @import { FileLike, Reader } from "../types.d.ts" */
/** @import { Tensor } from "./tensor.js" */

/** The array that begins at a byte of the file. @param {FileLike} file @param {number} begin @param {Budget} budget */
async function readArray(file, begin, budget) {
  const header = await readNpyHeader(firstBytes(file.slice(begin, file.size), budget.file), budget.file, budget);
  if (header.isObject) {
    const { value, end } = await readPickle(file, begin + header.dataBegin, budget);
    return { value: withoutObjects(value), end };
  }
  if (header.type instanceof Failure && !header.text) throw header.type;
  const end = begin + header.size;
  if (end > file.size) throw truncated(budget.file, end, file.size);
  const tensor = ofHeader(header);
  tensor.storage.begin = begin + header.dataBegin;
  return { value: tensor, tensor, end };
}

/** What arrays that can be batches of one share: rows of one width, vectors of one length, or words. @param {Tensor | undefined} tensor */
const batchKind = (tensor) => tensor && [tensor.shape.length, tensor.storage.text === null, ...tensor.shape.slice(1)].join();

/** Arrays that were appended are batches; those of ids are one column. @param {readonly { value: unknown, tensor?: Tensor }[]} parts @param {Budget} budget */
function treeOf(parts, budget) {
  const pieces = parts.flatMap(({ tensor }) => tensor ?? []);
  const areIds = pieces.every(({ shape, storage }) => shape.length === 1 && (storage.text || isLong(storage.dtype)));
  if (parts.length > 1 && areIds) return { tensors: [], stacks: [], columns: [], words: [{ name: "", pieces }], refused: [] };
  return readTree(parts.length === 1 ? parts[0].value : parts.map(({ value }) => value), budget);
}

/** @type {Reader} */
export const npy = {
  format: "npy",
  extensions: ["npy"],
  match: (head) => latin1(head.subarray(0, 6)) === MAGIC,
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const parts = [];
    for (let begin = 0; begin < file.size; begin = parts[parts.length - 1].end) {
      const mark = new Uint8Array(await file.slice(begin, Math.min(begin + 6, file.size)).arrayBuffer());
      const rest = " that are no further array. Save the array again with numpy.save.";
      if (begin > 0 && latin1(mark) !== MAGIC) throw surplus(budget.file, begin, file.size, "after its array", rest);
      parts.push(await readArray(file, begin, budget));
    }
    const tensors = parts.map(({ tensor }) => tensor);
    if (parts.length > 1 && !tensors.every((tensor) => tensor && batchKind(tensor) === batchKind(tensors[0]))) {
      const shown = tensors
        .slice(0, 6)
        .map((tensor) => (tensor ? `${shapeInWords(tensor.shape)} of ${tensor.storage.type}` : "Python objects"));
      throw new Failure(
        "UNSUPPORTED_FORMAT",
        `${budget.file} holds ${parts.length} arrays one after the other that are no parts of one: ${shown.join(", ")}. Save them under names: numpy.savez(path, ids=ids, embeddings=matrix).`,
        { where: budget.file },
      );
    }
    return openTree("npy", file, treeOf(parts, budget), budget);
  },
};
