import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { examine, MemoryFile } from "../../fuzz/contract.js";
import { inputOf } from "../../fuzz/input.js";
import { CORPUS, seedPools } from "../../fuzz/seeds.js";

const kept = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => name !== "README.md") : [];

describe("the readers' fuzzer", () => {
  test("files that once broke a reader open or are refused with a code that a file can cause", async () => {
    const outcomes = await Promise.all(kept.map(async (name) => [name, await examine(new Uint8Array(readFileSync(CORPUS + name)), name)]));
    expect(outcomes.filter(([, outcome]) => /** @type {{ outcome: string }} */ (outcome).outcome === "finding")).toEqual([]);
  });

  test("has seeds for every reader of the table that opens, and two thousand changed files hold the contract", async () => {
    const pools = [...(await seedPools())];
    expect(pools.filter(([, { opens }]) => opens.length === 0).map(([format]) => format)).toEqual([]);
    const findings = [];
    for (let index = 0; index < 2000; index++) {
      const { name, bytes } = inputOf(pools, 1, index);
      if (bytes.length === 0) continue;
      const outcome = await examine(bytes, name);
      if (outcome.outcome === "finding") findings.push({ index, name, ...outcome });
    }
    expect(findings).toEqual([]);
  });

  test("the same seed and number make the same bytes", async () => {
    const pools = [...(await seedPools())];
    for (const index of [0, 7, 1234]) expect(inputOf(pools, 5, index)).toEqual(inputOf(pools, 5, index));
    expect(inputOf(pools, 5, 7).bytes).not.toEqual(inputOf(pools, 6, 7).bytes);
  });

  test("a slice at no position of a file is a finding, not an empty read", () => {
    const file = new MemoryFile(Uint8Array.of(1, 2, 3), "x.npy");
    expect(() => file.slice(-1, 2)).toThrow("slice");
    expect(() => file.slice(0, Number.NaN)).toThrow("slice");
    expect(file.slice(1, 9).size).toBe(2);
  });
});
