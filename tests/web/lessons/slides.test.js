import { describe, expect, it } from "vitest";
import { LESSONS } from "../../../web/src/lessons/index.js";
import { slidesOf } from "../../../web/src/lessons/lesson-slides.js";

describe("a lesson's slides", () => {
  it.each(LESSONS.map((lesson) => ({ id: lesson.id, lesson })))(
    "$id: of each step the text, each chart, the question, the answer, each chart again",
    ({ lesson }) => {
      const parts = /** @type {any} */ ({ says: "text", charts: ["1", "2", "3"], quiz: "question" });
      const inWords = slidesOf(lesson).map(({ step, answered, pick }) => `${step}${answered ? " answered" : ""} ${pick(parts)}`);
      expect(inWords).toEqual(
        lesson.steps.flatMap(({ charts }, step) => [
          `${step} text`,
          ...charts.map((_, k) => `${step} ${k + 1}`),
          `${step} question`,
          `${step} answered question`,
          ...charts.map((_, k) => `${step} answered ${k + 1}`),
        ]),
      );
    },
  );
});
