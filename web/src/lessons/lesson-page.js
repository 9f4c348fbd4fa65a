/** A lesson on its page, and the same lesson presented step by step. */
import { fill, h } from "../views/element.js";
import { LESSONS } from "./index.js";
import * as lessonView from "./lesson-view.js";
import { learnNav } from "./nav.js";
import { present } from "./presenter.js";

/** @import { Measure } from "../types.d.ts" */

/**
 * @param {Element} container @param {{ id: string, step: number }} where
 * @param {{ measure: Measure, open: (id: string, step: number) => void }} parts open: step 0, or one past the last, is the list of lessons
 */
export function render(container, { id, step }, { measure, open }) {
  const lesson = LESSONS.find((one) => one.id === id) ?? LESSONS[0];
  const count = lesson.steps.length;
  const go = (/** @type {number} */ to) => open(lesson.id, to >= 1 && to <= count ? to : 0);
  const article = h("article", { class: "lesson", "aria-labelledby": "step-title" });
  const start = () => {
    const slide = h("article", { class: "lesson", "aria-labelledby": "step-title" });
    article.replaceChildren();
    present({
      count,
      first: Math.min(step, count) - 1,
      show(index, place) {
        place.replaceChildren(slide);
        lessonView.render(slide, { lesson, step: index + 1, measure, go: () => {} });
      },
      end: (index) => (index + 1 === step ? lessonView.render(article, { lesson, step, measure, go }) : go(index + 1)),
    });
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
  return lessonView.render(article, { lesson, step, measure, go });
}
