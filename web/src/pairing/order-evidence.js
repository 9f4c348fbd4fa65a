/** What columns say of the order of rows: ids and groups of both sides that agree with it, or that do not. */
import { isId, mayBeId } from "./attributes.js";
import { factsOf } from "./column-facts.js";
import { columnsOf, describes, holdsProse, inOneRecord, tableEvidence } from "./columns.js";
import { columnsInWords, countsInWords, inWords } from "./ids.js";
import { meetingOf, placesOf } from "./meeting.js";
import { spelledBy } from "./spellings.js";

/** @import { OpenedFile } from "../types.d.ts" */
/** @import { Attribute, Column, Match, Sides } from "./types.d.ts" */

/** Groups whose sizes differ by more than this share of the rows are not the same groups. */
const SAME_GROUPS = 0.1;

/** Share of the texts whose value is that of their image, and how much the values as a whole differ. @param {Match} match @param {(text: number) => number} imageOf */
function agreementOf({ text, image, meeting }, imageOf) {
  const ids = { texts: spelledBy(text.values, meeting.rule), images: spelledBy(image.values, meeting.rule) };
  /** @type {Map<string, number>} */
  const balance = new Map();
  const add = (/** @type {string} */ id, /** @type {number} */ one) => balance.set(id, (balance.get(id) ?? 0) + one);
  const differ = [];
  for (let row = 0; row < text.rows; row++) {
    const id = ids.images[imageOf(row)] ?? "";
    if (ids.texts[row] !== id) differ.push(row);
    add(ids.texts[row], 1);
    add(id, -1);
  }
  const unlike = [...balance.values()].reduce((sum, one) => sum + Math.abs(one), 0) / 2;
  return { differ, unlike };
}

/**
 * Groups that both sides have (patient_id, label) against the order of rows: undefined if they agree or cannot tell.
 * @param {Match} match not identifying @param {(text: number) => number} imageOf
 */
export function contradiction(match, imageOf) {
  const { text, image } = match;
  if (text.rowOf || image.rowOf || (match.names < 1 && text.name.toLowerCase() !== image.name.toLowerCase())) return undefined;
  const { differ, unlike } = agreementOf(match, imageOf);
  if (unlike > SAME_GROUPS * text.rows || differ.length <= unlike) return undefined;
  const [row] = differ;
  return `The order of rows contradicts ${columnsInWords(match)}: ${differ.length} of ${text.rows} texts have another value than the image in their place, first text row ${row} (${text.values[row]}) with image row ${imageOf(row)} (${image.values[imageOf(row)]}).`;
}

/** Ids that are there and meet nothing, in words. @param {Attribute[]} texts @param {Attribute[]} images @param {Sides} sides @param {Attribute[]} [grouping] columns of the texts with one value per image */
export function strangers(texts, images, sides, grouping = []) {
  if (inOneRecord(sides.images, sides.texts)) return undefined;
  const own = (/** @type {Attribute[]} */ attributes, /** @type {Attribute[]} */ others) =>
    attributes
      .filter((one) => (isId(one) || grouping.includes(one)) && !others.some(({ origin }) => origin === one.origin))
      .sort((a, b) => Number(a.beside) - Number(b.beside))[0];
  const [text, image] = [own(texts, images), own(images, texts)];
  const first = (/** @type {Attribute} */ { values }) => [...placesOf(values, 0).keys()][0];
  if (!text && !image) return undefined;
  if (!text || !image) {
    const one = /** @type {Attribute} */ (image ?? text);
    // A table of as many rows may describe anything.
    if (one.beside && tableEvidence(one.file.file) * (image ? 1 : -1) <= 0) return undefined;
    const [has, lacks] = image ? ["images", "texts"] : ["texts", "images"];
    return `Only the ${has} name their rows: ${inWords(one)} (${first(one)} …). Nothing says that the ${lacks} are in the same order.`;
  }
  const few = meetingOf(text, image);
  const columns = `${inWords(image)} (${first(image)} …) and ${inWords(text)} (${first(text)} …)`;
  if (!few) return `Both sides name their rows, and no name is on both: ${columns}.`;
  return `Both sides name their rows, and few names are on both: ${few.images} of ${image.rows} images and ${few.texts} of ${text.rows} texts meet by ${columns}.`;
}

/** Columns with values that could name rows, whatever the rows are. @param {Column} column */
const mayName = (column) => mayBeId(column) && !describes(column.name) && !holdsProse(column.name);

/** Half of a side's rows are named in a column. @param {Attribute} one @param {Column} column */
const meets = (one, column) => 2 * (meetingOf(one, column)?.texts ?? 0) >= one.rows;

/**
 * A table that could lead from one side to the other, and whose column of one side's ids names no row of that side, in words.
 * @param {OpenedFile[]} opened @param {{ images: Attribute[], texts: Attribute[] }} attributes
 */
export function strayTable(opened, { images, texts }) {
  const own = (/** @type {Attribute[]} */ all) => all.filter(({ through, beside }) => through.length === 0 && !beside);
  const goTogether = (/** @type {Attribute} */ one, /** @type {Column} */ column) =>
    one.name.toLowerCase() === column.name.toLowerCase() || meets(one, column);
  for (const [side, other] of [
    [own(images), own(texts)],
    [own(texts), own(images)],
  ])
    for (const table of opened.filter(({ arrays }) => arrays.length === 0))
      for (const column of columnsOf(table).filter(mayName)) {
        const named = side.find((one) => mayName(one) && one.name.toLowerCase() === column.name.toLowerCase());
        if (!named || meets(named, column)) continue;
        const way = columnsOf(table).find((beside) => beside !== column && mayName(beside) && other.some((one) => goTogether(one, beside)));
        if (!way) continue;
        const [theirs, ours] = [column.values[0], named.values[0]];
        return `${table.file} lies between the two sides by ${way.name} and ${column.name}, and few of its ${column.name} (${theirs} …), or none, are in ${inWords(named)} (${ours} …). Nothing else says that the rows are in the same order.`;
      }
  return undefined;
}

/** A row number of the other side for each row, if a column holds every number once or equally often. @param {Attribute} attribute @param {number} others rows of the other side @returns {Int32Array | undefined} */
export function permutationIn({ values, rowOf, rows }, others) {
  const { countsFrom, countsUp, distinct, filled } = factsOf(values);
  if (rowOf || countsFrom === null || countsUp || distinct !== others || filled !== rows) return undefined;
  return Int32Array.from(values, (value) => Number(value) - countsFrom);
}

/** @param {Match} match */
export const confirmedInWords = (match) => `${columnsInWords(match)}: ${countsInWords(match, false)}`;
