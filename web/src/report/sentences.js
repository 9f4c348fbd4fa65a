import { optionsLine } from "../pairing/command-line.js";
import { count, countOf, duration, fixed, isUnavailable, percent, signed } from "./numbers.js";

/**
 * @typedef {import("../types.d.ts").Audit} Audit
 * @typedef {"texts" | "reports" | "captions"} TextWord what the user calls the texts
 * @typedef {{ imageToText: number, textToImage: number, imbalance: number }} Scores
 * @typedef {"images" | "texts" | "equal" | "chance"} Leaning whose leading directions are the better matched
 */

/** @type {readonly TextWord[]} */
export const TEXT_WORDS = ["texts", "reports", "captions"];

/** What the names of files, arrays and columns call the texts. @param {string[]} names @returns {TextWord} */
export function textWord(names) {
  const all = names.join(" ").toLowerCase();
  if (all.includes("report")) return "reports";
  if (all.includes("caption")) return "captions";
  return "texts";
}

/** @param {string} word */
export function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** @param {TextWord} word */
export function singular(word) {
  return word.slice(0, -1);
}

/** Mean |correlation| that n shuffled pairs show. @param {number} pairs */
export function chanceLevel(pairs) {
  return Math.min(1, Math.sqrt(2 / (Math.PI * pairs)));
}

/** The audit's own scores, or undefined where one could not be had. @param {Audit} audit @returns {Scores | undefined} */
export function scoresOf(audit) {
  const { imageToText, textToImage, imbalance } = audit.sas;
  if (isUnavailable(imageToText) || isUnavailable(textToImage) || isUnavailable(imbalance)) return undefined;
  return { imageToText, textToImage, imbalance };
}

/**
 * @param {Scores} scores
 * @param {number} pairs
 * @returns {Leaning}
 */
export function leaning(scores, pairs) {
  const chance = chanceLevel(pairs);
  if (Math.max(scores.imageToText, scores.textToImage) <= 2 * chance) return "chance";
  if (Math.abs(scores.imbalance) <= Math.max(0.02, chance)) return "equal";
  return scores.imbalance > 0 ? "images" : "texts";
}

/** The first thing on the page. @param {Leaning} side @param {TextWord} word */
export function headline(side, word) {
  if (side === "chance") return `Neither the images nor the ${word} follow each other’s leading directions clearly better than chance.`;
  if (side === "equal") return `The images and the ${word} match each other’s leading directions about equally.`;
  return side === "images"
    ? `The ${word} match the images’ leading directions better than the images match the ${word}’.`
    : `The images match the ${word}’ leading directions better than the ${word} match the images’.`;
}

/** In place of the headline where there are no directional scores. @param {Audit} audit @param {TextWord} word */
export function headlineWithoutScores(audit, word) {
  const { images, texts } = audit.inputs;
  if (images.cols !== texts.cols)
    return `No direction can be told: the images are ${count(images.cols)} wide, the ${word} ${count(texts.cols)}.`;
  const reason = [audit.sas.imageToText, audit.sas.textToImage].find(isUnavailable)?.reason ?? "";
  return isPending(reason) ? "The directional scores are being computed." : "The directional scores could not be computed.";
}

/** Quantities that will still come are marked by this reason. @param {string} reason */
export function isPending(reason) {
  return /still being computed/i.test(reason);
}

/** Whether more is to come; the files' fingerprints are the last to arrive. @param {Audit} audit */
export function isPartial({ inputs, metrics }) {
  return [inputs.images.sha256, inputs.texts.sha256, metrics.mutualKnn].some((value) => isUnavailable(value) && isPending(value.reason));
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
  if (timings.total > 0 && !isPartial(audit)) parts.push(`audited in ${duration(timings.total)} on this computer`);
  return parts;
}

/** How the two sides were matched, and what makes the command match them alike. @param {import("../types.d.ts").PairingChoice} pairing */
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
      `SAS image → text (${fixed(scores.imageToText)}) looks at the ${count(kept)} directions in which the images differ most ` +
      `(the top ${percent(q)}) and averages how strongly the ${word} correlate with each, weighted by its variance. ` +
      `SAS text → image (${fixed(scores.textToImage)}) is the same with the sides exchanged. ` +
      `The imbalance is the difference, ${signed(scores.imbalance)}.`,
  };
  const caveat = {
    title: "What they cannot tell",
    text:
      "The sign alone does not say which reading holds. Noise spread evenly over all directions lowers both scores and leaves " +
      "the imbalance near 0. The spectra below help: a tall bar of faint colour is a strong direction that the other side does not follow.",
  };
  if (side === "chance")
    return [
      exact,
      {
        title: "How to read it",
        text: `Shuffled pairs would score about as high. Check that row i of the images belongs to row i of the ${word} before anything else.`,
      },
    ];
  if (side === "equal")
    return [
      exact,
      {
        title: "How to read it",
        text: "The difference is too small to call one side out of step: it lies within 0.02, or within the level that shuffled pairs reach.",
      },
      caveat,
    ];
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
        `In a linear model with shared factors the same sign arises where the ${holder}’ leading directions hold variation of their own ` +
        `(${own}): the ${follower} cannot follow it, and SAS ${imagesLead ? "text → image" : "image → text"} falls.`,
    },
    caveat,
  ];
}

/** @type {Record<string, string>} */
const STAGES = {
  reading: "Reading the files",
  rows: "Reading the rows",
  modes: "Finding the leading directions",
  spectrum: "Finding all directions",
  similarities: "Comparing every image with every text",
  neighbours: "Comparing neighbourhoods",
  sites: "Auditing each site",
  intervals: "Finding the intervals",
  noise: "Trying the noise",
};

/** A stage in words. @param {string} stage */
export function stageWords(stage) {
  return STAGES[stage] ?? capital(stage);
}
