/** Numbers as people read them: a true minus, thin units, no digits that mean nothing. */

/** @import { Interval, Unavailable } from "../types.d.ts" */

const MINUS = "\u2212";
/** Keeps a number and its unit on one line. */
const NO_BREAK = "\u00a0";
const grouped = new Intl.NumberFormat("en-US");

/** @param {unknown} value @returns {value is Unavailable} */
export function isUnavailable(value) {
  return typeof value === "object" && value !== null && "status" in value && value.status === "unavailable";
}

/** @param {number} value @param {number} digits after the point */
export function fixed(value, digits = 3) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** With its sign, also if it is positive. @param {number} value @param {number} [digits] */
export function signed(value, digits = 3) {
  const text = fixed(value, digits);
  return Number(Math.abs(value).toFixed(digits)) === 0 || value < 0 ? text : `+${text}`;
}

/** Three figures that carry meaning: 0.411, 0.0853, 38.2, 4.1 × 10⁻⁹. @param {number} value */
export function measure(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1000) return (value < 0 ? MINUS : "") + grouped.format(Math.round(size));
  if (size >= 0.0995) return fixed(value, size >= 99.5 ? 1 : size >= 9.995 ? 2 : 3);
  if (size >= 1e-4) return fixed(value, 2 - Math.floor(Math.log10(size)));
  const [mantissa, power] = size.toExponential(1).split("e");
  return `${value < 0 ? MINUS : ""}${mantissa} × 10${superscript(Number(power))}`;
}

/** @param {number} power */
const superscript = (power) => [...String(power)].map((c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)])).join("");

/** @param {number} share 0 … 1 @param {number} [digits] */
export const percent = (share, digits = 0) => `${fixed(share * 100, digits)} %`;

/** "5.1 – 7.2 %" @param {Interval} interval of shares @param {number} [digits] */
export const percentInterval = ({ low, high }, digits = 1) => `${fixed(low * 100, digits)} – ${fixed(high * 100, digits)} %`;

/** The same spread over n, as every table shows it. @param {number} std standard deviation over n - 1 @param {number} n */
export const overN = (std, n) => std * Math.sqrt((n - 1) / n);

/** A share on a log axis: 10 %, 0.1 %, 0.0001 %. @param {number} share */
export const decade = (share) => `${Number((share * 100).toPrecision(1))} %`;

/** @param {number} n */
export const count = (n) => grouped.format(n);

/** "1 row", "57 rows". @param {number} n @param {string} one @param {string} [many] */
export const countOf = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** @param {number} s seconds */
export function duration(s) {
  if (s < 0.095) return `${Math.max(1, Math.round(s * 1000))}${NO_BREAK}ms`;
  if (s < 9.95) return `${s.toFixed(1)}${NO_BREAK}s`;
  if (s < 59.5) return `${Math.round(s)}${NO_BREAK}s`;
  const whole = Math.round(s);
  return `${Math.floor(whole / 60)}${NO_BREAK}min ${whole % 60}${NO_BREAK}s`;
}

/** @param {number} n bytes */
export function fileSize(n) {
  const units = ["bytes", "kB", "MB", "GB"];
  let unit = 0;
  let value = n;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.5 ? count(Math.round(value)) : value.toFixed(1)} ${units[unit]}`;
}
