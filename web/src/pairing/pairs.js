/** Two arrays and what is known of their order, as the one input of an audit. */
import { Failure } from "../failure.js";
import { checkMap, mapByOrder, statedMap } from "./map.js";
import { refInWords } from "./roles.js";
import { withoutRows } from "./subset.js";

/** @import { ArrayRef, Finding, InputOrigin, Pairs } from "../types.d.ts" */

/**
 * What belongs together. Without captionsPerImage and imageOf, the files' own map or the counts decide.
 * @typedef {{ images?: ArrayRef, texts?: ArrayRef, captionsPerImage?: number | "map" | null, imageOf?: Int32Array, captions?: string[] }} Choice
 */

/** @param {ArrayRef} ref @returns {InputOrigin} */
function originOf({ file, array }) {
  return { file: file.file, array: array.name, ...(file.blob && { blob: file.blob }) };
}

/** @param {ArrayRef} images @param {ArrayRef} texts @param {number} [each] as the user says */
function countsDoNotFit(images, texts, each) {
  const n = images.array.rows;
  const m = texts.array.rows;
  const counts = `${refInWords(images)} has ${n} images and ${refInWords(texts)} has ${m} texts`;
  const details = { images: n, texts: m, captionsPerImage: each };
  if (each !== undefined)
    return new Failure(
      "PAIR_COUNT",
      `${counts}; with ${each} texts an image there would be ${n * each}. Correct the number of texts an image, or give a map.`,
      details,
    );
  if (Math.abs(n - m) * 10 < n)
    return new Failure(
      "PAIR_COUNT",
      `${counts}, ${Math.abs(n - m)} ${m < n ? "fewer" : "more"}: rows cannot be told apart by order. Export both from the same list of items, or give a map from texts to images.`,
      details,
    );
  if (n % m === 0)
    return new Failure(
      "PAIR_COUNT",
      `${counts}: more images than texts. Swap the two sides if they are the wrong way round, or give a map from texts to images.`,
      details,
    );
  return new Failure(
    "PAIR_COUNT",
    `${counts}, which is no whole number of texts an image. Give a map that says which image each text belongs to.`,
    details,
  );
}

/** @param {ArrayRef} images @param {ArrayRef} texts @param {Choice} choice */
function mapOf(images, texts, { captionsPerImage, imageOf }) {
  if (imageOf) return imageOf;
  const stated = statedMap(images, texts);
  if (captionsPerImage === "map") {
    if (stated) return stated;
    throw new Failure("BAD_MAP", `No map was given, and ${refInWords(texts)} states none. Give one, or the number of texts an image.`, {});
  }
  const n = images.array.rows;
  const m = texts.array.rows;
  if (typeof captionsPerImage === "number") {
    if (!Number.isInteger(captionsPerImage) || captionsPerImage < 1)
      throw new Failure("OUT_OF_RANGE", `${captionsPerImage} texts an image were asked for; it must be a whole number, 1 or more.`, {
        captionsPerImage,
      });
    if (m !== n * captionsPerImage) throw countsDoNotFit(images, texts, captionsPerImage);
    return mapByOrder(n, captionsPerImage);
  }
  if (stated) return stated;
  if (m % n !== 0) throw countsDoNotFit(images, texts);
  return mapByOrder(n, m / n);
}

/** @param {ArrayRef} images @param {ArrayRef} texts @returns {Finding[]} */
function widthFindings(images, texts) {
  const widths = [images.array.cols, texts.array.cols];
  if (widths[0] === widths[1]) return [];
  const message = `${refInWords(images)} is ${widths[0]} wide and ${refInWords(texts)} is ${widths[1]} wide. The directional scores and everything that compares a vector with one of the other side need one width; what is defined without it is computed.`;
  return [{ code: "WIDTHS_DIFFER", level: "warning", message, count: 1, rows: [] }];
}

/** @param {Choice} choice @returns {Pairs} */
export function pair(choice) {
  const { images, texts, captions } = choice;
  if (!images || !texts) {
    const [have, lack] = images ? ["images", "texts"] : texts ? ["texts", "images"] : ["neither side", "images and texts"];
    throw new Failure("ONE_SIDE", `Only ${have} ${images || texts ? "were" : "was"} given. Add the ${lack}.`, { missing: lack });
  }
  if (images.array === texts.array)
    throw new Failure(
      "ONE_SIDE",
      `${refInWords(images)} was chosen for both sides. Choose another array for the images or for the texts.`,
      { missing: "texts" },
    );
  const imageOf = mapOf(images, texts, choice);
  checkMap(imageOf, images, texts);
  if (captions && captions.length !== texts.array.rows)
    throw new Failure(
      "SHAPE",
      `${captions.length} captions were given for the ${texts.array.rows} rows of ${refInWords(texts)}. Give one a row, or none.`,
      { captions: captions.length, texts: texts.array.rows },
    );
  const pairs = {
    images: images.array,
    texts: texts.array,
    imageOf,
    origin: { images: originOf(images), texts: originOf(texts) },
    findings: widthFindings(images, texts),
    ...(captions && { captions }),
  };
  return withoutRows(pairs, {}, " (no text belongs there)");
}
