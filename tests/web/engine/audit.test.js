import { describe, expect, it } from "vitest";
import { createEngine } from "../../../web/src/engine/index.js";
import { quantities, valueAt } from "../../../web/src/metrics.js";
import { testEngine } from "./engine.js";
import { digits, pairsOf, random, somePairs } from "./pairs.js";

const { platform, engine } = await testEngine();

/** @param {Promise<unknown>} promise */
async function failure(promise) {
  const error = await promise.then(
    () => null,
    (e) => e,
  );
  expect(error).not.toBeNull();
  return error;
}

describe("an audit's digits", () => {
  it.each([
    ["more pairs than dimensions", { n: 1500, d: 48 }],
    ["fewer pairs than dimensions", { n: 40, d: 64 }],
    ["ragged captions", { n: 700, d: 20, counts: (/** @type {number} */ i) => 1 + (i % 4) }],
  ])("are the same for 1, 2 and 7 workers: %s", async (_, spec) => {
    /** @type {string[]} */
    const all = [];
    for (const workers of [1, 2, 7]) {
      const one = createEngine({ platform, workers });
      all.push(digits(await one.audit(somePairs(spec))));
      one.dispose();
    }
    // Compared as a whole: a difference is looked for in the audits, not in a page of digits.
    expect(all.map((one) => one === all[0])).toEqual([true, true, true]);
  });

  it("do not depend on the order in which the texts are stored, only on the map", async () => {
    const pairs = somePairs({ n: 600, d: 16, counts: (i) => 1 + (i % 3) });
    const sorted = await engine.audit(pairs);
    const m = pairs.texts.rows;
    // Images in turn from the last to the first, an image's texts in their own order: its first text stays its first.
    const order = Array.from({ length: m }, (_, j) => j).sort((a, b) => pairs.imageOf[b] - pairs.imageOf[a] || a - b);
    const rows = await pairs.texts.readRows(0, m);
    const shuffled = new Float32Array(rows.length);
    for (const [to, j] of order.entries()) shuffled.set(rows.subarray(j * 16, (j + 1) * 16), to * 16);
    const images = await pairs.images.readRows(0, 600);
    const other = await engine.audit(
      pairsOf(
        images,
        600,
        16,
        shuffled,
        order.map((j) => pairs.imageOf[j]),
      ),
    );
    expect(other.sas).toEqual(sorted.sas);
    expect(other.retrieval).toEqual(sorted.retrieval);
    expect(other.metrics).toEqual(sorted.metrics);
  });
});

describe("unequal widths", () => {
  it("give what is defined, and a reason with both numbers for the rest", async () => {
    const audit = await engine.audit(somePairs({ n: 300, d: 24, dy: 10 }));
    expect(audit.metrics.cka).toBeGreaterThan(0);
    expect(audit.metrics.svcca).toBeGreaterThan(0);
    expect(audit.metrics.mutualKnn).toBeGreaterThan(0);
    expect(audit.metrics.uniformity.text).toBeLessThan(0);
    expect(audit.spectrum.text.effectiveRank).toBeGreaterThan(1);
    for (const quantity of [
      audit.sas.imageToText,
      audit.sweep,
      audit.modes,
      audit.retrieval,
      audit.cosine,
      audit.metrics.mmd,
      audit.metrics.mmdUnbiased,
    ])
      expect(quantity).toEqual({ status: "unavailable", reason: expect.stringMatching(/24 wide.*10/) });
    for (const { key, at, oneWidth } of quantities()) {
      const quantity = valueAt(audit, at);
      if (oneWidth) expect([key, quantity]).toEqual([key, { status: "unavailable", reason: expect.stringContaining("one width") }]);
      else expect([key, typeof quantity]).toEqual([key, "number"]);
    }
    expect(JSON.stringify(audit)).not.toContain("still being computed");
  });
});

describe("rows that cannot be used", () => {
  it("stop the audit with every row's number, on both sides", async () => {
    const pairs = somePairs({ n: 900, d: 12 });
    const images = await pairs.images.readRows(0, 900);
    const texts = await pairs.texts.readRows(0, 900);
    images[7 * 12 + 3] = Number.NaN;
    images[800 * 12] = Number.POSITIVE_INFINITY;
    texts.fill(0, 20 * 12, 21 * 12);
    const error = await failure(engine.audit(pairsOf(images, 900, 12, texts, Array.from(pairs.imageOf))));
    expect(error.code).toBe("NOT_FINITE");
    expect(error.details).toEqual({ images: [7, 800], texts: [20] });
    expect(error.message).toContain("2 rows of the images (images.npy) hold NaN or infinite values (rows 7, 800)");
    expect(error.message).toContain("1 row of the texts (texts.npy) is zero");
  });

  it("are zero rows with ZERO_ROW where nothing is NaN", async () => {
    const pairs = somePairs({ n: 30, d: 4 });
    const texts = await pairs.texts.readRows(0, 30);
    texts.fill(0, 8, 12);
    const error = await failure(engine.audit(pairsOf(await pairs.images.readRows(0, 30), 30, 4, texts, Array.from(pairs.imageOf))));
    expect(error.code).toBe("ZERO_ROW");
    expect(error.details.texts).toEqual([2]);
  });

  it("are rows whose products float32 cannot hold, with OUT_OF_RANGE and the lengths that can be used", async () => {
    const pairs = somePairs({ n: 30, d: 4 });
    const images = await pairs.images.readRows(0, 30);
    images[0] = 1e20;
    const error = await failure(engine.audit(pairsOf(images, 30, 4, await pairs.texts.readRows(0, 30), Array.from(pairs.imageOf))));
    expect(error.code).toBe("OUT_OF_RANGE");
    expect(error.details.images).toEqual([0]);
    expect(error.message).toContain("1e-15 to 1000000000000000");
  });

  it("leave the engine ready for the next audit", async () => {
    const audit = await engine.audit(somePairs({ n: 50, d: 6 }));
    expect(audit.sas.imageToText).toBeGreaterThan(0.5);
  });
});

describe("too little or wrong input", () => {
  it("is refused for one pair with TOO_FEW_ROWS", async () => {
    expect((await failure(engine.audit(somePairs({ n: 1, d: 8 })))).code).toBe("TOO_FEW_ROWS");
  });

  it("is refused for an image without a text with BAD_MAP and the image's number", async () => {
    const pairs = somePairs({ n: 5, d: 8 });
    pairs.imageOf[3] = 2;
    const error = await failure(engine.audit(pairs));
    expect(error.code).toBe("BAD_MAP");
    expect(error.details.image).toBe(3);
  });

  it("is refused for an unknown option with BAD_USE and the known names", async () => {
    const error = await failure(engine.audit(somePairs({ n: 5, d: 8 }), /** @type {any} */ ({ topq: 0.2 })));
    expect(error.code).toBe("BAD_USE");
    expect(error.message).toContain("topQ");
  });

  it("is refused for top q outside (0, 1] with OUT_OF_RANGE", async () => {
    expect((await failure(engine.audit(somePairs({ n: 5, d: 8 }), { topQ: 0 }))).code).toBe("OUT_OF_RANGE");
  });
});

describe("a running audit", () => {
  it("is cancelled at once, and the engine goes on with the next one", async () => {
    const stop = new AbortController();
    const running = engine.audit(
      somePairs({ n: 4000, d: 64 }),
      {},
      { signal: stop.signal, onProgress: ({ done }) => done > 0.2 && stop.abort() },
    );
    expect((await failure(running)).code).toBe("CANCELLED");
    expect((await engine.audit(somePairs({ n: 60, d: 8 }))).inputs.pairs).toBe(60);
  });

  it("reports progress that only grows and ends at 1", async () => {
    /** @type {number[]} */
    const seen = [];
    await engine.audit(somePairs({ n: 1200, d: 32 }), {}, { onProgress: ({ done }) => seen.push(done) });
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.every((done, k) => k === 0 || done >= seen[k - 1])).toBe(true);
    expect(seen.at(-1)).toBeCloseTo(1, 6);
  });

  it("gives the headline before the rest, with the same digits as in the end", async () => {
    /** @type {import("../../../web/src/types.d.ts").Audit[]} */
    const partial = [];
    const audit = await engine.audit(somePairs({ n: 1200, d: 32 }), {}, { onPartial: (a) => partial.push(a) });
    const [first] = partial;
    expect(first.sas).toEqual(audit.sas);
    expect(first.metrics.mutualKnn).toEqual({ status: "unavailable", reason: "still being computed" });
    expect(JSON.stringify(audit)).not.toContain("still being computed");
  });

  it("shows all scores before long files are hashed", async () => {
    /** @type {(sha256: string) => void} */
    let finishHash = () => {};
    const slow = createEngine({ platform: { ...platform, sha256: () => new Promise((resolve) => (finishHash = resolve)) }, workers: 2 });
    const pairs = somePairs({ n: 1200, d: 32 });
    const blob = /** @type {any} */ (new Blob([]));
    pairs.origin = { images: { ...pairs.origin.images, blob }, texts: { ...pairs.origin.texts, blob } };
    const pending = { status: "unavailable", reason: "still being computed" };
    /** Of partial audits that hold every score. @type {unknown[]} */
    const hashes = [];
    const onPartial = (/** @type {import("../../../web/src/types.d.ts").Audit} */ { metrics, spectrum, inputs }) => {
      if (JSON.stringify([metrics, spectrum]).includes(pending.reason)) return;
      hashes.push(inputs.images.sha256);
      finishHash("00");
    };
    const audit = await slow.audit(pairs, {}, { onPartial });
    slow.dispose();
    expect(hashes[0]).toEqual(pending);
    expect([audit.inputs.images.sha256, audit.inputs.texts.sha256]).toEqual(["00", "00"]);
  });

  it("fails, and does not wait for ever, where its data cannot be posted to a worker", async () => {
    const pairs = somePairs({ n: 40, d: 8 });
    const blob = { size: 0, slice: () => blob, arrayBuffer: async () => new ArrayBuffer(0) };
    const plain = { blob, dtype: /** @type {const} */ ("float32"), bigEndian: false, rows: 40, cols: 8, rowBytes: 32 };
    expect((await failure(engine.audit({ ...pairs, images: { ...pairs.images, plain } }))).code).toBe("INTERNAL");
    expect((await engine.audit(somePairs({ n: 60, d: 8 }))).inputs.pairs).toBe(60);
  });

  it("survives the death of a worker: its task runs again on a new one, with the same digits", async () => {
    const pairs = somePairs({ n: 3000, d: 48 });
    const expected = digits(await engine.audit(pairs));
    let spawned = 0;
    let killed = false;
    /** @type {(() => void)[]} */
    const ends = [];
    const fragile = {
      ...platform,
      spawn() {
        spawned++;
        const link = platform.spawn();
        return {
          ...link,
          listen(/** @type {(message: any) => void} */ onMessage, /** @type {(reason: string) => void} */ onEnd) {
            ends.push(() => {
              link.end();
              onEnd("killed by the test");
            });
            link.listen(onMessage, onEnd);
          },
        };
      },
    };
    const one = createEngine({ platform: fragile, workers: 2 });
    const audit = await one.audit(
      pairs,
      {},
      {
        onProgress: ({ stage }) => {
          if (stage !== "similarities" || killed) return;
          killed = true;
          ends[0]();
        },
      },
    );
    one.dispose();
    expect(killed).toBe(true);
    expect(spawned).toBe(3);
    expect(digits(audit) === expected).toBe(true);
  });
});

describe("identical texts", () => {
  it("are counted, and accepted in a second recall that is never below the first", async () => {
    const next = random(5);
    const n = 200;
    const d = 12;
    const images = Float32Array.from({ length: n * d }, next);
    const texts = Float32Array.from({ length: n * d }, (_, k) => images[k] + 0.3 * next());
    for (let i = 0; i < 60; i++) texts.copyWithin((100 + i) * d, i * d, (i + 1) * d);
    const { retrieval, inputs } = await engine.audit(
      pairsOf(
        images,
        n,
        d,
        texts,
        Array.from({ length: n }, (_, i) => i),
      ),
    );
    if ("status" in retrieval) throw new Error(retrieval.reason);
    expect(retrieval.duplicates.identicalTexts).toBe(60);
    expect(inputs.findings.find((f) => f.code === "IDENTICAL_TEXTS")?.count).toBe(60);
    for (const k of /** @type {const} */ (["1", "5", "10"])) {
      expect(retrieval.duplicates.imageToText[k]).toBeGreaterThanOrEqual(retrieval.imageToText.recall[k]);
      expect(retrieval.duplicates.textToImage[k]).toBeGreaterThanOrEqual(retrieval.textToImage.recall[k]);
    }
    expect(retrieval.duplicates.textToImage["1"]).toBeGreaterThan(retrieval.textToImage.recall["1"]);
  });
});

describe("data too large for all pairs", () => {
  const spec = { n: 2500, d: 24, counts: (/** @type {number} */ i) => 1 + (i % 3) };

  it("give retrieval, neighbours and uniformity from seeded queries, with the exact value inside its interval", async () => {
    const exact = await engine.audit(somePairs(spec));
    const audit = await engine.audit(somePairs(spec), { exactPairs: 1e6, queries: 800 });
    const { sampling, retrieval } = audit;
    if (
      !sampling ||
      "status" in retrieval ||
      "status" in exact.retrieval ||
      "status" in sampling.recall ||
      "status" in sampling.mutualKnn ||
      "status" in sampling.uniformity
    )
      throw new Error("unavailable");
    expect(sampling.queries).toBe(800);
    expect(audit.sas).toEqual(exact.sas);
    expect(audit.metrics.cka).toBe(exact.metrics.cka);
    // One seed, nine intervals of 95 %: this seed's all hold; another may miss one.
    const inside = (/** @type {{ low: number, high: number }} */ { low, high }, /** @type {number} */ value) =>
      low <= value && value <= high;
    for (const direction of /** @type {const} */ (["imageToText", "textToImage"]))
      for (const k of /** @type {const} */ (["1", "5", "10"]))
        expect(inside(sampling.recall[direction][k], exact.retrieval[direction].recall[k])).toBe(true);
    expect(inside(sampling.mutualKnn, /** @type {number} */ (exact.metrics.mutualKnn))).toBe(true);
    expect(inside(sampling.uniformity.image, /** @type {number} */ (exact.metrics.uniformity.image))).toBe(true);
    expect(inside(sampling.uniformity.text, /** @type {number} */ (exact.metrics.uniformity.text))).toBe(true);
  });

  it("with every row as a query give the exact ranks", async () => {
    const exact = await engine.audit(somePairs({ n: 1100, d: 16 }));
    const audit = await engine.audit(somePairs({ n: 1100, d: 16 }), { exactPairs: 0, queries: 1099 });
    if ("status" in audit.retrieval || "status" in exact.retrieval) throw new Error("unavailable");
    // One query of 1,100 is left out, so a recall differs by less than 1 / 1,099.
    for (const k of /** @type {const} */ (["1", "5", "10"]))
      expect(Math.abs(audit.retrieval.textToImage.recall[k] - exact.retrieval.textToImage.recall[k])).toBeLessThan(1 / 1099);
  });

  it("give other queries for another seed, and the same digits for 1 and 2 workers", async () => {
    const audits = [];
    for (const [workers, seed] of [
      [1, 3],
      [2, 3],
      [2, 4],
    ]) {
      const one = createEngine({ platform, workers });
      audits.push(await one.audit(somePairs(spec), { exactPairs: 0, queries: 300, seed }));
      one.dispose();
    }
    expect(digits(audits[0]) === digits(audits[1])).toBe(true);
    expect(audits[2].retrieval).not.toEqual(audits[1].retrieval);
  });
});

describe("the built-in examples", () => {
  it("have the sign that their private structure gives: lower towards the side that lacks it", async () => {
    const imbalance = async (/** @type {"balanced" | "imagePrivate" | "textPrivate"} */ name) =>
      /** @type {number} */ ((await engine.audit(await engine.synthetic(name))).sas.imbalance);
    expect(Math.abs(await imbalance("balanced"))).toBeLessThan(0.05);
    expect(await imbalance("imagePrivate")).toBeLessThan(-0.2);
    expect(await imbalance("textPrivate")).toBeGreaterThan(0.2);
  });
});
