import { describe, expect, it } from "vitest";
import { drawing } from "../../../web/src/charts/comparison.js";
import { favour, favourWords } from "../../../web/src/report/better.js";
import { comparisonInWords, namesOf } from "../../../web/src/report/comparison.js";
import { sampleAudit } from "../views/sample-audit.js";
import { sampleComparison } from "../views/sample-groups.js";

/** @import { Comparison, Difference, FirstHits } from "../../../web/src/types.d.ts" */

/** @param {string} score @param {Partial<Difference>} one */
const with_ = (score, one) => sampleComparison({ differences: { [score]: { a: 0.5, b: 0.4, difference: 0.1, ...one } } });
const sure = { low: 0.05, high: 0.15, p: 0.001, pHolm: 0.01 };

/** Ranges of both imbalances. @param {[number, number]} first @param {[number, number]} second @param {Partial<Difference>} one */
function leaning(first, second, one) {
  const ranged = (/** @type {[number, number]} */ [low, high]) =>
    sampleAudit({ uncertainty: /** @type {any} */ ({ replicates: 62, level: 0.95, sasImbalance: { low, high, standardError: 0.1 } }) });
  return { ...with_("sasImbalance", one), a: ranged(first), b: ranged(second) };
}

describe("which model a score favours", () => {
  it.each([
    ["svcca", 0.1, "first better"],
    ["svcca", -0.1, "second better"],
    ["rmg", 0.1, "second better"],
    ["rmg", -0.1, "first better"],
    ["centroidCosine", 0.1, "second better"],
  ])("%s, %d", (score, difference, words) => {
    expect(favourWords(with_(score, { ...sure, difference }), score)).toBe(words);
  });

  it("needs the adjusted p: the plain one alone shows nothing", () => {
    expect(favourWords(with_("rmg", { ...sure, p: 0.01, pHolm: 0.08 }), "rmg")).toBe("no difference shown");
    expect(favourWords(with_("rmg", { ...sure, pHolm: undefined }), "rmg")).toBe("not tested");
    expect(favourWords(with_("cka", {}), "cka")).toBe("not tested");
  });

  it("goes by the range where there is no p", () => {
    const none = /** @type {const} */ ({ status: "unavailable", reason: "none" });
    expect(favour(with_("sasImageToText", { low: 0.01, high: 0.3, p: none }), "sasImageToText")).toBe("first");
    expect(favour(with_("sasImageToText", { low: -0.01, high: 0.3, p: none }), "sasImageToText")).toBe("none");
  });

  it("is McNemar's for the first hits, so that the table and the answer agree", () => {
    const comparison = with_("recallImageToText1", { ...sure, pHolm: 0.9 });
    expect(favour(comparison, "recallImageToText1")).toBe("first");
    Object.assign(comparison.mcnemar.imageToText, { pHolm: 0.2 });
    expect(favour(comparison, "recallImageToText1")).toBe("none");
  });

  it.each([
    ["both above 0", [0.1, 0.2], [0.3, 0.5], { difference: -0.2, low: -0.3, high: -0.1 }, "first nearer to 0"],
    ["both below 0", [-0.2, -0.1], [-0.5, -0.3], { difference: 0.2, low: 0.1, high: 0.3 }, "first nearer to 0"],
    ["both above 0, alike", [0.1, 0.4], [0.1, 0.5], { difference: -0.05, low: -0.2, high: 0.1 }, "neither shown nearer to 0"],
    ["as far on either side", [0.1, 0.3], [-0.3, -0.1], { difference: 0.4, low: 0.2, high: 0.6 }, "neither shown nearer to 0"],
    ["near 0 beside far", [-0.05, 0.05], [0.2, 0.4], { difference: -0.3, low: -0.4, high: -0.2 }, "first nearer to 0"],
  ])("imbalance, %s: what is nearer to 0", (_, first, second, one, words) => {
    const comparison = leaning(/** @type {[number, number]} */ (first), /** @type {[number, number]} */ (second), one);
    expect(favourWords(comparison, "sasImbalance")).toBe(words);
  });
});

describe("the answer", () => {
  /** @param {Partial<FirstHits>} texts @param {Partial<FirstHits>} images */
  function answered(texts, images) {
    const hits = { both: 50, onlyFirst: 75, onlySecond: 12, neither: 363, statistic: 1, p: 0.01, pHolm: 0.02, exact: false };
    return comparisonInWords(sampleComparison({ mcnemar: { imageToText: { ...hits, ...texts }, textToImage: { ...hits, ...images } } }))[0];
  }
  const even = { pHolm: 0.4 };
  const second = { onlyFirst: 12, onlySecond: 75 };

  it("begins with search in whole numbers and McNemar's test", () => {
    expect(answered({}, {})).toBe(
      "The first model finds the right text first for 125 of 500 images, the second for 62 (McNemar, p = 0.020). The first is better at search.",
    );
  });

  it.each(
    /** @type {[string, Partial<FirstHits>, Partial<FirstHits>, string][]} */ ([
      ["no difference", even, even, "No difference in search is shown, which does not show that they are equal."],
      ["one way", {}, even, "The first is better at finding texts; in finding images no difference is shown."],
      ["each one way", {}, second, "The first is better at finding texts; the second is better at finding images."],
      ["the second", second, second, "The second is better at search."],
    ]),
  )("%s", (_, texts, images, words) => expect(answered(texts, images)).toContain(words));

  it("does not let a model that guesses pass for a good one", () => {
    const comparison = sampleComparison();
    for (const audit of [comparison.a, comparison.b])
      if (!("status" in audit.retrieval))
        for (const way of /** @type {const} */ (["imageToText", "textToImage"]))
          audit.retrieval[way].curve = audit.retrieval.chance[way].map((share) => share);
    expect(comparisonInWords(comparison)[0]).toMatch(/Neither clearly beats guessing\.$/);
  });
});

it("the chart turns what is better lower, so that right is better for the first", () => {
  const { rows } = drawing(
    sampleComparison({
      differences: { rmg: { a: 0.2, b: 0.6, difference: -0.4, low: -0.5, high: -0.3 }, svcca: { a: 0.7, b: 0.5, difference: 0.2 } },
    }),
    "x",
  ).table();
  expect(rows.map(([label, , value, range]) => [label, value, range])).toEqual([
    ["SVCCA", "+0.2000", "–"],
    ["RMG ↓", "+0.4000", "+0.3000 to +0.5000"],
  ]);
});

it("models are called by their files, and by what tells files of one name apart", () => {
  const named = (/** @type {string} */ file, array = "", sha256 = "") => {
    const audit = sampleAudit();
    Object.assign(audit.inputs.images, { file, array, sha256 });
    return audit;
  };
  expect(namesOf([named("a.npy", "x"), named("b.npy", "x")])).toEqual(["a.npy", "b.npy"]);
  expect(namesOf([named("all.npz", "a"), named("all.npz", "b")])).toEqual(["all.npz::a", "all.npz::b"]);
  expect(namesOf([named("f.pt", "image", "1234567890"), named("f.pt", "image", "abcdefabcd")])).toEqual([
    "f.pt (123456…)",
    "f.pt (abcdef…)",
  ]);
  expect(namesOf([named("f.pt"), named("f.pt"), named("g.pt")])).toEqual(["f.pt (1)", "f.pt (2)", "g.pt (3)"]);
});
