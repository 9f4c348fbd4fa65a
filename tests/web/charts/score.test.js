import { describe, expect, it } from "vitest";
import { modesKept, quantile, scoreAt, scoresAt } from "../../../web/src/charts/score.js";
import { textOf } from "../project.js";
import { sampleAudit } from "../views/sample-audit.js";

/** @import { Modes } from "../../../web/src/types.d.ts" */

const reference = JSON.parse(textOf("tests/reference/expected.json"));

/** @param {number[]} eigenvalues @param {number[]} absCorrelation @returns {Modes} */
const modes = (eigenvalues, absCorrelation) => ({
  eigenvalues,
  absCorrelation,
  otherVariance: eigenvalues.map(() => 1),
  covariance: eigenvalues.map(() => 1),
});

describe("scoreAt", () => {
  // The one reference case whose modes are all listed; the list has the correlations without rounding, so only the sums differ.
  it("gives the paper's score for every q of the sweep", () => {
    const { SAS, modes_image_anchor: image, modes_text_anchor: text } = reference.constant_column.float64;
    for (const [q, [imageToText, textToImage]] of Object.entries(SAS)) {
      expect(scoreAt(modes(image.eigenvalues, image.abs_rho), Number(q))).toBeCloseTo(imageToText, 9);
      expect(scoreAt(modes(text.eigenvalues, text.abs_rho), Number(q))).toBeCloseTo(textToImage, 9);
    }
  });

  it("is the mean of |rho| weighted by variance over all modes at q = 1", () => {
    const eigenvalues = [5, 3, 1, 0.5];
    const rho = [0.9, 0.1, 0.7, 0.3];
    const brute = eigenvalues.reduce((sum, value, k) => sum + value * rho[k], 0) / 9.5;
    expect(scoreAt(modes(eigenvalues, rho), 1)).toBeCloseTo(brute, 14);
  });

  it("keeps the strongest mode alone where q is small", () => {
    expect(scoreAt(modes([5, 3, 1, 0.5], [0.9, 0.1, 0.7, 0.3]), 0.01)).toBe(0.9);
  });

  it("stays within 0 and 1, and is 0 where a side has no variance", () => {
    expect(scoreAt(modes([2, 1], [1 + 1e-12, 1 + 1e-12]), 1)).toBe(1);
    expect(scoreAt(modes([0, 0, 0], [0, 0, 0]), 0.5)).toBe(0);
  });

  it("does not change when both the variances are scaled", () => {
    const { imageAnchor } = /** @type {{ imageAnchor: Modes }} */ (sampleAudit().modes);
    const scaled = { ...imageAnchor, eigenvalues: imageAnchor.eigenvalues.map((value) => value * 1e-6) };
    for (const q of [0.05, 0.1, 0.5, 1]) expect(scoreAt(scaled, q)).toBeCloseTo(scoreAt(imageAnchor, q), 12);
  });
});

describe("modesKept", () => {
  it("counts a mode that lies exactly on the threshold, where 1 - q is not exact in binary", () => {
    expect(modesKept(modes([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], []), 0.1)).toBe(2);
  });

  it("keeps every mode that equals the threshold", () => {
    expect(modesKept(modes([4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], []), 0.2)).toBe(11);
  });
});

describe("quantile", () => {
  it("interpolates linearly between neighbours (R-7)", () => {
    expect(quantile([4, 3, 2, 1], 0)).toBe(1);
    expect(quantile([4, 3, 2, 1], 1)).toBe(4);
    expect(quantile([4, 3, 2, 1], 0.25)).toBeCloseTo(1.75, 14);
    expect(quantile([10, 1], 0.9)).toBeCloseTo(9.1, 14);
  });
});

it("scoresAt gives the imbalance as image → text less text → image", () => {
  const audit = sampleAudit();
  const scores = scoresAt(/** @type {any} */ (audit.modes), 0.3);
  expect(scores.imbalance).toBe(scores.imageToText - scores.textToImage);
  expect(scores.imageToText).toBeGreaterThan(scores.textToImage);
});
