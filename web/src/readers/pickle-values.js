/** What a pickle's program works with beside Python's plain values. */

/** @import { Maker } from "./types.d.ts" */

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
