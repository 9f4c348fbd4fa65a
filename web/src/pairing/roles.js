/** Which side an array is, as far as names tell. */

/** @import { ArrayRef } from "../types.d.ts" */

const IMAGE_WORD = /image|img|vision|visual|pixel|picture|photo|radiograph|x-?ray|scan|slide/i;
const TEXT_WORD = /(?<!con)text|txt|caption|report|prompt|sentence|language|description/i;
const IMAGE_LETTER = /^(i|im|v|x|arr_0)$/i;
const TEXT_LETTER = /^(t|y|arr_1)$/i;

/** Evidence of a name: above 0 for images, below 0 for texts. @param {string} name */
function leaning(name) {
  const image = IMAGE_WORD.test(name);
  const text = TEXT_WORD.test(name);
  if (image !== text) return image ? 4 : -4;
  if (image) return 0;
  const half = /\[([01])\]$/.exec(name)?.[1];
  if (half) return half === "0" ? 3 : -3;
  const words = [name, ...name.split(/[^a-z0-9]+/i)];
  const letters = (words.some((word) => IMAGE_LETTER.test(word)) ? 1 : 0) - (words.some((word) => TEXT_LETTER.test(word)) ? 1 : 0);
  return letters;
}

/** File's name without folder and extension. @param {string} file */
function stem(file) {
  return file.replace(/^.*[\\/]/, "").replace(/\.[^.]+$/, "");
}

/** Evidence for a side, the array's own name before the file's: above 0 for images, below 0 for texts. @param {ArrayRef} ref */
export function evidence({ file, array }) {
  return 2 * leaning(array.name) || leaning(stem(file.file));
}

/** "image_embeds in features.npz", "images.npy". @param {ArrayRef} ref */
export function refInWords({ file, array }) {
  return array.name ? `${array.name} in ${file.file}` : file.file;
}
