import { facts, fill, h } from "./element.js";
import { folded, table } from "./table.js";

/** @import { Child, ExampleName, Format, StartActions } from "./types.d.ts" */

/** @type {readonly { name: ExampleName, title: string, text: string }[]} */
const EXAMPLES = [
  { name: "balanced", title: "In step", text: "Both sides vary alike. Neither should be ahead." },
  { name: "imagePrivate", title: "Images go their own way", text: "They vary in ways that no text shows. The texts should be ahead." },
  { name: "textPrivate", title: "Texts go their own way", text: "They vary in ways that no image shows. The images should be ahead." },
];

/** Who needs this, and of what. */
const ABOUT = [
  [
    "Who is it for?",
    "For everybody who uses or tests a model that brings images and texts together: X-rays and reports, photos and captions.",
  ],
  ["What is an embedding?", "A list of numbers that a model makes of one image or one text. Like items get like lists."],
  [
    "How do I make them?",
    "Give your model all images, then all texts in the same order. Save each set of lists as one file. Askew comes with a program that does this: ",
    "examples/extract_features.py",
  ],
];

/** What files hold that are not like the others. @type {readonly [format: string, says: string][]} */
const SHAPES = [
  ["npy", "One side; or both, with the images first."],
  ["pt", "One side, named sides, or a list of items that each hold an image and a text."],
  ["csv", "One item per line. Names and captions may stand beside the numbers."],
  ["moments", "Sums over the pairs of one hospital, saved here to be shared. Several such files make one audit."],
];

/** @param {readonly string[]} extensions */
const endings = (extensions) => extensions.map((one) => `.${one}`).join("  ");

/** Almost all formats hold the same: they are one line, and what is special folds. @param {Format[]} formats */
function formatWords(formats) {
  const special = SHAPES.flatMap(([name, says]) => {
    const one = formats.find(({ format }) => format === name);
    return one ? [[h("code", endings(one.extensions)), says]] : [];
  });
  return [
    h(
      "p.how",
      "One row per item. Row 1 of the texts belongs to row 1 of the images. Names of items, if both sides have them, count first.",
    ),
    h(
      "p.formats",
      "These endings are read, also packed as .gz or .zip: ",
      h("code", endings(formats.filter(({ format }) => format !== "moments").flatMap(({ extensions }) => extensions))),
    ),
    h(
      "details.reading",
      h("summary", "What some of them may hold"),
      folded(table({ class: "left formats", "aria-label": "File formats" }, ["File", "What it holds"], special)),
      h("p.how", "If images have several texts each, the first texts belong to the first image, and so on."),
    ),
  ];
}

/** The first screen. @param {Element} container @param {{ formats: Format[], failure?: Element, options?: Element, made?: Element }} model made: the audits of this tab @param {StartActions} actions */
export function render(container, { formats, failure, options, made }, actions) {
  fill(
    container,
    h(
      "div.screen",
      h("h1#headline", { tabindex: -1 }, "Images and texts of one model: which side is out of step?"),
      h(
        "p.lead",
        "Askew compares the embeddings of images with those of their texts. It says whether each side shows what sets the other apart.",
      ),
      failure,
      h(
        "div.drop",
        h("strong", "Drop your embeddings here"),
        h("span.muted", "One file with both sides, one file for each side, or a folder of many models."),
        h(
          "div.drop-buttons",
          h("button#choose.primary", { click: () => actions.choose() }, "Choose files"),
          h("button#choose-folder", { click: () => actions.chooseFolder() }, "Choose a folder of runs"),
        ),
      ),
      options,
      made,
      h(
        "section.section",
        { "aria-labelledby": "examples-title" },
        h("h2#examples-title", "Or look at an example"),
        h("p.how", "This page makes them up on the spot, so the answer is known."),
        h(
          "div.columns",
          EXAMPLES.map(({ name, title, text }) =>
            h("button.example", { id: `example-${name}`, click: () => actions.example(name) }, h("b", title), h("span", text)),
          ),
        ),
        h(
          "p.to-lessons",
          h("a#to-lessons", { href: "#lessons" }, "Lessons and playground"),
          " show what moves the scores. The ",
          h("a#to-glossary", { href: "#glossary" }, "glossary"),
          " explains the words.",
        ),
      ),
      h(
        "section.section.about",
        { "aria-labelledby": "about-title" },
        h("h2#about-title", "New here?"),
        facts(
          "dl.columns",
          ABOUT.map(([title, says, code]) => /** @type {[string, ...Child[]]} */ ([title, says, code && h("code", code)])),
        ),
      ),
      h("section.section", { "aria-labelledby": "formats-title" }, h("h2#formats-title", "What files look like"), formatWords(formats)),
    ),
  );
}
