/** The first guess, before anybody is asked: which array is which side, and which text belongs to which image. */
import { proseColumn, sideColumns } from "./columns.js";
import { linksByIds } from "./ids.js";
import { statedMap } from "./map.js";
import { metadataOf } from "./metadata.js";
import { questionsOf } from "./questions.js";
import { checkedByVectors, linkByRepeats, lookForRepeats } from "./repeats.js";
import { evidence, refInWords } from "./roles.js";
import { bestSides } from "./sides.js";

/** @import { ArrayRef, Link, OpenedFile, Proposal } from "../types.d.ts" */

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

/** What follows from the sides and the links. @param {Omit<Proposal, "why" | "questions" | "link">} found @param {boolean} asked the user chose the sides @returns {Proposal} */
function proposalOf(found, asked) {
  const { images, texts, captionsPerImage, links } = found;
  const link = captionsPerImage === "map" || links[0]?.trust === "doubtful" ? undefined : links[0];
  const why = [];
  if (images && !asked) why.push(becauseOf("Images", images));
  if (texts && !asked) why.push(becauseOf("Texts", texts));
  if (images && texts) why.push(link?.says ?? countsInWords(images, texts, captionsPerImage));
  /** @type {Proposal} */
  const proposal = { ...found, ...(link && { link }), why: why.join(" "), questions: [] };
  proposal.questions = questionsOf(proposal, asked);
  return proposal;
}

/** @param {OpenedFile[]} opened @param {{ images?: ArrayRef, texts?: ArrayRef }} [sides] as the user chose them */
function find(opened, sides) {
  const arrays = opened.flatMap((file) => file.arrays.map((array) => ({ file, array })));
  const chosen = sides ?? bestSides(arrays);
  const { images, texts } = chosen;
  /** @type {Omit<Proposal, "why" | "questions" | "link">} */
  const found = { ...chosen, arrays, captionsPerImage: null, links: [] };
  if (!images || !texts || images.array === texts.array) return found;
  const { links, ids } = linksByIds(opened, { images, texts });
  const prose = proseColumn(sideColumns(opened, { images, texts }).texts);
  const metadata = metadataOf(opened, { images, texts }, ids);
  return { ...found, captionsPerImage: captions(images, texts), links, ids, metadata, ...(prose && { captions: prose }) };
}

/** From names, counts and columns alone: no row is read. @param {OpenedFile[]} opened @param {{ images?: ArrayRef, texts?: ArrayRef }} [sides] as the user chose them @returns {Proposal} */
export function propose(opened, sides) {
  return proposalOf(find(opened, sides), sides !== undefined);
}

/** Doubtful ones last, else in the order found. @param {Link[]} links */
function byTrust(links) {
  return [...links.filter(({ trust }) => trust !== "doubtful"), ...links.filter(({ trust }) => trust === "doubtful")];
}

/** The same after a look at the first image rows: do rows repeat, and do they agree with the ids? @param {OpenedFile[]} opened @param {{ images?: ArrayRef, texts?: ArrayRef }} [sides] @returns {Promise<Proposal>} */
export async function consider(opened, sides) {
  const found = find(opened, sides);
  const { images, texts, captionsPerImage, links } = found;
  const flat = images?.array.rows === texts?.array.rows;
  if (images && texts && images.array !== texts.array && captionsPerImage !== "map" && (flat || links.length > 0)) {
    // Rows that cannot be read are the audit's to report.
    const repeats = await lookForRepeats(images.array).catch(() => undefined);
    if (repeats) {
      const checked = links.map((link) => checkedByVectors(link, repeats));
      const repeated = flat ? linkByRepeats(repeats, images) : undefined;
      const known = repeated && checked.some(({ imageOf }) => imageOf.every((image, text) => image === repeated.imageOf[text]));
      found.links = byTrust([...checked, ...(repeated && !known ? [repeated] : [])]);
    }
  }
  return proposalOf(found, sides !== undefined);
}
