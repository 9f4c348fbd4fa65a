/** What docs/aggregates.md tells a data-protection officer: who has a pair's rows can test, by the sums alone, whether it is among the pairs. */
import { describe, expect, it } from "vitest";
import { riskOf } from "../../../web/src/moments/risk.js";
import { measured } from "../../slow/membership.js";
import { riskOfFileAlone, riskWithReference } from "../../slow/membership-tests.js";
import { testEngine } from "./engine.js";

const { engine } = await testEngine();
const D = 64;

/** @param {"normal" | "unit" | "twice"} kind @param {number} pairsADimension */
const picked = (kind, pairsADimension) => {
  const n = (pairsADimension * D) / 2;
  const candidates = kind === "twice" ? 8 : Math.min(100, n / 4);
  return measured(engine, { kind, D, n, byProduct: true, candidates, files: kind === "twice" ? 40 : 12, seed: 11 });
};

/** At most 1,200 members and strangers, a standard error of .015 at most where a coin is tossed; three of these, and .02 for the formulas' own error. */
const CLOSE = 0.065;

describe("of a member and a stranger, who has both rows picks the member", () => {
  it("as often as the formulas say, from the sums of normal rows", async () => {
    for (const m of [10, 50]) {
      const n = (m * D) / 2;
      const { alone, reference, known } = await picked("normal", m);
      expect(Math.abs(alone - riskOfFileAlone(D, n)), `file alone ${alone}`).toBeLessThan(CLOSE);
      expect(Math.abs(reference - riskWithReference(D, n, n)), `another file ${reference}`).toBeLessThan(CLOSE);
      expect(Math.abs(known - riskOf(D, n)), `population ${known}`).toBeLessThan(CLOSE);
    }
  }, 60_000);

  it("with the file alone as surely as with the population, where rows are of length 1", async () => {
    const { alone, known } = await picked("unit", 50);
    expect(Math.abs(alone - riskOf(D, 25 * D))).toBeLessThan(CLOSE);
    expect(Math.abs(known - riskOf(D, 25 * D))).toBeLessThan(CLOSE);
  }, 60_000);

  it("nearly always if the row is twice as far out as others, at the same number of pairs", async () => {
    const { known } = await picked("twice", 50);
    expect(known).toBeGreaterThan(0.97);
  }, 60_000);

  it("never less often at the floor of 5 pairs a dimension than 9 times in 10: that floor does not hide who is in", async () => {
    const { alone, reference, known } = await picked("normal", 5);
    for (const share of [alone, reference, known]) expect(share).toBeGreaterThan(0.9);
  }, 60_000);
});
