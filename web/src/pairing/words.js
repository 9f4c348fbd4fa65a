/** Words in the names of files, arrays and columns, and what they tell. */

/** "I_tr" -> i, tr; "imageEmbeds2" -> image, embeds, 2. @param {string} name @returns {string[]} lower case */
export function wordsOf(name) {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/([A-Za-z])(\d)/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** @param {string} name @param {ReadonlySet<string>} words */
export const hasWord = (name, words) => wordsOf(name).some((word) => words.has(word));

/** File's name without folder and extension; for all files of a folder, "images/*.pt", the folder's. @param {string} file */
export function stem(file) {
  const own = file.replace(/^.*[\\/]/, "").replace(/\.[^.]+$/, "");
  return own.startsWith("*") && own.split(".")[0] === "*" ? (folders(file)[0] ?? own) : own;
}

/** Folders of a file, the nearest first. @param {string} file */
export function folders(file) {
  return file.split(/[\\/]/).slice(0, -1).reverse();
}

/** @typedef {"train" | "test" | "validation"} Split */

/** @type {Readonly<Record<string, Split>>} */
const SPLITS = Object.freeze({
  tr: "train",
  train: "train",
  training: "train",
  te: "test",
  test: "test",
  testing: "test",
  va: "validation",
  val: "validation",
  valid: "validation",
  validation: "validation",
  dev: "validation",
});

/** The part of a data set that a name states. @param {string} name @returns {Split | undefined} */
export function splitOf(name) {
  const word = wordsOf(name).find((candidate) => Object.hasOwn(SPLITS, candidate));
  return word === undefined ? undefined : SPLITS[word];
}
