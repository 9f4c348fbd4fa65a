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
    words:
      "The vector that a model gives for one image or one text. A pair is an image and its text; both sides of a set have as many rows as there are items.",
  },
  {
    id: "axis",
    name: "Direction (eigenmode, eigenvector)",
    words:
      "One axis of a side’s own principal axes, as in PCA, strongest first. Its eigenvalue is the variance along it. “Leading” directions are those that the cut keeps.",
  },
  {
    id: "anchor",
    name: "Anchor",
    words: "The side whose directions are looked along. SAS image → text has the images as its anchor.",
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
