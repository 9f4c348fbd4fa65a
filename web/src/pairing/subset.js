/** Pairs without some of their rows. */
import { Failure } from "../failure.js";
import { gatherRows } from "../readers/gather.js";
import { FEW } from "./map.js";

/** @import { Finding, MatrixSource, Pairs, Role } from "../types.d.ts" */

/** Chosen rows of a source, read from it when asked for. @param {MatrixSource} source @param {Int32Array} kept @returns {MatrixSource} */
function subset(source, kept) {
  const { name, cols, dtype } = source;
  return { name, rows: kept.length, cols, dtype, readRows: (begin, end) => gatherRows(source, kept.subarray(begin, end)) };
}

/** @param {number} rows @param {(row: number) => boolean} keep */
function rowsWhere(rows, keep) {
  return Int32Array.from({ length: rows }, (_, row) => row).filter(keep);
}

/** @param {Role} side @param {Int32Array} left @param {number} of @param {string} why @returns {Finding[]} */
function finding(side, left, of, why) {
  if (left.length === 0) return [];
  const word = left.length === 1 ? side.slice(0, -1) : side;
  const message = `${left.length} of ${of} ${side} ${left.length === 1 ? "is" : "are"} left out${why}: ${word} ${[...left.subarray(0, 3)].join(", ")}${left.length > 3 ? " …" : ""}.`;
  return [{ code: "ROWS_LEFT_OUT", level: "warning", message, count: left.length, rows: [...left.subarray(0, FEW)], side }];
}

/**
 * Leaves out images with all their texts, texts, and images that no text is left for. Findings carry the rows' numbers in `pairs`.
 * @param {Pairs} pairs
 * @param {{ images?: ArrayLike<number>, texts?: ArrayLike<number> }} rows
 * @param {string} [why] " (…)", for the findings' sentence
 * @returns {Pairs}
 */
export function withoutRows(pairs, { images = [], texts = [] }, why = "") {
  const { imageOf } = pairs;
  const without = { images: new Set(Array.from(images)), texts: new Set(Array.from(texts)) };
  const keepText = (/** @type {number} */ text) => !without.texts.has(text) && !without.images.has(imageOf[text]);
  const keptTexts = rowsWhere(pairs.texts.rows, keepText);
  const withText = new Uint8Array(pairs.images.rows);
  for (const text of keptTexts) withText[imageOf[text]] = 1;
  const keptImages = rowsWhere(pairs.images.rows, (image) => withText[image] === 1);
  if (keptImages.length === pairs.images.rows && keptTexts.length === pairs.texts.rows) return pairs;
  if (keptImages.length === 0)
    throw new Failure(
      "TOO_FEW_ROWS",
      `Nothing is left of ${pairs.images.rows} images and ${pairs.texts.rows} texts once the named rows are left out. Check the files.`,
      {
        images: without.images.size,
        texts: without.texts.size,
      },
    );

  const newRow = new Int32Array(pairs.images.rows).fill(-1);
  for (const [row, image] of keptImages.entries()) newRow[image] = row;
  const leftImages = rowsWhere(pairs.images.rows, (image) => withText[image] === 0);
  const leftTexts = rowsWhere(pairs.texts.rows, (text) => !keepText(text));
  return {
    ...pairs,
    images: leftImages.length > 0 ? subset(pairs.images, keptImages) : pairs.images,
    texts: leftTexts.length > 0 ? subset(pairs.texts, keptTexts) : pairs.texts,
    imageOf: keptTexts.map((text) => newRow[imageOf[text]]),
    findings: [
      ...pairs.findings,
      ...finding("images", leftImages, pairs.images.rows, why),
      ...finding("texts", leftTexts, pairs.texts.rows, why),
    ],
    ...(pairs.captions && { captions: Array.from(keptTexts, (text) => /** @type {string[]} */ (pairs.captions)[text]) }),
  };
}
