/**
 * The first guess, before anybody is asked: which array is which side, and which text belongs to which image. Numbers are shown only
 * if there is evidence that pairs belong together (docs/pairing.md); if it is missing or contradicts itself the proposal asks.
 */
import { warning } from "./findings.js";
import { linksOf } from "./links.js";
import { statedMap } from "./map.js";
import { metadataOf } from "./metadata.js";
import { oddDimension } from "./odd-dimension.js";
import { questionsOf } from "./questions.js";
import { checkedByVectors, linkByRepeats, lookForRepeats } from "./repeats.js";
import { evidence, refInWords } from "./roles.js";
import { refsOf } from "./shapes.js";
import { bestSides, candidatesOf, oneOfSeveral } from "./sides.js";

/** @import { ArrayRef, Link, OpenedFile, Proposal, Question } from "../types.d.ts" */
/** @import { Sides } from "./types.d.ts" */

/** What names, counts and columns say of the sides and their pairs. @typedef {Omit<Proposal, "why" | "whySides" | "questions" | "link" | "undecided">} Basis */

/** @param {ArrayRef} images @param {ArrayRef} texts @returns {number | "map" | null} */
function captions(images, texts) {
  if (statedMap(images, texts)) return "map";
  const each = texts.array.rows / images.array.rows;
  return Number.isInteger(each) ? each : null;
}

/** @param {"Images" | "Texts"} side @param {ArrayRef} ref */
function becauseOf(side, ref) {
  const byName = side === "Images" ? evidence(ref) > 0 : evidence(ref) < 0;
  const whole = ref.file.wholes?.find(({ array }) => array === ref.array);
  const parts = whole ? `, ${whole.parts.length} parts one below the other` : "";
  return `${side}: ${refInWords(ref)}, ${byName ? "by its name" : "what is left"}${parts}.`;
}

/** @param {ArrayRef} images @param {ArrayRef} texts @param {number | "map" | null} each @param {string} [confirmed] */
function countsInWords(images, texts, each, confirmed) {
  const n = images.array.rows;
  const m = texts.array.rows;
  if (each === "map") return `${images.file.file} itself states which of the ${m} texts belong to which of the ${n} images.`;
  if (each === null) return `${n} images and ${m} texts do not divide evenly.`;
  const why = confirmed
    ? `and ${confirmed}, in the same order`
    : each === 1
      ? `because both have ${n} rows`
      : `because ${m} texts are ${each} times ${n} images`;
  return `Paired by the order of rows: ${each === 1 ? "one text" : `${each} texts`} an image, ${why}.`;
}

/** A dimension that is none leaves the pairs as they are. @param {Question} question */
const aboutPairs = ({ code }) => code !== "ODD_DIMENSION";

/** What follows from the sides and the links. @param {Basis} basis @param {boolean} chosen the user chose the sides @returns {Proposal} */
function proposalOf(basis, chosen) {
  const { images, texts, captionsPerImage, links, confirmed, against } = basis;
  const stated = captionsPerImage === "map";
  const odd = against.find((question) => !aboutPairs(question));
  const [best] = links;
  const views = best?.views !== undefined;
  const undecided = !stated && (against.some(aboutPairs) || (views && best.trust !== "doubtful"));
  const link = stated || undecided || best?.trust === "doubtful" ? undefined : best;
  const why = [];
  if (images && !chosen) why.push(becauseOf("Images", images));
  if (texts && !chosen) why.push(becauseOf("Texts", texts));
  const whySides = why.join(" ");
  if (images && texts && !undecided) why.push(link?.says ?? countsInWords(images, texts, captionsPerImage, confirmed));
  /** @type {Proposal} */
  const proposal = {
    ...basis,
    captionsPerImage: undecided ? null : captionsPerImage,
    ...(link && { link }),
    ...(odd && { odd: odd.message }),
    why: why.join(" "),
    whySides,
    questions: [],
  };
  proposal.questions = questionsOf(proposal, chosen);
  const open = proposal.questions.find(({ asks, code }) => asks && code !== "ODD_DIMENSION");
  if (undecided && open) proposal.undecided = open.message;
  return proposal;
}

/** @param {OpenedFile[]} opened @param {Partial<Sides>} [sides] as the user chose them @returns {Basis} */
function basisOf(opened, sides) {
  /** @type {Pick<Proposal, "images" | "texts" | "rivals">} */
  const { images, texts, rivals } = sides ?? bestSides(opened.flatMap(candidatesOf));
  const chosen = { images, texts, ...(rivals && { rivals }), arrays: opened.flatMap(refsOf) };
  if (!images || !texts || images.array === texts.array) return { ...chosen, captionsPerImage: null, links: [], against: [] };
  const both = { images, texts };
  const { leading, ...evidenceOfPairs } = linksOf(opened, both);
  const metadata = metadataOf(opened, both, evidenceOfPairs.ids, leading);
  if (!sides) evidenceOfPairs.against.push(...oneOfSeveral(both));
  return { ...chosen, captionsPerImage: captions(images, texts), ...evidenceOfPairs, metadata };
}

/** From names, counts and columns alone: no row is read. @param {OpenedFile[]} opened @param {Partial<Sides>} [sides] as the user chose them */
export const propose = (opened, sides) => proposalOf(basisOf(opened, sides), sides !== undefined);

/** The same after a look at the first rows: do image rows repeat, do they agree with the ids, and is a dimension no dimension? @param {OpenedFile[]} opened @param {Partial<Sides>} [sides] @returns {Promise<Proposal>} */
export async function consider(opened, sides) {
  const basis = basisOf(opened, sides);
  const { images, texts, captionsPerImage, links, against } = basis;
  if (!images || !texts || images.array === texts.array) return proposalOf(basis, sides !== undefined);
  const flat = images.array.rows === texts.array.rows;
  // Rows that cannot be read are the audit's to report.
  const odd = await oddDimension(images, texts).catch(() => undefined);
  if (odd) against.push(odd);
  if (captionsPerImage !== "map" && (flat || links.length > 0)) {
    const repeats = await lookForRepeats(images.array).catch(() => undefined);
    if (repeats) {
      const checked = links.map((link) => checkedByVectors(link, repeats));
      for (const { trust, otherwise } of checked)
        if (trust === "doubtful" && otherwise) against.push(warning("IDS_DISAGREE", otherwise, { asks: true }));
      // Ids that say which rows belong together leave nothing to guess from equal rows.
      const repeated = flat && !links.some(({ by }) => by === "ids" || by === "map") ? linkByRepeats(repeats, images) : undefined;
      const isDoubtful = (/** @type {Link} */ { trust }) => Number(trust === "doubtful");
      basis.links = [...checked, ...(repeated ? [repeated] : [])].sort((a, b) => isDoubtful(a) - isDoubtful(b));
    }
  }
  return proposalOf(basis, sides !== undefined);
}
