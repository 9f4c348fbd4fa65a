/** Which arrays a command line means: FILE, FILE::array, or one file that holds both sides. */
import { stat } from "node:fs/promises";
import { Failure } from "../src/failure.js";
import { evidence, propose } from "../src/pairing/index.js";
import { openFile } from "../src/readers/index.js";
import { DiskFile } from "./disk-file.js";

/** @import { ArrayRef, OpenedFile, Proposal, Role } from "../src/types.d.ts" */

/** FILE::array, unless a file of that whole name is there. @param {string} argument */
export async function splitArgument(argument) {
  const at = argument.lastIndexOf("::");
  const isFile =
    at < 0 ||
    (await stat(argument).then(
      () => true,
      () => false,
    ));
  return isFile ? { path: argument } : { path: argument.slice(0, at), array: argument.slice(at + 2) };
}

/** @param {string} path */
export async function openPath(path) {
  return openFile(await DiskFile.open(path, path));
}

/** @param {OpenedFile} file */
function namesOf(file) {
  const names = file.arrays.slice(0, 12).map(({ name }) => `${file.file}::${name}`);
  return names.join(", ") + (file.arrays.length > 12 ? ` and ${file.arrays.length - 12} more` : "");
}

/** @param {OpenedFile} file @param {string} name @returns {ArrayRef} */
function namedArray(file, name) {
  const array = file.arrays.find((candidate) => candidate.name === name);
  if (array) return { file, array };
  const listed = file.listing.find((entry) => entry.name === name);
  if (listed)
    throw new Failure(
      "NO_MATRIX",
      `${name} in ${file.file} has the shape (${listed.shape.join(", ")}) and type ${listed.dtype}; a side needs rows of numbers. There are: ${namesOf(file)}.`,
      { array: name },
    );
  throw new Failure("BAD_USE", `${file.file} has no array "${name}". There are: ${namesOf(file)}.`, { array: name });
}

/** @param {OpenedFile} file @param {Role} role @returns {ArrayRef} */
function onlyArray(file, role) {
  if (file.arrays.length === 0)
    throw new Failure("NO_MATRIX", `${file.file} holds no matrix of numbers. Name the file of the ${role}' embeddings.`, {
      file: file.file,
    });
  if (file.arrays.length === 1) return { file, array: file.arrays[0] };
  const ref = propose([file])[role];
  if (ref && evidence(ref) !== 0) return ref;
  throw new Failure("BAD_USE", `${file.file} holds ${file.arrays.length} arrays. Say which are the ${role}: ${namesOf(file)}.`, {
    file: file.file,
  });
}

/**
 * @param {readonly string[]} args one or two, as given
 * @returns {Promise<{ proposal: Pick<Proposal, "images" | "texts" | "captions">, notes: string[] }>}
 */
export async function sidesOf(args) {
  const parts = await Promise.all(args.map(splitArgument));
  /** @type {Map<string, OpenedFile>} */
  const opened = new Map();
  for (const { path } of parts) if (!opened.has(path)) opened.set(path, await openPath(path));
  const files = /** @type {OpenedFile[]} */ (parts.map(({ path }) => opened.get(path)));

  if (args.length === 1) {
    if (parts[0].array !== undefined)
      throw new Failure("ONE_SIDE", `Only one array was named, ${args[0]}. Name the images' and the texts'.`, { missing: "texts" });
    const proposal = propose(files);
    return {
      proposal,
      notes: [proposal.why, ...proposal.questions.filter(({ level }) => level !== "error").map(({ message }) => message)].filter(
        (note) => note !== "",
      ),
    };
  }
  const [images, texts] = /** @type {Role[]} */ (["images", "texts"]).map((role, index) => {
    const { array } = parts[index];
    return array === undefined ? onlyArray(files[index], role) : namedArray(files[index], array);
  });
  const notes = [];
  if (evidence(images) < 0 && evidence(texts) > 0)
    notes.push("The names suggest the other order: the first file is taken as images, the second as texts.");
  const same = images.array === texts.array;
  if (same) notes.push("Both sides are the same array: the scores will be those of a perfect match.");
  const { captions } = propose([{ ...texts.file, arrays: [texts.array] }]);
  // Named twice on purpose, so not the slip that pairing refuses.
  const other = same ? { ...texts, array: { ...texts.array } } : texts;
  return { proposal: { images, texts: other, ...(captions && { captions }) }, notes };
}
