/** A file inside gzip, expanded within the memory that it may take. */
import { Failure } from "../failure.js";
import { latin1, readBytes } from "./bytes.js";
import { crc32, inflate, SHRINKS_MOST } from "./inflate.js";
import { MemoryBlob } from "./memory-blob.js";

/** @import { BlobLike, FileLike } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */

/** Header and end of a member. */
const SMALLEST = 18;
const TRAILER = 8;
const PIECE = 1 << 20;
const MOST_MEMBERS = 4096;
const UNPACK = "Unpack it first (gunzip), and give the file inside.";

/** @param {Uint8Array} head */
export const isGzip = (head) => head[0] === 0x1f && head[1] === 0x8b;

/** The name of the file inside. @param {string} name */
export const nameInside = (name) => name.replace(/\.gz$/i, "");

/** The expanded file under the name that the user knows. */
class ExpandedFile extends MemoryBlob {
  /** @param {FileLike} file @param {Uint8Array} bytes */
  constructor(file, bytes) {
    super(bytes.length, async () => bytes);
    this.name = file.name;
    this.webkitRelativePath = file.webkitRelativePath ?? "";
  }
}

/** Places where a member may begin: its mark, its method, and no reserved flag. @param {FileLike} file @param {string} where */
async function beginnings(file, where) {
  const places = [];
  for (let begin = 0; begin < file.size; begin += PIECE) {
    const bytes = new Uint8Array(await readBytes(file, begin, Math.min(file.size, begin + PIECE + 3), where));
    for (let at = bytes.indexOf(0x1f); at >= 0 && at < PIECE; at = bytes.indexOf(0x1f, at + 1))
      if (bytes[at + 1] === 0x8b && bytes[at + 2] === 8 && bytes[at + 3] < 32) places.push(begin + at);
  }
  return places;
}

/** Bytes begin … end - 1 as one member, which must be whole; undefined if they are none. @param {BlobLike} blob @param {string} where @param {Budget} budget */
async function memberOf(blob, where, budget) {
  const trailer = new DataView(await readBytes(blob, blob.size - TRAILER, blob.size, where));
  const size = trailer.getUint32(4, true);
  if (size > SHRINKS_MOST * blob.size) return undefined;
  budget.take(size, "The file inside the gzip file", "Unpack it first (gunzip): then it is read in pieces.");
  const bytes = await inflate(blob, size, where, "gzip").catch((error) => {
    if (Failure.from(error).code !== "CORRUPT") throw error;
    return undefined;
  });
  // Some streams pass over what follows a member; its own length and sum are the last of it only if nothing does.
  if (bytes && crc32(bytes) === trailer.getUint32(0, true)) return bytes;
  budget.give(size);
  return undefined;
}

/** @param {FileLike} file @param {Budget} budget @returns {Promise<Uint8Array[]>} what each member holds */
async function membersOf(file, budget) {
  const where = budget.file;
  const places = file.size < SMALLEST ? [] : await beginnings(file, where);
  const parts = [];
  let begin = 0;
  let attempts = 0;
  /** @type {Failure | undefined} */
  let tooLarge;
  for (const end of [...places.filter((place) => place >= SMALLEST), file.size]) {
    if (end - begin < SMALLEST) continue;
    if (++attempts > MOST_MEMBERS) break;
    const part = await memberOf(file.slice(begin, end), where, budget).catch((error) => {
      const failure = Failure.from(error);
      if (failure.code !== "TOO_LARGE") throw failure;
      tooLarge = failure;
      return undefined;
    });
    if (!part) continue;
    tooLarge = undefined;
    parts.push(part);
    begin = end;
  }
  if (begin === file.size && parts.length > 0) return parts;
  if (tooLarge) throw tooLarge;
  throw new Failure(
    "CORRUPT",
    `${where} is compressed with gzip, and cannot be expanded whole: it was cut short, is damaged, or something follows after its end. Copy it again, or unpack it first (gunzip) and give the file inside.`,
    { file: where },
  );
}

/**
 * What a gzip file holds, in memory; all of its members, or a failure.
 * @param {FileLike} file @param {Budget} budget what it expands to is taken from it
 * @returns {Promise<FileLike>}
 */
export async function expandedFile(file, budget) {
  const where = budget.file;
  const tar = `${where} is a tar archive of files, which is not opened. Unpack it (tar -xzf), and give the files that belong together.`;
  if (/\.(tgz|tar\.gz)$/i.test(where)) throw new Failure("UNSUPPORTED_FORMAT", tar, { file: where });
  const parts = await membersOf(file, budget);
  const bytes = parts.length === 1 ? parts[0] : joined(parts, budget);
  if (latin1(bytes.subarray(257, 262)) === "ustar") throw new Failure("UNSUPPORTED_FORMAT", tar, { file: where });
  if (bytes.length === 0)
    throw new Failure("EMPTY_FILE", `The file inside ${where} is empty: it has 0 bytes. Export or copy it again.`, { file: where });
  if (isGzip(bytes)) throw new Failure("UNSUPPORTED_FORMAT", `${where} is compressed with gzip twice. ${UNPACK}`, { file: where });
  return new ExpandedFile(file, bytes);
}

/** @param {Uint8Array[]} parts @param {Budget} budget */
function joined(parts, budget) {
  const size = parts.reduce((sum, { length }) => sum + length, 0);
  budget.take(size, "The file inside the gzip file", UNPACK);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  budget.give(size);
  return bytes;
}
