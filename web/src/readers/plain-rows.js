/** Rows that lie plainly in a file, and the numbers in them. Workers import this file: it knows bytes and nothing else. */
import { Failure } from "../failure.js";
import { readBytes } from "./bytes.js";

/** @import { DType, FoundArray, MatrixSource, PlainRows } from "../types.d.ts" */

/** How the values of a type lie in memory, as the nearest type of the language. */
const STORED = Object.freeze({
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
});

/** Bytes of one value. */
export const VALUE_BYTES = /** @type {Readonly<Record<DType, number>>} */ (
  Object.fromEntries(Object.entries(STORED).map(([dtype, { BYTES_PER_ELEMENT }]) => [dtype, BYTES_PER_ELEMENT]))
);

/**
 * Values as float32, row-major and without gaps. The buffer may become the result or be overwritten.
 * @param {ArrayBuffer} bytes
 * @param {DType} dtype
 * @param {boolean} bigEndian
 * @param {number | { rows: number, cols: number, rowBytes: number }} layout a count of values, or rows with gaps between them
 * @returns {Float32Array}
 */
export function decodeRows(bytes, dtype, bigEndian, layout) {
  const size = VALUE_BYTES[dtype];
  const { rows, cols, rowBytes } = typeof layout === "number" ? { rows: 1, cols: layout, rowBytes: layout * size } : layout;
  const needed = rows === 0 ? 0 : (rows - 1) * rowBytes + cols * size;
  if (needed > bytes.byteLength)
    throw new Failure("SHAPE", `${rows} rows of ${cols} ${dtype} values take ${needed} bytes, and ${bytes.byteLength} are there.`);
  const packed = rowBytes === cols * size ? bytes : withoutGaps(bytes, rows, cols * size, rowBytes);
  const count = rows * cols;
  if (bigEndian && size > 1) swapBytes(packed, size, count);
  return toFloat32(packed, dtype, count);
}

/** @param {ArrayBuffer} bytes @param {number} rows @param {number} used bytes of a row that hold values @param {number} rowBytes */
function withoutGaps(bytes, rows, used, rowBytes) {
  const from = new Uint8Array(bytes);
  const packed = new Uint8Array(rows * used);
  for (let row = 0; row < rows; row++) packed.set(from.subarray(row * rowBytes, row * rowBytes + used), row * used);
  return packed.buffer;
}

/** @param {ArrayBuffer} bytes @param {number} size @param {number} count */
function swapBytes(bytes, size, count) {
  if (size === 2) {
    const values = new Uint16Array(bytes, 0, count);
    for (let i = 0; i < count; i++) values[i] = (values[i] << 8) | (values[i] >> 8);
    return;
  }
  const words = new Uint32Array(bytes, 0, (count * size) / 4);
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    words[i] = (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
  }
  if (size === 4) return;
  for (let i = 0; i < words.length; i += 2) [words[i], words[i + 1]] = [words[i + 1], words[i]];
}

/** @param {ArrayBuffer} bytes @param {DType} dtype @param {number} count @returns {Float32Array} */
function toFloat32(bytes, dtype, count) {
  if (dtype === "int64" || dtype === "uint64") return fromWide(new Uint32Array(bytes, 0, 2 * count), dtype === "int64");
  const values = new STORED[dtype](bytes, 0, count);
  if (values instanceof Float32Array) return values;
  if (dtype === "float16") return fromHalf(values);
  if (dtype === "bfloat16") return fromBrain(values);
  const numbers = new Float32Array(values);
  return dtype === "bool" ? numbers.map((value) => (value ? 1 : 0)) : numbers;
}

/** 64-bit integers from their two halves: a BigInt for each would be ten times slower. @param {Uint32Array} halves @param {boolean} signed */
function fromWide(halves, signed) {
  const out = new Float32Array(halves.length / 2);
  for (let i = 0; i < out.length; i++) {
    const high = halves[2 * i + 1];
    out[i] = (signed ? high | 0 : high) * 4294967296 + halves[2 * i];
  }
  return out;
}

/** @param {ArrayLike<number>} values bits */
function fromBrain(values) {
  const bits = new Uint32Array(values.length);
  for (let i = 0; i < bits.length; i++) bits[i] = values[i] << 16;
  return new Float32Array(bits.buffer);
}

/** @type {Float32Array | undefined} the value of each of the 65,536 bit patterns */
let halves;

/** @param {ArrayLike<number>} values bits */
function fromHalf(values) {
  halves ??= halfTable();
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = halves[values[i]];
  return out;
}

function halfTable() {
  const table = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) table[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    else table[bits] = sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
  }
  return table;
}

/** @param {{ rows: number }} matrix @param {number} begin @param {number} end @param {string} name */
export function checkRange(matrix, begin, end, name) {
  if (Number.isInteger(begin) && Number.isInteger(end) && 0 <= begin && begin <= end && end <= matrix.rows) return;
  throw new Failure("OUT_OF_RANGE", `Rows ${begin} to ${end} of ${name || "the matrix"} were asked for, and it has ${matrix.rows}.`);
}

/**
 * @param {PlainRows} plain
 * @param {number} begin
 * @param {number} end
 * @param {string} [where] file and array, for the failure's sentence
 * @returns {Promise<Float32Array>}
 */
export async function readPlainRows(plain, begin, end, where = "The file") {
  checkRange(plain, begin, end, where);
  if (begin === end) return new Float32Array(0);
  const { blob, dtype, bigEndian, cols, rowBytes } = plain;
  const last = (end - 1) * rowBytes + cols * VALUE_BYTES[dtype];
  const bytes = await readBytes(blob, begin * rowBytes, last, where);
  return decodeRows(bytes, dtype, bigEndian, { rows: end - begin, cols, rowBytes });
}

/**
 * A matrix whose rows are read from the file when asked for.
 * @param {string} name
 * @param {PlainRows} plain
 * @param {string} [where]
 * @returns {MatrixSource}
 */
export function plainSource(name, plain, where) {
  const { rows, cols, dtype } = plain;
  return { name, rows, cols, dtype, plain, readRows: (begin, end) => readPlainRows(plain, begin, end, where) };
}

/**
 * A matrix that is loaded as a whole when its first row is asked for.
 * @param {string} name
 * @param {number} rows
 * @param {number} cols
 * @param {DType} dtype
 * @param {() => Promise<Float32Array>} load rows * cols values
 * @returns {MatrixSource}
 */
export function loadedSource(name, rows, cols, dtype, load) {
  /** @type {Promise<Float32Array> | undefined} */
  let loading;
  return {
    name,
    rows,
    cols,
    dtype,
    async readRows(begin, end) {
      checkRange({ rows }, begin, end, name);
      loading ??= load().catch((error) => {
        loading = undefined;
        throw error;
      });
      return (await loading).slice(begin * cols, end * cols);
    },
  };
}

/** @param {FoundArray} array @returns {MatrixSource} */
export function sourceOf({ name, rows, cols, dtype, values, dimensions }) {
  return { ...memorySource(name, rows, cols, dtype, values), ...(dimensions && { dimensions }) };
}

/**
 * A matrix that is in memory already.
 * @param {string} name
 * @param {number} rows
 * @param {number} cols
 * @param {DType} dtype
 * @param {Float32Array} values
 * @returns {MatrixSource}
 */
export function memorySource(name, rows, cols, dtype, values) {
  if (values.length !== rows * cols)
    throw new Failure("SHAPE", `${name || "The matrix"} has ${rows} x ${cols} = ${rows * cols} values, and ${values.length} were given.`);
  return loadedSource(name, rows, cols, dtype, async () => values);
}
