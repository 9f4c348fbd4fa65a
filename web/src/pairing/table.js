/** A table of pairs, as --pairs names it: which image each text belongs to, by row numbers or by ids. */
import { Failure } from "../failure.js";
import { attributeOf, attributesOf, isId, isInOrder, mayBeId } from "./attributes.js";
import { columnsOf, holdsProse, isNumbered, namesImage, namesRow, namesText, rowNumbers } from "./columns.js";
import { linksBy, matchesOf } from "./ids.js";
import { linkOf } from "./map.js";
import { isWhole, meetingOf } from "./meeting.js";
import { refInWords } from "./roles.js";
import { linkByNames, linkByNumbers, linkByOneTable, statedLink } from "./row-numbers.js";
import { BY_LAST_NUMBER, plainId } from "./spellings.js";

/** @import { ArrayRef, Link, OpenedFile } from "../types.d.ts" */
/** @import { Attribute, Attributes, Column, Sides } from "./types.d.ts" */

const NEEDS =
  "It needs a column image_row or image_id, and text_row or text_id unless its rows are in the order of the texts (rows count from 0)";

/** @param {OpenedFile} table @param {string} what */
const bad = (table, what) => new Failure("BAD_MAP", `${table.file}: ${what}`);

/** @param {Column[]} columns */
const listed = (columns) => (columns.length > 0 ? columns.map(({ name }) => name).join(", ") : "none of words, ids or row numbers");

/** Share of a column's rows that must name a row of a side. */
const ENOUGH = 0.5;

/** The meeting of a table's column with the columns of a side that names most rows of it, if it is enough. @param {Column} column @param {Attribute[]} own */
function bestMeeting(column, own) {
  const [best] = own
    .filter((attribute) => attribute.file !== column.file && !attribute.rowOf && mayBeId(attribute))
    .flatMap((attribute) => meetingOf(column, attribute) ?? [])
    .filter(({ rule }) => rule !== BY_LAST_NUMBER)
    .sort((a, b) => b.texts - a.texts);
  return best && best.texts >= ENOUGH * column.rows ? best : undefined;
}

/** The column of one side: by its name, else by the rows that it names. @param {Column[]} columns @param {(name: string) => boolean} names @param {Attribute[]} own */
function columnOf(columns, names, own) {
  const named = columns.filter(({ name }) => names(name));
  const namesRows = (/** @type {Column} */ column) => !column.rowOf && mayBeId(column) && bestMeeting(column, own) !== undefined;
  const byName =
    named.find(({ name }) => isNumbered(name)) ?? named.find(namesRows) ?? named.find(({ name }) => /id/i.test(name)) ?? named[0];
  if (byName) return byName;
  const candidates = columns.filter(namesRows);
  const [{ file, name } = { file: undefined, name: "" }] = candidates;
  if (file && candidates.length > 1)
    throw bad(file, `several columns could be the one: ${listed(candidates)}. Say which names the images: ${file.file}::${name}.`);
  return candidates[0];
}

/** The columns that say image and text. @param {OpenedFile} table @param {Attributes} own @param {boolean} isTexts the texts' own file @param {string} [name] of the images' column, as the user says */
function columnsOfPairs(table, own, isTexts, name) {
  const columns = columnsOf(table).filter((column) => !column.rowOf || column.name === name);
  const image =
    name !== undefined
      ? columns.find((column) => column.name === name)
      : (columnOf(columns, namesImage, own.images) ??
        columns.find((column) => namesRow(column.name)) ??
        (columns.length === 1 && !holdsProse(columns[0].name) ? columns[0] : undefined));
  if (!image) {
    const what = name !== undefined ? `there is no column "${name}".` : `no column says which image. ${NEEDS}.`;
    throw bad(table, `${what} There are: ${listed(columnsOf(table))}.`);
  }
  const others = columns.filter((column) => column !== image && !column.rowOf && column.rows === image.rows);
  // Columns of the texts' own file are in their order.
  return { image, text: isTexts || image.rowOf ? undefined : columnOf(others, namesText, own.texts) };
}

/** Rows of a side that a column names. @param {OpenedFile} table @param {Column} column @param {ArrayRef} side @param {Attribute[]} own columns of that side @returns {Int32Array} -1: no such row */
function rowsNamed(table, column, side, own) {
  const { rows } = side.array;
  if (!isNumbered(column.name)) {
    const meeting = bestMeeting(column, own);
    if (meeting) return meeting.imageOf;
    const ids = own.find((candidate) => candidate.file !== table && !candidate.beside && isId(candidate));
    if (ids)
      throw bad(
        table,
        `column ${column.name} (${column.values[0]} …) meets no ids of ${refInWords(side)}, whose rows are named by ${ids.name} (${ids.values[0]} …). For row numbers call it ${column.name.replace(/_?ids?$/i, "")}_row.`,
      );
  }
  const numbers = rowNumbers(column.values, rows);
  if (numbers) return numbers;
  const at = column.values.findIndex((value) => !/^\d+$/.test(plainId(value)) || Number(plainId(value)) >= rows);
  throw bad(
    table,
    `"${column.values[at].slice(0, 60)}" in column ${column.name}, row ${at} (counted from 0), names no row of ${refInWords(side)}: its rows are 0 to ${rows - 1}, and no column of ids with it holds that name.`,
  );
}

/** One row per pair, both sides named. @param {OpenedFile} table @param {Column} image @param {Column} text @param {Sides} sides @param {Attributes} own */
function byBothColumns(table, image, text, { images, texts }, own) {
  const imageRows = rowsNamed(table, image, images, own.images);
  const textRows = rowsNamed(table, text, texts, own.texts);
  const imageOf = new Int32Array(texts.array.rows).fill(-1);
  const twice = [];
  for (const [row, textRow] of textRows.entries()) {
    if (textRow < 0 || imageRows[row] < 0) continue;
    if (imageOf[textRow] >= 0 && imageOf[textRow] !== imageRows[row]) twice.push(row);
    imageOf[textRow] = imageRows[row];
  }
  if (twice.length > 0)
    throw bad(
      table,
      `row ${twice[0]} (counted from 0) gives text ${textRows[twice[0]]} a second image. A text belongs to one image; ${twice.length} rows do this.`,
    );
  const says = `${table.file} says which image each text belongs to (${text.name}, ${image.name}).`;
  return linkOf({ by: "ids", label: `${text.name} and ${image.name} in ${table.file}`, says, imageOf });
}

/** One row per text. @param {OpenedFile} table @param {Column} image @param {Sides} sides @param {Attributes} own @returns {Link[]} */
function byOneColumn(table, image, sides, own) {
  const n = sides.images.array.rows;
  const m = sides.texts.array.rows;
  if (image.rows !== m)
    throw bad(
      table,
      `it has ${image.rows} rows, and ${refInWords(sides.texts)} has ${m}. Without a column of texts it needs one row a text. ${NEEDS}.`,
    );
  const text = attributeOf(image);
  if (isNumbered(image.name) && namesImage(image.name)) {
    rowsNamed(table, image, sides.images, []);
    return [linkByNumbers(text, "texts", n, m) ?? byNumbers(image, n)];
  }
  const others = own.images.filter(({ values }) => values !== image.values);
  const [match] = matchesOf([text], others);
  if (match) return linksBy(match);
  const oneTable = n === m ? linkByOneTable(image) : undefined;
  const link = oneTable ?? linkByNumbers(text, "texts", n, m) ?? linkByNames(text, n, true);
  return link ? [link] : [];
}

/** @param {Column} image @param {number} images */
function byNumbers({ name, values, file }, images) {
  const says = `${name} in ${file.file} is the number of each text's image row, counted from 0.`;
  return linkOf({ by: "ids", label: name, says, imageOf: /** @type {Int32Array} */ (rowNumbers(values, images)), ids: { texts: values } });
}

/** Ids on both ends of a table between the sides. @param {OpenedFile} table @param {OpenedFile[]} opened @param {Sides} sides @param {string} [column] that names the images, or the texts */
function through(table, opened, sides, column) {
  const { images, texts } = attributesOf(opened, sides);
  const is = (/** @type {Attribute} */ { file, name }) => file === table && (column === undefined || name === column);
  const by = (/** @type {Attribute} */ attribute) =>
    is(attribute) || (column === undefined && attribute.through.some(({ file }) => file === table));
  const ownImages = images.filter(({ beside }) => !beside);
  const [best, ...others] = matchesOf(texts, ownImages).filter(
    (match) => match.identifying && isWhole(match.meeting, match.image) && (by(match.text) || by(match.image)),
  );
  if (!best) return [];
  const rival = others.find(({ meeting }) => meeting.imageOf.some((image, text) => image !== best.meeting.imageOf[text]));
  if (!rival) return linksBy(best);
  const names = [best, rival].map(({ text, image }) => (text.file === table ? text.name : image.name));
  throw bad(table, `its columns ${names.join(" and ")} give texts different images. Say which is meant: ${table.file}::${names[0]}.`);
}

/**
 * The links that a table of pairs states: one, or two if several images share a text.
 * @param {OpenedFile} table @param {OpenedFile[]} opened the sides' files and the table @param {Sides} sides @param {string} [column] of the images @returns {Link[]}
 */
export function linksByTable(table, opened, sides, column) {
  const own = attributesOf(opened, sides);
  const stated = statedLink(
    columnsOf(table).filter(({ name }) => column === undefined || name === column),
    sides.images.array.rows,
    sides.texts.array.rows,
  );
  if (stated) return [stated];
  const isThird = table !== sides.images.file && table !== sides.texts.file;
  const between = isThird ? through(table, opened, sides, column) : [];
  const links = between.length > 0 ? between : byColumns(table, own, sides, column);
  const name = column === undefined ? table.file : `${table.file}::${column}`;
  return links.map((link) => ({
    ...link,
    trust: "sure",
    doubt: undefined,
    options: ["--pairs", name, ...(link.views ? ["--views", link.views] : [])],
  }));
}

/** @param {OpenedFile} table @param {Attributes} own @param {Sides} sides @param {string} [column] @returns {Link[]} */
function byColumns(table, own, sides, column) {
  const { image, text } = columnsOfPairs(table, own, table === sides.texts.file, column);
  // A column of the images' own file names their texts.
  const n = sides.images.array.rows;
  if (table === sides.images.file && table !== sides.texts.file && image.rows === n) {
    const attribute = own.images.find(({ values }) => values === image.values) ?? attributeOf(image);
    const [match] = matchesOf(own.texts, [attribute]);
    if (match) return linksBy(match);
    const link = linkByNumbers(attribute, "images", n, sides.texts.array.rows);
    if (link) return [link];
    throw bad(table, `${image.name} names no text of ${refInWords(sides.texts)}, by id or by row number.`);
  }
  if (text) return [byBothColumns(table, image, text, sides, own)];
  const texts = own.texts.filter(({ beside, through }) => !beside && through.length === 0);
  if (table !== sides.texts.file && !isInOrder(table, texts))
    throw bad(
      table,
      `its rows are not those of ${refInWords(sides.texts)}, which has ${listed(texts)} of its own, and no column of the table says which text a row is of. Add a column that holds ${texts[0].name} as ${texts[0].file.file} does (${texts[0].values[0]} …).`,
    );
  const links = byOneColumn(table, image, sides, own);
  if (links.length > 0) return links;
  throw bad(
    table,
    `${image.name} names ${new Set(image.values).size} images, and ${refInWords(sides.images)} has ${n} rows without such names. ${NEEDS}, or the images' file a column of the same ids.`,
  );
}

/** The first of the links that a table states. @param {Parameters<typeof linksByTable>} args */
export const linkByTable = (...args) => linksByTable(...args)[0];
