import { describe, expect, it } from "vitest";
import { beyondChance } from "../../../web/src/engine/replicates.js";
import { testEngine } from "./engine.js";
import { pairsOf, random, somePairs } from "./pairs.js";

const { engine } = await testEngine();

const drawn = Array.from({ length: 99 }, (_, k) => (k + 1) / 200);

describe("what is left beyond chance", () => {
  it("is counted from the 95th of 99 draws and the score itself", () => {
    expect(beyondChance(0.9, drawn, { all: false, most: 1 })).toEqual({ threshold: 0.475, calibrated: (0.9 - 0.475) / (1 - 0.475) });
    // Of 20 in all the 19th counts.
    const few = drawn.slice(0, 19);
    expect(beyondChance(0.9, few, { all: false, most: 1 }).threshold).toBe(few[18]);
    expect(beyondChance(0, few, { all: false, most: 1 }).threshold).toBe(few[17]);
  });

  it("is 0 up to the threshold, 1 for the highest score, and 0 where chance gives the highest itself", () => {
    for (const score of [0, 0.3, 0.475]) expect(beyondChance(score, drawn, { all: false, most: 1 }).calibrated).toBe(0);
    expect(beyondChance(1, drawn, { all: false, most: 1 }).calibrated).toBe(1);
    expect(beyondChance(1, Array(99).fill(1), { all: false, most: 1 })).toEqual({ threshold: 1, calibrated: 0 });
  });

  it("takes all pairings as they are, the given one among them", () => {
    const all = [0.1, 0.2, 0.3, 0.4, 0.5, 0.9];
    expect(beyondChance(0.9, all, { all: true, most: 1 })).toEqual({ threshold: 0.9, calibrated: 0 });
  });

  it("never falls as the score rises", () => {
    const values = Array.from({ length: 60 }, (_, k) => beyondChance(k / 59, drawn, { all: false, most: 1 }).calibrated);
    values.slice(1).forEach((value, k) => {
      expect(value).toBeGreaterThanOrEqual(values[k]);
    });
  });

  it("is 0 for at least 88 of 100 pairs of sides that have nothing to do with each other", async () => {
    let none = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const next = random(seed);
      const rows = () => Float32Array.from({ length: 40 * 6 }, () => next());
      const x = rows();
      const pairs = pairsOf(
        x,
        40,
        6,
        rows(),
        Array.from({ length: 40 }, (_, i) => i),
      );
      const { chance } = await engine.audit(pairs, { seed, bootstrap: 0, permutations: 99 });
      if ("status" in chance || !chance.cka) throw new Error("none");
      if (chance.cka.calibrated === 0) none++;
    }
    // 95 are expected; fewer than 88 come once in 800 times.
    expect(none).toBeGreaterThanOrEqual(88);
    expect(none).toBeLessThan(100);
  });

  it("stands beside scores of at most 1, and not beside the imbalance", async () => {
    const { chance, sas } = await engine.audit(somePairs({ n: 200, d: 8 }), { bootstrap: 0, permutations: 99 });
    if ("status" in chance || typeof sas.imageToText !== "number") throw new Error("none");
    const { threshold = Number.NaN, calibrated = Number.NaN, p95 } = chance.sasImageToText;
    expect(calibrated).toBeCloseTo((sas.imageToText - threshold) / (1 - threshold), 12);
    expect(Math.abs(threshold - p95)).toBeLessThan(0.02);
    expect(chance.sasImbalance).not.toHaveProperty("calibrated");
    expect(chance.deltaCosine).not.toHaveProperty("calibrated");
    expect(chance.sasSymmetric).toHaveProperty("calibrated");
    expect(chance.cka).toHaveProperty("calibrated");
  });
});
