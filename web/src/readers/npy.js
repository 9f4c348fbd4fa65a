/** NumPy's .npy: one array of numbers, text or Python's objects; or several, appended one after the other. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { latin1, truncated } from "./bytes.js";
import { firstBytes, MAGIC, readNpyHeader } from "./npy-header.js";
import { numpyTensor } from "./numpy-tensor.js";
import { shapeInWords } from "./opened-file.js";
import { readPickle } from "./pickled-values.js";
import { withoutObjects } from "./tensor.js";
import { openTree, plainShelf } from "./tensor-file.js";
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
  const tensor = numpyTensor(header);
  tensor.storage.begin = begin + header.dataBegin;
  return { value: tensor, tensor, end };
}

/** Whether arrays can be batches of one: rows of one width, vectors of one length, or words. @param {readonly (Tensor | undefined)[]} tensors */
function areAlike(tensors) {
  const [first] = tensors;
  return tensors.every(
    (tensor) =>
      first &&
      tensor &&
      tensor.shape.length === first.shape.length &&
      (tensor.storage.text === null) === (first.storage.text === null) &&
      (tensor.shape.length === 1 || tensor.shape.slice(1).join() === first.shape.slice(1).join()),
  );
}

/** Arrays that were appended are batches; those of ids are one column. @param {readonly { value: unknown, tensor?: Tensor }[]} found @param {Budget} budget */
function treeOf(found, budget) {
  const pieces = found.flatMap(({ tensor }) => tensor ?? []);
  const areIds = pieces.every(({ shape, storage }) => shape.length === 1 && (storage.text || isLong(storage.dtype)));
  if (found.length > 1 && areIds) return { tensors: [], stacks: [], columns: [], words: [{ name: "", pieces }], refused: [] };
  return readTree(found.length === 1 ? found[0].value : found.map(({ value }) => value), budget.file, { single: budget.single });
}

/** @type {Reader} */
export const npy = {
  format: "npy",
  extensions: ["npy"],
  match: (head) => latin1(head.subarray(0, 6)) === MAGIC,
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const found = [];
    let begin = 0;
    while (begin < file.size) {
      if (begin > 0) {
        const mark = new Uint8Array(await file.slice(begin, Math.min(begin + 6, file.size)).arrayBuffer());
        if (latin1(mark) !== MAGIC)
          throw new Failure(
            "CORRUPT",
            `${budget.file} has ${(file.size - begin).toLocaleString("en")} bytes after its array (from byte ${begin.toLocaleString("en")}) that are no further array. Save the array again with numpy.save.`,
            { where: budget.file, begin },
          );
      }
      const part = await readArray(file, begin, budget);
      found.push(part);
      begin = part.end;
    }
    const tensors = found.map(({ tensor }) => tensor);
    if (found.length > 1 && !areAlike(tensors)) {
      const shown = tensors
        .slice(0, 6)
        .map((tensor) => (tensor ? `${shapeInWords(tensor.shape)} of ${tensor.storage.type}` : "Python objects"));
      throw new Failure(
        "UNSUPPORTED_FORMAT",
        `${budget.file} holds ${found.length} arrays one after the other that are no parts of one: ${shown.join(", ")}. Save them under names: numpy.savez(path, ids=ids, embeddings=matrix).`,
        { where: budget.file },
      );
    }
    const tree = treeOf(found, budget);
    return openTree("npy", file, tree, plainShelf(file, budget.file), budget);
  },
};
