import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../../web/src/engine/index.js";
import { nodePlatform } from "../../../web/src/engine/platform-node.js";
import { Failure } from "../../../web/src/failure.js";

/** @type {ReturnType<typeof createEngine>} */
let engine;
/** @type {ReturnType<typeof createEngine>["statistics"]} */
let statistics;
beforeAll(async () => {
  engine = createEngine({ platform: await nodePlatform(), workers: 1 });
  statistics = engine.statistics;
});
afterAll(() => engine.dispose());

/** Values of tests/core/statistics_test.cpp; 1e-12: float64 in another order of summation. @param {unknown} actual @param {number} expected */
const near = (actual, expected) => expect(Math.abs(Number(actual) - expected)).toBeLessThan(1e-12);

describe("statistics", () => {
  it("reach the core by name, each with its alternative", async () => {
    const { statistic, p, exact } = await statistics.mannWhitney({
      x: [1.2, 3.4, 2.2, 5.1],
      y: [0.3, 1.1, 2.1, 4.0, 0.9],
      alternative: "greater",
    });
    expect([statistic, exact]).toEqual([16, true]);
    near(p, 0.09523809523809523);
    const d = [0.11, -0.02, 0.35, 0.08, -0.14, 0.27];
    near((await statistics.oneSampleT({ x: d })).p, 0.20215542119480778);
    near((await statistics.wilcoxon({ x: d, alternative: "less" })).p, 0.890625);
    near(
      (await statistics.spearman({ x: [0.81, 0.75, 0.92, 0.66, 0.71, 0.88], y: [210, 190, 260, 200, 180, 240] })).p,
      0.04156268221574334,
    );
    near((await statistics.mcnemar({ onlyFirst: 10, onlySecond: 30 })).p, 0.002663119259138558);
    for (const [i, adjusted] of (await statistics.holm([0.01, 0.04, 0.03, 0.005])).entries()) near(adjusted, [0.03, 0.06, 0.06, 0.02][i]);
  });

  it("take strata by any label", async () => {
    const x = [0.1, 0.4, 0.3, 0.9, 5, 7, 6, 3];
    const y = [10, 30, 20, 25, 200, 180, 190, 1];
    near((await statistics.spearmanStratified({ x, y, strata: ["a", "a", "a", "a", "b", "b", "b", "c"] })).statistic, 0.1076923076923077);
  });

  it("say why there is no value", async () => {
    const { p } = await statistics.spearman({ x: [1, 1, 1], y: [1, 2, 3] });
    expect(p).toEqual({ status: "unavailable", reason: "one side is constant" });
  });

  it("refuse what they do not know, by name", async () => {
    /** @returns {Promise<[string, string]>} */
    const refused = async (/** @type {any} */ input) => {
      try {
        await statistics.mannWhitney(input);
      } catch (error) {
        const { code, message } = Failure.from(error);
        return [code, message];
      }
      return ["accepted", ""];
    };
    expect(await refused({ x: [1], y: [2], alternativ: "less" })).toEqual([
      "BAD_USE",
      'mannWhitney takes no "alternativ". Known: x, y, alternative.',
    ]);
    expect((await refused({ x: [1], y: [2], alternative: "more" }))[0]).toBe("BAD_USE");
    expect((await refused({ x: [1] }))[1]).toBe('mannWhitney needs "y".');
    expect((await refused({ x: [Number.NaN], y: [2] }))[0]).toBe("NOT_FINITE");
  });
});
