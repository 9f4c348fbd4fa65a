/** Image rows that repeat an earlier one: the same image, stored once for each of its texts. Reads a bounded part of the rows. */
import { linkOf } from "./map.js";
import { refInWords } from "./roles.js";

/** @import { ArrayRef, Link, MatrixSource } from "../types.d.ts" */
/** @import { Repeats } from "./types.d.ts" */

/** Rows and bytes that are looked at. */
const MOST_ROWS = 20_000;
const MOST_BYTES = 32e6;
/** A source that must be loaded as a whole is looked at up to this size. */
const MOST_LOADED = 256e6;
const BLOCK_BYTES = 4e6;
/** Rounding of one image embedded anew, beside the row's largest value. */
const CLOSE = 1e-5;

const value = new Float32Array(1);
const valueBits = new Uint32Array(value.buffer);

/** @param {number} bits of a float32 */
function ofBits(bits) {
  valueBits[0] = bits;
  return value[0];
}

/** Two words of a row's bits, mixed, and its largest magnitude. A zero row and one with NaN have none: those are defects, not images. @param {Uint32Array} bits */
function fingerprint(bits) {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  let largest = 0;
  for (let i = 0; i < bits.length; i++) {
    // All of it in 32-bit integers; -0 is 0.
    const word = bits[i] === 0x80000000 ? 0 : bits[i] | 0;
    // Without its sign a float32 is the larger, the larger its bits.
    const size = word & 0x7fffffff;
    if (size > largest) largest = size;
    a = Math.imul(a ^ word, 0x01000193);
    b = (Math.imul((b << 13) | (b >>> 19), 5) + Math.imul(word ^ (word >>> 15), 0xc2b2ae35)) | 0;
  }
  if (largest === 0 || largest >= 0x7f800000) return undefined;
  // 53 bits: among 20,000 rows two different ones meet with a chance of 1 in 40 million.
  return { print: (a >>> 0) * 0x200000 + ((b ^ (b >>> 11)) & 0x1fffff), largest: ofBits(largest) };
}

/** @param {Float32Array} values @param {number} at @param {Float32Array} before @param {number} from @param {number} cols @param {number} limit */
function isClose(values, at, before, from, cols, limit) {
  for (let i = 0; i < cols; i++) if (!(Math.abs(values[at + i] - before[from + i]) <= limit)) return false;
  return true;
}

/** @param {MatrixSource} source @returns {Promise<Repeats>} */
export async function lookForRepeats(source) {
  const { rows, cols } = source;
  const loaded = !source.plain && rows * cols * 4 > MOST_LOADED;
  const seen = loaded ? 0 : Math.min(rows, MOST_ROWS, Math.max(1, Math.floor(MOST_BYTES / (cols * 4))));
  const groupOf = new Int32Array(seen);
  const closeTo = new Int32Array(seen);
  /** @type {Map<number, number>} */
  const first = new Map();
  const step = Math.max(1, Math.floor(BLOCK_BYTES / (cols * 4)));
  let last = new Float32Array(0);
  for (let begin = 0; begin < seen; begin += step) {
    const end = Math.min(seen, begin + step);
    const values = await source.readRows(begin, end);
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    for (let row = begin; row < end; row++) {
      const at = (row - begin) * cols;
      const { print, largest } = fingerprint(bits.subarray(at, at + cols)) ?? {};
      groupOf[row] = row;
      closeTo[row] = row;
      if (print === undefined || largest === undefined) continue;
      groupOf[row] = first.get(print) ?? row;
      if (groupOf[row] === row) first.set(print, row);
      const [before, from] = row > begin ? [values, at - cols] : [last, 0];
      if (row > 0 && isClose(values, at, before, from, cols, CLOSE * largest)) closeTo[row] = closeTo[row - 1];
    }
    last = values.slice(-cols);
  }
  return { seen, groupOf, closeTo };
}

/** The length of every run of equal neighbours, if all have one and nothing is equal elsewhere. @param {Int32Array} groups @param {number} of rows in all */
function regularRun(groups, of) {
  let length = 1;
  while (length < groups.length && groups[length] === 0) length++;
  // All rows alike are a defect, not one image.
  if (length < 2 || length === of || of % length !== 0) return undefined;
  return groups.every((group, row) => group === row - (row % length)) ? length : undefined;
}

/** @param {Int32Array} groups @returns {Int32Array} rows that are not the first of their group */
export const laterRows = (groups) => Int32Array.from(groups.keys()).filter((row) => groups[row] !== row);

/** The link that repeated image rows make, if there is one text per row. @param {Repeats} repeats @param {ArrayRef} images @returns {Link | undefined} */
export function linkByRepeats({ seen, groupOf, closeTo }, images) {
  const { rows } = images.array;
  const where = refInWords(images);
  const whole = seen === rows;
  const all = (/** @type {number} */ run) => Int32Array.from({ length: rows }, (_, row) => row - (row % run));
  /** @param {Int32Array} imageOf @param {Link["trust"]} [trust] @param {string} [doubt] */
  const link = (imageOf, trust = "sure", doubt = undefined) => {
    const repeated = laterRows(imageOf);
    return linkOf({
      by: "repeats",
      label: "equal image rows are one image",
      says: `Equal rows of ${where} are one image: ${rows - repeated.length} images, ${rows} texts.`,
      imageOf,
      repeated,
      sameAs: repeated.map((row) => imageOf[row]),
      trust,
      ...(doubt && { doubt }),
      options: ["--repeated", "join"],
    });
  };

  const exact = regularRun(groupOf, rows);
  if (exact && whole) return link(all(exact));
  if (exact)
    return link(
      all(exact),
      "likely",
      `In the first ${seen} of ${rows} rows of ${where} each image stands ${exact} times. The rest was not looked at: does it go on like this?`,
    );
  const close = regularRun(closeTo, rows);
  if (close)
    return link(
      all(close),
      "likely",
      `Rows of ${where} come in groups of ${close} that differ by rounding alone. Is each group one image${whole ? "" : `, also after the first ${seen} rows`}?`,
    );
  const later = laterRows(groupOf);
  if (!whole || later.length === 0) return undefined;
  const shown = [...later.subarray(0, 3)].map((row) => `row ${row} repeats row ${groupOf[row]}`).join(", ");
  return link(
    groupOf,
    "doubtful",
    `${later.length} of ${rows} rows of ${where} repeat an earlier one (${shown}${later.length > 3 ? " …" : ""}), without a regular order. They are kept as separate images; they can be taken as one.`,
  );
}

/** A link by ids beside what the vectors show: rows that are said to be one image must be equal. @param {Link} link @param {Repeats} repeats @returns {Link} */
export function checkedByVectors(link, { seen, groupOf, closeTo }) {
  const { repeated, sameAs, needsEqualRows } = link;
  if (!needsEqualRows) return link;
  const differs = repeated.findIndex(
    (row, index) => row < seen && groupOf[row] !== groupOf[sameAs[index]] && closeTo[row] !== closeTo[sameAs[index]],
  );
  if (differs < 0) return link;
  return {
    ...link,
    trust: "doubtful",
    doubt: `Image rows ${sameAs[differs]} and ${repeated[differs]} have the same ${link.label}, and different values. They are kept as separate images; they can be taken as one, by the first row of each.`,
  };
}
