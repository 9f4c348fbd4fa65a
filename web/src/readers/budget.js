/** The memory that one file may take. */
import { Failure } from "../failure.js";

/** @import { Limits } from "../types.d.ts" */

const UNITS = Object.entries({ GB: 1e9, MB: 1e6, kB: 1e3, bytes: 1 });

/** "1.5 GB", "12 MB". @param {number} bytes */
function sizeInWords(bytes) {
  const [unit, size] = UNITS.find(([, size]) => bytes >= size) ?? ["bytes", 1];
  return `${Number((bytes / size).toPrecision(3)).toLocaleString("en")} ${unit}`;
}

/** What a text takes, besides two bytes per character. */
export const TEXT_BYTES = 16;
const TEXT_REMEDY = "Keep the texts in a file of their own.";

export class Budget {
  /** @param {string} file @param {Limits} limits */
  constructor(file, limits) {
    this.file = file;
    this.header = limits.header;
    this.single = limits.single === true;
    this.memory = limits.memory;
    this.left = limits.memory;
  }

  /** "x in y.npz" @param {string} name of an array, "" for the only one */
  placeOf(name) {
    return name ? `${name} in ${this.file}` : this.file;
  }

  /** Fails if this alone could never be held. @param {number} bytes @param {string} what @param {string} remedy */
  check(bytes, what, remedy) {
    if (!(bytes <= this.memory)) throw this.tooLarge(bytes, this.memory, what, remedy);
  }

  /** Takes memory that is kept as long as the file is open. @param {number} bytes @param {string} what @param {string} remedy */
  take(bytes, what, remedy) {
    if (!(bytes <= this.left)) throw this.tooLarge(bytes, this.left, what, remedy);
    this.left -= bytes;
  }

  /** @param {string} text @param {string} what @param {string} [remedy] */
  takeText(text, what, remedy = TEXT_REMEDY) {
    this.take(TEXT_BYTES + 2 * text.length, what, remedy);
  }

  /** All at once. @param {readonly string[]} texts @param {string} what */
  takeTexts(texts, what) {
    const bytes = texts.reduce((sum, text) => sum + TEXT_BYTES + 2 * text.length, 0);
    this.take(bytes, what, TEXT_REMEDY);
  }

  /** Takes memory for what load() gives; if that fails, gives it back. @template Value @param {number} bytes @param {string} what @param {string} remedy @param {() => Promise<Value>} load */
  async hold(bytes, what, remedy, load) {
    this.take(bytes, what, remedy);
    try {
      return await load();
    } catch (error) {
      this.give(bytes);
      throw error;
    }
  }

  /** Gives back what take() took. @param {number} bytes */
  give(bytes) {
    this.left += bytes;
  }

  /** @param {number} bytes @param {string} what */
  checkHeader(bytes, what) {
    if (!(bytes <= this.header))
      throw this.tooLarge(bytes, this.header, what, "A header of that size means that the file is damaged, or made to do harm.");
  }

  /** @param {number} bytes @param {number} limit @param {string} what @param {string} remedy */
  tooLarge(bytes, limit, what, remedy) {
    const [needed, most, all] = [bytes, limit, this.memory].map(sizeInWords);
    const message = `${what} in ${this.file} would need ${needed} of memory, and ${most} of ${all} may be used. ${remedy}`;
    return new Failure("TOO_LARGE", message);
  }
}
