import { describe, expect, it } from "vitest";
import { wilson } from "../../../web/src/quantiles.js";

describe("Wilson's interval", () => {
  // scipy.stats.binomtest(30, 40).proportion_ci(method="wilson")
  it("agrees with SciPy and stays within 0 and 1", () => {
    expect(wilson(0.75, 40).low).toBeCloseTo(0.59806, 4);
    expect(wilson(0.75, 40).high).toBeCloseTo(0.85813, 4);
    expect(wilson(0, 10).low).toBe(0);
    expect(wilson(1, 10).high).toBeCloseTo(1, 12);
  });
});
