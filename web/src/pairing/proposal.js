/**
 * The first guess, before anybody is asked: which array is which side, and which text belongs to which image. Numbers are shown only
 * where there is evidence that pairs belong together (docs/pairing.md); where it is missing or contradicts itself the proposal asks.
 */
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

/** @typedef {Omit<Proposal, "why" | "whySides" | "questions" | "link" | "undecided">} Found */

/** @param {ArrayRef} images @param {ArrayRef} texts @returns {number | "map" | null} */
function captions(images, texts) {
  if (statedMap(images, texts)) return "map";
  const each = texts.array.rows / images.array.rows;
  return Number.isInteger(each) ? each : null;
}

/** @param {"Images" | "Texts"} side @param {ArrayRef} ref */
function becauseOf(side, ref) {
  const found = evidence(ref);
  const byName = side === "Images" ? found > 0 : found < 0;
  const whole = ref.file.wholes?.find(({ array }) => array === ref.array);
  const parts = whole ? `, ${whole.parts.length} parts one below the other` : "";
  return `${side}: ${refInWords(ref)} (${byName ? "by its name" : "what is left"}${parts}).`;
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
  return each === 1
    ? `Paired by the order of rows: one text an image, ${why}.`
    : `Paired by the order of rows: ${each} texts an image, ${why}.`;
}

/** A dimension that is none leaves the pairs as they are. @param {Question} question */
const aboutPairs = ({ code }) => code !== "ODD_DIMENSION";

/** @param {string} message @returns {Question} */
const disagrees = (message) => ({ code: "IDS_DISAGREE", level: "warning", message, count: 1, rows: [], asks: true });

/** What follows from the sides and the links. @param {Found} found @param {boolean} asked the user chose the sides @returns {Proposal} */
function proposalOf(found, asked) {
  const { images, texts, captionsPerImage, links, confirmed, against } = found;
  const stated = captionsPerImage === "map";
  const odd = against.find((question) => !aboutPairs(question));
  const [best] = links;
  const views = best?.views !== undefined;
  const undecided = !stated && (against.some(aboutPairs) || (views && best.trust !== "doubtful"));
  const link = stated || undecided || best?.trust === "doubtful" ? undefined : best;
  const why = [];
  if (images && !asked) why.push(becauseOf("Images", images));
  if (texts && !asked) why.push(becauseOf("Texts", texts));
  const whySides = why.join(" ");
  if (images && texts && !undecided) why.push(link?.says ?? countsInWords(images, texts, captionsPerImage, confirmed));
  /** @type {Proposal} */
  const proposal = {
    ...found,
    captionsPerImage: undecided ? null : captionsPerImage,
    ...(link && { link }),
    ...(odd && { odd: odd.message }),
    why: why.join(" "),
    whySides,
    questions: [],
  };
  proposal.questions = questionsOf(proposal, asked);
  const open = proposal.questions.find(({ asks, code }) => asks && code !== "ODD_DIMENSION");
  if (undecided && open) proposal.undecided = open.message;
  return proposal;
}

/** @param {OpenedFile[]} opened @param {{ images?: ArrayRef, texts?: ArrayRef }} [sides] as the user chose them @returns {Found} */
function find(opened, sides) {
  /** @type {Pick<Proposal, "images" | "texts" | "rivals">} */
  const { images, texts, rivals } = sides ?? bestSides(opened.flatMap(candidatesOf));
  /** @type {Found} */
  const found = {
    images,
    texts,
    ...(rivals && { rivals }),
    arrays: opened.flatMap(refsOf),
    captionsPerImage: null,
    links: [],
    against: [],
  };
  if (!images || !texts || images.array === texts.array) return found;
  const both = { images, texts };
  const { links, ids, against, confirmed, captions: prose } = linksOf(opened, both);
  const metadata = metadataOf(opened, both, ids);
  if (!sides) against.push(...oneOfSeveral(both));
  return {
    ...found,
    captionsPerImage: captions(images, texts),
    links,
    against,
    ids,
    metadata,
    ...(confirmed !== undefined && { confirmed }),
    ...(prose && { captions: prose }),
  };
}

/** From names, counts and columns alone: no row is read. @param {OpenedFile[]} opened @param {{ images?: ArrayRef, texts?: ArrayRef }} [sides] as the user chose them @returns {Proposal} */
export function propose(opened, sides) {
  return proposalOf(find(opened, sides), sides !== undefined);
}

/** Doubtful ones last, else in the order found. @param {Link[]} links */
function byTrust(links) {
  return [...links.filter(({ trust }) => trust !== "doubtful"), ...links.filter(({ trust }) => trust === "doubtful")];
}

/** The same after a look at the first rows: do image rows repeat, do they agree with the ids, and is a dimension no dimension? @param {OpenedFile[]} opened @param {{ images?: ArrayRef, texts?: ArrayRef }} [sides] @returns {Promise<Proposal>} */
export async function consider(opened, sides) {
  const found = find(opened, sides);
  const { images, texts, captionsPerImage, links, against } = found;
  if (!images || !texts || images.array === texts.array) return proposalOf(found, sides !== undefined);
  const flat = images.array.rows === texts.array.rows;
  // Rows that cannot be read are the audit's to report.
  const odd = await oddDimension(images, texts).catch(() => undefined);
  if (odd) against.push(odd);
  if (captionsPerImage !== "map" && (flat || links.length > 0)) {
    const repeats = await lookForRepeats(images.array).catch(() => undefined);
    if (repeats) {
      const checked = links.map((link) => checkedByVectors(link, repeats));
      against.push(...checked.flatMap(({ trust, otherwise }) => (trust === "doubtful" && otherwise ? [disagrees(otherwise)] : [])));
      // Ids that say which rows belong together leave nothing to guess from equal rows.
      const repeated = flat && !links.some(({ by }) => by === "ids" || by === "map") ? linkByRepeats(repeats, images) : undefined;
      found.links = byTrust([...checked, ...(repeated ? [repeated] : [])]);
    }
  }
  return proposalOf(found, sides !== undefined);
}
