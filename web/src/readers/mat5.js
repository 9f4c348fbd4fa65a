/** MATLAB's versions 5 to 7: variables as nested elements, each a tag and its bytes, since version 7 deflated one by one. */
import { Failure } from "../failure.js";
import { readBytes, truncated } from "./bytes.js";
import { inflate, inflateFirst } from "./inflate.js";
import { MatVariables, rowsOfText } from "./mat-variables.js";
import { COMPRESSED, Elements, MATRIX, NUMBER_TYPES, readDescription, textOf } from "./mat5-elements.js";
import { MemoryBlob } from "./memory-blob.js";
import { VALUE_BYTES } from "./plain-rows.js";
import { numbersIn } from "./words.js";

/** @import { BlobLike, FileLike } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Description } from "./mat5-elements.js" */

const FILE_HEADER = 128;
const TAG = 8;
/** Flags, shape and name take less. */
const DESCRIPTION = 4096;
const SHRINKS_MOST = 1032;

/**
 * The bytes of one variable after its tag.
 * @typedef {{ blob: BlobLike, first: Uint8Array, isPlain: boolean }} Body
 */

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
    } else if (type === 0 || type > 18)
      throw new Failure(
        "CORRUPT",
        `The element at byte ${at} of ${budget.file} is of no type of MATLAB's (${type}). Save the file again.`,
        {
          file: budget.file,
          at,
        },
      );
    at = begin + size;
  }
  return variables.found;
}

/** @param {BlobLike} blob @param {number} begin @param {number} end @param {Budget} budget */
async function bytesOf(blob, begin, end, budget) {
  return new Uint8Array(await readBytes(blob, begin, end, budget.file));
}

/** @param {BlobLike} packed @param {boolean} bigEndian @param {Budget} budget @returns {Promise<Body>} */
async function deflatedBody(packed, bigEndian, budget) {
  const where = `A variable in ${budget.file}`;
  const start = await inflateFirst(packed, TAG + DESCRIPTION, where, "deflate");
  const { type, size } = new Elements(start, bigEndian, where).tag();
  if (type !== MATRIX || size > SHRINKS_MOST * packed.size)
    throw new Failure("CORRUPT", `${where} is deflated and holds no variable. Save the file again.`, { where });
  const load = async () => {
    budget.check(TAG + size, where, "Save the file with '-v6': then it is not deflated.");
    return (await inflate(packed, TAG + size, where, "deflate")).subarray(TAG);
  };
  return { blob: new MemoryBlob(size, load), first: start.subarray(TAG), isPlain: false };
}

/** @param {MatVariables} variables @param {Body} body @param {boolean} bigEndian @param {Budget} budget */
async function addVariable(variables, body, bigEndian, budget) {
  const elements = new Elements(body.first, bigEndian, `A variable in ${budget.file}`);
  elements.end = body.blob.size;
  const description = readDescription(elements);
  const { name, shape, kind } = description;
  const where = `${name} in ${budget.file}`;
  // What MATLAB keeps of its own beside the variables has no name.
  if (name === "") return;
  if (kind === "char") variables.addWords(name, shape, wordsOf(new Elements(await wholeOf(body, where, budget), bigEndian, where), where));
  else if (kind === "cell") {
    const whole = await wholeOf(body, where, budget);
    const words = cellWords(new Elements(whole, bigEndian, where), description, where);
    const vectors = words ? null : cellVectors(new Elements(whole, bigEndian, where), description, where, budget);
    if (words) variables.addWords(name, shape, words);
    else if (vectors) variables.addCells(name, shape, vectors);
    else variables.refuse(name, shape, kind);
  } else if (!description.dtype) variables.refuse(name, shape, kind);
  else {
    const { type, begin, size, dtype: stated } = numberElement(elements, where);
    const dtype = description.isLogical && type === 2 ? "bool" : stated;
    await variables.addNumbers(name, shape, { blob: body.blob.slice(begin, begin + size), dtype, bigEndian, isPlain: body.isPlain });
  }
}

/** @param {Body} body @param {string} where @param {Budget} budget */
async function wholeOf({ blob }, where, budget) {
  budget.check(8 * blob.size, where, "Keep the texts in a file of their own.");
  return bytesOf(blob, 0, blob.size, budget);
}

/** Rows of a variable of characters. @param {Elements} elements at its beginning @param {string} where */
function wordsOf(elements, where) {
  const { shape } = readDescription(elements);
  const [rows, cols] = [shape[0], countOf(shape.slice(1))];
  const text = rows * cols === 0 ? "" : textOf(elements.element(), elements, where);
  return rowsOfText(
    Array.from({ length: text.length }, (_, i) => text[i]),
    rows,
    cols,
    where,
  );
}

/** @param {readonly number[]} shape */
const countOf = (shape) => shape.reduce((product, extent) => product * extent, 1);

/** The variable in each cell of an array of them, at its beginning; null where a cell is empty. @param {Elements} elements @param {Description} description @param {string} where */
function* cellsOf(elements, { shape }, where) {
  readDescription(elements);
  const count = countOf(shape);
  for (let cell = 0; cell < count; cell++) {
    const { type, begin, size } = elements.element();
    if (type !== MATRIX) throw new Failure("CORRUPT", `Cell ${cell} of ${where} holds no variable. Save the file again.`, { where });
    yield size === 0 ? null : elements.part(begin, size);
  }
}

/** Words of a cell array of them, one a cell; null where a cell holds anything else. @param {Elements} elements @param {Description} description @param {string} where */
function cellWords(elements, description, where) {
  const words = [];
  for (const cell of cellsOf(elements, description, where)) {
    if (!cell) return null;
    const { kind, shape } = readDescription(cell);
    if (kind !== "char" || (shape[0] > 1 && !shape.includes(0))) return null;
    cell.position = 0;
    words.push(wordsOf(cell, where)[0] ?? "");
  }
  return words;
}

/** Vectors of a cell array of them, one a cell; null where a cell holds anything else. @param {Elements} elements @param {Description} description @param {string} where @param {Budget} budget */
function cellVectors(elements, description, where, budget) {
  const count = countOf(description.shape);
  if (count === 0 || Math.max(...description.shape) !== count) return null;
  const vectors = [];
  let held = 0;
  for (const cell of cellsOf(elements, description, where)) {
    const { dtype, shape } = cell ? readDescription(cell) : { dtype: "float64", shape: [0] };
    const length = countOf(shape);
    if (!dtype || (length > 0 && Math.max(...shape) !== length)) return null;
    held += length * 8;
    budget.check(held, where, "Save one matrix: cell2mat(x).");
    vectors.push(cell && length > 0 ? numbersOf(cell, length, where) : new Float64Array(0));
  }
  return vectors;
}

/** @param {Elements} elements before the numbers of a variable @param {string} where */
function numberElement(elements, where) {
  const element = elements.element();
  const dtype = NUMBER_TYPES[element.type];
  if (dtype) return { ...element, dtype };
  throw new Failure("CORRUPT", `${where} keeps its numbers as elements of type ${element.type}. Save the file again.`, { where });
}

/** @param {Elements} elements before the numbers of a variable @param {number} length @param {string} where */
function numbersOf(elements, length, where) {
  const { dtype, ...element } = numberElement(elements, where);
  const bytes = elements.bytesOf(element).slice();
  if (bytes.length < length * VALUE_BYTES[dtype]) throw truncated(where, length * VALUE_BYTES[dtype], bytes.length);
  return Float64Array.from(numbersIn(bytes.buffer, dtype, elements.bigEndian).slice(0, length));
}
