import { describe, expect, it } from "vitest";
import { cutsFor, signFindings } from "../../../web/src/engine/alternatives.js";
import { correlation, traitsOf } from "../../../web/src/engine/covariates.js";
import { createEngine } from "../../../web/src/engine/index.js";
import { drawn } from "../../../web/src/engine/mode-detail.js";
import { testEngine } from "./engine.js";
import { digits, pairsOf, random, somePairs } from "./pairs.js";

/** @import { Alternative, Audit, Pairs, Unavailable } from "../../../web/src/types.d.ts" */

const { platform, engine } = await testEngine();

/** @template T @param {T} value @returns {Exclude<T, Unavailable>} */
function had(value) {
  if (value && typeof value === "object" && "status" in value) throw new Error(/** @type {any} */ (value).reason);
  return /** @type {any} */ (value);
}

/** Two templates: one direction is added to every second text, its opposite to the others; the images know nothing of it. @param {number} n @param {number} d */
async function templates(n, d) {
  const plain = somePairs({ n, d, seed: 3 });
  const images = await plain.images.readRows(0, n);
  const texts = (await plain.texts.readRows(0, n)).slice();
  for (let i = 0; i < n; i++) for (let k = 0; k < d; k++) texts[i * d + k] += (i % 2 === 0 ? 0.8 : -0.8) * Math.cos(k);
  /** @type {Pairs} */
  const pairs = pairsOf(images, n, d, texts, Array.from(plain.imageOf));
  pairs.captions = Array.from({ length: n }, (_, i) => `${i % 2 === 0 ? "FINDINGS: " : "no "}${"x".repeat(1 + ((7 * i) % 40))}`);
  pairs.metadata = [
    { name: "template", values: Array.from({ length: n }, (_, i) => (i % 2 === 0 ? "long" : "short")) },
    { name: "note", values: Array.from({ length: n }, (_, i) => `word ${i}`) },
  ];
  return pairs;
}

describe("alternatives to the cut", () => {
  it("begin with the audit's own, and agree with the listed modes", async () => {
    const audit = await engine.audit(somePairs({ n: 900, d: 80 }));
    const alternatives = had(audit.alternatives).choices;
    expect(alternatives.map(({ cut }) => cut)).toEqual(cutsFor(0.1, 80));
    const { imageToText, textToImage, imbalance, modesKept } = audit.sas;
    expect(alternatives[0]).toMatchObject({ imageToText, textToImage, imbalance, modesKept });
    const { imageAnchor } = had(audit.modes);
    const total = imageAnchor.eigenvalues.reduce((sum, value) => sum + value, 0);
    for (const { cut, modesKept: kept, imageToText: score } of alternatives) {
      const lambda = imageAnchor.eigenvalues.slice(0, kept.image);
      const sum = lambda.reduce((a, b) => a + b, 0);
      // Sums in another order.
      expect(score).toBeCloseTo(lambda.reduce((a, value, k) => a + value * imageAnchor.absCorrelation[k], 0) / sum, 12);
      if (cut.by === "count") expect(kept).toEqual({ image: cut.value, text: cut.value });
      if (cut.by !== "variance") continue;
      expect(sum).toBeGreaterThanOrEqual(cut.value * total * (1 - 1e-12));
      expect(sum - lambda[kept.image - 1]).toBeLessThan(cut.value * total);
    }
  });

  it("with the scale-free epsilon do not change with the scale of the embeddings, where the paper's do", async () => {
    const pairs = somePairs({ n: 600, d: 24 });
    // A power of two rounds nothing.
    const scaled = async (/** @type {"images" | "texts"} */ side) => (await pairs[side].readRows(0, 600)).map((value) => value * 2 ** -9);
    const small = pairsOf(await scaled("images"), 600, 24, await scaled("texts"), Array.from(pairs.imageOf));
    const [whole, tiny] = [await engine.audit(pairs), await engine.audit(small)];
    for (const [k, { scaleFree, imageToText }] of had(whole.alternatives).choices.entries()) {
      const other = had(tiny.alternatives).choices[k];
      expect(other.scaleFree.imageToText).toBeCloseTo(scaleFree.imageToText, 9);
      expect(other.scaleFree.textToImage).toBeCloseTo(scaleFree.textToImage, 9);
      expect(other.imageToText).toBeLessThan(imageToText - 0.1);
    }
  });

  it("leave out counts that exceed the dimensions", () => {
    expect(cutsFor(0.7, 12).slice(0, 2)).toEqual([
      { by: "directions", value: 0.7 },
      { by: "directions", value: 1 },
    ]);
    expect(cutsFor(1, 12)).toEqual([
      { by: "directions", value: 1 },
      { by: "count", value: 10 },
      ...[0.5, 0.8, 0.9, 0.99].map((value) => ({ by: "variance", value })),
    ]);
  });

  /** @param {number} imbalance @param {number} [free] @returns {Alternative} */
  const choice = (imbalance, free = imbalance) => {
    const of = (/** @type {number} */ value) => ({ imageToText: 0.5 + value, textToImage: 0.5, imbalance: value });
    return { cut: { by: "count", value: 10 }, modesKept: { image: 10, text: 10 }, ...of(imbalance), scaleFree: of(free) };
  };

  it("that turn the imbalance over are a finding with both values, within chance they are none", () => {
    const [finding] = signFindings([{ ...choice(0.19), cut: { by: "directions", value: 0.1 } }, choice(-0.05)], 5000);
    expect(finding).toMatchObject({ code: "SIGN_DEPENDS_ON_CUT", level: "warning" });
    expect(finding.message).toContain(
      "With the top 10 % of directions the imbalance is +0.190. With the 10 strongest directions it is −0.050.",
    );
    expect(signFindings([choice(0.19, -0.03)], 5000)[0].message).toContain(
      "With the 10 strongest directions and a scale-free ε it is −0.030.",
    );
    expect(signFindings([choice(0.19), choice(-0.019)], 5000)).toEqual([]);
    expect(signFindings([choice(0.19), choice(-0.05)], 100)).toEqual([]);
    expect(signFindings([choice(0.19), choice(0.05)], 5000)).toEqual([]);
  });
});

describe("what the leading modes go with", () => {
  it("names a planted template as the texts' first mode, which the images do not know", async () => {
    const { correlates } = await engine.audit(await templates(800, 24));
    const { traits, textAnchor, imageAnchor } = had(correlates);
    expect(traits.map(({ of, name }) => name || of)).toEqual(["textLength", "imageNorm", "textNorm", "template"]);
    const at = traits.findIndex(({ name }) => name === "template");
    expect(textAnchor.anchor[0][at]).toBeGreaterThan(0.9);
    expect(textAnchor.other[0][at]).toBeLessThan(2 * traits[at].chance95);
    for (const row of imageAnchor.anchor) expect(row[at]).toBeLessThan(2 * traits[at].chance95);
  });

  it("is the same for 1 and 5 workers, and in both forms of the second-order structure defined alike", async () => {
    for (const [n, d] of [
      [700, 16],
      [60, 90],
    ]) {
      const pairs = await templates(n, d);
      const all = [];
      for (const workers of [1, 5]) {
        const one = createEngine({ platform, workers });
        all.push(digits(await one.audit(pairs)));
        one.dispose();
      }
      expect(all[0] === all[1]).toBe(true);
      expect(had(JSON.parse(all[0]).correlates).textAnchor.anchor[0][3]).toBeGreaterThan(0.9);
    }
  });

  it("has no traits where nothing is known of the rows, and is unavailable for unequal widths", async () => {
    const unit = await engine.synthetic("textPrivate");
    expect(had((await engine.audit(unit)).correlates).traits.filter(({ of }) => of === "metadata")).toEqual([]);
    expect((await engine.audit(somePairs({ n: 60, d: 8, dy: 6 }))).correlates).toMatchObject({ status: "unavailable" });
  });
});

describe("traits", () => {
  const n = 400;
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const ones = new Float64Array(n).fill(1);
  /** @param {string} name @param {(row: number) => string | number} value @param {string[]} [captions] */
  async function traits(name, value, captions) {
    const column = { name, values: Array.from({ length: n }, (_, row) => String(value(row))) };
    const pairs = /** @type {Pairs} */ ({ ...somePairs({ n: 2, d: 2 }), metadata: [column], captions });
    return traitsOf(pairs, rows, rows, { images: ones, texts: ones }, (freedom) =>
      engine.statistics.upperPoint({ distribution: "chi-squared", tail: 0.05, freedom }),
    );
  }
  const next = random(9);
  const normal = Float64Array.from(rows, () => next() + next() + next() + next());

  it("are numbers, groups of words, and groups of a few whole numbers", async () => {
    expect((await traits("age", (row) => 20 + ((row * 7) % 60)))[0]).toMatchObject({ kind: "number", pairs: n, groups: 0 });
    expect((await traits("sex", (row) => (row % 3 === 0 ? "F" : "M")))[0]).toMatchObject({ kind: "groups", groups: 2 });
    expect((await traits("label", (row) => row % 5))[0]).toMatchObject({ kind: "groups", groups: 5 });
    expect((await traits("flag", (row) => row % 2))[0]).toMatchObject({ kind: "number" });
  });

  it("are not names, row numbers or constants; missing values are left out", async () => {
    expect(await traits("path", (row) => `a${row}.png`)).toEqual([]);
    expect(await traits("row", (row) => row)).toEqual([]);
    expect(await traits("site", () => "one")).toEqual([]);
    expect((await traits("age", (row) => (row % 4 === 0 ? "NA" : 20 + (row % 60))))[0].pairs).toBe(300);
    expect((await traits("sex", (row) => (row % 4 === 0 ? "" : row % 2)))[0]).toMatchObject({ pairs: 300 });
  });

  it("are the length of a text, and norms only where rows are not of unit length", async () => {
    const captions = Array.from({ length: n }, (_, row) => "x".repeat(row % 30));
    expect((await traits("site", () => "one", captions)).map(({ of }) => of)).toEqual(["textLength"]);
  });

  it("of random groups exceed their chance level in about 1 of 20 shuffles, whatever their number", async () => {
    for (const groups of [2, 5, 40]) {
      let above = 0;
      const draws = 600;
      for (let draw = 0; draw < draws; draw++) {
        const [trait] = await traits("g", () => `g${Math.floor((next() + 0.5) * groups)}`);
        if (/** @type {number} */ (correlation(normal, trait)) > trait.chance95) above++;
      }
      // 600 draws at 5 % have a standard error of 0.9 %; four of them.
      expect(above / draws).toBeGreaterThan(0.01);
      expect(above / draws).toBeLessThan(0.09);
    }
  });

  it("that are the coordinate itself correlate fully, with its sign", async () => {
    const [trait] = await traits("copy", (row) => -3 * normal[row] + 1);
    // The column is decimal text.
    expect(correlation(normal, trait)).toBeCloseTo(-1, 12);
  });
});

describe("a mode in every pair", () => {
  /** @param {Pairs} pairs @param {Audit} audit @param {"image" | "text"} side @param {number} mode */
  async function checked(pairs, audit, side, mode) {
    const detail = await engine.modeDetail(audit, { side, mode });
    const { covariance, absCorrelation } = had(audit.modes)[side === "image" ? "imageAnchor" : "textAnchor"];
    const { image, text } = detail.scatter;
    expect(image).toHaveLength(pairs.images.rows);
    const mean = (/** @type {number[]} */ values) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(image.map((value) => value * value))).toBeCloseTo(1, 9);
    expect(mean(text)).toBeCloseTo(0, 9);
    const products = image.map((value, i) => value * text[i]);
    // rho of the float64 coordinates beside that of float32 moments, with the paper's epsilon.
    expect(Math.abs(mean(products) - Math.sign(covariance[mode]) * absCorrelation[mode])).toBeLessThan(1e-4);
    const sorted = (/** @type {number[]} */ values) =>
      values.map((value, i) => ({ value, i })).sort((a, b) => b.value - a.value || a.i - b.i);
    const rows = (/** @type {{ i: number }[]} */ list) => list.slice(0, 6).map(({ i }) => i);
    const found = (/** @type {{ imageRow: number }[]} */ list) => list.map(({ imageRow }) => imageRow);
    expect(found(detail.poles.image.high)).toEqual(rows(sorted(image)));
    expect(found(detail.poles.image.low)).toEqual(rows(sorted(image).reverse()));
    expect(found(detail.poles.text.high)).toEqual(rows(sorted(text)));
    const sign = Math.sign(mean(products));
    expect(found(detail.carry)).toEqual(rows(sorted(products.map((value) => sign * value))));
    expect(found(detail.against)).toEqual(rows(sorted(products.map((value) => -sign * value))));
    return detail;
  }

  it.each([
    ["more pairs than dimensions", 900, 20],
    ["fewer pairs than dimensions", 50, 70],
  ])("has the correlation of the audit, its poles, what carries it and what breaks it: %s", async (_, n, d) => {
    const pairs = somePairs({ n, d });
    const audit = await engine.audit(pairs);
    for (const side of /** @type {const} */ (["image", "text"])) for (const mode of [0, 1, 7]) await checked(pairs, audit, side, mode);
  });

  it("names pairs by the files' rows, ids and captions, an image's first text for it", async () => {
    const pairs = somePairs({ n: 300, d: 12, counts: (i) => 1 + (i % 3) });
    const m = pairs.texts.rows;
    pairs.captions = Array.from({ length: m }, (_, j) => `text ${j}`);
    pairs.ids = { images: Array.from({ length: 310 }, (_, i) => `id ${i}`) };
    pairs.fileRows = { images: Int32Array.from({ length: 300 }, (_, i) => i + 10) };
    const audit = await engine.audit(pairs);
    const { carry } = await engine.modeDetail(audit, { side: "text", mode: 0 });
    for (const { imageRow, textRow, imageId, caption } of carry) {
      expect(imageId).toBe(`id ${imageRow}`);
      expect(pairs.imageOf[textRow]).toBe(imageRow - 10);
      expect(pairs.imageOf[textRow - 1]).not.toBe(imageRow - 10);
      expect(caption).toBe(`text ${textRow}`);
    }
  });

  it("shows a seeded sample of many pairs, the same on any number of workers", async () => {
    const pairs = somePairs({ n: 5000, d: 8 });
    const details = [];
    for (const workers of [1, 3]) {
      const one = createEngine({ platform, workers });
      details.push(JSON.stringify(await one.modeDetail(await one.audit(pairs), { side: "image", mode: 2 })));
      one.dispose();
    }
    expect(details[0] === details[1]).toBe(true);
    expect(JSON.parse(details[0]).scatter.image).toHaveLength(2000);
  });

  it("is refused beyond the modes that have variance, and for an audit that the engine does not know", async () => {
    const pairs = somePairs({ n: 30, d: 40 });
    const audit = await engine.audit(pairs);
    await expect(engine.modeDetail(audit, { side: "image", mode: 35 })).rejects.toMatchObject({ code: "OUT_OF_RANGE" });
    await expect(engine.modeDetail(structuredClone(audit), { side: "image", mode: 0 })).rejects.toMatchObject({ code: "BAD_USE" });
  });
});

describe("a drawn sample", () => {
  it("has distinct rows in order, all of them where there are no more, others for another seed", () => {
    expect(drawn(5, 10, 1)).toEqual([0, 1, 2, 3, 4]);
    const rows = drawn(1000, 100, 1);
    expect(rows).toHaveLength(100);
    expect(rows.every((row, k) => k === 0 || row > rows[k - 1])).toBe(true);
    expect(drawn(1000, 100, 2)).not.toEqual(rows);
  });

  it("takes every row equally often", () => {
    const counts = new Array(20).fill(0);
    for (let seed = 0; seed < 2000; seed++) for (const row of drawn(20, 5, seed)) counts[row]++;
    // 500 expected, with a standard deviation of 19.
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(100);
  });
});
