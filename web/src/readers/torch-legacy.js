/** The form that PyTorch wrote before version 1.6, and still puts into plain pickles: five pickles, then the storages. */
import { Failure } from "../failure.js";
import { Cursor, latin1, saveAgain, surplus, truncated } from "./bytes.js";
import { unpickleFile } from "./pickle-window.js";
import { VALUE_BYTES } from "./plain-rows.js";
import { readSpans } from "./spans.js";
import { storageTable, torchName, valueBytes } from "./torch-names.js";

/** @import { BlobLike } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Storage } from "./tensor.js" */

const MARK = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
const PROTOCOL = 1001;
const COUNT_BYTES = 8;

/** @param {Uint8Array} head */
export function isLegacyTorch(head) {
  return latin1(head.subarray(0, MARK.length)) === MARK;
}

/** @param {BlobLike} file @param {Budget} budget @returns {Promise<unknown>} the saved object; its storages know where they begin in the file */
export async function readLegacyTorch(file, budget) {
  const where = budget.file;
  const { load, storages, parts } = storageTable(where);
  const reading = { where, budget, find: torchName, persistent: load };
  const mark = await unpickleFile(file, 0, reading);
  const protocol = await unpickleFile(file, mark.end, reading);
  if (protocol.value !== PROTOCOL) {
    const version = `version ${typeof protocol.value === "number" ? protocol.value : "unknown"} of PyTorch's old form`;
    const remedy = "Load it and save it again: torch.save(torch.load(path), path).";
    throw new Failure("UNSUPPORTED_FORMAT", `${where} is of ${version}; version ${PROTOCOL} is known. ${remedy}`, { where });
  }
  const system = await unpickleFile(file, protocol.end, reading);
  const object = await unpickleFile(file, system.end, reading);
  const keys = await unpickleFile(file, object.end, reading);
  const end = await place(file, keys.end, keys.value, storages, where);
  const rest = ", which belong to none: perhaps something was appended to the file. Save everything with one torch.save.";
  if (end < file.size) throw surplus(where, end, file.size, "after its last tensor", rest);
  for (const { storage, of, offset } of parts.values())
    if (of.begin !== undefined && storage.dtype) storage.begin = of.begin + offset * VALUE_BYTES[storage.dtype];
  return object.value;
}

/** One storage after the other, each after its count of values; little-endian on every machine. Where the last ends. @param {BlobLike} file @param {number} begin @param {unknown} keys @param {ReadonlyMap<string, Storage>} storages @param {string} where */
async function place(file, begin, keys, storages, where) {
  const spans = [];
  let at = begin;
  for (const key of Array.isArray(keys) ? keys : []) {
    const storage = storages.get(key);
    if (!storage) throw saveAgain("CORRUPT", where, `${where} holds a storage that no tensor names.`);
    spans.push({ begin: at, end: at + COUNT_BYTES, storage });
    storage.begin = at + COUNT_BYTES;
    at = storage.begin + storage.length * valueBytes(storage);
  }
  if (at > file.size) throw truncated(where, at, file.size);
  await readSpans(file, spans, where, (bytes, { storage: { key, length } }) => {
    const count = new Cursor(bytes, where).u64();
    const counts = `${count.toLocaleString("en")} values, and its description ${length.toLocaleString("en")}`;
    if (count !== length) throw saveAgain("CORRUPT", where, `Storage ${key} of ${where} states ${counts}.`);
  });
  return at;
}
