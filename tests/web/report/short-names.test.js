import { describe, expect, it } from "vitest";
import { shortNames } from "../../../web/src/report/short-names.js";
import { random } from "../engine/pairs.js";

const MODELS = "meta-clip-large meta-clip2-large meta-clip-base meta-clip2-base clip-base clip-large siglip-base siglip2-base plip".split(
  " ",
);

describe("shortened names", () => {
  it("of two models that differ in the middle stay two", () => {
    const short = shortNames(["meta-clip-large", "meta-clip2-large"], 12);
    expect(new Set(short.values()).size).toBe(2);
    expect(Math.max(...[...short.values()].map(({ length }) => length))).toBeLessThanOrEqual(12);
  });

  it.each([3, 5, 8, 11, 14, 20])("never become equal, within %i letters of the paper's models", (room) => {
    expect(new Set(shortNames(MODELS, room).values()).size).toBe(MODELS.length);
  });

  it("never become equal, whatever the names and the room; those that fit stay whole", () => {
    const next = random(3);
    const pick = (/** @type {number} */ n) => Math.floor(Math.abs(next()) * 1000) % n;
    for (let turn = 0; turn < 300; turn++) {
      const stem = Array.from({ length: pick(30) }, () => "ab-…🙂"[pick(5)] ?? "x").join("");
      const names = Array.from({ length: 1 + pick(12) }, () => {
        const at = pick(stem.length + 1);
        return stem.slice(0, at) + "abc-"[pick(4)] + pick(40) + stem.slice(at);
      });
      const room = pick(24);
      const short = shortNames(names, room);
      expect(short.size).toBe(new Set(names).size);
      expect(new Set(short.values()).size).toBe(short.size);
      for (const [name, shown] of short) if ([...name].length <= room) expect(shown).toBe(name);
    }
  });
});
