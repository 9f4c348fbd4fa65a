import { fill, h } from "./element.js";
import { scrolled, table } from "./table.js";

/** @import { ExampleName, Format, StartActions } from "./types.d.ts" */

/** @type {readonly { name: ExampleName, title: string, text: string }[]} */
const EXAMPLES = [
  { name: "balanced", title: "In step", text: "Both sides share their main directions; the two scores are about equal." },
  { name: "imagePrivate", title: "Images go their own way", text: "Strong directions in the images that no text mentions." },
  {
    name: "textPrivate",
    title: "Texts go their own way",
    text: "Strong directions in the texts, such as style, that no image shows.",
  },
];

/** What a file of each format may hold. @type {Record<string, string>} */
const SHAPES = {
  npy: "one side, (n, d); or both, (2, n, d), images first",
  npz: "one or both sides, each a named array (n, d)",
  moments: "what a site's pairs add up to, saved here as an aggregate (.moments.safetensors); several sites' files together",
  safetensors: "one or both sides, each a named tensor (n, d)",
  pt: "a tensor (n, d), a dict of tensors, or a list of {image, text} samples",
  csv: "one row per item: a column per dimension, or one column with a list; ids and captions may stand beside",
};

/** @param {Format[]} formats */
function formatTable(formats) {
  const rows = formats.map(({ format, extensions }) => [
    h("code", extensions.map((one) => `.${one}`).join("  ")),
    SHAPES[format] ?? "one or both sides, one row per item",
  ]);
  return scrolled("File formats", table({ class: "left formats" }, ["File", "What it holds"], rows));
}

/** The first screen. @param {Element} container @param {{ formats: Format[], failure?: Element, made?: Element }} model made: the audits of this tab @param {StartActions} actions */
export function render(container, { formats, failure, made }, actions) {
  fill(
    container,
    h(
      "div.screen",
      h("h1#headline", { tabindex: -1 }, "Which side of a vision-language model is out of step with the other?"),
      h(
        "p.lead",
        "Askew compares the embeddings of images and of their texts, and tells for each direction how well one side follows the other’s main directions of variation.",
      ),
      failure,
      h(
        "div.drop",
        h("strong", "Drop your embeddings here"),
        h("span.muted", "one file with both sides, one file of images and one of texts, or a folder of many runs"),
        h(
          "div.drop-buttons",
          h("button#choose.primary", { click: () => actions.choose() }, "Choose files"),
          h("button#choose-folder", { click: () => actions.chooseFolder() }, "Choose a folder of runs"),
        ),
      ),
      made,
      h(
        "section.section",
        { "aria-labelledby": "examples-title" },
        h("h2#examples-title", "Or look at an example"),
        h("p.how", "Made up on the spot by this page, with a known answer."),
        h(
          "div.columns",
          EXAMPLES.map(({ name, title, text }) =>
            h("button.example", { id: `example-${name}`, click: () => actions.example(name) }, h("b", title), h("span", text)),
          ),
        ),
        h("p.to-lessons", h("a#to-lessons", { href: "#lessons" }, "Lessons and playground"), ": see what moves the scores."),
      ),
      h(
        "section.section",
        { "aria-labelledby": "formats-title" },
        h("h2#formats-title", "What files look like"),
        h(
          "p.how",
          "n rows, one per item; d columns, one per dimension. Row i of the texts belongs to row i of the images; with C texts per image, the first C rows belong to the first image.",
        ),
        formatTable(formats),
      ),
    ),
  );
}
