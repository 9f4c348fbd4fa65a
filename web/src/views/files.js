import { count, fileSize } from "../report/numbers.js";
import { fill, h } from "./element.js";
import { failureBox } from "./failure.js";
import { pairingCard } from "./pairing.js";
import { openQuestion, questionBox, questionTitle } from "./question.js";

/**
 * @typedef {import("../types.d.ts").ArrayRef} ArrayRef
 * @typedef {import("../types.d.ts").Link} Link
 * @typedef {import("../types.d.ts").OpenedFile} OpenedFile
 * @typedef {import("../report/sentences.js").TextWord} TextWord
 * @typedef {{ id: number, name: string, size: number, opened?: OpenedFile, failure?: { code: string, message: string }, aside?: boolean }} FileEntry aside: not meant for an audit
 * @typedef {{ images?: ArrayRef, texts?: ArrayRef, captionsPerImage: number | "map" | null, link?: Link, keepDimensions?: boolean }} Choice
 * @typedef {{ row: number, id?: string, caption?: string }} PreviewRow
 * @typedef {object} FilesModel
 * @property {FileEntry[]} files
 * @property {ArrayRef[]} arrays
 * @property {Choice} choice
 * @property {Link[]} links other ways than the order of rows
 * @property {{ sides: string, pairs: string }} why the sides are these, and why rows belong together
 * @property {import("../types.d.ts").Question[]} questions
 * @property {import("../types.d.ts").Finding[]} findings of the pairs that fit together now
 * @property {{ image: PreviewRow, texts: PreviewRow[], more: number }[]} preview
 * @property {string} [command] the same pairs for a terminal
 * @property {ReadonlySet<unknown>} used columns that serve as captions or ids
 * @property {ReadonlySet<unknown>} metadata files that describe the items
 * @property {{ code: string, message: string }} [failure] of the pairing or of the last audit
 * @property {HTMLElement} [remedy]
 * @property {TextWord} word
 * @property {boolean} ready
 * @typedef {object} FilesActions
 * @property {() => void} choose
 * @property {(id: number) => void} remove
 * @property {(choice: Choice) => void} pair
 * @property {(word: TextWord) => void} name
 * @property {() => void} run
 */

/** The second screen: what was found, and which is which. @param {Element} container @param {FilesModel} model @param {FilesActions} actions */
export function render(container, model, actions) {
  const reading = model.files.some((file) => !file.opened && !file.failure);
  // One array alone is half of a pair, not a mistake.
  const failed = model.files.some((file) => file.failure && !file.aside);
  const half = model.arrays.length === 1 && model.failure?.code === "ONE_SIDE" && !failed;
  const open = failed ? undefined : openQuestion(model);
  const trouble = model.failure !== undefined || failed;
  const lacking = model.choice.images ? model.word : "images";
  const title = reading
    ? "Reading…"
    : half
      ? `Now add the ${lacking}`
      : open
        ? questionTitle(open, model.word)
        : trouble
          ? "Something needs your attention"
          : model.questions.some(({ level }) => level === "warning")
            ? "Please check the pairing"
            : "Ready to audit";
  const shown =
    model.failure && !open && !model.questions.some((question) => question.code === model.failure?.code) ? model.failure : undefined;
  const boxes = [
    shown && failureBox(shown, model.remedy),
    ...model.questions.filter((question) => question.level === "error").map((question) => failureBox(question)),
  ];
  if (half) for (const box of boxes) if (box) box.classList.add("half");
  fill(
    container,
    h(
      "div",
      { class: "screen" },
      h("h1", { id: "headline", tabindex: -1 }, title),
      boxes,
      open && questionBox(open, model, actions),
      // What is to be decided comes first, unless a file is what needs attention.
      failed && fileCard(model, actions),
      model.arrays.length > 0 && !reading && pairingCard(model, actions),
      !failed && fileCard(model, actions),
    ),
  );
}

/** @param {FilesModel} model @param {FilesActions} actions */
function fileCard(model, actions) {
  return h(
    "section",
    { class: "card", "aria-labelledby": "files-title" },
    h(
      "div",
      { class: "card-head" },
      h("h2", { id: "files-title" }, "Files"),
      h("button", { type: "button", id: "add-files", click: () => actions.choose() }, "Add files"),
    ),
    inOrder(model).map((file) => fileEntry(file, useOf(file, model), actions)),
  );
}

/** What a file serves for; "" where that is not known yet. @param {FileEntry} file @param {FilesModel} model */
function useOf({ opened, failure }, { choice, word, used, metadata, ready }) {
  if (failure) return "";
  const uses = [
    choice.images && opened === choice.images.file && "images",
    choice.texts && opened === choice.texts.file && word,
    opened?.columns.some(({ values }) => used.has(values)) && (opened.arrays.length > 0 ? "ids or captions" : "ids and captions"),
    metadata.has(opened) && "metadata",
  ].filter((use) => typeof use === "string");
  if (uses.length > 0) return uses.join(", ");
  return ready ? "not used" : "";
}

/** Failed files first, then those in use, then the rest. @param {FilesModel} model */
function inOrder(model) {
  const rank = (/** @type {FileEntry} */ file) => (file.failure ? (file.aside ? 3 : 0) : useOf(file, model) === "not used" ? 2 : 1);
  return [...model.files].sort((a, b) => rank(a) - rank(b));
}

/** @param {FileEntry} file @param {string} use @param {FilesActions} actions */
function fileEntry({ id, name, size, opened, failure, aside }, use, actions) {
  const only = opened?.listing.length === 1 && !opened.listing[0].name ? opened.listing[0] : undefined;
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
    "div",
    { class: "file" },
    h(
      "div",
      { class: "file-head" },
      h("span", { class: "file-name" }, name),
      h("span", { class: "file-meta" }, meta),
      use && h("span", { class: `use ${USE_CLASS[use] ?? ""}` }, use),
      h(
        "button",
        { type: "button", class: "quiet", id: `remove-${id}`, "aria-label": `Remove ${name}`, click: () => actions.remove(id) },
        "Remove",
      ),
    ),
    failure &&
      h(
        "div",
        { role: aside ? null : "alert", "data-code": failure.code },
        h("p", { class: aside ? "aside-text" : "problem-text" }, failure.message),
        h("span", { class: "code" }, failure.code),
      ),
    opened && !only && (opened.listing.length > 0 ? details(opened, use !== "not used") : columnNames(opened)),
  );
}

/** @param {number[]} shape */
function shapeOf(shape) {
  return shape.map(count).join(" × ");
}

/** @type {Readonly<Record<string, string>>} */
const USE_CLASS = Object.freeze({ images: "images", texts: "texts", captions: "texts", reports: "texts" });

/** A long list would push all else off the screen. @param {OpenedFile} opened @param {boolean} wanted */
function details(opened, wanted) {
  const { listing: arrays } = opened;
  return h(
    "details",
    { open: wanted && arrays.length <= 4 },
    h("summary", {}, arrays.length === 1 ? "1 array" : `${count(arrays.length)} arrays`),
    listing(opened),
  );
}

/** @param {OpenedFile} opened */
function columnNames({ columns }) {
  return columns.length > 0 && h("p", { class: "how" }, `Columns: ${columns.map((column) => column.name).join(", ")}`);
}

/** Arrays listed before the rest are only counted. */
const LISTED = 12;

/** @param {OpenedFile} opened */
function listing(opened) {
  const { file, listing } = opened;
  const rest = listing.length - LISTED;
  return [
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": `Arrays in ${file}` },
      h(
        "table",
        { class: "left" },
        h(
          "thead",
          {},
          h("tr", {}, h("th", { scope: "col" }, "Array"), h("th", { scope: "col" }, "Shape"), h("th", { scope: "col" }, "Type")),
        ),
        h(
          "tbody",
          {},
          listing
            .slice(0, LISTED)
            .map((array) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, array.name || "the file itself"),
                h("td", {}, shapeOf(array.shape)),
                h("td", {}, array.dtype),
              ),
            ),
        ),
      ),
    ),
    rest > 0 && h("p", { class: "how" }, `and ${count(rest)} more`),
    columnNames(opened),
  ];
}
