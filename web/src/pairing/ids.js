/** Links by columns: ids in both files, or a table that says which image each text belongs to. Nothing is read here. */
import { baseName, countsUp, isNumbered, namesImage, namesRow, namesText, plainId, rowNumbers, sideColumns } from "./columns.js";

/** @import { ArrayRef, Link, OpenedFile } from "../types.d.ts" */
/** @import { Column } from "./columns.js" */

/** @typedef {{ images: ArrayRef, texts: ArrayRef }} Sides */

/** Share of a side that must find the other before two columns count as the same ids. */
const ENOUGH = 0.5;
/** Below this share of both sides the join is asked about. */
const NEARLY_ALL = 0.9;

const NONE = new Int32Array(0);

/** @param {Column} column */
const inWords = ({ file, name }) => `${name} in ${file.file}`;

/** @param {Column} column */
const option = ({ file, name }) => ["--pairs", `${file.file}::${name}`];

/** First row of each id, and the rows that repeat one. @param {string[]} ids */
function firstRows(ids) {
  /** @type {Map<string, number>} */
  const first = new Map();
  const repeated = [];
  const sameAs = [];
  for (const [row, id] of ids.entries()) {
    if (id === "") continue;
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, row);
    else {
      repeated.push(row);
      sameAs.push(earlier);
    }
  }
  return { first, repeated: Int32Array.from(repeated), sameAs: Int32Array.from(sameAs) };
}

/** How ids may be spelled alike on both sides. @param {Column} a @param {Column} b */
function spellings(a, b) {
  return namesImage(a.name) && namesImage(b.name) ? [plainId, baseName] : [plainId];
}

/** How well the names of two columns go together; 0: not at all. @param {Column} text @param {Column} image */
function affinity(text, image) {
  const same = text.name.toLowerCase() === image.name.toLowerCase();
  if (namesImage(text.name)) return namesImage(image.name) ? (same ? 4 : 3) : namesRow(image.name) ? 2 : 0;
  return same && namesRow(text.name) && !countsUp(text.values) && !countsUp(image.values) ? 1 : 0;
}

/** The texts' column of ids looked up in the images'. @param {Column} text @param {Column} image @returns {Link | undefined} */
export function joinedBy(text, image) {
  for (const spell of spellings(text, image)) {
    const ids = { images: image.values.map(spell), texts: text.values.map(spell) };
    const { first, repeated, sameAs } = firstRows(ids.images);
    const imageOf = Int32Array.from(ids.texts, (id) => first.get(id) ?? -1);
    const withImage = imageOf.filter((row) => row >= 0).length;
    const withText = new Set(imageOf).size - (withImage < imageOf.length ? 1 : 0);
    const shares = [withImage / imageOf.length, withText / first.size];
    if (withImage === 0 || Math.max(...shares) < ENOUGH) continue;
    const likely = Math.min(...shares) < NEARLY_ALL;
    const label = text.name === image.name && text.file === image.file ? inWords(text) : `${inWords(text)} and ${inWords(image)}`;
    return {
      by: "ids",
      label,
      says: `Texts find their image by ${label}.`,
      imageOf,
      repeated,
      sameAs,
      trust: likely ? "likely" : "sure",
      ...(likely && {
        doubt: `By ${label}, ${withImage} of ${imageOf.length} texts find an image and ${withText} of ${first.size} images a text; the others would be left out. Are these the right columns?`,
      }),
      ids: { images: image.values, texts: text.values },
      // The images' ids must be in their own file, or in the same table, for the command to find them.
      ...((image.file === text.file || image.file.arrays.length > 0) && { options: option(text) }),
    };
  }
  return undefined;
}

/** Rows of one table for both sides: rows with one id are one image. @param {Column} column @param {boolean} shared */
export function oneTable(column, shared) {
  const ids = column.values.map(plainId);
  const { first, repeated, sameAs } = firstRows(ids);
  if (repeated.length === 0) return undefined;
  /** @type {Link} */
  const link = {
    by: "ids",
    label: inWords(column),
    says: `Rows with the same ${inWords(column)} are one image: ${first.size} images, ${ids.length} texts.`,
    imageOf: Int32Array.from(ids, (id, row) => first.get(id) ?? row),
    repeated,
    sameAs,
    trust: shared ? "sure" : "likely",
    ...(!shared && { doubt: `Does ${inWords(column)} name the images of both files, row by row?`, settledByEqualRows: true }),
    ids: { images: column.values, texts: column.values },
    options: option(column),
  };
  return link;
}

/** The table names images that have no ids of their own: by row number, or in the order in which they first appear. @param {Column} column @param {number} images */
export function byOrderOfNames(column, images) {
  const numbers = rowNumbers(column.values, images);
  const distinct = [...new Set(column.values.map(plainId))];
  /** @type {Omit<Link, "imageOf" | "says" | "trust">} */
  const common = {
    by: "ids",
    label: inWords(column),
    repeated: NONE,
    sameAs: NONE,
    ids: { texts: column.values },
    options: option(column),
  };
  if (numbers && (isNumbered(column.name) || distinct.length === images))
    return /** @type {Link} */ ({
      ...common,
      says: `${inWords(column)} is the number of each text's image row, counted from 0.`,
      imageOf: numbers,
      trust: isNumbered(column.name) ? "sure" : "likely",
      ...(!isNumbered(column.name) && { doubt: `Are the numbers in ${inWords(column)} the numbers of the image rows, counted from 0?` }),
    });
  if (distinct.length !== images) return undefined;
  const sorted = distinct.every((id, i) => i === 0 || distinct[i - 1] < id);
  const place = new Map(distinct.map((id, row) => [id, row]));
  return /** @type {Link} */ ({
    ...common,
    says: `${inWords(column)} names ${images} images; image row 0 is the first of them, and so on.`,
    imageOf: Int32Array.from(column.values, (id) => /** @type {number} */ (place.get(plainId(id)))),
    ids: { images: distinct, texts: column.values },
    trust: sorted ? "sure" : "likely",
    ...(!sorted && { doubt: `Are the image rows in the order in which ${inWords(column)} first names them?` }),
  });
}

/** @param {Link} link */
const inRowOrder = ({ imageOf, repeated }) => repeated.length === 0 && imageOf.every((image, text) => image === text);

/** Images named by their row, for reading a preview. @param {Column[]} columns */
function namesOfRows(columns) {
  return (columns.find(({ name }) => namesImage(name) && hasId(name)) ?? columns.find(({ name }) => namesImage(name) || namesRow(name)))
    ?.values;
}

const hasId = (/** @type {string} */ name) => /id/i.test(name);

/**
 * Every link that the columns give, the best first, and what the rows are called.
 * @param {OpenedFile[]} opened @param {Sides} sides
 */
export function linksByIds(opened, sides) {
  const columns = sideColumns(opened, sides);
  const n = sides.images.array.rows;
  const m = sides.texts.array.rows;
  /** @type {{ link: Link, score: number }[]} */
  const found = [];
  for (const text of columns.texts) {
    const before = found.length;
    for (const image of columns.images) {
      // Columns of one table describe its rows; they do not join them.
      const score = text.file === image.file ? 0 : affinity(text, image);
      const link = score > 0 ? joinedBy(text, image) : undefined;
      if (link) found.push({ link, score: score + (link.trust === "sure" ? 30 : 20) });
    }
    // What the images' own ids say goes before any guess at their order.
    if (found.length > before || !namesImage(text.name)) continue;
    const preferred = hasId(text.name) ? 0.5 : 0;
    const alone = n === m ? oneTable(text, columns.shared.includes(text)) : byOrderOfNames(text, n);
    if (alone) found.push({ link: alone, score: preferred + (alone.trust === "sure" ? 9 : 4) });
  }
  found.sort((a, b) => b.score - a.score);
  const agree = n === m && found.some(({ link }) => inRowOrder(link));
  const images = namesOfRows(columns.images);
  const texts = columns.texts.find(({ name }) => namesText(name))?.values;
  return {
    // Ids that agree with the order of rows say nothing new.
    links: agree ? [] : withoutTwins(found.map(({ link }) => link)),
    ids: { ...(images && { images }), ...(texts && { texts }) },
  };
}

/** Columns that say the same (image_id and image_path) are offered once. @param {Link[]} links */
function withoutTwins(links) {
  return links.filter(
    (link, index) => !links.slice(0, index).some((earlier) => earlier.imageOf.every((image, text) => image === link.imageOf[text])),
  );
}
