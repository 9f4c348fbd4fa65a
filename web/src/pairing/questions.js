/** What only the user can tell about a proposal. */
import { grouped } from "./collections.js";
import { warning } from "./findings.js";
import { evidence, refInWords, splitOfRef } from "./roles.js";
import { USUAL_CAPTIONS } from "./sides.js";
import { otherArrays } from "./unused.js";

/** @import { ArrayRef, Link, Proposal, Question } from "../types.d.ts" */

/** A few arrays by name and shape. @param {readonly ArrayRef[]} refs */
function shown(refs) {
  const names = refs.slice(0, 3).map((ref) => `${refInWords(ref)} (${ref.array.rows} x ${ref.array.cols})`);
  return `${names.join(", ")}${refs.length > 3 ? ` and ${refs.length - 3} more` : ""}`;
}

/** @param {string} code @param {string} message */
const error = (code, message) => warning(code, message, { level: "error" });

/** @param {Proposal} proposal */
function missing({ arrays, images, texts }) {
  if (arrays.length === 0)
    return error("NO_MATRIX", "No file here holds embeddings. Add the file of image embeddings and the file of text embeddings.");
  const [have, lack] = images ? ["images", "texts"] : ["texts", "images"];
  return error(
    "ONE_SIDE",
    images || texts
      ? `Only ${have} were found: ${shown(arrays)}. Add the file of the ${lack}, or say which array holds them.`
      : `Nothing says which array is which side: there are ${shown(arrays)}. Say which are the images and which the texts.`,
  );
}

/** @param {Proposal} proposal */
function countQuestion({ images, texts, against }) {
  const n = /** @type {ArrayRef} */ (images).array.rows;
  const m = /** @type {ArrayRef} */ (texts).array.rows;
  const ids = against.length > 0 ? against[0].message : "No column says which text belongs to which image.";
  const counts = `${n} images but ${m} texts, so rows cannot be paired in order. ${ids}`;
  const remedy = "Add a table that says which text belongs to which image, or export both sides from one list.";
  if (n > m * USUAL_CAPTIONS)
    return `${n} images but only ${m} texts. These are probably prompts or names of classes, which are not pairs and cannot be audited. ${remedy}`;
  if (n % m === 0) return `${counts} Are the two sides swapped? ${remedy}`;
  if (m < n) return `${counts} ${remedy} Prompts or names of classes are not pairs and cannot be audited.`;
  return `${counts} ${remedy}`;
}

/** The other parts of the data set that are here as well. @param {Proposal} proposal @returns {Question[]} */
function splitQuestion({ arrays, images, texts }) {
  const chosen = images && splitOfRef(images);
  if (!chosen || !texts || splitOfRef(texts) !== chosen) return [];
  const others = arrays.filter((ref) => {
    const split = splitOfRef(ref);
    return split !== undefined && split !== chosen && ref.array !== images.array && ref.array !== texts.array;
  });
  const both = others.some((ref) => evidence(ref) > 0) && others.some((ref) => evidence(ref) < 0);
  if (!both) return [];
  const names = new Set(others.filter((ref) => evidence(ref) !== 0).map((ref) => `${refInWords(ref)} (${splitOfRef(ref)})`));
  const message = `The ${chosen} part is taken: ${refInWords(images)} with ${refInWords(texts)}. Also here: ${[...names].join(", ")}. Is the ${chosen} part the one to audit?`;
  return [warning("SPLITS", message)];
}

/** @param {Proposal} proposal @returns {Question[]} */
function rivalQuestion({ images, texts, rivals = [] }) {
  if (!images || !texts || rivals.length === 0) return [];
  const others = rivals.slice(0, 3).map((pair) => `${refInWords(pair.images)} with ${refInWords(pair.texts)}`);
  const message = `${refInWords(images)} with ${refInWords(texts)} is taken; ${others.join(", ")}${rivals.length > 3 ? ` and ${rivals.length - 3} more` : ""} would fit as well. Is it the right choice?`;
  return [warning("SEVERAL_PAIRS", message)];
}

/** "--captions 5" says that the order of rows is right. @param {Proposal} proposal @returns {NonNullable<Question["answers"]>} */
function orderAnswer({ images, texts }) {
  const each = /** @type {ArrayRef} */ (texts).array.rows / /** @type {ArrayRef} */ (images).array.rows;
  return Number.isInteger(each) ? [{ says: "the rows belong together in their order", options: ["--captions", String(each)] }] : [];
}

/** @param {Link} link */
const answerOf = ({ label, by, options }) => (options ? [{ says: by === "repeats" ? label : `by ${label}`, options }] : []);

/** @param {Proposal} proposal @returns {Question[]} */
function linkQuestions(proposal) {
  const { link, links } = proposal;
  if (link) {
    if (!link.doubt) return [];
    const others =
      link.by === "repeats" ? [{ says: "each row is an image of its own", options: ["--repeated", "keep"] }] : orderAnswer(proposal);
    return [warning("LINK_GUESSED", link.doubt, { asks: true, answers: [...answerOf(link), ...others] })];
  }
  const [best] = links;
  if (!best) return [];
  if (best.views && best.trust !== "doubtful") {
    const message = `Several images share a text: ${best.repeated.length} of ${/** @type {ArrayRef} */ (proposal.images).array.rows} images have the text of an earlier one (views of one study, for example). By ${best.label.replace(/, the first image of each text$/, "")} the first image can stand for all that share a text, or the text can count for each of them.`;
    const answers = links.slice(0, 2).flatMap(({ views, options }) => {
      const says = views === "first" ? "the first image of each text" : "the text counts for each image";
      return options ? [{ says, options: options.slice(-2) }] : [];
    });
    return [warning("IMAGES_SHARE_TEXT", message, { asks: true, answers })];
  }
  if (!best.doubt) return [];
  const answers = [{ says: "they are one image", options: ["--repeated", "join"] }];
  return [warning(best.by === "repeats" ? "REPEATED_IMAGES" : "IDS_DOUBTFUL", best.doubt, { answers })];
}

/** What contradicts the order of rows, with the ways to settle it. @param {Proposal} proposal @param {Question[]} against */
function contradictions(proposal, against) {
  const ways = proposal.links.filter(({ trust }) => trust !== "doubtful").flatMap(answerOf);
  const table = { says: "a table that says which text belongs to which image", options: ["--pairs", "FILE"] };
  const different = [...grouped(ways, ({ options }) => options.join(" ")).values()].map(([way]) => way);
  return against.map((one) =>
    one.answers ? one : { ...one, answers: [...different, ...orderAnswer(proposal), ...(ways.length > 0 ? [] : [table])] },
  );
}

/** @param {Proposal} proposal @param {boolean} chosen the user chose the sides @returns {Question[]} */
export function questionsOf(proposal, chosen) {
  const { images, texts, captionsPerImage, link, against } = proposal;
  if (!images || !texts) return [missing(proposal)];
  const questions = [];
  if (!chosen && evidence(images) === 0 && evidence(texts) === 0 && captionsPerImage !== "map")
    questions.push(
      warning(
        "ROLES_GUESSED",
        `No name says which side is which: ${refInWords(images)} is taken as images, ${refInWords(texts)} as texts. Is that right?`,
      ),
    );
  if (!chosen) questions.push(...splitQuestion(proposal), ...rivalQuestion(proposal));
  const fits = Number.isInteger(texts.array.rows / images.array.rows);
  if (!link && captionsPerImage === null && !fits && proposal.links.every(({ views }) => !views))
    questions.push(error("PAIR_COUNT", countQuestion(proposal)));
  else questions.push(...contradictions(proposal, against));
  if (!link && typeof captionsPerImage === "number" && captionsPerImage > USUAL_CAPTIONS)
    questions.push(
      warning(
        "MANY_CAPTIONS",
        `${texts.array.rows} texts for ${images.array.rows} images are ${captionsPerImage} texts an image. Is that right?`,
      ),
    );
  questions.push(...linkQuestions(proposal), ...(proposal.metadata?.unused ?? []), ...(chosen ? [] : otherArrays(proposal)));
  return questions;
}
