/** Safetensors: a JSON header, then every tensor's values one after the other. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { Cursor, readBytes, saveAgain, surplus, truncated } from "./bytes.js";
import { dtypesOf } from "./dtypes.js";
import { rowMajor, valueCount } from "./layout.js";
import { unsupportedType } from "./opened-file.js";
import { VALUE_BYTES } from "./plain-rows.js";
import { Storage, Tensor } from "./tensor.js";
import { openTree } from "./tensor-file.js";
import { readTree } from "./tensor-tree.js";

/** @import { FileLike, OpenedFile, Reader, Untrusted } from "../types.d.ts" */

const DTYPES = dtypesOf("safetensors");

/** Metadata that are lists of words as JSON (ids, captions; as examples/extract_features.py writes them). @param {unknown} metadata @returns {OpenedFile["columns"]} */
function columnsOf(metadata) {
  return Object.entries(metadata ?? {}).flatMap(([name, text]) => {
    if (typeof text !== "string" || !text.startsWith("[")) return [];
    try {
      const values = JSON.parse(text);
      return values.length > 0 && values.every((/** @type {unknown} */ value) => typeof value === "string") ? [{ name, values }] : [];
    } catch {
      return [];
    }
  });
}

/** @param {Uint8Array} bytes @param {string} where @returns {{ metadata: Record<string, string>, entries: [string, unknown][] }} */
function parseHeader(bytes, where) {
  let header;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Failure("BAD_HEADER", `The header of ${where} is not JSON. The file is damaged; copy or save it again.`, { where, cause });
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    throw saveAgain("BAD_HEADER", where, `The header of ${where} is not a table of tensors.`);
  const { __metadata__: metadata, ...entries } = /** @type {Record<string, Untrusted>} */ (header);
  const words = Object.entries(metadata ?? {}).filter(([, value]) => typeof value === "string");
  return { metadata: Object.fromEntries(words), entries: Object.entries(entries) };
}

/** @param {unknown} list @returns {list is number[]} */
const areCounts = (list) => Array.isArray(list) && list.every((value) => Number.isSafeInteger(value) && value >= 0);

/** @param {string} name @param {unknown} entry @param {string} file @param {number} dataSize bytes after the header */
function checkEntry(name, entry, file, dataSize) {
  const where = `${name} in ${file}`;
  const bad = (/** @type {string} */ what) => saveAgain("BAD_HEADER", where, `${where} ${what}`);
  const { dtype, shape, data_offsets: offsets } = /** @type {Record<string, unknown>} */ (entry ?? {});
  if (typeof dtype !== "string" || !areCounts(shape) || !areCounts(offsets) || offsets.length !== 2)
    throw bad("lacks a dtype, a shape or data_offsets.");
  const [begin, end] = offsets;
  if (begin > end) throw bad(`begins at byte ${begin} and ends at byte ${end}, before it begins.`);
  if (end > dataSize) throw truncated(where, end, dataSize);
  const known = DTYPES.get(dtype) ?? null;
  const needed = known ? valueCount(shape, where) * VALUE_BYTES[known] : end - begin;
  const held = `${end - begin} bytes (data_offsets ${begin} to ${end})`;
  if (needed !== end - begin) throw bad(`has ${held}, and its shape (${shape.join(", ")}) in ${dtype} takes ${needed}.`);
  return { dtype, known, shape, begin, end };
}

/** Every tensor that the header states, begin and end as bytes of the file. @param {FileLike} file @param {Budget} budget */
export async function readTensors(file, budget) {
  const length = new Cursor(new Uint8Array(await readBytes(file, 0, 8, budget.file)), budget.file).u64();
  budget.checkHeader(length, "The header");
  const bytes = new Uint8Array(await readBytes(file, 8, 8 + length, `The header of ${budget.file}`));
  const first = 8 + length;
  const { metadata, entries } = parseHeader(bytes, budget.file);
  const tensors = entries.map(([name, entry]) => {
    const { begin, end, ...tensor } = checkEntry(name, entry, budget.file, file.size - first);
    return { name, ...tensor, begin: first + begin, end: first + end };
  });
  const last = tensors.reduce((end, tensor) => Math.max(end, tensor.end), first);
  const rest = " that belong to no tensor of its header. Save the file again.";
  if (last < file.size) throw surplus(budget.file, last, file.size, "at its end", rest);
  return { metadata, tensors };
}

/** @type {Reader} */
export const safetensors = {
  format: "safetensors",
  extensions: ["safetensors"],
  match: (head, name) =>
    head.length > 8 && head[8] === 0x7b && (/\.safetensors$/i.test(name) || (head[5] === 0 && head[6] === 0 && head[7] === 0)),
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const { metadata, tensors } = await readTensors(file, budget);
    /** @type {Map<string, Tensor>} */
    const named = new Map();
    for (const { name, dtype, known, shape, begin } of tensors) {
      const storage = new Storage("", known ?? dtype, known ? valueCount(shape, name) : 0, known);
      storage.begin = begin;
      if (!known) storage.failure = unsupportedType(budget.placeOf(name), dtype, "values that are not read");
      named.set(name, new Tensor(storage, 0, shape, rowMajor(shape)));
    }
    const tree = readTree(named, budget);
    tree.columns.push(...columnsOf(metadata));
    return openTree("safetensors", file, tree, budget);
  },
};
