/** A question that must be answered before there is a number, with its answers as buttons. */
import { singular } from "../report/sentences.js";
import { h, list } from "./element.js";
import { answerInWords, orderAsAnswer, wholeNumber } from "./way.js";

/** @import { Finding, Question } from "../types.d.ts" */
/** @import { Choice, FilesActions, FilesModel } from "./types.d.ts" */

/** @typedef {{ says: string, means?: string, choose: () => void }} Reply */

/** @typedef {"parts" | "dimension" | "pairs"} Kind what a question is about, in the order in which they are asked */

/** @type {readonly Kind[]} */
const KINDS = ["parts", "dimension", "pairs"];

/** @param {Question} question @returns {Kind | undefined} undefined: it may be left unanswered */
function kindOf({ code, asks, level }) {
  if (level === "error") return undefined;
  // Files that may be parts of one whole were looked at before any pair was.
  if (code === "ROWS_UNCLEAR") return "parts";
  if (!asks) return undefined;
  return code === "ODD_DIMENSION" ? "dimension" : "pairs";
}

/** @param {FilesModel} model @param {Kind} kind */
const about = ({ questions }, kind) => questions.filter((question) => kindOf(question) === kind);

/** @param {Kind} kind @param {Question} question the first of its kind @param {FilesModel} model */
function isOpen(kind, { message }, { choice, failure }) {
  if (kind === "dimension") return !choice.keepDimensions;
  return (kind === "pairs" && failure?.code === "PAIRS_UNCLEAR") || !choice.answered?.includes(message);
}

/** @param {FilesModel} model @returns {{ kind: Kind, question: Question }[]} the first of each kind, in their order */
const askedIn = (model) =>
  KINDS.flatMap((kind) =>
    about(model, kind)
      .slice(0, 1)
      .map((question) => ({ kind, question })),
  );

/** The question that is to be answered next. @param {FilesModel} model @returns {Question | undefined} */
export const openQuestion = (model) => askedIn(model).find(({ kind, question }) => isOpen(kind, question, model))?.question;

/** Whether it is still to be said which text belongs to which image. @param {FilesModel} model */
export function awaitsPairs(model) {
  const open = openQuestion(model);
  return open !== undefined && kindOf(open) === "pairs";
}

/** The choice with its questions about pairs answered by it. @param {FilesModel} model @param {Choice} choice @returns {Choice} */
export function asAnswer(model, choice) {
  const given = about(model, "pairs").map(({ message }) => message);
  return { ...choice, answered: [...(choice.answered ?? []), ...given] };
}

/** What the user may look at and need not answer. @param {FilesModel} model @returns {Finding[]} */
export function remarksOf(model) {
  const { questions, findings, choice } = model;
  const chosen = choice.link?.doubt;
  const free = questions.filter((question) => question.level !== "error" && !kindOf(question) && question.message !== chosen);
  // Findings are of pairs that nobody has said to be right yet.
  return awaitsPairs(model) ? free : [...free, ...findings];
}

/** @param {Question} question @param {FilesModel} model */
export function questionTitle(question, { word, choice }) {
  const kind = kindOf(question);
  if (kind === "parts") return "Do these files belong together?";
  if (kind === "dimension") return "Does this column belong to the embedding?";
  if (question.code === "IMAGES_SHARE_TEXT") return `Several images share a ${singular(word)}`;
  if (choice.link?.by === "repeats") return "Do several rows hold the same image?";
  return `Which ${singular(word)} belongs to which image?`;
}

/** Its heading says what follows from an answer. @param {() => void} choose */
const settled = (choose) => () => {
  choose();
  document.getElementById("headline")?.focus();
};

/** @param {Question} question @param {FilesModel} model @param {FilesActions} actions @returns {Reply[]} */
function repliesTo(question, model, actions) {
  const { choice, links, word } = model;
  const kind = kindOf(question);
  if (kind === "dimension")
    return [
      {
        says: "Yes, it is a dimension like the others",
        means: "It counts in every score.",
        choose: () => actions.pair({ ...choice, keepDimensions: true }),
      },
    ];
  if (kind === "parts") {
    const given = about(model, kind).map(({ message }) => message);
    const [images, texts] = [choice.images, choice.texts].map((ref) => ref?.file.file ?? "");
    return [
      {
        says: "No, each is complete",
        means: `Audit ${images === texts ? images : `${images} with ${texts}`}.`,
        choose: () => actions.pair({ ...choice, answered: [...(choice.answered ?? []), ...given] }),
      },
    ];
  }
  const each = wholeNumber(choice);
  const pair = (/** @type {Partial<Choice>} */ way) =>
    actions.pair(asAnswer(model, { ...choice, link: undefined, captionsPerImage: null, ...way }));
  return [
    ...links.map((link) => ({ ...answerInWords(link, word, choice.images?.array.rows ?? 0), choose: () => pair({ link }) })),
    ...(each === undefined ? [] : [{ ...orderAsAnswer(each, word), choose: () => pair({ captionsPerImage: each }) }]),
  ];
}

/** What else helps than an answer. @param {Kind | undefined} kind @param {string} code @param {FilesActions} actions */
function otherwise(kind, code, actions) {
  if (kind === "parts" || code === "IMAGES_SHARE_TEXT") return null;
  if (kind === "dimension") return h("p.how", "If it holds ids, remove the file below and add one that was saved without this column.");
  const add = h("button#add-table.link", { click: () => actions.choose() }, "add a table");
  return h("p.how", "Or ", add, " that says which belongs to which: a column of ids that is in both files, or one for each.");
}

/** @param {Question} question @param {FilesModel} model @param {FilesActions} actions */
export function questionBox(question, model, actions) {
  const kind = kindOf(question);
  const said = kind === "parts" ? about(model, kind) : [question];
  const replies = repliesTo(question, model, actions).map(({ says, means, choose }) =>
    h("button.reply", { click: settled(choose) }, h("strong", says), means !== undefined && h("span", means)),
  );
  return h(
    "section#question.card.question",
    { "data-code": question.code, "aria-labelledby": "headline" },
    h(
      "div#question-text",
      said.map(({ message }) => h("p", message)),
    ),
    h("div.replies", replies),
    otherwise(kind, question.code, actions),
  );
}

/** The choice before its question was answered. @param {Kind} kind @param {Question} question @param {FilesModel} model @returns {Choice} */
function beforeAnswer(kind, { message }, { choice, links }) {
  if (kind === "dimension") return { ...choice, keepDimensions: false };
  const answered = choice.answered?.filter((one) => one !== message);
  if (kind === "parts") return { ...choice, answered };
  return { ...choice, answered, link: links.find(({ doubt, trust }) => doubt === message && trust === "likely"), captionsPerImage: null };
}

/** What was answered, where no field shows it. @type {Readonly<Partial<Record<Kind, string>>>} */
const ANSWERS = Object.freeze({ dimension: "It is a dimension like the others.", parts: "Each file is complete." });

/** Questions that were answered, to be asked again. @param {FilesModel} model @param {FilesActions} actions */
export function answeredQuestions(model, actions) {
  const answered = askedIn(model).filter(({ kind, question }) => !isOpen(kind, question, model));
  if (answered.length === 0) return null;
  const items = answered.map(({ kind, question }) => {
    const again = settled(() => actions.pair(beforeAnswer(kind, question, model)));
    const button = h("button.link", { id: `ask-${kind}`, click: again }, "Ask again");
    return [h("span.level.note", "Answered"), h("div", h("p.how", question.message), h("p", ANSWERS[kind] && `${ANSWERS[kind]} `, button))];
  });
  return list("ul.findings.remarks.answered", items);
}
