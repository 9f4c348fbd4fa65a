/** The one table of formats. A new format is a file beside this one and a row here; a heavy library loads inside its open(). */
import { Failure } from "../failure.js";
import { openMembers } from "./archive.js";
import { Budget } from "./budget.js";
import { latin1, readBytes } from "./bytes.js";
import { csv } from "./csv.js";
import { expandedFile, isGzip, nameInside } from "./gzip.js";
import { hdf5 } from "./hdf5.js";
import { json } from "./json.js";
import { mat } from "./mat.js";
import { withoutPlain } from "./memory-blob.js";
import { moments } from "./moments.js";
import { npy } from "./npy.js";
import { npz } from "./npz.js";
import { pickleFile } from "./pickle-file.js";
import { safetensors } from "./safetensors.js";
import { arrow, parquet } from "./tables.js";
import { torch } from "./torch.js";
import { xlsx } from "./xlsx.js";
import { isZip, ZipArchive } from "./zip.js";

/** @import { FileLike, Limits, OpenedFile, Opening, Reader } from "../types.d.ts" */
/** @import { Inspection } from "./types.d.ts" */

/** First match wins: formats with a signature stand before those known by their name. @type {readonly Reader[]} */
export const readers = Object.freeze([npy, torch, npz, xlsx, moments, safetensors, parquet, arrow, hdf5, mat, pickleFile, json, csv]);

/** @type {Readonly<Limits>} */
export const DEFAULT_LIMITS = Object.freeze({ memory: 1.5e9, header: 64e6 });

const HEAD = 4096;

/** Extensions that are read, for sentences and file choosers. */
export function extensions() {
  return [...readers.flatMap((reader) => reader.extensions), "gz"];
}

/**
 * @param {FileLike} file one that is read as such, no archive of several
 * @param {Limits} [limits]
 * @returns {Promise<OpenedFile>}
 */
export async function openFile(file, limits = DEFAULT_LIMITS) {
  const inspection = await inspect(file, limits);
  if (inspection.reader) return openWith(inspection.reader, file, inspection);
  throw notRecognised(inspection);
}

/**
 * The file itself, or each file of an archive of several, with what opening it gave; fails if there is nothing to read.
 * @param {FileLike} file
 * @param {Limits} [limits]
 * @returns {Promise<Opening[]>}
 */
export async function openFiles(file, limits = DEFAULT_LIMITS) {
  const inspection = await inspect(file, limits);
  const { reader, archive, budget, name, inside } = inspection;
  if (reader) return [{ name, size: file.size, opened: await openWith(reader, file, inspection) }];
  if (!archive) throw notRecognised(inspection);
  const { single } = limits;
  const openings = await openMembers(archive, budget, extensions(), (member, left) =>
    openMember(member, { ...left, ...(single && { single }) }, budget),
  );
  if (openings.length === 0) throw notRecognised(inspection);
  return inside ? openings.map(({ opened, ...about }) => ({ ...about, ...(opened && { opened: heldInMemory(opened) }) })) : openings;
}

/** @param {FileLike} file @param {Limits} limits @param {Budget} whole of all members together @returns {Promise<OpenedFile>} */
async function openMember(file, limits, whole) {
  const inspection = await inspect(file, limits);
  const { name, inside, reader, archive } = inspection;
  if (inside) whole.take(inside.size, name, "Unpack it first (gunzip).");
  if (reader) return openWith(reader, file, inspection);
  if (!archive) throw notRecognised(inspection);
  const message = `${name} is an archive inside an archive, which is not opened. Unpack the outer one.`;
  throw new Failure("UNSUPPORTED_FORMAT", message, { file: name });
}

/** Whether a file holds moments, told by its head. @param {FileLike} file */
export async function isMoments(file) {
  return moments.match(await readHead(file, file.name), file.name);
}

/** @param {Reader} reader @param {FileLike} file as the user gave it @param {Inspection} looked @returns {Promise<OpenedFile>} */
async function openWith(reader, file, { inside, limits }) {
  try {
    const opened = await reader.open(inside ?? file, limits);
    return { ...(inside ? heldInMemory(opened) : opened), size: file.size, blob: file };
  } catch (error) {
    throw Failure.from(error);
  }
}

/** Workers cannot read what was expanded here. @param {OpenedFile} opened @returns {OpenedFile} */
function heldInMemory(opened) {
  const wholes = opened.wholes?.map((whole) => ({ ...whole, array: withoutPlain(whole.array) }));
  return { ...opened, arrays: opened.arrays.map(withoutPlain), ...(wholes && { wholes }) };
}

/** What tells a file's reader. @param {FileLike} file @param {Limits} limits @returns {Promise<Inspection>} */
async function inspect(file, limits) {
  const name = file.webkitRelativePath || file.name;
  const outer = new Budget(name, limits);
  try {
    const first = await readHead(file, name);
    const inside = isGzip(first) ? await expandedFile(file, outer) : undefined;
    const head = inside ? await readHead(inside, name) : first;
    const left = { ...limits, memory: outer.left };
    const budget = new Budget(name, left);
    const archive = isZip(head) ? await ZipArchive.open(inside ?? file, budget) : undefined;
    const members = archive && [...archive.members.keys()];
    const inner = inside ? nameInside(name) : name;
    const reader = readers.find((candidate) => candidate.match(head, inner, members));
    return { name, head, budget, limits: left, inside, archive, reader };
  } catch (error) {
    throw Failure.from(error);
  }
}

/** @param {FileLike} file @param {string} name */
async function readHead(file, name) {
  let head;
  try {
    head = new Uint8Array(await readBytes(file, 0, Math.min(HEAD, file.size), name));
    // Zero bytes are not read above, and a folder may say that it has none.
    if (file.size === 0) await file.arrayBuffer();
  } catch (error) {
    const failure = Failure.from(error);
    if (failure.code !== "UNREADABLE" && failure.code !== "INTERNAL") throw failure;
    if (extensions().some((extension) => name.toLowerCase().endsWith(`.${extension}`))) throw failure;
    const message = `${name} is not a file that can be read; it is probably a folder. Drop or name the files inside it.`;
    throw new Failure("FOLDER", message, { file: name });
  }
  if (file.size === 0) throw new Failure("EMPTY_FILE", `${name} is empty: it has 0 bytes. Export or copy it again.`, { file: name });
  return head;
}

/** Endings of pictures, which people drop in place of what was made of them. */
const PICTURES = new Set(["jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "dcm", "svg"]);

/** @param {Inspection} looked */
function notRecognised({ name, head, archive, inside }) {
  const members = archive && [...archive.members.keys()];
  const extension = /\.([^./\\]+)$/.exec(name)?.[1].toLowerCase();
  if (extension && PICTURES.has(extension) && !members)
    return new Failure(
      "NOT_RECOGNISED",
      `${name} is an image. Askew reads embeddings made from images, for example .npy, .pt or .parquet. examples/extract_features.py makes them.`,
      { file: name, extension },
    );
  let what = `${name} is of a format that is not read`;
  if (members)
    what = `${name} is a zip archive without any file that is read (${members.length === 0 ? "it is empty" : `it begins with ${members[0]}`})`;
  else if (inside) what = `${name} is compressed with gzip, and what it holds is not read: it begins with ${beginning(head)}`;
  else if (extension && extensions().includes(extension))
    what = `${name} is named .${extension}, and its contents are not: it begins with ${beginning(head)}`;
  return new Failure("NOT_RECOGNISED", `${what}. Askew reads .${extensions().join(", .")}.`, { file: name, extension });
}

/** @param {Uint8Array} head */
function beginning(head) {
  const start = head.subarray(0, 16);
  if (start.every((byte) => (byte >= 32 && byte < 127) || byte === 10 || byte === 13 || byte === 9))
    return `the text "${latin1(start).replace(/\s+/g, " ").trim()}"`;
  return `the bytes ${[...start.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}`;
}
