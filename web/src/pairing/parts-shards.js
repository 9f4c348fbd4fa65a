/** Shards: files whose names differ in one number, and whether they are parts of one whole. */
import { Failure } from "../failure.js";
import { grouped } from "./collections.js";
import { listed, partName } from "./parts-names.js";
import { alike } from "./parts-rows.js";
import { fileEvidence, withoutSide } from "./roles.js";
import { folders } from "./words.js";

/** @import { OpenedFile } from "../types.d.ts" */
/** @import { FailedFile, Group, Part, SideFolders } from "./types.d.ts" */

/** Failures of files that are no embeddings at all. */
const NO_PART = new Set(["NOT_RECOGNISED", "NO_MATRIX", "UNSUPPORTED_TYPE"]);

/** @param {string} path @param {string} folder */
export const isInside = (path, folder) => path.startsWith(`${folder.replace(/[\\/]+$/, "")}/`);

/** @param {string} path @param {SideFolders} named */
function sideOf(path, { images, texts }) {
  if (images !== texts) {
    if (images !== undefined && isInside(path, images)) return 1;
    if (texts !== undefined && isInside(path, texts)) return -1;
  }
  const own = fileEvidence(path);
  if (Math.abs(own) > 1) return own;
  // A letter alone ("x_1") says less than a folder.
  return (
    folders(path)
      .map((name) => fileEvidence(`${name}.x`))
      .find((side) => Math.abs(side) > 1) ?? own
  );
}

/** @param {Part[]} parts @returns {string} the whole's name: "img_emb_{0..3}.npy" */
function labelOf(parts) {
  const [first, last] = [parts[0].name, /** @type {Part} */ (parts.at(-1)).name];
  return first === last ? parts[0].path : first.named(`{${first.digits}..${last.digits}}`);
}

/** @param {readonly OpenedFile[]} opened @param {readonly FailedFile[]} failed @param {SideFolders} named @returns {Group[]} */
export function groupsOf(opened, failed, named) {
  /** @type {Omit<Part, "name">[]} */
  const candidates = [
    ...opened.filter((file) => !file.moments && !file.parts).map((file) => ({ path: file.file, opened: file })),
    ...failed.filter(({ failure }) => !NO_PART.has(failure.code)).map(({ name, failure }) => ({ path: name, failure })),
  ];
  const all = candidates.flatMap((part) => {
    const name = partName(part.path);
    return name ? [{ ...part, name }] : [];
  });
  return [...grouped(all, ({ name }) => name.key).values()].flatMap((group) => {
    const parts = group.sort((a, b) => a.name.number - b.name.number);
    const files = parts.flatMap(({ opened: file }) => file ?? []);
    if (files.length === 0) return [];
    const byNumber = new Map(parts.flatMap(({ name, opened: file }) => (file ? [[name.number, file]] : [])));
    return [
      {
        label: labelOf(parts),
        side: Math.sign(sideOf(parts[0].path, named)),
        parts,
        files,
        byNumber,
        first: parts[0].name,
        table: files.every(({ arrays }) => arrays.length === 0),
        twice: new Set(parts.map(({ name }) => name.number)).size < parts.length,
      },
    ];
  });
}

/** Numbers that a whole of these would have; undefined if they are no parts of one. @param {Group} group */
function rangeOf({ first, parts }) {
  const numbers = parts.map(({ name }) => name.number);
  const [lowest, highest] = [numbers[0], numbers[numbers.length - 1]];
  if (first.total !== undefined) {
    const begin = lowest === 0 || first.total === 0 ? 0 : 1;
    return { begin, end: Math.max(begin + first.total - 1, highest) };
  }
  if (first.fromZero) return { begin: 0, end: highest };
  if (lowest <= 1) return { begin: lowest, end: highest };
  const gapless = highest - lowest === numbers.length - 1 && numbers.length > 1;
  return (first.strong ? numbers.length > 1 : first.sure && gapless) ? { begin: 0, end: highest } : undefined;
}

/** Numbers that are not there, or did not open; undefined if the names are none of parts. @param {Group} group */
export function holesOf(group) {
  const range = rangeOf(group);
  if (!range) return undefined;
  const holes = [];
  for (let number = range.begin; number <= range.end; number++) if (!group.byNumber.has(number)) holes.push(number);
  return holes;
}

/** "parts 0 to 3", "parts 0, 1 and 4". @param {Group} group */
function numbersInWords({ byNumber }) {
  const numbers = [...byNumber.keys()];
  const [lowest, highest] = [numbers[0], numbers[numbers.length - 1]];
  if (numbers.length === 1) return `part ${lowest}`;
  if (numbers.length > 2 && highest - lowest === numbers.length - 1) return `parts ${lowest} to ${highest}`;
  return `parts ${listed(numbers, 8)}`;
}

/** The name that a part of this number has. @param {Group} group @param {number} number */
function nameOf({ parts, first }, number) {
  const there = parts.find(({ name }) => name.number === number);
  return there?.path ?? first.named(String(number).padStart(first.digits.length, "0"));
}

/** @param {Group} group @param {readonly number[]} holes @param {Group} [other] that has them */
export function missingPart(group, holes, other) {
  const { label, parts, first } = group;
  const broken = parts.find(({ failure }) => failure);
  const absent = holes.filter((number) => !parts.some(({ name }) => name.number === number));
  const one = holes.length === 1;
  const reasons = [
    absent.length > 0 && `${listed(absent.map((number) => nameOf(group, number)))} ${absent.length === 1 ? "is" : "are"} not there`,
    broken?.failure && `${broken.path} does not open (${broken.failure.code}: ${broken.failure.message.replace(/[.\s]+$/, "")})`,
  ].filter(Boolean);
  const states = first.total === undefined ? "" : ` of ${first.total}`;
  const beside = other ? `, and ${other.label} has ${numbersInWords(other)}` : "";
  return new Failure(
    "MISSING_PART",
    `${label} is one whole in parts, and ${one ? `part ${holes[0]} is` : `parts ${listed(holes)} are`} missing: ${reasons.join("; ")}. Here ${group.byNumber.size === 1 ? "is" : "are"} ${numbersInWords(group)}${states}${beside}. ` +
      `Add ${one ? "it" : "them"}: without ${one ? "it" : "them"} no row after the hole has its place.`,
  );
}

/** Shapes in words. @param {OpenedFile} file */
const shapesOf = ({ arrays }) =>
  listed(arrays.map(({ name, rows, cols, dtype }) => `${name ? `${name} ` : ""}${rows} × ${cols} ${dtype}`)) || "no array";

/** @param {Group} group @returns {OpenedFile | undefined} the first that is not like the first one */
export const unlike = ({ files }) => files.find((file) => !alike(files[0], file));

/** @param {Group} group @param {OpenedFile} odd */
export function unlikeParts({ label, files }, odd) {
  return new Failure(
    "ROWS_UNCLEAR",
    `${label} look like parts of one whole, and differ: ${files[0].file} holds ${shapesOf(files[0])} (${files[0].format}), ${odd.file} ${shapesOf(odd)} (${odd.format}). ` +
      "Save all parts alike, or give the files that are meant one by one.",
  );
}

/** The other side's parts: the same names but for the side, or the only ones. @param {Group} group @param {readonly Group[]} groups */
export function partnerOf(group, groups) {
  if (group.side === 0 || group.table) return undefined;
  const others = groups.filter(({ side, table }) => side === -group.side && !table);
  const key = withoutSide(group.first.key);
  const same = others.find((other) => withoutSide(other.first.key) === key);
  if (same) return same;
  const mine = groups.filter(({ side, table }) => side === group.side && !table);
  return others.length === 1 && mine.length === 1 ? others[0] : undefined;
}

/** Rows of a part's only array. @param {OpenedFile} file */
const rowsOf = ({ arrays, columns }) => arrays[0]?.rows ?? columns[0]?.values.length ?? 0;

/** Rows of each part. @param {Group} group */
export const rowCounts = ({ files }) => files.map(rowsOf);

/** @param {Group} group */
export const total = (group) => rowCounts(group).reduce((sum, rows) => sum + rows, 0);

/** Numbers that the other has and this one lacks. @param {Group} group @param {Group} other */
export const lacking = ({ byNumber }, other) => [...other.byNumber.keys()].filter((number) => !byNumber.has(number));

/** @param {Group} group @param {Group} other */
export const sameNumbers = (group, other) => lacking(group, other).length + lacking(other, group).length === 0;

/** Whether each part has as many rows as the other's of its number, times one number of captions. @param {Group} a @param {Group} b */
export function agree(a, b) {
  const [images, texts] = a.side > 0 ? [rowCounts(a), rowCounts(b)] : [rowCounts(b), rowCounts(a)];
  const each = texts[0] / images[0];
  return images.length === texts.length && Number.isInteger(each) && texts.every((rows, index) => rows === each * images[index]);
}

/** Totals that fit, of parts that do not: the order contradicts. @param {Group} a @param {Group} b */
export function contradicts(a, b) {
  const [images, texts] = a.side > 0 ? [a, b] : [b, a];
  const each = total(texts) / total(images);
  const hasIds = (/** @type {Group} */ { files }) => files.every(({ columns }) => columns.length > 0);
  return Number.isInteger(each) && !agree(a, b) && !(hasIds(a) && hasIds(b));
}

/** @param {Group} group @param {Group} other */
export function contradiction(group, other) {
  const counts = (/** @type {Group} */ { label, files }) => `${label}: ${listed(files.map(rowsOf))} rows`;
  return new Failure(
    "ROWS_UNCLEAR",
    `${group.label} and ${other.label} are in parts that do not fit each other (${counts(group)}; ${counts(other)}): ` +
      "the order of their rows is not the same. Save ids with the parts, or one file a side.",
  );
}
