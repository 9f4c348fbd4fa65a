/** What the shapes of arrays say: blocks of rows that are captions of an image or batches, and wholes of several arrays. */

/** @import { ArrayRef, Link, OpenedFile } from "../types.d.ts" */

const NONE = new Int32Array(0);

/** Every array of a file, wholes of several of them last. @param {OpenedFile} file @returns {ArrayRef[]} */
export function refsOf(file) {
  return [...file.arrays, ...(file.wholes ?? []).map(({ array }) => array)].map((array) => ({ file, array }));
}

/** @param {ArrayRef} ref */
const shapeOf = ({ array: { rows, cols, block } }) => (block ? `(${rows / block}, ${block}, ${cols})` : `(${rows}, ${cols})`);

/** @param {ArrayRef} ref */
const named = ({ file, array }) => (array.name ? `${array.name} in ${file.file}` : file.file);

/**
 * Texts of shape (C, n, d): block c holds the c-th text of every image, so that text r belongs to image r % n.
 * @param {{ images: ArrayRef, texts: ArrayRef }} sides @returns {Link | undefined}
 */
export function linkByBlocks({ images, texts }) {
  const { rows: n, block: own } = images.array;
  const { rows: m, block } = texts.array;
  if (!block || own || block !== n || m === n) return undefined;
  const blocks = m / block;
  const square = blocks === n;
  const label = `the shape ${shapeOf(texts)} of ${named(texts)}`;
  return {
    by: "map",
    label: `${label}, one text for each image a block`,
    says: `Paired by ${label}: each of its ${blocks} blocks has one text for each of the ${n} images.`,
    imageOf: Int32Array.from({ length: m }, (_, text) => text % n),
    repeated: NONE,
    sameAs: NONE,
    trust: square ? "likely" : "sure",
    ...(square && {
      doubt: `${named(texts)} has the shape ${shapeOf(texts)}, and there are ${n} images: does each block hold one text for each image, or the texts of one image?`,
    }),
  };
}

/** Two arrays of as many rows whose blocks are not of one length: one of them lies the other way round. @param {{ images: ArrayRef, texts: ArrayRef }} sides */
export function blocksContradict({ images, texts }) {
  const { rows, block } = images.array;
  const other = texts.array;
  if (!block || !other.block || block === other.block || rows !== other.rows) return undefined;
  return `${named(images)} has the shape ${shapeOf(images)} and ${named(texts)} ${shapeOf(texts)}: as rows both have ${rows}, and their blocks are of different lengths.`;
}
