import { describe, expect, it } from "vitest";
import { firstHits, packed, queryHits, tally, unpacked } from "../../../web/src/engine/first-hits.js";
import { testEngine } from "./engine.js";
import { pairsOf, random, somePairs } from "./pairs.js";

/** @import { Pairs, QueryHits } from "../../../web/src/types.d.ts" */

const { engine } = await testEngine();

const flags = (/** @type {string} */ text) => Uint8Array.from(text, Number);

describe("first hits", () => {
  it("count from one half on", () => {
    // Three hits a query: at 1, 5 and 10.
    const hits = Float64Array.of(1, 1, 1, 0.5, 1, 1, 0.49, 1, 1, 0, 0, 0);
    expect([...firstHits(hits)]).toEqual([1, 1, 0, 0]);
  });

  it.each([0, 1, 7, 8, 9, 1000])("come back from their text, %i of them", (count) => {
    const next = random(count + 1);
    const bits = Uint8Array.from({ length: count }, () => (next() > 0 ? 1 : 0));
    expect(unpacked(packed(bits), count)).toEqual(bits);
    expect(packed(bits).length).toBe(4 * Math.ceil(Math.ceil(count / 8) / 3));
  });

  it("are tallied by query, or by image for the model that finds it from more of its texts", () => {
    const [a, b] = [flags("11001110"), flags("10011000")];
    expect(tally(a, b)).toEqual({ both: 2, onlyFirst: 3, onlySecond: 1, neither: 2 });
    expect(tally(a, b, 2)).toEqual({ both: 0, onlyFirst: 3, onlySecond: 1, neither: 0 });
    expect(tally(a, b, [1, 2, 5])).toEqual({ both: 1, onlyFirst: 2, onlySecond: 0, neither: 0 });
  });
});

describe("what an audit keeps of its queries", () => {
  const QUICK = { bootstrap: 0, permutations: 0 };
  /** @param {Pairs} pairs @param {object} [more] */
  async function kept(pairs, more = {}) {
    const audit = await engine.audit(pairs, { ...QUICK, ...more });
    return { audit, hits: /** @type {QueryHits} */ (await engine.firstHits(audit)) };
  }

  it("agrees with its recall, images in their order and texts in that of their images", async () => {
    const pairs = somePairs({ n: 60, d: 5, counts: (i) => 1 + (i % 3), seed: 4 });
    const { audit, hits } = await kept(pairs);
    const share = (/** @type {string} */ text, /** @type {number} */ count) =>
      unpacked(text, count).reduce((sum, bit) => sum + bit, 0) / count;
    const { retrieval } = /** @type {any} */ (audit);
    expect(share(hits.imageToText, 60)).toBeCloseTo(retrieval.imageToText.recall[1], 12);
    expect(share(hits.textToImage, pairs.texts.rows)).toBeCloseTo(retrieval.textToImage.recall[1], 12);
    expect(hits.textsEach).toEqual(Array.from({ length: 60 }, (_, i) => 1 + (i % 3)));
  });

  it("tells other ids, captions and left-out rows by their marks, and holds none of them", async () => {
    const pairs = somePairs({ n: 30, d: 4 });
    const named = {
      ...pairs,
      ids: { images: Array.from({ length: 30 }, (_, i) => `patient-${i}`) },
      captions: Array.from({ length: 30 }, (_, i) => `report ${i}`),
    };
    const swapped = { ...named, ids: { images: named.ids.images.toReversed() } };
    const [plain, first, other] = [await kept(pairs), await kept(named), await kept(swapped)];
    expect(Object.keys(plain.hits.rows).sort()).toEqual(["imageRows", "textRows"]);
    expect(Object.keys(first.hits.rows).sort()).toEqual(["captions", "imageIds", "textRows"]);
    expect(first.hits.rows.captions).toBe(other.hits.rows.captions);
    expect(first.hits.rows.imageIds).not.toBe(other.hits.rows.imageIds);
    expect(JSON.stringify(first.hits)).not.toMatch(/patient|report/);
    const places = Int32Array.from({ length: 30 }, (_, i) => i + 1);
    const { hits } = await kept({ ...pairs, fileRows: { images: places } });
    expect([hits.rows.imageRows === plain.hits.rows.imageRows, hits.rows.textRows === plain.hits.rows.textRows]).toEqual([false, true]);
  });

  it("is the same for texts in another order: they are put in the order of their images", async () => {
    const next = random(5);
    const [n, d] = [20, 4];
    const images = Float32Array.from({ length: n * d }, next);
    const texts = images.map((value) => value + 0.8 * next());
    const order = Array.from({ length: n }, (_, i) => (i * 7) % n);
    const moved = Float32Array.from({ length: n * d }, (_, at) => texts[order[Math.floor(at / d)] * d + (at % d)]);
    const inOrder = await kept(
      pairsOf(
        images,
        n,
        d,
        texts,
        Array.from({ length: n }, (_, i) => i),
      ),
    );
    const inOther = await kept(pairsOf(images, n, d, moved, order));
    const bits = unpacked(inOrder.hits.textToImage, n);
    expect([bits.includes(0), bits.includes(1)]).toEqual([true, true]);
    expect(inOther.hits.textToImage).toBe(inOrder.hits.textToImage);
    expect(inOther.hits.imageToText).toBe(inOrder.hits.imageToText);
  });

  it("is nothing where queries were sampled, and of an audit that another engine made", async () => {
    const { audit, hits } = await kept(somePairs({ n: 40, d: 4 }), { exactPairs: 100, queries: 10 });
    expect(hits).toBeUndefined();
    expect(await engine.firstHits({ ...audit })).toBeUndefined();
  });

  it("leaves marks out where there is no SHA-256", async () => {
    const hits = { imageToText: Float64Array.of(1, 1, 1, 0, 0, 0), textToImage: Float64Array.of(0, 0, 0, 1, 1, 1) };
    const found = await queryHits(somePairs({ n: 2, d: 2 }), hits, async () => ({ status: "unavailable", reason: "none here" }));
    expect(found).toEqual({ images: 2, textsEach: 1, imageToText: "gA==", textToImage: "QA==", rows: {} });
  });
});
