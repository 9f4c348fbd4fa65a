import { describe, expect, it } from "vitest";
import { densities } from "../../../web/src/charts/cosine.js";

const BINS = 200;

/** @param {[number, number][]} filled bin and count */
const counts = (filled) => {
  const all = new Array(BINS).fill(0);
  for (const [bin, count] of filled) all[bin] = count;
  return all;
};

const means = { matchedMean: 0, unmatchedMean: 0 };

describe("densities of the cosines", () => {
  it("cover every right pair: their area is 1", () => {
    const matched = counts([
      [3, 2],
      [120, 300],
      [140, 199],
      [199, 1],
    ]);
    const bins = densities({ matched, unmatched: counts([[100, 1000]]), ...means });
    expect(bins.reduce((sum, bin) => sum + bin.matched * (bin.to - bin.from), 0)).toBeCloseTo(1, 12);
    expect(bins[0].from).toBeLessThanOrEqual(-1 + (2 * 3) / BINS);
    expect(bins[bins.length - 1].to).toBeCloseTo(1, 12);
  });

  it("are cut to the range in use, leaving out stray wrong pairs at the far ends", () => {
    const bins = densities({
      matched: counts([[120, 500]]),
      unmatched: counts([
        [10, 1],
        [110, 100_000],
        [115, 100_000],
        [190, 1],
      ]),
      ...means,
    });
    expect(bins[0].from).toBeGreaterThan(-0.1);
    expect(bins[bins.length - 1].to).toBeLessThan(0.4);
    expect(bins.reduce((sum, bin) => sum + bin.unmatched * (bin.to - bin.from), 0)).toBeCloseTo(200_000 / 200_002, 9);
  });

  it("follow one another without gap or overlap", () => {
    const bins = densities({ matched: counts([...Array(60).keys()].map((i) => [90 + i, 5])), unmatched: counts([[100, 9]]), ...means });
    for (let i = 1; i < bins.length; i++) expect(bins[i].from).toBeCloseTo(bins[i - 1].to, 12);
  });

  it("are none where there are no pairs", () => {
    expect(densities({ matched: counts([]), unmatched: counts([]), ...means })).toEqual([]);
  });
});
