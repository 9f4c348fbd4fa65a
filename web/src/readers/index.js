/** The one table of formats. A new format is a file beside this one and a row here; a heavy library loads inside its open(). */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { latin1, readBytes } from "./bytes.js";
import { csv } from "./csv.js";
import { json } from "./json.js";
import { mat } from "./mat.js";
import { npy } from "./npy.js";
import { npz } from "./npz.js";
import { pickleFile } from "./pickle-file.js";
import { safetensors } from "./safetensors.js";
import { torch } from "./torch.js";
import { isZip, ZipArchive } from "./zip.js";

/** @import { FileLike, Limits, OpenedFile, Reader } from "../types.d.ts" */

/** First match wins: formats with a signature stand before those known by their name. @type {readonly Reader[]} */
export const readers = Object.freeze([npy, torch, npz, safetensors, mat, pickleFile, json, csv]);

/** @type {Readonly<Limits>} */
export const DEFAULT_LIMITS = Object.freeze({ memory: 1.5e9, header: 64e6 });

const HEAD = 4096;

/** Extensions that are read, for sentences and file choosers. */
export function extensions() {
  return readers.flatMap((reader) => reader.extensions);
}

/**
 * @param {FileLike} file
 * @param {Limits} [limits]
 * @returns {Promise<OpenedFile>}
 */
export async function openFile(file, limits = DEFAULT_LIMITS) {
  const name = file.webkitRelativePath || file.name;
  try {
    const head = await readHead(file, name);
    const members = isZip(head) ? [...(await ZipArchive.open(file, new Budget(name, limits))).members.keys()] : undefined;
    const reader = readers.find((candidate) => candidate.match(head, name, members));
    if (!reader) throw notRecognised(name, head, members);
    return { ...(await reader.open(file, limits)), blob: file };
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
    throw new Failure("FOLDER", `${name} is not a file that can be read; it is probably a folder. Drop or name the files inside it.`, {
      file: name,
    });
  }
  if (file.size === 0) throw new Failure("EMPTY_FILE", `${name} is empty: it has 0 bytes. Export or copy it again.`, { file: name });
  return head;
}

/** @param {string} name @param {Uint8Array} head @param {readonly string[] | undefined} members */
function notRecognised(name, head, members) {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1].toLowerCase();
  const known = extensions()
    .map((known) => `.${known}`)
    .join(", ");
  let what = `${name} is of a format that is not read`;
  if (members)
    what = `${name} is a zip archive without .npy arrays or a PyTorch description inside (${members.length === 0 ? "it is empty" : `it begins with ${members[0]}`})`;
  else if (extension && extensions().includes(extension))
    what = `${name} is named .${extension}, and its contents are not: it begins with ${beginning(head)}`;
  return new Failure("NOT_RECOGNISED", `${what}. Askew reads ${known}.`, { file: name, extension });
}

/** @param {Uint8Array} head */
function beginning(head) {
  const start = head.subarray(0, 16);
  if (start.every((byte) => (byte >= 32 && byte < 127) || byte === 10 || byte === 13 || byte === 9))
    return `the text "${latin1(start).replace(/\s+/g, " ").trim()}"`;
  return `the bytes ${[...start.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}`;
}
