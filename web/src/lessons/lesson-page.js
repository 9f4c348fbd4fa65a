/** A lesson on its page. */
import { fill, h } from "../views/element.js";
import { LESSONS } from "./index.js";
import { presentLesson } from "./lesson-slides.js";
import * as lessonView from "./lesson-view.js";
import { learnNav } from "./nav.js";

/** @import { Measure } from "../types.d.ts" */

/**
 * @param {Element} container @param {{ id: string, step: number }} where
 * @param {{ measure: Measure, open: (id: string, step: number) => void }} parts open: step 0 is the list of lessons
 */
export function render(container, { id, step }, { measure, open }) {
  const lesson = LESSONS.find((one) => one.id === id) ?? LESSONS[0];
  const count = lesson.steps.length;
  const at = Math.min(step, count);
  const go = (/** @type {number} */ to) => open(lesson.id, to >= 1 && to <= count ? to : 0);
  const article = h("article", { class: "lesson", "aria-labelledby": "step-title" });
  const shown = () => lessonView.render(article, { lesson, step: at, measure, go });
  const start = () => {
    // The presentation has the same parts under the same names.
    article.replaceChildren();
    presentLesson(lesson, at, measure, (ended) => (ended === at ? shown() : go(ended)));
  };
  fill(
    container,
    learnNav("lessons"),
    h(
      "div",
      { class: "lesson-head" },
      h("h1", { tabindex: -1 }, lesson.title),
      h("button", { type: "button", id: "lesson-present", click: start }, "Present"),
    ),
    article,
  );
  return shown();
}
