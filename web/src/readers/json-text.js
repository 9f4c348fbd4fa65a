/** JSON in pieces: values are found by their brackets and quotes, and parsed one by one. */
import { Failure } from "../failure.js";
import { truncated } from "./bytes.js";
import { DEEPEST } from "./record-field.js";
import { textPieces } from "./text-pieces.js";

/** @import { BlobLike } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */

const PYTHON_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;
const WIDE_NUMBERS = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b|-?\d[\d.eE+-]*/g;
/** @type {Readonly<Record<string, string>>} */
const WRITTEN = Object.freeze({ NaN: "null", Infinity: "1e999", "-Infinity": "-1e999" });

/** @param {string} text @returns {unknown} undefined if it is no JSON */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export class JsonText {
  /** @param {BlobLike} file @param {Budget} budget */
  constructor(file, budget) {
    this.file = file;
    this.where = budget.file;
    this.longest = budget.header;
    this.budget = budget;
    this.pieces = textPieces(file, budget.file);
    this.text = "";
    this.at = 0;
    this.ended = false;
    /** counted from 1 */
    this.line = 1;
    /** where the current line ends in the text */
    this.lineEnd = Number.POSITIVE_INFINITY;
  }

  /** @param {string} what */
  bad(what) {
    return new Failure("CORRUPT", `Line ${this.line} of ${this.where} is not JSON: ${what}. Correct it, or save the file again.`);
  }

  get cut() {
    return truncated(this.where, this.file.size + 1, this.file.size);
  }

  /** The next piece; false if there is none. */
  async fill() {
    if (this.ended) return false;
    const { value, done } = await this.pieces.next();
    this.ended = done === true || value.last;
    if (done) return false;
    this.text = this.text.slice(this.at) + value.text;
    this.at = 0;
    this.lineEnd = this.nextLineEnd(0);
    return true;
  }

  /** @param {number} from */
  nextLineEnd(from) {
    const end = this.text.indexOf("\n", from);
    return end < 0 ? Number.POSITIVE_INFINITY : end;
  }

  /** Passes over count characters. @param {number} count */
  skip(count) {
    const end = this.at + count;
    for (; this.lineEnd < end; this.lineEnd = this.nextLineEnd(this.lineEnd + 1)) this.line++;
    this.at = end;
  }

  /** The next character that is no blank; "" at the end. */
  async peek() {
    for (;;) {
      let end = this.at;
      while (end < this.text.length && " \t\r\n\ufeff".includes(this.text[end])) end++;
      this.skip(end - this.at);
      if (end < this.text.length) return this.text[end];
      if (!(await this.fill())) return "";
    }
  }

  /** Passes over one character, which must be one of these. @param {string} allowed */
  async take(allowed) {
    const found = await this.peek();
    if (found === "") throw this.cut;
    if (!allowed.includes(found)) throw this.bad(`"${found}" stands where "${[...allowed].join('" or "')}" belongs`);
    this.skip(1);
    return found;
  }

  /** The first character inside the bracket that comes next. */
  async inside() {
    await this.peek();
    for (let at = this.at + 1; ; at++) {
      while (at >= this.text.length) {
        const passed = this.at;
        if (!(await this.fill())) return "";
        at -= passed;
      }
      if (!" \t\r\n".includes(this.text[at])) return this.text[at];
    }
  }

  /** The next value as text, left in place; null if it is longer than `most` characters. @param {number} most */
  async whole(most) {
    if ((await this.peek()) === "") throw this.cut;
    const scan = { at: this.at, depth: 0 };
    for (;;) {
      const end = endOfValue(this.text, this.at, scan, this.ended);
      if (end !== null) return end - this.at > most ? null : this.text.slice(this.at, end);
      if (this.text.length - this.at > most) return null;
      const passed = this.at;
      if (!(await this.fill()) && this.ended && endOfValue(this.text, this.at, scan, true) === null) throw this.cut;
      scan.at -= passed - this.at;
    }
  }

  /** The next value. @returns {Promise<unknown>} */
  async value() {
    const text = await this.whole(this.longest);
    const remedy = "Write one record a line, or save it as .npy.";
    if (text === null) throw this.budget.tooLarge(2 * this.longest, this.longest, `One value on line ${this.line}`, remedy);
    return this.parse(text);
  }

  /** A value that whole() gave, and passes over it. @param {string} text */
  parse(text) {
    // Python writes NaN and Infinity, which JSON does not have.
    let value = parsed(text) ?? (text === "null" ? null : parsed(text.replace(PYTHON_NUMBERS, (word) => WRITTEN[word] ?? word)));
    if (holdsWide(value, 0))
      value = parsed(
        text.replace(WIDE_NUMBERS, (word) => (word[0] === '"' ? word : (WRITTEN[word] ?? (/^-?\d{16,}$/.test(word) ? `"${word}"` : word)))),
      );
    if (value === undefined) throw this.bad(`"${text.slice(0, 40)}" cannot be read`);
    this.skip(text.length);
    return value;
  }
}

/** An id above 2^53, which a number would round. @param {unknown} value @param {number} depth @returns {boolean} */
function holdsWide(value, depth) {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (value === null || typeof value !== "object" || depth > DEEPEST) return false;
  if (Array.isArray(value)) {
    const mayBe = Number.isInteger(value[0]) || (value[0] !== null && typeof value[0] === "object");
    return mayBe && value.some((item) => holdsWide(item, depth + 1));
  }
  for (const key in value) if (holdsWide(/** @type {Record<string, unknown>} */ (value)[key], depth + 1)) return true;
  return false;
}

/** The keys of an object's text, in the file's order: a parsed object has whole numbers first. @param {string} text */
export function orderedKeys(text) {
  const keys = [];
  const blank = /\s*/y;
  let at = text.indexOf("{") + 1;
  const pass = () => {
    blank.lastIndex = at;
    at += blank.exec(text)?.[0].length ?? 0;
  };
  for (pass(); text[at] === '"'; pass()) {
    const end = endOfString(text, at);
    keys.push(String(JSON.parse(text.slice(at, end))));
    at = text.indexOf(":", end) + 1;
    pass();
    at = endOfValue(text, at, { at, depth: 0 }, true) ?? text.length;
    pass();
    if (text[at] === ",") at++;
  }
  return keys;
}

/** How far a value was looked through. @typedef {{ at: number, depth: number }} Scan */

/** One past the closing quote; -1 if it is not here. @param {string} text @param {number} open */
function endOfString(text, open) {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

/** One past the value that begins at begin; null if its end is not here. @param {string} text @param {number} begin @param {Scan} scan @param {boolean} ended */
function endOfValue(text, begin, scan, ended) {
  const first = text[begin];
  if (first === '"') {
    const end = endOfString(text, begin);
    return end < 0 ? null : end;
  }
  if (first !== "{" && first !== "[") {
    const stop = /[\s,\]}]/g;
    stop.lastIndex = begin;
    return stop.exec(text)?.index ?? (ended ? text.length : null);
  }
  const marks = /["[\]{}]/g;
  marks.lastIndex = scan.at;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    scan.at = found.index + 1;
    if (found[0] === '"') {
      const end = endOfString(text, found.index);
      if (end < 0) {
        scan.at = found.index;
        return null;
      }
      scan.at = end;
      marks.lastIndex = end;
    } else {
      scan.depth += found[0] === "{" || found[0] === "[" ? 1 : -1;
      if (scan.depth === 0) return scan.at;
    }
  }
  scan.at = text.length;
  return null;
}
