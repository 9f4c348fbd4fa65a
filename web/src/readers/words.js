/** Whole numbers and text of arrays as words: exact, where float32 would round them. */
import { VALUE_BYTES } from "./plain-rows.js";

/** @import { DType } from "../types.d.ts" */
/** @import { TextType } from "./types.d.ts" */

/** @param {DType | null} dtype */
export const isWhole = (dtype) => dtype !== null && /^(u?int|bool)/.test(dtype);

/** Of a type that ids have, and vectors do not. @param {DType | null} dtype */
export const isLong = (dtype) => dtype !== null && /^u?int(32|64)$/.test(dtype);

/** What row numbers and ids are called: txt2img, img_to_txt, image_ids, index. @param {string} name */
export const isNameOfIds = (name) => /2(t|i)|_to_|ids?$|ind(ex|ices)$|idx$/i.test(name);

/** A BigInt only if a number would round it: it is slower. @param {DataView} view @param {boolean} little @param {number} at @param {number} high its upper half */
const wide = (view, little, at, high) => {
  const low = view.getUint32(at + (little ? 0 : 4), little);
  const value = high * 4294967296 + low;
  return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low);
};

/** @type {Readonly<Partial<Record<DType, (view: DataView, at: number, littleEndian: boolean) => number | bigint>>>} */
export const READ_VALUE = Object.freeze({
  float32: (view, at, little) => view.getFloat32(at, little),
  float64: (view, at, little) => view.getFloat64(at, little),
  int8: (view, at) => view.getInt8(at),
  uint8: (view, at) => view.getUint8(at),
  bool: (view, at) => view.getUint8(at),
  int16: (view, at, little) => view.getInt16(at, little),
  uint16: (view, at, little) => view.getUint16(at, little),
  int32: (view, at, little) => view.getInt32(at, little),
  uint32: (view, at, little) => view.getUint32(at, little),
  int64: (view, at, little) => wide(view, little, at, view.getInt32(at + (little ? 4 : 0), little)),
  uint64: (view, at, little) => wide(view, little, at, view.getUint32(at + (little ? 4 : 0), little)),
});

/**
 * Values as words; null if they are not all whole numbers. NaN, which stands for a missing number, is "".
 * @param {DataView} view
 * @param {{ dtype: DType, bigEndian: boolean }} type
 * @param {number} count
 * @param {number} step bytes from one value to the next
 * @returns {string[] | null}
 */
export function numberWords(view, { dtype, bigEndian }, count, step) {
  const read = READ_VALUE[dtype];
  /** @type {string[]} */
  const words = new Array(count);
  if (read && isWhole(dtype)) {
    for (let i = 0; i < count; i++) words[i] = String(read(view, i * step, !bigEndian));
    return dtype === "bool" ? words.map((word) => String(word !== "0")) : words;
  }
  if (dtype !== "float64") return null;
  for (let i = 0; i < count; i++) {
    const value = view.getFloat64(i * step, !bigEndian);
    if (!Number.isSafeInteger(value) && !Number.isNaN(value)) return null;
    words[i] = Number.isNaN(value) ? "" : String(value);
  }
  return words.some((word) => word !== "") ? words : null;
}

/** @param {ArrayBuffer} bytes @param {DType} dtype @param {boolean} bigEndian @returns {(number | bigint)[]} none of half precision */
function valuesIn(bytes, dtype, bigEndian) {
  const view = new DataView(bytes);
  const read = READ_VALUE[dtype];
  const size = VALUE_BYTES[dtype];
  return read ? Array.from({ length: Math.floor(bytes.byteLength / size) }, (_, i) => read(view, i * size, !bigEndian)) : [];
}

/** @param {ArrayBuffer} bytes @param {DType} dtype @param {boolean} bigEndian */
export const numbersIn = (bytes, dtype, bigEndian) => valuesIn(bytes, dtype, bigEndian).map(Number);

/** @param {ArrayBuffer} bytes @param {DType} dtype @param {boolean} bigEndian @returns {string[] | null} null if a value is no whole number */
export function wholeNumbers(bytes, dtype, bigEndian) {
  const values = valuesIn(bytes, dtype, bigEndian);
  if (values.length === 0 || values.some((value) => typeof value === "number" && !Number.isInteger(value))) return null;
  return values.map((value) => BigInt(value).toString());
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Bytes as text: UTF-8, or a character a byte where they are none. @param {Uint8Array} bytes */
export function textOfBytes(bytes) {
  try {
    return UTF8.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  }
}

/** @param {DataView} view @param {TextType} type @param {number} count @param {number} step bytes from one value to the next */
export function textWords(view, { width, isWide, bigEndian }, count, step) {
  /** @type {string[]} */
  const words = new Array(count);
  for (let i = 0; i < count; i++) {
    const begin = i * step;
    let end = begin + width;
    if (isWide) {
      while (end > begin && view.getUint32(end - 4, !bigEndian) === 0) end -= 4;
      let word = "";
      for (let at = begin; at < end; at += 4) {
        const code = view.getUint32(at, !bigEndian);
        word += code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
      }
      words[i] = word;
    } else {
      while (end > begin && view.getUint8(end - 1) === 0) end--;
      words[i] = textOfBytes(new Uint8Array(view.buffer, view.byteOffset + begin, end - begin));
    }
  }
  return words;
}
