/** The command that makes the same pairs as the page. */

/** @import { ArrayRef, OpenedFile, Pairs, PairingChoice } from "../types.d.ts" */

/** @param {string} word */
function quoted(word) {
  return /^[\w./:=+@%-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** FILE, or FILE::array if the file holds several. @param {ArrayRef} ref */
function argument({ file, array }) {
  return quoted(file.arrays.length > 1 && array.name ? `${file.file}::${array.name}` : file.file);
}

/** Options as a shell takes them. @param {string[]} options */
export function optionsLine(options) {
  return options.map(quoted).join(" ");
}

/**
 * @param {ArrayRef} images @param {ArrayRef} texts @param {PairingChoice} pairing @param {OpenedFile[]} [tables] of metadata; the command takes one
 * @param {Pick<Pairs, "cluster" | "within" | "labels">} [columns] of it
 * @returns {string | undefined} undefined if the command has no option for it
 */
export function commandLine(images, texts, { options }, tables = [], columns = {}) {
  if (!options) return undefined;
  const metadata = tables.slice(0, 1).flatMap(({ file }) => ["--metadata", file]);
  const named = /** @type {const} */ (["cluster", "within", "labels"]).flatMap((name) => {
    const column = columns[name];
    return column === undefined ? [] : [`--${name}`, column];
  });
  return ["node web/bin/askew.js audit", argument(images), argument(texts), optionsLine([...options, ...metadata, ...named])]
    .join(" ")
    .trimEnd();
}
