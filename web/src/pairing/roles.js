/** Which side an array is, as far as names tell. */
import { folders, splitOf, stem, wordsOf } from "./words.js";

/** @import { ArrayRef } from "../types.d.ts" */

const IMAGE_WORD = /image|img|vision|visual|pixel|picture|photo|radiograph|x-?ray|scan|slide/i;
const TEXT_WORD = /(?<!con)text|txt|caption|report|prompt|sentence|language|description/i;
const IMAGE_LETTERS = new Set(["i", "im", "v", "x"]);
const TEXT_LETTERS = new Set(["t", "y"]);
/** Rows of these describe the items, or are of a third kind. */
const ASIDE = new Set(
  "label labels target targets ids index indices idx audio sound speech waveform logits similarity similarities distances".split(" "),
);

const HALF = /\[([01])\]$|^arr_([01])$/;

/** Evidence of a name: above 0 for images, below 0 for texts. @param {string} name */
function leaning(name) {
  const image = IMAGE_WORD.test(name);
  const text = TEXT_WORD.test(name);
  if (image !== text) return image ? 4 : -4;
  if (image) return 0;
  const half = HALF.exec(name)?.slice(1).find(Boolean);
  if (half) return half === "0" ? 3 : -3;
  const words = wordsOf(name);
  return (words.some((word) => IMAGE_LETTERS.has(word)) ? 1 : 0) - (words.some((word) => TEXT_LETTERS.has(word)) ? 1 : 0);
}

/** Evidence for a side, the array's own name before the file's: above 0 for images, below 0 for texts. @param {ArrayRef} ref */
export function evidence({ file, array }) {
  const own = 2 * leaning(array.name);
  // The first and the second half of a file that is of one side are both of it.
  return (HALF.test(array.name) && leaning(stem(file.file))) || own || leaning(stem(file.file));
}

/** What a file's name alone tells. @param {string} file */
export const fileEvidence = (file) => leaning(stem(file));

/** A name without what tells its side: equal for the two files of a pair. @param {string} name */
export function withoutSide(name) {
  return name.toLowerCase().replace(new RegExp(IMAGE_WORD, "gi"), "*").replace(new RegExp(TEXT_WORD, "gi"), "*");
}

/** The last word that tells anything says labels, ids or audio: image_labels, but not low_rank_images. @param {string} name */
function saysAside(name) {
  const telling = wordsOf(name).filter((word) => ASIDE.has(word) || IMAGE_WORD.test(word) || TEXT_WORD.test(word));
  return telling.length > 0 && ASIDE.has(telling[telling.length - 1]);
}

/** Neither side, whatever else the name says. @param {ArrayRef} ref */
export function isAside({ file, array }) {
  return saysAside(array.name) || (leaning(array.name) === 0 && saysAside(stem(file.file)));
}

/** The part of a data set that an array is of: by its own name, its file's, its folder's. @param {ArrayRef} ref */
export function splitOfRef({ file, array }) {
  return [array.name, stem(file.file), ...folders(file.file)].map(splitOf).find((split) => split !== undefined);
}

/** Evidence of every array; folders count only if they tell the files apart. @param {ArrayRef[]} refs */
export function weigh(refs) {
  const paths = refs.map(({ file }) => folders(file.file));
  const shared = new Set(paths[0]?.filter((folder) => paths.every((path) => path.includes(folder))));
  return refs.map((ref, index) => {
    const own = evidence(ref);
    const folder = paths[index].find((name) => !shared.has(name) && leaning(name) !== 0);
    return own === 0 && folder !== undefined ? leaning(folder) : own;
  });
}

const PLACES = ["first", "second"];

/** "image_embeds in features.npz", "images.npy", "features.npy (first array)". @param {ArrayRef} ref */
export function refInWords({ file, array }) {
  const place = /^\[([01])\]$/.exec(array.name)?.[1];
  if (place) return `${file.file} (${PLACES[Number(place)]} array)`;
  return array.name ? `${array.name} in ${file.file}` : file.file;
}
