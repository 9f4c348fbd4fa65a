/** Links by ids: columns of both sides whose values meet, whatever they are called. Nothing is read here. */
import { mayBeId } from "./attributes.js";
import { factsOf } from "./column-facts.js";
import { describes, namesImage, namesRow, namesText, tableEvidence } from "./columns.js";
import { linkOf } from "./map.js";
import { isWhole, meetingOf, ruleInWords } from "./meeting.js";
import { BY_LAST_NUMBER, spelledBy } from "./spellings.js";

/** @import { Link } from "../types.d.ts" */
/** @import { Attribute, Match } from "./types.d.ts" */

/** Share of a side that must find the other before two columns count as the same ids. */
const ENOUGH = 0.5;
/** Ids that meet by chance are few. */
const MANY = 10;

/** @param {{ file: { file: string }, name: string }} column */
export const inWords = ({ file, name }) => `${name} in ${file.file}`;

/** @param {number} value */
const count = (value) => value.toLocaleString("en");

/** How well the names of two columns go together; 0: not at all. @param {Attribute} text @param {Attribute} image */
function affinity(text, image) {
  const same = text.name.toLowerCase() === image.name.toLowerCase();
  if (namesImage(text.name) && namesImage(image.name)) return same ? 4 : 3;
  if (namesText(text.name) && namesText(image.name)) return 3;
  if (text.keys && image.keys) return 3;
  const imageOrKey = (/** @type {Attribute} */ { keys, name }) => keys || namesImage(name);
  const rowOrKey = (/** @type {Attribute} */ { keys, name }) => keys || namesRow(name);
  if (imageOrKey(text) && (imageOrKey(image) || rowOrKey(image))) return 2;
  if (rowOrKey(text) && image.keys) return 2;
  return same ? 1.5 : 0;
}

/** Small whole numbers one after the other meet others of that kind by chance. @param {Attribute} attribute @param {number} rule number of the spelling */
export const isDense = ({ values }, rule) => factsOf(spelledBy(values, rule)).countsFrom !== null;

/** A column met with itself says nothing, except if ids of its own lead to it on each side. @param {Attribute} text @param {Attribute} image */
function isSame(text, image) {
  if (text.origin !== image.origin) return false;
  const [textKey, imageKey] = [text.through.at(-1), image.through.at(-1)];
  return !textKey || !imageKey || textKey.values === imageKey.values;
}

/** Two columns that count up say the order of rows and nothing else; keys are ids all the same. @param {Attribute} text @param {Attribute} image */
const bothCount = (text, image) => !(text.keys && image.keys) && factsOf(text.values).countsUp && factsOf(image.values).countsUp;

/** A table beside has as many rows as the side, and nothing says that they are in its order. @param {Attribute} own @param {1 | -1} sign of the side's evidence */
const isAssumed = (own, sign) => own.beside && sign * tableEvidence(own.file.file) <= 0;

/** @param {Attribute} text @param {Attribute} image @returns {Match | undefined} undefined if they are not the same ids */
function matchOf(text, image) {
  if (isSame(text, image) || bothCount(text, image)) return undefined;
  const meeting = meetingOf(text, image);
  if (!meeting) return undefined;
  const names = affinity(text, image);
  const whole = isWhole(meeting, image);
  const dense = isDense(text, meeting.rule) && isDense(image, meeting.rule);
  const some = Math.max(meeting.texts / text.rows, meeting.images / image.rows) >= ENOUGH;
  if (!whole && !(some && (names >= 1 || (!dense && meeting.ids >= MANY)))) return undefined;
  const digits = [text, image].some(({ values }) => factsOf(values).whole);
  const sure =
    whole &&
    !(names < 1 && dense) &&
    !describes(text.name) &&
    !describes(image.name) &&
    !(meeting.rule === BY_LAST_NUMBER && !digits) &&
    !(namesText(text.name) && !namesText(image.name)) &&
    !isAssumed(text, -1) &&
    !isAssumed(image, 1);
  return { text, image, meeting, names, whole, sure, identifying: !(meeting.sharedText && meeting.sharedImage) };
}

/**
 * @param {Attribute[]} texts @param {Attribute[]} images @param {readonly { origin: readonly string[] }[]} [shared] columns of one table of both sides
 * describe its rows, and do not join them @returns {Match[]} the best first
 */
export function matchesOf(texts, images, shared = []) {
  const ofBoth = new Set(shared.map(({ origin }) => origin));
  const isOfBoth = (/** @type {Attribute} */ { origin, through }) => through.length === 0 && ofBoth.has(origin);
  const usable = (/** @type {Attribute[]} */ attributes) => attributes.filter(mayBeId);
  const matches = usable(texts).flatMap((text) =>
    usable(images).flatMap((image) => (isOfBoth(text) && isOfBoth(image) ? [] : (matchOf(text, image) ?? []))),
  );
  const hops = (/** @type {Match} */ { text, image }) => text.through.length + image.through.length;
  /** @type {((match: Match) => number)[]} larger is better, the first that differs decides */
  const merits = [
    ({ identifying }) => Number(identifying),
    ({ whole }) => Number(whole),
    ({ sure }) => Number(sure),
    ({ names }) => names,
    ({ meeting }) => meeting.ids,
    (match) => -hops(match),
    ({ meeting }) => -meeting.rule,
  ];
  return matches.sort((a, b) => merits.map((merit) => merit(b) - merit(a)).find((difference) => difference !== 0) ?? 0);
}

/** @param {Attribute} attribute */
const wayInWords = (attribute) =>
  `${inWords(attribute)}${attribute.through.length > 0 ? ` (by ${attribute.through.map(({ name }) => name).join(", ")})` : ""}`;

/** "image_id in both files", "image_id in texts.csv and id in images.csv". @param {Match} match */
export function columnsInWords({ text, image }) {
  if (text.file === image.file && text.name === image.name && text.through.length + image.through.length === 0) return inWords(text);
  return `${wayInWords(text)} and ${wayInWords(image)}`;
}

/** "5,000 of 5,000 images and 5,000 of 5,000 texts meet (leading zeros aside: 007 is 7)". @param {Match} match @param {boolean} [withExample] of two ids */
export function countsInWords({ meeting, text, image }, withExample) {
  const rule = ruleInWords(meeting, withExample);
  return `${count(meeting.images)} of ${count(image.rows)} images and ${count(meeting.texts)} of ${count(text.rows)} texts meet${rule ? ` (${rule})` : ""}`;
}

/** What a link comes to, and the same for what is saved. @param {Match} match @param {(counts: string) => string} sentence @returns {Pick<Link, "says" | "withoutIds">} */
const saysOf = (match, sentence) => ({ says: sentence(countsInWords(match)), withoutIds: sentence(countsInWords(match, false)) });

/** What the command needs for it: the texts' column, or the table that both were reached by. @param {Match} match */
function optionsOf({ text, image }) {
  const [table] = [...text.through, ...image.through];
  if (table) return ["--pairs", table.file.file];
  const names = new Set(text.file.columns.map(({ name }) => name));
  return ["--pairs", names.has(text.name) && text.name !== "" ? `${text.file.file}::${text.name}` : text.file.file];
}

/** Ids in their rows' own places, for naming them. @param {Attribute} attribute */
const named = ({ values, rowOf }) => (rowOf ? undefined : values);

/** @param {Match} match @param {string} doubt */
function commonOf(match, doubt) {
  const { text, image } = match;
  const ids = { ...(named(image) && { images: image.values }), ...(named(text) && { texts: text.values }) };
  return {
    by: /** @type {const} */ ("ids"),
    options: optionsOf(match),
    ...(!match.sure && { trust: /** @type {const} */ ("likely"), doubt }),
    ids,
  };
}

/** @param {Match} match identifying @returns {Link[]} one, or two if several images share a text */
export function linksBy(match) {
  const { meeting } = match;
  const label = columnsInWords(match);
  const others = match.whole ? "" : " The others would be left out.";
  const common = commonOf(match, `By ${label}, ${countsInWords(match)}.${others} Are these the right columns?`);
  const { imageOf, repeated, sameAs } = meeting;
  if (meeting.severalImages > 0 || (meeting.sharedText && !meeting.sharedImage)) return viewLinks(match, { ...common, label });
  return [linkOf({ ...common, label, ...saysOf(match, (counts) => `Paired by ${label}: ${counts}.`), imageOf, repeated, sameAs })];
}

/**
 * Several images of one text (the views of a study): the first stands for all, or each has the text.
 * @param {Match} match @param {ReturnType<typeof commonOf> & { label: string }} about @returns {Link[]}
 */
function viewLinks(match, { label, ...common }) {
  const { meeting } = match;
  const { imageOf, textOf, repeated, sameAs } = meeting;
  const shared = textOf.filter((row) => row >= 0).length;
  const options = (/** @type {string} */ how) => [...(common.options ?? []), "--views", how];
  return [
    linkOf({
      ...common,
      label: `${label}, the first image of each text`,
      ...saysOf(
        match,
        (counts) => `Paired by ${label}: ${counts}. The first image stands for all that share a text: ${count(meeting.texts)} pairs.`,
      ),
      imageOf,
      repeated,
      sameAs,
      views: "first",
      options: options("first"),
    }),
    linkOf({
      ...common,
      label: `${label}, the text counts for each image`,
      ...saysOf(match, (counts) => `Paired by ${label}: ${counts}. A text counts for each of its images: ${count(shared)} pairs.`),
      imageOf,
      textOf,
      views: "each",
      options: options("each"),
    }),
  ];
}

/** Ids that several rows of both sides share: rows with one id are one image, if their vectors are equal. @param {Match} match @param {string} [otherwise] what contradicts the order of rows if they are not @returns {Link} */
export function linkByEqualRows(match, otherwise) {
  const { imageOf, repeated, sameAs } = match.meeting;
  const label = columnsInWords(match);
  return linkOf({
    ...commonOf(match, `By ${label}, ${countsInWords(match)}. Are these the right columns?`),
    label,
    ...saysOf(match, (counts) => `Paired by ${label}: ${counts}. Rows with one id are one image.`),
    imageOf,
    repeated,
    sameAs,
    needsEqualRows: true,
    ...(otherwise && { otherwise }),
  });
}
