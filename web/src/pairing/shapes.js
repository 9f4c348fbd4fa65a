/** What the shapes of arrays say: blocks of rows that are captions of an image or batches, and wholes of several arrays. */
import { Failure } from "../failure.js";
import { linkOf } from "./map.js";
import { refInWords } from "./roles.js";

/** @import { ArrayRef, Link, OpenedFile, Whole } from "../types.d.ts" */
/** @import { Sides } from "./types.d.ts" */

/** Every array of a file, wholes of several of them last. @param {OpenedFile} file @returns {ArrayRef[]} */
export function refsOf(file) {
  return [...file.arrays, ...(file.wholes ?? []).map(({ array }) => array)].map((array) => ({ file, array }));
}

/** @param {ArrayRef} ref @param {number} [each] rows of a block */
const shapeOf = ({ array: { rows, cols, block } }, each = block) => (each ? `(${rows / each}, ${each}, ${cols})` : `(${rows}, ${cols})`);

/** Rows of each part of a whole, if all have as many. @param {ArrayRef} ref @param {Whole} [whole] */
function rowsOfParts({ file }, whole) {
  const counts = new Set(whole?.parts.map((part) => file.arrays.find(({ name }) => name === part)?.rows));
  return counts.size === 1 ? [...counts][0] : undefined;
}

/** Texts in rounds: first one of each image, then the second of each. @param {number} images @param {number} texts */
const mapByRounds = (images, texts) => Int32Array.from({ length: texts }, (_, text) => text % images);

/** Somebody says that the texts are in rounds. @param {ArrayRef} images @param {ArrayRef} texts @returns {Link} */
export function linkByRounds(images, texts) {
  const [n, m] = [images.array.rows, texts.array.rows];
  if (m % n !== 0)
    throw new Failure(
      "PAIR_COUNT",
      `${refInWords(images)} has ${n} images and ${refInWords(texts)} ${m} texts: that is no whole number of rounds.`,
    );
  const says = `Paired by the order of rows, in rounds: each of ${m / n} rounds has one text for each of the ${n} images.`;
  return linkOf({ by: "map", label: "rounds", says, imageOf: mapByRounds(n, m), options: ["--rounds"] });
}

/** Texts of shape (C, n, d): block c holds the c-th text of every image, so that text r belongs to image r % n. @param {Sides} sides @returns {Link | undefined} */
export function linkByBlocks({ images, texts }) {
  const { rows: n, block: own } = images.array;
  const { rows: m, block: stated } = texts.array;
  const whole = texts.file.wholes?.find(({ array }) => array === texts.array);
  const block = stated ?? rowsOfParts(texts, whole);
  if (!block || own || block !== n || m === n) return undefined;
  const blocks = m / block;
  const label = `the shape ${shapeOf(texts, block)} of ${refInWords(texts)}`;
  return linkOf({
    by: "map",
    label: `${label}, one text for each image a block`,
    says: `Paired by ${label}: each of its ${blocks} blocks has one text for each of the ${n} images.`,
    imageOf: mapByRounds(n, m),
    options: ["--rounds"],
    ...((blocks === n || whole) && {
      trust: "likely",
      doubt: `${refInWords(texts)} has the shape ${shapeOf(texts, block)}, and there are ${n} images: does each block hold one text for each image, or the texts of one image?`,
    }),
  });
}

/** Two arrays of as many rows whose blocks are not of one length: one of them lies the other way round. @param {Sides} sides */
export function blocksContradict({ images, texts }) {
  const { rows, block } = images.array;
  const other = texts.array;
  if (!block || !other.block || block === other.block || rows !== other.rows) return undefined;
  return `${refInWords(images)} has the shape ${shapeOf(images)} and ${refInWords(texts)} ${shapeOf(texts)}: as rows both have ${rows}, and their blocks are of different lengths.`;
}
