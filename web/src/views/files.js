import { count, fileSize } from "../report/numbers.js";
import { fill, h } from "./element.js";
import { failureBox } from "./failure.js";
import { pairingCard } from "./pairing.js";
import { openQuestion, questionBox, questionTitle, remarksOf } from "./question.js";
import { folded, table } from "./table.js";

/** @import { OpenedFile, Question } from "../types.d.ts" */
/** @import { TextWord } from "../report/sentences.js" */
/** @import { FileEntry, FilesActions, FilesModel } from "./types.d.ts" */

/** Codes of questions, which a box of their own asks. */
const ASKED = new Set(["PAIRS_UNCLEAR", "ROWS_UNCLEAR"]);

/** @param {FilesModel} model @param {{ open?: Question, half: boolean, reading: boolean, bad: FileEntry[] }} found */
function titleOf(model, { open, half, reading, bad }) {
  if (reading) return "Reading…";
  if (bad.some(({ failure }) => failure?.code === "MISSING_PART")) return "A part of the data is missing";
  if (bad.length > 0) return bad.length === 1 ? "One file cannot be used" : `${count(bad.length)} files cannot be used`;
  if (half) return `Now add the ${model.choice.images ? model.word : "images"}`;
  if (open) return questionTitle(open, model);
  if (model.failure?.code === "PAIR_COUNT") return `Images and ${model.word} do not fit together`;
  if (model.failure) return "This cannot be audited yet";
  return remarksOf(model).some(({ level }) => level === "warning") ? "Please check the pairing" : "Ready to audit";
}

/** The second screen: what was found, and which is which. @param {Element} container @param {FilesModel} all @param {FilesActions} actions */
export function render(container, all, actions) {
  const reading = all.files.some((file) => !file.opened && !file.failure);
  const bad = all.files.filter((file) => file.failure && !file.aside);
  const open = reading ? undefined : openQuestion(all);
  const model = { ...all, ready: all.ready && !open };
  // One array alone is half of a pair, not a mistake.
  const half = model.arrays.length === 1 && model.failure?.code === "ONE_SIDE";
  const { failure, questions } = model;
  const isShown = failure && !(open && ASKED.has(failure.code)) && !questions.some(({ code }) => code === failure.code);
  const boxes = [
    isShown && failureBox(failure, model.remedy),
    ...questions.filter(({ level }) => level === "error").map((question) => failureBox(question)),
  ];
  if (half) for (const box of boxes) if (box) box.classList.add("half");
  const about = [...boxes, open && questionBox(open, model, actions)];
  fill(
    container,
    h(
      "div.screen",
      h(
        "h1#headline",
        { tabindex: -1, "aria-describedby": open ? "question-text" : null },
        titleOf(model, { open, half: half && bad.length === 0, reading, bad }),
      ),
      // What is to be decided comes first, unless a file is what needs attention.
      bad.length > 0 && fileCard(model, actions),
      about,
      model.arrays.length > 0 && !reading && pairingCard(model, actions),
      bad.length === 0 && fileCard(model, actions),
    ),
  );
}

/** @param {FilesModel} model @param {FilesActions} actions */
function fileCard(model, actions) {
  return h(
    "section.card",
    { "aria-labelledby": "files-title" },
    h("div.card-head", h("h2#files-title", "Files"), h("button#add-files", { click: () => actions.choose() }, "Add files")),
    inOrder(model).map((file) => fileEntry(file, usesOf(file, model), model.word, actions)),
  );
}

const UNUSED = "not used";

/** What a file serves for; nothing if that is not known yet. @param {FileEntry} file @param {FilesModel} model @returns {string[]} */
function usesOf({ opened, failure }, { choice, word, used, metadata, ready }) {
  if (failure) return [];
  const ids = new Set([choice.link?.ids?.images, choice.link?.ids?.texts]);
  const serving = opened?.columns.filter(({ values }) => used.has(values)) ?? [];
  const uses = [
    choice.images && opened === choice.images.file && "images",
    choice.texts && opened === choice.texts.file && word,
    serving.some(({ values }) => ids.has(values)) && "ids",
    serving.some(({ values }) => !ids.has(values)) && (word === "reports" ? "report texts" : "captions"),
    metadata.has(opened) && "metadata",
  ].filter((use) => typeof use === "string");
  if (uses.length > 0) return [...new Set(uses)];
  return ready ? [UNUSED] : [];
}

/** Failed files first, then those in use, then the rest. @param {FilesModel} model */
function inOrder(model) {
  const rank = (/** @type {FileEntry} */ file) => (file.failure ? (file.aside ? 3 : 0) : usesOf(file, model).includes(UNUSED) ? 2 : 1);
  return [...model.files].sort((a, b) => rank(a) - rank(b));
}

/** The one array of a file. @param {OpenedFile} [opened] */
const onlyArray = (opened) => (opened?.listing.length === 1 ? opened.listing[0] : undefined);

/** @param {FileEntry} file @param {string[]} uses @param {TextWord} word @param {FilesActions} actions */
function fileEntry({ id, name, size, opened, failure, aside }, uses, word, actions) {
  const only = onlyArray(opened);
  const meta = opened
    ? [
        ...(opened.parts ? [`${count(opened.parts.length)} files`] : []),
        opened.format,
        fileSize(size),
        ...(only ? [shapeOf(only.shape), only.dtype] : []),
      ].join(" · ")
    : failure
      ? aside
        ? `${fileSize(size)} · left aside`
        : failure.code === "MISSING_PART"
          ? "incomplete"
          : "not opened"
      : "reading…";
  return h(
    "div.file",
    h(
      "div.file-head",
      h("span.file-name", name),
      h("span.file-meta", meta),
      uses.map((use) => h("span", { class: `use ${use === "images" ? "images" : use === word ? "texts" : ""}` }, use)),
      h("button.quiet", { id: `remove-${id}`, "aria-label": `Remove ${name}`, click: () => actions.remove(id) }, "Remove"),
    ),
    failure &&
      h(
        "div",
        { role: aside ? null : "alert", "data-code": failure.code },
        h("p", { class: aside ? "aside-text" : "problem-text" }, failure.message),
        h("span.code", failure.code),
      ),
    opened && (opened.listing.length > 1 ? details(opened, !uses.includes(UNUSED)) : columnNames(opened)),
  );
}

/** @param {number[]} shape */
const shapeOf = (shape) => shape.map(count).join(" × ");

/** A long list would push all else off the screen. @param {OpenedFile} opened @param {boolean} wanted */
function details(opened, wanted) {
  const { length } = opened.listing;
  return h("details", { open: wanted && length <= 4 }, h("summary", `${count(length)} arrays`), listing(opened));
}

/** Columns named before the rest are only counted. */
const NAMED = 12;

/** @param {OpenedFile} opened */
function columnNames(opened) {
  const only = onlyArray(opened)?.name;
  const names = [
    ...(only ? [only] : []),
    ...opened.columns.map(({ name, keys }) => (keys ? "names of the rows" : name || "the file itself")),
  ];
  const rest = names.length - NAMED;
  const shown = `${names.slice(0, NAMED).join(", ")}${rest > 0 ? ` and ${count(rest)} more` : ""}`;
  return names.length > 0 && h("p.how", `${names.length === 1 ? "Column" : "Columns"}: ${shown}`);
}

/** Arrays listed before the rest are only counted. */
const LISTED = 12;

/** @param {OpenedFile} opened */
function listing(opened) {
  const { file, listing } = opened;
  const rest = listing.length - LISTED;
  return [
    folded(
      table(
        { class: "left", "aria-label": `Arrays in ${file}` },
        ["Array", "Shape", "Type"],
        listing.slice(0, LISTED).map((array) => [array.name || "the file itself", shapeOf(array.shape), array.dtype]),
      ),
    ),
    rest > 0 && h("p.how", `and ${count(rest)} more`),
    columnNames(opened),
  ];
}
