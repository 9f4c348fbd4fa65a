/** What only the user can tell about a proposal. */
import { evidence, refInWords, splitOfRef } from "./roles.js";
import { USUAL_CAPTIONS } from "./sides.js";

/** @import { ArrayRef, Finding, Proposal } from "../types.d.ts" */

/** @param {string} code @param {Finding["level"]} level @param {string} message @returns {Finding} */
function question(code, level, message) {
  return { code, level, message, count: 1, rows: [] };
}

/** @param {Proposal} proposal @returns {Finding[]} */
function missing({ arrays, images }) {
  if (arrays.length === 0)
    return [question("NO_MATRIX", "error", "No file holds a matrix of numbers. Add the embeddings of the images and of the texts.")];
  const [have, lack] = images ? ["images", "texts"] : ["texts", "images"];
  const names = arrays.slice(0, 3).map(refInWords).join(", ");
  return [question("ONE_SIDE", "error", `Only ${have} were found (${names}). Add the file of the ${lack}, or say which array holds them.`)];
}

/** @param {ArrayRef} images @param {ArrayRef} texts */
function countQuestion(images, texts) {
  const n = images.array.rows;
  const m = texts.array.rows;
  const counts = `There are ${n} images and ${m} texts: no number of texts an image fits, and no column says which text belongs to which image.`;
  const remedy = "Give a table of pairs, or files whose rows belong together.";
  if (n > m * USUAL_CAPTIONS)
    return `There are ${n} images and only ${m} texts: these are probably prompts or names of classes, not texts of the images, and there is nothing to pair. ${remedy}`;
  if (n % m === 0) return `${counts} Are the two sides swapped? ${remedy}`;
  if (m < n) return `${counts} Fewer texts than images are often prompts or names of classes: those are not paired with images. ${remedy}`;
  return `${counts} ${remedy}`;
}

/** The other parts of the data set that are here as well. @param {Proposal} proposal @returns {Finding[]} */
function splitQuestion({ arrays, images, texts }) {
  const chosen = images && splitOfRef(images);
  if (!chosen || !texts || splitOfRef(texts) !== chosen) return [];
  const others = arrays.filter((ref) => {
    const split = splitOfRef(ref);
    return split !== undefined && split !== chosen && ref.array !== images.array && ref.array !== texts.array;
  });
  const both = others.some((ref) => evidence(ref) > 0) && others.some((ref) => evidence(ref) < 0);
  if (!both) return [];
  const names = [...new Set(others.filter((ref) => evidence(ref) !== 0).map((ref) => `${refInWords(ref)} (${splitOfRef(ref)})`))].join(
    ", ",
  );
  const message = `The ${chosen} part is taken: ${refInWords(images)} with ${refInWords(texts)}. Also here: ${names}. Is the ${chosen} part the one to audit?`;
  return [question("SPLITS", "warning", message)];
}

/** @param {Proposal} proposal @returns {Finding[]} */
function rivalQuestion({ images, texts, rivals = [] }) {
  if (!images || !texts || rivals.length === 0) return [];
  const shown = rivals.slice(0, 3).map((pair) => `${refInWords(pair.images)} with ${refInWords(pair.texts)}`);
  const message = `${refInWords(images)} with ${refInWords(texts)} is taken; ${shown.join(", ")}${rivals.length > 3 ? ` and ${rivals.length - 3} more` : ""} would fit as well. Is it the right choice?`;
  return [question("SEVERAL_PAIRS", "warning", message)];
}

/** @param {Proposal} proposal @returns {Finding[]} */
function linkQuestions({ link, links }) {
  if (link) return link.doubt ? [question("LINK_GUESSED", "warning", link.doubt)] : [];
  return links
    .slice(0, 1)
    .flatMap(({ by, doubt }) => (doubt ? [question(by === "repeats" ? "REPEATED_IMAGES" : "IDS_DOUBTFUL", "warning", doubt)] : []));
}

/** @param {number} others */
function othersQuestion(others) {
  if (others <= 0) return [];
  return [question("OTHER_ARRAYS", "note", `${others} more ${others === 1 ? "array was" : "arrays were"} found and left aside.`)];
}

/** @param {Proposal} proposal @param {boolean} asked the user chose the sides @returns {Finding[]} */
export function questionsOf(proposal, asked) {
  const { arrays, images, texts, captionsPerImage, link } = proposal;
  if (!images || !texts) return missing(proposal);
  const questions = [];
  if (!asked && evidence(images) === 0 && evidence(texts) === 0 && captionsPerImage !== "map")
    questions.push(
      question(
        "ROLES_GUESSED",
        "warning",
        `No name says which side is which: ${refInWords(images)} is taken as images, ${refInWords(texts)} as texts. Is that right?`,
      ),
    );
  if (!asked) questions.push(...splitQuestion(proposal), ...rivalQuestion(proposal));
  if (!link && captionsPerImage === null) questions.push(question("PAIR_COUNT", "error", countQuestion(images, texts)));
  else if (!link && typeof captionsPerImage === "number" && captionsPerImage > USUAL_CAPTIONS)
    questions.push(
      question(
        "MANY_CAPTIONS",
        "warning",
        `${texts.array.rows} texts for ${images.array.rows} images are ${captionsPerImage} texts an image. Is that right?`,
      ),
    );
  questions.push(...linkQuestions(proposal), ...othersQuestion(asked ? 0 : arrays.length - 2));
  return questions;
}
