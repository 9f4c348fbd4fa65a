/** What the user says of the pairing, as options of the command: files and wishes become what is paired. */
import { Failure } from "../failure.js";
import {
  checkedByVectors,
  consider,
  linkByRounds,
  linksByTable,
  lookForRepeats,
  metadataByTable,
  optionsLine,
  refInWords,
} from "../pairing/index.js";

/** @import { Choice } from "../pairing/types.d.ts" */
/** @import { ArrayRef, Audit, Link, Metadata, OpenedFile, Proposal, Question, Role } from "../types.d.ts" */
/** A table that a wish names, and the column that it names in it. @typedef {(name: string) => Promise<{ table: OpenedFile, column?: string }>} OpenTable */

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
 * @typedef {{ captions?: number, pairs?: string, repeated?: "join" | "keep", rounds?: boolean, views?: "first" | "each", oddDimension?: "keep", metadata?: string, cluster?: string, within?: string, labels?: string }} Wishes
 */

/** @param {Wishes} wishes */
export function checkWishes({ captions, pairs, repeated, rounds, views }) {
  if (views !== undefined && (captions !== undefined || repeated !== undefined))
    throw new Failure(
      "BAD_USE",
      "--views says how images that share a text count, and --captions and --repeated say that none do. Give one of them.",
    );
  const wishes = { "--captions": captions, "--pairs": pairs, "--repeated": repeated, "--rounds": rounds };
  const options = Object.entries(wishes).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (options.length > 1)
    throw new Failure("BAD_USE", `${options.join(" and ")} each say which text belongs to which image. Give one of them.`, { options });
}

/** The one of several links that --views means. @param {Link[]} links @param {Wishes["views"]} views @param {string} label of the images' file */
function viewOf(links, views, label) {
  if (views === undefined && links.every((link) => !link.views)) return links[0];
  const match = links.find((link) => link.views === (views ?? "none"));
  if (match) return match;
  if (views !== undefined)
    throw new Failure("BAD_USE", `--views ${views}: no text is shared by several images of ${label}. Leave the option out.`, {
      option: "views",
    });
  throw new Failure(
    "PAIRS_UNCLEAR",
    `Several images of ${label} share a text. Say --views first (the first image stands for all that share a text) or --views each (the text counts for each of its images).`,
  );
}

/** Rows that a table calls one image must be equal. @param {Link} link @param {ArrayRef} images @returns {Promise<Link>} */
async function equalRows(link, images) {
  const checked = link.needsEqualRows ? checkedByVectors(link, await lookForRepeats(images.array)) : link;
  if (checked.trust !== "doubtful") return link;
  throw new Failure("PAIRS_UNCLEAR", `${checked.doubt} Give the table a column that names each image row once.`, {});
}

/** @param {Proposal} proposal @param {OpenedFile[]} files @param {Wishes} wishes @param {OpenTable} openTable @returns {Promise<Link | undefined>} */
async function linkOf({ images, texts, link, links }, files, { captions, pairs, repeated, rounds, views }, openTable) {
  if (!images || !texts || captions !== undefined || repeated === "keep") return undefined;
  if (pairs !== undefined) {
    const { table, column } = await openTable(pairs);
    const stated = linksByTable(table, [...files, ...(files.includes(table) ? [] : [table])], { images, texts }, column);
    return equalRows(viewOf(stated, views, refInWords(images)), images);
  }
  if (rounds) return linkByRounds(images, texts);
  if (views !== undefined) return viewOf(links, views, refInWords(images));
  if (repeated === undefined) return link;
  const joined = links.find(({ by }) => by === "repeats") ?? links.find((candidate) => candidate.repeated.length > 0);
  if (joined) return joined;
  const { file } = images.file;
  throw new Failure("BAD_MAP", `--repeated join: no rows of ${file} were found that repeat an earlier one. Leave the option out.`, {
    file,
  });
}

/** The named table's columns before those of the files. @param {Proposal} proposal @param {Link | undefined} link @param {OpenedFile} [table] @returns {{ metadata?: Metadata, captions?: string[] }} */
function describedBy({ images, texts, ids, metadata, captions }, link, table) {
  if (!table || !images || !texts) return { metadata, captions };
  const named = metadataByTable(table, { images, texts }, { ...ids, ...link?.ids });
  const both = (/** @type {Role} */ role) => [...named[role], ...(metadata?.[role] ?? [])];
  return { metadata: { images: both("images"), texts: both("texts") }, captions: captions ?? named.captions };
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
 * @param {OpenedFile[]} files @param {{ images: ArrayRef, texts: ArrayRef } | undefined} sides as the user named them @param {Wishes} wishes
 * @param {OpenTable} openTable of --pairs @param {() => Promise<OpenedFile>} openMetadata of --metadata
 * @returns {Promise<{ choice: Choice, notes: string[] }>}
 */
export async function choiceByWishes(files, sides, wishes, openTable, openMetadata) {
  const proposal = await consider(files, sides);
  const { images, texts, ids, why, questions, undecided, confirmed, odd } = proposal;
  const settled = [wishes.captions, wishes.pairs, wishes.repeated, wishes.rounds, wishes.views].some((value) => value !== undefined);
  const open = questions.filter(({ code }) => !(settled && ABOUT_LINKS.has(code)) && !(code === "ODD_DIMENSION" && wishes.oddDimension));
  const unanswered = open.find(({ asks }) => asks);
  if (unanswered) throw unclear(unanswered);
  const link = await linkOf(proposal, files, wishes, openTable);
  const named = wishes.metadata !== undefined && images && texts ? await openMetadata() : undefined;
  const { metadata, captions } = describedBy(proposal, link, named);
  const notes = [];
  if (!sides || link === proposal.link) notes.push(...(sides && !link ? [] : [why]));
  else if (link) notes.push(link.says);
  notes.push(...open.filter(({ level }) => level !== "error").map(withAnswers));
  const each = wishes.captions ?? (wishes.repeated === "keep" ? Number(texts?.array.rows) / Number(images?.array.rows) : undefined);
  const keepDimensions = wishes.oddDimension === "keep";
  const { cluster, within, labels } = wishes;
  return {
    choice: {
      cluster,
      within,
      labels,
      images,
      texts,
      captions,
      ids,
      metadata,
      link,
      undecided,
      confirmed,
      odd,
      keepDimensions,
      captionsPerImage: each,
    },
    notes,
  };
}

/** What a saved audit's own pairing asks for. A table that it names is not opened: the audit may come from anybody. @param {Pick<Audit, "inputs" | "byLabel">} saved @returns {Wishes} */
export function wishesThen({ inputs, byLabel }) {
  const labels = byLabel && "column" in byLabel ? byLabel.column : undefined;
  return { ...pairedThen(inputs), cluster: inputs.clusters?.column, within: inputs.within?.column, labels };
}

/** @param {Audit["inputs"]} inputs @returns {Wishes} */
function pairedThen(inputs) {
  const options = inputs.pairing?.options;
  const [name, value] = options?.slice(-2) ?? [];
  if (name === "--captions" && /^\d+$/.test(value ?? "")) return { captions: Number(value) };
  if (options?.[0] === "--rounds") return { rounds: true };
  if (name === "--views" && (value === "first" || value === "each")) return { views: value };
  if (name === "--repeated" && (value === "join" || value === "keep")) return { repeated: value };
  return {};
}
