import { count } from "../report/numbers.js";
import { capital, singular, TEXT_WORDS } from "../report/sentences.js";
import { copyButton } from "./copy.js";
import { h, list } from "./element.js";
import { answeredQuestions, asAnswer, awaitsPairs, openQuestion, remarksOf } from "./question.js";
import { table } from "./table.js";
import { orderAsAnswer, wayInWords, wholeNumber } from "./way.js";
import { select } from "./wish.js";

/** @import { ArrayRef } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { Child, Choice, FilesActions, FilesModel, PreviewRow } from "./types.d.ts" */

/** @param {ArrayRef} ref */
const refName = ({ file, array }) => `${array.name ? `${array.name} · ` : ""}${file.file} (${count(array.rows)} × ${count(array.cols)})`;

/** Which text belongs to which image and why, which side is which, and the first pairs to see it. @param {FilesModel} model @param {FilesActions} actions */
export function pairingCard(model, actions) {
  const { choice, why, ready } = model;
  const open = openQuestion(model);
  const both = choice.images !== undefined && choice.texts !== undefined;
  const fields = both ? [wayField(model, actions), captionsField(model, actions)].filter((field) => field !== null) : [];
  const columns = both ? togetherFields(model, actions) : [];
  return h(
    "section.card",
    { "aria-labelledby": "pairing-title" },
    h("h2#pairing-title", both ? "The pairs" : "The two sides"),
    why.pairs && !open && h("p#paired.paired", why.pairs),
    fields.length > 0 && h("div.fields", fields),
    answeredQuestions(model, actions),
    remarks(model),
    h("div", { class: both ? "section" : "" }, both && h("h3", "The two sides"), sides(model, actions), sideWords(model, actions)),
    columns.length > 0 && together(columns, model),
    model.preview.length > 0 && preview(model),
    h(
      "div.run.actions",
      h("button#run.primary", { disabled: !ready, click: () => actions.run() }, "Run the audit"),
      !ready && h("span.muted", open ? "Answer the question above first." : "The two sides do not fit together yet."),
    ),
    model.options,
    model.command && ready && terminal(model.command),
  );
}

/** @param {FilesModel} model @param {FilesActions} actions */
function sides({ arrays, choice, word }, actions) {
  const side = (/** @type {"images" | "texts"} */ role, /** @type {string} */ title) => {
    const chosen = choice[role];
    const now = arrays.findIndex((ref) => ref.array === chosen?.array);
    const choose = (/** @type {string} */ value) =>
      actions.pair({ ...choice, [role]: value === "" ? undefined : arrays[Number(value)], captionsPerImage: null });
    const options = arrays.map((ref, i) => /** @type {[number, string]} */ ([i, refName(ref)]));
    const sideSelect = select(`side-${role}`, [["", "not chosen yet"], ...options], now < 0 ? "" : now, choose);
    return h("div", { class: `field ${role}` }, h("label", { for: `side-${role}` }, title), sideSelect);
  };
  const swap = h(
    "button#swap.swap",
    {
      "aria-label": "Swap images and texts",
      click: () => actions.pair({ images: choice.texts, texts: choice.images, captionsPerImage: null }),
    },
    "⇄ Swap",
  );
  return h("div.pairing", side("images", "Images"), swap, side("texts", capital(word)));
}

/** Why these are the sides, and what the texts are called. @param {FilesModel} model @param {FilesActions} actions */
function sideWords({ why, word }, actions) {
  return h(
    "div.side-words",
    why.sides && h("p.how", why.sides),
    h("div.field.word", h("label", { for: "word" }, "Call the texts"), wordSelect("word", word, actions.name)),
  );
}

/** @param {FilesModel} model */
function remarks(model) {
  const shown = remarksOf(model);
  if (shown.length === 0) return null;
  const items = shown.map(({ level, message }) => [
    h("span", { class: `level ${level}` }, level === "note" ? "Note" : "Please check"),
    h("span", message),
  ]);
  return list("ul.findings.remarks", items);
}

/** The map that the file itself states for these sides. @param {Choice} choice */
function isStated({ images, texts }) {
  const map = images && texts && images.file === texts.file ? images.file.map : undefined;
  return map !== undefined && map.images === images?.array.name && map.texts === texts?.array.name;
}

/** Only where there is more than the order of rows to go by. @param {FilesModel} model @param {FilesActions} actions */
function wayField(model, actions) {
  const { choice, links, word } = model;
  const each = wholeNumber(choice);
  const stated = isStated(choice);
  const waits = awaitsPairs(model) || (!choice.link && choice.captionsPerImage === null);
  if (!stated && links.length === 0 && !(waits && each !== undefined)) return null;
  const now = waits
    ? ""
    : choice.link
      ? links.findIndex(({ label }) => label === choice.link?.label)
      : choice.captionsPerImage === "map"
        ? "map"
        : "order";
  const options = /** @type {[string | number, string][]} */ ([
    ["", waits && "not chosen yet"],
    ["map", stated && "as the file states"],
    ...links.map((link, index) => [index, wayInWords(link, word)]),
    [
      "order",
      each !== undefined && `by the order of rows${links.some(({ by }) => by === "repeats") ? ", equal image rows kept apart" : ""}`,
    ],
  ]).filter(([, text]) => text);
  const choose = (/** @type {string} */ value) => {
    if (value === "") return;
    const link = links[Number(value)];
    const captionsPerImage = link ? null : value === "map" ? "map" : (each ?? null);
    actions.pair(asAnswer(model, { ...choice, link, captionsPerImage }));
  };
  return h(
    "div.field.way",
    h("label", { for: "captions-by" }, `Which ${singular(word)} belongs to which image`),
    select("captions-by", options, now, choose),
  );
}

/** @param {FilesModel} model @param {FilesActions} actions */
function captionsField(model, actions) {
  const { choice, word } = model;
  const { captionsPerImage, link } = choice;
  const each = wholeNumber(choice);
  const asked = openQuestion(model) !== undefined && captionsPerImage === null;
  if (link || asked || captionsPerImage === "map" || (captionsPerImage === null && each !== undefined)) return null;
  const input = h("input#captions", {
    type: "number",
    min: 1,
    step: 1,
    value: captionsPerImage ?? each,
    change: () => actions.pair(asAnswer(model, { ...choice, captionsPerImage: input.value === "" ? null : Number(input.value) })),
  });
  return h("div.field", h("label", { for: "captions" }, `${capital(word)} per image`), input, h("span.hint", "in the order of the rows"));
}

/** Folded, unless a column is chosen or its name says that it holds pairs together. @param {Child[]} fields @param {FilesModel} model */
const together = (fields, { choice, columns }) =>
  h(
    "details.terminal.section",
    { open: columns.likely !== undefined || [choice.cluster, choice.within, choice.labels].some((column) => column !== undefined) },
    h("summary", "Pairs that belong together, labels"),
    h(
      "p.how",
      "Several pairs of one patient or study are not independent. Once the column is named, intervals and chance levels take whole patients, and in search another item of the same patient is neither a hit nor a miss. With a column of labels, any item of the same label is a right answer too, beside the usual search.",
    ),
    h("div.fields", fields),
  );

/** Which columns of the files say that pairs are not independent, or what they are. @param {FilesModel} model @param {FilesActions} actions */
function togetherFields({ choice, columns }, actions) {
  const { clusters, likely, strata, labels } = columns;
  const field = (
    /** @type {"cluster" | "within" | "labels"} */ key,
    /** @type {string} */ title,
    /** @type {string} */ none,
    /** @type {string[]} */ names,
    said = (/** @type {string} */ name) => name,
  ) => {
    const chosen = choice[key];
    const all = chosen === undefined || names.includes(chosen) ? names : [chosen, ...names];
    if (all.length === 0) return [];
    const options = [/** @type {const} */ (["", none]), ...all.map((name) => /** @type {const} */ ([name, said(name)]))];
    const choose = (/** @type {string} */ value) => actions.pair({ ...choice, [key]: value || undefined });
    return [h("div.field", h("label", { for: `pairs-${key}` }, title), select(`pairs-${key}`, options, chosen ?? "", choose))];
  };
  return [
    ...field("cluster", "Same patient or study", "every pair by itself", clusters, (name) =>
      name === likely ? `${name} (proposed)` : name,
    ),
    ...field("within", "Chance exchanges texts within", "all pairs", strata),
    ...field("labels", "Right answers in search", "the own pair alone", labels, (name) => `any item of the same ${name} too`),
  ];
}

/** @param {string} id @param {TextWord} word @param {(word: TextWord) => void} choose */
export const wordSelect = (id, word, choose) =>
  select(
    id,
    TEXT_WORDS.map((one) => [one, one]),
    word,
    (value) => choose(/** @type {TextWord} */ (value)),
  );

/** Longer ids and captions are cut. */
const LONGEST = 160;

/** @param {string} text */
const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** @param {PreviewRow} item */
function item({ row, id, caption }) {
  return [
    h("span.row-number", `row ${count(row)}`),
    caption !== undefined ? h("span", cut(caption)) : id !== undefined && h("span.row-id", cut(id)),
  ];
}

/** Where a way is only likely, what it would come to. @param {FilesModel} model */
function preview(model) {
  const { preview, word, choice } = model;
  const each = wholeNumber(choice);
  const way = choice.link ? wayInWords(choice.link, word) : each === undefined ? "" : orderAsAnswer(each, word).says.toLowerCase();
  return h(
    "div.section",
    h("h3#preview-title", awaitsPairs(model) ? `The first pairs, if they belong together ${way}` : "The first pairs"),
    h("p.how", `Does each ${singular(word)} belong to the image beside it? Rows are counted from 0, as they stand in the files.`),
    table(
      { class: "left preview", "aria-labelledby": "preview-title" },
      [h("th.images", { scope: "col" }, "Image"), h("th.texts", { scope: "col" }, capital(word))],
      preview.map(({ image, texts, more }) => [
        item(image),
        [...texts.map((text) => h("div.line", item(text))), more > 0 && h("div.line.muted", `and ${count(more)} more`)],
      ]),
    ),
  );
}

/** @param {string} command */
function terminal(command) {
  const code = h("code#command.command", command);
  const copy = copyButton("button#copy-command.quiet", "Copy", () => command, { beside: code });
  return h("details.terminal", h("summary", "The same audit as a command"), h("div.command-line", code, copy));
}
