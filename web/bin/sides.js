/** Which arrays a command line means: FILE, FILE::array, or one file that holds both sides. */
import { checkWishes, choiceByWishes } from "../src/audit/wishes.js";
import { Failure } from "../src/failure.js";
import { candidatesOf, evidence, pair, propose, refsOf } from "../src/pairing/index.js";
import { openGiven, splitArgument } from "./given.js";

/** @import { Wishes } from "../src/audit/wishes.js" */
/** @import { ArrayRef, Progress, Role } from "../src/types.d.ts" */
/** @typedef {{ note: (text: string) => void, progress: (progress: Progress) => void }} Listener */
/** @import { Given } from "./given.js" */

/** Arrays and their names after "::". @param {Given} given */
function namedRefs({ path, files }) {
  return files.flatMap((file) => {
    const member = file.file === path ? "" : file.file.slice(path.length + 1);
    return refsOf(file).map((ref) => ({ ref, name: [member, ref.array.name].filter(Boolean).join("::") }));
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
  // A part that is named is meant by itself.
  const named = [...namedRefs(given), ...namedRefs({ ...given, files: given.single })].find((candidate) => candidate.name === name);
  if (named) return named.ref;
  const listed = given.files.flatMap(({ listing }) => listing).find((entry) => entry.name === name);
  if (listed)
    throw new Failure(
      "NO_MATRIX",
      `${name} in ${given.path} has the shape (${listed.shape.join(", ")}) and type ${listed.dtype}; a side needs rows of numbers. There are: ${namesOf(given)}.`,
    );
  throw new Failure("BAD_USE", `${given.path} has no array "${name}". There are: ${namesOf(given)}.`);
}

/** What a file holds that is no side: columns, and arrays of other shapes. @param {Given} given */
function contentsOf({ files }) {
  const arrays = files
    .flatMap(({ listing }) => listing)
    .map(({ name, shape, dtype }) => `${name || "an array"} (${shape.join(", ")}) of ${dtype}`);
  const columns = files
    .flatMap((file) => file.columns)
    .map(({ name, values }) => `column ${name || "of one name"} of ${values.length} values`);
  const all = [...arrays, ...columns];
  return all.length === 0 ? "nothing" : `${all.slice(0, 6).join(", ")}${all.length > 6 ? ` and ${all.length - 6} more` : ""}`;
}

/** The array that a whole file means as one side. @param {Given} given @param {Role} role @returns {ArrayRef} */
function onlyArray(given, role) {
  const refs = given.files.flatMap((file) =>
    file.wholes?.length === 1 && file.wholes[0].parts.length === file.arrays.length ? refsOf(file).slice(-1) : candidatesOf(file),
  );
  if (refs.length === 0)
    throw new Failure(
      "NO_MATRIX",
      `${given.path} holds no matrix of numbers that could be the ${role}: it holds ${contentsOf(given)}. Name a file with one row of numbers an item.`,
    );
  if (refs.length === 1) return refs[0];
  // Of several files one is taken only where the names leave no other.
  const named = refs.filter((ref) => evidence(ref) * (role === "images" ? 1 : -1) > 0);
  if (given.single.length > 1 && named.length === 1) return named[0];
  const ref = propose(given.files)[role];
  if (given.single.length <= 1 && ref && evidence(ref) !== 0) return ref;
  throw new Failure("BAD_USE", `${given.path} holds ${refs.length} arrays. Say which are the ${role}: ${namesOf(given)}.`);
}

/** @param {Record<string, unknown>} options as the command line gives them @returns {Wishes} */
function wishesOf(options) {
  const { captions, pairs, repeated, rounds, views, metadata } = /** @type {Wishes} */ (options);
  return { captions, pairs, repeated, rounds, views, metadata, oddDimension: /** @type {"keep" | undefined} */ (options["odd-dimension"]) };
}

/** @param {readonly string[]} args @param {{ path: string, array?: string }[]} parts @param {Given[]} given @returns {{ sides?: { images: ArrayRef, texts: ArrayRef }, notes: string[] }} */
function namedSides(args, parts, given) {
  if (args.length === 1) {
    if (parts[0].array === undefined) return { notes: [] };
    throw new Failure("ONE_SIDE", `Only one array was named, ${args[0]}. Name the images' and the texts'.`);
  }
  const [images, texts] = /** @type {Role[]} */ (["images", "texts"]).map((role, index) => {
    const { array } = parts[index];
    return array === undefined ? onlyArray(given[index], role) : namedArray(given[index], array);
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
 * @returns {ReturnType<typeof choiceByWishes>}
 */
export async function sidesOf(args, wishes = {}) {
  checkWishes(wishes);
  const parts = await Promise.all(args.map(splitArgument));
  const opened = new Map((await openGiven(parts)).map((given) => [given.path, given]));
  const files = [...opened.values()].flatMap((given) => given.files);
  const { sides, notes: aboutSides } = namedSides(args, parts, /** @type {Given[]} */ (parts.map(({ path }) => opened.get(path))));
  const tableAt = async (/** @type {string} */ path) => (await openGiven([{ path }]))[0].files[0];
  const openTable = async (/** @type {string} */ name) => {
    const { path, array: column } = await splitArgument(name);
    return { table: files.find(({ file }) => file === path) ?? (await tableAt(path)), column };
  };
  const { choice, notes } = await choiceByWishes(files, sides, wishes, openTable, () => tableAt(/** @type {string} */ (wishes.metadata)));
  return { choice, notes: [...[...opened.values()].flatMap((given) => given.notes), ...aboutSides, ...notes].filter(Boolean) };
}

/** @param {readonly string[]} args one or two, as given @param {Record<string, unknown>} options @param {Pick<Listener, "note">} listener */
export async function pairsAt(args, options, { note }) {
  const { choice, notes } = await sidesOf(args, wishesOf(options));
  for (const one of notes) note(one);
  return pair(choice);
}
