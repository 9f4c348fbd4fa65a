/** Safetensors: a JSON header, then every tensor's values one after the other. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { Cursor, readBytes, truncated } from "./bytes.js";
import { rowMajor, valueCount } from "./layout.js";
import { unsupportedType } from "./opened-file.js";
import { VALUE_BYTES } from "./plain-rows.js";
import { Storage, Tensor } from "./tensor.js";
import { openTree, plainShelf } from "./tensor-file.js";
import { readTree } from "./tensor-tree.js";

/** @import { DType, FileLike, OpenedFile, Reader, Untrusted } from "../types.d.ts" */

/** @type {Readonly<Record<string, DType>>} */
const DTYPES = Object.freeze({
  F16: "float16",
  BF16: "bfloat16",
  F32: "float32",
  F64: "float64",
  I8: "int8",
  I16: "int16",
  I32: "int32",
  I64: "int64",
  U8: "uint8",
  U16: "uint16",
  U32: "uint32",
  U64: "uint64",
  BOOL: "bool",
});

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
    throw new Failure("BAD_HEADER", `The header of ${where} is not a table of tensors. Save the file again.`, { where });
  const { __metadata__: metadata, ...entries } = /** @type {Record<string, Untrusted>} */ (header);
  const words = Object.entries(metadata ?? {}).filter(([, value]) => typeof value === "string");
  return { metadata: Object.fromEntries(words), entries: Object.entries(entries) };
}

/** @param {unknown} list @returns {list is number[]} */
const areCounts = (list) => Array.isArray(list) && list.every((value) => Number.isSafeInteger(value) && value >= 0);

/** @param {string} name @param {unknown} entry @param {string} file @param {number} dataSize bytes after the header */
function checkEntry(name, entry, file, dataSize) {
  const where = `${name} in ${file}`;
  const { dtype, shape, data_offsets: offsets } = /** @type {Record<string, unknown>} */ (entry ?? {});
  if (typeof dtype !== "string" || !areCounts(shape) || !areCounts(offsets) || offsets.length !== 2)
    throw new Failure("BAD_HEADER", `${where} lacks a dtype, a shape or data_offsets. Save the file again.`, { where });
  const [begin, end] = offsets;
  if (begin > end)
    throw new Failure("BAD_HEADER", `${where} begins at byte ${begin} and ends at byte ${end}, before it begins. Save the file again.`, {
      where,
      begin,
      end,
    });
  if (end > dataSize) throw truncated(where, end, dataSize);
  const known = Object.hasOwn(DTYPES, dtype) ? DTYPES[dtype] : null;
  const needed = known ? valueCount(shape, where) * VALUE_BYTES[known] : end - begin;
  if (needed !== end - begin)
    throw new Failure(
      "BAD_HEADER",
      `${where} has ${end - begin} bytes (data_offsets ${begin} to ${end}), and its shape (${shape.join(", ")}) in ${dtype} takes ${needed}. Save the file again.`,
      { where, needed, held: end - begin },
    );
  return { dtype, known, shape, begin, end };
}

/**
 * Every tensor that the header states, begin and end as bytes of the file.
 * @param {FileLike} file @param {Budget} budget
 */
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
  if (last < file.size)
    throw new Failure(
      "CORRUPT",
      `${budget.file} has ${(file.size - last).toLocaleString("en")} bytes at its end (from byte ${last.toLocaleString("en")}) that belong to no tensor of its header. Save the file again.`,
      { where: budget.file, end: last },
    );
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
      if (!known) storage.failure = unsupportedType(`${name} in ${budget.file}`, dtype, "values that are not read");
      named.set(name, new Tensor(storage, 0, shape, rowMajor(shape)));
    }
    const tree = readTree(named, budget.file, { single: budget.single });
    tree.columns.push(...columnsOf(metadata));
    return openTree("safetensors", file, tree, plainShelf(file, budget.file), budget);
  },
};
