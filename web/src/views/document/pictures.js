/** The charts of a saved report, in its order. */

import { DRAWN_FIRST } from "../../report/comparison.js";
import { MODELS } from "../../report/document/comparison-paper.js";
import { mixedLinesInWords } from "../../report/range-words.js";
import * as arrows from "../arrows.js";
import * as chance from "../chance.js";
import * as comparison from "../comparison.js";
import * as cosine from "../cosine.js";
import * as groups from "../groups.js";
import * as retrieval from "../retrieval.js";
import * as spectra from "../spectra.js";
import * as sweep from "../sweep.js";

/** @import { Audit, Comparison, GroupScore, Subgroups } from "../../types.d.ts" */
/** @import { TextWord } from "../../report/sentences.js" */
/** @import { Figure } from "./page.js" */

/** @param {Audit} audit @param {TextWord} word @returns {Figure[]} */
export const auditPictures = (audit, word) => [
  {
    id: "scores",
    title: "How well does each side follow the other?",
    how: `A full-length arrow would be a score of 1. Grey: what shuffled pairs would give.${arrows.linesDrawn(audit)}`,
    draw: (host, width) => arrows.picture(host, width, audit, word),
  },
  {
    id: "chance",
    title: "How far is that above chance?",
    how: `Grey: 95 % of shuffled pairs stay within.${chance.barsDrawn(audit)} R@10: a right candidate among the ten nearest.`,
    draw: (host, width) => chance.picture(host, width, audit),
  },
  {
    id: "spectra",
    title: "Where does each side keep its variance, and does the other side follow?",
    how: "One bar per direction, strongest first. Height: its share of the variance (log scale). Colour: how strongly the other side correlates with it. Only bars left of the dashed cut count.",
    draw: (host, width) => spectra.picture(host, width, audit, word),
  },
  {
    id: "sweep",
    title: "Does the answer depend on the cut?",
    how: "Both scores for every share of directions kept. The dashed line is the cut of this audit.",
    draw: (host, width) => sweep.picture(host, width, audit),
  },
  {
    id: "retrieval",
    title: "Can each side find the other?",
    how: `Share of images that find one of their ${word}, and of ${word} that find their image, among the k nearest. Dotted: chance.`,
    draw: (host, width) => retrieval.picture(host, width, audit),
  },
  {
    id: "cosines",
    title: "Do right pairs stand out from wrong ones?",
    how: "How often a cosine similarity occurs, for pairs that belong together and for all others.",
    draw: (host, width) => cosine.picture(host, width, audit),
  },
  ...groupPictures(audit.subgroups),
];

/** The charts that a comparison has of each model. */
const OF_EACH_MODEL = ["scores", "spectra", "retrieval"];

/** @param {Subgroups} subgroups */
const groupsHow = ({ draws, options }) =>
  `One row a group, with its number of pairs. Thin lines: ${mixedLinesInWords(options)}. Grey bands: where 95 % of random groups of the same size fall (${draws} draws).`;

/** @param {Subgroups | undefined} subgroups @returns {Figure[]} */
function groupPictures(subgroups) {
  if (!subgroups) return [];
  const { column } = subgroups;
  const one = (/** @type {string} */ id, /** @type {GroupScore} */ score, /** @type {string} */ title) => ({
    id,
    title,
    how: groupsHow(subgroups),
    draw: (/** @type {Element} */ host, /** @type {number} */ width) => groups.picture(host, width, subgroups, score),
  });
  return [
    one("groups-imbalance", "sasImbalance", `Do groups of the pairs differ? The imbalance by ${column}`),
    one("groups-image-to-text", "sasImageToText", `SAS image → text by ${column}`),
    one("groups-text-to-image", "sasTextToImage", `SAS text → image by ${column}`),
  ];
}

/** Drawn wider and set smaller, so that what differs and both models' scores fit on a page. */
const WIDER = 1.25;

/** @param {Audit} audit @param {TextWord} word @param {string} wanted @param {{ key: string, title: string }} model @returns {Figure[]} */
const ofModel = (audit, word, wanted, { key, title }) =>
  auditPictures(audit, word)
    .filter(({ id }) => id === wanted)
    .map((picture) => ({
      ...picture,
      id: `${picture.id}-${key}`,
      title: `${title}: ${picture.title}`,
      // Said of the first model's, just before.
      how: key === MODELS[0].key ? picture.how : "",
      draw: (host, width) => picture.draw(host, WIDER * width),
    }));

/** What differs, then both models' scores, spectra and retrieval. @param {Comparison} compared @param {TextWord} word @returns {Figure[]} */
export const comparisonPictures = (compared, word) => [
  {
    id: "differences",
    title: "Where do the two models differ?",
    how: `First model minus second. Thin lines: ${mixedLinesInWords(compared.a.options)}; both models resampled alike.`,
    draw: (host, width) => comparison.picture(host, width, compared, DRAWN_FIRST),
  },
  ...OF_EACH_MODEL.flatMap((wanted) => MODELS.flatMap(({ key, title }) => ofModel(compared[key], word, wanted, { key, title }))),
];
