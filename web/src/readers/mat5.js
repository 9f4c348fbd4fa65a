/** MATLAB's versions 5 to 7: variables as nested elements, each a tag and its bytes, since version 7 deflated one by one. */
import { Failure } from "../failure.js";
import { readBytes, saveAgain, truncated } from "./bytes.js";
import { inflate, inflateFirst, SHRINKS_MOST } from "./inflate.js";
import { sizeOf } from "./layout.js";
import { MatVariables, rowsOfText } from "./mat-variables.js";
import { COMPRESSED, Elements, MATRIX, NUMBER_TYPES, readDescription, textOf } from "./mat5-elements.js";
import { MemoryBlob } from "./memory-blob.js";
import { VALUE_BYTES } from "./plain-rows.js";
import { numbersIn } from "./words.js";

/** @import { BlobLike, FileLike } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { VariableBody } from "./types.d.ts" */

const FILE_HEADER = 128;
const TAG = 8;
/** Flags, shape and name take less. */
const DESCRIPTION = 4096;

/** @param {FileLike} file @param {boolean} bigEndian @param {Budget} budget */
export async function readMat5(file, bigEndian, budget) {
  const variables = new MatVariables(budget);
  let at = FILE_HEADER;
  while (at + TAG <= file.size) {
    const { type, size } = new Elements(await bytesOf(file, at, at + TAG, budget), bigEndian, budget.file).tag();
    const begin = at + TAG;
    if (begin + size > file.size) throw truncated(budget.file, begin + size, file.size);
    const blob = file.slice(begin, begin + size);
    if (type === COMPRESSED) await addVariable(variables, await deflatedBody(blob, bigEndian, budget), bigEndian, budget);
    else if (type === MATRIX) {
      const first = await bytesOf(blob, 0, Math.min(size, DESCRIPTION), budget);
      await addVariable(variables, { blob, first, isPlain: true }, bigEndian, budget);
    } else if (type === 0 || type > 18) {
      const message = `The element at byte ${at} of ${budget.file} is of no type of MATLAB's (${type}). Save the file again.`;
      throw new Failure("CORRUPT", message, { file: budget.file, at });
    }
    at = begin + size;
  }
  return variables.contents;
}

/** @param {BlobLike} blob @param {number} begin @param {number} end @param {Budget} budget */
async function bytesOf(blob, begin, end, budget) {
  return new Uint8Array(await readBytes(blob, begin, end, budget.file));
}

/** @param {BlobLike} packed @param {boolean} bigEndian @param {Budget} budget @returns {Promise<VariableBody>} */
async function deflatedBody(packed, bigEndian, budget) {
  const where = `A variable in ${budget.file}`;
  const start = await inflateFirst(packed, TAG + DESCRIPTION, where, "deflate");
  const { type, size } = new Elements(start, bigEndian, where).tag();
  if (type !== MATRIX || size > SHRINKS_MOST * packed.size)
    throw saveAgain("CORRUPT", where, `${where} is deflated and holds no variable.`);
  const load = async () => {
    budget.check(TAG + size, where, "Save the file with '-v6': then it is not deflated.");
    return (await inflate(packed, TAG + size, where, "deflate")).subarray(TAG);
  };
  return { blob: new MemoryBlob(size, load), first: start.subarray(TAG), isPlain: false };
}

/** @param {MatVariables} variables @param {VariableBody} body @param {boolean} bigEndian @param {Budget} budget */
async function addVariable(variables, { blob, first, isPlain }, bigEndian, budget) {
  const elements = new Elements(first, bigEndian, `A variable in ${budget.file}`);
  elements.end = blob.size;
  const { name, shape, kind, dtype, isLogical } = readDescription(elements);
  const where = budget.placeOf(name);
  // What MATLAB keeps of its own beside the variables has no name.
  if (name === "") return;
  if (kind !== "char" && kind !== "cell") {
    if (!dtype) return variables.refuse(name, shape, kind);
    const { type, begin, size, dtype: stated } = numberElement(elements, where);
    const numbers = { blob: blob.slice(begin, begin + size), dtype: isLogical && type === 2 ? "bool" : stated, bigEndian, isPlain };
    return variables.addNumbers(name, shape, numbers);
  }
  budget.check(8 * blob.size, where, "Keep the texts in a file of their own.");
  const whole = new Elements(await bytesOf(blob, 0, blob.size, budget), bigEndian, where);
  whole.position = elements.position;
  if (kind === "char") return variables.addWords(name, shape, wordsOf(whole, shape, where));
  const cells = cellValues(whole, shape, where, budget);
  if (!cells) variables.refuse(name, shape, kind);
  else if (cells.vectors.length > 0) variables.addCells(name, shape, cells.vectors);
  else variables.addWords(name, shape, cells.words);
}

/** Rows of a variable of characters. @param {Elements} elements after its description @param {readonly number[]} shape @param {string} where */
function wordsOf(elements, [rows, ...inner], where) {
  const cols = sizeOf(inner);
  return rowsOfText(rows * cols === 0 ? "" : textOf(elements.element(), elements, where), rows, cols, where);
}

/**
 * Words or vectors of an array of cells, one a cell; null if a cell holds anything else.
 * @param {Elements} elements after its description @param {readonly number[]} shape @param {string} where @param {Budget} budget
 */
function cellValues(elements, shape, where, budget) {
  /** @type {{ words: string[], vectors: Float64Array[] }} */
  const { words, vectors } = { words: [], vectors: [] };
  const count = sizeOf(shape);
  let taken = 0;
  for (let index = 0; index < count; index++) {
    const { type, begin, size } = elements.element();
    if (type !== MATRIX) throw saveAgain("CORRUPT", where, `Cell ${index} of ${where} holds no variable.`);
    const cell = elements.part(begin, size);
    const { kind, dtype, shape: extents } = size > 0 ? readDescription(cell) : { kind: "", dtype: "float64", shape: [0] };
    const length = sizeOf(extents);
    const isVector = dtype && (length === 0 || Math.max(...extents) === length);
    if (kind === "char" && (extents[0] <= 1 || length === 0) && vectors.length === 0) words.push(wordsOf(cell, extents, where)[0] ?? "");
    else if (isVector && words.length === 0 && Math.max(...shape) === count) {
      taken += length * 8;
      budget.check(taken, where, "Save one matrix: cell2mat(x).");
      vectors.push(length > 0 ? numbersOf(cell, length, where) : new Float64Array(0));
    } else return null;
  }
  return { words, vectors };
}

/** @param {Elements} elements before the numbers of a variable @param {string} where */
function numberElement(elements, where) {
  const element = elements.element();
  const dtype = NUMBER_TYPES[element.type];
  if (dtype) return { ...element, dtype };
  throw saveAgain("CORRUPT", where, `${where} keeps its numbers as elements of type ${element.type}.`);
}

/** @param {Elements} elements before the numbers of a variable @param {number} length @param {string} where */
function numbersOf(elements, length, where) {
  const { dtype, ...element } = numberElement(elements, where);
  const bytes = elements.bytesOf(element).slice();
  if (bytes.length < length * VALUE_BYTES[dtype]) throw truncated(where, length * VALUE_BYTES[dtype], bytes.length);
  return Float64Array.from(numbersIn(bytes.buffer, dtype, elements.bigEndian).slice(0, length));
}
