/** The first guess, before anybody is asked: which array is which side, and how many texts an image has. */
import { statedMap } from "./map.js";
import { evidence, refInWords } from "./roles.js";

/** @import { ArrayRef, Finding, OpenedFile, Proposal } from "../types.d.ts" */

/** Beyond so many arrays (a whole model's weights) only those whose names tell a side are weighed against each other. */
const MOST = 64;
const USUAL_CAPTIONS = 20;
const CAPTION_NAME = /caption|text|report|sentence|title|prompt|description/i;

/** @param {string} code @param {Finding["level"]} level @param {string} message @returns {Finding} */
function question(code, level, message) {
  return { code, level, message, count: 1, rows: [] };
}

/** How well two arrays go together, apart from their names. @param {ArrayRef} images @param {ArrayRef} texts */
function fit(images, texts) {
  const n = images.array.rows;
  const m = texts.array.rows;
  let score = 0;
  if (statedMap(images, texts)) score += 10;
  if (m === n) score += 2;
  else if (m % n === 0) score += m / n <= USUAL_CAPTIONS ? 1.5 : 0.5;
  else score -= 1;
  score += images.array.cols === texts.array.cols ? 1 : -1;
  if (images.file === texts.file) score += 0.5;
  for (const { array } of [images, texts]) if (array.cols === 1 || !array.dtype.includes("float")) score -= 3;
  return score;
}

/** @param {ArrayRef[]} arrays @returns {{ images?: ArrayRef, texts?: ArrayRef }} */
function bestSides(arrays) {
  const weighed = arrays.map((ref) => ({ ref, evidence: evidence(ref) }));
  const chosen = weighed.length <= MOST ? weighed : weighed.filter(({ evidence }, index) => evidence !== 0 || index < 2).slice(0, MOST * 4);
  /** @type {{ images: ArrayRef, texts: ArrayRef, score: number } | undefined} */
  let best;
  for (const images of chosen)
    for (const texts of chosen) {
      // A name that says one side is not turned into the other.
      if (images === texts || images.evidence < 0 || texts.evidence > 0) continue;
      const score = images.evidence - texts.evidence + fit(images.ref, texts.ref);
      if (!best || score > best.score) best = { images: images.ref, texts: texts.ref, score };
    }
  if (best) return { images: best.images, texts: best.texts };
  const [first] = [...weighed].sort((a, b) => Math.abs(b.evidence) - Math.abs(a.evidence));
  if (!first) return {};
  return first.evidence < 0 ? { texts: first.ref } : { images: first.ref };
}

/** @param {ArrayRef} images @param {ArrayRef} texts @returns {number | "map" | null} */
function captions(images, texts) {
  if (statedMap(images, texts)) return "map";
  const each = texts.array.rows / images.array.rows;
  return Number.isInteger(each) ? each : null;
}

/** @param {"Images" | "Texts"} side @param {ArrayRef} ref */
function becauseOf(side, ref) {
  const found = evidence(ref);
  const told = side === "Images" ? found > 0 : found < 0;
  return `${side}: ${refInWords(ref)} (${told ? "by its name" : "what is left"}).`;
}

/** @param {ArrayRef} images @param {ArrayRef} texts @param {number | "map" | null} each */
function countsInWords(images, texts, each) {
  const n = images.array.rows;
  const m = texts.array.rows;
  if (each === "map") return `${images.file.file} itself states which of the ${m} texts belong to which of the ${n} images.`;
  if (each === null) return `${n} images and ${m} texts do not divide evenly.`;
  return each === 1
    ? `One text an image, row by row, because both have ${n} rows.`
    : `${each} texts an image, in the images' order, because ${m} texts are ${each} times ${n} images.`;
}

/** @param {Proposal} proposal @returns {Finding[]} */
function questionsOf({ arrays, images, texts, captionsPerImage }) {
  if (arrays.length === 0)
    return [question("NO_MATRIX", "error", "No file holds a matrix of numbers. Add the embeddings of the images and of the texts.")];
  if (!images || !texts) {
    const [have, lack] = images ? ["images", "texts"] : ["texts", "images"];
    const names = arrays.slice(0, 3).map(refInWords).join(", ");
    return [
      question("ONE_SIDE", "error", `Only ${have} were found (${names}). Add the file of the ${lack}, or say which array holds them.`),
    ];
  }
  const questions = [];
  const n = images.array.rows;
  const m = texts.array.rows;
  if (evidence(images) === 0 && evidence(texts) === 0 && captionsPerImage !== "map")
    questions.push(
      question(
        "ROLES_GUESSED",
        "warning",
        `No name says which side is which: ${refInWords(images)} is taken as images, ${refInWords(texts)} as texts. Is that right?`,
      ),
    );
  if (captionsPerImage === null) {
    const swapped = n % m === 0 ? " Are the two sides swapped?" : "";
    questions.push(
      question(
        "PAIR_COUNT",
        "error",
        `There are ${n} images and ${m} texts: no number of texts an image fits.${swapped} Give a map, or files whose rows belong together.`,
      ),
    );
  } else if (typeof captionsPerImage === "number" && captionsPerImage > USUAL_CAPTIONS)
    questions.push(
      question("MANY_CAPTIONS", "warning", `${m} texts for ${n} images are ${captionsPerImage} texts an image. Is that right?`),
    );
  if (arrays.length > 2)
    questions.push(
      question(
        "OTHER_ARRAYS",
        "note",
        `${arrays.length - 2} more ${arrays.length === 3 ? "array was" : "arrays were"} found and left aside.`,
      ),
    );
  return questions;
}

/** The texts in words: a column as long as the texts, in their own file or beside it. @param {OpenedFile[]} opened @param {ArrayRef} texts */
function captionColumn(opened, texts) {
  const files = [texts.file, ...opened.filter((file) => file !== texts.file)];
  return files.flatMap(({ columns }) => columns).find(({ name, values }) => values.length === texts.array.rows && CAPTION_NAME.test(name))
    ?.values;
}

/** @param {OpenedFile[]} opened @returns {Proposal} */
export function propose(opened) {
  const arrays = opened.flatMap((file) => file.arrays.map((array) => ({ file, array })));
  const { images, texts } = bestSides(arrays);
  /** @type {Proposal} */
  const proposal = { arrays, captionsPerImage: null, why: "", questions: [] };
  if (images) proposal.images = images;
  if (texts) proposal.texts = texts;
  const why = [];
  if (images) why.push(becauseOf("Images", images));
  if (texts) why.push(becauseOf("Texts", texts));
  if (images && texts) {
    proposal.captionsPerImage = captions(images, texts);
    why.push(countsInWords(images, texts, proposal.captionsPerImage));
    const column = captionColumn(opened, texts);
    if (column) proposal.captions = column;
  }
  proposal.why = why.join(" ");
  proposal.questions = questionsOf(proposal);
  return proposal;
}
