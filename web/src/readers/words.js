/** Whole numbers and text of arrays as words: exact, where float32 would round them. */

/** @import { DType } from "../types.d.ts" */
/** @import { TextType } from "./npy-header.js" */

/** @param {DType | null} dtype */
export const isWhole = (dtype) => dtype !== null && /^(u?int|bool)/.test(dtype);

/** Of a type that ids have, and vectors do not. @param {DType | null} dtype */
export const isLong = (dtype) => dtype !== null && /^u?int(32|64)$/.test(dtype);

/** What row numbers and ids are called: txt2img, img_to_txt, image_ids, index. @param {string} name */
export const isNameOfIds = (name) => /2(t|i)|_to_|ids?$|ind(ex|ices)$|idx$/i.test(name);

/** @param {number} high @param {number} low */
function wideWord(high, low) {
  const value = high * 4294967296 + low;
  return Number.isSafeInteger(value) ? String(value) : String((BigInt(high) << 32n) | BigInt(low));
}

/** @type {Readonly<Partial<Record<DType, (view: DataView, at: number, little: boolean) => string>>>} */
const READ = Object.freeze({
  int8: (view, at) => String(view.getInt8(at)),
  uint8: (view, at) => String(view.getUint8(at)),
  bool: (view, at) => (view.getUint8(at) ? "true" : "false"),
  int16: (view, at, little) => String(view.getInt16(at, little)),
  uint16: (view, at, little) => String(view.getUint16(at, little)),
  int32: (view, at, little) => String(view.getInt32(at, little)),
  uint32: (view, at, little) => String(view.getUint32(at, little)),
  int64: (view, at, little) => wideWord(view.getInt32(at + (little ? 4 : 0), little), view.getUint32(at + (little ? 0 : 4), little)),
  uint64: (view, at, little) => wideWord(view.getUint32(at + (little ? 4 : 0), little), view.getUint32(at + (little ? 0 : 4), little)),
});

/**
 * Values as words; null where they are not all whole numbers. NaN, which stands for a missing number, is "".
 * @param {DataView} view
 * @param {{ dtype: DType, bigEndian: boolean }} type
 * @param {number} count
 * @param {number} step bytes from one value to the next
 * @returns {string[] | null}
 */
export function numberWords(view, { dtype, bigEndian }, count, step) {
  const read = READ[dtype];
  /** @type {string[]} */
  const words = new Array(count);
  if (read) {
    for (let i = 0; i < count; i++) words[i] = read(view, i * step, !bigEndian);
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
