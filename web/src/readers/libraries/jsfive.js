/** HDF5 by jsfive: which datasets lie plainly in the file, and where. What it is not sure of is left to h5wasm. */
import { Dataset, File } from "jsfive";
import { Budget } from "../budget.js";
import { readBytes } from "../bytes.js";
import { valueCount } from "../layout.js";
import { VALUE_BYTES } from "../plain-rows.js";

/** @import { DataObjects, Group } from "jsfive" */
/** @import { DType, FileLike, FoundDataset, FoundDatasets, Limits } from "../../types.d.ts" */

/** Message types of an object's header, and the layout of a dataset in one piece. */
const DATATYPE = 3;
const EXTERNAL_FILES = 7;
const LAYOUT = 8;
const CONTIGUOUS = 1;
const MOST_OBJECTS = 100_000;
const DEEPEST = 32;

/** Bits of the exponent, by the bytes of the value: jsfive takes every float for one of these. @type {Readonly<Record<number, number>>} */
const EXPONENT_BITS = Object.freeze({ 2: 5, 4: 8, 8: 11 });

/** @param {DataView} view @param {number} at where the datatype is described @returns {{ dtype: DType, bigEndian: boolean } | null} */
function numberType(view, at) {
  const kind = view.getUint8(at) & 15;
  const flags = view.getUint8(at + 1);
  const size = view.getUint32(at + 4, true);
  const bits = { offset: view.getUint16(at + 8, true), precision: view.getUint16(at + 10, true) };
  if (bits.offset !== 0 || bits.precision !== size * 8) return null;
  if (kind === 0 && [1, 2, 4, 8].includes(size))
    return { dtype: /** @type {DType} */ (`${flags & 8 ? "" : "u"}int${size * 8}`), bigEndian: (flags & 1) === 1 };
  // The second bit of the order stands for that of the VAX.
  if (kind !== 1 || flags & 64 || EXPONENT_BITS[size] !== view.getUint8(at + 13)) return null;
  return { dtype: /** @type {DType} */ (`float${size * 8}`), bigEndian: (flags & 1) === 1 };
}

/** @param {readonly number[]} shape */
const isColumn = (shape) => shape.slice(1).every((extent) => extent === 1);

/** @param {string} name @param {DataObjects} header @param {DataView} view @returns {FoundDataset | null} null where a library must read it */
function inPlace(name, header, view) {
  const [type] = header.find_msg_type(DATATYPE);
  const [layout] = header.find_msg_type(LAYOUT);
  // A type that several datasets share stands elsewhere.
  if (!type || !layout || ((type.get("flags") ?? 0) & 2) !== 0) return null;
  if (header.filter_pipeline !== null || header.find_msg_type(EXTERNAL_FILES).length > 0) return null;
  const { shape } = header;
  const found = numberType(view, type.get("offset_to_message") ?? -1);
  // Rows of one integer are ids, and read as text.
  if (!found || shape.length === 0 || (isColumn(shape) && !found.dtype.startsWith("float"))) return null;
  const [, , layoutClass, property] = header._get_data_message_properties(layout.get("offset_to_message") ?? -1);
  if (layoutClass !== CONTIGUOUS) return null;
  const address = view.getBigUint64(property, true);
  const bytes = valueCount(shape, name) * VALUE_BYTES[found.dtype];
  if (address + BigInt(bytes) > BigInt(view.byteLength)) return null;
  return { name, shape, numbers: true, ...found, address: Number(address) };
}

/**
 * The datasets that can be read in place; null where the file is beyond jsfive.
 * @param {FileLike} file @param {string} name @param {Limits} limits @returns {Promise<FoundDatasets | null>}
 */
export async function datasetsInPlace(file, name, limits) {
  new Budget(name, limits).check(file.size, "The file", "Save the embeddings as .npy: that is read in pieces.");
  const bytes = await readBytes(file, 0, file.size, name);
  const view = new DataView(bytes);
  /** @type {FoundDataset[]} */
  const datasets = [];
  let complete = true;
  let objects = 0;
  const walk = (/** @type {Group} */ group, /** @type {string} */ path, /** @type {number} */ depth) => {
    // A group may hold itself.
    if (depth > DEEPEST) return;
    for (const key of group.keys) {
      if (++objects > MOST_OBJECTS) throw new Error("too many objects");
      // A soft link is a second name, and may lead back to where it stands.
      if (typeof group._links[key] === "string") continue;
      const inner = path ? `${path}/${key}` : key;
      const item = group.get(key);
      if (item instanceof Dataset) {
        const found = inPlace(inner, item._dataobjects, view);
        if (found) datasets.push(found);
        else complete = false;
      } else if (item) walk(item, inner, depth + 1);
      else complete = false;
    }
  };
  try {
    walk(new File(bytes, name), "", 0);
  } catch {
    // Whatever it stumbled over, h5wasm says what is wrong, or reads it.
    return null;
  }
  const rows = new Set(datasets.filter(({ shape }) => shape.length > 1 && !isColumn(shape)).map(({ shape }) => shape[0]));
  // Whole numbers may be ids, and what they are in float64 the other library tells.
  complete &&= !datasets.some(({ shape, dtype }) => isColumn(shape) && dtype === "float64" && rows.has(shape[0]));
  return { datasets, columns: [], refused: [], columnMajor: false, complete };
}
