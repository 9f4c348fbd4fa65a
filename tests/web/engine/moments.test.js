import { describe, expect, it } from "vitest";
import { jackknife } from "../../../web/src/engine/jackknife.js";
import { momentsBytes } from "../../../web/src/moments/file.js";
import { openFile } from "../../../web/src/readers/index.js";
import { chiSquared, heterogeneity, heterogeneityWords } from "../../../web/src/report/aggregate.js";
import { testEngine } from "./engine.js";
import { pairsOf, random, somePairs } from "./pairs.js";

const { engine } = await testEngine();

/** @param {() => Promise<unknown>} call @returns {Promise<any>} */
const failure = (call) =>
  call().then(
    () => undefined,
    (error) => error,
  );

describe("moments of rows", () => {
  it("come back from their file with every digit", async () => {
    const moments = await engine.moments(somePairs({ n: 60, d: 5, dy: 7 }), { blocks: 3, label: "A", preprocessing: "pooled" });
    const { moments: back } = await openFile(new File([momentsBytes(moments)], "a.moments.safetensors"));
    expect(back).toEqual(moments);
    expect(moments.pairs).toBe(60);
  });

  it("take the first text of each image, in any order of the texts", async () => {
    const pairs = somePairs({ n: 40, d: 4, counts: (i) => 1 + (i % 3) });
    const firsts = Array.from({ length: 40 }, (_, i) => pairs.imageOf.indexOf(i));
    const x = await pairs.images.readRows(0, 40);
    const y = await pairs.texts.readRows(0, pairs.texts.rows);
    const own = Float32Array.from(firsts.flatMap((j) => [...y.subarray(4 * j, 4 * j + 4)]));
    const flat = pairsOf(
      x,
      40,
      4,
      own,
      firsts.map((_, i) => i),
    );
    expect((await engine.moments(pairs)).blocks).toEqual((await engine.moments(flat)).blocks);
  });

  it("refuse rows that have no direction, by number", async () => {
    const x = Float32Array.from({ length: 120 }, (_, k) => (k >= 44 && k < 48 ? 0 : 1 + (k % 7)));
    const refused = await failure(() =>
      engine.moments(
        pairsOf(
          x,
          30,
          4,
          x.map((value) => value || 1),
          Array.from(Array(30).keys()),
        ),
      ),
    );
    expect(refused?.code).toBe("ZERO_ROW");
    expect(refused?.message).toContain("row 11");
    expect((await failure(() => engine.moments(somePairs({ n: 30, d: 4 }), { blocks: 31 })))?.code).toBe("OUT_OF_RANGE");
  });

  it("of sites with other widths, or the same site twice, are not merged", async () => {
    const a = await engine.moments(somePairs({ n: 30, d: 4 }));
    const b = await engine.moments(somePairs({ n: 30, d: 5 }));
    expect((await failure(() => engine.mergeMoments([a, b])))?.code).toBe("SHAPE");
    expect((await failure(() => engine.mergeMoments([a, a])))?.code).toBe("BAD_USE");
  });

  it("of the same pairs in other blocks are not merged, of as many other pairs they are", async () => {
    const [one, three] = await Promise.all([1, 3].map((blocks) => engine.moments(somePairs({ n: 90, d: 4 }), { blocks })));
    expect((await failure(() => engine.mergeMoments([one, three])))?.message).toContain("count twice");
    expect((await engine.mergeMoments([one, await engine.moments(somePairs({ n: 90, d: 4, seed: 2 }))])).pairs).toBe(180);
  });
});

describe("several sites", () => {
  it("have the pooled audit, each one's and the whole without each", async () => {
    const sites = [];
    for (const seed of [1, 2, 3])
      sites.push({ name: `site ${seed}`, moments: await engine.moments(somePairs({ n: 100 * seed, d: 6, seed }), { blocks: 4 }) });
    const { pooled, sites: own, without } = await engine.auditFederation(sites);
    expect(pooled.inputs.pairs).toBe(600);
    expect(own.map(({ inputs }) => inputs.pairs)).toEqual([100, 200, 300]);
    expect(without.map(({ inputs }) => inputs.pairs)).toEqual([500, 400, 300]);
    // Each site is a stratum of its own: 12 blocks, although a merged file would have 4.
    expect(pooled.aggregate?.blocks).toBe(12);
    const alone = await engine.auditMoments(sites[1]);
    expect({ ...own[1], timings: null }).toEqual({ ...alone, timings: null });
  });

  it("whose rows were prepared differently are warned of", async () => {
    const pairs = somePairs({ n: 100, d: 6 });
    const { unitPairs } = await import("../../../web/src/engine/unit-rows.js");
    const sites = [
      { name: "a", moments: await engine.moments(pairs) },
      { name: "b", moments: await engine.moments(unitPairs(somePairs({ n: 100, d: 6, seed: 2 }))) },
    ];
    expect((await engine.auditPooled(sites)).inputs.findings.map(({ code }) => code)).toContain("PREPROCESSING_DIFFERS");
    expect((await engine.auditMoments(sites[0])).inputs.findings.map(({ code }) => code)).not.toContain("PREPROCESSING_DIFFERS");
  });
});

describe("a pool of an earlier version, which states one noise for all its sites", () => {
  it("opens, and its audit says that it is not known whose the noise is", async () => {
    const noise = { epsilon: 1, delta: 1e-6, sigma: 18.9 };
    const sites = ["A", "B"].map((label) => ({ label, pairs: 30 }));
    const pooled = { ...(await engine.moments(somePairs({ n: 60, d: 4 }))), sites, noise, preprocessing: "pooled" };
    const { moments } = await openFile(new File([momentsBytes(pooled)], "old.moments.safetensors"));
    if (!moments) throw new Error("no moments file");
    const { aggregate, inputs } = await engine.auditMoments({ name: "old", moments });
    expect(aggregate?.noise).toBeNull();
    expect(aggregate?.sites).toEqual(sites.map((site) => ({ ...site, preprocessing: null, noise: "not known" })));
    expect(inputs.findings.find(({ code }) => code === "NOISE_ADDED")?.message).toContain("which sites have noise is not known");
    const other = await engine.moments(somePairs({ n: 50, d: 4, seed: 2 }));
    expect((await failure(() => engine.mergeMoments([moments, other])))?.message).toMatch(
      /not known which of them have noise: A, B.*--mix-exact/s,
    );
    expect((await engine.mergeMoments([moments, other], { mixExact: true })).sites.map((site) => site.noise)).toEqual([
      null,
      "not known",
      "not known",
    ]);
  });
});

describe("intervals from blocks", () => {
  it("of a mean are those of the textbook", () => {
    // Blocks of one value each: the jackknife's standard error of a mean is s / sqrt(n).
    const values = [1, 2, 4, 7, 11, 12];
    const mean = (/** @type {number[]} */ all) => all.reduce((a, b) => a + b, 0) / all.length;
    const without = values.map((_, k) => mean(values.filter((_, j) => j !== k)));
    const s = Math.sqrt(values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / 5);
    const { low, high, standardError } = jackknife(mean(values), [without]);
    expect(standardError).toBeCloseTo(s / Math.sqrt(6), 12);
    // t with 5 degrees of freedom
    expect(high - low).toBeCloseTo((2 * 2.571 * s) / Math.sqrt(6), 10);
  });

  it("hold the true mean of a side's centre distance in about 95 of 100 samples", async () => {
    // Unit normal columns whose means differ by 0.5 in one direction; n d large against the noise of the other directions.
    const next = random(9);
    const normal = () => Math.sqrt(-2 * Math.log(next() + 0.5 + 1e-12)) * Math.cos(2 * Math.PI * next());
    const n = 400;
    const truth = 0.5;
    let held = 0;
    for (let sample = 0; sample < 100; sample++) {
      const x = Float32Array.from({ length: n }, () => normal() + 5);
      const y = Float32Array.from({ length: n }, () => normal() + 5 + truth);
      const pairs = pairsOf(
        x,
        n,
        1,
        y,
        Array.from({ length: n }, (_, i) => i),
      );
      const audit = await engine.auditMoments({ name: "", moments: await engine.moments(pairs, { blocks: 8 }) });
      const one = /** @type {any} */ (audit.aggregate).intervals.centroidEuclidean;
      if (one.low <= truth && truth <= one.high) held++;
    }
    // Binomial(100, 0.95): 88 or more but for 1 in 300; 100 is likely enough.
    expect(held).toBeGreaterThanOrEqual(88);
  }, 60_000);
});

describe("how sites differ", () => {
  it("is Cochran's Q and I², as by hand", () => {
    const { q, degrees, i2 } = heterogeneity([
      { value: 0, standardError: 1 },
      { value: 3, standardError: 1 },
      { value: 6, standardError: 1 },
    ]);
    // mean 3: 9 + 0 + 9
    expect(q).toBeCloseTo(18, 12);
    expect(degrees).toBe(2);
    expect(i2).toBeCloseTo(16 / 18, 12);
    expect(heterogeneity([1, 1].map((value) => ({ value, standardError: 2 }))).i2).toBe(0);
  });

  it("is called more than chance only beyond the 95 % point of chi-squared", () => {
    // qchisq(0.95, c(1, 2, 3, 10, 30)) of R; the approximation's own error is stated beside it.
    for (const [degrees, right, error] of [
      [1, 3.8415, 0.025],
      [2, 5.9915, 0.01],
      [3, 7.8147, 0.006],
      [10, 18.307, 0.002],
      [30, 43.773, 0.001],
    ])
      expect(Math.abs(chiSquared(degrees) / right - 1)).toBeLessThan(error);
    const words = (/** @type {number[]} */ values) =>
      heterogeneityWords(
        /** @type {any} */ ({
          sites: values.map((value) => ({
            sas: { imbalance: value },
            aggregate: { intervals: { sasImbalance: { standardError: 0.01 } } },
          })),
        }),
        "sasImbalance",
      );
    // Q = 50 d², d in hundredths: 1.6 and 4.5 on 1 degree of freedom.
    expect(words([0, 0.018])).toMatch(/no more than chance can explain, .*Q 1\.6 on 1 degree/);
    expect(words([0, 0.03])).toMatch(/differ more than chance can explain \(Q 4\.5/);
  });
});

describe("noise", () => {
  /** Repeatable words in place of secret ones (SplitMix32). @param {number} seed */
  const wordsFrom = (seed) => {
    let state = seed >>> 0;
    const next = () => {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    return (/** @type {number} */ count) => Uint32Array.from({ length: count }, next);
  };

  it("moves scores as stated: the intervals of 10 previews hold 95 % of 200 files", async () => {
    const pairs = somePairs({ n: 1500, d: 6, seed: 5 });
    const settings = { epsilon: 4, delta: 1e-5 };
    const previews = [];
    for (let seed = 0; seed < 10; seed++)
      previews.push((await engine.privateMoments(pairs, { ...settings, words: wordsFrom(1000 + seed) })).effect);
    /** @type {import("../../../web/src/engine/private-moments.js").Effect[][]} */
    const files = [];
    for (let seed = 0; seed < 200; seed++)
      files.push((await engine.privateMoments(pairs, { ...settings, draws: 1, words: wordsFrom(seed) })).effect);
    const names = previews[0].map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["sasImageToText", "sasTextToImage", "sasImbalance", "cka", "rmg", "deltaCosine"]));
    for (const [k, name] of names.entries()) {
      let held = 0;
      for (const preview of previews)
        for (const file of files) if (preview[k].low <= file[k].saved && file[k].saved <= preview[k].high) held++;
      // An interval from 79 draws holds Beta(76, 4) of all others, 0.95 with deviation 0.024; ten of them and 200 files: 0.017. Three of these.
      expect(Math.abs(held / 2000 - 0.95), `${name}: ${held / 20} %`).toBeLessThanOrEqual(3 * 0.017);
    }
  }, 120_000);

  it("keeps the exact sums, retrieval and blocks out of the file", async () => {
    const pairs = somePairs({ n: 300, d: 5 });
    const { moments, effect } = await engine.privateMoments(pairs, { epsilon: 1, draws: 3, words: wordsFrom(3) });
    const { unitPairs } = await import("../../../web/src/engine/unit-rows.js");
    const exact = await engine.moments(unitPairs(pairs));
    expect(moments.retrieval).toBeNull();
    expect(moments.blocks).toHaveLength(1);
    // Every sum and product differs; what follows from the number of pairs is public.
    const sums = moments.blocks[0].subarray(5, 10);
    expect([...sums].every((value, k) => Math.abs(value - exact.blocks[0][5 + k]) > 1e-6)).toBe(true);
    expect(effect.map(({ name }) => name)).toContain("sasImbalance");
  });
});
