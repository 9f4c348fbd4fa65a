/** A lesson for a class: the text, each chart, the question, the answer, each chart again, one after the other. */
import { fill, h } from "../views/element.js";
import { renderBody } from "./lesson-view.js";
import { present } from "./presenter.js";

/** @import { Measure } from "../types.d.ts" */
/** @import { Lesson, StepParts } from "./types.d.ts" */

/** @typedef {{ step: number, answered: boolean, pick: (parts: StepParts) => HTMLElement }} Slide */

/** @param {Lesson} lesson @returns {Slide[]} */
export function slidesOf({ steps }) {
  return steps.flatMap(({ charts }, step) => {
    const each = (/** @type {boolean} */ answered) =>
      charts.map((_, k) => ({ step, answered, pick: (/** @type {StepParts} */ parts) => parts.charts[k] }));
    return [
      { step, answered: false, pick: ({ says }) => says },
      ...each(false),
      { step, answered: false, pick: ({ quiz }) => quiz },
      { step, answered: true, pick: ({ quiz }) => quiz },
      ...each(true),
    ];
  });
}

/** @param {Lesson} lesson @param {number} step to begin with, from 1 @param {Measure} measure @param {(step: number) => void} ended at which step */
export function presentLesson(lesson, step, measure, ended) {
  const slides = slidesOf(lesson);
  const subject = h("p", { class: "subject" });
  const title = h("h2", { id: "slide-title" });
  const body = h("div", { class: "lesson-body" });
  const article = h("article", { class: "lesson", "aria-labelledby": "slide-title" }, subject, title, body);
  /** The step that stands in the body, and whether its charts show the answer. @type {{ step: number, answered: boolean, parts: Promise<StepParts | undefined> } | undefined} */
  let now;
  let wanted = 0;

  /** @param {number} index @param {HTMLElement} place */
  async function show(index, place) {
    wanted = index;
    const slide = slides[index];
    if (!article.isConnected) fill(place, article);
    subject.textContent = `${lesson.title} · step ${slide.step + 1} of ${lesson.steps.length}${slide.answered ? " · the answer" : ""}`;
    title.textContent = lesson.steps[slide.step].title;
    // An answer that was given is taken back only by a fresh start of the step.
    if (!now || now.step !== slide.step || (now.answered && !slide.answered))
      now = { step: slide.step, answered: false, parts: renderBody(body, lesson.steps[slide.step], measure) };
    const mine = now;
    const parts = await mine.parts;
    if (!parts || wanted !== index) return;
    for (const part of [parts.says, ...parts.charts, parts.quiz]) part.hidden = true;
    slide.pick(parts).hidden = false;
    if (!slide.answered) return;
    mine.answered = true;
    parts.reveal();
  }

  present({
    count: slides.length,
    first: slides.findIndex((slide) => slide.step === step - 1),
    show,
    end: (index) => ended(slides[index].step + 1),
  });
}
