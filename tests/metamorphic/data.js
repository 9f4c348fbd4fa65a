/** Items with an image and one or more texts, whose true pairs are known by the values of their vectors. */
import { normal, oneOf, randomFrom } from "./random.js";

export const WIDTH = 12;
const FACTORS = 8;

/**
 * A row of a side before anything is written.
 * @typedef {object} Row
 * @property {number} item the truth: rows of one item belong together
 * @property {number[]} vector float32 values
 * @property {string} id as it will be written
 * @property {string} key as it was
 * @property {boolean} joinable false if its id was harmed: no pair can be asked of it
 * @property {Record<string, string>} beside values of further columns
 */

/**
 * @typedef {object} Data
 * @property {Row[]} images
 * @property {Row[]} texts in the images' order
 * @property {IdKind} idKind
 * @property {number} captions texts an image
 */

/** @type {Record<string, (item: number, next: () => number) => string>} */
const IDS = {
  numbers: (item, next) => String(numberOf(item, next)),
  counted: (item) => String(item),
  words: (item, next) => `Case-${oneOf(next, ["ap", "pa", "lat"])}-${numberOf(item, next)}x`,
  hashes: (item, next) => `${numberOf(item, next).toString(16)}f${Math.floor(next() * 2 ** 40).toString(16)}e`,
  files: (item, next) => `${String(numberOf(item, next)).padStart(12, "0")}.jpg`,
  // Neighbours are one number in float64.
  long: (item) => String(9_007_199_254_741_001n + BigInt(item)),
  // Neighbours have one name without their folders.
  paths: (item) => `${item % 2 ? "train" : "val"}/img_${String(Math.floor(item / 2)).padStart(4, "0")}.jpg`,
  awkward: (item, next) => `Ünit "${numberOf(item, next)}", bed ${item % 7}; ß`,
  // Seven of them are one in every lenient spelling.
  "look-alikes": (item) => LOOK_ALIKES[item % LOOK_ALIKES.length](String(Math.floor(item / LOOK_ALIKES.length) + 1)),
};

/** @type {((number: string) => string)[]} */
const LOOK_ALIKES = [
  (k) => k,
  (k) => `0${k}`,
  (k) => `${k}.0`,
  (k) => `IMG${k}`,
  (k) => `img${k}`,
  (k) => `img${k}.jpg`,
  (k) => `img${k}.png`,
];

/** @param {number} item @param {() => number} next */
const numberOf = (item, next) => 1000 + item * 971 + Math.floor(next() * 900);

/** @typedef {string} IdKind a name in IDS */
export const ID_KINDS = Object.keys(IDS);

/** @param {{ seed: number, items: number, captions: number, idKind: IdKind }} spec @returns {Data} */
export function makeData({ seed, items, captions, idKind }) {
  const next = randomFrom(seed);
  const mixing = [0, 1].map(() => Array.from({ length: WIDTH * FACTORS }, () => normal(next)));
  /** @param {number[]} factors @param {number} side @param {number} noise */
  const view = (factors, side, noise) =>
    Array.from({ length: WIDTH }, (_, k) =>
      Math.fround(
        factors.reduce((sum, factor, f) => sum + factor * (mixing[0][k * FACTORS + f] + 0.3 * side * mixing[1][k * FACTORS + f]), 0.2) +
          noise * normal(next),
      ),
    );
  /** @type {Data} */
  const data = { images: [], texts: [], idKind, captions };
  for (let item = 0; item < items; item++) {
    const factors = Array.from({ length: FACTORS }, () => normal(next));
    const id = IDS[idKind](item, next);
    const row = { item, id, key: id, joinable: true, beside: {} };
    data.images.push({ ...row, vector: view(factors, 0, 0.2) });
    for (let c = 0; c < captions; c++) data.texts.push({ ...row, vector: view(factors, 1, 0.6), beside: {} });
  }
  return data;
}

/** What tells a vector among all others. @param {ArrayLike<number>} vector */
export const fingerprint = (vector) => Buffer.from(Float32Array.from(vector).buffer).toString("latin1");
