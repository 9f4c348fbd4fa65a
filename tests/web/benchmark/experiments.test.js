import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { benchmark } from "../../../web/src/benchmark/index.js";
import { concentrationTables, profileTables } from "../../../web/src/benchmark/tables.js";
import { createEngine } from "../../../web/src/engine/index.js";
import { nodePlatform } from "../../../web/src/engine/platform-node.js";
import { sampleRuns } from "./sample-runs.js";

/** @import { BenchmarkRun, Quantity } from "../../../web/src/types.d.ts" */

/** @type {ReturnType<typeof createEngine>} */
let engine;
beforeAll(async () => {
  engine = createEngine({ platform: await nodePlatform(), workers: 2 });
});
afterAll(() => engine.dispose());

const made = (/** @type {BenchmarkRun[]} */ runs, options = {}) =>
  benchmark(runs, { statistics: engine.statistics, version: "0", ...options });
const value = (/** @type {Quantity | undefined} */ quantity) => /** @type {number} */ (quantity);

describe("retrieval predictivity", () => {
  it("shows that a pooled rho may come from the datasets alone: within datasets it is gone", async () => {
    // Easier datasets have both a higher metric and better retrieval; within each, models are at random.
    const { retrievalPredictivity } = await made(sampleRuns(13, (_, d, noise) => ({ metric: d + noise() / 20, rSum: 100 * d + noise() })));
    const { pooled, stratified } = retrievalPredictivity.metrics.cka.rSum;
    expect(value(pooled.rho)).toBeGreaterThan(0.8);
    expect(value(pooled.p)).toBeLessThan(1e-9);
    expect(Math.abs(value(stratified.rho))).toBeLessThan(0.4);
    expect(stratified.interval).toMatchObject({ low: expect.any(Number), high: expect.any(Number) });
  });

  it("finds within datasets what pooling hides", async () => {
    // Each dataset has its own level of the metric, against the order of retrieval; within each they agree.
    const { retrievalPredictivity } = await made(sampleRuns(10, (m, d) => ({ metric: m - 100 * d, rSum: m + 100 * d })));
    const { pooled, stratified, byDataset } = retrievalPredictivity.metrics.mmd.rSum;
    expect(value(pooled.rho)).toBeLessThan(0);
    expect(value(stratified.rho)).toBeCloseTo(1, 12);
    expect(stratified.leaveOneModelOut).toMatchObject({ low: expect.closeTo(1, 12), high: expect.closeTo(1, 12) });
    expect(Object.values(byDataset).map(({ rho }) => rho)).toEqual([1, 1, 1, 1]);
  });

  it("names the model without which rho is highest", async () => {
    const runs = sampleRuns(8, (m) => ({ metric: m === 7 ? -5 : m, rSum: m }));
    const left = (await made(runs)).retrievalPredictivity.metrics.cka.rSum.stratified.leaveOneModelOut;
    expect(left).toMatchObject({ highWithout: "model-7", high: expect.closeTo(1, 12) });
  });

  it("adjusts a column over the metrics by Holm, the paper's variant of RMG apart", async () => {
    const { metrics } = (await made(sampleRuns(6, (_m, _d, noise) => ({ metric: noise(), rSum: noise() })))).retrievalPredictivity;
    const { p, pHolm } = metrics.cka.rSum.pooled;
    // Ten equal p-values: each is multiplied by ten.
    expect(pHolm).toBeCloseTo(Math.min(1, 10 * value(p)), 12);
    expect(metrics.rmgReference.rSum.pooled.pHolm).toBeUndefined();
  });
});

describe("the model as the random unit", () => {
  it("counts models, not runs, and finds a shift that every model has", async () => {
    const { alignmentProfile, imbalanceSignature } = await made(
      sampleRuns(9, (m, d, noise) => ({ metric: 10 * m + (d > 1 ? -1 : 0) + noise() / 100, rSum: 1 })),
    );
    const { withinModel, mannWhitney } = alignmentProfile.metrics.cka;
    expect(withinModel.models).toBe(9);
    expect(value(withinModel.meanDifference)).toBeCloseTo(-1, 1);
    expect(value(withinModel.t.p)).toBeLessThan(1e-6);
    // Exact: 2 of the 2^9 signs.
    expect(withinModel.wilcoxon.p).toBe(2 / 2 ** 9);
    // Between models that differ far more, the test of independent runs sees nothing.
    expect(value(mannWhitney.p)).toBeGreaterThan(0.5);
    expect(imbalanceSignature.byDomain.medical.byModel.n).toBe(9);
    expect(imbalanceSignature.byDomain.medical.n).toBe(18);
  });
});

describe("pooled tests", () => {
  it("leave out reference models and failed runs, and miss what a run lacks", async () => {
    const runs = sampleRuns(4, (m, d) => ({ metric: m + d / 10, rSum: m }));
    runs[0].reference = true;
    runs[5] = { ...runs[5], metrics: undefined, retrieval: undefined, sweep: undefined, failure: { code: "TRUNCATED", message: "cut" } };
    const metrics = /** @type {NonNullable<BenchmarkRun["metrics"]>} */ (runs[10].metrics);
    runs[10] = { ...runs[10], metrics: { ...metrics, sasImageToText: { status: "unavailable", reason: "two widths" } } };
    const { alignmentProfile, eigenspectrumConcentration, imbalanceSignature } = await made(runs);
    const count = (/** @type {"cka" | "sasImageToText"} */ key) => Object.values(alignmentProfile.metrics[key].byDomain).map(({ n }) => n);
    expect(count("cka")).toEqual([6, 8]);
    expect(count("sasImageToText")).toEqual([6, 7]);
    expect(eigenspectrumConcentration.sweep[0].imageToText.natural.n).toBe(6);
    expect(imbalanceSignature.runs.length).toBe(15);
  });

  it("say why there is nothing to test where one domain, one model or no run is there", async () => {
    const one = await made(sampleRuns(1, (_m, d) => ({ metric: d, rSum: d })).slice(0, 1));
    expect(one.alignmentProfile.metrics.cka.mannWhitney.p).toMatchObject({ status: "unavailable", reason: "a group is empty" });
    expect(one.eigenspectrumConcentration.largestGap.imageToText).toMatchObject({
      reason: "there are no runs of both natural and medical data",
    });
    expect((await made([])).retrievalPredictivity.metrics.cka.rSum.pooled.interval).toMatchObject({ status: "unavailable" });
  });

  it("compare two domains that differ", async () => {
    await expect(made([], { domains: ["a", "a"] })).rejects.toMatchObject({ code: "BAD_USE" });
  });
});

describe("the same seed", () => {
  it("gives the same intervals, another seed others", async () => {
    const runs = sampleRuns(8, (_m, _d, noise) => ({ metric: noise(), rSum: noise() }));
    const interval = async (/** @type {number} */ seed) =>
      (await made(runs, { seed })).retrievalPredictivity.metrics.cka.rSum.pooled.interval;
    expect(await interval(1)).toEqual(await interval(1));
    expect(await interval(1)).not.toEqual(await interval(2));
  });
});

describe("the tables", () => {
  it("show the same ± of the same scores in every experiment", async () => {
    const shown = await made(sampleRuns(5, (m, d, noise) => ({ metric: 0.5 + m / 20 - d / 40 + noise() / 10, rSum: m })));
    const [byDomain] = profileTables(shown);
    const profile = byDomain.rows.find(([name]) => name === "SAS image → text") ?? [];
    const [imageToText] = concentrationTables(shown);
    expect(imageToText.rows[0].slice(1, 3)).toEqual(profile.slice(1, 3));
    expect(profile[1]).toMatch(/^0\.\d{4} ± 0\.\d{4} \(10\)$/);
  });
});
