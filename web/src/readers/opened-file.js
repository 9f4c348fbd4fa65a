/** The last step of every reader: what was found, or the sentence that says why nothing can be used. */
import { Failure } from "../failure.js";

/** @import { MatrixSource, OpenedFile } from "../types.d.ts" */

/** "(500, 512)", "(512,)", "()". @param {readonly number[]} shape */
export function shapeInWords(shape) {
  return `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
}

/** @param {string} where @param {string} type as the file names it @param {string} kind "text", "complex numbers", … @param {string} [remedy] */
export function unsupportedType(where, type, kind, remedy = "Save the embeddings as float32.") {
  return new Failure("UNSUPPORTED_TYPE", `${where} holds ${kind} (type ${type}), not plain numbers. ${remedy}`, { where, type });
}

/**
 * What a reader has gathered. `refused` are arrays that cannot be used and why; they matter only where nothing else is left.
 * @typedef {{
 *   file: string, format: string, size: number, arrays: MatrixSource[],
 *   listing: OpenedFile["listing"], columns?: OpenedFile["columns"], map?: OpenedFile["map"], refused?: Failure[],
 * }} Found
 */

/** @param {Found} found @returns {OpenedFile} */
export function openedFile({ file, format, size, arrays, listing, columns = [], map, refused = [] }) {
  if (arrays.length === 0 && columns.length === 0) {
    if (refused.length > 0) throw refused[0];
    throw noMatrix(file, listing);
  }
  return { file, format, size, arrays, listing, columns, ...(map && { map }) };
}

/** @param {string} file @param {OpenedFile["listing"]} listing */
function noMatrix(file, listing) {
  const shown = listing.slice(0, 3).map(({ name, shape, dtype }) => `${name || "one array"} of shape ${shapeInWords(shape)}, ${dtype}`);
  const more = listing.length > 3 ? ` and ${listing.length - 3} more` : "";
  const holds = listing.length > 0 ? `It holds ${shown.join("; ")}${more}.` : "It holds no array at all.";
  return new Failure("NO_MATRIX", `${file} holds no matrix of numbers. ${holds} Askew needs one row an item, for example (1000, 512).`, {
    file,
    listing,
  });
}
