/** What a pickle's program works with beside Python's plain values. */

/** @import { Operands } from "./pickle-operands.js" */

/**
 * What an allowed name makes of its arguments (where: for a failure's sentence). What it makes may be Stateful.
 * @typedef {(args: unknown[], where: string) => unknown} Maker
 *
 * takeInline: takes what follows the state in the file, outside the pickle's own language.
 * @typedef {{ setState(state: unknown, where: string): void, takeInline?(operands: Operands): void }} Stateful
 */

/** A name that a pickle may use. */
export class Allowed {
  /** @param {string} name @param {Maker} make */
  constructor(name, make) {
    this.name = name;
    this.make = make;
  }
}

/** Bytes that stay in the file, where a pickle is read in pieces. */
export class FileBytes {
  /** @param {number} begin @param {number} length */
  constructor(begin, length) {
    this.begin = begin;
    this.length = length;
  }
}
