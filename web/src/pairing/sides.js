/** The first guess of which array is images and which texts: names first, then what fits. */
import { statedMap } from "./map.js";
import { isAside, splitOfRef, weigh } from "./roles.js";

/** @import { ArrayRef } from "../types.d.ts" */

/** Beyond so many arrays (a whole model's weights) only those whose names tell a side are weighed against each other. */
const MOST = 64;
/** More texts an image than this are asked about. */
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

/** @param {ArrayRef[]} arrays @returns {{ images?: ArrayRef, texts?: ArrayRef, rivals?: { images: ArrayRef, texts: ArrayRef }[] }} rivals fit as well as the chosen */
export function bestSides(arrays) {
  const evidences = weigh(arrays);
  const weighed = arrays.map((ref, index) => ({ ref, evidence: evidences[index] })).filter(({ ref }) => !isAside(ref));
  const chosen = weighed.length <= MOST ? weighed : weighed.filter(({ evidence }, index) => evidence !== 0 || index < 2).slice(0, MOST * 4);
  /** @type {{ images: ArrayRef, texts: ArrayRef, score: number }[]} */
  let best = [];
  for (const images of chosen)
    for (const texts of chosen) {
      // A name that says one side is not turned into the other.
      if (images === texts || images.evidence < 0 || texts.evidence > 0) continue;
      const score = images.evidence - texts.evidence + fit(images.ref, texts.ref);
      if (best.length === 0 || score > best[0].score) best = [];
      if (best.length === 0 || score === best[0].score) best.push({ images: images.ref, texts: texts.ref, score });
    }
  if (best.length > 0) {
    const [{ images, texts }, ...others] = best;
    // Two arrays without any name are each other's rival, the other way round.
    const rivals = others.filter((pair) => pair.images.array !== texts.array || pair.texts.array !== images.array);
    return { images, texts, ...(rivals.length > 0 && { rivals }) };
  }
  const [first] = [...weighed].sort((a, b) => Math.abs(b.evidence) - Math.abs(a.evidence));
  if (!first) return {};
  return first.evidence < 0 ? { texts: first.ref } : { images: first.ref };
}
