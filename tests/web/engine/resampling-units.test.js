import { describe, expect, it } from "vitest";
import { byGrams, halvesWay, replicateWork, unitsOf } from "../../../web/src/engine/resampling-units.js";

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

describe("how halves are scored", () => {
  it.each([
    ["pairs few beside their columns", 1000, 768, { by: "grams", arithmetic: "float64", holders: Infinity }],
    ["many pairs", 20_000, 768, { by: "blocks", cells: 32 }],
    ["the widest of which one worker holds all blocks", 100_000, 1448, { by: "blocks", cells: 32 }],
    ["wider rows", 100_000, 1536, { by: "cells", cells: 16 }],
    ["still wider rows", 100_000, 3072, { by: "cells", cells: 4, holders: 2 }],
    ["the widest", 100_000, 4096, { by: "cells", cells: 4, holders: 1 }],
    ["some pairs of the widest", 5000, 4096, { by: "grams", arithmetic: "float32", holders: 2 }],
    ["halves of as many pairs as columns", 8192, 4096, { by: "cells" }],
    ["wider than the widest", 5000, 8192, undefined],
    ["fewer of them", 1448, 8192, { by: "grams", arithmetic: "float64" }],
  ])("follows from the sizes: %s", (_, n, d, expected) => {
    if (expected) expect(halvesWay(n, d, d)).toMatchObject(expected);
    else expect(halvesWay(n, d, d)).toBeUndefined();
  });

  it("has a way for any number of pairs up to 4,096 columns, and holds no more moments than at 1,448", () => {
    for (let d = 64; d <= 4096; d += 64)
      for (const n of [64, 1000, 2000, 5000, 8000, 50_000, 1e6]) {
        const way = halvesWay(n, d, d);
        if (way && way.by !== "grams") expect(way.cells * 8 * d * d).toBeLessThanOrEqual(2 ** 29);
        expect(way, `${n} x ${d}`).toBeDefined();
      }
  });
});
