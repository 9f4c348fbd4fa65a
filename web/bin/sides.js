/** Which arrays a command line means: FILE, FILE::array, or one file that holds both sides. */
import { stat } from "node:fs/promises";
import { Failure } from "../src/failure.js";
import { consider, evidence, linkByTable, propose } from "../src/pairing/index.js";
import { openFile } from "../src/readers/index.js";
import { DiskFile } from "./disk-file.js";

/** @import { ArrayRef, Link, OpenedFile, Proposal, Role } from "../src/types.d.ts" */

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

/** Questions that an option answers. */
const ABOUT_LINKS = new Set(["LINK_GUESSED", "REPEATED_IMAGES", "IDS_DOUBTFUL", "MANY_CAPTIONS"]);

/** What the user says of the pairing. @typedef {{ captions?: number, pairs?: string, repeated?: "join" | "keep" }} Wishes */

/** @param {Wishes} wishes */
function checkWishes({ captions, pairs, repeated }) {
  const given = Object.entries({ "--captions": captions, "--pairs": pairs, "--repeated": repeated }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length > 1)
    throw new Failure(
      "BAD_USE",
      `${given.map(([name]) => name).join(" and ")} each say which text belongs to which image. Give one of them.`,
      {
        options: given.map(([name]) => name),
      },
    );
}

/** @param {Proposal} proposal @param {OpenedFile[]} files @param {Wishes} wishes @returns {Promise<Link | undefined>} */
async function linkOf({ images, texts, link, links }, files, { captions, pairs, repeated }) {
  if (!images || !texts || captions !== undefined || repeated === "keep") return undefined;
  if (pairs !== undefined) {
    const { path, array: column } = await splitArgument(pairs);
    const table = files.find(({ file }) => file === path) ?? (await openPath(path));
    return linkByTable(table, [...files, ...(files.includes(table) ? [] : [table])], { images, texts }, column);
  }
  if (repeated === undefined) return link;
  const joined = links.find(({ by }) => by === "repeats") ?? links.find((candidate) => candidate.repeated.length > 0);
  if (joined) return joined;
  throw new Failure(
    "BAD_MAP",
    `--repeated join: no rows of ${images.file.file} were found that repeat an earlier one. Leave the option out.`,
    {
      file: images.file.file,
    },
  );
}

/** @param {readonly string[]} args @param {{ path: string, array?: string }[]} parts @param {OpenedFile[]} files @returns {{ sides?: { images: ArrayRef, texts: ArrayRef }, notes: string[] }} */
function namedSides(args, parts, files) {
  if (args.length === 1) {
    if (parts[0].array === undefined) return { notes: [] };
    throw new Failure("ONE_SIDE", `Only one array was named, ${args[0]}. Name the images' and the texts'.`, { missing: "texts" });
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
  // Named twice on purpose, so not the slip that pairing refuses.
  return { sides: { images, texts: same ? { ...texts, array: { ...texts.array } } : texts }, notes };
}

/**
 * @param {readonly string[]} args one or two, as given
 * @param {Wishes} [wishes]
 * @returns {Promise<{ choice: Parameters<typeof import("../src/pairing/index.js").pair>[0], notes: string[] }>}
 */
export async function sidesOf(args, wishes = {}) {
  checkWishes(wishes);
  const parts = await Promise.all(args.map(splitArgument));
  /** @type {Map<string, OpenedFile>} */
  const opened = new Map();
  for (const { path } of parts) if (!opened.has(path)) opened.set(path, await openPath(path));
  const files = [...opened.values()];
  const { sides, notes } = namedSides(args, parts, /** @type {OpenedFile[]} */ (parts.map(({ path }) => opened.get(path))));
  const proposal = await consider(files, sides);
  const link = await linkOf(proposal, files, wishes);
  const { images, texts, captions, ids, why, questions } = proposal;
  const settled = Object.values(wishes).some((value) => value !== undefined);
  if (!sides || link === proposal.link) notes.push(...(sides && !link ? [] : [why]));
  else if (link) notes.push(link.says);
  notes.push(
    ...questions.filter(({ level, code }) => level !== "error" && !(settled && ABOUT_LINKS.has(code))).map(({ message }) => message),
  );
  const choice = { images, texts, captions, ids, link, captionsPerImage: wishes.captions };
  return { choice, notes: notes.filter((note) => note !== "") };
}
