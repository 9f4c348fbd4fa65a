import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createEngine } from "../../../web/src/engine/index.js";
import { permutedRows } from "../../../web/src/engine/plan.js";
import { intervalsIn, namedValues } from "../../slow/experiments.js";
import { KIND_NAMES, modelOf, sampleOf } from "../../slow/models.js";
import { pairsOf as samplePairs } from "../../slow/order-data.js";
import { populationOf } from "../../slow/population.js";
import { auditByCommand } from "../command.js";
import { ROOT } from "../project.js";
import { testEngine } from "./engine.js";
import { pairsOf, random, somePairs } from "./pairs.js";

const { platform, engine } = await testEngine();

/** An interval that holds 95 of 100 holds in fewer than LEAST of so many samples once in 1,700 times, one that holds 70 of 100 in 84 of 100. */
const SAMPLES = 30;
const LEAST = 24;
const OF_POPULATION = ["sasImageToText", "sasTextToImage", "sasSymmetric", "sasImbalance", "ckaDebiased", "coral"].concat([
  "coralNormalised",
  "rmg",
  "deltaCosine",
  "centroidEuclidean",
  "centroidCosine",
  "alignment",
]);
const OF_SAMPLES = ["mutualKnn", ...["recallImageToText", "recallTextToImage"].flatMap((side) => [1, 5, 10].map((k) => `${side}.${k}`))];

/** @param {import("../../../web/src/types.d.ts").Audit} audit */
function known({ chance, uncertainty }) {
  if ("status" in chance || "status" in uncertainty) throw new Error(JSON.stringify({ chance, uncertainty }));
  return { chance, uncertainty };
}

/** Sides that have nothing to do with each other. @param {number} n @param {number} d */
function unrelated(n, d) {
  const next = random(9);
  const rows = () => Float32Array.from({ length: n * d }, () => next());
  return pairsOf(
    rows(),
    n,
    d,
    rows(),
    Array.from({ length: n }, (_, i) => i),
  );
}

describe("chance levels and intervals", () => {
  it.each([
    ["halves of blocks", "half-samples", { n: 150, d: 24, counts: (/** @type {number} */ i) => 1 + (i % 3) }],
    ["halves of fewer pairs than dimensions", "half-samples", { n: 80, d: 128 }],
    ["bootstrap, every image drawn by itself", "bootstrap", { n: 150, d: 24, counts: (/** @type {number} */ i) => 1 + (i % 3) }],
    ["bootstrap, fewer pairs than dimensions", "bootstrap", { n: 40, d: 64 }],
    ["bootstrap, blocks of images", "bootstrap", { n: 1300, d: 20 }],
  ])("have the same digits for 1, 2 and 7 workers: %s", async (_, method, spec) => {
    const intervals = /** @type {"half-samples" | "bootstrap"} */ (method);
    /** @type {string[]} */
    const all = [];
    for (const workers of [1, 2, 7]) {
      const one = createEngine({ platform, workers });
      const { chance, uncertainty } = await one.audit(somePairs(spec), { seed: 5, intervals, bootstrap: 30, permutations: 60 });
      all.push(JSON.stringify({ chance, uncertainty }));
      one.dispose();
    }
    expect(all[0]).toContain('"recallTextToImage"');
    expect(all.map((one) => one === all[0])).toEqual([true, true, true]);
  });

  it("follow the seed", async () => {
    const of = async (/** @type {number} */ seed) =>
      known(await engine.audit(somePairs({ n: 120, d: 16 }), { seed, bootstrap: 20, permutations: 50 }));
    const [a, b] = [await of(1), await of(2)];
    expect(a.chance.sasImageToText.mean).not.toBe(b.chance.sasImageToText.mean);
    expect(a.uncertainty.sasImbalance?.standardError).not.toBe(b.uncertainty.sasImbalance?.standardError);
  });

  it("tell related sides from unrelated ones", async () => {
    const related = known(await engine.audit(somePairs({ n: 300, d: 16 }), { bootstrap: 20 }));
    expect(related.chance.sasImageToText.p).toBeCloseTo(1 / 1001, 12);
    expect(related.chance.cka?.p).toBeCloseTo(1 / 1001, 12);
    const audit = await engine.audit(unrelated(300, 16), { bootstrap: 100 });
    const { chance, uncertainty } = known(audit);
    for (const level of [chance.sasImageToText, chance.sasTextToImage, chance.sasImbalance, chance.cka, chance.deltaCosine])
      expect(level?.p).toBeGreaterThan(0.01);
    expect(chance.sasImageToText.mean).toBeCloseTo(Math.sqrt(2 / (Math.PI * 300)), 2);
    expect(chance.sasImageToText.p95).toBeGreaterThan(chance.sasImageToText.mean);
    expect(uncertainty.sasImbalance?.low).toBeLessThan(0);
    expect(uncertainty.sasImbalance?.high).toBeGreaterThan(0);
  });

  it("hold the values of their population, and not those of another", async () => {
    const [model, another] = ["factors", "power law"].map((kind) => modelOf(KIND_NAMES.indexOf(kind) + 1, { n: 250, d: 16, topQ: 0.2 }));
    const [own, others] = [model, another].map((one) => populationOf(one, 20_000).values);
    const audits = [];
    for (let sample = 0; sample < SAMPLES; sample++)
      audits.push(await engine.audit(samplePairs(sampleOf(model, 7001 + sample)), { permutations: 0, hashes: false, topQ: model.topQ }));
    const ranges = audits.map(({ uncertainty }) => Object.fromEntries(intervalsIn(uncertainty).map((one) => [one.path, one])));
    const holding = (/** @type {string} */ name, /** @type {(sample: number) => number} */ value) =>
      ranges.filter(({ [name]: one }, sample) => one && one.low <= value(sample) && value(sample) <= one.high).length;
    expect(OF_POPULATION.filter((name) => holding(name, () => own[name]) < LEAST)).toEqual([]);
    const apart = ["sasImageToText", "sasSymmetric", "ckaDebiased", "rmg", "deltaCosine", "centroidEuclidean"];
    expect(apart.filter((name) => holding(name, () => others[name]) >= SAMPLES / 4)).toEqual([]);
    const values = audits.map(namedValues);
    // Of other samples of the same size.
    const mean = (/** @type {string} */ name, /** @type {number} */ without) =>
      values.reduce((sum, { [name]: value }, sample) => (sample === without ? sum : sum + value), 0) / (SAMPLES - 1);
    expect(OF_SAMPLES.filter((name) => holding(name, (sample) => mean(name, sample)) < LEAST)).toEqual([]);
    for (const { uncertainty, chance } of audits) {
      for (const name of [...OF_POPULATION, "mutualKnn"])
        expect(/** @type {any} */ (uncertainty)[name].standardError, name).toBeGreaterThan(0);
      expect(chance).toEqual({ status: "unavailable", reason: "not asked for" });
    }
  });

  it("narrow with the number of pairs", async () => {
    const width = async (/** @type {number} */ n) =>
      known(await engine.audit(somePairs({ n, d: 12 }), { bootstrap: 60, permutations: 19 })).uncertainty.ckaDebiased?.standardError ?? 0;
    const [few, many] = [await width(200), await width(3200)];
    // Sixteen times the pairs: a quarter of the error.
    expect(few / many).toBeGreaterThan(2.5);
    expect(few / many).toBeLessThan(6);
  });

  it("are there for rows of any width where the pairs are few", async () => {
    const { uncertainty } = known(await engine.audit(somePairs({ n: 110, d: 1500 }), { permutations: 19 }));
    for (const name of /** @type {const} */ (["sasImageToText", "sasImbalance", "ckaDebiased", "coral", "rmg"])) {
      const { low, high } = uncertainty[name] ?? { low: 1, high: 0 };
      expect(high, name).toBeGreaterThan(low);
    }
    expect(uncertainty.units).toEqual({ of: "blocks", count: 32 });
  });

  it("say why they are not there", async () => {
    const few = await engine.audit(somePairs({ n: 12, d: 6 }), { permutations: 19 });
    expect(few.uncertainty).toMatchObject({ status: "unavailable", reason: expect.stringContaining("12 images are too few") });
    const unequal = await engine.audit(somePairs({ n: 70, d: 8, dy: 6 }), { bootstrap: 20 });
    expect(unequal.chance).toMatchObject({ status: "unavailable", reason: expect.stringContaining("different widths") });
    expect(unequal.uncertainty).toHaveProperty("ckaDebiased");
    expect(unequal.uncertainty).not.toHaveProperty("sasImageToText");
  });

  it("can be left off when enough is known, and the audit stays", async () => {
    const enough = new AbortController();
    /** @type {import("../../../web/src/types.d.ts").Audit[]} */
    const seen = [];
    const audit = await engine.audit(
      somePairs({ n: 500, d: 64 }),
      { bootstrap: 5000 },
      {
        enough: enough.signal,
        onPartial: (partial) => seen.push(partial),
        onProgress: ({ stage }) => stage === "intervals" && enough.abort(),
      },
    );
    expect(audit.uncertainty).toEqual({ status: "unavailable", reason: "stopped before it was computed" });
    expect(audit.chance).toHaveProperty("permutations", 1000);
    expect(audit.metrics.cka).toBeGreaterThan(0);
  });

  it("are refused for numbers that make no sense", async () => {
    for (const options of [{ bootstrap: 5 }, { bootstrap: -1 }, { permutations: 3 }, { permutations: 1.5 }])
      await expect(engine.audit(somePairs({ n: 30, d: 6 }), options)).rejects.toMatchObject({ code: "OUT_OF_RANGE" });
  });
});

const REAL = join(ROOT, "../shared/realdata/liang-modality-gap");
describe.skipIf(!existsSync(REAL))("on real embeddings", () => {
  const audit = async (/** @type {string} */ name, /** @type {number} */ bootstrap) =>
    /** @type {any} */ (await auditByCommand(join(REAL, `${name}.npy`), "--bootstrap", String(bootstrap), "--permutations", "1000"));

  it("the imbalance of ConVIRT is no accident", async () => {
    const { sas, chance, uncertainty } = await audit("features_convirt", 50);
    expect(sas.imbalance).toBeCloseTo(0.193, 3);
    expect(chance.sasImbalance.p).toBeLessThan(0.002);
    expect(uncertainty.sasImbalance.low).toBeGreaterThan(0.15);
    expect(uncertainty.sasImbalance.high).toBeLessThan(0.24);
  });

  it("a randomly initialised ConVIRT is at chance both ways", async () => {
    const { sas, chance, alternatives } = await audit("features_convirt_random", 0);
    expect([sas.imageToText, sas.textToImage].map((/** @type {number} */ v) => v.toFixed(4))).toEqual(["0.0205", "0.0256"]);
    expect(chance.sasImageToText.p).toBeGreaterThan(0.75);
    expect(chance.sasTextToImage.p).toBeGreaterThan(0.55);
    expect(alternatives.choices.length).toBeGreaterThan(0);
  });

  it("a randomly initialised CLIP is at chance one way only", async () => {
    const { sas, chance } = await audit("features_clip_random", 0);
    expect(chance.sasImageToText.p).toBeGreaterThan(0.2);
    expect(sas.textToImage).toBeGreaterThan(chance.sasTextToImage.p95);
    expect(sas.textToImage).toBeCloseTo(0.052, 3);
  });
});

describe("pairs that are permuted", () => {
  it("are a sample where there are many, and all in the Gram form, which takes no fewer", () => {
    expect(permutedRows(9000, 512, { products: true })).toBe(8192);
    expect(permutedRows(1000, 512, { products: true })).toBe(1000);
    expect(permutedRows(3000, 4096, { products: true })).toBe(2048);
    expect(permutedRows(3000, 4096, { products: false })).toBe(3000);
  });
});
