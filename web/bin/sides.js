/** Which arrays a command line means: FILE, FILE::array, or one file that holds both sides. */
import { checkWishes, choiceByWishes } from "../src/audit/wishes.js";
import { Failure } from "../src/failure.js";
import { candidatesOf, evidence, pair, propose, refsOf } from "../src/pairing/index.js";
import { openInputs, splitArgument } from "./input.js";

/** @import { Wishes } from "../src/audit/wishes.js" */
/** @import { ArrayRef, Progress, Role } from "../src/types.d.ts" */
/** @typedef {{ note: (text: string) => void, progress: (progress: Progress) => void }} Listener */
/** @import { Input } from "./input.js" */

/** Arrays and their names after "::". @param {Input} input */
function namedRefs({ path, files }) {
  return files.flatMap((file) => {
    const member = file.file === path ? "" : file.file.slice(path.length + 1);
    return refsOf(file).map((ref) => ({ ref, name: [member, ref.array.name].filter(Boolean).join("::") }));
  });
}

/** @param {Input} input */
function namesOf(input) {
  const refs = namedRefs(input);
  const names = refs.slice(0, 12).map(({ name }) => `${input.path}::${name}`);
  return names.join(", ") + (refs.length > 12 ? ` and ${refs.length - 12} more` : "");
}

/** @param {Input} input @param {string} name @returns {ArrayRef} */
function namedArray(input, name) {
  // A part that is named is meant by itself.
  const named = [...namedRefs(input), ...namedRefs({ ...input, files: input.single })].find((candidate) => candidate.name === name);
  if (named) return named.ref;
  const listed = input.files.flatMap(({ listing }) => listing).find((entry) => entry.name === name);
  if (listed)
    throw new Failure(
      "NO_MATRIX",
      `${name} in ${input.path} has the shape (${listed.shape.join(", ")}) and type ${listed.dtype}; a side needs rows of numbers. There are: ${namesOf(input)}.`,
    );
  throw new Failure("BAD_USE", `${input.path} has no array "${name}". There are: ${namesOf(input)}.`);
}

/** What a file holds that is no side: columns, and arrays of other shapes. @param {Input} input */
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

/** The array that a whole file means as one side. @param {Input} input @param {Role} role @returns {ArrayRef} */
function onlyArray(input, role) {
  const refs = input.files.flatMap((file) =>
    file.wholes?.length === 1 && file.wholes[0].parts.length === file.arrays.length ? refsOf(file).slice(-1) : candidatesOf(file),
  );
  if (refs.length === 0)
    throw new Failure(
      "NO_MATRIX",
      `${input.path} holds no matrix of numbers that could be the ${role}: it holds ${contentsOf(input)}. Name a file with one row of numbers an item.`,
    );
  if (refs.length === 1) return refs[0];
  // Of several files one is taken only if the names leave no other.
  const named = refs.filter((ref) => evidence(ref) * (role === "images" ? 1 : -1) > 0);
  if (input.single.length > 1 && named.length === 1) return named[0];
  const ref = propose(input.files)[role];
  if (input.single.length <= 1 && ref && evidence(ref) !== 0) return ref;
  throw new Failure("BAD_USE", `${input.path} holds ${refs.length} arrays. Say which are the ${role}: ${namesOf(input)}.`);
}

/** @param {Record<string, unknown>} options as the command line gives them @returns {Wishes} */
function wishesOf(options) {
  const { captions, pairs, repeated, rounds, views, metadata, cluster, within, labels } = /** @type {Wishes} */ (options);
  return {
    captions,
    pairs,
    repeated,
    rounds,
    views,
    metadata,
    cluster,
    within,
    labels,
    oddDimension: /** @type {"keep" | undefined} */ (options["odd-dimension"]),
  };
}

/** @param {readonly string[]} args @param {{ path: string, array?: string }[]} parts @param {Input[]} input @returns {{ sides?: { images: ArrayRef, texts: ArrayRef }, notes: string[] }} */
function namedSides(args, parts, input) {
  if (args.length === 1) {
    if (parts[0].array === undefined) return { notes: [] };
    throw new Failure("ONE_SIDE", `Only one array was named, ${args[0]}. Name the images' and the texts'.`);
  }
  const [images, texts] = /** @type {Role[]} */ (["images", "texts"]).map((role, index) => {
    const { array } = parts[index];
    return array === undefined ? onlyArray(input[index], role) : namedArray(input[index], array);
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
  const opened = new Map((await openInputs(parts)).map((input) => [input.path, input]));
  const files = [...opened.values()].flatMap((input) => input.files);
  const { sides, notes: aboutSides } = namedSides(args, parts, /** @type {Input[]} */ (parts.map(({ path }) => opened.get(path))));
  const tableAt = async (/** @type {string} */ path) => (await openInputs([{ path }]))[0].files[0];
  const openTable = async (/** @type {string} */ name) => {
    const { path, array: column } = await splitArgument(name);
    return { table: files.find(({ file }) => file === path) ?? (await tableAt(path)), column };
  };
  const { choice, notes } = await choiceByWishes(files, sides, wishes, openTable, () => tableAt(/** @type {string} */ (wishes.metadata)));
  return { choice, notes: [...[...opened.values()].flatMap((input) => input.notes), ...aboutSides, ...notes].filter(Boolean) };
}

/** @param {readonly string[]} args one or two, as given @param {Record<string, unknown>} options @param {Pick<Listener, "note">} listener */
export async function pairsAt(args, options, { note }) {
  const { choice, notes } = await sidesOf(args, wishesOf(options));
  for (const one of notes) note(one);
  return pair(choice);
}
