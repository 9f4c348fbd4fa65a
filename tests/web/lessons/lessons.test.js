import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../../web/src/engine/index.js";
import { nodePlatform } from "../../../web/src/engine/platform-node.js";
import { LESSONS } from "../../../web/src/lessons/index.js";
import { recipe, SETTINGS, START } from "../../../web/src/lessons/settings.js";
import { CHARTS } from "../../../web/src/lessons/stage.js";

/** @import { Measured, Settings } from "../../../web/src/types.d.ts" */

/** @type {ReturnType<typeof createEngine>} */
let engine;
beforeAll(async () => {
  engine = createEngine({ platform: await nodePlatform(), workers: 1 });
});
afterAll(() => engine.dispose());

/** @param {Partial<Settings>} settings @returns {Promise<Measured>} */
const measured = (settings) => {
  const { spec, options } = recipe({ ...START, ...settings });
  return engine.quick(spec, options);
};

const steps = LESSONS.flatMap((lesson) => lesson.steps.map((step) => ({ name: `${lesson.title} ${step.title}`, step })));

describe("the lessons", () => {
  it("are six, each of a few steps, under ids and titles of their own", () => {
    expect(LESSONS).toHaveLength(6);
    expect(new Set(LESSONS.map(({ id }) => id)).size).toBe(6);
    for (const { steps: own } of LESSONS) expect(own.length).toBeGreaterThanOrEqual(3);
  });

  it("use only settings that the sliders can show, and charts that there are", () => {
    for (const { step } of steps) {
      for (const id of step.charts) expect(CHARTS).toContain(id);
      for (const [name, value] of [...Object.entries(step.settings), ...Object.entries(step.question.after)])
        expect(SETTINGS.find((setting) => setting.name === name)?.values).toContain(value);
    }
  });
});

describe.each(steps)("$name", ({ step }) => {
  it("exactly one answer holds, and its claims hold, by computation", async () => {
    const [before, then] = await Promise.all([measured(step.settings), measured(step.question.after)]);
    expect(step.question.options.filter(({ holds }) => holds(before, then)).map(({ text }) => text)).toHaveLength(1);
    expect(step.claims.filter(({ holds }) => !holds(before, then)).map(({ says }) => says)).toEqual([]);
  });

  it("its texts hold every number that they promise", async () => {
    const [before, then] = await Promise.all([measured(step.settings), measured(step.question.after)]);
    for (const text of [...step.says(before), ...step.question.says(before, then)]) {
      expect(text).not.toMatch(/NaN|undefined|\[object|Infinity/);
      expect(text.length).toBeLessThan(480);
    }
  });
});
