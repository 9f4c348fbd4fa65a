/** Which arrays a command line means: FILE, FILE::array, or one file that holds both sides. */
import { stat } from "node:fs/promises";
import { Failure } from "../src/failure.js";
import { evidence, propose } from "../src/pairing/index.js";
import { openFiles } from "../src/readers/index.js";
import { DiskFile } from "./disk-file.js";

/** @import { ArrayRef, OpenedFile, Proposal, Role } from "../src/types.d.ts" */

/** FILE::array, unless a file of that whole name is there; ARCHIVE::member::array splits after the archive. @param {string} argument */
export async function splitArgument(argument) {
  const isFile = (/** @type {string} */ path) =>
    stat(path).then(
      () => true,
      () => false,
    );
  const last = argument.lastIndexOf("::");
  if (last < 0 || (await isFile(argument))) return { path: argument };
  for (let at = last; at > 0; at = argument.lastIndexOf("::", at - 1))
    if (await isFile(argument.slice(0, at))) return { path: argument.slice(0, at), array: argument.slice(at + 2) };
  return { path: argument.slice(0, last), array: argument.slice(last + 2) };
}

/** The file, or the files of an archive. @param {string} path */
export async function openPath(path) {
  return openFiles(await DiskFile.open(path, path));
}

/**
 * A path of the command line and what is in it: the file itself, or the files of an archive.
 * @typedef {{ path: string, files: OpenedFile[], notes: string[] }} Given
 */

/** @param {string} path @returns {Promise<Given>} */
async function openGiven(path) {
  const openings = await openPath(path);
  const files = openings.flatMap(({ opened }) => opened ?? []);
  const failures = openings.flatMap(({ failure }) => failure ?? []);
  if (files.length === 0) throw failures[0];
  return { path, files, notes: failures.map(({ code, message }) => `Left aside, ${code}: ${message}`) };
}

/** Arrays and their names after "::". @param {Given} given */
function namedRefs({ path, files }) {
  return files.flatMap((file) => {
    const member = file.file === path ? "" : file.file.slice(path.length + 1);
    return file.arrays.map((array) => ({ ref: { file, array }, name: [member, array.name].filter(Boolean).join("::") }));
  });
}

/** @param {Given} given */
function namesOf(given) {
  const refs = namedRefs(given);
  const names = refs.slice(0, 12).map(({ name }) => `${given.path}::${name}`);
  return names.join(", ") + (refs.length > 12 ? ` and ${refs.length - 12} more` : "");
}

/** @param {Given} given @param {string} name @returns {ArrayRef} */
function namedArray(given, name) {
  const found = namedRefs(given).find((candidate) => candidate.name === name);
  if (found) return found.ref;
  const listed = given.files.flatMap(({ listing }) => listing).find((entry) => entry.name === name);
  if (listed)
    throw new Failure(
      "NO_MATRIX",
      `${name} in ${given.path} has the shape (${listed.shape.join(", ")}) and type ${listed.dtype}; a side needs rows of numbers. There are: ${namesOf(given)}.`,
      { array: name },
    );
  throw new Failure("BAD_USE", `${given.path} has no array "${name}". There are: ${namesOf(given)}.`, { array: name });
}

/** @param {Given} given @param {Role} role @returns {ArrayRef} */
function onlyArray(given, role) {
  const refs = namedRefs(given);
  if (refs.length === 0)
    throw new Failure("NO_MATRIX", `${given.path} holds no matrix of numbers. Name the file of the ${role}' embeddings.`, {
      file: given.path,
    });
  if (refs.length === 1) return refs[0].ref;
  const ref = propose(given.files)[role];
  if (ref && evidence(ref) !== 0) return ref;
  throw new Failure("BAD_USE", `${given.path} holds ${refs.length} arrays. Say which are the ${role}: ${namesOf(given)}.`, {
    file: given.path,
  });
}

/**
 * @param {readonly string[]} args one or two, as given
 * @returns {Promise<{ proposal: Pick<Proposal, "images" | "texts" | "captions">, notes: string[] }>}
 */
export async function sidesOf(args) {
  const parts = await Promise.all(args.map(splitArgument));
  /** @type {Map<string, Given>} */
  const opened = new Map();
  for (const { path } of parts) if (!opened.has(path)) opened.set(path, await openGiven(path));
  const files = /** @type {Given[]} */ (parts.map(({ path }) => opened.get(path)));
  const notes = [...opened.values()].flatMap((given) => given.notes);

  if (args.length === 1) {
    if (parts[0].array !== undefined)
      throw new Failure("ONE_SIDE", `Only one array was named, ${args[0]}. Name the images' and the texts'.`, { missing: "texts" });
    const proposal = propose(files[0].files);
    return {
      proposal,
      notes: [...notes, proposal.why, ...proposal.questions.filter(({ level }) => level !== "error").map(({ message }) => message)].filter(
        (note) => note !== "",
      ),
    };
  }
  const [images, texts] = /** @type {Role[]} */ (["images", "texts"]).map((role, index) => {
    const { array } = parts[index];
    return array === undefined ? onlyArray(files[index], role) : namedArray(files[index], array);
  });
  if (evidence(images) < 0 && evidence(texts) > 0)
    notes.push("The names suggest the other order: the first file is taken as images, the second as texts.");
  const same = images.array === texts.array;
  if (same) notes.push("Both sides are the same array: the scores will be those of a perfect match.");
  const { captions } = propose([{ ...texts.file, arrays: [texts.array] }]);
  // Named twice on purpose, so not the slip that pairing refuses.
  const other = same ? { ...texts, array: { ...texts.array } } : texts;
  return { proposal: { images, texts: other, ...(captions && { captions }) }, notes };
}
