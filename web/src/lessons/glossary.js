/** The glossary: every metric with its formula, its source and a way to try it, and the words that the pages use. */
import { DEFINITIONS } from "../document/definitions.js";
import { definition } from "../views/definitions.js";
import { fill, h } from "../views/element.js";
import { learnNav } from "./nav.js";

/** Words that are no metrics. @type {readonly { id: string, name: string, words: string }[]} */
export const WORDS = [
  {
    id: "embedding",
    name: "Embedding",
    words: "The list of numbers that a model makes of one image or one text. Like items get like lists.",
  },
  {
    id: "pair",
    name: "Pair, side",
    words: "A pair is an image and its text. All images of a set are one side, all texts the other.",
  },
  {
    id: "axis",
    name: "Direction",
    words:
      "One way in which the items of a side differ. The strongest is the one in which they differ most. How much they differ in it is its variance. In statistics: principal component, eigenvector; the variance is the eigenvalue.",
  },
  {
    id: "variance",
    name: "Variance",
    words: "How much values differ: the mean of their squared distances from the mean.",
  },
  {
    id: "directional",
    name: "Directional score",
    words: "A score that asks one way, from the images to the texts or back. The two may differ, and their difference is the imbalance.",
  },
  {
    id: "ahead",
    name: "Ahead, out of step",
    words:
      "A side is ahead if what sets its items apart shows in the other side more than the reverse. The other side then has something of its own, or less structure: it is out of step.",
  },
  {
    id: "search",
    name: "Search (retrieval)",
    words: "An image asks for its text among all texts, or a text for its image. “By chance” is what guessing would find.",
  },
  {
    id: "shuffled",
    name: "Shuffled pairs",
    words: "The same images and texts, paired at random. What they score is what chance alone gives.",
  },
  {
    id: "dimension",
    name: "Dimension, width",
    words: "An embedding has as many dimensions as numbers. That is its width.",
  },
  {
    id: "run",
    name: "Run",
    words: "One model on one set of data.",
  },
  {
    id: "options",
    name: "Option, seed",
    words: "A setting of the audit. The seed starts everything that is drawn at random: the same seed gives the same digits.",
  },
  {
    id: "anchor",
    name: "Anchor",
    words: "The side whose directions are taken. SAS image → text has the images as its anchor.",
  },
  {
    id: "cut",
    name: "Cut, q",
    words: "The share of directions that count in a score, 10 % unless told otherwise. The share is of directions, not of variance.",
  },
  {
    id: "factor",
    name: "Factor (playground)",
    words:
      "Something that varies from item to item and moves the embedding along one direction. Shared factors move both sides, private ones one side alone.",
  },
];

/** @param {Element} container @param {string} term id of what is asked for */
export function render(container, term) {
  const definitions = DEFINITIONS.map((one) => definition(one, "term"));
  const words = WORDS.map(({ id, name, words: says }) =>
    h("div", { id: `term-${id}`, tabindex: -1 }, h("dt", {}, name), h("dd", {}, says)),
  );
  fill(
    container,
    learnNav("glossary"),
    h("h1", { tabindex: -1 }, "Glossary"),
    h(
      "p",
      { class: "lead" },
      "X: images, Y: texts, one row a pair. Where an image has several texts, the first counts; for retrieval all do.",
    ),
    h("h2", { class: "glossary-part" }, "Metrics"),
    h("div", { class: "card" }, h("div", { class: "definitions" }, definitions)),
    h("h2", { class: "glossary-part" }, "Words"),
    h("dl", { class: "card words" }, words),
  );
  const entry = term && /^[\w-]+$/.test(term) ? container.querySelector(`#term-${term}`) : null;
  if (!entry) return;
  entry.scrollIntoView({ block: "center" });
  /** @type {HTMLElement} */ (entry).focus({ preventScroll: true });
}
