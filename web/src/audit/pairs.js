/** Files and what was said of them become pairs. */
import { Failure } from "../failure.js";
import { consider, joinParts, pair } from "../pairing/index.js";

/** @import { Choice } from "../pairing/types.d.ts" */
/** @import { FileLike, Limits, OpenedFile, Opening, Pairs, Proposal } from "../types.d.ts" */

/** What opens a file: the file itself, or the files of an archive. @typedef {(file: FileLike, limits?: Limits) => Promise<Opening[]>} OpenFiles */
/** @typedef {Pick<Proposal, "captions" | "ids" | "metadata" | "undecided" | "confirmed" | "odd">} Described what files say beside the sides */

/** @param {Choice} choice @param {Described} [described] */
export function pairsOf(choice, { captions, ids, metadata, undecided, confirmed, odd } = {}) {
  return pair({ ...choice, captions, ids, metadata, undecided, confirmed, odd });
}

/** Files of one folder, so many without a matrix, may hold a row each. */
const FEWEST_SINGLE = 3;

/** @template {{ name: string }} T @param {readonly T[]} files without a matrix @returns {Set<T>} those that may hold a row each */
export function mayHoldRows(files) {
  const folderOf = (/** @type {T} */ { name }) => name.replace(/[^\\/]*$/, "");
  /** @type {Map<string, T[]>} */
  const byFolder = new Map(files.map((file) => [folderOf(file), []]));
  for (const file of files) byFolder.get(folderOf(file))?.push(file);
  return new Set([...byFolder.values()].filter(({ length }) => length >= FEWEST_SINGLE).flat());
}

/** @param {readonly FileLike[]} files @param {OpenFiles} openFiles @returns {Promise<OpenedFile[]>} parts of one whole as one */
async function allOf(files, openFiles) {
  const openings = (await Promise.all(files.map((file) => openFiles(file)))).flat();
  const failed = openings.find(({ failure }) => failure);
  if (failed?.failure) throw failed.failure;
  const { files: opened, wholes, questions } = joinParts(openings.flatMap((opening) => opening.opened ?? []));
  const hole = wholes.find(({ failure }) => failure)?.failure;
  if (hole) throw hole;
  if (questions.length > 0) throw new Failure("ROWS_UNCLEAR", questions[0].finding.message);
  return opened;
}

/**
 * The pairs of another model, as its own files say; if they say nothing of it, with as many texts per image as the first.
 * @param {readonly FileLike[]} files @param {OpenFiles} openFiles @param {Choice["captionsPerImage"]} captionsPerImage
 * @returns {Promise<Pairs>}
 */
export async function pairsOfOther(files, openFiles, captionsPerImage) {
  const proposal = await consider(await allOf(files, openFiles));
  const each = proposal.link || captionsPerImage === null ? proposal.captionsPerImage : captionsPerImage;
  const open = captionsPerImage === null ? proposal.questions.find(({ asks }) => asks) : undefined;
  if (open)
    throw new Failure("PAIRS_UNCLEAR", `${open.message} Give the second model a table of pairs, or files whose rows belong together.`);
  return pair({ ...proposal, captionsPerImage: each });
}
