/** A zip archive's directory and members (zip64 too). Stored members are slices of the file; nothing is read ahead. */
import { Failure } from "../failure.js";
import { Cursor, readBytes } from "./bytes.js";
import { crc32, inflate, inflateFirst, SHRINKS_MOST } from "./inflate.js";
import { readSpans } from "./spans.js";

/** @import { BlobLike } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Member } from "./types.d.ts" */

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const LOCAL_BYTES = 30;
const END_BYTES = 22;
const STORED = 0;
const DEFLATED = 8;

/** @param {Uint8Array} head */
export function isZip(head) {
  return head.length >= 4 && head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
}

export class ZipArchive {
  /** @param {BlobLike} file @param {string} where @param {Map<string, Member>} members */
  constructor(file, where, members) {
    this.file = file;
    this.where = where;
    this.members = members;
  }

  /** @param {BlobLike} file @param {Budget} budget */
  static async open(file, budget) {
    const where = budget.file;
    const { begin, size, count, end } = await findDirectory(file, where);
    budget.checkHeader(size, `The directory of ${where}`);
    if (begin + size > file.size) throw damaged(where, "its directory lies outside the file");
    if (begin + size !== end) throw damaged(where, "bytes that its directory does not count lie in it, perhaps another archive before it");
    const cursor = new Cursor(new Uint8Array(await readBytes(file, begin, begin + size, where)), `The directory of ${where}`);
    /** @type {Map<string, Member>} */
    const members = new Map();
    for (let i = 0; i < count; i++) {
      const member = readMember(cursor, where);
      if (members.has(member.name)) throw damaged(where, `it has two members named ${member.name}`);
      members.set(member.name, member);
    }
    if (members.size > 0 && ![...members.values()].some(({ headerBegin }) => headerBegin === 0))
      throw damaged(where, "what it begins with is not in its directory, perhaps another archive");
    setBounds([...members.values()], begin, where);
    return new ZipArchive(file, where, members);
  }

  /** Finds where the data of members begin; many at a time, because an archive may have 100,000. @param {Iterable<Member>} members */
  async locate(members) {
    const spans = [...members]
      .filter(({ dataBegin }) => dataBegin === undefined)
      .map((member) => ({ begin: member.headerBegin, end: member.headerBegin + LOCAL_BYTES, member }));
    await readSpans(this.file, spans, this.where, (bytes, { end, member }) => {
      const cursor = new Cursor(bytes, this.where);
      if (cursor.u32() !== LOCAL) throw damaged(this.where, `${member.name} does not begin where the directory says`);
      cursor.skip(22);
      member.dataBegin = end + cursor.u16() + cursor.u16();
      if (member.dataBegin + member.packed > member.bound) throw damaged(this.where, `${member.name} reaches into the next member`);
    });
  }

  /** Bytes as the archive stores them. @param {Member} member @returns {Promise<BlobLike>} */
  async packed(member) {
    await this.locate([member]);
    const begin = /** @type {number} */ (member.dataBegin);
    return this.file.slice(begin, begin + member.packed);
  }

  /** All bytes, expanded and checked. The caller has asked the budget. @param {Member} member */
  async bytes(member) {
    const where = `${member.name} in ${this.where}`;
    const blob = await this.packed(member);
    if (isStored(member)) return new Uint8Array(await readBytes(blob, 0, blob.size, where));
    const bytes = await inflate(blob, member.size, where);
    if (crc32(bytes) === member.crc) return bytes;
    throw new Failure("CORRUPT", `${where} does not match its checksum. The file is damaged; copy or save it again.`, { where });
  }

  /** The first bytes, expanded. @param {Member} member @param {number} length */
  async first(member, length) {
    const where = `${member.name} in ${this.where}`;
    const blob = await this.packed(member);
    if (!isStored(member)) return inflateFirst(blob, Math.min(length, member.size), where);
    return new Uint8Array(await readBytes(blob, 0, Math.min(length, blob.size), where));
  }

  /** Fails if the member cannot be read, or states a size that cannot be true. @param {Member} member @param {Budget} budget */
  checkMember(member, budget) {
    const where = `${member.name} in ${this.where}`;
    if (member.encrypted) throw new Failure("UNSUPPORTED_FORMAT", `${where} is encrypted. Save the archive without a password.`, { where });
    if (member.method !== STORED && member.method !== DEFLATED) {
      const message = `${where} is compressed by method ${member.method}; stored and deflated (0 and 8) are read. Save it uncompressed.`;
      throw new Failure("UNSUPPORTED_FORMAT", message, { where });
    }
    if (isStored(member)) {
      if (member.packed !== member.size) throw damaged(this.where, `${member.name} is stored, yet states two sizes`);
      return;
    }
    budget.check(member.size, member.name, "Save it uncompressed (numpy.savez): then it is read in pieces.");
    // Deflate grows by no more than five bytes per block of 16 kB.
    if (member.size > member.packed * SHRINKS_MOST || member.packed > member.size * 1.001 + 1024)
      throw damaged(this.where, `${member.name} cannot expand from ${member.packed} to ${member.size} bytes`);
  }
}

/** @param {Member} member */
export function isStored(member) {
  return member.method === STORED;
}

/** @param {string} where @param {string} what */
function damaged(where, what) {
  return new Failure("CORRUPT", `${where} is a damaged zip archive: ${what}. Copy or save it again.`, { where });
}

/** @param {BlobLike} file @param {string} where */
async function findDirectory(file, where) {
  const tailBegin = Math.max(0, file.size - END_BYTES - 65535);
  const tail = new Uint8Array(await readBytes(file, tailBegin, file.size, where));
  const view = new DataView(tail.buffer);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END || at + END_BYTES + view.getUint16(at + 20, true) > tail.length) continue;
    const cursor = new Cursor(tail.subarray(at), where);
    cursor.skip(4);
    const disks = cursor.u16() + cursor.u16();
    cursor.skip(2);
    const directory = { count: cursor.u16(), size: cursor.u32(), begin: cursor.u32(), end: tailBegin + at };
    if (tail.subarray(at + END_BYTES + view.getUint16(at + 20, true)).some((byte) => byte !== 0))
      throw damaged(where, "bytes follow its end that belong to no member");
    const wide = await findDirectory64(file, tailBegin + at, where);
    if (directory.count === 0xffff || directory.size === 0xffffffff || directory.begin === 0xffffffff) return wide ?? directory;
    if (disks > 0)
      throw new Failure("UNSUPPORTED_FORMAT", `${where} is one part of a zip archive in several files. Join them first.`, { where });
    return { ...directory, end: wide?.end ?? directory.end };
  }
  throw new Failure(
    "TRUNCATED",
    `${where} is a zip archive whose end is missing (${file.size.toLocaleString("en")} bytes are there): it was probably cut short in copying. Copy or download it again.`,
    { where, held: file.size },
  );
}

/** @param {BlobLike} file @param {number} endBegin @param {string} where */
async function findDirectory64(file, endBegin, where) {
  if (endBegin < 20) return null;
  const locator = new Cursor(new Uint8Array(await readBytes(file, endBegin - 20, endBegin, where)), where);
  if (locator.u32() !== LOCATOR64) return null;
  locator.skip(4);
  const begin = locator.u64();
  if (begin + 56 > endBegin) throw damaged(where, "its zip64 record lies outside the file");
  const record = new Cursor(new Uint8Array(await readBytes(file, begin, begin + 56, where)), where);
  if (record.u32() !== END64) throw damaged(where, "its zip64 record is missing");
  record.skip(28);
  return { count: record.u64(), size: record.u64(), begin: record.u64(), end: begin };
}

/** @param {Cursor} cursor at an entry of the directory @param {string} where @returns {Member} */
function readMember(cursor, where) {
  if (cursor.u32() !== CENTRAL) throw damaged(where, "an entry of its directory is not one");
  cursor.skip(4);
  const flags = cursor.u16();
  const method = cursor.u16();
  cursor.skip(4);
  const crc = cursor.u32();
  let packed = cursor.u32();
  let size = cursor.u32();
  const nameLength = cursor.u16();
  const extraLength = cursor.u16();
  const commentLength = cursor.u16();
  cursor.skip(8);
  let headerBegin = cursor.u32();
  const name = new TextDecoder().decode(cursor.take(nameLength));
  const extra = new Cursor(cursor.take(extraLength), cursor.where);
  cursor.skip(commentLength);
  while (extra.remaining >= 4) {
    const id = extra.u16();
    const field = new Cursor(extra.take(extra.u16()), extra.where);
    if (id !== 1) continue;
    if (size === 0xffffffff) size = field.u64();
    if (packed === 0xffffffff) packed = field.u64();
    if (headerBegin === 0xffffffff) headerBegin = field.u64();
  }
  return { name, method, encrypted: (flags & 1) === 1, crc, packed, size, headerBegin, bound: 0 };
}

/** Members must lie one after the other before the directory: overlapping ones make bombs. @param {Member[]} members @param {number} end @param {string} where */
function setBounds(members, end, where) {
  members.sort((a, b) => b.headerBegin - a.headerBegin);
  for (const member of members) {
    member.bound = end;
    end = member.headerBegin;
    if (member.headerBegin + LOCAL_BYTES + member.packed > member.bound)
      throw damaged(where, `${member.name} reaches into what follows it`);
  }
}
