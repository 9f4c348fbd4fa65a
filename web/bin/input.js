/** What a path of the command line holds: a file, the files of an archive or of a folder, parts of one whole as one. */
import { readdir, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { mayHoldRows } from "../src/audit/pairs.js";
import { readable } from "../src/audit/readable.js";
import { Failure } from "../src/failure.js";
import { joinParts, partNote } from "../src/pairing/index.js";
import { inTurn } from "../src/pairing/parts-blob.js";
import { DiskFile } from "../src/readers/disk-file.js";
import { DEFAULT_LIMITS, extensions, openFile, openFiles } from "../src/readers/index.js";

/** @import { OpenedFile, Opening } from "../src/types.d.ts" */
/** @import { Joined, Parts } from "../src/pairing/types.d.ts" */

/** Files that are read of one folder at most, and entries that are looked at. */
const MOST_FILES = 50_000;
const MOST_SEEN = 500_000;
/** Files that are opened at once. */
const AT_ONCE = 16;
/** Notes on files that do not open, before the rest are counted. */
const MOST_NOTES = 5;

/** FILE::array, unless a file of that whole name is there; ARCHIVE::member::array splits after the archive. @param {string} argument @returns {Promise<{ path: string, array?: string }>} */
export async function splitArgument(argument) {
  const isFile = (/** @type {string} */ path) => stat(path).then(Boolean, () => false);
  const last = argument.lastIndexOf("::");
  const split = (/** @type {number} */ at) => ({ path: withoutSlash(argument.slice(0, at)), array: argument.slice(at + 2) });
  if (last < 0 || (await isFile(argument))) return { path: withoutSlash(argument) };
  for (let at = last; at > 0; at = argument.lastIndexOf("::", at - 1)) if (await isFile(argument.slice(0, at))) return split(at);
  return split(last);
}

/** @param {string} path */
const isFolder = async (path) => (await stat(path).catch(() => undefined))?.isDirectory() === true;

/** @param {string} path */
const withoutSlash = (path) => path.replace(/(?<=[^\\/])[\\/]+$/, "");

/** @param {string} folder @param {string} what */
const tooMany = (folder, what) =>
  new Failure("FOLDER", `${folder} is a folder with more than ${what}. Name the folder of the embeddings itself.`);

/** Paths below a folder that are read, by name. Links lead to files, not to folders. @param {string} folder */
async function pathsIn(folder) {
  const isRead = readable(extensions());
  const paths = [];
  const waiting = [folder];
  let seen = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = await readdir(next, { withFileTypes: true }).catch((error) => {
      throw new Failure("UNREADABLE", `The folder ${next} cannot be read: ${error.code ?? error.message}. Check its permissions.`);
    });
    seen += entries.length;
    if (seen > MOST_SEEN) throw tooMany(folder, `${MOST_SEEN} entries`);
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith(".")) waiting.push(path);
      } else if (isRead(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && !(await isFolder(path))))) paths.push(path);
    }
    if (paths.length > MOST_FILES) throw tooMany(folder, `${MOST_FILES} files that Askew reads`);
  }
  return paths.sort();
}

/** Files of the folder, each as the user would name it. @param {string} folder @returns {Promise<Opening[]>} */
async function openFolder(folder) {
  const paths = await pathsIn(folder);
  if (paths.length === 0)
    throw new Failure("FOLDER", `${folder} is a folder without a file that Askew reads. Name the folder or the files of the embeddings.`);
  const open = async (/** @type {string} */ path, single = false) => {
    // The name begins with the folder as it was written, "./run" too.
    const name = `${folder}/${relative(folder, path)}`.split(sep).join("/");
    try {
      const file = await DiskFile.open(path, name);
      return { name, size: file.size, opened: await openFile(file, { ...DEFAULT_LIMITS, ...(single && { single }) }) };
    } catch (error) {
      return { name, size: 0, failure: Failure.from(error) };
    }
  };
  const openings = await inTurn(paths, (path) => open(path), AT_ONCE);
  const rows = mayBeSingle(openings);
  const openAgain = async (/** @type {string} */ path, /** @type {number} */ index) =>
    rows.has(openings[index]) ? asRow(openings[index], await open(path, true)) : openings[index];
  return inTurn(paths, openAgain, AT_ONCE);
}

/** A list of fractions is no column of ids. @param {OpenedFile} file */
function holdsFractions({ arrays, columns }) {
  const isFraction = (/** @type {string} */ value) => Number.isFinite(Number(value)) && !Number.isInteger(Number(value));
  return arrays.length === 0 && columns.some(({ values, rowOf }) => !rowOf && values.length > 1 && values.some(isFraction));
}

/** What opened again as a row, if it did. @param {Opening} before @param {Opening} [again] */
const asRow = (before, again = before) => (before.opened && !again.opened?.arrays.length ? before : again);

/** Those that may hold a row each. @param {readonly Opening[]} openings @returns {Set<Opening>} */
const mayBeSingle = (openings) =>
  mayHoldRows(openings.filter(({ opened, failure }) => failure?.code === "NO_MATRIX" || (opened && holdsFractions(opened))));

/** Letters and notes lie beside features, and are no mistakes. @param {Opening} opening */
function isBeside({ name, failure }) {
  return (
    failure?.code === "NOT_RECOGNISED" || (/\.(txt|json)$/i.test(name) && (failure?.code === "CORRUPT" || failure?.code === "NO_MATRIX"))
  );
}

/** The file, or the files of an archive or a folder. @param {string} path @returns {Promise<Opening[]>} */
export async function openPath(path) {
  const plain = withoutSlash(path);
  if (await isFolder(plain)) return openFolder(plain);
  const file = await DiskFile.open(path, path);
  const openings = await openFiles(file);
  const rows = mayBeSingle(openings);
  if (rows.size === 0) return openings;
  const again = await openFiles(file, { ...DEFAULT_LIMITS, single: true });
  const byName = new Map(again.map((opening) => [opening.name, opening]));
  return openings.map((opening) => (rows.has(opening) ? asRow(opening, byName.get(opening.name)) : opening));
}

/**
 * A path of the command line and what is in it, parts of one whole as one file.
 * @typedef {{ path: string, files: OpenedFile[], single: OpenedFile[], notes: string[] }} Input single: the files as they lie there
 */

/** @param {string} path @param {readonly Opening[]} openings */
function nothingIn(path, openings) {
  const failures = openings.flatMap(({ failure }) => failure ?? []);
  if (failures.length <= 1) return failures[0];
  return new Failure(failures[0].code, `None of the ${failures.length} files in ${path} can be used. The first: ${failures[0].message}`);
}

/** @param {readonly { code: string, message: string }[]} failures */
function leftAside(failures) {
  const rest = failures.length - MOST_NOTES;
  const notes = failures.slice(0, MOST_NOTES).map(({ code, message }) => `Left aside, ${code}: ${message}`);
  return rest > 0 ? [...notes, `Left aside as well: ${rest} more ${rest === 1 ? "file that does" : "files that do"} not open.`] : notes;
}

/**
 * What the arguments name, opened once each. Files that are named one by one are no parts of anything.
 * @param {readonly { path: string, array?: string }[]} args the images' and the texts' if there are two
 * @returns {Promise<Input[]>}
 */
export async function openInputs(args) {
  /** @type {Map<string, Opening[]>} */
  const openings = new Map();
  for (const { path } of args) if (!openings.has(path)) openings.set(path, await openPath(path));
  for (const [path, own] of openings) if (own.every(({ opened }) => !opened)) throw nothingIn(path, own);
  const many = [...openings].filter(([path, own]) => own.length > 1 || own[0].name !== path).flatMap(([, own]) => own);
  const failed = many.flatMap(({ name, failure }) => (failure ? [{ name, failure }] : []));
  const opened = many.flatMap((one) => one.opened ?? []);
  const whole = args.length === 2 && args.every(({ array }) => array === undefined) ? args.map(({ path }) => withoutSlash(path)) : [];
  const { wholes, notes, questions } = joinParts(opened, { failed, named: { images: whole[0], texts: whole[1] } });
  const meant = new Set(
    args.flatMap(({ path, array }) => (array === undefined ? (openings.get(path) ?? []) : [])).map((one) => one.opened),
  );
  refuse(wholes, questions, (parts) => parts.some((part) => meant.has(part)));
  const joined = new Map(wholes.flatMap((one) => one.parts.map((part) => /** @type {const} */ ([part, one]))));
  const consumed = new Set(wholes.flatMap(({ broken }) => broken));
  return [...openings].map(([path, own], index) => {
    const single = own.flatMap((one) => one.opened ?? []);
    const files = [...new Set(single.flatMap((file) => (joined.has(file) ? (joined.get(file)?.file ?? []) : [file])))];
    const failures = own.filter((opening) => !isBeside(opening) && !consumed.has(opening.name)).flatMap(({ failure }) => failure ?? []);
    const part = own.length === 1 && own[0].name === path ? partNote(path) : undefined;
    const joins = wholes.flatMap((one) => (one.file && single.includes(one.parts[0]) ? [joinedNote(one)] : []));
    return { path, files, single, notes: [...(part ? [part] : []), ...joins, ...(index === 0 ? notes : []), ...leftAside(failures)] };
  });
}

/** @param {Joined} whole */
function joinedNote({ name, parts, file }) {
  const rows = file?.arrays.map(({ rows, cols }) => `${rows} rows x ${cols} columns`).join("; ") || `${file?.columns.length} columns`;
  return `${name}: ${parts.length} files read as one, ${rows}.`;
}

/**
 * Parts that cannot be joined are reported before the rest is used; if an array is named, only it counts.
 * @param {Parts["wholes"]} wholes @param {Parts["questions"]} questions
 * @param {(parts: readonly OpenedFile[]) => boolean} concerns
 */
function refuse(wholes, questions, concerns) {
  const failure = wholes.find((one) => one.failure && concerns(one.parts))?.failure;
  if (failure) throw failure;
  const question = questions.find(({ parts }) => concerns(parts));
  if (question) throw new Failure("ROWS_UNCLEAR", question.finding.message);
}
