import { describe, expect, it } from "vitest";
import { ConstantColumns, constantInAll } from "../../../web/src/engine/row-checks.js";
import { withoutRows } from "../../../web/src/pairing/index.js";
import { memorySource } from "../../../web/src/readers/plain-rows.js";
import { testEngine } from "./engine.js";
import { pairsOf, random, somePairs } from "./pairs.js";

/** @import { Finding, Pairs } from "../../../web/src/types.d.ts" */

const { engine } = await testEngine();

/** @param {Pairs} pairs @param {string} code @param {import("../../../web/src/types.d.ts").AuditOptions} [options] @returns {Promise<Finding[]>} */
const found = async (pairs, code, options) =>
  (await engine.audit(pairs, { bootstrap: 0, permutations: 0, ...options })).inputs.findings.filter((finding) => finding.code === code);

/** The texts' rows in another order. @param {Pairs} pairs @param {(row: number) => number} from @returns {Promise<Pairs>} */
async function reordered(pairs, from) {
  const { rows, cols } = pairs.texts;
  const all = await pairs.texts.readRows(0, rows);
  const moved = new Float32Array(all.length);
  for (let r = 0; r < rows; r++) moved.set(all.subarray(from(r) * cols, (from(r) + 1) * cols), r * cols);
  return { ...pairs, texts: memorySource("texts", rows, cols, "float32", moved) };
}

/** @param {number} n @param {number} seed */
function shuffledRows(n, seed) {
  const next = random(seed);
  const order = Array.from({ length: n }, (_, row) => ({ row, key: next() }));
  return order.sort((a, b) => a.key - b.key).map(({ row }) => row);
}

/** Texts follow their images with noise. @param {number} n @param {number} d @param {number} noise @param {number} seed */
function noisyPairs(n, d, noise, seed) {
  const next = random(seed);
  const images = Float32Array.from({ length: n * d }, next);
  const texts = images.map((value) => value + noise * next());
  const imageOf = Array.from({ length: n }, (_, row) => row);
  return pairsOf(images, n, d, texts, imageOf);
}

describe("rows in step", () => {
  it("says that the rows are shifted where the neighbours' texts fit better, and which way", async () => {
    const pairs = somePairs({ n: 600, d: 16 });
    const shifted = async (/** @type {number} */ by) =>
      (await found(await reordered(pairs, (row) => (row - by + 600) % 600), "SHIFTED_ROWS")).map(({ message }) => message);
    expect(await shifted(0)).toEqual([]);
    expect(await shifted(1)).toEqual([expect.stringMatching(/1 row further down/)]);
    expect(await shifted(-2)).toEqual([expect.stringMatching(/2 rows further up/)]);
  });
});

describe("sides in different orders", () => {
  it("are found where the texts were shuffled, with the share that matches and its cosines", async () => {
    const order = shuffledRows(800, 9);
    const pairs = noisyPairs(800, 48, 0.8, 2);
    expect(await found(pairs, "PERMUTED_ROWS")).toEqual([]);
    const [finding] = await found(await reordered(pairs, (row) => order[row]), "PERMUTED_ROWS");
    expect(finding.count).toBeGreaterThan(250);
    expect(finding.message).toContain(`Of 512 images looked at, ${finding.count} match another image’s text:`);
    expect(finding.rows).toHaveLength(10);
  });

  it("are found through a map with several texts an image, and where rows were sampled", async () => {
    const spec = { n: 1500, d: 64, counts: (/** @type {number} */ i) => 1 + (i % 3) };
    const pairs = somePairs(spec);
    const order = shuffledRows(spec.n, 4);
    const shuffled = { ...pairs, imageOf: pairs.imageOf.map((image) => order[image]) };
    for (const options of [{}, { exactPairs: 1e6, queries: 300 }]) {
      expect(await found(pairs, "PERMUTED_ROWS", options)).toEqual([]);
      expect(await found(shuffled, "PERMUTED_ROWS", options)).toHaveLength(1);
    }
  });

  it("are told as shifted, with their distance, where that is the same for most", async () => {
    const pairs = noisyPairs(300, 48, 0.8, 5);
    const down = await reordered(pairs, (row) => (row - 9 + 300) % 300);
    expect((await found(down, "SHIFTED_ROWS")).map(({ message }) => message)).toEqual([expect.stringMatching(/9 rows further down/)]);
    const up = await reordered(pairs, (row) => (row + 40) % 300);
    expect((await found(up, "SHIFTED_ROWS")).map(({ message }) => message)).toEqual([expect.stringMatching(/40 rows further up/)]);
  });

  it.each([
    [60, 4],
    [400, 2],
    [400, 16],
    [400, 256],
    [1500, 64],
  ])("are not seen between %i unrelated rows of %i columns", async (n, d) => {
    for (let seed = 1; seed <= 4; seed++) expect(await found(noisyPairs(n, d, 1e6, seed), "PERMUTED_ROWS")).toEqual([]);
  });
});

describe("constant dimensions", () => {
  it("are counted on each side, with the first ten", async () => {
    const { images, texts, imageOf } = somePairs({ n: 3000, d: 24, counts: (i) => 1 + (i % 2) });
    const x = await images.readRows(0, images.rows);
    const y = await texts.readRows(0, texts.rows);
    for (let row = 0; row < images.rows; row++) x[row * 24 + 5] = 0.25;
    for (let row = 0; row < texts.rows; row++) y.fill(0, row * 24 + 10, row * 24 + 22);
    const [image, text] = await found(pairsOf(x, images.rows, 24, y, Array.from(imageOf)), "CONSTANT_DIMENSIONS");
    expect(image).toMatchObject({ side: "images", count: 1, dimensions: [5], rows: [], message: expect.stringContaining("number 5,") });
    expect(text).toMatchObject({ side: "texts", count: 12, dimensions: [10, 11, 12, 13, 14, 15, 16, 17, 18, 19] });
  });

  it("are none where one value of the last row differs", async () => {
    const { images, texts, imageOf } = somePairs({ n: 3000, d: 24 });
    const x = await images.readRows(0, 3000);
    for (let row = 0; row < 2999; row++) x[row * 24 + 5] = 0.25;
    expect(await found(pairsOf(x, 3000, 24, await texts.readRows(0, 3000), Array.from(imageOf)), "CONSTANT_DIMENSIONS")).toEqual([]);
  });

  it("of parts are constant in the whole only with one value", () => {
    const part = (/** @type {number[]} */ rows) => {
      const columns = new ConstantColumns(2);
      columns.add(Float32Array.from(rows));
      return columns.result();
    };
    expect(constantInAll([part([1, 2, 1, 2]), part([1, 3])])).toEqual([0]);
    expect(constantInAll([part([1, 2, 1, 4]), part([1, 2])])).toEqual([0]);
    expect(constantInAll([part([0, 2]), part([-0, 2, 0, 2])])).toEqual([0, 1]);
  });
});

describe("row numbers", () => {
  it("are the files' own after rows were left out, in refusals and in findings", async () => {
    const { images, texts, imageOf } = somePairs({ n: 60, d: 8, counts: () => 2 });
    const x = await images.readRows(0, 60);
    const y = await texts.readRows(0, 120);
    x[20 * 8] = Number.NaN;
    y.fill(0, 70 * 8, 71 * 8);
    x.copyWithin(50 * 8, 49 * 8, 50 * 8);
    const rest = withoutRows(pairsOf(x, 60, 8, y, Array.from(imageOf)), { images: [3, 7], texts: [12] });
    const failure = await engine.audit(rest).then(
      () => null,
      (error) => error,
    );
    expect(failure.message).toContain("(row 20)");
    expect(failure.message).toContain("(row 70)");
    // The details are for the one who made the pairs.
    expect(failure.details).toEqual({ images: [18], texts: [65] });
    const clean = withoutRows(rest, failure.details);
    expect((await found(clean, "IDENTICAL_IMAGES"))[0].rows).toEqual([50]);
    expect((await found(clean, "NOT_UNIT_NORM")).find(({ side }) => side === "texts")?.rows.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 8, 9]);
  });

  it("are those of a file whose texts are stored in another order", async () => {
    const { images, texts } = somePairs({ n: 40, d: 8 });
    const y = await texts.readRows(0, 40);
    y.copyWithin(5 * 8, 30 * 8, 31 * 8);
    const backwards = Array.from({ length: 40 }, (_, row) => 39 - row);
    const pairs = pairsOf(await images.readRows(0, 40), 40, 8, y, backwards);
    expect((await found(pairs, "IDENTICAL_TEXTS"))[0].rows).toEqual([5]);
  });
});

describe("stored types", () => {
  it("name a side in whole numbers", async () => {
    const pairs = somePairs({ n: 40, d: 8 });
    const findings = await found({ ...pairs, texts: { ...pairs.texts, dtype: "uint8" } }, "WHOLE_NUMBERS");
    expect(findings.map(({ side, count }) => [side, count])).toEqual([["texts", 40]]);
  });
});
