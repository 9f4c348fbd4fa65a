/** Pairs without some of their rows. */
import { Failure } from "../failure.js";
import { gatherRows } from "../readers/gather.js";
import { onRows } from "./findings.js";

/** @import { Finding, MatrixSource, Pairs, Role } from "../types.d.ts" */

/** Chosen rows of a source, read from it when asked for. @param {MatrixSource} source @param {Int32Array} kept @returns {MatrixSource} */
function subset(source, kept) {
  const { name, cols, dtype } = source;
  return { name, rows: kept.length, cols, dtype, readRows: (begin, end) => gatherRows(source, kept.subarray(begin, end)) };
}

/** @param {number} rows @param {(row: number) => boolean} keep */
export const rowsWith = (rows, keep) => Int32Array.from({ length: rows }, (_, row) => row).filter(keep);

/** "7 (a.jpg)", "7". @param {number} row in the file @param {string[]} [ids] by file row */
function named(row, ids) {
  const id = ids?.[row];
  return `${row}${id === undefined || id === String(row) ? "" : ` (${id})`}`;
}

/**
 * @param {Role} side @param {Int32Array} left rows of the pairs @param {number} of @param {string} why " (…)"
 * @param {{ ids?: string[], fileRows?: Int32Array }} [names]
 * @returns {Finding[]}
 */
export function leftOut(side, left, of, why, { ids, fileRows } = {}) {
  if (left.length === 0) return [];
  const rows = Array.from(left, (row) => fileRows?.[row] ?? row);
  const sentence = (/** @type {string[]} */ shown) =>
    `${left.length} of ${of} ${side} ${left.length === 1 ? "is" : "are"} left out${why}: ${side.slice(0, -1)} ${shown.join(", ")}${left.length > 3 ? " …" : ""}.`;
  const first = rows.slice(0, 3);
  return [
    onRows("ROWS_LEFT_OUT", sentence(first.map((row) => named(row, ids))), rows, {
      side,
      ...(ids && { withoutIds: sentence(first.map(String)) }),
    }),
  ];
}

/** A text for each image, the same one for all that share it. @param {Pairs} pairs @param {Int32Array} textOf image row -> text row, -1 for none @returns {Pairs} */
export function withTextOfEach(pairs, textOf) {
  const rows = textOf.map((row) => Math.max(0, row));
  return {
    ...pairs,
    texts: subset(pairs.texts, rows),
    imageOf: textOf.map((row, image) => (row < 0 ? -1 : image)),
    fileRows: { ...pairs.fileRows, texts: rows },
    ...(pairs.captions && { captions: Array.from(rows, (row) => /** @type {string[]} */ (pairs.captions)[row]) }),
  };
}

/**
 * The pairs of some texts, with the images that these belong to.
 * @param {Pairs} pairs @param {(text: number) => boolean} keepText
 * @returns {{ pairs: Pairs, leftImages: Int32Array, leftTexts: Int32Array }} rows left out are those in the pairs given
 */
export function keepTexts(pairs, keepText) {
  const { imageOf } = pairs;
  const keptTexts = rowsWith(pairs.texts.rows, keepText);
  const withText = new Uint8Array(pairs.images.rows);
  for (const text of keptTexts) withText[imageOf[text]] = 1;
  const keptImages = rowsWith(pairs.images.rows, (image) => withText[image] === 1);
  const leftImages = rowsWith(pairs.images.rows, (image) => withText[image] === 0);
  const leftTexts = rowsWith(pairs.texts.rows, (text) => !keepText(text));
  if (leftImages.length + leftTexts.length === 0) return { pairs, leftImages, leftTexts };
  if (keptImages.length === 0)
    throw new Failure(
      "TOO_FEW_ROWS",
      `Nothing is left of ${pairs.images.rows} images and ${pairs.texts.rows} texts once the named rows are left out. Check the files.`,
    );
  const newRow = new Int32Array(pairs.images.rows).fill(-1);
  for (const [row, image] of keptImages.entries()) newRow[image] = row;
  const inFile = (/** @type {Role} */ side, /** @type {Int32Array} */ rows) => {
    const fileRows = pairs.fileRows?.[side];
    return fileRows ? rows.map((row) => fileRows[row]) : rows;
  };
  return {
    leftImages,
    leftTexts,
    pairs: {
      ...pairs,
      images: leftImages.length > 0 ? subset(pairs.images, keptImages) : pairs.images,
      texts: leftTexts.length > 0 ? subset(pairs.texts, keptTexts) : pairs.texts,
      imageOf: keptTexts.map((text) => newRow[imageOf[text]]),
      fileRows: { images: inFile("images", keptImages), texts: inFile("texts", keptTexts) },
      ...(pairs.captions && { captions: Array.from(keptTexts, (text) => /** @type {string[]} */ (pairs.captions)[text]) }),
      ...(pairs.metadata && {
        metadata: pairs.metadata.map(({ name, values }) => ({ name, values: Array.from(keptImages, (image) => values[image]) })),
      }),
    },
  };
}

/** The pairs of some images. @param {Pairs} pairs @param {ArrayLike<number>} images @returns {Pairs} */
export function ofImages(pairs, images) {
  const chosen = new Uint8Array(pairs.images.rows);
  for (const image of Array.from(images)) chosen[image] = 1;
  return keepTexts(pairs, (text) => chosen[pairs.imageOf[text]] === 1).pairs;
}

/**
 * Leaves out images with all their texts, texts, and images that no text is left for. Findings carry the files' row numbers.
 * @param {Pairs} pairs @param {{ images?: ArrayLike<number>, texts?: ArrayLike<number> }} rows
 * @param {string} [why] " (…)", for the findings' sentence @returns {Pairs}
 */
export function withoutRows(pairs, { images = [], texts = [] }, why = "") {
  const without = { images: new Set(Array.from(images)), texts: new Set(Array.from(texts)) };
  const kept = keepTexts(pairs, (text) => !without.texts.has(text) && !without.images.has(pairs.imageOf[text]));
  if (kept.pairs === pairs) return pairs;
  const lost = (/** @type {Role} */ side, /** @type {Int32Array} */ rows) =>
    leftOut(side, rows, pairs[side].rows, why, { ids: pairs.ids?.[side], fileRows: pairs.fileRows?.[side] });
  return { ...kept.pairs, findings: [...pairs.findings, ...lost("images", kept.leftImages), ...lost("texts", kept.leftTexts)] };
}
