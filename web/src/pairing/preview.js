/** The first pairs in words, to see before an audit whether they are right. */

/** @import { Pairs, Role } from "../types.d.ts" */
/** @import { PreviewPair, PreviewRow } from "./types.d.ts" */

/** @param {Pairs} pairs @param {{ images?: number, texts?: number }} [most] images, and texts of one image @returns {PreviewPair[]} */
export function previewOf({ images, imageOf, captions, ids, fileRows }, { images: most = 4, texts: each = 3 } = {}) {
  const shown = Math.min(most, images.rows);
  /** @param {number} row @param {Role} side @returns {PreviewRow} */
  const named = (row, side) => {
    const inFile = fileRows?.[side]?.[row] ?? row;
    const id = ids?.[side]?.[inFile];
    return { row: inFile, ...(id !== undefined && { id }) };
  };
  /** @type {PreviewPair[]} */
  const preview = Array.from({ length: shown }, (_, row) => ({ image: named(row, "images"), texts: [], more: 0 }));
  for (const [text, image] of imageOf.entries()) {
    if (image >= shown) continue;
    const pair = preview[image];
    if (pair.texts.length === each) pair.more++;
    else pair.texts.push({ ...named(text, "texts"), ...(captions && { caption: captions[text] }) });
  }
  return preview;
}
