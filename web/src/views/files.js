import { count, fileSize } from "../report/numbers.js";
import { capital, TEXT_WORDS } from "../report/sentences.js";
import { fill, h } from "./element.js";
import { failureBox } from "./failure.js";

/**
 * @typedef {import("../types.d.ts").ArrayRef} ArrayRef
 * @typedef {import("../types.d.ts").OpenedFile} OpenedFile
 * @typedef {import("../report/sentences.js").TextWord} TextWord
 * @typedef {{ id: number, name: string, size: number, opened?: OpenedFile, failure?: { code: string, message: string } }} FileEntry
 * @typedef {{ images?: ArrayRef, texts?: ArrayRef, captionsPerImage: number | "map" | null }} Choice
 * @typedef {object} FilesModel
 * @property {FileEntry[]} files
 * @property {ArrayRef[]} arrays
 * @property {Choice} choice
 * @property {string} why
 * @property {import("../types.d.ts").Finding[]} questions
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
  const half = model.arrays.length === 1 && model.failure?.code === "ONE_SIDE" && !model.files.some((file) => file.failure);
  const trouble = model.failure !== undefined || model.files.some((file) => file.failure);
  const lacking = model.choice.images ? model.word : "images";
  const title = reading ? "Reading…" : half ? `Now add the ${lacking}` : trouble ? "Something needs your attention" : "Ready to audit";
  const shown = model.failure && !model.questions.some((question) => question.code === model.failure?.code) ? model.failure : undefined;
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
      fileCard(model, actions),
      model.arrays.length > 0 && !reading && pairingCard(model, actions),
    ),
  );
}

/** @param {FilesModel} model @param {FilesActions} actions */
function fileCard({ files }, actions) {
  return h(
    "section",
    { class: "card", "aria-labelledby": "files-title" },
    h(
      "div",
      { class: "card-head" },
      h("h2", { id: "files-title" }, "Files"),
      h("button", { type: "button", id: "add-files", click: () => actions.choose() }, "Add files"),
    ),
    files.map((file) => fileEntry(file, actions)),
  );
}

/** @param {FileEntry} file @param {FilesActions} actions */
function fileEntry({ id, name, size, opened, failure }, actions) {
  const only = opened?.listing.length === 1 && !opened.listing[0].name ? opened.listing[0] : undefined;
  const meta = opened
    ? [opened.format, fileSize(size), ...(only ? [shapeOf(only.shape), only.dtype] : [])].join(" · ")
    : failure
      ? "not opened"
      : "reading…";
  return h(
    "div",
    { class: "file" },
    h(
      "div",
      { class: "file-head" },
      h("span", { class: "file-name" }, name),
      h("span", { class: "file-meta" }, meta),
      h(
        "button",
        { type: "button", class: "quiet", id: `remove-${id}`, "aria-label": `Remove ${name}`, click: () => actions.remove(id) },
        "Remove",
      ),
    ),
    failure &&
      h(
        "div",
        { role: "alert", "data-code": failure.code },
        h("p", { class: "problem-text" }, failure.message),
        h("span", { class: "code" }, failure.code),
      ),
    opened && !only && listing(opened),
  );
}

/** @param {number[]} shape */
function shapeOf(shape) {
  return shape.map(count).join(" × ");
}

/** Arrays listed before the rest are only counted. */
const LISTED = 12;

/** @param {OpenedFile} opened */
function listing({ file, listing, columns }) {
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
    columns.length > 0 && h("p", { class: "how" }, `Columns of words: ${columns.map((column) => column.name).join(", ")}`),
  ];
}

/** @param {ArrayRef} ref */
function refName({ file, array }) {
  return `${array.name ? `${array.name} · ` : ""}${file.file} (${count(array.rows)} × ${count(array.cols)})`;
}

/** @param {FilesModel} model @param {FilesActions} actions */
function pairingCard(model, actions) {
  const { arrays, choice, why, questions, word, ready } = model;
  const side = (/** @type {"images" | "texts"} */ role, /** @type {string} */ title) => {
    const chosen = choice[role];
    const now = arrays.findIndex((ref) => ref.array === chosen?.array);
    const select = h(
      "select",
      {
        id: `side-${role}`,
        change: () =>
          actions.pair({ ...choice, [role]: select.value === "" ? undefined : arrays[Number(select.value)], captionsPerImage: null }),
      },
      h("option", { value: "", selected: now < 0 }, "not chosen yet"),
      arrays.map((ref, i) => h("option", { value: i, selected: i === now }, refName(ref))),
    );
    return h("div", { class: `field ${role}` }, h("label", { for: `side-${role}` }, title), select);
  };
  const swap = h(
    "button",
    {
      type: "button",
      class: "swap",
      id: "swap",
      "aria-label": "Swap images and texts",
      click: () => actions.pair({ images: choice.texts, texts: choice.images, captionsPerImage: null }),
    },
    "⇄ Swap",
  );
  const doubts = questions.filter((question) => question.level !== "error");
  return h(
    "section",
    { class: "card", "aria-labelledby": "pairing-title" },
    h("h2", { id: "pairing-title" }, "Which is which"),
    why && h("p", { class: "how" }, why),
    doubts.length > 0 &&
      h(
        "ul",
        { class: "findings section" },
        doubts.map(({ level, message }) =>
          h("li", {}, h("span", { class: `level ${level}` }, level === "note" ? "Note" : "Please check"), h("span", {}, message)),
        ),
      ),
    h("div", { class: "pairing" }, side("images", "Images"), swap, side("texts", capital(word))),
    h("div", { class: "fields" }, captionsField(choice, actions, word), wordField(word, actions)),
    h(
      "div",
      { class: "run actions" },
      h("button", { type: "button", class: "primary", id: "run", disabled: !ready, click: () => actions.run() }, "Run the audit"),
      !ready && h("span", { class: "muted" }, "The two sides do not fit together yet."),
    ),
  );
}

/** @param {Choice} choice @param {FilesActions} actions @param {TextWord} word */
function captionsField(choice, actions, word) {
  const { images, texts, captionsPerImage } = choice;
  const map = images && texts && images.file === texts.file ? images.file.map : undefined;
  const stated = map !== undefined && map.images === images?.array.name && map.texts === texts?.array.name;
  const each = images && texts && texts.array.rows % images.array.rows === 0 ? texts.array.rows / images.array.rows : undefined;
  const shown = typeof captionsPerImage === "number" ? captionsPerImage : each;
  const input = h("input", {
    type: "number",
    id: "captions",
    min: 1,
    step: 1,
    value: shown,
    disabled: captionsPerImage === "map",
    change: () => actions.pair({ ...choice, captionsPerImage: input.value === "" ? null : Number(input.value) }),
  });
  const label = `${capital(word)} per image`;
  if (!stated)
    return h(
      "div",
      { class: "field" },
      h("label", { for: "captions" }, label),
      input,
      h("span", { class: "hint" }, "in the order of the rows"),
    );
  const select = h(
    "select",
    { id: "captions-by", change: () => actions.pair({ ...choice, captionsPerImage: select.value === "map" ? "map" : (each ?? null) }) },
    h("option", { value: "map", selected: captionsPerImage === "map" }, "as the file states"),
    h("option", { value: "order", selected: captionsPerImage !== "map" }, "by the order of rows"),
  );
  return h(
    "div",
    { class: "field" },
    h("label", { for: "captions-by" }, label),
    select,
    captionsPerImage !== "map" && h("label", { class: "hidden", for: "captions" }, label),
    captionsPerImage !== "map" && input,
  );
}

/** What the report calls the texts. @param {TextWord} word @param {FilesActions} actions */
function wordField(word, actions) {
  return h("div", { class: "field" }, h("label", { for: "word" }, "Call the texts"), wordSelect("word", word, actions.name));
}

/** @param {string} id @param {TextWord} word @param {(word: TextWord) => void} choose */
export function wordSelect(id, word, choose) {
  const select = h(
    "select",
    { id, change: () => choose(/** @type {TextWord} */ (select.value)) },
    TEXT_WORDS.map((one) => h("option", { value: one, selected: one === word }, one)),
  );
  return select;
}
