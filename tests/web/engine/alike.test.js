import { describe, expect, it } from "vitest";
import { mostAlike } from "../../../web/src/engine/nearest.js";
import { testEngine } from "./engine.js";
import { pairsOf, random, referencePairs, somePairs } from "./pairs.js";

/** @import { Alike, Pairs } from "../../../web/src/types.d.ts" */

const { engine } = await testEngine();
const QUICK = { bootstrap: 0, permutations: 0, hashes: false };

/** @param {Pairs} pairs @param {object} [options] @returns {Promise<Alike>} */
async function alikeOf(pairs, options = {}) {
  const { alike } = await engine.audit(pairs, { ...QUICK, ...options });
  if (!alike || "status" in alike) throw new Error(alike?.reason);
  return alike;
}

describe("items that are nearly the same", () => {
  const [n, d] = [900, 16];
  const identity = Array.from({ length: n }, (_, i) => i);

  it.each(["natural", "medical", "five_captions", "unnormalised"])(
    "%s: are the nearest pairs by the definition, with their partners' cosines",
    async (name) => {
      const pairs = await referencePairs(name);
      const found = await alikeOf(pairs);
      const each = pairs.texts.rows / pairs.images.rows;
      const rows = async (/** @type {"images" | "texts"} */ side) => {
        const { cols } = pairs[side];
        const values = await pairs[side].readRows(0, pairs[side].rows);
        const step = side === "texts" ? each : 1;
        return Array.from({ length: pairs.images.rows }, (_, i) => {
          const row = Array.from(values.subarray(i * step * cols, (i * step + 1) * cols));
          const length = Math.hypot(...row);
          return row.map((value) => value / length);
        });
      };
      const [x, y] = [await rows("images"), await rows("texts")];
      const cosine = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a.reduce((sum, value, k) => sum + value * b[k], 0);
      for (const [side, own, others, step] of /** @type {const} */ ([
        ["images", x, y, 1],
        ["texts", y, x, each],
      ])) {
        const all = own.flatMap((a, i) => own.slice(i + 1).map((b, j) => ({ i, j: i + 1 + j, value: cosine(a, b) })));
        const distinct = all.filter(({ value }) => value < 1 - 1e-9).sort((a, b) => b.value - a.value);
        found[side].pairs.forEach(({ row, other, cosine: given, partners }, k) => {
          expect(given).toBeCloseTo(distinct[k].value, 9);
          expect(partners).toBeCloseTo(cosine(others[row / step], others[other / step]), 9);
        });
        const nearest = own.map((_, i) =>
          Math.max(...all.filter((pair) => (pair.i === i || pair.j === i) && pair.value < 1 - 1e-9).map(({ value }) => value)),
        );
        nearest.sort((a, b) => a - b);
        expect(found[side].usual).toBeCloseTo((nearest[(nearest.length - 1) >> 1] + nearest[nearest.length >> 1]) / 2, 9);
      }
    },
  );

  it("a planted copy of an image under another text is first, far above the usual, and its texts are apart", async () => {
    const next = random(3);
    const x = Float32Array.from({ length: n * d }, () => next());
    const y = Float32Array.from(x, (value) => value + 0.1 * next());
    for (let k = 0; k < d; k++) x[812 * d + k] = x[33 * d + k] * (1 + 0.01 * next());
    const { images } = await alikeOf(pairsOf(x, n, d, y, identity));
    expect(images.pairs[0]).toMatchObject({ row: 33, other: 812 });
    expect(images.pairs[0].cosine).toBeGreaterThan(0.999);
    expect(images.pairs[0].partners).toBeLessThan(0.7);
    expect(images.usual).toBeLessThan(0.9);
    const one = await testEngine(1);
    const { alike } = await one.engine.audit(pairsOf(x, n, d, y, identity), QUICK);
    expect(/** @type {Alike} */ (alike).images).toEqual(images);
  });

  it("are of two widths too, and not of equal rows or of one patient", async () => {
    expect((await alikeOf(somePairs({ n: 60, d: 6, dy: 7 }))).texts.pairs.length).toBe(20);
    const nearest = { depth: 2, rows: Int32Array.of(1, 2, 0, 2, 1, 0), cosines: Float64Array.of(1, 0.5, 1, 0.9, 0.9, 0.5) };
    expect(mostAlike(nearest, new Int32Array(0), 5)).toEqual({
      usual: 0.9,
      pairs: [
        { a: 1, b: 2, cosine: 0.9 },
        { a: 0, b: 2, cosine: 0.5 },
      ],
    });
    expect(mostAlike(nearest, Int32Array.of(0, 1, 1), 5).pairs).toEqual([{ a: 0, b: 2, cosine: 0.5 }]);
  });

  it("of items that are all equal there are none", () => {
    const equal = { depth: 1, rows: Int32Array.of(1, 0), cosines: Float64Array.of(1, 1) };
    expect(mostAlike(equal, new Int32Array(0), 5)).toEqual({ usual: 0, pairs: [] });
  });

  it("of sampled queries there are none, with the reason", async () => {
    const { alike } = await engine.audit(somePairs({ n: 100, d: 6 }), { ...QUICK, exactPairs: 0, queries: 50 });
    expect(alike).toMatchObject({ status: "unavailable", reason: expect.stringContaining("sampled") });
  });
});
