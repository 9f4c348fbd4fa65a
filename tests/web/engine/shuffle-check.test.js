import { describe, expect, it } from "vitest";
import { shiftedRuns } from "../../../web/src/engine/shuffle-scan.js";
import { withoutRows } from "../../../web/src/pairing/index.js";
import { chanceOf, DISPLACED, factorRows, pairsOf, reordered } from "../../slow/order-data.js";
import { RIGHT } from "../../slow/order-right.js";
import { testEngine } from "./engine.js";
import { digits } from "./pairs.js";

/** @import { Pairs } from "../../../web/src/types.d.ts" */

const { engine, platform } = await testEngine();
const PLAIN = { bootstrap: 0, permutations: 0, hashes: false };

/** Findings on the order of rows. @param {Pairs} pairs */
const suspicions = async (pairs) =>
  (await engine.audit(pairs, PLAIN)).inputs.findings.filter(({ code }) => /PERMUTED|ORDER|ROUND|SHIFT/.test(code));

/** @param {number} n @param {number} [d] @param {number} [each] */
const rightRows = (n, d = 24, each = 1) =>
  factorRows(chanceOf(n + d), { n, d, each, noise: 0.15, own: 0.05, factors: Math.min(d, 20), decay: 0.01 });

/** Rows begin … begin + length - 1 displaced. @param {string} kind @param {number} n @param {number} begin @param {number} length @param {number} [d] */
function displaced(kind, n, begin, length, d) {
  return pairsOf(reordered(rightRows(n, d), DISPLACED[kind](chanceOf(5), n, begin, length)));
}

describe("a stretch of rows out of order", () => {
  it.each([
    [60, 20, 10, 12],
    [400, 120, 40, 24],
    [1126, 300, 200, 24],
  ])("of %i rows, shifted by one from row %i for %i rows, is told with its rows and the remedy", async (n, begin, length, d) => {
    const findings = await suspicions(displaced("shifted by 1", n, begin, length, d));
    expect(findings.map(({ code }) => code)).toEqual(["SHIFTED_PART"]);
    const [{ message, rows, count }] = findings;
    expect(message).toMatch(/1 row further down/);
    expect(message).toMatch(/mend that part, or leave these rows out\.$/);
    expect(Math.abs(rows[0] - begin)).toBeLessThanOrEqual(2);
    expect(Math.abs(count - (length - 1))).toBeLessThanOrEqual(4);
  });

  it.each(["one text added before the rest", "one text missing before the rest"])("%s is told from that row on", async (kind) => {
    const [finding, ...more] = await suspicions(displaced(kind, 300, 200, 100));
    expect(more).toEqual([]);
    expect(finding.code).toBe("SHIFTED_FROM_ROW");
    expect(finding.message).toMatch(kind.includes("added") ? /too many among the texts/ : /missing among the texts/);
    expect(Math.abs(finding.rows[0] - 200)).toBeLessThanOrEqual(2);
  });

  it("reversed is told with both ends", async () => {
    const findings = await suspicions(displaced("reversed", 300, 100, 40));
    expect(findings.map(({ code }) => code)).toEqual(["REVERSED_ORDER"]);
    expect(Math.abs(findings[0].rows[0] - 100)).toBeLessThanOrEqual(3);
  });

  it("as two batches in each other's place is told as swapped", async () => {
    const [finding] = await suspicions(displaced("halves swapped", 300, 100, 80));
    expect(finding.code).toBe("BLOCKS_OUT_OF_ORDER");
    expect(finding.message).toContain("fit text rows 140 to 179");
    expect(finding.message).toContain("fit text rows 100 to 139");
  });

  it("shuffled in itself is told with its rows", async () => {
    const chance = chanceOf(3);
    const rows = factorRows(chance, { n: 400, d: 96, noise: 0.3, own: 0, factors: 96, decay: 0 });
    const findings = await suspicions(pairsOf(reordered(rows, DISPLACED.shuffled(chance, 400, 150, 60))));
    expect(findings.map(({ code }) => code)).toEqual(["PERMUTED_PART"]);
    expect(findings[0].message).toContain("of another of these rows");
    expect(findings[0].rows[0]).toBeGreaterThanOrEqual(148);
    expect(findings[0].rows[0]).toBeLessThan(165);
  });

  it("has the row numbers of the files after rows were left out", async () => {
    const pairs = displaced("shifted by 1", 400, 120, 40);
    const leftOut = Array.from({ length: 50 }, (_, row) => row);
    const [whole] = await suspicions(pairs);
    const [rest] = await suspicions(withoutRows(pairs, { images: leftOut, texts: [] }));
    expect(rest.rows).toEqual(whole.rows);
    expect(rest.message).toContain("image rows 120 to ");
  });
});

describe("texts in a known other order", () => {
  const rows = rightRows(60, 12, 5);
  const order = Array.from({ length: 300 }, (_, j) => 5 * (j % 60) + Math.floor(j / 60));

  it("in rounds, first texts first, are told with the map that is right", async () => {
    const [finding] = await suspicions(pairsOf(reordered(rows, order)));
    expect(finding.code).toBe("ROUND_ROBIN_TEXTS");
    expect(finding.message).toMatch(/text j of image j mod n|text j belongs to image j mod n/);
    expect(await suspicions(pairsOf(rows))).toEqual([]);
  });

  it("by image are told where a map says rounds", async () => {
    const imageOf = Int32Array.from({ length: 300 }, (_, j) => j % 60);
    expect((await suspicions(pairsOf(rows, imageOf))).map(({ code }) => code)).toEqual(["GROUPED_TEXTS_ORDER"]);
  });

  it("are told with the mean cosine of the map as given, in whatever order that names the images", async () => {
    const imageOf = Int32Array.from({ length: 300 }, (_, j) => j % 60);
    const [{ message }] = await suspicions(pairsOf(rows, imageOf));
    const { d, x, y } = rows;
    const dot = (/** @type {Float32Array} */ a, /** @type {Float32Array} */ b) => a.reduce((sum, value, c) => sum + value * b[c], 0);
    const cosines = Array.from({ length: 300 }, (_, j) => [j, j % 60, Math.floor(j / 5)])
      .filter(([, given, right]) => given !== right)
      .map(([text, given]) => {
        const [a, b] = [x.subarray(given * d, (given + 1) * d), y.subarray(text * d, (text + 1) * d)];
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
      });
    const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
    expect(message).toContain(`against ${mean.toFixed(3)} as given`);
  });

  it("interleaved by several processes are told with their number", async () => {
    const one = rightRows(200);
    const places = Array.from({ length: 200 }, (_, p) => p);
    const byProcess = [0, 1, 2, 3].flatMap((process) => places.filter((p) => p % 4 === process));
    const [finding] = await suspicions(pairsOf(reordered(one, byProcess)));
    expect(finding.code).toBe("INTERLEAVED_ORDER");
    expect(finding.message).toContain("every 4th image");
  });
});

describe("right pairs", () => {
  it.each(Object.keys(RIGHT))("of the kind “%s” are not doubted", async (kind) => {
    for (let seed = 1; seed <= 2; seed++) expect(await suspicions(RIGHT[kind](chanceOf(seed)))).toEqual([]);
  });

  it("of two widths have no cosines, and nothing is said", async () => {
    const pairs = displaced("shifted by 1", 200, 50, 100);
    const wide = rightRows(200, 30);
    expect(await suspicions({ ...pairs, images: pairsOf(wide).images })).toEqual([]);
  });
});

describe("the scan", () => {
  it("takes no short run at one offset, and takes a long one, from row to row", () => {
    const seen = (/** @type {number} */ length) =>
      Array.from({ length: 500 }, (_, image) => {
        const hit = image >= 200 && image < 200 + length;
        return { image, own: !hit, ranks: new Map(hit ? [[image + 30, 1]] : []) };
      });
    expect(shiftedRuns(seen(4), 500)).toEqual([]);
    expect(shiftedRuns(seen(20), 500)).toMatchObject([{ line: 30, first: 200, last: 219 }]);
  });

  it("says the same whatever the number of workers", async () => {
    const { createEngine } = await import("../../../web/src/engine/index.js");
    const one = createEngine({ platform, workers: 1 });
    try {
      const pairs = displaced("shifted by 1", 1126, 300, 200);
      expect(digits(await one.audit(pairs, PLAIN))).toBe(digits(await engine.audit(pairs, PLAIN)));
    } finally {
      one.dispose();
    }
  });
});
