/** What every file must do, however damaged: open with every row readable, or be refused with a code that a file can cause. */
import { CODES, Failure } from "../../web/src/failure.js";
import { openFile } from "../../web/src/readers/index.js";
import { readPlainRows, VALUE_BYTES } from "../../web/src/readers/plain-rows.js";

/** @import { FileLike, Limits, MatrixSource, OpenedFile } from "../../web/src/types.d.ts" */

/** @typedef {{ outcome: "opened" | "refused" | "stopped" | "finding", code: string, why: string }} Outcome stopped: refused at the time limit; code: of the refusal, or the format */

/** Small, so that a claim beyond them is refused and what is allowed stays far below what is watched for. @type {Limits} */
const LIMITS = { memory: 64e6, header: 8e6, seconds: 3 };
const BLOCK_VALUES = 1e6;
/** Values read of one file; an array may be a view that names one value a million times. */
const MOST_VALUES = 32e6;

/** Codes that say that Askew, its caller or the machine is at fault: bytes in memory cannot cause them. */
const NOT_BY_A_FILE = new Set(["INTERNAL", "OUT_OF_MEMORY", "UNREADABLE", "FOLDER", "OUT_OF_RANGE", "CANCELLED", "WORKER_DIED", "BAD_USE"]);

/** Bytes as a file. Positions that are no positions are a reader's fault, where a Blob would be lenient. @implements {FileLike} */
export class MemoryFile {
  /** @param {Uint8Array} bytes @param {string} name */
  constructor(bytes, name) {
    this.bytes = bytes;
    this.name = name;
    this.size = bytes.length;
  }

  /** @param {number} begin @param {number} end */
  slice(begin, end) {
    if (!(Number.isSafeInteger(begin) && Number.isSafeInteger(end) && 0 <= begin && begin <= end))
      throw new Error(`a slice from ${begin} to ${end} was asked for`);
    return new MemoryFile(this.bytes.subarray(Math.min(begin, this.size), Math.min(end, this.size)), this.name);
  }

  async arrayBuffer() {
    return /** @type {ArrayBuffer} */ (this.bytes.slice().buffer);
  }
}

class Breach extends Error {}

/** @param {boolean} holds @param {string} sentence */
function expect(holds, sentence) {
  if (!holds) throw new Breach(sentence);
}

/** @param {MatrixSource} array @param {number} allowance values @returns {Promise<number>} values read */
async function readArray(array, allowance) {
  const { name, rows, cols, dtype, plain } = array;
  expect(Number.isSafeInteger(rows) && Number.isSafeInteger(cols) && rows > 0 && cols > 0, `${name} has ${rows} rows of ${cols} values`);
  expect(dtype in VALUE_BYTES, `${name} is of type ${dtype}`);
  if (plain) {
    const used = cols * VALUE_BYTES[plain.dtype];
    expect(plain.rows === rows && plain.cols === cols && plain.rowBytes >= used, `${name} lies otherwise than it says`);
    expect((rows - 1) * plain.rowBytes + used <= plain.blob.size, `${name} needs more bytes than its ${plain.blob.size}`);
  }
  const step = Math.max(1, Math.floor(BLOCK_VALUES / cols));
  let total = 0;
  for (let begin = 0; begin < rows && total < allowance; begin += step) {
    const end = Math.min(rows, begin + step);
    const values = await array.readRows(begin, end);
    expect(values instanceof Float32Array, `rows ${begin} to ${end} of ${name} are no float32 values`);
    expect(values.length === (end - begin) * cols, `rows ${begin} to ${end} of ${name} are ${values.length} values of ${cols} a row`);
    if (plain && begin === 0) {
      const again = await readPlainRows(plain, begin, end);
      const same = again.length === values.length && again.every((value, i) => Object.is(value, values[i]));
      expect(same, `${name} reads otherwise where workers read it`);
    }
    total += values.length;
  }
  return total;
}

/** @param {OpenedFile} opened */
async function readAll({ arrays, columns, listing, map, moments }) {
  expect(arrays.length + columns.length > 0 || moments !== undefined, "it holds nothing, and is not refused");
  let left = MOST_VALUES;
  for (const array of arrays) {
    if (left <= 0) break;
    left -= await readArray(array, left);
  }
  for (const { name, values } of columns)
    expect(Array.isArray(values) && values.every((value) => typeof value === "string"), `column ${name} holds something that is no text`);
  for (const { name, shape } of listing)
    expect(
      shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0),
      `${name} is listed as (${shape.join(", ")})`,
    );
  if (!map) return;
  const [images, texts] = [map.images, map.texts].map((name) => arrays.find((array) => array.name === name));
  expect(images !== undefined && texts !== undefined, "its map names arrays that are not there");
  expect(map.imageOf.length === texts?.rows, "its map has another length than its texts");
  expect(
    map.imageOf.every((image) => image >= 0 && image < (images?.rows ?? 0)),
    "its map names images that are not there",
  );
}

/** @param {Uint8Array} bytes @param {string} name @returns {Promise<Outcome>} */
export async function examine(bytes, name) {
  /** @type {string | undefined} */
  let loose;
  const onLoose = (/** @type {unknown} */ error) => {
    loose ??= `a rejection that nobody handles: ${error instanceof Error ? (error.stack ?? error.message) : error}`;
  };
  process.on("unhandledRejection", onLoose);
  try {
    const outcome = await attempt(bytes, name);
    // Node reports loose rejections after the microtasks of this turn.
    await new Promise((resolve) => setImmediate(resolve));
    return loose ? { outcome: "finding", code: "LOOSE", why: loose } : outcome;
  } finally {
    process.off("unhandledRejection", onLoose);
  }
}

/** @param {Uint8Array} bytes @param {string} name @returns {Promise<Outcome>} */
async function attempt(bytes, name) {
  try {
    const opened = await openFile(new MemoryFile(bytes, name), LIMITS);
    await readAll(opened);
    return { outcome: "opened", code: opened.format, why: "" };
  } catch (error) {
    if (error instanceof Breach) return { outcome: "finding", code: "CONTRACT", why: error.message };
    if (!(error instanceof Failure)) {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return { outcome: "finding", code: "NO_FAILURE", why };
    }
    const known = error.code in CODES && !NOT_BY_A_FILE.has(error.code);
    const how = "stoppedAfter" in error.details ? "stopped" : "refused";
    return { outcome: known ? how : "finding", code: error.code, why: error.message };
  }
}

/** Two findings of one kind have one signature: numbers and names in the sentence do not count. @param {Outcome} outcome */
export function signature({ code, why }) {
  return `${code}: ${why
    .split("\n")
    .slice(0, 2)
    .join(" ")
    .replace(/"[^"]*"|\d[\d.,]*/g, "#")
    .slice(0, 120)}`;
}
