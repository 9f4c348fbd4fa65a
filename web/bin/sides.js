/** Which arrays a command line means: FILE, FILE::array, or one file that holds both sides. */
import { Failure } from "../src/failure.js";
import {
  candidatesOf,
  checkedByVectors,
  consider,
  evidence,
  linkByRounds,
  linksByTable,
  lookForRepeats,
  metadataByTable,
  optionsLine,
  propose,
  refInWords,
  refsOf,
} from "../src/pairing/index.js";
import { openGiven, splitArgument } from "./given.js";

/** @import { ArrayRef, Link, Metadata, OpenedFile, Proposal, Question, Role } from "../src/types.d.ts" */
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
  const found = [...namedRefs(given), ...namedRefs({ ...given, files: given.single })].find((candidate) => candidate.name === name);
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

/** What a file holds that is no side: columns, and arrays of other shapes. @param {Given} given */
function contentsOf({ files }) {
  const arrays = files.flatMap(({ listing }) =>
    listing.map(({ name, shape, dtype }) => `${name || "an array"} (${shape.join(", ")}) of ${dtype}`),
  );
  const columns = files.flatMap((file) =>
    file.columns.map(({ name, values }) => `column ${name || "of one name"} of ${values.length} values`),
  );
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
      { file: given.path },
    );
  if (refs.length === 1) return refs[0];
  // Of several files one is taken only where the names leave no other.
  const named = refs.filter((ref) => evidence(ref) * (role === "images" ? 1 : -1) > 0);
  if (given.single.length > 1 && named.length === 1) return named[0];
  const ref = propose(given.files)[role];
  if (given.single.length <= 1 && ref && evidence(ref) !== 0) return ref;
  throw new Failure("BAD_USE", `${given.path} holds ${refs.length} arrays. Say which are the ${role}: ${namesOf(given)}.`, {
    file: given.path,
  });
}

/** Questions that a statement of the pairing answers. */
const ABOUT_LINKS = new Set([
  "LINK_GUESSED",
  "REPEATED_IMAGES",
  "IDS_DOUBTFUL",
  "IDS_CONFLICT",
  "IDS_DISAGREE",
  "IDS_DO_NOT_MEET",
  "IDS_UNUSED",
  "ROWS_UNCLEAR",
  "SHAPES_UNCLEAR",
  "IMAGES_SHARE_TEXT",
  "MANY_CAPTIONS",
]);

/**
 * What the user says of the pairing.
 * @typedef {{ captions?: number, pairs?: string, repeated?: "join" | "keep", rounds?: boolean, views?: "first" | "each", oddDimension?: "keep", metadata?: string }} Wishes
 */

/** @param {Record<string, unknown>} options as the command line gives them @returns {Wishes} */
export function wishesOf(options) {
  const { captions, pairs, repeated, rounds, views, metadata } = /** @type {Wishes} */ (options);
  return { captions, pairs, repeated, rounds, views, metadata, oddDimension: /** @type {"keep" | undefined} */ (options["odd-dimension"]) };
}

/** @param {Wishes} wishes */
function checkWishes({ captions, pairs, repeated, rounds, views }) {
  if (views !== undefined && (captions !== undefined || repeated !== undefined))
    throw new Failure(
      "BAD_USE",
      "--views says how images that share a text count, and --captions and --repeated say that none do. Give one of them.",
    );

  const given = Object.entries({ "--captions": captions, "--pairs": pairs, "--repeated": repeated, "--rounds": rounds }).filter(
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

/** The one of several links that --views means. @param {Link[]} links @param {Wishes["views"]} views @param {string} label of the images' file */
function viewOf(links, views, label) {
  if (views === undefined && links.every((link) => !link.views)) return links[0];
  const found = links.find((link) => link.views === (views ?? "none"));
  if (found) return found;
  if (views !== undefined)
    throw new Failure("BAD_USE", `--views ${views}: no text is shared by several images of ${label}. Leave the option out.`, {
      option: "views",
    });
  throw new Failure(
    "PAIRS_UNCLEAR",
    `Several images of ${label} share a text. Say --views first (the first image stands for all that share a text) or --views each (the text counts for each of its images).`,
    {},
  );
}

/** Rows that a table calls one image must be equal. @param {Link} link @param {ArrayRef} images @returns {Promise<Link>} */
async function equalRows(link, images) {
  const checked = link.needsEqualRows ? checkedByVectors(link, await lookForRepeats(images.array)) : link;
  if (checked.trust !== "doubtful") return link;
  throw new Failure("PAIRS_UNCLEAR", `${checked.doubt} Give the table a column that names each image row once.`, {});
}

/** @param {Proposal} proposal @param {OpenedFile[]} files @param {Wishes} wishes @returns {Promise<Link | undefined>} */
async function linkOf({ images, texts, link, links }, files, { captions, pairs, repeated, rounds, views }) {
  if (!images || !texts || captions !== undefined || repeated === "keep") return undefined;
  if (pairs !== undefined) {
    const { path, array: column } = await splitArgument(pairs);
    const table = files.find(({ file }) => file === path) ?? (await openGiven([{ path }]))[0].files[0];
    const stated = linksByTable(table, [...files, ...(files.includes(table) ? [] : [table])], { images, texts }, column);
    return equalRows(viewOf(stated, views, refInWords(images)), images);
  }
  if (rounds) return linkByRounds(images, texts);
  if (views !== undefined) return viewOf(links, views, refInWords(images));
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

/** The named table's columns before those of the files. @param {Proposal} proposal @param {Link | undefined} link @param {string} [path] @returns {Promise<{ metadata?: Metadata, captions?: string[] }>} */
async function describedBy({ images, texts, ids, metadata, captions }, link, path) {
  if (path === undefined || !images || !texts) return { metadata, captions };
  const [{ files }] = await openGiven([{ path }]);
  const named = metadataByTable(files[0], { images, texts }, { ...ids, ...link?.ids });
  const both = (/** @type {Role} */ role) => [...named[role], ...(metadata?.[role] ?? [])];
  return { metadata: { images: both("images"), texts: both("texts") }, captions: captions ?? named.captions };
}

/** @param {readonly string[]} args @param {{ path: string, array?: string }[]} parts @param {Given[]} given @returns {{ sides?: { images: ArrayRef, texts: ArrayRef }, notes: string[] }} */
function namedSides(args, parts, given) {
  if (args.length === 1) {
    if (parts[0].array === undefined) return { notes: [] };
    throw new Failure("ONE_SIDE", `Only one array was named, ${args[0]}. Name the images' and the texts'.`, { missing: "texts" });
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

/** A question with the options that answer it. @param {Question} question */
function withAnswers({ message, answers = [] }) {
  const ways = answers.map(({ says, options }) => `${optionsLine(options)} (${says})`);
  return ways.length > 0 ? `${message} Say ${ways.join(" or ")}.` : message;
}

/** @param {Question} question */
const unclear = (question) =>
  new Failure(question.code === "ODD_DIMENSION" ? "ROWS_UNCLEAR" : "PAIRS_UNCLEAR", withAnswers(question), { question: question.code });

/**
 * @param {readonly string[]} args one or two, as given
 * @param {Wishes} [wishes]
 * @returns {Promise<{ choice: Parameters<typeof import("../src/pairing/index.js").pair>[0], notes: string[] }>}
 */
export async function sidesOf(args, wishes = {}) {
  checkWishes(wishes);
  const parts = await Promise.all(args.map(splitArgument));
  const opened = new Map((await openGiven(parts)).map((given) => [given.path, given]));
  const files = [...opened.values()].flatMap((given) => given.files);
  const { sides, notes } = namedSides(args, parts, /** @type {Given[]} */ (parts.map(({ path }) => opened.get(path))));
  notes.unshift(...[...opened.values()].flatMap((given) => given.notes));
  const proposal = await consider(files, sides);
  const { images, texts, ids, why, questions } = proposal;
  const settled = [wishes.captions, wishes.pairs, wishes.repeated, wishes.rounds, wishes.views].some((value) => value !== undefined);
  const open = questions.filter(({ code }) => !(settled && ABOUT_LINKS.has(code)) && !(code === "ODD_DIMENSION" && wishes.oddDimension));
  const unanswered = open.find(({ asks }) => asks);
  if (unanswered) throw unclear(unanswered);
  const link = await linkOf(proposal, files, wishes);
  const { metadata, captions } = await describedBy(proposal, link, wishes.metadata);
  if (!sides || link === proposal.link) notes.push(...(sides && !link ? [] : [why]));
  else if (link) notes.push(link.says);
  notes.push(...open.filter(({ level }) => level !== "error").map(withAnswers));
  const { undecided, confirmed, odd } = proposal;
  const each = wishes.captions ?? (wishes.repeated === "keep" ? Number(texts?.array.rows) / Number(images?.array.rows) : undefined);
  const choice = {
    images,
    texts,
    captions,
    ids,
    metadata,
    link,
    undecided,
    confirmed,
    odd,
    keepDimensions: wishes.oddDimension === "keep",
    captionsPerImage: each,
  };
  return { choice, notes: notes.filter((note) => note !== "") };
}
