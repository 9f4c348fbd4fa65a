import { describe, expect, it } from "vitest";
import { METHODS, withheld } from "../../../web/src/engine/interval-methods.js";
import { crossFitted, rangeOf, rangesOf, spreadOf } from "../../../web/src/engine/ranges.js";
import { heavyTails, tailOf } from "../../../web/src/engine/tails.js";
import { T } from "../../../web/src/resampling.js";

const ENOUGH = { images: 500, blocks: 32, heavy: undefined };

/** 62 halves around given values. @param {Record<string, number>} middle @param {number} swing */
const halves = (middle, swing) =>
  Array.from({ length: 62 }, (_, r) =>
    Object.fromEntries(Object.entries(middle).map(([name, value]) => [name, value + (r % 2 ? swing : -swing)])),
  );

const rotations = { image: { fall: [0.01, 0.03], rise: [0.02, 0.05] }, text: { fall: [0.005, 0.008], rise: [0.004, 0.009] } };
const whole = { sasImageToText: 0.6, sasTextToImage: 0.5, sasSymmetric: 0.55, sasImbalance: 0.1, cka: 0.4, rmg: 0.3 };

describe("ranges of the directional scores", () => {
  // Halves score higher by 0.02 from image to text, lower by 0.01 from text to image, each +-0.004.
  const found = rangesOf(whole, halves({ imageToText: 0.62, textToImage: 0.49, cka: 0.5, rmg: 0.31 }, 0.004), rotations, ENOUGH).intervals;

  it("go down by twice the bias seen, 2.04 standard errors and the largest falls, where halves score higher", () => {
    expect(T).toBeCloseTo(2.0395, 3);
    const { low, high, standardError } = found.sasImageToText;
    expect(standardError).toBeCloseTo(0.004, 12);
    expect(low).toBeCloseTo(0.6 - 2 * 0.02 - T * 0.004 - 0.03, 12);
    // One standard deviation of the angles suffices upward.
    expect(high).toBeCloseTo(0.6 + T * 0.004 + 0.02, 12);
  });

  it("go up by twice the bias and twice the angles, where halves score lower", () => {
    expect(found.sasTextToImage.low).toBeCloseTo(0.5 - T * 0.004 - 0.008, 12);
    expect(found.sasTextToImage.high).toBeCloseTo(0.5 + 2 * 0.01 + T * 0.004 + 0.009, 12);
  });

  it("join one side's falls with the other's rises for the imbalance", () => {
    // The swings cancel in the difference; its bias is 0.03.
    expect(found.sasImbalance.standardError).toBeCloseTo(0, 12);
    expect(found.sasImbalance.low).toBeCloseTo(0.1 - 2 * 0.03 - Math.hypot(0.03, 0.009), 12);
    expect(found.sasImbalance.high).toBeCloseTo(0.1 + Math.hypot(0.02, 0.008), 12);
  });

  it("take the mean of both sides' falls and rises for the symmetric score", () => {
    expect(found.sasSymmetric.low).toBeCloseTo(0.55 - 2 * 0.005 - T * 0.004 - (0.03 + 0.008) / 2, 12);
    expect(found.sasSymmetric.high).toBeCloseTo(0.55 + T * 0.004 + (0.02 + 0.009) / 2, 12);
  });

  it("end where the score's own range ends", () => {
    expect(rangeOf(0.98, { bias: 0.99, standardError: 0.2 }, { fall: 0.3, rise: 0.3 }, [0, 1])).toMatchObject({ low: 0, high: 1 });
  });

  it("are those of other quantities without rotations: estimate, bias seen and 2.04 standard errors", () => {
    expect(found.rmg.low).toBeCloseTo(0.3 - 0.01 - T * 0.004, 12);
    expect(found.rmg.high).toBeCloseTo(0.3 + T * 0.004, 12);
    expect(found.rmg).not.toHaveProperty("rotation");
  });

  it("of CORAL are the roots of those of its square, not below 0", () => {
    const { coral } = rangesOf({ coral: 0.5 }, halves({ coral: 0.6 }, 0.01), undefined, ENOUGH).intervals;
    const squares = [0.59 ** 2, 0.61 ** 2];
    const mean = (squares[0] + squares[1]) / 2;
    expect(coral?.low).toBeCloseTo(Math.sqrt(0.25 - (mean - 0.25) - (T * (squares[1] - squares[0])) / 2), 12);
    expect(coral?.high).toBeCloseTo(Math.sqrt(0.25 + (T * (squares[1] - squares[0])) / 2), 12);
    // Where its bias is all there is, it may be 0.
    expect(rangesOf({ coral: 0.5 }, halves({ coral: 0.8 }, 0.01), undefined, ENOUGH).intervals.coral?.low).toBe(0);
  });
});

describe("what has no interval says why", () => {
  it("is plain CKA, whatever the sample", () => {
    const { intervals, withheld: without } = rangesOf(whole, halves({ cka: 0.5 }, 0.01), undefined, ENOUGH);
    expect(intervals).not.toHaveProperty("cka");
    expect(without.cka).toMatch(/0 to 85 %/);
  });

  it("is every directional score below 100 pairs, for heavy tails, or where sums have fewer than 32 blocks", () => {
    for (const [situation, reason] of /** @type {const} */ ([
      [{ ...ENOUGH, images: 99 }, /Too few pairs/],
      [{ ...ENOUGH, heavy: "Heavy tails: so." }, /Heavy tails/],
      [{ ...ENOUGH, blocks: 8 }, /8 blocks/],
    ]))
      for (const name of ["sasImageToText", "sasTextToImage", "sasSymmetric", "sasImbalance"]) {
        expect(withheld(name, situation)).toMatch(reason);
        expect(withheld(name, ENOUGH)).toBeUndefined();
      }
  });

  it("is a quantity that the table of methods does not know", () => {
    expect(Object.keys(METHODS)).not.toContain("nonsense");
    expect(withheld("nonsense", ENOUGH)).toBe("No method is known.");
  });
});

describe("directions that a sample cannot tell apart", () => {
  it("are named where a rotation moves a score by more than its standard error", () => {
    const alike = (/** @type {number} */ swing) =>
      rangesOf(whole, halves({ imageToText: 0.6, textToImage: 0.5 }, swing), rotations, ENOUGH).tooAlike;
    // The largest are 0.05 for the images and 0.009 for the texts.
    expect(alike(0.004)).toEqual(["image", "text"]);
    expect(alike(0.02)).toEqual(["image"]);
    expect(alike(0.06)).toEqual([]);
  });
});

describe("half-samples", () => {
  it("give the mean difference from the whole, and their own spread", () => {
    expect(spreadOf(1, [1, 2, 3, 6])).toEqual({ bias: 2, standardError: Math.sqrt(3.5) });
  });

  it("give the cross-fitted score as a mean, and none where a half has none", () => {
    const one = { crossImageToText: 0.2, crossTextToImage: 0.4 };
    expect(crossFitted([one, { crossImageToText: 0.4, crossTextToImage: 0 }])?.imageToText).toBeCloseTo(0.3, 12);
    expect(crossFitted([one, { crossImageToText: null, crossTextToImage: null }])).toBeUndefined();
  });
});

describe("tails", () => {
  it("are 1 times normal for a normal distribution's own moments, 3 times for t of 5 degrees of freedom", () => {
    const eigenvalues = [2, 1, 0.5];
    const normal = 3.5 ** 2 + 2 * (4 + 1 + 0.25);
    expect(tailOf(eigenvalues, normal, 1e6)).toEqual({ ratio: 1, most: 1.2 });
    const heavy = { image: tailOf(eigenvalues, 3 * normal, 1e6), text: tailOf(eigenvalues, normal, 1e6) };
    expect(heavyTails(heavy)).toMatch(/^Heavy tails: the images' fourth moment is 3.00 times/);
    expect(heavyTails({ image: heavy.text, text: heavy.text })).toBeUndefined();
  });

  it("are given more room where few pairs or few directions leave the ratio uncertain", () => {
    expect(tailOf([1, 0, 0], 3, 100).most).toBeCloseTo(1 + 2.5 * (2 / 3) * Math.sqrt(14 / 100), 12);
  });

  it("are heavy where the ratio is no number", () => {
    expect(heavyTails({ image: { ratio: Number.NaN, most: 1.2 }, text: { ratio: 1, most: 1.2 } })).toMatch(/Heavy tails/);
  });
});
