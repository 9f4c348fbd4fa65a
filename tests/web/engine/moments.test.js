import { describe, expect, it } from "vitest";
import { cochransQ, heterogeneity } from "../../../web/src/engine/heterogeneity.js";
import { jackknife } from "../../../web/src/engine/jackknife.js";
import { momentsBytes } from "../../../web/src/moments/file.js";
import { epsilonOf } from "../../../web/src/moments/gaussian.js";
import { openFile } from "../../../web/src/readers/index.js";
import { heterogeneityWords } from "../../../web/src/report/aggregate.js";
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
    // Nothing of a finished audit is still to come.
    expect(JSON.stringify(alone)).not.toContain("still being computed");
  });

  it("whose rows were prepared differently are warned of", async () => {
    const pairs = somePairs({ n: 100, d: 6 });
    const { unitPairs } = await import("../../../web/src/engine/private-moments.js");
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
    const { bias, standardError } = jackknife(mean(values), [without]);
    expect(standardError).toBeCloseTo(s / Math.sqrt(6), 12);
    expect(bias).toBeCloseTo(0, 12);
  });

  it("know the bias of a squared mean", () => {
    // E of the square of a mean is its square plus s² / n: the jackknife's bias is exactly that.
    const values = [1, 2, 4, 7, 11, 12];
    const mean = (/** @type {number[]} */ all) => all.reduce((a, b) => a + b, 0) / all.length;
    const without = values.map((_, k) => mean(values.filter((__, j) => j !== k)) ** 2);
    const variance = values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / 5;
    expect(jackknife(mean(values) ** 2, [without]).bias).toBeCloseTo(variance / 6, 12);
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
    const { q, degrees, i2 } = cochransQ([
      { value: 0, standardError: 1 },
      { value: 3, standardError: 1 },
      { value: 6, standardError: 1 },
    ]);
    // mean 3: 9 + 0 + 9
    expect(q).toBeCloseTo(18, 12);
    expect(degrees).toBe(2);
    expect(i2).toBeCloseTo(16 / 18, 12);
    expect(cochransQ([1, 1].map((value) => ({ value, standardError: 2 }))).i2).toBe(0);
  });

  it("is said by the p value of chi-squared, and what is not detected is not called equal", async () => {
    const words = async (/** @type {number[]} */ values) => {
      const sites = /** @type {any[]} */ (
        values.map((value, k) => ({
          inputs: { pairs: 160 + 20 * k },
          sas: { imbalance: value },
          aggregate: { intervals: { sasImbalance: { standardError: 0.01 } } },
        }))
      );
      const pairs = sites.map((site) => site.inputs);
      return heterogeneityWords({ sites: pairs, heterogeneity: await heterogeneity(engine.statistics, sites) }, "sasImbalance");
    };
    // Q = 50 d², d in hundredths: 1.62 and 4.5 on 1 degree of freedom; pchisq(Q, 1, lower.tail = FALSE) of R: 0.2031, 0.0339.
    expect(await words([0, 0.018])).toBe(
      "No difference between the sites was detected; with 160 to 180 pairs each, one could be missed (Q = 1.6, df = 1, p = 0.20; I² = 38 %).",
    );
    expect(await words([0, 0.03])).toBe("The sites differ by more than chance explains (Q = 4.5, df = 1, p = 0.034; I² = 78 %).");
    expect(await words([0])).toMatch(/^Whether the sites differ is not known: too few/);
  });
});

describe("noise", () => {
  /** Repeatable keys in place of secret ones (SplitMix32). @param {number} seed */
  const keysFrom = (seed) => {
    let state = seed >>> 0;
    const next = () => {
      state = (state + 0x9e3779b9) >>> 0;
      let z = state;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    return () => Uint32Array.from({ length: 8 }, next);
  };

  /** Scores of a file. @param {import("../../../web/src/types.d.ts").MomentsFile} moments */
  async function scoresOf(moments) {
    const { sas, metrics } = await engine.auditMoments({ name: "site", moments }, { hashes: false });
    return /** @type {Record<string, number>} */ ({
      sasImageToText: sas.imageToText,
      sasTextToImage: sas.textToImage,
      sasImbalance: sas.imbalance,
      rmg: metrics.rmg,
      deltaCosine: metrics.deltaCosine,
    });
  }

  it("moves scores as stated: the ranges of 10 previews hold 95 % of 200 files", async () => {
    const pairs = somePairs({ n: 1500, d: 6, seed: 5 });
    const settings = { epsilon: 4, delta: 1e-5 };
    const previews = [];
    for (let seed = 0; seed < 10; seed++)
      previews.push(await (await engine.privateMoments(pairs, { ...settings, key: keysFrom(1000 + seed) })).effect());
    const files = [];
    for (let seed = 0; seed < 200; seed++)
      files.push(await scoresOf(await (await engine.privateMoments(pairs, { ...settings, key: keysFrom(seed) })).draw()));
    const names = Object.keys(files[0]);
    for (const name of names) {
      let held = 0;
      for (const preview of previews) {
        const range = preview.find((one) => one.name === name);
        for (const file of files) if (range && range.low <= file[name] && file[name] <= range.high) held++;
      }
      // A range from 79 draws holds Beta(76, 4) of all others, 0.95 with deviation 0.024; ten of them and 200 files: 0.017. Three of these.
      expect(Math.abs(held / 2000 - 0.95), `${name}: ${held / 20} %`).toBeLessThanOrEqual(3 * 0.017);
    }
  }, 120_000);

  it("keeps the exact sums, retrieval and blocks out of the file", async () => {
    const pairs = somePairs({ n: 300, d: 5 });
    const draft = await engine.privateMoments(pairs, { epsilon: 1, draws: 3, key: keysFrom(3) });
    const moments = await draft.draw();
    const { unitPairs } = await import("../../../web/src/engine/private-moments.js");
    const exact = await engine.moments(unitPairs(pairs));
    expect(moments.retrieval).toBeNull();
    expect(moments.blocks).toHaveLength(1);
    // Every sum and product differs; what follows from the number of pairs is public.
    const sums = moments.blocks[0].subarray(5, 10);
    expect([...sums].every((value, k) => Math.abs(value - exact.blocks[0][5 + k]) > 1e-6)).toBe(true);
    expect((await draft.effect()).map(({ name }) => name)).toContain("sasImbalance");
  });

  it("is drawn once: before that there are no numbers, and after that no others", async () => {
    const key = keysFrom(7);
    let keys = 0;
    const draft = await engine.privateMoments(somePairs({ n: 300, d: 5 }), {
      epsilon: 1,
      draws: 2,
      key: () => {
        keys++;
        return key();
      },
    });
    expect(draft.outline.blocks[0].every((value) => value === 0)).toBe(true);
    expect(keys).toBe(0);
    const first = await draft.draw();
    expect(keys).toBe(1);
    // What the noise does is told from other draws, and never beside the file's own.
    for (const row of await draft.effect()) expect(Object.keys(row)).toEqual(["name", "exact", "low", "high"]);
    expect(keys).toBe(3);
    expect(await draft.draw()).toBe(first);
    expect(keys).toBe(3);
  });

  it("states what it is calibrated for: a pair, or a patient of so many pairs, with as many times the noise", async () => {
    const pairs = somePairs({ n: 300, d: 5 });
    const one = await engine.privateMoments(pairs, { epsilon: 1 });
    const five = await engine.privateMoments(pairs, { epsilon: 1, pairsPerPatient: 5 });
    expect(one.noise).toMatchObject({ epsilon: 1, delta: 1e-6, calibration: "gaussian-grid/1" });
    expect(one.noise).not.toHaveProperty("pairsPerPatient");
    expect(five.noise.pairsPerPatient).toBe(5);
    expect(five.noise.sigma / one.noise.sigma).toBeCloseTo(5, 4);
    // Calibrated to a pair, a patient of five loses what five times the distance loses.
    expect(epsilonOf(one.mu, 1e-6)).toBeLessThanOrEqual(1 + 1e-9);
    expect(epsilonOf(5 * one.mu, 1e-6)).toBeCloseTo(5.926, 2);
    expect(epsilonOf(Math.SQRT2 * one.mu, 1e-6)).toBeCloseTo(1.452, 2);
  });

  it("refuses a delta of 1 / n, and takes a tenth of it where none is given", async () => {
    const pairs = somePairs({ n: 300, d: 5 });
    await expect(engine.privateMoments(pairs, { epsilon: 1, delta: 1 / 300 })).rejects.toThrow(/0\.0033.*300 pairs/);
    const { usualDelta } = await import("../../../web/src/engine/private-moments.js");
    expect([100, 100_000, 1_000_000].map(usualDelta)).toEqual([1e-6, 1e-6, 1e-7]);
  });
});
