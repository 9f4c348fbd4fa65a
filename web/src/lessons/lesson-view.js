/** One step of a lesson on the page: text, charts, a question, and after the answer the changed charts. */
import { Failure } from "../failure.js";
import { fill, h } from "../views/element.js";
import { failureBox } from "../views/failure.js";
import { format, START } from "./settings.js";
import { chartCard, createStage } from "./stage.js";

/** @import { Measure, Measured } from "../types.d.ts" */
/** @import { Lesson, Question, StepParts } from "./types.d.ts" */

/** @param {string} text */
const paragraph = (text) => h("p", {}, text.replaceAll(/(\d) %/g, "$1\u00a0%"));

/**
 * The measured body of a step.
 * @param {Element} body @param {Lesson["steps"][number]} step @param {Measure} measure @param {() => void} [answered]
 * @returns {Promise<StepParts | undefined>} undefined if it could not be measured, or is no longer wanted
 */
export async function renderBody(body, { settings, charts, says, question }, measure, answered = () => {}) {
  fill(body, h("p", { class: "pending" }, "Measuring …"));
  try {
    const [before, after] = await Promise.all([measure({ ...START, ...settings }), measure({ ...START, ...question.after })]);
    if (!body.isConnected) return undefined;
    const stage = createStage(before);
    const all = charts.map((id) => chartCard(id, stage, { heading: "h3" }));
    const cards = all.map(({ card }) => card);
    const text = h("div", { class: "lesson-says" }, says(before).map(paragraph));
    const { element, reveal } = quiz(question, before, after, () => {
      stage.show(after);
      answered();
    });
    body.replaceChildren(text, h("div", { class: "lesson-charts" }, cards), element);
    for (const { put } of all) put();
    return { says: text, charts: cards, quiz: element, reveal };
  } catch (error) {
    body.replaceChildren(failureBox(Failure.from(error)));
    return undefined;
  }
}

/**
 * A step with its way on and back.
 * @param {HTMLElement} article @param {{ lesson: Lesson, step: number, measure: Measure, go: (step: number) => void }} parts step from 1; go past either end leads to the list
 */
export async function render(article, { lesson, step, measure, go }) {
  const count = lesson.steps.length;
  const at = Math.min(step, count);
  const one = lesson.steps[at - 1];
  const body = h("div", { class: "lesson-body" });
  const onward = at === count ? "Finish" : "Next";
  const next = h(
    "button",
    { type: "button", id: "step-next", click: () => go(at + 1) },
    at === count ? "Finish without answering" : "Skip this question",
  );
  const answered = () => {
    next.textContent = onward;
    next.classList.add("primary");
  };
  article.removeAttribute("data-ready");
  fill(
    article,
    h("p", { class: "subject" }, `Step ${at} of ${count}`),
    h("h2", { id: "step-title", tabindex: -1 }, one.title),
    body,
    h(
      "div",
      { class: "lesson-steps" },
      h("button", { type: "button", id: "step-back", click: () => go(at - 1) }, at === 1 ? "All lessons" : "Back"),
      next,
      h("a", { href: `#playground?${format({ ...START, ...one.settings })}` }, "Try it in the playground"),
    ),
  );
  if (await renderBody(body, one, measure, answered)) article.setAttribute("data-ready", "");
}

/** @param {Question} question @param {Measured} before @param {Measured} after @param {() => void} change once it is answered */
function quiz({ asks, options, says }, before, after, change) {
  const right = options.findIndex(({ holds }) => holds(before, after));
  const answer = h("div", { class: "answer", role: "status" });
  const verdict = h("b", { tabindex: -1 });
  const click = () => {
    reveal();
    verdict.focus({ preventScroll: true });
  };
  const button = h("button", { type: "button", class: "primary", id: "reveal", disabled: true, click }, "Show the answer");
  const enable = () => button.removeAttribute("disabled");
  const inputs = options.map((_, k) => h("input", { type: "radio", name: "guess", id: `guess-${k}`, value: k, change: enable }));
  const rows = options.map(({ text }, k) => h("div", { class: "option" }, inputs[k], h("label", { for: `guess-${k}` }, text)));
  function reveal() {
    if (answer.firstChild) return;
    change();
    verdict.textContent = inputs[right].checked ? "Yes." : `It is: ${options[right].text}.`;
    for (const input of inputs) input.disabled = true;
    rows[right].classList.add("right");
    answer.append(h("p", {}, verdict), ...says(before, after).map(paragraph), h("p", { class: "muted" }, "The charts show it now."));
    button.remove();
  }
  return { element: h("div", { class: "quiz" }, h("fieldset", {}, h("legend", {}, asks), rows), button, answer), reveal };
}
