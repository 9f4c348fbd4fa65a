/** One file an id: many files of one folder that hold a row each, or the few captions of one image. */
import { grouped } from "./collections.js";
import { naturally, partName, splitName } from "./parts-names.js";
import { alike, joinedFile } from "./parts-rows.js";
import { fileEvidence, withoutSide } from "./roles.js";
import { USUAL_CAPTIONS } from "./sides.js";

/** @import { OpenedFile } from "../types.d.ts" */

/** Fewer files of a row each are no set of ids. */
const FEWEST = 3;

/** Rows of a file's longest array. @param {OpenedFile} file */
const mostRows = ({ arrays }) => arrays.reduce((most, { rows }) => Math.max(most, rows), 0);

/** @param {string} folder */
const folderSide = (folder) =>
  folder
    .split(/[\\/]/)
    .map((name) => Math.sign(fileEvidence(`${name}.x`)))
    .find((side) => side !== 0) ?? 0;

/** Files of one folder and kind that are alike, the most of them. @param {readonly OpenedFile[]} files */
function mostAlike(files) {
  /** @type {OpenedFile[][]} */
  const kinds = [];
  for (const file of files) {
    const kind = kinds.find(([first]) => alike(first, file));
    if (kind) kind.push(file);
    else kinds.push([file]);
  }
  return kinds.sort((a, b) => b.length - a.length)[0] ?? [];
}

/** @typedef {{ folder: string, ending: string, files: OpenedFile[], ones: number, stems: Set<string> }} Folder */

/** @param {readonly OpenedFile[]} opened @returns {Folder[]} */
function foldersOf(opened) {
  const usable = opened.filter((file) => file.arrays.length > 0 && !file.parts && !partName(file.file)?.strong);
  const kindOf = (/** @type {OpenedFile} */ { file }) => `${splitName(file).folder}*${splitName(file).ending.toLowerCase()}`;
  return [...grouped(usable, kindOf).values()].flatMap((all) => {
    const few = mostAlike(all.filter((file) => mostRows(file) <= USUAL_CAPTIONS));
    if (few.length < FEWEST || few.length * 2 <= all.length) return [];
    const { folder, ending } = splitName(few[0].file);
    const ones = few.filter((file) => mostRows(file) === 1).length;
    return [{ folder, ending, files: few, ones, stems: new Set(few.map(({ file }) => splitName(file).stem)) }];
  });
}

/** The captions of each image, as the other folder's file names tell. @param {Folder} folder @param {readonly Folder[]} all */
function describesOnes({ stems }, all) {
  return all.some(
    ({ ones, files, stems: others }) => ones === files.length && others.size === stems.size && [...stems].every((stem) => others.has(stem)),
  );
}

/**
 * The two sides of a folder whose files' names tell them; one if they tell none; none if they contradict each other.
 * @param {Folder} folder @returns {{ name: string, files: OpenedFile[], keyOf: (stem: string) => string }[]}
 */
function sidesOf({ folder, ending, files }) {
  const all = { name: `${folder}*${ending}`, files, keyOf: (/** @type {string} */ stem) => stem };
  const sideOf = (/** @type {OpenedFile} */ { file }) => Math.sign(fileEvidence(file));
  const of = (/** @type {number} */ side) => files.filter((file) => sideOf(file) === side);
  const [images, texts] = [of(1), of(-1)];
  if (folderSide(folder) !== 0 || images.length === 0 || texts.length === 0) return [all];
  const keyOf = (/** @type {string} */ stem) => withoutSide(stem);
  const keys = (/** @type {OpenedFile[]} */ side) => side.map(({ file }) => keyOf(splitName(file).stem)).sort();
  if (images.length + texts.length < files.length) return (images.length + texts.length) * 2 < files.length ? [all] : [];
  if (images.length < FEWEST || String(keys(images)) !== String(keys(texts))) return [];
  return [
    { name: `${folder}*image*${ending}`, files: images, keyOf },
    { name: `${folder}*text*${ending}`, files: texts, keyOf },
  ];
}

/** @param {readonly OpenedFile[]} opened @returns {{ name: string, parts: OpenedFile[], file: OpenedFile, dropped: string[] }[]} dropped: columns that not every file has */
export function joinedSingles(opened) {
  const folders = foldersOf(opened);
  const usable = folders.filter((folder) => {
    const { ones, files } = folder;
    const ragged = ones >= FEWEST && ones * 2 > files.length;
    return ones === files.length || ragged || describesOnes(folder, folders);
  });
  return usable.flatMap(sidesOf).map(({ name, files, keyOf }) => {
    const parts = [...files].sort((a, b) => naturally(a.file, b.file));
    return { name, parts, ...joinedFile(name, parts, { keys: parts.map(({ file }) => keyOf(splitName(file).stem)) }) };
  });
}
