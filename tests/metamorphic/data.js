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
 * @property {boolean} joinable false where its id was harmed: no pair can be asked of it
 * @property {Record<string, string>} beside values of further columns
 */

/**
 * @typedef {object} Data
 * @property {Row[]} images
 * @property {Row[]} texts in the images' order
 * @property {IdKind} idKind
 * @property {number} captions texts an image
 */

/** @typedef {"numbers" | "counted" | "words" | "hashes" | "files"} IdKind */
/** @type {readonly IdKind[]} */
export const ID_KINDS = ["numbers", "counted", "words", "hashes", "files"];

/** @param {number} item @param {() => number} next @param {IdKind} kind */
function idOf(item, next, kind) {
  const number = 1000 + item * 971 + Math.floor(next() * 900);
  if (kind === "counted") return String(item);
  if (kind === "words") return `Case-${oneOf(next, ["ap", "pa", "lat"])}-${number}x`;
  if (kind === "hashes") return `${number.toString(16)}f${Math.floor(next() * 2 ** 40).toString(16)}e`;
  if (kind === "files") return `${String(number).padStart(12, "0")}.jpg`;
  return String(number);
}

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
    const id = idOf(item, next, idKind);
    const row = { item, id, key: id, joinable: true, beside: {} };
    data.images.push({ ...row, vector: view(factors, 0, 0.2) });
    for (let c = 0; c < captions; c++) data.texts.push({ ...row, vector: view(factors, 1, 0.6), beside: {} });
  }
  return data;
}

/** What tells a vector among all others. @param {ArrayLike<number>} vector */
export const fingerprint = (vector) => Buffer.from(Float32Array.from(vector).buffer).toString("latin1");
