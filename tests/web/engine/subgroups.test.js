import { describe, expect, it } from "vitest";
import { groupingColumns, groupsOf } from "../../../web/src/engine/groups.js";
import { createEngine } from "../../../web/src/engine/index.js";
import { studentP } from "../../../web/src/engine/statistics.js";
import { keepTexts } from "../../../web/src/pairing/subset.js";
import { testEngine } from "./engine.js";
import { pairsOf, random } from "./pairs.js";

/** @import { Pairs, Subgroup } from "../../../web/src/types.d.ts" */

const N = 420;
const D = 16;
const SITES = ["A", "B", "C"];
/** Cheap where only the scores matter. */
const QUICK = { bootstrap: 0, permutations: 0 };

const { platform, engine } = await testEngine();

/** Two texts an image that follow it; the texts of the planted site vary most where the images do not. @param {string} [planted] @returns {Pairs} */
function sites(planted) {
  const next = random(11);
  const images = new Float32Array(N * D);
  const texts = new Float32Array(2 * N * D);
  const values = Array.from({ length: N }, (_, i) => SITES[i % 3]);
  for (let i = 0; i < N; i++) {
    for (let k = 0; k < D; k++) images[i * D + k] = next() / (1 + k / 2);
    for (const j of [2 * i, 2 * i + 1]) {
      for (let k = 0; k < D; k++) texts[j * D + k] = images[i * D + k] + 0.3 * next() * (k < 8 ? 1 : 0.2);
      if (values[i] === planted) texts[j * D + 15] += 1.3 * next();
    }
  }
  const imageOf = Array.from({ length: 2 * N }, (_, j) => Math.floor(j / 2));
  return { ...pairsOf(images, N, D, texts, imageOf), metadata: [{ name: "site", values }] };
}

/** @param {Subgroup[]} groups @param {string} value */
const group = (groups, value) => /** @type {Required<Subgroup>} */ (groups.find((one) => one.value === value));

describe("subgroups", () => {
  it("are audits of their own: scores, recall, chance and intervals are those of the group's pairs alone", async () => {
    const pairs = sites();
    const found = await engine.subgroups(pairs, "site", { bootstrap: 20, permutations: 19 });
    const values = /** @type {any} */ (pairs.metadata)[0].values;
    const alone = await engine.audit(keepTexts(pairs, (text) => values[pairs.imageOf[text]] === "B").pairs, {
      bootstrap: 20,
      permutations: 19,
      hashes: false,
    });
    const b = group(found.groups, "B");
    expect(b.n).toBe(N / 3);
    expect(b.sas.imbalance).toBe(alone.sas.imbalance);
    expect(b.recall).toEqual({
      imageToText: /** @type {any} */ (alone.retrieval).imageToText.recall,
      textToImage: /** @type {any} */ (alone.retrieval).textToImage.recall,
    });
    expect(b.chance).toEqual(alone.chance);
    expect(b.uncertainty).toEqual(alone.uncertainty);
  });

  it("add up: every pair with a value is in one group, the others are counted in a note", () => {
    const values = Array.from({ length: 100 }, (_, i) => (i < 7 ? "" : i % 2 === 0 ? "f" : "m"));
    const { groups, notes } = groupsOf(values);
    expect(groups.flatMap(({ images }) => images).sort((a, b) => a - b)).toEqual(Array.from({ length: 93 }, (_, k) => k + 7));
    expect(notes[0]).toMatch(/^7 of 100 pairs have no value/);
  });

  it("find a planted group, also after Holm's adjustment", async () => {
    const { groups } = await engine.subgroups(sites("C"), "site", QUICK);
    const c = group(groups, "C");
    const { sasImbalance } = /** @type {any} */ (c.random);
    expect(c.sas.imbalance).toBeGreaterThan(sasImbalance.high);
    expect(c.pHolm).toBeLessThan(0.01);
    expect(c.pHolm).toBeGreaterThanOrEqual(/** @type {number} */ (c.p));
  });

  it("without a difference have p values that are seldom small", async () => {
    const pairs = sites();
    const next = random(3);
    const columns = Array.from({ length: 8 }, (_, k) => ({
      name: `random ${k}`,
      values: Array.from({ length: N }, () => (next() < 0 ? "x" : "y")),
    }));
    /** @type {number[]} */
    const p = [];
    for (const { name } of columns)
      p.push(...(await engine.subgroups({ ...pairs, metadata: columns }, name, QUICK)).groups.map((one) => Number(one.p)));
    expect(p).toHaveLength(16);
    // 16 values, pairs of them dependent: one or two below 0.05 are usual, more than four are not (binomial, below 0.001).
    expect(p.filter((value) => value < 0.05).length).toBeLessThanOrEqual(4);
  });

  it("have the same digits with 1, 2 and 7 workers, and other ones with another seed", async () => {
    /** @type {string[]} */
    const all = [];
    for (const [workers, seed] of [
      [1, 0],
      [2, 0],
      [7, 0],
      [2, 1],
    ]) {
      const one = createEngine({ platform, workers });
      all.push(JSON.stringify((await one.subgroups(sites("A"), "site", { bootstrap: 20, permutations: 19, seed })).groups));
      one.dispose();
    }
    expect(all.map((one) => one === all[0])).toEqual([true, true, true, false]);
  });

  it("of too few pairs say so and stay out of the family", async () => {
    const pairs = sites();
    const values = Array.from({ length: N }, (_, i) => (i < 9 ? "few" : i % 2 ? "x" : "y"));
    const { groups } = await engine.subgroups({ ...pairs, metadata: [{ name: "of", values }] }, "of", QUICK);
    expect(groups.map(({ value, reason }) => [value, reason])).toEqual([
      ["x", undefined],
      ["y", undefined],
      ["few", "9 pairs, fewer than 30"],
    ]);
    expect(groups[2].p).toBeUndefined();
  });

  it("of all pairs have no random groups to be compared with, and say so", async () => {
    const pairs = { ...sites(), metadata: [{ name: "one", values: new Array(N).fill("same") }] };
    const { groups } = await engine.subgroups(pairs, "one", QUICK);
    expect(groups[0].p).toMatchObject({ status: "unavailable" });
  });

  it("by a column that is not there are refused, with the columns that are", async () => {
    await expect(engine.subgroups(sites(), "sex")).rejects.toMatchObject({
      code: "BAD_USE",
      message: expect.stringContaining("Known: site"),
    });
    await expect(engine.subgroups(sites(), "site", { minimum: 3 })).rejects.toMatchObject({ code: "OUT_OF_RANGE" });
  });

  it("stop when they are cancelled, and tell how far they are", async () => {
    const stop = new AbortController();
    /** @type {number[]} */
    const told = [];
    const onProgress = (/** @type {{ stage: string, done: number }} */ { done }) => {
      told.push(done);
      if (done > 0.4) stop.abort();
    };
    await expect(engine.subgroups(sites(), "site", QUICK, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: "CANCELLED",
    });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBeLessThan(0.6);
  });
});

describe("the groups of a column", () => {
  it("of many numbers are quarters of the pairs, named by their ends", () => {
    const { groups, notes } = groupsOf(Array.from({ length: 80 }, (_, i) => String(20 + ((i * 7) % 80))));
    expect(groups.map(({ value, images }) => [value, images.length])).toEqual([
      ["20 to 39", 20],
      ["40 to 59", 20],
      ["60 to 79", 20],
      ["80 to 99", 20],
    ]);
    expect(notes).toEqual(["80 different numbers were cut into quarters of the pairs."]);
  });

  it("of few numbers stay as they are, in their order", () => {
    expect(groupsOf(["10", "9", "9", "1", "10", "10"]).groups.map(({ value }) => value)).toEqual(["1", "9", "10"]);
  });

  it("of more than 40 words are the 40 largest, with a sentence", () => {
    const values = Array.from({ length: 45 }, (_, k) => new Array(k + 1).fill(`s${k}`)).flat();
    const { groups, notes } = groupsOf(values);
    expect([groups.length, groups[0].value, groups[39].value]).toEqual([40, "s44", "s5"]);
    expect(notes).toEqual(["Of 45 groups the 40 largest are shown."]);
  });

  it("decide which columns are offered: at least two groups of enough pairs", () => {
    const values = (/** @type {(i: number) => string} */ of) => Array.from({ length: 100 }, (_, i) => of(i));
    const columns = [
      { name: "id", values: values((i) => `im${i}`) },
      { name: "sex", values: values((i) => (i % 3 ? "f" : "m")) },
      { name: "one", values: values(() => "x") },
      { name: "age", values: values((i) => String(i)) },
    ];
    expect(groupingColumns(columns, 20)).toEqual(["sex", "age"]);
  });
});

it.each([
  // scipy.stats.t.sf(t, df) * 2
  [2.093024054408263, 19, 0.05],
  [1, 4, 0.37390096630005887],
  [0.5, 1023, 0.6171826080141946],
])("p of t = %d with %d degrees of freedom is SciPy's", async (t, freedom, p) => {
  expect(await studentP(engine.statistics, t * 0.01, 0.01, freedom)).toBeCloseTo(p, 9);
});
