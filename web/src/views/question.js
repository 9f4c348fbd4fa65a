/** A question that must be answered before there is a number, with its answers as buttons. */
import { capital, singular } from "../report/sentences.js";
import { h } from "./element.js";

/**
 * @typedef {import("./files.js").FilesModel} FilesModel
 * @typedef {import("./files.js").FilesActions} FilesActions
 * @typedef {import("./files.js").Choice} Choice
 * @typedef {import("./files.js").TextWord} TextWord
 * @typedef {import("../types.d.ts").Question} Question
 */

/** Whole number of texts an image, where there is one. @param {Choice} choice */
export function wholeNumber({ images, texts }) {
  return images && texts && texts.array.rows % images.array.rows === 0 ? texts.array.rows / images.array.rows : undefined;
}

/** The question that keeps the two sides apart. @param {FilesModel} model @returns {Question | undefined} */
export function openQuestion({ failure, questions }) {
  if (failure?.code === "ROWS_UNCLEAR") return questions.find(({ code }) => code === "ODD_DIMENSION");
  if (failure?.code !== "PAIRS_UNCLEAR") return undefined;
  return questions.find(({ asks, code }) => asks && code !== "ODD_DIMENSION");
}

/** @param {Question} question @param {TextWord} word */
export function questionTitle({ code }, word) {
  if (code === "ODD_DIMENSION") return "Is this column a dimension?";
  return code === "IMAGES_SHARE_TEXT" ? `Several images share a ${singular(word)}` : `Which ${singular(word)} belongs to which image?`;
}

/** @param {string} label @param {() => void} click */
const answer = (label, click) => h("button", { type: "button", class: "answer", click }, label);

/** @param {Question} question @param {FilesModel} model @param {FilesActions} actions */
export function questionBox(question, model, actions) {
  const { choice, links } = model;
  const each = wholeNumber(choice);
  const answers =
    question.code === "ODD_DIMENSION"
      ? [answer("It is a dimension like the others", () => actions.pair({ ...choice, keepDimensions: true }))]
      : [
          ...links.map((link) =>
            answer(capital(link.by === "repeats" ? link.label : `by ${link.label}`), () =>
              actions.pair({ ...choice, link, captionsPerImage: null }),
            ),
          ),
          ...(each === undefined
            ? []
            : [
                answer("The rows belong together in their order", () =>
                  actions.pair({ ...choice, link: undefined, captionsPerImage: each }),
                ),
              ]),
        ];
  return h(
    "section",
    { class: "card question", id: "question", "data-code": question.code, "aria-labelledby": "question-text" },
    h("p", { id: "question-text" }, question.message),
    h("div", { class: "answers" }, answers),
    question.code !== "ODD_DIMENSION" &&
      h("p", { class: "how" }, "Or add a file that says which belongs to which: a table with a column of ids of both sides."),
  );
}
