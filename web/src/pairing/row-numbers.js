/** Links by columns of one side alone: numbers of the other side's rows, or names of images that have none of their own. */
import { factsOf } from "./column-facts.js";
import { isNumbered, namesImage, namesText, rowNumbers } from "./columns.js";
import { inWords } from "./ids.js";
import { linkOf } from "./map.js";
import { placesOf } from "./meeting.js";
import { permutationIn } from "./order-evidence.js";
import { laterRows } from "./repeats.js";
import { plainId } from "./spellings.js";
import { wordsOf } from "./words.js";

/** @import { Link } from "../types.d.ts" */
/** @import { Attribute, Column } from "./types.d.ts" */

const WORDS_OF_TEXT = new Set(["txt", "text", "caption", "cap", "report"]);
const WORDS_OF_IMAGE = new Set(["img", "image"]);

/** txt2img, text_to_image, img2txt, image2captions. @param {string} name @returns {"textToImage" | "imageToText" | undefined} */
function mapNamed(name) {
  const last = name.slice(name.lastIndexOf(".") + 1);
  const words = wordsOf(last.replace(/([A-Za-z])2([A-Za-z])/g, "$1 to $2"));
  const to = words.indexOf("to");
  if (to < 1) return undefined;
  const [from, onto] = [words.slice(0, to), words.slice(to + 1)];
  const has = (/** @type {string[]} */ names, /** @type {Set<string>} */ side) => names.some((word) => side.has(word.replace(/s$/, "")));
  if (has(from, WORDS_OF_TEXT) && has(onto, WORDS_OF_IMAGE)) return "textToImage";
  return has(from, WORDS_OF_IMAGE) && has(onto, WORDS_OF_TEXT) ? "imageToText" : undefined;
}

/** @param {Column} column @param {number} images @param {number} texts @returns {Int32Array | undefined} */
function mapIn({ name, values, rowOf, rows }, images, texts) {
  const which = mapNamed(name);
  if (!which || !values.every((value) => /^\d+$/.test(plainId(value)))) return undefined;
  const numbers = Int32Array.from(values, Number);
  const most = numbers.reduce((a, b) => Math.max(a, b), 0);
  if (which === "textToImage") return !rowOf && rows === texts && most < images ? numbers : undefined;
  if (most >= texts || (rowOf ? rowOf.some((row) => row >= images) : rows !== images)) return undefined;
  const imageOf = new Int32Array(texts).fill(-1);
  for (const [at, text] of numbers.entries()) {
    // A text of two images is no map.
    if (imageOf[text] >= 0) return undefined;
    imageOf[text] = rowOf ? rowOf[at] : at;
  }
  return imageOf;
}

/** A map that a file states under its own name (txt2img). @param {Column[]} columns @param {number} images @param {number} texts @returns {Link | undefined} */
export function statedLink(columns, images, texts) {
  for (const column of columns) {
    const imageOf = mapIn(column, images, texts);
    const says = `Paired by ${inWords(column)}, which states the image of each text.`;
    if (imageOf) return byColumn(column, { by: "map", says, imageOf });
  }
  return undefined;
}

/** @param {Column} column @param {Pick<Link, "says" | "imageOf"> & Partial<Link>} link @returns {Link} */
const byColumn = (column, link) =>
  linkOf({ by: "ids", label: inWords(column), options: ["--pairs", `${column.file.file}::${column.name}`], ...link });

/** Every number of the other side's rows stands in a column: row numbers, or a number that only looks like one. @param {Attribute} attribute @param {"images" | "texts"} of the side that it describes @param {number} images @param {number} texts @returns {Link | undefined} */
export function linkByNumbers(attribute, of, images, texts) {
  const numbers = permutationIn(attribute, of === "texts" ? images : texts);
  if (!numbers || (of === "images" && images !== texts)) return undefined;
  const imageOf = of === "texts" ? numbers : new Int32Array(texts);
  if (of === "images") for (const [image, text] of numbers.entries()) imageOf[text] = image;
  const sure = of === "texts" && namesImage(attribute.name) && isNumbered(attribute.name);
  const from = factsOf(attribute.values).countsFrom;
  const label = inWords(attribute);
  const says = `Paired by ${label}, the number of each ${of === "texts" ? "text’s image" : "image’s text"} row, counted from ${from}.`;
  const doubt = `${label} holds every number from ${from} to ${attribute.rows === numbers.length ? numbers.reduce((a, b) => Math.max(a, b), 0) + Number(from) : ""}, in another order than the rows. Are these the numbers of the ${of === "texts" ? "images" : "texts"} that the rows belong to?`;
  return byColumn(attribute, { says, imageOf, ...(!sure && { trust: "likely", doubt }) });
}

/** The order in which names stand if nobody says otherwise: numbers by size, words as they sort. @param {readonly string[]} names */
function sortedNames(names) {
  const numeric = names.every((name) => /^\d+$/.test(name));
  return [...names].sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Each name's rows stand together. @param {readonly string[]} ids @param {number} distinct */
const inRuns = (ids, distinct) => ids.filter((id, row) => row === 0 || id !== ids[row - 1]).length === distinct;

/**
 * Texts name images that have no ids of their own: the images' rows are in the names' order. Stated: somebody says that the column names the images.
 * @param {Attribute} text @param {number} images @param {boolean} [stated] @returns {Link | undefined}
 */
export function linkByNames(text, images, stated = false) {
  if (text.rowOf) return undefined;
  const ids = text.values.map(plainId);
  const distinct = [...placesOf(ids, 0).keys()];
  if (distinct.length !== images || ids.some((id) => id === "")) return undefined;
  const sorted = sortedNames(distinct);
  const isSorted = sorted.every((name, row) => name === distinct[row]);
  const together = ids.length > images && inRuns(ids, images);
  const order = together ? distinct : sorted;
  const place = new Map(order.map((id, row) => [id, row]));
  const label = inWords(text);
  const how = together && !isSorted ? "in the order in which they first appear" : "in sorted order";
  const doubt = `${label} names ${images} images, and the images’ file does not. Are the image rows ${how} of these names (row 0 is ${order[0]}, row 1 is ${order[1]})?`;
  const says = `Paired by ${label}: it names ${images} images, and the image rows are taken ${how}`;
  return byColumn(text, {
    says: `${says}: row 0 is ${order[0]}.`,
    withoutIds: `${says}.`,
    imageOf: Int32Array.from(ids, (id) => /** @type {number} */ (place.get(id))),
    ids: { images: order, texts: text.values },
    ...(!stated && { trust: "likely", doubt }),
  });
}

/** Rows of one table for both sides: rows with one id are one image, if their vectors are equal. @param {Column} column @returns {Link | undefined} */
export function linkByOneTable(column) {
  if (column.rowOf) return undefined;
  const ids = column.values.map(plainId);
  const first = placesOf(ids, 0);
  const imageOf = Int32Array.from(ids, (id, row) => first.get(id) ?? row);
  const repeated = laterRows(imageOf);
  if (repeated.length === 0) return undefined;
  return byColumn(column, {
    says: `Rows with the same ${inWords(column)} are one image: ${first.size} images, ${ids.length} texts.`,
    imageOf,
    repeated,
    sameAs: repeated.map((row) => imageOf[row]),
    needsEqualRows: true,
    ids: { images: column.values, texts: column.values },
  });
}

/** image_row, image_index. @param {Pick<Attribute, "name">} text */
export const isRowNumber = ({ name }) => namesImage(name) && isNumbered(name);

/** Row numbers of the images, by the column's name. @param {Attribute} text @param {number} images @returns {Link | undefined} */
export function linkByRowNumbers(text, images) {
  const numbers = text.rowOf ? undefined : rowNumbers(text.values, images);
  if (!numbers) return undefined;
  return byColumn(text, {
    says: `Paired by ${inWords(text)}, the number of each text’s image row, counted from 0.`,
    imageOf: numbers,
    ids: { texts: text.values },
  });
}

/** A column of the texts that names images: image_id, file_name. @param {Attribute} text */
export const isOfImages = ({ name, keys }) => namesImage(name) && !namesText(name) && keys !== true;
