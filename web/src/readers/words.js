/** Whole numbers and text of arrays as words: exact; float32 would round them. */

/** @import { DType } from "../types.d.ts" */
/** @import { TextType } from "./types.d.ts" */

/** @param {DType | null} dtype */
export const isWhole = (dtype) => dtype !== null && /^(u?int|bool)/.test(dtype);

/** Of a type that ids have, and vectors do not. @param {DType | null} dtype */
export const isLong = (dtype) => dtype !== null && /^u?int(32|64)$/.test(dtype);

/** What row numbers and ids are called: txt2img, img_to_txt, image_ids, index. @param {string} name */
export const isNameOfIds = (name) => /2(t|i)|_to_|ids?$|ind(ex|ices)$|idx$/i.test(name);

/** A number of 64 bits, a BigInt only if it must be one. @param {number} high @param {number} low */
function wideNumber(high, low) {
  const value = high * 4294967296 + low;
  return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low);
}

/** One value, every digit of it. @type {Readonly<Partial<Record<DType, (view: DataView, at: number, little: boolean) => number | bigint>>>} */
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
  int64: (view, at, little) => wideNumber(view.getInt32(at + (little ? 4 : 0), little), view.getUint32(at + (little ? 0 : 4), little)),
  uint64: (view, at, little) => wideNumber(view.getUint32(at + (little ? 4 : 0), little), view.getUint32(at + (little ? 0 : 4), little)),
});

/** @param {ArrayBuffer} bytes @param {DType} dtype @param {boolean} bigEndian @param {number} size of a value, in bytes */
export function numbersIn(bytes, dtype, bigEndian, size) {
  const view = new DataView(bytes);
  const read = READ_VALUE[dtype];
  return read ? Array.from({ length: Math.floor(bytes.byteLength / size) }, (_, i) => read(view, i * size, !bigEndian)) : [];
}

/** @param {ArrayBuffer} bytes @param {DType} dtype @param {boolean} bigEndian @param {number} size of a value, in bytes @returns {string[] | null} null if a value is no whole number */
export function wholeNumbers(bytes, dtype, bigEndian, size) {
  const values = numbersIn(bytes, dtype, bigEndian, size);
  if (values.length === 0 || values.some((value) => typeof value === "number" && !Number.isInteger(value))) return null;
  return values.map((value) => BigInt(value).toString());
}

/**
 * Values as words; null if they are not all whole numbers. NaN, which stands for a missing number, is "".
 * @param {DataView} view
 * @param {{ dtype: DType, bigEndian: boolean }} type
 * @param {number} count
 * @param {number} step bytes from one value to the next
 * @returns {string[] | null}
 */
export function numberWords(view, { dtype, bigEndian }, count, step) {
  const read = isWhole(dtype) ? READ_VALUE[dtype] : undefined;
  /** @type {string[]} */
  const words = new Array(count);
  if (read) {
    for (let i = 0; i < count; i++) {
      const value = read(view, i * step, !bigEndian);
      words[i] = dtype === "bool" ? String(value !== 0) : String(value);
    }
    return words;
  }
  if (dtype !== "float64") return null;
  let some = false;
  for (let i = 0; i < count; i++) {
    const value = view.getFloat64(i * step, !bigEndian);
    if (!Number.isSafeInteger(value) && !Number.isNaN(value)) return null;
    some ||= !Number.isNaN(value);
    words[i] = Number.isNaN(value) ? "" : String(value);
  }
  return some ? words : null;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Bytes as text: UTF-8, or one character per byte if they are none. @param {Uint8Array} bytes */
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
