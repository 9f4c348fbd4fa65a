/** What follows an instruction of a pickle: numbers, words, and data, which may stay in the file. */
import { latin1, saveAgain, truncated } from "./bytes.js";
import { LONGEST_NUMBER, narrowest } from "./pickle-text.js";

/** @import { Cursor } from "./bytes.js" */
/** @import { Maker } from "./types.d.ts" */

/** Shorter data are taken into memory; Python 2 keeps words and data in the same kind of string. */
const LEAST_DATA = 1024;
const LEAST_STRING = 65536;

/** A name that a pickle may use. */
export class Allowed {
  /** @param {string} name @param {Maker} make */
  constructor(name, make) {
    this.name = name;
    this.make = make;
  }
}

/** Bytes that stay in the file, because the pickle is read in pieces. */
export class FileBytes {
  /** @param {number} begin @param {number} length */
  constructor(begin, length) {
    this.begin = begin;
    this.length = length;
  }
}

export class Operands {
  /** @param {Cursor} cursor @param {string} where */
  constructor(cursor, where) {
    this.cursor = cursor;
    this.where = where;
    /** bytes of the file, if data may stay in it @type {number | undefined} */
    this.fileSize = undefined;
    /** where the program goes on after data that stayed in the file @type {number | undefined} */
    this.ahead = undefined;
    /** bytes of words taken so far */
    this.words = 0;
    this.utf8 = new TextDecoder();
  }

  /** Position in the file. */
  get at() {
    return this.cursor.base + this.cursor.position;
  }

  /** @param {string} what */
  damaged(what) {
    return saveAgain("CORRUPT", this.where, `The pickle of ${this.where} is damaged: ${what} at byte ${this.at}.`);
  }

  /** @param {number} size bytes of a little-endian two's complement number */
  long(size) {
    if (size > LONGEST_NUMBER) throw this.damaged(`a number of ${size} bytes`);
    const bytes = this.cursor.take(size);
    let value = 0n;
    for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
    return narrowest(size > 0 && bytes[size - 1] & 0x80 ? value - (1n << BigInt(8 * size)) : value);
  }

  /** The next line, read as one kind of value. @template Value @param {(text: string) => Value | null} read @returns {Value} */
  fromLine(read) {
    const text = this.cursor.line();
    const value = read(text);
    if (value === null) throw this.damaged(`"${text.slice(0, 20)}" makes no sense`);
    return value;
  }

  /** @param {number} size bytes of UTF-8 */
  word(size) {
    const bytes = this.cursor.take(size);
    this.words += size;
    return this.utf8.decode(bytes);
  }

  /** Bytes of data. @param {number} size @param {number} [least] */
  data(size, least = LEAST_DATA) {
    if (this.fileSize === undefined) return this.cursor.take(size);
    // A copy, so that the window that it lies in can go.
    if (size < least) return this.cursor.take(size).slice();
    const begin = this.at;
    if (begin + size > this.fileSize) throw truncated(this.cursor.where, begin + size, this.fileSize);
    this.ahead = begin + size;
    return new FileBytes(begin, size);
  }

  /** A string of Python 2, which may be data. @param {number} size */
  string(size) {
    const bytes = this.data(size, LEAST_STRING);
    return bytes instanceof FileBytes ? bytes : latin1(bytes);
  }
}
