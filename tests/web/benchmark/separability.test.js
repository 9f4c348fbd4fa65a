import { describe, expect, it } from "vitest";
import { betterOf, intervalAtOne } from "../../../web/src/benchmark/ranking.js";
import { sameQueries, separability } from "../../../web/src/benchmark/separability.js";
import { packed } from "../../../web/src/engine/first-hits.js";
import { testEngine } from "../engine/engine.js";
import { sampleRuns } from "./sample-runs.js";

/** @import { BenchmarkRun, FirstHits, ModelTest, QueryHits } from "../../../web/src/types.d.ts" */

const N = 100;
const { engine } = await testEngine();

/** Values of SciPy; 1e-12: float64 in another order of summation. @param {unknown} actual @param {number} expected */
const near = (actual, expected) => expect(Math.abs(Number(actual) - expected)).toBeLessThan(1e-12);

/** Queries that are right: from, up to. @param {...[number, number]} ranges */
const right = (...ranges) => Uint8Array.from({ length: N }, (_, i) => (ranges.some(([from, to]) => i >= from && i < to) ? 1 : 0));

/** @param {Uint8Array} imageToText @param {Partial<QueryHits>} [more] @returns {QueryHits} */
const hits = (imageToText, more = {}) => ({
  images: N,
  textsEach: 1,
  imageToText: packed(imageToText),
  textToImage: packed(right([0, 50])),
  rows: { imageRows: "a", textRows: "a" },
  ...more,
});

/** Runs of one dataset. @param {(QueryHits | undefined)[]} of @param {Partial<BenchmarkRun>[]} [more] */
const runsWith = (of, more = []) =>
  sampleRuns(of.length, () => ({ metric: 0.5, rSum: 1 }))
    .filter(({ dataset }) => dataset === "ROCO")
    .map((run, i) => /** @type {BenchmarkRun} */ ({ ...run, firstHits: of[i], ...more[i] }));

/** @param {(QueryHits | undefined)[]} of @param {Partial<BenchmarkRun>[]} [more] */
async function pairsOf(of, more) {
  const { byDataset } = await separability(runsWith(of, more), {
    statistics: engine.statistics,
    domains: [],
    replicates: 0,
    seed: 0,
    correlations: "by model",
  });
  return byDataset.ROCO;
}

/** @param {ModelTest} test */
const counts = (test) => {
  const { both, onlyFirst, onlySecond, neither } = /** @type {FirstHits} */ (test);
  return [both, onlyFirst, onlySecond, neither];
};

describe("models on the same queries", () => {
  it("are compared by McNemar's test, exact where they differ on fewer than 25", async () => {
    const [pair] = await pairsOf([hits(right([0, 43])), hits(right([3, 55]))]);
    expect(counts(pair.imageToText)).toEqual([40, 3, 12, 45]);
    expect(pair.sameBy).toBe("places");
    const { p, exact } = /** @type {any} */ (pair.imageToText);
    expect(exact).toBe(true);
    // scipy.stats.binomtest(3, 15).pvalue
    near(p, 0.03515625);
  });

  it("are compared by chi-squared with continuity correction where they differ on more", async () => {
    const [pair] = await pairsOf([hits(right([0, 40])), hits(right([10, 70]))]);
    expect(counts(pair.imageToText)).toEqual([30, 10, 30, 30]);
    // scipy.stats.chi2.sf((30 - 10 - 1)**2 / 40, 1)
    near(/** @type {any} */ (pair.imageToText).p, 0.002663119259138558);
    expect(pair.imageToText.better).toBe("second");
    expect(betterOf(pair, "imageToText")).toBe("model-1");
    // Right and wrong on the same queries.
    expect(pair.textToImage).toMatchObject({ onlyFirst: 0, onlySecond: 0, p: { status: "unavailable" }, better: null });
  });

  it("are told apart by Holm over all pairs and both directions", async () => {
    const [first, second, third] = [right([0, 60]), right([6, 60]), right([0, 50])];
    const pairs = await pairsOf([hits(first), hits(second), hits(third)]);
    const tests = pairs.map(({ imageToText }) => /** @type {any} */ (imageToText));
    // 6 and 0, 10 and 0, 10 and 6 alone right: 2 * 0.5**6, 2 * 0.5**10, scipy.stats.binomtest(6, 16).pvalue
    const p = [0.03125, 0.001953125, 0.454498291015625];
    tests.forEach((test, i) => {
      near(test.p, p[i]);
    });
    // Three tests in the family: text to image has none. 3 * 0.00195, 2 * 0.03125, 1 * 0.4545
    [0.0625, 0.005859375, 0.454498291015625].forEach((adjusted, i) => {
      near(tests[i].pHolm, adjusted);
    });
    expect(tests.map(({ better }) => better)).toEqual([null, "first", null]);
  });

  it("count by image where an image has several texts", async () => {
    const each = { images: N / 2, textsEach: 2 };
    const half = packed(right([0, 30]).slice(0, N / 2));
    const [pair] = await pairsOf([
      hits(right(), { ...each, imageToText: half, textToImage: packed(right([0, 40])) }),
      hits(right(), { ...each, imageToText: half, textToImage: packed(right([20, 31])) }),
    ]);
    // Images 0 to 9 for the first; 10 to 14 by both; 15 by the first, from both of its texts and not one; 16 to 19 for the first.
    expect(counts(pair.textToImage)).toEqual([5, 15, 0, 30]);
    expect(pair.textToImage.better).toBe("first");
  });

  it("leave failed runs and those without retrieval out", async () => {
    const pairs = await pairsOf(
      [hits(right()), hits(right()), hits(right()), undefined],
      [{}, { failure: { code: "CORRUPT", message: "cut" } }, { retrieval: undefined }],
    );
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([["model-0", "model-3"]]);
  });
});

describe("models without the same queries", () => {
  it("are told apart where their intervals do not overlap, and the pair says why", async () => {
    const low = {
      retrieval: {
        rSum: 1,
        rSumImageToText: 1,
        rSumTextToImage: 1,
        imageToText: { 1: 0.2, 5: 0.3, 10: 0.4 },
        textToImage: { 1: 0.45, 5: 0.5, 10: 0.6 },
      },
    };
    const [pair] = await pairsOf([hits(right()), undefined], [{}, low]);
    expect(pair).toMatchObject({ sameBy: null, reason: "there are no single queries of both to compare" });
    expect([pair.imageToText, pair.textToImage]).toEqual([
      { method: "intervals", better: "first" },
      { method: "intervals", better: null },
    ]);
  });

  it("take the audit's own interval where it has one", () => {
    const [run] = runsWith([undefined]);
    // scipy.stats.binomtest(50, 100).proportion_ci(method="wilson")
    expect(intervalAtOne(run, "imageToText")?.low).toBeCloseTo(0.40383, 5);
    const own = { low: 0.42, high: 0.58, standardError: 0.04 };
    const uncertainty = /** @type {any} */ ({ recallTextToImage: { 1: own } });
    expect(intervalAtOne({ ...run, uncertainty }, "textToImage")).toBe(own);
  });
});

describe("whether two runs asked the same", () => {
  const own = hits(right());
  it.each([
    ["what the files call the rows", { rows: { imageIds: "b", textIds: "c" } }, { rows: { imageIds: "b", textRows: "x" } }, "names"],
    ["places, where a file names nothing", {}, { rows: { imageIds: "b", textRows: "a" } }, "places"],
    ["the number alone", { rows: {} }, {}, "count"],
  ])("is told by %s", (_, a, b, sameBy) => {
    expect(sameQueries({ ...own, ...a }, { ...own, ...b })).toEqual({ sameBy });
  });

  it.each([
    [{ images: 99 }, "one has 100 images, the other 99"],
    [{ textsEach: 5 }, "their images have other numbers of texts"],
    [{ rows: { imageRows: "b", textRows: "a" } }, "the images’ places in the files differ, or stand in another order"],
    [
      { rows: { imageRows: "b", textRows: "b" } },
      "the images’ places in the files and the texts’ places in the files differ, or stand in another order",
    ],
  ])("is denied by %j", (more, reason) => {
    expect(sameQueries(own, { ...own, ...more })).toEqual({ sameBy: null, reason });
  });
});
