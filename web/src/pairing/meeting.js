/** Two columns met by their values: how many rows of each side find the other, under the plainest rule that lets them. */
import { memoized } from "./collections.js";
import { factsOf } from "./column-facts.js";
import { SPELLINGS, spelledBy } from "./spellings.js";

/** @import { Meeting, Values } from "./types.d.ts" */

/** Both sides must find each other to this share before a meeting counts as whole. */
export const NEARLY_ALL = 0.9;
/** Values tried before a rule is dropped. */
const TRIED = 64;

/** Under a rule: id -> number of its first value; empty ids are none. */
export const placesOf = memoized((/** @type {readonly string[]} */ values, rule) => {
  /** @type {Map<string, number>} */
  const places = new Map();
  for (const [at, id] of spelledBy(values, rule).entries()) if (id.trim() !== "" && !places.has(id)) places.set(id, at);
  return places;
});

/** The rule that only leaves out blanks around ids; these are never part of one. */
const TRIMMED = 1;

/** The last rule for sentences: what follows looks into names of files. */
const SPELLED = 4;

/** A rule must not make one id of two. @param {Values} column @param {number} rule */
const keepsApart = ({ values }, rule) => rule <= TRIMMED || placesOf(values, rule).size >= placesOf(values, TRIMMED).size;

const CAPTION = /#\d+$/;

/** Captions of one image (a.jpg#0, a.jpg#1) become one id, and nothing else does. @param {Values} text @param {number} rule */
function mergesCaptions({ values }, rule) {
  if (!values.some((value) => CAPTION.test(value))) return false;
  const named = values.map((value) => value.replace(CAPTION, "")).filter((value) => value.trim() !== "");
  return placesOf(values, rule).size === new Set(named).size;
}

/** @param {Values} text @param {Values} image @param {number} rule */
function mayMeet(text, image, rule) {
  const ids = spelledBy(text.values, rule);
  const there = placesOf(image.values, rule);
  const step = Math.max(1, Math.floor(ids.length / TRIED));
  for (let at = 0; at < ids.length; at += step) if (there.has(ids[at])) return true;
  return false;
}

/** @param {Values} column @param {number} at number of a value */
const rowAt = ({ rowOf }, at) => (rowOf ? rowOf[at] : at);

/** @param {Values} text @param {Values} image @param {number} rule @returns {Meeting} */
function metUnder(text, image, rule) {
  const there = placesOf(image.values, rule);
  const ids = { texts: spelledBy(text.values, rule), images: spelledBy(image.values, rule) };
  const imageOf = new Int32Array(text.rows).fill(-1);
  const textOf = new Int32Array(image.rows).fill(-1);
  /** @type {Map<string, number>} texts of each id that meets */
  const met = new Map();
  let texts = 0;
  let severalImages = 0;
  /** @type {Meeting["example"]} */
  let example;
  for (const [at, id] of ids.texts.entries()) {
    const place = there.get(id);
    if (place === undefined) continue;
    const row = rowAt(text, at);
    const imageRow = rowAt(image, place);
    if (textOf[imageRow] < 0) textOf[imageRow] = row;
    if (imageOf[row] < 0) {
      imageOf[row] = imageRow;
      texts++;
    } else if (imageOf[row] !== imageRow) severalImages++;
    met.set(id, (met.get(id) ?? 0) + 1);
    if (!example && text.values[at] !== image.values[place]) example = [text.values[at], image.values[place]];
  }
  const repeated = [];
  const sameAs = [];
  const matched = new Uint8Array(image.rows);
  let sharedText = false;
  for (const [at, id] of ids.images.entries()) {
    const place = there.get(id);
    if (place === undefined) continue;
    const [row, first] = [rowAt(image, at), rowAt(image, place)];
    if (row !== first && !matched[row]) {
      repeated.push(row);
      sameAs.push(first);
      sharedText ||= met.has(id);
    }
    if (met.has(id)) {
      matched[row] = 1;
      textOf[row] = textOf[first];
    }
  }
  // Several images in the list of a text share it.
  if (severalImages > 0) {
    const repeats = new Set(repeated);
    for (const [row, of] of textOf.entries())
      if (of >= 0 && row !== imageOf[of] && !repeats.has(row)) {
        repeated.push(row);
        sameAs.push(imageOf[of]);
        sharedText = true;
      }
  }
  return {
    rule,
    ...(example && { example }),
    imageOf,
    textOf,
    repeated: Int32Array.from(repeated),
    sameAs: Int32Array.from(sameAs),
    texts,
    images: matched.reduce((sum, one) => sum + one, 0),
    ids: met.size,
    sharedText,
    sharedImage: [...met.values()].some((count) => count > 1),
    severalImages,
  };
}

/** @param {Meeting} meeting @param {Values} image */
export const isWhole = ({ texts, images, imageOf }, { rows }) => Math.min(texts / imageOf.length, images / rows) >= NEARLY_ALL;

/** @param {Values} text @param {Values} image @returns {Meeting | undefined} undefined if no value meets */
export function meetingOf(text, image) {
  /** @type {Meeting | undefined} */
  let best;
  for (const [rule, { merges }] of SPELLINGS.entries()) {
    if (rule > SPELLED && (factsOf(text.values).prose || factsOf(image.values).prose)) break;
    if (!(keepsApart(image, rule) && (merges && rule > TRIMMED ? mergesCaptions(text, rule) : keepsApart(text, rule)))) continue;
    if (!mayMeet(text, image, rule)) continue;
    const meeting = metUnder(text, image, rule);
    if (meeting.ids === 0) continue;
    if (isWhole(meeting, image)) return meeting;
    if (!best || meeting.texts + meeting.images > best.texts + best.images) best = meeting;
  }
  return best;
}

/** "leading zeros aside: 000000391895 is 391895", "" if ids meet as written. @param {Meeting} meeting @param {boolean} [withExample] */
export function ruleInWords({ rule, example }, withExample = true) {
  if (rule === 0 || !example) return "";
  if (!withExample) return SPELLINGS[rule].says;
  const [text, image] = example.map((id) => (id.length > 60 ? `${id.slice(0, 60)}…` : id));
  return `${SPELLINGS[rule].says}: ${text} is ${image}`;
}
