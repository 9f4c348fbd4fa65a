import { describe, expect, it } from "vitest";
import { beyondChance } from "../../../web/src/engine/replicates.js";
import { testEngine } from "./engine.js";
import { pairsOf, random, somePairs } from "./pairs.js";

const { engine } = await testEngine();

/** @param {number[]} left @returns {number[][]} */
const orders = (left) =>
  left.length === 0 ? [[]] : left.flatMap((one) => orders(left.filter((other) => other !== one)).map((rest) => [one, ...rest]));

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
    const none = { cka: 0, svcca: 0, mutualKnn: 0, rmg: 0, sasImageToText: 0 };
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
      if ("status" in chance) throw new Error(chance.reason);
      for (const name of /** @type {(keyof typeof none)[]} */ (Object.keys(none))) if (chance[name]?.calibrated === 0) none[name]++;
    }
    // 95 are expected; fewer than 88 come once in 800 times. Mutual k-NN ties: more than 95.
    for (const [name, count] of Object.entries(none)) {
      expect(count, name).toBeGreaterThanOrEqual(88);
      expect(count, name).toBeLessThanOrEqual(name === "mutualKnn" ? 100 : 99);
    }
  });

  it("of a distance counts how far it lies below what chance gives, and follows from the cosines of right and wrong pairs", async () => {
    const { chance, metrics } = await engine.audit(somePairs({ n: 200, d: 8 }), { bootstrap: 0, permutations: 99 });
    if ("status" in chance || !chance.rmg || !chance.deltaCosine || typeof metrics.rmg !== "number") throw new Error("none");
    const { threshold = Number.NaN, calibrated = Number.NaN, mean, p95, p } = chance.rmg;
    expect(metrics.rmg).toBeLessThan(p95);
    expect(p95).toBeLessThan(mean);
    expect(calibrated).toBeCloseTo((threshold - metrics.rmg) / threshold, 12);
    expect(p).toBe(chance.deltaCosine.p);
  });

  it("of the given pairing of few is that of all pairings by the definitions: the audit of each order of the texts", async () => {
    const pairs = somePairs({ n: 5, d: 4 });
    const { chance } = await engine.audit(pairs, { bootstrap: 0, permutations: 200, neighbours: 2 });
    if ("status" in chance) throw new Error(chance.reason);
    expect(chance).toMatchObject({ permutations: 120, all: true });
    /** @type {Record<string, number[]>} */
    const found = { svcca: [], mutualKnn: [], rmg: [] };
    const texts = await pairs.texts.readRows(0, 5);
    const images = await pairs.images.readRows(0, 5);
    for (const order of orders([0, 1, 2, 3, 4])) {
      const turned = Float32Array.from(order.flatMap((row) => Array.from(texts.subarray(row * 4, row * 4 + 4))));
      const { metrics } = await engine.audit(pairsOf(images, 5, 4, turned, [0, 1, 2, 3, 4]), {
        bootstrap: 0,
        permutations: 0,
        neighbours: 2,
      });
      for (const [name, values] of Object.entries(found)) values.push(/** @type {any} */ (metrics)[name]);
    }
    for (const [name, values] of Object.entries(found)) {
      const level = chance[/** @type {"svcca"} */ (name)];
      expect(level?.mean, name).toBeCloseTo(values.reduce((a, b) => a + b) / 120, 5);
      const own = values[0];
      const asGood = values.filter((value) => (name === "rmg" ? value <= own + 1e-6 : value >= own - 1e-6)).length;
      expect(level?.p, name).toBeCloseTo(asGood / 120, 9);
    }
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
    for (const level of [chance.cka, chance.svcca, chance.mutualKnn, chance.rmg]) expect(level).toHaveProperty("calibrated");
  });
});
