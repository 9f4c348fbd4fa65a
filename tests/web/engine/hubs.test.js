import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hubsAmong, hubsByChance, hubsOneWay, lookalikesOf, skewnessOf } from "../../../web/src/engine/hubs.js";
import { testEngine } from "./engine.js";
import { pairsOf, random, referencePairs, somePairs } from "./pairs.js";

/** @import { Hubs, Pairs } from "../../../web/src/types.d.ts" */
/** @typedef {{ skewness: number, never: number, hubShare: number, hubs: [number, number][] }} Expected */

const { engine } = await testEngine();
const QUICK = { bootstrap: 0, permutations: 0, hashes: false };
const FOLDER = new URL("../../reference/", import.meta.url);
/** By NumPy and SciPy. @type {Record<string, { imageToText: Expected, textToImage: Expected, lookalikes: number, nearest: number }>} */
const EXPECTED = JSON.parse(readFileSync(new URL("hubs.json", FOLDER), "utf8"));

/** @param {Pairs} pairs @param {object} [options] @returns {Promise<Hubs>} */
async function hubsOf(pairs, options = {}) {
  const { hubs } = await engine.audit(pairs, { ...QUICK, ...options });
  if (!hubs || "status" in hubs) throw new Error(hubs?.reason);
  return hubs;
}

describe("hubs of the reference sets", () => {
  it.each(Object.keys(EXPECTED))("%s: as NumPy and SciPy count them", async (name) => {
    const found = await hubsOf(await referencePairs(name));
    for (const way of /** @type {const} */ (["imageToText", "textToImage"])) {
      const expected = EXPECTED[name][way];
      for (const fact of /** @type {const} */ (["skewness", "never", "hubShare"]))
        expect(found[way][fact], `${way} ${fact}`).toBeCloseTo(expected[fact], 9);
      expect(found[way].hubs.map(({ row, count }) => [row, count])).toEqual(expected.hubs);
    }
    expect(found.lookalikes.images).toBe(EXPECTED[name].lookalikes);
    if (found.lookalikes.images > 0) expect(found.lookalikes.pairs[0].cosine).toBeCloseTo(EXPECTED[name].nearest, 9);
  });
});

describe("what was planted", () => {
  const [n, d] = [900, 16];
  const next = random(4);
  const rows = (shift = 0.4) => Float32Array.from({ length: n * d }, (_, at) => next() + (at % d === 0 ? shift : 0));
  const identity = Array.from({ length: n }, (_, i) => i);

  it("a hub: a text in the middle of the images is found by nearly all, in blocks and by any number of workers", async () => {
    const [x, y] = [rows(3), rows(0)];
    for (let k = 0; k < d; k++) y[700 * d + k] = identity.reduce((sum, i) => sum + x[i * d + k], 0) / n;
    const pairs = pairsOf(x, n, d, y, identity);
    const found = await hubsOf(pairs);
    expect(found.imageToText.hubs[0].row).toBe(700);
    expect(found.imageToText.hubs[0].count).toBeGreaterThan(n / 2);
    expect(found.imageToText.skewness).toBeGreaterThan(3 * found.imageToText.chance.skewness);
    const one = await testEngine(1);
    const { hubs } = await one.engine.audit(pairs, QUICK);
    expect(hubs).toEqual(found);
  });

  it("a leak: an image that stands in the files twice, under two reports, is the nearest wrong pair", async () => {
    const x = rows();
    const y = Float32Array.from(x, (value) => value + 0.05 * next());
    // Image 812 is image 33 again, and its own text is another.
    x.set(x.subarray(33 * d, 34 * d), 812 * d);
    const { lookalikes } = await hubsOf(pairsOf(x, n, d, y, identity));
    expect(lookalikes.pairs[0]).toMatchObject({ imageRow: 812, textRow: 33 });
    expect(lookalikes.pairs[0].cosine).toBeGreaterThan(lookalikes.pairs[0].own);
  });

  it("rows are the files' own, where some were left out and texts stand in another order", async () => {
    const x = rows().subarray(0, 60 * d);
    const y = Float32Array.from(x, (value) => value + 0.01 * next());
    const imageOf = Array.from({ length: 60 }, (_, t) => 59 - t);
    const turned = new Float32Array(y.length);
    imageOf.forEach((image, t) => {
      turned.set(y.subarray(image * d, (image + 1) * d), t * d);
    });
    const places = Int32Array.from({ length: 60 }, (_, row) => row + 1000);
    const pairs = { ...pairsOf(x.slice(), 60, d, turned, imageOf), fileRows: { images: places, texts: places } };
    const straight = await hubsOf(pairsOf(x.slice(), 60, d, y, identity.slice(0, 60)));
    const { imageToText, textToImage } = await hubsOf(pairs);
    const texts = (/** @type {{ row: number, count: number }[]} */ hubs) => hubs.map(({ row, count }) => [row, count]);
    expect(texts(imageToText.hubs)).toEqual(straight.imageToText.hubs.map(({ row, count }) => [1059 - row, count]));
    expect(texts(textToImage.hubs)).toEqual(straight.textToImage.hubs.map(({ row, count }) => [1000 + row, count]));
    expect(imageToText.skewness).toBe(straight.imageToText.skewness);
  });

  it("of sampled queries, and of two widths, there are none, with the reason", async () => {
    const sampled = await engine.audit(somePairs({ n: 100, d: 6 }), { ...QUICK, exactPairs: 0, queries: 50 });
    expect(sampled.hubs).toMatchObject({ status: "unavailable", reason: expect.stringContaining("sampled") });
    const wide = await engine.audit(somePairs({ n: 100, d: 6, dy: 7 }), QUICK);
    expect(wide.hubs).toMatchObject({ status: "unavailable", reason: expect.stringContaining("one width") });
  });

  it("few rows have short lists", async () => {
    const found = await hubsOf(somePairs({ n: 4, d: 3, counts: (i) => (i === 2 ? 3 : 1) }));
    expect(found.imageToText).toMatchObject({ skewness: 0, never: 0 });
    expect(found.textToImage.hubs[0].count).toBe(6);
  });
});

describe("the numbers themselves", () => {
  it("skewness is that of the counts, 0 where all are equal", () => {
    expect(skewnessOf([1, 1, 1])).toBe(0);
    expect(skewnessOf([0, 0, 0, 4])).toBeCloseTo(1.1547005383792515, 12);
  });

  it("hubs are one in a hundred, one at least, the first of equals", () => {
    expect(hubsAmong(Int32Array.of(1, 5, 5))).toEqual([1]);
    expect(hubsAmong(Int32Array.from({ length: 250 }, (_, i) => (i === 99 ? 2 : 1)))).toEqual([99, 0, 1]);
  });

  it("lists drawn at random have what chance says, to the spread of 30 draws", () => {
    const [queries, candidates, k] = [400, 500, 10];
    const next = random(12);
    const draws = Array.from({ length: 30 }, () => {
      const rows = new Int32Array(queries * k);
      for (let query = 0; query < queries; query++) {
        const list = new Set();
        while (list.size < k) list.add(Math.floor((next() + 0.5) * candidates));
        rows.set(/** @type {number[]} */ ([...list]), query * k);
      }
      return hubsOneWay(rows, k, candidates, (row) => row);
    });
    const chance = hubsByChance(queries, candidates, k);
    for (const fact of /** @type {const} */ (["skewness", "never", "hubShare"])) {
      const values = draws.map((draw) => draw[fact]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length / (values.length - 1));
      expect(Math.abs(mean - chance[fact]), fact).toBeLessThan(4 * error + 1e-4);
    }
    expect(hubsByChance(5, 3, 3)).toEqual({ skewness: 0, never: 0, hubShare: 1 / 3 });
  });

  it("no wrong pair is listed that is as near as the right one", () => {
    const nearest = { k: 2, rows: Int32Array.of(1, 0, 1, 0), cosines: Float64Array.of(0.9, 0.9, 0.8, 0.7) };
    const rowOf = { image: (/** @type {number} */ row) => row, text: (/** @type {number} */ row) => row };
    expect(
      lookalikesOf(
        nearest,
        Float64Array.of(0.9, 0.8),
        { imageOf: Int32Array.of(0, 1), start: Int32Array.of(0, 1, 2), missing: [], clusterOf: new Int32Array(0) },
        rowOf,
      ),
    ).toEqual({ images: 0, pairs: [] });
  });
});

describe("hubs where pairs belong together, and where chance is extreme", () => {
  it("call no text of the same patient a wrong one, and count the images that search misses", async () => {
    // A patient's four images are much alike.
    const next = random(8);
    const patients = Float32Array.from({ length: 30 * 5 }, () => next());
    const x = Float32Array.from({ length: 120 * 5 }, (_, at) => patients[(Math.floor(at / 5) % 30) * 5 + (at % 5)] + 0.1 * next());
    const y = x.map((value) => value + 0.1 * next());
    const identity = Array.from({ length: 120 }, (_, i) => i);
    const metadata = [{ name: "patient", values: identity.map((i) => String(i % 30)) }];
    const pairs = { ...pairsOf(x, 120, 5, y, identity), metadata, cluster: "patient" };
    const { hubs, retrieval } = await engine.audit(pairs, QUICK);
    if (!hubs || "status" in hubs || "status" in retrieval) throw new Error("none");
    for (const { imageRow, textRow } of hubs.lookalikes.pairs) expect(imageRow % 30).not.toBe(textRow % 30);
    expect(hubs.lookalikes.images).toBe(Math.round(120 * (1 - retrieval.imageToText.recall[1])));
    const plain = await hubsOf({ ...pairs, cluster: undefined });
    expect(plain.lookalikes.images).toBeGreaterThan(hubs.lookalikes.images);
  });

  it("expect a share near the hubs' own where each item is on a thousand lists", () => {
    const { never, hubShare, skewness } = hubsByChance(100_000, 1000, 10);
    expect(never).toBeCloseTo(0, 12);
    // The top 1 % of Binomial(100,000, .01): mean 1,000, standard deviation 31.5, 2.67 of them above it.
    expect(hubShare).toBeCloseTo(0.01 * (1 + (2.665 * 31.46) / 1000), 4);
    expect(skewness).toBeCloseTo(0.98 / Math.sqrt(990), 12);
  });
});
