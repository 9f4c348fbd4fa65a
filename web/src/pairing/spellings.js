/** How one id may be written on two sides: rules that are tried in turn, the plainest first. */
import { memoized } from "./collections.js";

/** @typedef {{ says: string, spell: (value: string) => string, merges?: boolean }} Spelling says: "leading zeros aside"; merges: several values may become one id */

/** A whole number as spreadsheets write long ones: 3.91895E+05. */
const SCIENTIFIC = /^(\d)(?:\.(\d+))?e\+?(\d{1,2})$/i;

/** One spelling for 7, " 7", pandas' 7.0 and 7E+00. @param {string} value */
export function plainId(value) {
  const id = value.trim();
  if (/^-?\d+\.0+$/.test(id)) return id.slice(0, id.indexOf("."));
  const [, first, rest = "", exponent] = SCIENTIFIC.exec(id) ?? [];
  if (first === undefined) return id;
  const digits = rest.replace(/0+$/, "");
  // Digits that were rounded away make another number.
  return digits.length <= Number(exponent) ? first + digits.padEnd(Number(exponent), "0") : id;
}

const EXTENSION = /\.(nii\.gz|[A-Za-z][A-Za-z0-9]{1,4})$/;

/** "../images/a.jpg" -> "a". @param {string} value */
export function baseName(value) {
  return plainId(value)
    .replace(/^.*[\\/]/, "")
    .replace(EXTENSION, "");
}

const lower = (/** @type {string} */ value) => plainId(value).toLowerCase();

/** @param {string} id */
const withoutZeros = (id) => (/^0+\d+$/.test(id) ? id.replace(/^0+/, "") || "0" : id);

/** Without what stands before the number at the end, as COCO's file names have it. @param {string} value */
function lastNumber(value) {
  const digits = /(\d+)\D*$/.exec(baseName(value))?.[1];
  return digits === undefined ? lower(value) : withoutZeros(digits);
}

/** @param {string} value */
const nameAlone = (value) => withoutZeros(baseName(value).toLowerCase());

/** @type {readonly Spelling[]} */
export const SPELLINGS = Object.freeze([
  { says: "as written", spell: (value) => value },
  { says: "blanks around them aside", spell: (value) => value.trim(), merges: true },
  { says: "the way numbers are written aside", spell: plainId },
  { says: "capitals aside", spell: lower },
  { says: "leading zeros aside", spell: (value) => withoutZeros(lower(value)) },
  { says: "folder and extension aside", spell: nameAlone },
  { says: "folder, extension and the caption’s number (#0) aside", spell: (value) => nameAlone(value.replace(/#\d+$/, "")), merges: true },
  { says: "by the number at their end", spell: lastNumber },
]);

/** The rule that compares numbers at the end alone may join what does not belong together. */
export const BY_LAST_NUMBER = SPELLINGS.length - 1;

/** Values by the spelling of this number. */
export const spelledBy = memoized((/** @type {readonly string[]} */ values, rule) =>
  rule === 0 ? values : values.map(SPELLINGS[rule].spell),
);
