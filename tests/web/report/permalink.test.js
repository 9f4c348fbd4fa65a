import { describe, expect, it } from "vitest";
import { auditOptions, DEFAULTS } from "../../../web/src/engine/options.js";
import { fragmentOf, optionsIn } from "../../../web/src/report/permalink.js";

describe("a link with options", () => {
  it("gives back every option that changes a number; a new audit's intervals are by half-samples, which is not one", () => {
    const options = { ...DEFAULTS, topQ: 0.25, epsilon: 0, seed: 7, bootstrap: 0 };
    const { hashes, intervals, ...numbers } = options;
    expect([hashes, intervals]).toEqual([true, "half-samples"]);
    expect(optionsIn(fragmentOf(options))).toEqual(numbers);
    expect(auditOptions(optionsIn(fragmentOf(options)))).toEqual(options);
  });

  it("holds nothing but names and numbers", () => {
    expect(fragmentOf(DEFAULTS)).toMatch(/^#audit\?(\w+=[\d.e-]+&?)+$/);
  });

  it("leaves other addresses alone, and what it cannot mean is refused by name", () => {
    for (const fragment of ["", "#define-cka", "#playground"]) expect(optionsIn(fragment)).toBeUndefined();
    expect(() => auditOptions(optionsIn("#audit?topQ=2"))).toThrow(/topQ is 2/);
    expect(() => auditOptions(optionsIn("#audit?seed="))).toThrow(/seed is NaN/);
    expect(() => auditOptions(optionsIn("#audit?captions=5"))).toThrow(/no option "captions"/);
  });
});
