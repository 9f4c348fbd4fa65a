import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProgressMeter } from "../../../web/src/engine/progress.js";

describe("the remaining time", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is that of all stages, or of those asked for, at the pace so far", () => {
    const meter = new ProgressMeter({ rows: 1, similarities: 3, intervals: 96 }, () => {});
    const rows = meter.stage("rows", 2);
    vi.advanceTimersByTime(2000);
    rows(0)(1);
    rows(1)(1);
    expect(meter.remaining()).toBeCloseTo(198);
    expect(meter.remaining(["similarities"])).toBeCloseTo(6);
    meter.stage("similarities", 1)(0)(0.5);
    // Two and a half parts of a hundred took the two seconds.
    expect(meter.remaining(["similarities"])).toBeCloseTo(1.2);
    expect(meter.remaining(["rows"])).toBe(0);
  });
});
