import { describe, expect, it } from "vitest";
import { createEngine } from "../../../web/src/engine/index.js";
import { unitsOf } from "../../../web/src/engine/resampling-units.js";
import { commonUnits } from "../../../web/src/engine/two-models.js";
import { keepTexts } from "../../../web/src/pairing/subset.js";
import { testEngine } from "./engine.js";
import { digits, pairsOf, random, somePairs } from "./pairs.js";

/** @import { Difference, FirstHits, Pairs } from "../../../web/src/types.d.ts" */

const N = 300;
const D = 16;
const QUICK = { bootstrap: 40, permutations: 0 };

const { platform, engine } = await testEngine();

/** One world of images, seen by a model with this much noise of its own. @param {number} noise @param {number} seed @param {{ n?: number, d?: number }} [size] @returns {Pairs} */
function model(noise, seed, { n = N, d = D } = {}) {
  const world = random(7);
  const own = random(seed);
  const images = new Float32Array(n * d);
  const texts = new Float32Array(n * d);
  for (let i = 0; i < n * d; i++) {
    const shared = world() / (1 + (i % d) / 2);
    images[i] = shared + 0.1 * own();
    texts[i] = shared + noise * own();
  }
  return pairsOf(
    images,
    n,
    d,
    texts,
    Array.from({ length: n }, (_, i) => i),
  );
}

describe("two models on the same pairs", () => {
  it("with a planted difference are told apart: the interval leaves 0 out, and the better one finds more queries alone", async () => {
    const { differences, mcnemar } = await engine.compare(model(0.1, 1), model(1, 2), QUICK);
    const { a, b, difference, low, high, p, rotation } = /** @type {Required<Difference>} */ (differences.sasImageToText);
    expect(difference).toBe(a - b);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeGreaterThan(difference);
    // More than sampling error is in it.
    expect(rotation.fall).toBeGreaterThan(0);
    expect(p).toMatchObject({ status: "unavailable" });
    expect(differences.deltaCosine.p).toBeLessThan(0.001);
    const hits = /** @type {FirstHits} */ (mcnemar.imageToText);
    expect(hits.onlyFirst).toBeGreaterThan(hits.onlySecond);
    expect(hits.p).toBeLessThan(0.001);
    expect(hits.both + hits.onlyFirst + hits.onlySecond + hits.neither).toBe(N);
  });

  it("that differ only in their noise's seed are not", async () => {
    const { differences, mcnemar } = await engine.compare(model(0.4, 1), model(0.4, 2), QUICK);
    for (const name of ["sasImageToText", "sasImbalance", "recallImageToText1"]) {
      const { low, high } = /** @type {Required<Difference>} */ (differences[name]);
      expect([low < 0, high > 0], name).toEqual([true, true]);
    }
    expect(/** @type {FirstHits} */ (mcnemar.imageToText).p).toBeGreaterThan(0.01);
  });

  it("are halved alike: the same model twice differs by 0 in every half", async () => {
    const { differences, mcnemar } = await engine.compare(model(0.4, 1), model(0.4, 1), QUICK);
    // Plain CKA and SVCCA have no interval in either; CORAL's has no difference, as that of its square has.
    const { cka, svcca, coral, ...others } = differences;
    expect(cka).toEqual({ a: cka.a, b: cka.b, difference: 0 });
    expect(svcca).toEqual({ a: svcca.a, b: svcca.b, difference: 0 });
    expect(coral).toEqual({ a: coral.a, b: coral.b, difference: 0, p: expect.objectContaining({ status: "unavailable" }) });
    expect(Object.keys(others)).toEqual(expect.arrayContaining(["coralNormalised", "mutualKnn"]));
    for (const [name, { difference, standardError, p }] of Object.entries(others)) {
      expect([name, difference, standardError]).toEqual([name, 0, 0]);
      expect(p).toMatchObject({ status: "unavailable" });
    }
    expect(Object.keys(differences)).toContain("recallTextToImage10");
    expect(mcnemar.textToImage).toMatchObject({ onlyFirst: 0, onlySecond: 0, p: { status: "unavailable" } });
  });

  it("of different widths are drawn in the wider one's units by the bootstrap of earlier versions", async () => {
    const [narrow, wide] = [512, 768].map((d) => {
      const side = { rows: 5000, cols: d };
      return /** @type {Pairs} */ (/** @type {unknown} */ ({ images: side, texts: side }));
    });
    expect(commonUnits(narrow, wide)).toEqual(unitsOf(5000, 768, 768));
    expect(commonUnits(wide, narrow)).toEqual(unitsOf(5000, 768, 768));
    expect(unitsOf(5000, 512, 512).count).not.toBe(unitsOf(5000, 768, 768).count);
    const units = { of: /** @type {const} */ ("blocks"), count: 40, slab: 3 };
    const { uncertainty } = await engine.audit(model(0.4, 1), { ...QUICK, intervals: "bootstrap" }, { units });
    expect(uncertainty).toMatchObject({ units: { of: "blocks", count: 40 } });
  });

  it("are drawn in pairs: what is one number in both has no error between them", async () => {
    // More columns, all zeros, leave the distance of the centroids as it is.
    const narrow = model(0.4, 1, { n: 1500 });
    const wide = 40;
    const widen = async (/** @type {import("../../../web/src/types.d.ts").MatrixSource} */ source) => {
      const rows = await source.readRows(0, 1500);
      const out = new Float32Array(1500 * wide);
      for (let i = 0; i < 1500; i++) out.set(rows.subarray(i * D, (i + 1) * D), i * wide);
      return out;
    };
    const other = pairsOf(
      await widen(narrow.images),
      1500,
      wide,
      await widen(narrow.texts),
      Array.from({ length: 1500 }, (_, i) => i),
    );
    const { differences, a, intervals } = await engine.compare(narrow, other, QUICK);
    expect(intervals).toMatchObject({ method: "half-samples", replicates: 62, units: { of: "blocks", count: 32 } });
    // Paired draws cancel but for rounding of float32 sums.
    const { standardError } = /** @type {Required<Difference>} */ (differences.centroidEuclidean);
    expect(standardError).toBeLessThan(1e-5 * /** @type {any} */ (a.uncertainty).centroidEuclidean.standardError);
  });

  it("have the same digits with 1, 2 and 7 workers", async () => {
    /** @type {string[]} */
    const all = [];
    for (const workers of [1, 2, 7]) {
      const one = createEngine({ platform, workers });
      const { a, b, ...rest } = await one.compare(model(0.2, 1), model(0.4, 2), QUICK);
      all.push(JSON.stringify([digits(a), digits(b), rest]));
      one.dispose();
    }
    expect(all.map((one) => one === all[0])).toEqual([true, true, true]);
  });

  it("count an image's several texts together in McNemar's test", async () => {
    const n = 40;
    const [first, second] = [1, 2].map((seed) => somePairs({ n, d: 4, counts: (i) => 1 + (i % 4), seed }));
    const { mcnemar } = await engine.compare(first, second, { bootstrap: 0, permutations: 0 });
    const { both, onlyFirst, onlySecond, neither } = /** @type {FirstHits} */ (mcnemar.textToImage);
    expect(both + onlyFirst + onlySecond + neither).toBe(n);
    expect(onlyFirst + onlySecond).toBeGreaterThan(0);
  });

  it("without resamples have differences and McNemar's test, and no intervals", async () => {
    const { differences, intervals, mcnemar } = await engine.compare(model(0.2, 1), model(0.4, 2), { bootstrap: 0, permutations: 0 });
    expect(intervals).toMatchObject({ status: "unavailable" });
    expect(Object.keys(differences.cka)).toEqual(["a", "b", "difference"]);
    expect(mcnemar.imageToText).toHaveProperty("onlyFirst");
  });

  it("of which one has sides of two widths keep what both have", async () => {
    const uneven = { ...somePairs({ n: N, d: D, dy: 10 }) };
    const { differences, mcnemar } = await engine.compare(model(0.2, 1), uneven, QUICK);
    expect(Object.keys(differences)).toContain("ckaDebiased");
    expect(Object.keys(differences)).not.toContain("sasImageToText");
    expect(mcnemar.imageToText).toMatchObject({ status: "unavailable" });
  });
});

describe("what are not the same pairs is refused in a sentence", () => {
  /** @param {Pairs} a @param {Pairs} b @param {string} says */
  const refused = (a, b, says) =>
    expect(engine.compare(a, b)).rejects.toMatchObject({ code: "BAD_MAP", message: expect.stringContaining(says) });

  it("another number of images", () => refused(model(0.1, 1), model(0.1, 1, { n: N - 1 }), "the first has 300 images, the second 299"));

  it("another map", () => {
    const b = model(0.1, 1);
    b.imageOf = b.imageOf.map((image, t) => (t === 5 ? 6 : t === 6 ? 5 : image));
    return refused(model(0.1, 1), b, "text 5 belongs to image 5 in the first and to image 6 in the second");
  });

  it("other rows left out", () => {
    const without = (/** @type {number} */ row) => keepTexts(model(0.1, 1), (text) => text !== row).pairs;
    return refused(
      without(3),
      without(8),
      "file row 4 of the first model's images stands where the second has file row 3 (row 3 of the pairs)",
    );
  });

  it("other names in the same places", () => {
    const named = (/** @type {number} */ shift) => ({
      ...model(0.1, 1),
      ids: { images: Array.from({ length: N }, (_, i) => `im${(i + shift) % N}`) },
    });
    return refused(named(0), named(1), "im0 of the first model's images stands where the second has im1");
  });
});
