/** One step of a lesson on the page: text, charts, a question, and after the answer the changed charts. */
import { Failure } from "../failure.js";
import { fill, h } from "../views/element.js";
import { failureBox } from "../views/failure.js";
import { format, START } from "./settings.js";
import { chartCard, createStage } from "./stage.js";

/** @import { Measure, Measured } from "../types.d.ts" */
/** @import { Lesson } from "./lesson.js" */

/**
 * @typedef {object} LessonParts
 * @property {Lesson} lesson
 * @property {number} step from 1
 * @property {Measure} measure
 * @property {(step: number) => void} go to another step; past the last, to the list of lessons
 */

/** @param {HTMLElement} article @param {LessonParts} parts */
export async function render(article, { lesson, step, measure, go }) {
  const index = Math.min(step, lesson.steps.length) - 1;
  const { title, settings, charts, says, question } = lesson.steps[index];
  const last = index + 1 === lesson.steps.length;
  const heading = h("h2", { id: "step-title", tabindex: -1 }, title);
  const body = h("div", { class: "lesson-body" }, h("p", { class: "pending" }, "Measuring …"));
  article.removeAttribute("data-ready");
  fill(
    article,
    h("p", { class: "subject" }, `${lesson.title} · step ${index + 1} of ${lesson.steps.length}`),
    heading,
    body,
    h(
      "div",
      { class: "lesson-steps" },
      h("button", { type: "button", id: "step-back", click: () => go(index) }, index === 0 ? "All lessons" : "Back"),
      h("button", { type: "button", id: "step-next", click: () => go(index + 2) }, last ? "Finish" : "Next"),
      h("a", { href: `#playground?${format({ ...START, ...settings })}` }, "Try it in the playground"),
    ),
  );
  try {
    const [before, after] = await Promise.all([measure({ ...START, ...settings }), measure({ ...START, ...question.after })]);
    if (!body.isConnected) return;
    const stage = createStage(before);
    const cards = charts.map((id) => chartCard(id, stage, { heading: "h3" }));
    body.replaceChildren(
      ...says(before).map((text) => h("p", {}, text)),
      h(
        "div",
        { class: "lesson-charts" },
        cards.map(({ card }) => card),
      ),
      quiz(question, before, after, () => stage.show(after)),
    );
    for (const { put } of cards) put();
    article.setAttribute("data-ready", "");
  } catch (error) {
    body.replaceChildren(failureBox(Failure.from(error)));
  }
}

/** @param {import("./lesson.js").Question} question @param {Measured} before @param {Measured} after @param {() => void} reveal */
function quiz({ asks, options, says }, before, after, reveal) {
  const right = options.findIndex(({ holds }) => holds(before, after));
  const answer = h("div", { class: "answer", role: "status" });
  const button = h(
    "button",
    { type: "button", class: "primary", id: "reveal", disabled: true, click: () => show(inputs.findIndex((input) => input.checked)) },
    "Show the answer",
  );
  const inputs = options.map((_, k) =>
    h("input", {
      type: "radio",
      name: "guess",
      id: `guess-${k}`,
      value: k,
      change: () => {
        button.disabled = false;
      },
    }),
  );
  const rows = options.map(({ text }, k) => h("div", { class: "option" }, inputs[k], h("label", { for: `guess-${k}` }, text)));
  const show = (/** @type {number} */ guess) => {
    reveal();
    for (const input of inputs) input.disabled = true;
    rows[right].classList.add("right");
    const verdict = h("b", { tabindex: -1 }, guess === right ? "Yes." : `It is: ${options[right].text}.`);
    answer.append(
      h("p", {}, verdict),
      ...says(before, after).map((text) => h("p", {}, text)),
      h("p", { class: "muted" }, "The charts above show it now."),
    );
    button.remove();
    verdict.focus({ preventScroll: true });
  };
  return h("div", { class: "quiz" }, h("fieldset", {}, h("legend", {}, asks), rows), button, answer);
}
