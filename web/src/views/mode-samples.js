import { sideWord } from "../report/directions.js";
import { count, signed } from "../report/numbers.js";
import { capital } from "../report/sentences.js";
import { h, list } from "./element.js";

/** @import { ModeDetail, ModeSample } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */

/** Longer captions and ids are cut. */
const CAPTION = 180;
const ID = 48;

/** @param {string} text @param {number} most */
const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

/** @param {ModeSample} sample @param {TextWord} word */
function item({ imageRow, textRow, imageId, textId, caption, image, text }, word) {
  const id = imageId ?? textId;
  const row = imageRow === textRow ? `row ${count(imageRow)}` : `image row ${count(imageRow)}, ${word.slice(0, -1)} row ${count(textRow)}`;
  return [
    h(
      "span.who",
      id && [h("b", cut(id, ID)), " "],
      h("span.muted", row),
      h("span.along", h("span.images", `image ${signed(image, 1)}`), " ", h("span.texts", `${word.slice(0, -1)} ${signed(text, 1)}`)),
    ),
    caption && h("span.said", cut(caption, CAPTION)),
  ];
}

/** @param {string} title @param {string} how @param {ModeSample[]} samples @param {TextWord} word */
const section = (title, how, samples, word) =>
  h(
    "section.samples",
    h("h3", title),
    h("p.how", how),
    list(
      "ol",
      samples.map((sample) => item(sample, word)),
    ),
  );

/** Titles by whether the two sides mostly lie the same way along the direction. */
const TITLES = {
  same: [
    "Pairs that agree most along this direction",
    "far out on both sides, the same way",
    "Pairs that disagree most",
    "far out on both sides, opposite ways",
  ],
  opposite: [
    "Pairs that follow this direction most",
    "far out on both sides, opposite ways: ρ is below 0 here",
    "Pairs that go against it most",
    "far out on both sides, the same way",
  ],
};

/** Who carries the correlation and who breaks it. @param {ModeDetail} detail @param {number} rho @param {TextWord} word */
export function carriers({ carry, against }, rho, word) {
  const [carrying, carryingHow, breaking, breakingHow] = rho < 0 ? TITLES.opposite : TITLES.same;
  return h("div.sample-columns", section(carrying, carryingHow, carry, word), section(breaking, breakingHow, against, word));
}

/** The two ends of the direction, on each side. @param {ModeDetail} detail @param {TextWord} word */
export function poles({ poles: { image, text } }, word) {
  const far = (/** @type {"image" | "text"} */ side, /** @type {ModeSample[]} */ samples, /** @type {string} */ end) =>
    section(`${capital(sideWord(side, word))}, ${end} end`, "furthest out first", samples, word);
  return h(
    "div.sample-columns.ends",
    far("image", image.high, "+"),
    far("image", image.low, "−"),
    far("text", text.high, "+"),
    far("text", text.low, "−"),
  );
}
