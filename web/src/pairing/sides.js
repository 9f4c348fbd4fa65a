/** The first guess of which array is images and which texts: names first, then what fits. */
import { warning } from "./findings.js";
import { statedMap } from "./map.js";
import { partName } from "./parts-names.js";
import { fileEvidence, isAside, refInWords, splitOfRef, weigh } from "./roles.js";
import { folders } from "./words.js";

/** @import { ArrayRef, OpenedFile, Question } from "../types.d.ts" */
/** @import { Sides } from "./types.d.ts" */

/** Beyond so many arrays (a whole model's weights) only those whose names tell a side are weighed against each other. */
const MOST = 64;
/** More texts per image than this are asked about. */
export const USUAL_CAPTIONS = 20;

/** Two arrays of one part of a data set, or of different ones. What was held out is preferred. @param {ArrayRef} images @param {ArrayRef} texts */
function splitFit(images, texts) {
  const split = splitOfRef(images);
  const other = splitOfRef(texts);
  if (split === undefined || other === undefined) return 0;
  if (split !== other) return -6;
  return split === "train" ? 3 : 3.25;
}

/** How well two arrays go together, apart from their names. @param {ArrayRef} images @param {ArrayRef} texts */
function fit(images, texts) {
  const n = images.array.rows;
  const m = texts.array.rows;
  let score = splitFit(images, texts);
  if (statedMap(images, texts)) score += 10;
  if (m === n) score += 2;
  else if (m % n === 0) score += m / n <= USUAL_CAPTIONS ? 1.5 : 0.5;
  else score -= 1;
  score += images.array.cols === texts.array.cols ? 1 : -1;
  if (images.file === texts.file) score += 0.5;
  for (const { array } of [images, texts]) if (array.cols === 1 || !array.dtype.includes("float")) score -= 3;
  return score;
}

/** What a single letter tells ("x.npy", "run-i"), which any name may have. */
const A_LETTER = 1;

/** A file, or the folder it is in, says which side it is: then its arrays are not both sides. @param {OpenedFile} file */
const isOneSide = ({ file }) => [file, ...folders(file)].some((name) => Math.abs(fileEvidence(name)) > A_LETTER);

/** Two arrays in a file of no side's name may be the sides; anything else that makes a whole is the whole. @param {OpenedFile} file @returns {ArrayRef[]} */
export function candidatesOf(file) {
  const wholes = (file.wholes ?? []).filter(({ parts }) => parts.length !== 2 || isOneSide(file));
  const inside = new Set(wholes.flatMap(({ parts }) => parts));
  const arrays = [...file.arrays.filter(({ name }) => !inside.has(name)), ...wholes.map(({ array }) => array)];
  return arrays.map((array) => ({ file, array }));
}

/** @typedef {Sides & { named: boolean, score: number }} Candidate named: both names tell a side */

/** Whole pairs of other arrays that names and counts speak for as well; other parts of one data set are no rivals. @param {Candidate[]} candidates the best first */
function rivalsOf([best, ...others]) {
  const taken = new Set([best.images.array, best.texts.array]);
  const split = splitOfRef(best.images);
  const rivals = [];
  for (const { images, texts, named, score } of others) {
    const whole = texts.array.rows % images.array.rows === 0 && splitOfRef(images) === split && splitOfRef(texts) === split;
    if (!whole || !(named || score === best.score) || taken.has(images.array) || taken.has(texts.array)) continue;
    taken.add(images.array).add(texts.array);
    rivals.push({ images, texts });
  }
  return rivals;
}

/** @param {ArrayRef[]} arrays @returns {Partial<Sides> & { rivals?: Sides[] }} rivals fit as well as the chosen */
export function bestSides(arrays) {
  const evidences = weigh(arrays);
  const weighed = arrays.map((ref, index) => ({ ref, evidence: evidences[index] })).filter(({ ref }) => !isAside(ref));
  const chosen = weighed.length <= MOST ? weighed : weighed.filter(({ evidence }, index) => evidence !== 0 || index < 2).slice(0, MOST * 4);
  /** @type {Candidate[]} */
  const candidates = [];
  for (const images of chosen)
    for (const texts of chosen) {
      // A name that says one side is not turned into the other.
      if (images === texts || images.evidence < 0 || texts.evidence > 0) continue;
      const named = images.evidence > 0 && texts.evidence < 0;
      const score = images.evidence - texts.evidence + fit(images.ref, texts.ref);
      candidates.push({ images: images.ref, texts: texts.ref, named, score });
    }
  candidates.sort((one, other) => other.score - one.score);
  if (candidates.length > 0) {
    const [{ images, texts }] = candidates;
    const rivals = rivalsOf(candidates);
    return { images, texts, ...(rivals.length > 0 && { rivals }) };
  }
  const [first] = [...weighed].sort((a, b) => Math.abs(b.evidence) - Math.abs(a.evidence));
  if (!first) return {};
  return first.evidence < 0 ? { texts: first.ref } : { images: first.ref };
}

/** A side that is one of several arrays whose names differ in a number alone may be a part. @param {Sides} sides @returns {Question[]} */
export function oneOfSeveral({ images, texts }) {
  for (const [ref, other] of [
    [images, texts],
    [texts, images],
  ]) {
    const key = partName(ref.array.name)?.key;
    const alike = ref.file.arrays.filter(({ name, cols }) => key !== undefined && cols === ref.array.cols && partName(name)?.key === key);
    if (alike.length < 2 || alike.includes(other.array)) continue;
    const names = alike.slice(0, 4).map(({ name, rows, cols }) => `${name} (${rows} x ${cols})`);
    const message =
      `${refInWords(ref)} is one of ${alike.length} arrays whose names differ in a number alone: ${names.join(", ")}${alike.length > 4 ? " …" : ""}. ` +
      "If they are parts of one whole, one of them is not the side: save the parts as one array. If they are several models or sets, say which arrays are meant (in the command: FILE::array).";
    return [warning("ROWS_UNCLEAR", message, { count: alike.length, asks: true })];
  }
  return [];
}
