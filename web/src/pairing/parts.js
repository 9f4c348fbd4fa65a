/** Parts of one whole: shards, and one file an id. What is joined is joined before anything is proposed. */
import { warning } from "./findings.js";
import { columnsBeside } from "./parts-beside.js";
import { listed, partName, splitName } from "./parts-names.js";
import { joinedFile } from "./parts-rows.js";
import {
  agree,
  contradiction,
  contradicts,
  groupsOf,
  holesOf,
  isInside,
  lacking,
  missingPart,
  partnerOf,
  rowCounts,
  sameNumbers,
  total,
  unlike,
  unlikeParts,
} from "./parts-shards.js";
import { joinedSingles } from "./parts-singles.js";
import { fileEvidence } from "./roles.js";

/** @import { Failure } from "../failure.js" */
/** @import { Finding, OpenedFile } from "../types.d.ts" */
/** @import { FailedFile, Group, Joined, Parts, SideFolders } from "./types.d.ts" */

/** Files of which a number alone says nothing. */
const TWO = 2;

/** @param {readonly OpenedFile[]} files @param {string} message @returns {Finding} */
const unclear = (files, message) => warning("ROWS_UNCLEAR", message, { count: files.length });

/** @param {Group} group @param {string} why */
const question = ({ label, files }, why) => ({ question: unclear(files, `${label}: ${why}`) });

/** @typedef {{ join: true } | { failure: Failure } | { question: Finding } | undefined} Verdict undefined: no parts */

const APART = "Put the parts of each side into a folder of its own and give the two folders, or give the one file a side that is meant.";

/** Sets of texts, one for each image in each file, are no parts. @param {Group} group @param {readonly OpenedFile[]} singles @returns {Verdict} */
function besideOneFile(group, singles) {
  const others = singles.filter(({ file, arrays }) => arrays.length > 0 && Math.sign(fileEvidence(file)) === -group.side);
  const [other] = others;
  if (others.length !== 1 || group.side === 0 || group.files.length < TWO) return undefined;
  const [{ rows }] = other.arrays;
  if (rowCounts(group).every((count) => count === rows))
    return question(
      group,
      `each of the ${group.files.length} files has ${rows} rows, as ${other.file} has. Are they ${group.files.length} sets of rows for the same items, and not parts of one? ` +
        "Give the one that is meant, or save them as one array of shape (items, sets, columns).",
    );
  if (group.first.word === "rank" && total(group) % rows === 0)
    return question(
      group,
      `ranks of a distributed run take turns with the rows, and ${other.file} is one file: the order may not be the same. Save ids with both, or the same ranks of both sides.`,
    );
  return undefined;
}

/** @param {Group} group @param {Group} partner @returns {Verdict} */
function besideParts(group, partner) {
  const absent = lacking(group, partner);
  const [holes, others] = [absent.length, lacking(partner, group).length];
  if (holes + others > 0) {
    const stated = group.first.total !== undefined && partner.first.total !== undefined;
    if (stated || (total(group) === total(partner) && group.files.length > 1 && partner.files.length > 1))
      return { failure: contradiction(group, partner) };
    return holes > 0 ? { failure: missingPart(group, absent, partner) } : undefined;
  }
  return contradicts(group, partner) ? { failure: contradiction(group, partner) } : undefined;
}

/** Whether the group is all that a folder given as one side holds. @param {Group} group @param {readonly OpenedFile[]} opened @param {SideFolders} named */
function isWholeSide({ files }, opened, { images, texts }) {
  return [images, texts].some((folder) => {
    if (folder === undefined || images === texts || !isInside(files[0].file, folder)) return false;
    return opened.every((file) => file.arrays.length === 0 || !isInside(file.file, folder) || files.includes(file));
  });
}

/** A number at the end, and no word that says what it counts. @param {Group} group @param {{ opened: readonly OpenedFile[], named: SideFolders, groups: readonly Group[], partner?: Group }} about @returns {Verdict} */
function withoutWord(group, { opened, named, groups, partner }) {
  const { files, first, side, table, byNumber } = group;
  if (files.length > TWO || isWholeSide(group, opened, named)) return { join: true };
  const rows = rowCounts(group);
  if (table) return groups.some((other) => other.first.sure && !other.table && sameNumbers(group, other)) ? { join: true } : undefined;
  if (side === 0) return undefined;
  // Parts are of one size but for the last; models and data sets are not numbered 000, 001.
  const likely = rows[1] < rows[0] || (first.digits.length >= 3 && byNumber.has(0));
  if (partner && sameNumbers(group, partner) && agree(group, partner) && likely) return { join: true };
  return question(group, `are these parts of one whole, or two models or data sets? Nothing but the number says it. ${APART}`);
}

/** @param {Group} group @param {{ opened: readonly OpenedFile[], named: SideFolders, groups: readonly Group[], singles: readonly OpenedFile[] }} about @returns {Verdict} */
function verdictOf(group, about) {
  const { first, files, parts, twice, side } = group;
  const holes = holesOf(group);
  if (!holes || (first.total !== undefined && first.total < TWO && holes.length === 0)) return undefined;
  const partner = partnerOf(group, about.groups);
  const alone = parts.length === 1 && first.total === undefined;
  if (alone) return partner && partner.files.length > 1 && !unlike(partner) ? besideParts(group, partner) : undefined;
  if (twice) return first.sure ? question(group, `two of the files have the same number. ${APART}`) : undefined;
  const odd = unlike(group);
  if (odd) return first.sure ? { failure: unlikeParts(group, odd) } : undefined;
  if (holes.length > 0 && !first.sure) {
    const dense = parts.length > TWO && holes.length < parts.length;
    const broken = parts.some(({ failure }) => failure);
    if (!dense && !(broken && side !== 0) && !partner) return undefined;
    if (!dense && !broken && partner && lacking(group, partner).length === 0) return withoutWord(group, { ...about, partner });
  }
  if (holes.length > 0) return { failure: missingPart(group, holes) };
  const beside =
    partner && partner.byNumber.size > 0 && holesOf(partner) ? besideParts(group, partner) : besideOneFile(group, about.singles);
  if (beside) return beside;
  if (files.length === 1) return undefined;
  return first.sure ? { join: true } : withoutWord(group, { ...about, partner });
}

/** @param {Group} group @param {readonly Group[]} joined arrays in parts @returns {Failure | undefined} a table that lacks parts which the rows have */
function tableLacks(group, joined) {
  const [rows] = joined;
  if (!group.first.sure && group.files.length < TWO) return undefined;
  if (!group.table || !rows || joined.some((other) => !sameNumbers(rows, other))) return undefined;
  const holes = lacking(group, rows);
  return holes.length > 0 && holes.length < rows.byNumber.size ? missingPart(group, holes, rows) : undefined;
}

/** The columns, and the parts beside them: no pair of these is sure. @param {readonly OpenedFile[]} files @param {readonly Group[]} joined */
function concerned(files, joined) {
  const { folder } = splitName(files[0].file);
  return [...files, ...joined.flatMap((group) => group.files.filter(({ file }) => splitName(file).folder === folder))];
}

/** @param {string} name @param {string} each "part" @param {readonly string[]} dropped columns @returns {string[]} */
const droppedInWords = (name, each, dropped) =>
  dropped.length > 0 ? [`${name}: not every ${each} has the column ${listed(dropped)}, which is left aside.`] : [];

/**
 * @param {readonly OpenedFile[]} opened single files
 * @param {{ failed?: readonly FailedFile[], named?: SideFolders }} [more]
 * @returns {Parts}
 */
export function joinParts(opened, { failed = [], named = {} } = {}) {
  const ones = joinedSingles(opened.filter(({ moments }) => !moments));
  /** @type {Joined[]} */
  const wholes = ones.map(({ name, parts, file }) => ({ name, parts, broken: [], file }));
  const notes = ones.flatMap(({ name, dropped }) => droppedInWords(name, "file", dropped));
  /** @type {Parts["questions"]} */
  const questions = [];
  const singles = new Set(ones.flatMap(({ parts }) => parts));
  const rest = opened.filter((file) => !singles.has(file));
  const groups = groupsOf(rest, failed, named);
  const inGroups = new Set(groups.filter(({ parts }) => parts.length > 1).flatMap(({ files }) => files));
  const about = { opened, named, groups, singles: [...rest.filter((file) => !inGroups.has(file)), ...ones.map(({ file }) => file)] };
  const verdicts = groups.map((group) => ({ group, verdict: verdictOf(group, about) }));
  const joined = verdicts.flatMap(({ group, verdict }) => (verdict && "join" in verdict && !group.table ? [group] : []));
  /** @param {string} name @param {OpenedFile[]} parts @param {string} stem @param {string[]} [broken] */
  const join = (name, parts, stem, broken = []) => {
    const { file, dropped } = joinedFile(name, parts, { stem });
    notes.push(...droppedInWords(name, "part", dropped));
    wholes.push({ name, parts, broken, file });
  };
  const incompletes = new Map(groups.map((group) => [group, tableLacks(group, joined)]));
  const incomplete = new Set([...incompletes].flatMap(([group, failure]) => (failure ? group.files : [])));
  const tables = rest.filter((file) => file.arrays.length === 0 && file.columns.length > 0 && !file.moments && !incomplete.has(file));
  const beside = columnsBeside(tables, joined);
  const placed = new Set(beside.flatMap(({ family }) => family.files));
  for (const { family, question: doubt } of beside)
    if (doubt) questions.push({ finding: unclear(family.files, doubt), parts: concerned(family.files, joined) });
    else join(family.label, family.files, family.stem);
  for (const { group, verdict } of verdicts) {
    const lacks = incompletes.get(group);
    const broken = group.parts.flatMap(({ failure, path }) => (failure ? [path] : []));
    if (lacks) wholes.push({ name: group.label, parts: group.files, broken, failure: lacks });
    else if (!verdict || group.files.some((file) => placed.has(file))) continue;
    else if ("question" in verdict) questions.push({ finding: verdict.question, parts: group.files });
    else if ("failure" in verdict) wholes.push({ name: group.label, parts: group.files, broken, failure: verdict.failure });
    else join(group.label, group.files, splitName(group.first.named("")).stem.replace(/[-_. ]+$/, ""), broken);
  }
  return { files: inPlace(opened, wholes), wholes, notes, questions };
}

/** What is to be said of a file that is given alone and is a part by its name. @param {string} path */
export function partNote(path) {
  const { total: parts = 1 } = partName(path) ?? {};
  return parts > 1 ? `${path} is one of ${parts} parts by its name: only its own rows are read.` : undefined;
}

/** Each whole where its first part was. @param {readonly OpenedFile[]} opened @param {readonly Joined[]} wholes */
function inPlace(opened, wholes) {
  const wholeOf = new Map(wholes.flatMap((whole) => whole.parts.map((part) => /** @type {const} */ ([part, whole]))));
  const done = new Set();
  return opened.flatMap((file) => {
    const whole = wholeOf.get(file);
    if (!whole) return [file];
    if (done.has(whole)) return [];
    done.add(whole);
    return whole.file ?? [];
  });
}
