/** What lies beside the sides and serves for nothing, with the reason: nothing that was given is dropped in silence. */
import { warning } from "./findings.js";
import { refInWords } from "./roles.js";

/** @import { ArrayRef, OpenedFile, Proposal, Question } from "../types.d.ts" */
/** @import { Column, Misfit, Sides } from "./types.d.ts" */

/** @param {number} value */
const count = (value) => value.toLocaleString("en");

const REMEDY =
  "Give it one row per image or per text, in their order, or a column of their ids (image_id, text_id) or row numbers (image_row, counted from 0).";

/** A table that describes other rows than the sides have. @param {OpenedFile} table @param {Misfit} misfit @param {Sides} sides @returns {Question} */
export function misfitInWords(table, { rows, nearest }, { images, texts }) {
  if (rows === undefined)
    return warning("METADATA_UNUSED", `${table.file} is left aside: it holds neither embeddings nor columns of words or single numbers.`);
  const sizes = `${table.file} has ${count(rows)} ${rows === 1 ? "row" : "rows"} for ${count(images.array.rows)} images and ${count(texts.array.rows)} texts`;
  const ids = nearest
    ? `its ${nearest.key.name} finds only ${count(nearest.matches)} of the ${count(nearest.rows)} ${nearest.side}`
    : "no column says which row is whose";
  return warning("METADATA_UNUSED", `${sizes}, and ${ids}. It is left aside, and its columns make no groups. ${REMEDY}`);
}

/** Rows whose names are strange to those of the side. @param {OpenedFile} table @param {{ key: Column, id: Column }} strange */
export const strangeInWords = (table, { key, id }) =>
  `${key.name} in ${table.file} (${key.values[0]} …) and ${id.name} in ${id.file.file} (${id.values[0]} …) both name rows, and do not meet: what ${table.file} says cannot be given to rows.`;

/** @param {ArrayRef} ref */
function partsOf({ file, array }) {
  const whole = file.wholes?.find((one) => one.array === array);
  return file.arrays.filter(({ name }) => whole?.parts.includes(name));
}

/** Arrays named before the rest are only counted. */
const NAMED = 3;

/** Arrays that are neither a side nor a part of one. @param {Proposal} proposal @returns {Question[]} */
export function otherArrays({ arrays, images, texts }) {
  const used = new Set([images, texts].flatMap((side) => (side ? [side.array, ...partsOf(side)] : [])));
  const others = arrays.filter(({ file, array }) => file.arrays.includes(array) && !used.has(array));
  if (others.length === 0) return [];
  const names = others.slice(0, NAMED).map((ref) => `${refInWords(ref)} (${count(ref.array.rows)} × ${count(ref.array.cols)})`);
  const rest = others.length - names.length;
  const message = `${count(others.length)} more ${others.length === 1 ? "array was" : "arrays were"} found and left aside, as an audit is of two: ${names.join(", ")}${rest > 0 ? ` and ${count(rest)} more` : ""}.`;
  return [warning("OTHER_ARRAYS", message, { level: "note" })];
}
