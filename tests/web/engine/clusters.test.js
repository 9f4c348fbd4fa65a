import { describe, expect, it } from "vitest";
import { textReport } from "../../../web/src/document/audit-text.js";
import { limits } from "../../../web/src/document/words.js";
import { clusteredError, clustersOf, exchangeClasses, exchangeOf, imagesByCluster, strataOf } from "../../../web/src/engine/clusters.js";
import { blocksOfImages } from "../../../web/src/engine/half-samples.js";
import { deleteOneError } from "../../../web/src/engine/nearest.js";
import { searchOf } from "../../../web/src/report/search.js";
import { patientPairs, withPatients } from "../../slow/patients.js";
import { sampleAudit } from "../views/sample-audit.js";
import { testEngine } from "./engine.js";
import { digits, random, somePairs } from "./pairs.js";

/** @import { Pairs } from "../../../web/src/types.d.ts" */

const { engine } = await testEngine();
const QUICK = { bootstrap: 0, permutations: 0, hashes: false };

/** @param {Pairs} pairs @param {(image: number) => string} value @param {Partial<Pairs>} [more] @returns {Pairs} */
const named = (pairs, value, more = { cluster: "patient" }) => ({
  ...pairs,
  metadata: [{ name: "patient", values: Array.from({ length: pairs.images.rows }, (_, i) => value(i)) }],
  ...more,
});

/** @param {Pairs} pairs */
async function rowsOf({ images, texts }) {
  const [x, y] = [await images.readRows(0, images.rows), await texts.readRows(0, texts.rows)];
  return (/** @type {number} */ i, /** @type {number} */ j) => {
    let [dot, xx, yy] = [0, 0, 0];
    for (let k = 0; k < images.cols; k++) {
      const [a, b] = [x[i * images.cols + k], y[j * images.cols + k]];
      dot += a * b;
      xx += a * a;
      yy += b * b;
    }
    return dot / Math.sqrt(xx * yy);
  };
}

/** R@k both ways by sorting, other items of the query's cluster left out. @param {Pairs} pairs @param {number} k @param {ArrayLike<number>} [images] queries @param {ArrayLike<number>} [texts] queries */
async function recalls(
  pairs,
  k,
  images = Array.from({ length: pairs.images.rows }, (_, i) => i),
  texts = Array.from({ length: pairs.texts.rows }, (_, j) => j),
) {
  const cosine = await rowsOf(pairs);
  const { of } = /** @type {NonNullable<ReturnType<typeof clustersOf>>} */ (clustersOf(pairs));
  const share = (/** @type {boolean[]} */ hits) => hits.filter(Boolean).length / hits.length;
  const own = (/** @type {number} */ a, /** @type {number} */ b) => a === b || of[a] !== of[b];
  return {
    imageToText: share(
      Array.from(images, (i) =>
        Array.from(pairs.imageOf, (image, j) => ({ image, cosine: cosine(i, j) }))
          .filter(({ image }) => own(image, i))
          .sort((a, b) => b.cosine - a.cosine)
          .slice(0, k)
          .some(({ image }) => image === i),
      ),
    ),
    textToImage: share(
      Array.from(texts, (j) =>
        Array.from({ length: pairs.images.rows }, (_, i) => ({ image: i, cosine: cosine(i, j) }))
          .filter(({ image }) => own(image, pairs.imageOf[j]))
          .sort((a, b) => b.cosine - a.cosine)
          .slice(0, k)
          .some(({ image }) => image === pairs.imageOf[j]),
      ),
    ),
  };
}

describe("pairs that belong together", () => {
  it("are those of one value; pairs without one are by themselves", () => {
    const pairs = named(somePairs({ n: 6, d: 3 }), (i) => ["b", "", "a", "b", "", "a"][i]);
    const clusters = clustersOf(pairs);
    expect(clusters).toMatchObject({ column: "patient", count: 4, largest: 2, effective: 36 / 10 });
    expect(imagesByCluster(/** @type {NonNullable<typeof clusters>} */ (clusters))).toEqual([[0, 3], [1], [2, 5], [4]]);
    expect(strataOf({ ...pairs, within: "patient" })).toMatchObject({ column: "patient", count: 3 });
    expect(clustersOf(somePairs({ n: 4, d: 2 }))).toBeUndefined();
  });

  it("are neither hits nor misses in search, also of several texts an image, and of large patients", async () => {
    for (const [n, each, size] of [
      [90, 1, 4],
      [60, 2, 7],
      [700, 1, 600],
    ]) {
      const pairs = named(somePairs({ n, d: 6, counts: () => each, seed: n }), (i) => String(Math.floor(i / size)));
      const { retrieval, inputs } = await engine.audit(pairs, QUICK);
      if ("status" in retrieval) throw new Error(retrieval.reason);
      for (const k of /** @type {const} */ ([1, 5, 10])) {
        const expected = await recalls(pairs, k);
        expect(retrieval.imageToText.recall[k]).toBeCloseTo(expected.imageToText, 12);
        expect(retrieval.textToImage.recall[k]).toBeCloseTo(expected.textToImage, 12);
      }
      expect(inputs.clusters).toEqual({ column: "patient", count: Math.ceil(n / size), largest: size });
      const candidates = Array.from(
        { length: n },
        (_, i) => n - (Math.min(n, (Math.floor(i / size) + 1) * size) - Math.floor(i / size) * size - 1),
      );
      const chance = candidates.reduce((sum, one) => sum + Math.min(1, 5 / one), 0) / n;
      expect(retrieval.chance.textToImage[4]).toBeCloseTo(chance, 12);
      // Without the patients the same items are misses.
      const plain = (await engine.audit({ ...pairs, cluster: undefined }, QUICK)).retrieval;
      if ("status" in plain) throw new Error(plain.reason);
      expect(plain.textToImage.recall[1]).toBeLessThanOrEqual(retrieval.textToImage.recall[1]);
    }
  });

  it("are left out for sampled queries too", async () => {
    const n = 200;
    const pairs = named(somePairs({ n, d: 6, seed: 3 }), (i) => String(i % 40));
    const all = (await engine.audit(pairs, QUICK)).retrieval;
    const sampled = await engine.audit(pairs, { ...QUICK, exactPairs: 0, queries: n - 1 });
    if ("status" in all || "status" in sampled.retrieval) throw new Error("none");
    expect(sampled.sampling?.queries).toBe(n - 1);
    // All queries but one.
    for (const way of /** @type {const} */ (["imageToText", "textToImage"])) {
      const hits = (n - 1) * sampled.retrieval[way].recall[1] - n * all[way].recall[1];
      expect([-1, 0]).toContain(Math.round(1e6 * hits) / 1e6 + 0);
    }
  });

  it("come to one block of the halves", async () => {
    const { of, count } = /** @type {NonNullable<ReturnType<typeof clustersOf>>} */ (
      clustersOf(withPatients(patientPairs(1, { patients: 90, share: 0.5, d: 4 })))
    );
    const calls = /** @type {any} */ ({
      call: async (/** @type {string} */ _, /** @type {number} */ __, /** @type {number[]} */ [units, , blocks]) =>
        Uint32Array.from({ length: units }, (_, u) => (7 * u) % blocks),
    });
    const blocks = await blocksOfImages(calls, of.length, 0, 32, { column: "", of, count, largest: 20, effective: 90 });
    of.forEach((cluster, image) => {
      expect(blocks[image]).toBe((7 * cluster) % 32);
    });
  });

  it("change nothing where each pair is its own", async () => {
    const pairs = somePairs({ n: 200, d: 8 });
    const plain = await engine.audit(pairs, { permutations: 99, hashes: false });
    const own = await engine.audit(named(pairs, String), { permutations: 99, hashes: false });
    delete own.inputs.clusters;
    // Sums of the same numbers in another order.
    const rounded = (/** @type {typeof own} */ audit) =>
      digits(audit).replace(/\d+\.\d+(e-?\d+)?/g, (number) => Number(number).toPrecision(12));
    expect(rounded(own) === rounded(plain)).toBe(true);
  });

  it("of fewer than 64 values have no intervals, with the reason", async () => {
    const { uncertainty } = await engine.audit(
      named(somePairs({ n: 300, d: 6 }), (i) => String(i % 63)),
      { ...QUICK, bootstrap: 200 },
    );
    expect(uncertainty).toMatchObject({ status: "unavailable", reason: expect.stringContaining("63 values of patient are too few") });
  });

  it("cannot stay together and within another column", async () => {
    const pairs = named(somePairs({ n: 100, d: 4 }), (i) => String(i % 30), { cluster: "patient", within: "site" });
    pairs.metadata?.push({ name: "site", values: Array.from({ length: 100 }, (_, i) => (i < 50 ? "A" : "B")) });
    const { chance } = await engine.audit(pairs, { ...QUICK, permutations: 99 });
    expect(chance).toMatchObject({ status: "unavailable", reason: expect.stringContaining("cannot stay together and within site") });
  });
});

describe("chance without anything to exchange", () => {
  it("is no number: all pairs of one patient, or each site with one pair", async () => {
    const base = somePairs({ n: 80, d: 4 });
    const reason = async (/** @type {Pairs} */ pairs) => {
      const { chance } = await engine.audit(pairs, { ...QUICK, permutations: 99 });
      return "status" in chance ? chance.reason : undefined;
    };
    expect(await reason(named(base, () => "one"))).toBe("all pairs have one value of patient, so chance has nothing to exchange");
    expect(await reason(named(base, String, { within: "patient" }))).toBe(
      "within patient no two pairs could change places, so chance has nothing to show",
    );
    expect(await reason(named(base, (i) => String(i % 3)))).toBeUndefined();
  });
});

describe("whole patients where pairs are fewer than columns", () => {
  it("are exchanged wherever their pairs stand", async () => {
    // Two patients whose pairs lie in turns: they change places or do not, so that half of the pairings are the given one.
    const pairs = named(somePairs({ n: 16, d: 24 }), (i) => String(i % 2));
    const { chance, metrics } = await engine.audit(pairs, { ...QUICK, permutations: 199 });
    if ("status" in chance) throw new Error(chance.reason);
    for (const name of /** @type {const} */ (["cka", "svcca", "deltaCosine", "mutualKnn"])) {
      const { p, mean } = /** @type {import("../../../web/src/types.d.ts").ChanceLevel} */ (chance[name]);
      expect(Math.abs(p - 0.5), name).toBeLessThan(0.15);
      expect(mean, name).toBeLessThan(/** @type {number} */ (metrics[name]));
    }
  });
});

describe("what chance exchanges", () => {
  const next = random(5);
  const sizes = Array.from({ length: 200 }, () => 1 + Math.floor(20 * (next() + 0.5)));
  let end = 0;
  const units = sizes.map((size) => Array.from({ length: size }, () => end++));

  it("are at least eight units of a stratum and of neighbouring sizes", () => {
    const stratum = (/** @type {number[]} */ images) => images[0] % 3;
    const classOf = exchangeClasses(units, stratum);
    const classes = [...new Set(classOf)].map((name) => units.filter((_, u) => classOf[u] === name));
    for (const members of classes) {
      expect(members.length).toBeGreaterThanOrEqual(8);
      expect(new Set(members.map(stratum)).size).toBe(1);
      const lengths = members.map(({ length }) => length);
      const inside = units.filter(
        (one) => stratum(one) === stratum(members[0]) && one.length > Math.min(...lengths) && one.length < Math.max(...lengths),
      );
      for (const one of inside) expect(members).toContain(one);
    }
  });

  it("are all units where these are few", () => {
    expect([...exchangeClasses([[0], [1, 2], [3, 4, 5]], () => 0)]).toEqual([0, 0, 0]);
    // Nothing to exchange with: it stays.
    expect(new Set(exchangeClasses([[0], [1], [2, 3]], ([image]) => Number(image > 1))).size).toBe(2);
  });

  it("are rows unit after unit", () => {
    const clusters = { column: "patient", of: Int32Array.of(1, 0, 1, 2, 0), count: 3, largest: 2, effective: 3 };
    const { rows, begin } = exchangeOf(clusters, undefined, [0, 2]);
    expect([[...rows], [...begin]]).toEqual([
      [1, 4, 3],
      [0, 2, 3],
    ]);
    const strata = { column: "site", of: Int32Array.of(0, 1, 0, 1), count: 2 };
    expect([...exchangeOf(undefined, strata, [0, 1, 2, 3]).classOf]).toEqual([0, 1, 0, 1]);
  });

  it("leave texts within their stratum: a score that the strata alone make is no evidence", async () => {
    const n = 300;
    const draw = random(9);
    const base = somePairs({ n, d: 6 });
    // Both sides follow the site, and nothing else.
    const rows = () => Float32Array.from({ length: n * 6 }, (_, at) => (Math.floor(at / 6) % 2 === 0 && at % 6 < 2 ? 2 : 0) + draw() + 0.1);
    const source = (/** @type {string} */ name) => ({
      ...base.images,
      name,
      plain: undefined,
      readRows: async (/** @type {number} */ a, /** @type {number} */ b) => values[name].slice(6 * a, 6 * b),
    });
    /** @type {Record<string, Float32Array>} */
    const values = { x: rows(), y: rows() };
    const pairs = {
      ...base,
      images: source("x"),
      texts: source("y"),
      metadata: [{ name: "site", values: Array.from({ length: n }, (_, i) => String(i % 2)) }],
    };
    const p = async (/** @type {Pairs} */ of) => {
      const { chance } = await engine.audit(of, { ...QUICK, permutations: 199 });
      if ("status" in chance || !chance.cka) throw new Error("none");
      return chance.cka.p;
    };
    expect(await p(pairs)).toBeCloseTo(1 / 200, 12);
    expect(await p({ ...pairs, within: "site" })).toBeGreaterThan(0.05);
  });
});

describe("the jackknife of clusters", () => {
  const next = random(2);
  const without = Float64Array.from({ length: 60 }, () => 0.5 + 0.01 * next());

  it("is that of pairs where each is its own cluster", () => {
    const own = { of: Int32Array.from({ length: 60 }, (_, i) => i), count: 60 };
    expect(clusteredError(without, own)).toBeCloseTo(deleteOneError(without), 14);
  });

  it("of a mean is the usual standard error of the clusters' sums", () => {
    const of = Int32Array.from({ length: 60 }, (_, i) => Math.floor(i / 4));
    const values = Array.from({ length: 60 }, () => next());
    const mean = values.reduce((sum, value) => sum + value, 0) / 60;
    const each = values.map((value) => (60 * mean - value) / 59);
    const sums = Array.from({ length: 15 }, (_, c) => values.slice(4 * c, 4 * c + 4).reduce((sum, value) => sum + value - mean, 0));
    const expected = Math.sqrt((15 / 14) * sums.reduce((sum, one) => sum + one * one, 0)) / 60;
    expect(clusteredError(each, { of, count: 15 })).toBeCloseTo(expected, 12);
  });
});

describe("patients with 1 to 20 studies", () => {
  it("make chance look like evidence unless they are named (16 made-up sets, docs/statistics.md has more)", async () => {
    const found = { plain: 0, named: 0 };
    for (let seed = 1; seed <= 16; seed++) {
      const pairs = patientPairs(seed, { patients: 80, share: 0.5, d: 12, independent: true });
      for (const [kind, one] of /** @type {const} */ ([
        ["plain", pairs],
        ["named", withPatients(pairs)],
      ])) {
        const { chance } = await engine.audit(one, { ...QUICK, seed, permutations: 99 });
        if ("status" in chance || !chance.cka) throw new Error("none");
        if (chance.cka.p <= 0.05) found[kind]++;
      }
    }
    expect(found.plain).toBeGreaterThanOrEqual(10);
    // 5 of 16 or more come once in 1,000 times.
    expect(found.named).toBeLessThanOrEqual(4);
  });

  it("have wider intervals once they are named", async () => {
    const pairs = patientPairs(3, { patients: 100, share: 0.6, d: 12 });
    const [plain, byPatient] = [
      await engine.audit(pairs, { permutations: 0, hashes: false }),
      await engine.audit(withPatients(pairs), { permutations: 0, hashes: false }),
    ];
    if ("status" in plain.uncertainty || "status" in byPatient.uncertainty) throw new Error("none");
    for (const name of /** @type {const} */ (["deltaCosine", "alignment", "rmg", "mutualKnn"])) {
      const [a, b] = [plain.uncertainty[name]?.standardError ?? Number.NaN, byPatient.uncertainty[name]?.standardError ?? Number.NaN];
      expect(b, name).toBeGreaterThan(1.3 * a);
    }
    expect(byPatient.sas).toEqual(plain.sas);
  });

  it("stay together in a comparison, whose McNemar test is not made", async () => {
    const a = withPatients(patientPairs(4, { patients: 80, share: 0.6, d: 8 }));
    const b = { ...patientPairs(5, { patients: 80, share: 0.6, d: 8 }) };
    const same = { ...b, images: a.images, metadata: undefined, imageOf: a.imageOf, texts: a.texts };
    const compared = await engine.compare(a, same, { permutations: 0, hashes: false });
    expect(compared.mcnemar.imageToText).toMatchObject({
      status: "unavailable",
      reason: expect.stringContaining("one value of patient are not independent"),
    });
    expect(compared.b.inputs.clusters).toEqual(compared.a.inputs.clusters);
    expect(compared.b.uncertainty).toEqual(compared.a.uncertainty);
  });
});

describe("what is said of an audit whose pairs belong together", () => {
  it("counts clusters where it counted pairs: chance by the rule of thumb, few pairs, and whether search beats guessing", () => {
    const audit = sampleAudit({ chance: { status: "unavailable", reason: "not asked for" } });
    const together = { ...audit, inputs: { ...audit.inputs, clusters: { column: "patient", count: 30, largest: 40 } } };
    const words = (/** @type {typeof audit} */ of) => textReport(of).replace(/\s+/g, " ");
    expect(words(audit)).toContain("shuffled pairs: about 0.036");
    expect(words(together)).toContain("shuffled pairs: about 0.146");
    expect(limits(together, "texts").join(" ")).toContain(
      "30 values of patient are few: a good part of a score may be its chance level (about 0.146).",
    );
    const levels = (/** @type {typeof audit} */ of) => searchOf(of)?.imageToText.level;
    const curve = audit.retrieval;
    if ("status" in curve) throw new Error(curve.reason);
    const weak = {
      ...curve,
      imageToText: { ...curve.imageToText, curve: Array.from({ length: 100 }, (_, k) => Math.min(1, 0.005 * (k + 1))) },
    };
    expect([levels({ ...audit, retrieval: weak }), levels({ ...together, retrieval: weak })]).toEqual(["ahead", "chance"]);
  });
});
