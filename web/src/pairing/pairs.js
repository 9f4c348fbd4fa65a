/** Two arrays and what is known of their order, as the one input of an audit. */
import { Failure } from "../failure.js";
import { captionFindings } from "./captions.js";
import { inOneOrder } from "./dimensions.js";
import { onRows, warning } from "./findings.js";
import { checkMap, mapByOrder, statedMap } from "./map.js";
import { firstTextOf, metadataByImage } from "./metadata.js";
import { evidence, refInWords } from "./roles.js";
import { plainId } from "./spellings.js";
import { keepTexts, leftOut, rowsWith, withTextOfEach } from "./subset.js";
import { withTogether } from "./together.js";

/** @import { ArrayRef, Finding, InputOrigin, Link, Pairs, PairingChoice, Role } from "../types.d.ts" */
/** @import { Choice } from "./types.d.ts" */

/** Formats whose headers state how many rows and columns an array has. */
const STATES_SHAPE = new Set(["npy", "npz", "safetensors", "hdf5"]);

/** @param {ArrayRef} ref @returns {InputOrigin} */
function originOf({ file, array }) {
  const shapeFrom = array.plain || STATES_SHAPE.has(file.format) ? "header" : "values";
  return { file: file.file, array: array.name, ...(file.blob && { blob: file.blob }), shapeFrom };
}

/** @param {ArrayRef} images @param {ArrayRef} texts @param {number} [each] as the user says */
function countsDoNotFit(images, texts, each) {
  const n = images.array.rows;
  const m = texts.array.rows;
  const counts = `${refInWords(images)} has ${n} images and ${refInWords(texts)} has ${m} texts`;
  const failure = (/** @type {string} */ message) =>
    new Failure("PAIR_COUNT", counts + message, { images: n, texts: m, captionsPerImage: each });
  if (each !== undefined)
    return failure(`; with ${each} texts an image there would be ${n * each}. Correct the number of texts an image, or give a map.`);
  if (Math.abs(n - m) * 10 < n)
    return failure(
      `, ${Math.abs(n - m)} ${m < n ? "fewer" : "more"}: rows cannot be told apart by order. Export both from the same list of items, or give a map from texts to images.`,
    );
  if (n % m === 0)
    return failure(": more images than texts. Swap the two sides if they are the wrong way round, or give a map from texts to images.");
  if (m < n)
    return failure(
      ": fewer texts than images. Prompts or names of classes are not paired with images and cannot be audited with them; if each text does belong to an image, give a map that says to which.",
    );
  return failure(", which is no whole number of texts an image. Give a map that says which image each text belongs to.");
}

/** @param {ArrayRef} images @param {ArrayRef} texts @param {Choice} choice @returns {{ imageOf: Int32Array, pairing: PairingChoice }} */
function mapOf(images, texts, { captionsPerImage, imageOf, link, undecided, confirmed }) {
  if (imageOf) return { imageOf, pairing: { by: "given", says: "A map gives each text its image.", options: null } };
  if (link) {
    const { by, says, withoutIds, options = null } = link;
    return { imageOf: link.imageOf, pairing: { by, says, ...(withoutIds && { withoutIds }), options } };
  }
  const stated = statedMap(images, texts);
  const byMap = () => ({
    imageOf: /** @type {Int32Array} */ (stated),
    pairing: { by: /** @type {const} */ ("map"), says: `${images.file.file} states which text belongs to which image.`, options: [] },
  });
  if (captionsPerImage === "map") {
    if (stated) return byMap();
    throw new Failure("BAD_MAP", `No map was given, and ${refInWords(texts)} states none. Give one, or the number of texts an image.`);
  }
  const n = images.array.rows;
  const m = texts.array.rows;
  if (typeof captionsPerImage === "number") {
    if (!Number.isInteger(captionsPerImage) || captionsPerImage < 1)
      throw new Failure("OUT_OF_RANGE", `${captionsPerImage} texts an image were asked for; it must be a whole number, 1 or more.`);
    if (m !== n * captionsPerImage) throw countsDoNotFit(images, texts, captionsPerImage);
  } else if (stated) return byMap();
  else if (undecided) throw new Failure("PAIRS_UNCLEAR", undecided);
  else if (m % n !== 0) throw countsDoNotFit(images, texts);
  const each = m / n;
  const says = `Paired by the order of rows: ${each === 1 ? "one text" : `${each} texts`} an image${confirmed ? `; ${confirmed}, in the same order` : ""}.`;
  return { imageOf: mapByOrder(n, each), pairing: { by: "order", says, options: ["--captions", String(each)] } };
}

/** Rows without an id may well have a partner, which nothing tells. @param {Role} side @param {Int32Array} left @param {number} of @param {string} why @param {string[]} [ids] by row */
function withoutPartner(side, left, of, why, ids) {
  const nameless = (/** @type {number} */ row) => ids?.[row] !== undefined && plainId(ids[row]) === "";
  const named = left.filter((row) => !nameless(row));
  return [...leftOut(side, named, of, why, { ids }), ...leftOut(side, left.filter(nameless), of, " (without an id)")];
}

/** Leaves out what the link pairs with nothing, and says so. @param {Pairs} pairs @param {Link} [link] @returns {Pairs} */
function pairedRows(pairs, link) {
  const { images, texts, ids } = pairs;
  const kept = keepTexts(pairs, (text) => pairs.imageOf[text] >= 0);
  if (kept.pairs === pairs && !link?.textOf) return pairs;
  const repeated = new Set(link?.repeated);
  const why = link?.views ? "have the text of an earlier image, which stands for them" : "repeat an image and count once with it";
  const lonely = kept.leftImages.filter((row) => !repeated.has(row));
  const findings = [...pairs.findings];
  const repeats = `${repeated.size} of ${images.rows} image rows ${why}: ${kept.pairs.images.rows} images.`;
  if (repeated.size > 0) findings.push(onRows("REPEATED_IMAGES", repeats, [...repeated], { level: "note", side: "images" }));
  const used = new Set(link?.textOf);
  const allTexts = link?.textOf ? link.imageOf.length : texts.rows;
  const unused = link?.textOf ? rowsWith(allTexts, (text) => !used.has(text)) : kept.leftTexts;
  findings.push(
    ...withoutPartner("images", lonely, images.rows, " (no text belongs there)", ids?.images),
    ...withoutPartner("texts", unused, allTexts, " (their image is not among the images)", ids?.texts),
  );
  return { ...kept.pairs, findings };
}

/** @param {ArrayRef} images @param {ArrayRef} texts @returns {Finding[]} */
function widthFindings(images, texts) {
  const widths = [images.array.cols, texts.array.cols];
  if (widths[0] === widths[1]) return [];
  const message = `${refInWords(images)} is ${widths[0]} wide and ${refInWords(texts)} is ${widths[1]} wide. The directional scores and everything that compares a vector with one of the other side need one width; what is defined without it is computed.`;
  return [warning("WIDTHS_DIFFER", message)];
}

/** Values do not tell the sides apart: either may repeat, be long or be short. Names do. @param {ArrayRef} images @param {ArrayRef} texts @returns {Finding[]} */
function roleFindings(images, texts) {
  if (evidence(images) >= 0 || evidence(texts) <= 0) return [];
  const message = `The names suggest the other way round: ${refInWords(images)} is taken as images, ${refInWords(texts)} as texts. Swap the two sides if that is a slip; every directional score then changes its name.`;
  return [warning("SIDES_SWAPPED", message)];
}

/** @param {Choice} choice @returns {Pairs} */
export function pair(choice) {
  const { images, texts } = choice;
  if (!images || !texts) {
    if (!images && !texts)
      throw new Failure("ONE_SIDE", "No embeddings were given. Add the file of image embeddings and the file of text embeddings.");
    const [have, lack] = images ? ["images", "texts"] : ["texts", "images"];
    throw new Failure("ONE_SIDE", `Only ${have} were given. Add the ${lack}.`);
  }
  if (images.array === texts.array)
    throw new Failure("ONE_SIDE", `${refInWords(images)} was chosen for both sides. Choose another array for the images or for the texts.`);
  if (choice.odd && !choice.keepDimensions) throw new Failure("ROWS_UNCLEAR", choice.odd);
  const { link, captions } = choice;
  const { imageOf, pairing } = mapOf(images, texts, choice);
  checkMap(imageOf, images, texts, link !== undefined && imageOf === link.imageOf);
  if (captions && captions.length !== texts.array.rows)
    throw new Failure(
      "SHAPE",
      `${captions.length} captions were given for the ${texts.array.rows} rows of ${refInWords(texts)}. Give one a row, or none.`,
    );
  const ids = { ...choice.ids, ...link?.ids };
  const metadata = choice.metadata && metadataByImage(choice.metadata, link?.textOf ?? firstTextOf(imageOf, images.array.rows), captions);
  const dimensions = inOneOrder(images, texts);
  const pairs = {
    images: images.array,
    texts: dimensions.texts,
    imageOf,
    origin: { images: originOf(images), texts: originOf(texts) },
    findings: [...roleFindings(images, texts), ...widthFindings(images, texts), ...dimensions.findings, ...captionFindings(captions ?? [])],
    pairing,
    ids,
    ...(captions && { captions }),
    ...(metadata && { metadata }),
  };
  return withTogether(pairedRows(link?.textOf ? withTextOfEach(pairs, link.textOf) : pairs, link), choice);
}
