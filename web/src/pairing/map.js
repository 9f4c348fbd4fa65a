/** Text -> image maps: by order, as a file states them, or as the caller gives them. */
import { Failure } from "../failure.js";
import { refInWords } from "./roles.js";

/** @import { ArrayRef, Link } from "../types.d.ts" */

/** How many rows a sentence or a finding names. */
export const FEW = 10;

const NONE = new Int32Array(0);

/** A link that is sure and repeats no image, unless it says otherwise. @param {Pick<Link, "by" | "label" | "says" | "imageOf"> & Partial<Link>} link @returns {Link} */
export const linkOf = (link) => ({ repeated: NONE, sameAs: NONE, trust: "sure", ...link });

/** Texts in the images' order, the same number for each. @param {number} images @param {number} each */
export function mapByOrder(images, each) {
  return Int32Array.from({ length: images * each }, (_, text) => Math.floor(text / each));
}

/** The map that a file states for these two arrays of it. @param {ArrayRef | undefined} images @param {ArrayRef | undefined} texts */
export function statedMap(images, texts) {
  if (!images || images.file !== texts?.file) return undefined;
  const { map } = images.file;
  return map && map.images === images.array.name && map.texts === texts.array.name ? map.imageOf : undefined;
}

/** @param {Int32Array} imageOf @param {ArrayRef} images @param {ArrayRef} texts @param {boolean} [gaps] -1 stands for a text without an image */
export function checkMap(imageOf, images, texts, gaps = false) {
  const { rows } = images.array;
  if (imageOf.length !== texts.array.rows)
    throw new Failure(
      "BAD_MAP",
      `The map names an image for ${imageOf.length} texts, and ${refInWords(texts)} has ${texts.array.rows} rows. The map needs one entry a text.`,
    );
  const isOutside = (/** @type {number} */ image) => image < (gaps ? -1 : 0) || image >= rows;
  const first = imageOf.findIndex(isOutside);
  if (first >= 0)
    throw new Failure(
      "BAD_MAP",
      `The map gives text ${first} the image ${imageOf[first]}, and ${refInWords(images)} has the rows 0 to ${rows - 1}. ${imageOf.filter(isOutside).length} of ${imageOf.length} entries lie outside; correct them.`,
    );
}
