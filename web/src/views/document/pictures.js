/** The charts of a saved report, in its order. */
import * as arrows from "../arrows.js";
import * as chance from "../chance.js";
import * as cosine from "../cosine.js";
import * as retrieval from "../retrieval.js";
import * as spectra from "../spectra.js";
import * as sweep from "../sweep.js";

/** @import { Audit } from "../../types.d.ts" */
/** @import { TextWord } from "../../report/sentences.js" */

/**
 * @typedef {object} Picture
 * @property {string} id
 * @property {string} title
 * @property {(word: TextWord) => string} how
 * @property {(host: Element, width: number, audit: Audit, word: TextWord) => void} draw nothing where the audit has no numbers for it
 */

/** @type {readonly Picture[]} */
export const PICTURES = [
  {
    id: "scores",
    title: "How well does each side follow the other?",
    how: () => "A full-length arrow would be a score of 1. Grey: what shuffled pairs would give. Thin lines with ends: 95 % intervals.",
    draw: arrows.picture,
  },
  {
    id: "chance",
    title: "How far is that above chance?",
    how: () =>
      "Grey: 95 % of shuffled pairs stay within. Pale bars through a dot: 95 % intervals. R@10: a right candidate among the ten nearest.",
    draw: chance.picture,
  },
  {
    id: "spectra",
    title: "Where does each side keep its variance, and does the other side follow?",
    how: () =>
      "One bar per direction, strongest first. Height: its share of the variance (log scale). Colour: how strongly the other side correlates with it. Only bars left of the dashed cut count.",
    draw: spectra.picture,
  },
  {
    id: "sweep",
    title: "Does the answer depend on the cut?",
    how: () => "Both scores for every share of directions kept. The dashed line is the cut of this audit.",
    draw: sweep.picture,
  },
  {
    id: "retrieval",
    title: "Can each side find the other?",
    how: (word) =>
      `Share of images that find one of their ${word}, and of ${word} that find their image, among the k nearest. Dotted: chance.`,
    draw: retrieval.picture,
  },
  {
    id: "cosines",
    title: "Do right pairs stand out from wrong ones?",
    how: () => "How often a cosine similarity occurs, for pairs that belong together and for all others.",
    draw: cosine.picture,
  },
];
