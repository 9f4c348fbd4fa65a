/**
 * The most that the HDF5 library's heap may grow to: a damaged length makes it ask for all that there is.
 * Answers the heap of tests/web/readers/libraries.test.js.
 */

const PAGE = 65536;
/** Bytes of the library itself, and of what it keeps of a file's structure. */
const OWN = 96e6;

let most = Number.POSITIVE_INFINITY;
let wasRefused = false;

// The library offers no other way to its memory; it takes a throw here for a machine without more, and ends with an error of its own.
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * PAGE > most) {
    wasRefused = true;
    throw new RangeError("the heap may not grow further");
  }
  const before = grow.call(this, pages);
  // What was refused first was more than is needed.
  wasRefused = false;
  return before;
};

/** Whether the last growth was refused, since the heap was last limited. */
export const heapWasRefused = () => wasRefused;

/** @param {number} bytes of values that the library will hold, besides its own */
export function limitHeap(bytes) {
  most = OWN + bytes;
  wasRefused = false;
}
