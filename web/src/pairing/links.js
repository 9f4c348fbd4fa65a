/** Every way in which columns say that rows belong together, the best first, and what they say against the order of rows. */
import { attributesOf, isId } from "./attributes.js";
import { factsOf } from "./column-facts.js";
import { columnsOf, describes, namesImage, namesRow, namesText, proseColumn } from "./columns.js";
import { warning } from "./findings.js";
import { columnsInWords, inWords, isDense, linkByEqualRows, linksBy, matchesOf } from "./ids.js";
import { confirmedInWords, contradiction, strangers, strayTable } from "./order-evidence.js";
import { isOfImages, isRowNumber, linkByNames, linkByNumbers, linkByOneTable, linkByRowNumbers, statedLink } from "./row-numbers.js";
import { blocksContradict, linkByBlocks } from "./shapes.js";

/** @import { Link, OpenedFile, Question, RowIds } from "../types.d.ts" */
/** @import { Attribute, Attributes, Evidence, Match, Sides } from "./types.d.ts" */

/** @param {string} code @param {string} message */
const doubt = (code, message) => warning(code, message, { asks: true });

/** @param {Sides} sides @returns {((text: number) => number) | undefined} text row -> image row if the order of rows decides */
function orderOf({ images, texts }) {
  const each = texts.array.rows / images.array.rows;
  return Number.isInteger(each) ? (text) => Math.floor(text / each) : undefined;
}

/** @param {Pick<Link, "imageOf" | "repeated" | "textOf">} link @param {((text: number) => number) | undefined} order */
const isOrder = ({ imageOf, repeated, textOf }, order) =>
  !textOf && order !== undefined && repeated.length === 0 && imageOf.every((image, text) => image === order(text));

/** Columns that say the same (image_id and image_path) are offered once. @param {Link[]} links */
const withoutTwins = (links) =>
  links.filter(
    ({ views, imageOf }, index) =>
      links.findIndex((one) => one.views === views && one.imageOf.every((image, text) => image === imageOf[text])) === index,
  );

/** First text row that two matches give different images; -1 for none. @param {Match} a @param {Match} b */
function firstApart(a, b) {
  const other = b.meeting.imageOf;
  return a.meeting.imageOf.findIndex((image, text) => image >= 0 && other[text] >= 0 && image !== other[text]);
}

/** Two columns of ids that give a text different images. @param {Match[]} matches identifying */
function conflictOf([best, ...others]) {
  const byChance = isDense(best.text, best.meeting.rule) && isDense(best.image, best.meeting.rule);
  const rival = best.sure && others.find((match) => (match.sure || (byChance && match.whole)) && firstApart(match, best) >= 0);
  if (!rival) return undefined;
  const text = firstApart(rival, best);
  return `${columnsInWords(best)} and ${columnsInWords(rival)} disagree: text row ${text} belongs to image row ${best.meeting.imageOf[text]} by the first, to image row ${rival.meeting.imageOf[text]} by the second.`;
}

/** Small whole numbers that pair the rows in one way, beside columns of both sides that count up and say that they are in order. @param {Match | undefined} match @param {Attributes} attributes @param {((text: number) => number) | undefined} order */
function countsConflict(match, { images, texts }, order) {
  if (!match || !order || ![match.text, match.image].every(({ values }) => factsOf(values).countsFrom !== null)) return undefined;
  if (isOrder({ imageOf: match.meeting.imageOf, repeated: match.meeting.repeated }, order)) return undefined;
  const counting = (/** @type {Attribute} */ { values, name, keys, through }) =>
    through.length === 0 && factsOf(values).countsUp && (keys || namesImage(name));
  const [image, text] = [images.find(counting), texts.find(counting)];
  if (!image || !text || text.values[0] !== image.values[0]) return undefined;
  return `${columnsInWords(match)} put the rows in another order than ${inWords(image)} and ${inWords(text)}, which both count up from ${image.values[0]}.`;
}

/** Texts that name their image, against the order of rows: the texts of one image have one name, and no other image's has it. @param {Attribute} text @param {(text: number) => number} order @param {number} images */
function namesContradict({ values }, order, images) {
  /** @type {Map<string, number>} */
  const imageOf = new Map();
  for (const [row, id] of values.entries()) {
    const image = order(row);
    if ((imageOf.get(id) ?? image) !== image) return row;
    imageOf.set(id, image);
  }
  return imageOf.size === images
    ? undefined
    : values.findIndex((id, row) => row > 0 && order(row) === order(row - 1) && id !== values[row - 1]);
}

/** As many different values as there are images, whatever the column is called. @param {Attribute} text @param {number} images */
function mayNameImages({ values, name, rowOf }, images) {
  const { distinct, fractional, prose } = factsOf(values);
  return !rowOf && !fractional && !prose && !describes(name) && distinct === images;
}

/** What one side says alone. @param {Attributes} attributes @param {Sides} sides @param {((text: number) => number) | undefined} order */
function alone({ images, texts, shared }, sides, order) {
  const [n, m] = [sides.images.array.rows, sides.texts.array.rows];
  /** @type {Link[]} */
  const links = [];
  /** @type {Question[]} */
  const against = [];
  const own = texts.filter(({ through }) => through.length === 0);
  const isShared = (/** @type {Attribute} */ { origin }) => shared.some((column) => column.origin === origin);
  const imagesHaveIds = images.some(
    (image) => !isShared(image) && (isId(image) || namesImage(image.name) || own.some(({ name }) => name === image.name)),
  );
  const ofImages = own.filter((text) => isOfImages(text) || (n !== m && mayNameImages(text, n)));
  for (const text of imagesHaveIds ? [] : ofImages) {
    const link = n === m && isShared(text) ? linkByOneTable(text) : isRowNumber(text) ? linkByRowNumbers(text, n) : linkByNames(text, n);
    if (link) links.push(link);
    else if (n !== m && order && !isShared(text)) {
      const row = namesContradict(text, order, n);
      if (row !== undefined && row >= 0)
        against.push(
          doubt(
            "IDS_UNUSED",
            `${inWords(text)} names the images of the texts, contradicts the order of rows at text row ${row}, and the images have no names to meet it.`,
          ),
        );
    }
  }
  if (links.length === 0) {
    const numbered = own.flatMap((text) => (isShared(text) ? [] : (linkByNumbers(text, "texts", n, m) ?? [])));
    const unshared = images.filter((image) => image.through.length === 0 && !isShared(image));
    links.push(...numbered, ...unshared.flatMap((image) => linkByNumbers(image, "images", n, m) ?? []));
  }
  return { links, against };
}

/** @param {OpenedFile[]} opened @param {Sides} sides @returns {Evidence} */
export function linksOf(opened, sides) {
  const attributes = attributesOf(opened, sides);
  const captions = proseColumn(attributes.texts);
  const leading = new Set(
    [...attributes.images, ...attributes.texts].flatMap(({ file, through }) => [file, ...through.map((key) => key.file)]),
  );
  return { ...linksFrom(attributes, opened, sides), leading, ...(captions && { captions }) };
}

/** @param {Attributes} attributes @param {OpenedFile[]} opened @param {Sides} sides @returns {Omit<Evidence, "leading">} */
function linksFrom(attributes, opened, sides) {
  const [n, m] = [sides.images.array.rows, sides.texts.array.rows];
  const order = orderOf(sides);
  const matches = matchesOf(attributes.texts, attributes.images, attributes.shared);
  const identifying = matches.filter((match) => match.identifying);
  /** @type {Question[]} */
  const against = [];
  /** @type {Link[]} */
  const links = [];
  const stated = statedLink(opened.flatMap(columnsOf), n, m);
  const blocks = linkByBlocks(sides);
  if (stated) links.push(stated);
  const conflict = identifying.length > 1 ? conflictOf(identifying) : countsConflict(identifying[0], attributes, order);
  if (conflict && !stated) against.push(doubt("IDS_CONFLICT", conflict));
  links.push(...identifying.flatMap(linksBy));
  if (blocks && links.some(({ imageOf }) => imageOf.some((image, text) => image >= 0 && image !== blocks.imageOf[text])))
    against.push(doubt("SHAPES_UNCLEAR", `${blocks.label} contradicts ${links[0].label}.`));
  if (blocks) links.push(blocks);
  const [best] = matches;
  if (links.length === 0 && n === m && best?.sure && best.names >= 1 && best.meeting.repeated.length > 0 && best.meeting.sharedText)
    links.push(linkByEqualRows(best, order && contradiction(best, order)));
  if (links.length === 0) {
    const ofOneSide = alone(attributes, sides, order);
    links.push(...ofOneSide.links);
    against.push(...ofOneSide.against);
  }
  const names = namesOfRows(attributes);
  if (order && links[0] && (!links[0].doubt || identifying.length > 0) && isOrder(links[0], order) && !conflict) {
    // Only ids of both sides, or a stated map, confirm the order.
    const says = identifying[0] ? confirmedInWords(identifying[0]) : stated?.label;
    return { links: [], ...(says !== undefined && !links[0].doubt && { confirmed: says }), against, ids: { ...names, ...links[0].ids } };
  }
  if (order && links.length === 0) {
    const groups = matches.map((match) => contradiction(match, order)).find(Boolean);
    if (groups) against.push(doubt("IDS_DISAGREE", groups));
  }
  const lengths = links.length === 0 ? blocksContradict(sides) : undefined;
  if (lengths) against.push(doubt("SHAPES_UNCLEAR", lengths));
  if (links.length === 0 && against.length === 0) {
    const grouping = n === m ? [] : attributes.texts.filter((text) => text.through.length === 0 && mayNameImages(text, n));
    const unmet = strangers(attributes.texts, attributes.images, sides, grouping) ?? strayTable(opened, attributes);
    if (unmet) against.push(doubt("IDS_DO_NOT_MEET", unmet));
  }
  return { links: withoutTwins(links), against, ids: names };
}

const hasId = (/** @type {string} */ name) => /id/i.test(name);

/** What rows are called, for reading a preview. @param {Attributes} attributes @returns {RowIds} */
function namesOfRows({ images, texts }) {
  const plain = (/** @type {Attribute[]} */ all) => all.filter(({ rowOf, through }) => !rowOf && through.length === 0);
  const [own, other] = [plain(images), plain(texts)];
  const image =
    own.find(({ keys }) => keys) ??
    own.find(({ name }) => namesImage(name) && hasId(name)) ??
    own.find(({ name }) => namesImage(name) || namesRow(name));
  const text = other.find(({ keys }) => keys) ?? other.find(({ name }) => namesText(name));
  return { ...(image && { images: image.values }), ...(text && { texts: text.values }) };
}
