import { describe, expect, it } from "vitest";
import { niceTop, rampClass, spread, tickDigits } from "../../../web/src/charts/chart.js";

describe("labels are moved apart", () => {
  it("until neighbours keep the gap, in their order", () => {
    const placed = spread([100, 102, 30], 15, [0, 200]);
    expect(placed[1] - placed[0]).toBeGreaterThanOrEqual(15);
    expect(placed[2]).toBe(30);
  });

  it("and stay within the plot at either end", () => {
    for (const wanted of [
      [199, 200, 200],
      [0, 0, 1],
      [0, 200, 199],
    ]) {
      const placed = spread(wanted, 15, [0, 200]);
      const sorted = [...placed].sort((a, b) => a - b);
      expect(sorted[0]).toBeGreaterThanOrEqual(0);
      expect(sorted[2]).toBeLessThanOrEqual(200);
      expect(sorted[1] - sorted[0]).toBeGreaterThanOrEqual(15);
      expect(sorted[2] - sorted[1]).toBeGreaterThanOrEqual(15);
    }
  });

  it("and are left alone where there is room", () => {
    expect(spread([10, 60, 110], 15, [0, 200])).toEqual([10, 60, 110]);
  });
});

it("an axis reaches above its highest value, and never above the most it can be", () => {
  for (const value of [0.0021, 0.18, 0.35, 0.66, 0.94, 3.2, 47]) {
    const top = niceTop(value, Number.POSITIVE_INFINITY);
    expect(top).toBeGreaterThan(value);
    expect(top).toBeLessThan(2.2 * value);
  }
  expect(niceTop(1, 1)).toBe(1);
});

it("the ramp has one colour for each tenth, with 1 in the last", () => {
  expect([0, 0.05, 0.1, 0.55, 0.999, 1].map(rampClass)).toEqual(["rho-0", "rho-0", "rho-1", "rho-5", "rho-9", "rho-9"]);
});

it("neighbouring ticks never show the same number", () => {
  for (const step of [1, 0.5, 0.2, 0.05, 0.02, 0.025, 0.001]) {
    const ticks = Array.from({ length: 6 }, (_, i) => i * step);
    const shown = ticks.map((tick) => tick.toFixed(tickDigits(ticks)));
    expect(new Set(shown).size).toBe(6);
    expect(tickDigits(ticks)).toBe(step === 0.025 || step === 0.001 ? 3 : step < 0.1 ? 2 : step < 1 ? 1 : 0);
  }
});
