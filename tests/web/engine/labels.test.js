import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { testEngine } from "./engine.js";
import { pairsOf, random, referencePairs, somePairs } from "./pairs.js";

/** @import { LabelFacts, Pairs, SearchByLabel } from "../../../web/src/types.d.ts" */
/** @typedef {{ queries: number, precision: LabelFacts["precision"], recall: LabelFacts["recall"], ndcg: number, chance: number }} Expected */

const { engine } = await testEngine();
const QUICK = { bootstrap: 0, permutations: 0, hashes: false };
const FOLDER = new URL("../../reference/", import.meta.url);
/** By NumPy and scikit-learn. @type {Record<string, Record<"one" | "two", Record<"imageToText" | "textToImage", Expected>>>} */
const EXPECTED = JSON.parse(readFileSync(new URL("labels.json", FOLDER), "utf8"));
const VALUES = { one: (/** @type {number} */ row) => String(row % 7), two: (/** @type {number} */ row) => `a${row % 3}|b${row % 5}` };

/** @param {Pairs} pairs @param {(image: number) => string} value @returns {Pairs} */
const labelled = (pairs, value) => ({
  ...pairs,
  labels: "finding",
  metadata: [{ name: "finding", values: Array.from({ length: pairs.images.rows }, (_, i) => value(i)) }],
});

/** @param {Pairs} pairs @param {object} [options] @returns {Promise<SearchByLabel>} */
async function byLabelOf(pairs, options = {}) {
  const { byLabel } = await engine.audit(pairs, { ...QUICK, ...options });
  if (!byLabel || "status" in byLabel) throw new Error(byLabel?.reason);
  return byLabel;
}

describe("search by label in the reference sets", () => {
  it.each(
    Object.keys(EXPECTED).flatMap((name) => [
      [name, "one"],
      [name, "two"],
    ]),
  )("%s, %s label an image: as scikit-learn has it", async (name, kind) => {
    const of = /** @type {"one" | "two"} */ (kind);
    // Fewer neighbours than ten change nothing.
    const found = await byLabelOf(
      labelled(await referencePairs(name), (row) => (row % 11 ? VALUES[of](row) : "")),
      { neighbours: of === "one" ? 10 : 3 },
    );
    for (const way of /** @type {const} */ (["imageToText", "textToImage"])) {
      const expected = EXPECTED[name][of][way];
      expect(found[way].queries).toBe(expected.queries);
      for (const k of /** @type {const} */ ([1, 5, 10])) {
        expect(found[way].precision[k], `P@${k}`).toBeCloseTo(expected.precision[k], 9);
        expect(found[way].recall[k], `R@${k}`).toBeCloseTo(expected.recall[k], 9);
        expect(found[way].chance.precision[k]).toBeCloseTo(expected.chance, 9);
      }
      expect(found[way].ndcg).toBeCloseTo(expected.ndcg, 9);
    }
    expect(found.labels).toBe(of === "one" ? 7 : 8);
  });
});

describe("search by label", () => {
  const next = random(6);
  const [n, d] = [210, 8];

  it("finds a planted structure of labels where no item is told apart, and by class the one that has none", async () => {
    // Images and texts know the label, and of label 2 nothing.
    const rows = () => Float32Array.from({ length: n * d }, (_, at) => (Math.floor(at / d) % 3 === at % d && at % d < 2 ? 3 : 0) + next());
    const pairs = labelled(
      pairsOf(
        rows(),
        n,
        d,
        rows(),
        Array.from({ length: n }, (_, i) => i),
      ),
      (i) => `kind ${i % 3}`,
    );
    const { imageToText } = await byLabelOf(pairs);
    const of = Object.fromEntries(imageToText.classes.map(({ label, ...facts }) => [label, facts]));
    expect(of["kind 0"]).toMatchObject({ queries: 70, precision: 1, recall: 1, ndcg: 1 });
    expect(of["kind 2"].precision).toBeLessThan(0.95);
    expect(imageToText.chance.precision[10]).toBeCloseTo(1 / 3, 12);
    const { retrieval } = await engine.audit(pairs, QUICK);
    if ("status" in retrieval) throw new Error(retrieval.reason);
    expect(retrieval.imageToText.recall[1]).toBeLessThan(0.2);
  });

  it("of lists drawn at random has what chance says, to the spread of 40 sets", async () => {
    const means = await Promise.all(
      Array.from({ length: 40 }, async (_, k) => {
        const rows = random(k + 100);
        const values = () => Float32Array.from({ length: 60 * 4 }, () => rows());
        const identity = Array.from({ length: 60 }, (_, i) => i);
        const { imageToText } = await byLabelOf(
          labelled(pairsOf(values(), 60, 4, values(), identity), (i) => String(Math.floor(Math.sqrt(i)))),
        );
        return [
          imageToText.precision[5] - imageToText.chance.precision[5],
          imageToText.recall[5] - imageToText.chance.recall[5],
          imageToText.ndcg - imageToText.chance.ndcg,
        ];
      }),
    );
    for (const fact of [0, 1, 2]) {
      const values = means.map((one) => one[fact]);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length / (values.length - 1));
      expect(Math.abs(mean)).toBeLessThan(4 * error);
    }
  });

  it("is there only where a column is named, and says why where it cannot be", async () => {
    expect(await engine.audit(somePairs({ n: 60, d: 4 }), QUICK)).not.toHaveProperty("byLabel");
    const none = await engine.audit(
      labelled(somePairs({ n: 60, d: 4 }), () => ""),
      QUICK,
    );
    expect(none.byLabel).toMatchObject({ status: "unavailable", reason: "no pair has a label" });
    const wide = await engine.audit(
      labelled(somePairs({ n: 60, d: 4, dy: 5 }), () => "x"),
      QUICK,
    );
    expect(wide.byLabel).toMatchObject({ status: "unavailable", reason: expect.stringContaining("one width") });
    const together = { ...labelled(somePairs({ n: 60, d: 4 }), (i) => String(i % 4)), cluster: "finding" };
    expect((await engine.audit(together, QUICK)).byLabel).toMatchObject({
      status: "unavailable",
      reason: expect.stringContaining("neither a hit nor a miss"),
    });
  });

  it("of several texts an image takes the image's labels for each", async () => {
    const found = await byLabelOf(
      labelled(somePairs({ n: 40, d: 5, counts: (i) => 1 + (i % 3) }), (i) => `x ; ${i % 2 ? "odd" : "even"};`),
    );
    expect([found.labels, found.unlabelled, found.imageToText.queries, found.textToImage.queries]).toEqual([3, 0, 40, 40 + 13 + 26]);
    // All share x.
    expect(found.imageToText.precision[10]).toBe(1);
    expect(found.textToImage.ndcg).toBe(1);
  });
});
