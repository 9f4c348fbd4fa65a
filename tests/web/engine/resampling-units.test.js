import { describe, expect, it } from "vitest";
import { byGrams, replicateWork, unitsOf } from "../../../web/src/engine/resampling-units.js";

describe("what the bootstrap draws", () => {
  it.each([
    ["fewer pairs than columns", 500, 512, 512, true],
    ["more pairs than columns, but fewer distinct ones in a replicate", 800, 512, 512, true],
    ["as many distinct pairs as columns", 820, 512, 512, false],
    ["many pairs", 5000, 512, 512, false],
    ["a narrow side beside a wide one", 300, 2048, 64, true],
    ["the most pairs, of any width", 1448, 8192, 8192, true],
    ["one pair more", 1449, 8192, 8192, false],
    ["more values than a worker keeps", 1448, 16384, 16384, false],
  ])("is scored by Gram matrices where that is less work: %s", (_, n, dx, dy, expected) => {
    expect(byGrams(n, dx, dy)).toBe(expected);
  });

  it("is single images where these are few or scored by Gram matrices, else blocks", () => {
    expect(unitsOf(1024, 16, 16)).toMatchObject({ of: "images", count: 1024 });
    expect(unitsOf(1200, 2048, 2048)).toMatchObject({ of: "images", count: 1200 });
    expect(unitsOf(1200, 512, 512)).toMatchObject({ of: "blocks" });
  });

  it("is told to cost less where Gram matrices score it", () => {
    expect(replicateWork(800, 512)).toBeLessThan(replicateWork(820, 512));
  });
});
