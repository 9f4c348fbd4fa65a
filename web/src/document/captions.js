/** What a chart is called and how it is read: once, for the page's cards and for the figures of a saved report. */
import { linesDrawn } from "../charts/arrows.js";
import { barsDrawn } from "../charts/chance.js";
import { isUnavailable } from "../report/numbers.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Caption } from "./types.d.ts" */

/** By the id of its card. */
export const CAPTIONS = /** @type {const} @satisfies {Record<string, Caption>} */ ({
  scores: {
    title: "How well does each side follow the other?",
    how: (/** @type {Audit} */ audit, /** @type {TextWord} */ _, _saved = false, q = audit.options.topQ) =>
      `A full-length arrow would be a score of 1. Grey: what shuffled pairs would give.${linesDrawn(audit, q)}`,
  },
  "above-chance": {
    title: "How far is that above chance?",
    how: (/** @type {Audit} */ audit, /** @type {TextWord} */ _, saved = false, q = audit.options.topQ) => {
      // At another cut than the audit's the pairs were not shuffled.
      const shuffled = !isUnavailable(audit.chance) && q === audit.options.topQ;
      const recall = saved
        ? "R@10: a right candidate among the ten nearest."
        : "R@10: how often a right candidate is among the ten nearest; its grey is the expected share.";
      const parts = [
        `Grey: ${shuffled ? "95 % of shuffled pairs stay within" : "about what shuffled pairs would give"}.${barsDrawn(audit, q)}`,
        shuffled && !saved ? "p: how often shuffled pairs score as high." : "",
        isUnavailable(audit.retrieval) ? "" : recall,
      ];
      return parts.filter((part) => part !== "").join(" ");
    },
  },
  spectra: {
    title: "Where does each side keep its variance, and does the other side follow?",
    how: (/** @type {Audit} */ _, /** @type {TextWord} */ __, saved = false) =>
      `One bar per direction, strongest first. Height: its share of the variance (log scale). Colour: how strongly the other side correlates with it. Only bars left of the dashed cut count${saved ? "" : " in the scores"}.`,
  },
  sweep: {
    title: "Does the answer depend on the cut?",
    how: (/** @type {Audit} */ _, /** @type {TextWord} */ __, saved = false) =>
      `Both scores for every share of directions kept. The dashed line is the ${saved ? "cut of this audit" : "chosen cut"}.`,
  },
  retrieval: {
    title: "Can each side find the other?",
    how: (/** @type {Audit} */ _, /** @type {TextWord} */ word) =>
      `Share of images that find one of their ${word}, and of ${word} that find their image, among the k nearest. Dotted: chance.`,
  },
  cosines: {
    title: "Do right pairs stand out from wrong ones?",
    how: (/** @type {Audit} */ _, /** @type {TextWord} */ __, saved = false) =>
      `How often a cosine similarity occurs, for pairs that belong together and for all others.${saved ? "" : " The further apart, the better."}`,
  },
});

/** Of a benchmark's charts, by the id of their card. */
export const BENCHMARK_CAPTIONS = Object.freeze({
  "alignment-profile": {
    title: "How well is each model aligned on each dataset?",
    how: (saved = false) =>
      `One cell a run; darker ${saved ? "" : "(on a dark page lighter) "}is higher. Reference models stand below the line.`,
  },
  "imbalance-signature": {
    title: "Which way do the models lean, and does the domain matter?",
    how: (_saved = false) =>
      "Right of 0, the images’ leading directions are matched by the texts better than the texts’ by the images; left of it, worse.",
  },
  "retrieval-predictivity": {
    title: "Which metric ranks the runs as retrieval does?",
    how: (saved = false) =>
      `${saved ? "The metric that does so best, a mark a run. " : ""}Read rho within datasets first: pooled, it mostly says that some datasets are easier than others.`,
  },
  "eigenspectrum-concentration": {
    title: "Where in the spectrum do the domains differ?",
    how: (_saved = false) => "Both scores for every share of directions kept. Bands: one standard deviation of the runs to either side.",
  },
});
