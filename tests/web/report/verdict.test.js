import { describe, expect, it } from "vitest";
import { searchInWords, searchLevel, searchOf } from "../../../web/src/report/search.js";
import { contradiction, nextStep, verdict, warnings } from "../../../web/src/report/verdict.js";
import { emptyAudit, sampleAudit } from "../views/sample-audit.js";
import { audited, CASES, GUESSING } from "./verdict-cases.js";

/** @import { Measured } from "./verdict-cases.js" */

describe("the verdict", () => {
  it.each(CASES)("%s", (name, measured, sentence) => {
    expect(verdict(audited(measured), "reports").join(" "), name).toBe(sentence);
  });

  it("never reads as a pass if search is at chance, whatever the scores", () => {
    for (const there of [0, 0.05, 0.3, 0.6, 0.99])
      for (const back of [0, 0.05, 0.3, 0.6, 0.99]) {
        const said = verdict(audited({ sas: [there, back], one: [0.004, 0.002], ten: [0.03, 0.02] }), "texts").join(" ");
        expect(said).toMatch(/not clearly beat guessing|not clearly agree better than shuffled pairs/);
      }
  });

  it("says first that search is at chance if there are no directional scores", () => {
    const base = audited({ sas: [0, 0], one: [0.002, 0.002], ten: [0.02, 0.02] });
    const none = { ...base, sas: emptyAudit("the widths differ").sas };
    expect(verdict(none, "texts")[0]).toBe(GUESSING);
  });

  it("has sentences of at most 20 words", () => {
    for (const [, measured] of CASES)
      for (const text of [
        ...verdict(audited(measured), "reports"),
        ...searchInWords(audited(measured), "reports"),
        nextStep(audited(measured), "reports") ?? "",
      ])
        for (const one of text.split(/(?<=[.:?]) /))
          expect(one.split(" ").filter((part) => /\w/.test(part)).length, one).toBeLessThanOrEqual(20);
  });
});

describe("search in whole numbers", () => {
  it("counts the right answers next to those by guessing, each way", () => {
    const said = searchInWords(audited({ sas: [0.54, 0.35], one: [0.006, 0.022], ten: [0.07, 0.19] }), "reports");
    expect(said).toEqual([
      "The right report comes first for 3 of 500 images, by chance 1.",
      "The right image comes first for 11 of 500 reports, by chance 1.",
      "For most images and reports the right answer is not among the ten nearest.",
    ]);
  });

  it("says which way does not beat guessing", () => {
    const said = searchInWords(audited({ sas: [0.5, 0.5], one: [0.002, 0.3], ten: [0.02, 0.8] }), "captions");
    expect(said[2]).toBe("Search for the caption of an image does not clearly beat guessing.");
  });

  it("does not say that nothing is found where more is found than by guessing, only not clearly so", () => {
    const some = audited({ sas: [0.5, 0.5], one: [0.002, 0.002], ten: [0.024, 0.026] });
    expect(searchLevel(some)).toBe("chance");
    expect([...verdict(some, "texts"), ...searchInWords(some, "texts")].join(" ")).not.toMatch(/no more|no better|never|nothing/);
  });

  it("says that queries are a sample, and that an image may have several right texts", () => {
    const base = audited({ sas: [0.5, 0.5], one: [0.3, 0.3], ten: [0.8, 0.8] });
    const sampled = { ...base, sampling: /** @type {any} */ ({ queries: 200 }), inputs: { ...base.inputs, captionsPerImage: 5 } };
    expect(searchInWords(sampled, "captions")).toEqual([
      "A right caption comes first for 60 of 200 sampled images, by chance 0.4.",
      "The right image comes first for 60 of 200 sampled captions, by chance 0.4.",
    ]);
  });

  it("of ties and of two pairs claims nothing", () => {
    const two = audited({ sas: [0.9, 0.9], one: [1, 1], ten: [1, 1], pairs: 2 });
    expect(searchLevel(two)).toBe("unknown");
    expect(searchInWords(two, "texts")).toContain("These pairs are too few to tell whether search beats guessing.");
    expect(searchLevel(audited({ sas: [0.9, 0.9], one: [1, 1], ten: [1, 1], pairs: 6 }))).toBe("ahead");
  });

  it("of sums counts the queries of all sites, each within its own", () => {
    const sum = { queries: 300, hits: [3, 10, 20], expected: [3, 15, 30], galleries: { smallest: 90, largest: 110 } };
    const pooled = {
      ...sampleAudit(),
      aggregate: /** @type {any} */ ({ sites: [{}, {}], withinSite: { imageToText: sum, textToImage: { ...sum, hits: [90, 150, 200] } } }),
    };
    expect(searchOf(pooled)?.imageToText.level).toBe("chance");
    expect(searchLevel(pooled)).toBe("one");
    expect(searchInWords(pooled, "texts")[0]).toBe("The right text comes first for 3 of 300 images within their sites, by chance 3.");
  });
});

describe("the next step", () => {
  it("speaks of a range that includes 0 only if there is one", () => {
    const base = audited({ sas: [0.6, 0.5], one: [0.3, 0.3], ten: [0.8, 0.8] });
    const units = { of: /** @type {const} */ ("blocks"), count: 32 };
    const shared = { method: /** @type {const} */ ("half-samples"), replicates: 62, units, level: 0.95 };
    const range = { low: -0.05, high: 0.2, standardError: 0.01, bias: 0, rotation: { fall: 0.01, rise: 0.01 } };
    expect(nextStep({ ...base, uncertainty: /** @type {any} */ ({ ...shared, sasImbalance: range }) }, "texts")).toBe(
      "Audit more pairs: the range for the imbalance includes 0.",
    );
    expect(nextStep({ ...base, uncertainty: { ...shared, withheld: { sasImbalance: "Heavy tails: so." } } }, "texts")).toBe(
      "Do not name a side: no range for the imbalance could be given.",
    );
  });
});

describe("what contradicts itself", () => {
  const chance = /** @type {Pick<Measured, "one" | "ten">} */ ({ one: [0.002, 0.002], ten: [0.02, 0.02] });

  it("is named, with its likely cause, before the findings' warnings", () => {
    const lifted = audited({ sas: [0.24, 0.26], ...chance, cka: 0.99, debiased: 0.12 });
    expect(contradiction(lifted)).toBe(
      "CKA is 0.990 of 1 although search does not clearly beat guessing. A likely cause: few pairs for the width lift it: debiased, it is 0.120.",
    );
    expect(warnings(lifted)[0]).toBe(contradiction(lifted));
  });

  it("is put down to a direction that rules a side, or left open", () => {
    const open = audited({ sas: [0.24, 0.26], ...chance, cka: 0.99 });
    expect(contradiction(open)).toMatch(/or rows are shuffled within groups/);
    if ("status" in open.modes) throw new Error("The sample has modes.");
    const eigenvalues = open.modes.imageAnchor.eigenvalues.map((value, k) => (k === 0 ? 100 : value));
    const ruled = { ...open, modes: { ...open.modes, imageAnchor: { ...open.modes.imageAnchor, eigenvalues } } };
    expect(contradiction(ruled)).toMatch(/A likely cause: one direction holds 9\d % of a side’s variance/);
  });

  it("is not said if search works, or CKA is low", () => {
    expect(contradiction(audited({ sas: [0.5, 0.5], one: [0.5, 0.5], ten: [0.9, 0.9], cka: 0.99 }))).toBeUndefined();
    expect(contradiction(audited({ sas: [0.5, 0.5], ...chance, cka: 0.2 }))).toBeUndefined();
  });
});
