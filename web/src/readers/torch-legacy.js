/** The form that PyTorch wrote before version 1.6, and still puts into plain pickles: five pickles, then the storages. */
import { Failure } from "../failure.js";
import { Cursor, latin1, readBytes, truncated } from "./bytes.js";
import { unpickleFile } from "./pickle-window.js";
import { VALUE_BYTES } from "./plain-rows.js";
import { windowsOf } from "./spans.js";
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

/**
 * @param {BlobLike} file
 * @param {Budget} budget
 * @returns {Promise<unknown>} the saved object; its storages know where they begin in the file
 */
export async function readLegacyTorch(file, budget) {
  const where = budget.file;
  const { load, storages, parts } = storageTable(where);
  const reading = { where, budget, find: torchName, persistent: load };
  const mark = await unpickleFile(file, 0, reading);
  const protocol = await unpickleFile(file, mark.end, reading);
  if (protocol.value !== PROTOCOL)
    throw new Failure(
      "UNSUPPORTED_FORMAT",
      `${where} is of version ${typeof protocol.value === "number" ? protocol.value : "unknown"} of PyTorch's old form; version ${PROTOCOL} is known. Load it and save it again: torch.save(torch.load(path), path).`,
      { where },
    );
  const system = await unpickleFile(file, protocol.end, reading);
  const object = await unpickleFile(file, system.end, reading);
  const keys = await unpickleFile(file, object.end, reading);
  const end = await place(file, keys.end, keys.value, storages, where);
  if (end < file.size)
    throw new Failure(
      "CORRUPT",
      `${where} has ${(file.size - end).toLocaleString("en")} bytes after its last tensor (from byte ${end.toLocaleString("en")}), which belong to none: perhaps something was appended to the file. Save everything with one torch.save.`,
      { where, end },
    );
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
    if (!storage) throw new Failure("CORRUPT", `${where} holds a storage that no tensor names. Save the file again.`, { where });
    spans.push({ begin: at, end: at + COUNT_BYTES, storage });
    storage.begin = at + COUNT_BYTES;
    at = storage.begin + storage.length * valueBytes(storage);
  }
  if (at > file.size) throw truncated(where, at, file.size);
  for (const window of windowsOf(spans, 65536, 8e6)) {
    const bytes = new Uint8Array(await readBytes(file, window.begin, window.end, where));
    for (const { begin: from, end, storage } of window.spans) {
      const count = new Cursor(bytes.subarray(from - window.begin, end - window.begin), where).u64();
      if (count !== storage.length)
        throw new Failure(
          "CORRUPT",
          `Storage ${storage.key} of ${where} states ${count.toLocaleString("en")} values, and its description ${storage.length.toLocaleString("en")}. Save the file again.`,
          { where },
        );
    }
  }
  return at;
}
