/** Ways in which rows belong together, as people read them. */
import { count } from "../report/numbers.js";
import { capital, singular } from "../report/sentences.js";

/** @import { TextWord } from "../report/sentences.js" */
/** @import { Link } from "../types.d.ts" */
/** @import { Choice } from "./types.d.ts" */

/** Whole number of texts an image, where there is one. @param {Choice} choice */
export const wholeNumber = ({ images, texts }) =>
  images && texts && texts.array.rows % images.array.rows === 0 ? texts.array.rows / images.array.rows : undefined;

/** Keys of a dictionary and names of files have no name of their own. @param {string} columns */
const named = (columns) => columns.replace(/^key in/, "the names of the rows in");

/** "image_id in both files", "image_id in texts.csv and id in images.csv". @param {Link} link */
function columns({ label, views }) {
  const own = views ? label.replace(/, the (first image of each text|text counts for each image)$/, "") : label;
  // What was reached by a table says so in brackets, and is not of both files.
  return / \(by [^)]*\)/.test(own) ? own : named(own.replace(/^(.+) in .+ and \1 in .+$/, "$1 in both files"));
}

/** @param {Link} link @param {TextWord} word */
export function wayInWords(link, word) {
  if (link.by === "repeats") return link.label;
  const way = `by ${columns(link)}`;
  if (!link.views) return way;
  return link.views === "first" ? `one image for each ${singular(word)}, ${way}` : `every image with its ${singular(word)}, ${way}`;
}

/** Pairs that a link with views makes. @param {Link} link */
const pairsOf = ({ imageOf, textOf }) => (textOf ?? imageOf).reduce((sum, row) => sum + (row >= 0 ? 1 : 0), 0);

/** Whether rows of either side find no other. @param {Link} link @param {number} images rows */
const leavesOut = ({ imageOf, repeated }, images) => imageOf.includes(-1) || new Set([...imageOf, ...repeated]).size < images;

/** A way as an answer: what it is, and what it comes to. @param {Link} link @param {TextWord} word @param {number} images rows @returns {{ says: string, means: string }} */
export function answerInWords(link, word, images) {
  const one = singular(word);
  if (link.views) {
    const [says, means] =
      link.views === "first"
        ? [`One image for each ${one}`, `the first image stands for all that share a ${one}`]
        : [`Every image with its ${one}`, `a ${one} counts for each of its images`];
    return { says, means: `${count(pairsOf(link))} pairs by ${columns(link)}: ${means}.` };
  }
  const says = capital(wayInWords(link, word));
  if (link.trust === "doubtful" && link.doubt) return { says, means: link.doubt };
  const prefix = `Paired by ${link.label}`;
  const rest = link.says.startsWith(prefix) ? link.says.slice(prefix.length).replace(/^[:,]? /, "") : link.says;
  return { says, means: `${capital(rest)}${leavesOut(link, images) ? " The others are left out." : ""}` };
}

/** @param {number} each texts an image @param {TextWord} word @returns {{ says: string, means: string }} */
export function orderAsAnswer(each, word) {
  const means =
    each === 1
      ? `Row 0 with row 0, row 1 with row 1: one ${singular(word)} an image.`
      : `The first ${count(each)} ${word} are the first image’s, the next ${count(each)} the second’s.`;
  return { says: "By the order of rows", means };
}
