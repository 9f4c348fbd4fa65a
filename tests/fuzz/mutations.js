/** Changes of bytes that know nothing of formats. Each takes bytes and gives other bytes; none changes what it was given. */

/** @import { Random } from "./random.js" */

/** What breaks arithmetic on sizes, offsets and counts. */
const EXTREMES = [
  0n,
  1n,
  2n,
  127n,
  128n,
  255n,
  256n,
  32767n,
  32768n,
  65535n,
  65536n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

const NUMBERS_IN_WORDS = [
  "0",
  "-0",
  "1",
  "-1",
  "2",
  "3",
  "65536",
  "2147483648",
  "4294967296",
  "9007199254740991",
  "9007199254740993",
  "1e400",
  "-1e400",
  "1e-400",
  "NaN",
  "Infinity",
  "-inf",
  "0x10",
  "1_000",
  "1,5",
  "",
  "99999999999999999999999999",
  "null",
  "true",
  "[]",
  "{}",
  '"',
];

/** @param {Uint8Array} bytes @param {number} begin @param {number} end @param {Uint8Array} between */
export function replaced(bytes, begin, end, between) {
  const out = new Uint8Array(bytes.length - (end - begin) + between.length);
  out.set(bytes.subarray(0, begin));
  out.set(between, begin);
  out.set(bytes.subarray(end), begin + between.length);
  return out;
}

/** A place in the bytes; headers and ends, where formats keep their sizes, come up more often. @param {Uint8Array} bytes @param {Random} random */
function place(bytes, random) {
  const near = Math.min(bytes.length, 256);
  const where = random.below(4);
  if (where === 0) return random.below(near);
  if (where === 1) return bytes.length - 1 - random.below(near);
  return random.below(bytes.length);
}

/** @param {Uint8Array} bytes @param {Random} random */
function flipBit(bytes, random) {
  const out = bytes.slice();
  out[place(out, random)] ^= 1 << random.below(8);
  return out;
}

/** @param {Uint8Array} bytes @param {Random} random */
function setByte(bytes, random) {
  const out = bytes.slice();
  out[place(out, random)] = random.chance(0.5) ? random.pick([0, 1, 0x7f, 0x80, 0xff, 0x0a, 0x22, 0x2c, 0x2e, 0x5b]) : random.below(256);
  return out;
}

/** @param {Uint8Array} bytes @param {Random} random */
function setNumber(bytes, random) {
  const size = random.pick([2, 4, 8]);
  if (bytes.length < size) return setByte(bytes, random);
  const out = bytes.slice();
  const at = Math.min(place(out, random), out.length - size);
  const near = [BigInt(bytes.length), BigInt(at), BigInt(bytes.length - at)].map((value) => value + BigInt(random.below(5) - 2));
  const value = BigInt.asUintN(8 * size, random.chance(0.3) ? random.pick(near) : random.pick(EXTREMES));
  const little = random.chance(0.8);
  for (let i = 0; i < size; i++) out[at + (little ? i : size - 1 - i)] = Number((value >> BigInt(8 * i)) & 255n);
  return out;
}

/** @param {Uint8Array} bytes @param {Random} random */
function truncate(bytes, random) {
  return bytes.slice(0, random.chance(0.3) ? bytes.length - random.below(Math.min(64, bytes.length)) : random.below(bytes.length));
}

/** @param {Uint8Array} bytes @param {Random} random */
function insert(bytes, random) {
  const fill = Uint8Array.from({ length: 1 + random.below(16) }, () => random.below(256));
  const at = place(bytes, random);
  return replaced(bytes, at, at, random.chance(0.5) ? fill : fill.fill(fill[0]));
}

/** @param {Uint8Array} bytes @param {Random} random */
function remove(bytes, random) {
  const at = place(bytes, random);
  return replaced(bytes, at, Math.min(bytes.length, at + 1 + random.below(32)), new Uint8Array(0));
}

/** @param {Uint8Array} bytes @param {Random} random */
function repeat(bytes, random) {
  const at = place(bytes, random);
  const part = bytes.subarray(at, at + 1 + random.below(64));
  return replaced(bytes, at, at, part);
}

/** The beginning of one and the end of another. @param {Uint8Array} bytes @param {Random} random @param {Uint8Array} other */
function splice(bytes, random, other) {
  const begin = random.chance(0.5)
    ? other.length - Math.min(other.length, bytes.length - place(bytes, random))
    : random.below(other.length);
  return replaced(bytes, place(bytes, random), bytes.length, other.subarray(begin));
}

/** A number that is written in words, in place of another. @param {Uint8Array} bytes @param {Random} random */
export function numberInWords(bytes, random) {
  const head = random.chance(0.5) ? Math.min(bytes.length, 1024) : bytes.length;
  const isDigit = (/** @type {number} */ at) => bytes[at] >= 0x30 && bytes[at] <= 0x39;
  const from = random.below(head);
  for (let step = 0; step < head; step++) {
    let begin = (from + step) % head;
    if (!isDigit(begin)) continue;
    while (begin > 0 && isDigit(begin - 1)) begin--;
    let end = begin;
    while (end < bytes.length && isDigit(end)) end++;
    return replaced(bytes, begin, end, new TextEncoder().encode(random.pick(NUMBERS_IN_WORDS)));
  }
  return setNumber(bytes, random);
}

const ANY = [flipBit, setByte, setNumber, setNumber, truncate, insert, remove, repeat, splice, numberInWords];

/**
 * One change, or up to four.
 * @param {Uint8Array} bytes
 * @param {Random} random
 * @param {Uint8Array} other of the same format, to splice with
 */
export function mutated(bytes, random, other) {
  let out = bytes;
  for (let left = random.chance(0.6) ? 1 : 2 + random.below(3); left > 0 && out.length > 0; left--)
    out = random.pick(ANY)(out, random, other);
  return out;
}
