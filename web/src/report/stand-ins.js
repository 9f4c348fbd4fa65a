/** What stands for a name in a result without names. */

/** @import { Finding, PairingChoice, Trait } from "../types.d.ts" */

/** files: what a sentence may repeat, the longest first; one: both sides are in one file; columns: of the metadata; stated: columns that reasons may repeat, the longest first. @typedef {{ files: readonly string[], one: boolean, columns: readonly string[], stated: readonly string[] }} Names */

/** Sentences of the engine that are made of numbers alone. */
const WITHOUT_NAMES = new Set([
  "BLOCKS_OUT_OF_ORDER",
  "CONSTANT_DIMENSIONS",
  "CUT_SHORT",
  "FEW_ROWS",
  "FROM_SUMS",
  "GROUPED_TEXTS_ORDER",
  "INTERLEAVED_ORDER",
  "NOISE_ADDED",
  "NOT_UNIT_NORM",
  "PAIRS_MAY_OVERLAP",
  "PERMUTED_PART",
  "PERMUTED_ROWS",
  "PROMISE_MIXED",
  "REVERSED_ORDER",
  "ROUND_ROBIN_TEXTS",
  "SHIFTED_FROM_ROW",
  "SHIFTED_PART",
  "SHIFTED_ROWS",
  "SIDES_SWAPPED",
  "SIGN_DEPENDS_ON_CUT",
  "WHOLE_NUMBERS",
]);

/** @type {Record<PairingChoice["by"], string>} */
const PAIRED = {
  order: "By the order of rows.",
  map: "The file itself states which text belongs to which image.",
  ids: "By a column of ids.",
  repeats: "Equal image rows are one image.",
  given: "A map gave each text its image.",
};

/** What stands for a file's name. */
const FILES = ["data file", "images’ file", "texts’ file"];
export const PLACES = new Set(["", "the first model’s ", "the second model’s "].flatMap((whose) => FILES.map((file) => whose + file)));

/** Options that hold no name. */
const PLAIN_OPTION = /^(--captions|--repeated|\d+|join|keep)$/;

/** @param {string} file */
export const fileOf =
  (file) =>
  (/** @type {string} */ _, /** @type {Names} */ { one }) =>
    one ? FILES[0] : file;

/** @param {PairingChoice | null} pairing */
export function pairingOf(pairing) {
  if (!pairing) return null;
  const { by, options } = pairing;
  return { by, says: PAIRED[by] ?? "", options: options?.every((word) => PLAIN_OPTION.test(word)) ? options : null };
}

/** @param {Finding} finding @param {Names} names @returns {Finding} */
export function findingOf({ code, level, message, count, side, dimensions }, names) {
  const says = WITHOUT_NAMES.has(code) ? scrubbed(message, names) : `${code}: its sentence is left out with the names.`;
  return { code, level, message: says, count, rows: [], ...(side && { side }), ...(dimensions && { dimensions }) };
}

/** @param {readonly Trait[]} traits @param {Names} names */
export function traitsOf(traits, names) {
  let columns = 0;
  return traits.map((trait) => scrubbed(trait.of === "metadata" ? { ...trait, name: `column ${++columns}` } : trait, names));
}

/** @param {string} column @param {Names} names */
export const columnOf = (column, { columns }) => (columns.includes(column) ? `column ${columns.indexOf(column) + 1}` : "a column");

/** Notes on groups that are made of numbers alone. */
const PLAIN_NOTE = /^(\d+ of \d+ pairs have no value|\d+ different numbers were cut into quarters|Of \d+ groups the \d+ largest are shown)/;

/** @param {readonly string[]} notes */
export const plainNotes = (notes) => notes.filter((note) => PLAIN_NOTE.test(note));

/** Of a text: what a reason says of a column, "values of it" or "within it", without its name. @param {string} text @param {string} column */
function withoutColumn(text, column) {
  const parts = text.split(column);
  return parts.reduce(
    (before, after) => before + (/\b(of|within) $/.test(before) && !/^[\p{L}\p{N}_]/u.test(after) ? "a column" : column) + after,
  );
}

/** Every text that holds a file's name, or a column's that was stated, without it. @template T @param {T} value @param {Names} names @returns {T} */
export function scrubbed(value, names) {
  if (typeof value === "string") {
    const text = names.files.reduce((text, name) => text.split(name).join("(a file)"), /** @type {string} */ (value));
    return /** @type {T & string} */ (names.stated.reduce(withoutColumn, text));
  }
  if (Array.isArray(value)) return /** @type {T & unknown[]} */ (value.map((one) => scrubbed(one, names)));
  if (typeof value !== "object" || value === null) return value;
  return /** @type {T} */ (Object.fromEntries(Object.entries(value).map(([key, one]) => [key, scrubbed(one, names)])));
}
