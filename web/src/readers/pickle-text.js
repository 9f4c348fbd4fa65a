/** Values that old pickles (protocol 0) write as text. Null if the text is not of that kind. */

/** bytes */
export const LONGEST_NUMBER = 1024;

/** @type {Readonly<Record<string, string>>} */
const ESCAPES = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"', a: "\x07", b: "\b", f: "\f", v: "\v" };

/** A number if it is exact. @param {bigint} value @returns {number | bigint} */
export function narrowest(value) {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** "12", "-7L". @param {string} text */
export function wholeNumber(text) {
  const digits = text.trim().replace(/L$/, "");
  if (digits.length > LONGEST_NUMBER || !/^[+-]?\d+$/.test(digits)) return null;
  return narrowest(BigInt(digits.replace(/^\+/, "")));
}

/** "0.5", "-inf", "nan". @param {string} text */
export function fraction(text) {
  const [, sign, word] = /^([+-]?)(inf|nan)$/.exec(text.trim()) ?? [];
  if (word) return word === "nan" ? Number.NaN : sign === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? null : value;
}

/** Python 2's string: quotes, and escapes inside. @param {string} text */
export function quotedText(text) {
  const inner = /^(['"])(.*)\1$/s.exec(text.trimEnd())?.[2];
  if (inner === undefined) return null;
  return inner.replace(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|(.))/gs, (_, hex, octal, letter) => {
    if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
    return ESCAPES[letter] ?? `\\${letter}`;
  });
}

/** Characters written by their number. @param {string} text */
export function unescaped(text) {
  return text.replace(/\\u([0-9a-fA-F]{4})|\\U(00[01][0-9a-fA-F]{5})/g, (all, four, eight) => {
    const code = Number.parseInt(four ?? eight, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
