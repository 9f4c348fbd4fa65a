import { describe, expect, it } from "vitest";
import { summaryOf } from "../../../web/src/benchmark/summary.js";
import { sampleRuns } from "./sample-runs.js";

/** @import { Benchmark, BenchmarkRun, ModelPair } from "../../../web/src/types.d.ts" */

/** Runs of one dataset whose R@1 is given. @param {number[]} shares @param {Partial<BenchmarkRun>[]} [more] */
const runsWith = (shares, more = []) =>
  sampleRuns(shares.length, () => ({ metric: 0.5, rSum: 1 }))
    .filter(({ dataset }) => dataset === "ROCO")
    .map((run, i) => {
      const recall = { 1: shares[i], 5: 0.9, 10: 0.95 };
      const retrieval = /** @type {any} */ ({ ...run.retrieval, imageToText: recall, textToImage: { ...recall, 1: 1 - shares[i] } });
      return /** @type {BenchmarkRun} */ ({ ...run, pairs: 800, retrieval, ...more[i] });
    });

/** @param {number} first @param {number} second @param {number} p of McNemar's test, adjusted @returns {ModelPair} */
const pair = (first, second, p) => {
  const test = /** @type {any} */ ({ method: "mcnemar", pHolm: p, better: p < 0.05 ? "first" : null });
  return { first: `model-${first}`, second: `model-${second}`, sameBy: "names", imageToText: test, textToImage: { ...test, better: null } };
};

/** @param {BenchmarkRun[]} runs @param {ModelPair[]} pairs */
const summarised = (runs, pairs) =>
  summaryOf(
    /** @type {Benchmark} */ (/** @type {unknown} */ ({ tool: { version: "1" }, runs, separability: { byDataset: { ROCO: pairs } } })),
    "ROCO",
  );

/** @param {number} imageToText @param {number} textToImage */
const scores = (imageToText, textToImage) =>
  /** @type {any} */ ({ metrics: { sasImageToText: imageToText, sasTextToImage: textToImage, sasImbalance: imageToText - textToImage } });

describe("a dataset's summary", () => {
  it("ranks by R@1 from image to text, and says of each whether it is told apart from the first", () => {
    const { headline, rows } = summarised(runsWith([0.3, 0.6, 0.5]), [pair(0, 1, 0.0001), pair(0, 2, 0.2), pair(1, 2, 0.3)]);
    expect(rows.map(({ label, apart }) => [label, apart])).toEqual([
      ["model-1", "–"],
      ["model-2", "no, p = 0.30"],
      ["model-0", "yes, p < 0.001"],
    ]);
    expect(headline).toBe(
      "model-1 finds the right text first for 60.0 % of the images; 1 of the 2 other models is not told apart from it.",
    );
  });

  it("has a headline for a clear winner, for none, and for one model", () => {
    const two = (/** @type {number} */ p) => summarised(runsWith([0.6, 0.3]), [pair(0, 1, p)]).headline;
    expect(two(0.01)).toBe("model-0 finds the right text first for 60.0 % of the images, and is told apart from every other model.");
    expect(two(0.5)).toBe("No model is told apart from the first, model-0, which finds the right text first for 60.0 % of the images.");
    expect(summarised(runsWith([0.6]), []).headline).toBe("model-0, the one model, finds the right text first for 60.0 % of the images.");
  });

  it("calls the texts what the files call them", () => {
    const { headline } = summarised(runsWith([0.6], [{ source: "a/images.npy and a/reports.npy" }]), []);
    expect(headline).toContain("the right report first");
  });

  it("numbers the places that the tests leave open, and none where no model differs from another", () => {
    const runs = runsWith([0.6, 0.5, 0.4, 0.1]);
    const tests = (/** @type {number} */ p) =>
      [
        [0, 1],
        [0, 2],
        [0, 3],
        [1, 2],
        [1, 3],
        [2, 3],
      ].map(([a, b]) => pair(a, b, b === 3 || a === 0 ? p : 0.5));
    const sure = summarised(runs, tests(0.001));
    expect(sure.rows.map(({ place }) => place)).toEqual(["1", "2–3", "2–3", "4"]);
    const open = summarised(runs, tests(0.4));
    expect(open.rows.map(({ place }) => place)).toEqual(["", "", "", ""]);
    expect(open.apart[0]).toMatch(
      /^Of 6 pairs of models, none is shown to differ in .* The list has no numbers: in image-to-text search no model is shown to differ from another\.$/,
    );
  });

  it("says how many pairs were tested and how many compared by intervals, and why", () => {
    const other = { ...pair(0, 2, 1), sameBy: null, reason: "one has 800 images, the other 790" };
    const byIntervals = /** @type {ModelPair} */ ({
      ...other,
      imageToText: { method: "intervals", better: "first" },
      textToImage: { method: "intervals", better: null },
    });
    const { apart, rows } = summarised(runsWith([0.6, 0.5, 0.4]), [pair(0, 1, 0.01), byIntervals, pair(1, 2, 0.3)]);
    expect(apart).toEqual([
      "Of 3 pairs of models, 2 are shown to differ in image-to-text search, none in text-to-image search (McNemar, Holm-adjusted, p < 0.05, for 2 pairs; 95 % intervals that do not overlap, for 1 pair, which is on the careful side: one has 800 images, the other 790). A number such as 2–5 is the range of places, in image-to-text search, that the tests leave open.",
    ]);
    expect(rows[2].apart).toBe("yes, intervals");
  });

  it("tells the direction of the imbalance in words, each model counted once", () => {
    const { direction, rows } = summarised(
      runsWith([0.6, 0.5, 0.4, 0.3], [scores(0.9, 0.5), scores(0.4, 0.8), scores(0.7, 0.69), scores(0.03, 0.03)]),
      [],
    );
    expect(rows.map(({ followed }) => followed)).toEqual(["images", "texts", "equal", "neither"]);
    const said = direction.join(" ");
    expect(said).toContain("In 1 of 4 models (“images”) what makes the images differ shows in the texts better than the reverse");
    expect(said).toContain("In 1 of 4 models (“texts”) what makes the texts differ shows in the images better than the reverse");
    expect(said).toContain("In 1 of 4 models (“equal”)");
    expect(said).toContain("In 1 of 4 models (“neither”)");
    // An interval that holds 0 leaves the sides equal.
    const uncertainty = /** @type {any} */ ({ sasImbalance: { low: -0.1, high: 0.9 } });
    expect(summarised(runsWith([0.6], [{ ...scores(0.9, 0.5), uncertainty }]), []).direction[1]).toMatch(/^In the one model \(“equal”\)/);
    // A range for the population that holds 0 and reaches far tells nothing; nor does a range that was withheld.
    const range = { low: -0.1, high: 0.9, rotation: { fall: 0.1, rise: 0.1 } };
    for (const unsure of [{ sasImbalance: range }, { withheld: { sasImbalance: "Heavy tails: so." } }])
      expect(summarised(runsWith([0.6], [{ ...scores(0.9, 0.5), uncertainty: /** @type {any} */ (unsure) }]), []).direction[1]).toMatch(
        /^In the one model \(“unsure”\) these pairs cannot tell/,
      );
  });

  it("says three things, what failed and what is few first", () => {
    const usual = summarised(runsWith([0.6, 0.5]), [pair(0, 1, 0.5)]).things;
    expect(usual.length).toBe(3);
    expect(usual[0]).toBe("The other way round, from text to image, model-1 comes first (50.0 %). Choose by the search that you need.");
    expect(usual[1]).toContain("guessing would reach about 1.3 %");
    const failure = { code: "CORRUPT", message: "cut" };
    const few = [{ failure }, { pairs: 60, repeatedTexts: 7 }, { pairs: 60 }];
    const pressing = summarised(runsWith([0, 0.6, 0.5], few), [pair(1, 2, 0.5)]).things;
    expect(pressing.map((text) => text.slice(0, 30))).toEqual([
      "1 model is missing here: model",
      "60 images are few: real differ",
      "7 texts have the same embeddin",
    ]);
  });

  it("says in its limits that the same pairs were taken for granted where the files name no rows", () => {
    const words = "The files name no rows";
    const limits = (/** @type {ModelPair["sameBy"]} */ sameBy) =>
      summarised(runsWith([0.6, 0.5]), [{ ...pair(0, 1, 0.5), sameBy }]).limits.join(" ");
    expect([limits("names").includes(words), limits("places").includes(words), limits("count").includes(words)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it("shows fifteen models at most, fewer where names are long, and how many more there are", () => {
    const long = Array.from({ length: 18 }, (_, i) => ({ model: `a-model-with-a-long-name-${i}` }));
    const few = summarised(
      runsWith(
        Array.from({ length: 18 }, (_, i) => 0.9 - i / 20),
        long,
      ),
      [],
    );
    expect([few.rows.length, few.rows[8].label, few.left]).toEqual([9, "a-model-with-a-long-name-8", 9]);
    const { rows, left } = summarised(runsWith(Array.from({ length: 18 }, (_, i) => i / 20)), []);
    expect([rows.length, rows[0].label, left]).toEqual([15, "model-17", 3]);
  });
});
