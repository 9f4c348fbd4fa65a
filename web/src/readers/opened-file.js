/** The last step of every reader: what was found, or the sentence that says why nothing can be used. */
import { Failure } from "../failure.js";
import { columnsOfWholes, wholesOf } from "./wholes.js";

/** @import { MatrixSource, OpenedFile } from "../types.d.ts" */
/** @import { Contents, FileContents } from "./types.d.ts" */

/** "(500, 512)", "(512,)", "()". @param {readonly number[]} shape */
export function shapeInWords(shape) {
  return `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}

/** Arrays of float32 as a file's listing has them. @param {readonly MatrixSource[]} arrays @returns {OpenedFile["listing"]} */
export const listingOf = (arrays) => arrays.map(({ name, rows, cols }) => ({ name, shape: [rows, cols], dtype: "float32" }));

/** The name of a file without folder and extension. @param {string} file */
export function stemOf(file) {
  const name = file.replace(/^.*[/\\]/s, "");
  return name.replace(/(.)\.[^.]*$/s, "$1");
}

/** @param {string} where @param {string} type as the file names it @param {string} kind "text", "complex numbers", … @param {string} [remedy] */
export function unsupportedType(where, type, kind, remedy = "Save the embeddings as float32.") {
  return new Failure("UNSUPPORTED_TYPE", `${where} holds ${kind} (type ${type}), not plain numbers. ${remedy}`);
}

/** @returns {Required<Omit<Contents, "map">>} */
export const emptyContents = () => ({ arrays: [], listing: [], columns: [], refused: [] });

/** What parts of a file hold, together. @param {readonly Contents[]} parts @returns {Contents} */
export function joined(parts) {
  return {
    arrays: parts.flatMap(({ arrays }) => arrays),
    listing: parts.flatMap(({ listing }) => listing),
    columns: parts.flatMap(({ columns = [] }) => columns),
    refused: parts.flatMap(({ refused = [] }) => refused),
    map: parts.find(({ map }) => map)?.map,
  };
}

/** @param {FileContents} contents @returns {OpenedFile} */
export function openedFile({ file, format, size, arrays, listing, columns = [], map, refused = [] }) {
  if (arrays.length === 0 && columns.length === 0) throw refused[0] ?? noMatrix(file, listing);
  const wholes = wholesOf(arrays);
  const all = [...columns, ...columnsOfWholes(wholes, arrays, columns)];
  return { file, format, size, arrays, listing, columns: all, ...(wholes.length > 0 && { wholes }), ...(map && { map }) };
}

const SHOWN = 6;

/** What would make a matrix of the arrays. @param {OpenedFile["listing"]} listing */
function nextStep(listing) {
  const rank = Math.max(...listing.map(({ shape }) => shape.length));
  if (listing.length > 0 && listing.every(({ shape }) => shape.includes(0))) return "Nothing is in it: save the file again with its rows.";
  if (rank > 3) return "Reduce each item to one vector first: array.mean(axis=(1, 2)), or array.reshape(len(array), -1).";
  if (listing.filter(({ shape }) => shape.length === 1).length > 1)
    return "Stack the vectors of all items in one array: numpy.stack(vectors), torch.stack(vectors).";
  if (rank === 1) return "A vector alone is no matrix: save the vectors of all items in one array, numpy.stack(vectors).";
  return "Save the embeddings as one array of two axes.";
}

/** @param {string} file @param {OpenedFile["listing"]} listing */
function noMatrix(file, listing) {
  const shown = listing.slice(0, SHOWN).map(({ name, shape, dtype }) => `${name || "one array"} of shape ${shapeInWords(shape)}, ${dtype}`);
  const more = listing.length > SHOWN ? ` and ${listing.length - SHOWN} more` : "";
  const holds = listing.length > 0 ? `It holds ${shown.join("; ")}${more}.` : "It holds no array at all.";
  const needs = "Askew needs one row an item, for example (1000, 512).";
  return new Failure("NO_MATRIX", `${file} holds no matrix of numbers. ${holds} ${needs} ${nextStep(listing)}`);
}
