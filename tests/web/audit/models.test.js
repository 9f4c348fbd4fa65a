import { describe, expect, it } from "vitest";
import { comparisonsOf, createModels, MOST_MODELS, STEPS, swapped } from "../../../web/src/audit/models.js";
import { testEngine } from "../engine/engine.js";
import { pairsOf, random } from "../engine/pairs.js";
import { sampleComparison } from "../views/sample-groups.js";

/** @import { Comparison, Pairs } from "../../../web/src/types.d.ts" */

const { engine } = await testEngine();
const N = 200;
const D = 8;

/** One world of images, seen with this much noise. @param {number} noise @param {number} seed @returns {Pairs} */
function model(noise, seed) {
  const [world, own] = [random(7), random(seed)];
  const images = Float32Array.from({ length: N * D }, () => world());
  const texts = images.map((value) => value + noise * own());
  return pairsOf(
    images,
    N,
    D,
    texts,
    Array.from({ length: N }, (_, i) => i),
  );
}

/** What a comparison says beside its audits. @param {Comparison} comparison */
const claims = ({ a, b, ...rest }) => ({ ...rest, scores: [a.sas, b.sas] });

describe("a comparison with its models exchanged", () => {
  it("has the digits of one that was made so", async () => {
    const [first, second] = [model(0.3, 1), model(1, 2)];
    const options = { bootstrap: 40, permutations: 0 };
    const [forth, back] = [await engine.compare(first, second, options), await engine.compare(second, first, options)];
    expect(JSON.stringify(claims(swapped(forth)))).toBe(JSON.stringify(claims(back)));
    expect(claims(swapped(swapped(forth)))).toEqual(claims(forth));
  });
});

describe("several models", () => {
  const statistics = engine.statistics;

  it("have McNemar's p values adjusted as one family over all of them and both directions", async () => {
    const comparison = (/** @type {number} */ p) => {
      const one = sampleComparison();
      Object.assign(one.mcnemar.imageToText, { p });
      return one;
    };
    const { family } = await comparisonsOf(statistics, [comparison(0.01), comparison(0.02), comparison(0.04)]);
    // 3 × 0.01, 2 × 0.02, and not below the one before.
    [0.03, 0.04, 0.04].forEach((p, k) => {
      expect(family[k].imageToText).toBeCloseTo(p, 12);
    });
    expect(family[0].textToImage).toMatchObject({ status: "unavailable" });
  });

  /** Models whose comparisons are made up, and which were made. */
  function begin() {
    const all = Array.from({ length: MOST_MODELS }, (_, k) => /** @type {Pairs} */ (/** @type {unknown} */ ({ k })));
    /** @type {[number, number][]} */
    const made = [];
    const compare = async (/** @type {any} */ a, /** @type {any} */ b) => {
      if (b.bad) throw new Error("other pairs");
      made.push([a.k, b.k]);
      const one = sampleComparison();
      one.a.inputs.images.file = `${a.k}`;
      one.b.inputs.images.file = `${b.k}`;
      return one;
    };
    const parts = { compare: /** @type {any} */ (compare), statistics };
    return { all, made, parts, models: createModels(all[0], {}) };
  }

  it("are compared with the baseline once each; another baseline makes what is missing, and going back nothing", async () => {
    const { all, made, parts, models } = begin();
    await models.take((choice) => STEPS.add(choice, all[1]), parts);
    await models.take((choice) => STEPS.add(choice, all[2]), parts);
    expect(made).toEqual([
      [0, 1],
      [0, 2],
    ]);
    const kept = await models.take((choice) => STEPS.keep(choice, 0), parts);
    expect(made.slice(2)).toEqual([[1, 2]]);
    const pairs = kept?.several?.comparisons.map(({ a, b }) => [a.inputs.images.file, b.inputs.images.file]);
    expect(pairs).toEqual([
      ["1", "0"],
      ["1", "2"],
    ]);
    expect(kept?.comparison.b.inputs.images.file).toBe("0");
    await models.take((choice) => STEPS.keep(choice, 0), parts);
    expect(made).toHaveLength(3);
  });

  it("stay as they were if one cannot be compared", async () => {
    const { all, parts, models } = begin();
    await models.take((choice) => STEPS.add(choice, all[1]), parts);
    const bad = /** @type {any} */ ({ bad: true });
    await expect(models.take((choice) => STEPS.add(choice, bad), parts)).rejects.toThrow("other pairs");
    const found = await models.take((choice) => choice, parts);
    expect(found?.several).toBeUndefined();
    expect(found?.comparison.b.inputs.images.file).toBe("1");
  });

  it("are six at most, and one fewer once one is taken away", async () => {
    const { all, parts, models } = begin();
    for (const one of all.slice(1)) await models.take((choice) => STEPS.add(choice, one), parts);
    expect(models.full()).toBe(true);
    const found = await models.take((choice) => STEPS.drop(choice, 4), parts);
    expect(models.full()).toBe(false);
    expect(found?.several?.comparisons.map(({ b }) => b.inputs.images.file)).toEqual(["1", "2", "3", "4"]);
  });
});
