import { optionsLine } from "../pairing/command-line.js";
import { chanceLevel, SMALL_IMBALANCE } from "../resampling.js";
import { count, countOf, duration, fixed, isUnavailable, percent, signed } from "./numbers.js";
import { isRange, noRange, scoreIntervals } from "./range-words.js";

/** @import { Audit, Chance, IntervalOf, PairingChoice, Uncertainty } from "../types.d.ts" */

/**
 * @typedef {"texts" | "reports" | "captions"} TextWord what the user calls the texts
 * @typedef {{ imageToText: number, textToImage: number, imbalance: number }} Scores
 * @typedef {"images" | "texts" | "equal" | "unsure" | "chance"} Leaning whose leading directions are the better matched; unsure: these pairs cannot tell
 */

/** @type {readonly TextWord[]} */
export const TEXT_WORDS = ["texts", "reports", "captions"];

/** What the names of files, arrays and columns call the texts. @param {string[]} names @returns {TextWord} */
export function textWord(names) {
  const all = names.join(" ").toLowerCase();
  return TEXT_WORDS.find((word) => word !== "texts" && all.includes(singular(word))) ?? "texts";
}

/** What an audit calls its texts: as the user said, else as its names tell. @param {Pick<Audit, "word" | "inputs">} audit @returns {TextWord} */
export const wordOf = ({ word, inputs: { images, texts } }) => word ?? textWord([texts.file, texts.array, images.file]);

/** The audit as it is saved: the word stands in it if nothing else in it tells. @param {Audit} audit @param {TextWord} word @returns {Audit} */
export const withWord = (audit, word) => (wordOf(audit) === word ? audit : { ...audit, word });

/** @param {string} word */
export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** @param {TextWord} word */
export const singular = (word) => word.slice(0, -1);

export { chanceLevel };

/** The audit's own scores, or undefined if one could not be had. @param {Audit} audit @returns {Scores | undefined} */
export function scoresOf(audit) {
  const { imageToText, textToImage, imbalance } = audit.sas;
  if (isUnavailable(imageToText) || isUnavailable(textToImage) || isUnavailable(imbalance)) return undefined;
  return { imageToText, textToImage, imbalance };
}

/** Ranges for the population that stay within this speak of about equal sides. */
const ABOUT_EQUAL = 0.1;

/**
 * How sure the audit's own scores are; undefined at another cut, and if chance levels were not computed.
 * @typedef {{ chance: Chance, intervals: Partial<Uncertainty> }} Sure
 * @param {Audit} audit @param {number} q @returns {Sure | undefined}
 */
export function sureness({ chance, uncertainty, options }, q) {
  if (q !== options.topQ || isUnavailable(chance)) return undefined;
  return { chance, intervals: isUnavailable(uncertainty) ? {} : uncertainty };
}

/**
 * What a headline rests on at the audit's own cut: chance levels if there are any, intervals of rows or of sums, and whether no range could be given.
 * @typedef {{ chance?: Chance, intervals: Partial<Record<string, IntervalOf>>, unsure: boolean }} Standing
 * @param {Audit} audit @param {number} q @returns {Standing | undefined}
 */
export function standing(audit, q) {
  const { chance, options } = audit;
  if (q !== options.topQ) return undefined;
  return { chance: isUnavailable(chance) ? undefined : chance, intervals: scoreIntervals(audit), unsure: noRange(audit) !== undefined };
}

/** "p < 0.001", "p = 0.04" @param {number} p */
export const pWords = (p) => (p < 0.001 ? "p < 0.001" : `p = ${fixed(p, p < 0.1 ? 3 : 2)}`);

/** The same in a column of p. @param {number} p */
export const pCell = (p) => pWords(p).replace(/^p (= )?/, "");

/** @param {Scores} scores @param {number} pairs @param {Standing} [standing] @returns {Leaning} */
export function leaning(scores, pairs, { chance, intervals, unsure } = { intervals: {}, unsure: false }) {
  const { imageToText, textToImage, imbalance } = scores;
  const shuffled = chance ? Math.max(chance.sasImageToText.mean, chance.sasTextToImage.mean) : chanceLevel(pairs);
  if (Math.max(imageToText, textToImage) <= 2 * shuffled) return "chance";
  if (chance && Math.min(chance.sasImageToText.p, chance.sasTextToImage.p) > 0.05) return "chance";
  const interval = intervals.sasImbalance;
  if (isRange(interval)) {
    if (Math.max(-interval.low, interval.high) <= ABOUT_EQUAL && interval.low <= 0 && interval.high >= 0) return "equal";
    if (interval.low <= 0 && interval.high >= 0) return "unsure";
  } else if (unsure) return "unsure";
  else if (interval ? interval.low <= 0 && interval.high >= 0 : Math.abs(imbalance) <= chanceLevel(pairs)) return "equal";
  if (Math.abs(imbalance) <= SMALL_IMBALANCE) return "equal";
  return scores.imbalance > 0 ? "images" : "texts";
}

/** Which side is out of step. @param {Leaning} side @param {TextWord} word @param {Pick<Scores, "imageToText" | "textToImage">} scores */
export function headline(side, word, { imageToText, textToImage }) {
  const [there, back] = [fixed(imageToText, 2), fixed(textToImage, 2)];
  if (side === "chance") return `What sets one side apart does not clearly show in the other (${there} and ${back} of 1).`;
  if (side === "equal") return `Neither side is ahead: what sets one apart shows in the other about equally (${there} and ${back} of 1).`;
  if (side === "unsure") return `These pairs cannot tell which side is out of step (${there} and ${back} of 1).`;
  return side === "images"
    ? `What sets the images apart shows in the ${word} (${there} of 1) more than the reverse (${back}).`
    : `What sets the ${word} apart shows in the images (${back} of 1) more than the reverse (${there}).`;
}

/** In place of the headline if there are no directional scores. @param {Audit} audit @param {TextWord} word */
export function headlineWithoutScores(audit, word) {
  const { images, texts } = audit.inputs;
  if (images.cols !== texts.cols)
    return `Which side is out of step cannot be told: the images have ${count(images.cols)} dimensions, the ${word} ${count(texts.cols)}.`;
  const reason = [audit.sas.imageToText, audit.sas.textToImage].find(isUnavailable)?.reason ?? "";
  return isPending(reason) ? "The directional scores are being computed." : "The directional scores could not be computed.";
}

/** Quantities that will still come are marked by this reason. @param {string} reason */
export const isPending = (reason) => /still being computed/i.test(reason);

/** Whether more is to come; the intervals are the last to arrive. @param {Audit} audit */
export function isPartial({ inputs, metrics, chance, uncertainty }) {
  return [inputs.images.sha256, inputs.texts.sha256, metrics.mutualKnn, chance, uncertainty].some(
    (value) => isUnavailable(value) && isPending(value.reason),
  );
}

/** What a headline still waits for; undefined once it stands. @param {Audit} audit @returns {string | undefined} */
export function provisional({ chance, uncertainty }) {
  const waits = (/** @type {object} */ part) => isUnavailable(part) && isPending(part.reason);
  const open = [...(waits(chance) ? ["chance levels"] : []), ...(waits(uncertainty) ? ["intervals"] : [])];
  if (open.length === 0) return undefined;
  return `Provisional: ${open.join(" and ")} are still being computed. The scores will not change; what the headline says of them may.`;
}

/** The line above the headline. @param {Audit} audit @param {TextWord} word @returns {string[]} */
export function subject(audit, word) {
  const { images, texts, pairs, captionsPerImage } = audit.inputs;
  const files = images.file === texts.file ? [images.file] : [images.file, texts.file];
  const parts = [files.join(" + ")];
  if (captionsPerImage === 1) parts.push(countOf(pairs, `image–${singular(word)} pair`));
  else {
    const each = typeof captionsPerImage === "number" ? String(captionsPerImage) : captionsPerImage.join(" to ");
    parts.push(`${countOf(pairs, "image")}, ${count(texts.rows)} ${word} (${each} each)`);
  }
  parts.push(images.cols === texts.cols ? countOf(images.cols, "dimension") : `${count(images.cols)} and ${count(texts.cols)} dimensions`);
  const { retrieval, timings } = audit;
  if (!isUnavailable(retrieval) && retrieval.duplicates.identicalTexts > 0)
    parts.push(
      `${count(retrieval.duplicates.identicalTexts)} repeated ${retrieval.duplicates.identicalTexts === 1 ? singular(word) : word}`,
    );
  // As long as what takes its place: the lines below stay where they are.
  if (isPartial(audit)) parts.push("being audited on this computer");
  else if (timings.total > 0) parts.push(`audited in ${duration(timings.total)} on this computer`);
  return parts;
}

/** How the two sides were matched, and what makes the command match them alike. @param {PairingChoice} pairing */
export function pairingInWords({ says, options }) {
  if (options === null) return { says, remark: "The command has no option for these pairs." };
  if (options.length === 0) return { says, remark: "The command needs no option for the same pairs." };
  return { says, remark: "For the same pairs, the command takes", options: optionsLine(options) };
}

/**
 * What the scores say exactly, the two ways to read their difference, and what neither can settle.
 * @param {Scores} scores @param {Leaning} side @param {{ word: TextWord, q: number, kept: number }} context
 * @returns {{ title: string, text: string }[]}
 */
export function readings(scores, side, { word, q, kept }) {
  const exact = {
    title: "What the numbers are",
    text:
      `SAS image → text (${fixed(scores.imageToText)}) takes the ${countOf(kept, "direction")} in which the images differ most (the top ${percent(q)}). ` +
      `It averages how strongly the ${word} go along with each; the more the images differ in one, the more it counts. ` +
      `SAS text → image (${fixed(scores.textToImage)}) is the same with the sides exchanged. ` +
      `The imbalance is the difference, ${signed(scores.imbalance)}.`,
  };
  const caveat = {
    title: "What they cannot tell",
    text:
      "The side of the imbalance alone does not say which reading holds. Noise spread evenly over all directions lowers both scores and leaves " +
      "the imbalance near 0. The spectra below help: a tall bar of faint colour is a strong direction that the other side does not follow.",
  };
  const onlyWay = (/** @type {string} */ text) => ({ title: "How to read it", text });
  if (side === "chance") {
    const check = `Shuffled pairs would score about as high. Check that each ${singular(word)} belongs to its image before anything else.`;
    return [exact, onlyWay(check)];
  }
  if (side === "unsure" || side === "equal") return [exact, onlyWay(NO_SIDE[side]), caveat];
  const imagesLead = side === "images";
  const [holder, follower] = imagesLead ? [word, "images"] : ["images", word];
  const own = imagesLead
    ? "style, templates, turns of phrase that no image shows"
    : `scanner, position, background that the ${word} do not mention`;
  return [
    exact,
    {
      title: "The paper’s reading",
      text: `An imbalance ${imagesLead ? "above" : "below"} 0 means that the ${imagesLead ? "image" : "text"} space is the more structured one.`,
    },
    {
      title: "The other reading",
      text:
        `The same imbalance arises if the ${holder}’ strongest directions hold something of their own (${own}). ` +
        `The ${follower} cannot follow that, and SAS ${imagesLead ? "text → image" : "image → text"} falls. It is so in a linear model of shared and private traits.`,
    },
    caveat,
  ];
}

const NO_SIDE = {
  unsure:
    "The range for the population’s imbalance includes 0, or none could be given: other pairs drawn like these may lean the other way. More pairs narrow it.",
  equal:
    "The difference is too small to call one side out of step: it lies within 0.02, or its interval (else the level of shuffled pairs) includes 0.",
};

/** In the order of an audit. @type {Record<string, string>} */
const STAGES = {
  reading: "Reading the files",
  rows: "Reading the rows",
  modes: "Finding the strongest directions",
  spectrum: "Finding all directions",
  directions: "Placing every pair along the leading directions",
  similarities: "Comparing every image with every text",
  neighbours: "Comparing neighbourhoods",
  procrustes: "Turning one side onto the other",
  chance: "Shuffling the pairs for the chance levels",
  intervals: "Resampling the images for the intervals",
  sites: "Auditing each site",
  noise: "Trying the noise",
};

/** A stage in words. @param {string} stage */
export const stageWords = (stage) => STAGES[stage] ?? capital(stage);

/** Stages in the order of an audit, whichever ended first. @param {readonly string[]} stages */
export function stagesInOrder(stages) {
  const known = Object.keys(STAGES).filter((stage) => stages.includes(stage));
  return [...known, ...stages.filter((stage) => !(stage in STAGES))];
}
