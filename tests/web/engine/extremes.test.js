/** What an audit says holds on data of any kind: few pairs, large means, heavy tails, rows in a periodic order. */
import { describe, expect, test } from "vitest";
import { chanceLevels, pairingsOf } from "../../../web/src/engine/replicates.js";
import { testEngine } from "./engine.js";
import { digits, pairsOf, random, somePairs } from "./pairs.js";

/** @import { Audit, Chance, ChanceLevel, Pairs } from "../../../web/src/types.d.ts" */

const { engine } = await testEngine();
const plain = { bootstrap: 0, permutations: 0, hashes: false };

/** @param {Pairs} pairs @param {object} [options] */
async function audited(pairs, options) {
  const done = /** @type {any} */ (await engine.audit(pairs, { ...plain, ...options }, {}));
  return /** @type {Audit} */ (done.audit ?? done);
}

/** @param {number} n @param {number} d @param {(value: number, row: number, side: number) => number} change */
function changed(n, d, change) {
  const next = random(n + d);
  const images = Float32Array.from({ length: n * d }, (_, k) => 2 * next() * Math.exp(-(k % d) / d));
  const texts = images.map((value) => value + next());
  const side = (/** @type {Float32Array} */ values, /** @type {number} */ of) => values.map((v, k) => change(v, Math.floor(k / d), of));
  return { x: side(images, 0), y: side(texts, 1), n, d };
}

/** @typedef {{ x: Float32Array, y: Float32Array, n: number, d: number }} Sides */

/** @param {Sides} sides */
const toPairs = ({ x, y, n, d }) =>
  pairsOf(
    x,
    n,
    d,
    y,
    Array.from({ length: n }, (_, i) => i),
  );

/** @param {Float32Array} a @param {number} i @param {Float32Array} b @param {number} j @param {number} d */
function squared(a, i, b, j, d) {
  let sum = 0;
  for (let k = 0; k < d; k++) sum += (a[i * d + k] - b[j * d + k]) ** 2;
  return sum;
}

/** Sums of kernels over ordered pairs, by loops. @param {Sides} sides @param {number} sigma */
function kernelSums({ x, y, n, d }, sigma) {
  const sum = (/** @type {Float32Array} */ a, /** @type {Float32Array} */ b) => {
    let total = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) total += Math.exp(-squared(a, i, b, j, d) / (2 * sigma * sigma));
    return total;
  };
  return { xx: sum(x, x), yy: sum(y, y), xy: sum(x, y) };
}

/** Median distance among rows of both sides. @param {Sides} sides */
function medianDistance({ x, y, n, d }) {
  const both = Float32Array.from([...x, ...y]);
  const distances = [];
  for (let i = 0; i < 2 * n; i++) for (let j = 0; j < i; j++) distances.push(Math.sqrt(squared(both, i, both, j, d)));
  distances.sort((a, b) => a - b);
  return (distances[Math.floor((distances.length - 1) / 2)] + distances[Math.floor(distances.length / 2)]) / 2;
}

/** @param {Audit} audit @returns {[string, ChanceLevel][]} */
function levels({ chance }) {
  if (!("rows" in chance)) throw new Error("There are no chance levels.");
  return Object.entries(chance).filter(([, value]) => typeof value === "object");
}

describe("p of few pairs", () => {
  test.each([2, 3, 4, 5, 6])("%i pairs: every pairing is scored once, and p is a multiple of 1 / n! above 0", async (n) => {
    for (const seed of [1, 2, 3]) {
      const audit = await audited(somePairs({ n, d: 12, seed }), { permutations: 1000 });
      expect(audit.chance).toMatchObject({ permutations: pairingsOf(n), all: true });
      for (const [name, { p }] of levels(audit)) {
        expect(p * pairingsOf(n), name).toBeCloseTo(Math.max(1, Math.round(p * pairingsOf(n))), 9);
        // The two that follow the sign of the cosines; the others are the same for both pairings.
        if (n === 2 && !["deltaCosine", "rmg"].includes(name)) expect(p, name).toBe(1);
      }
    }
  });

  test("pairings are drawn where there are more than permutations, and p counts the given one", async () => {
    const audit = await audited(somePairs({ n: 7, d: 12 }), { permutations: 200 });
    expect(audit.chance).toMatchObject({ permutations: 200 });
    expect(audit.chance).not.toHaveProperty("all");
    for (const [, { p }] of levels(audit)) expect(p).toBeGreaterThanOrEqual(1 / 201);
  });

  test("draws that equal the observed scores but for rounding count, for differences beside the scores they are made of", () => {
    const score = { image: { value: 0.8 }, text: { value: 0.8 + 1e-9 } };
    const known = /** @type {any} */ ({ pairs: { images: { rows: 2 } }, scores: { score }, metrics: { cka: 0.5, deltaCosine: 1e-5 } });
    const off = 1 - 2e-7;
    const draws = [
      { imageToText: 0.8 * off, textToImage: 0.8 * off, cka: 0.5 * off, deltaCosine: 1e-5 * off },
      { imageToText: 0.1, textToImage: 0.1, cka: 0.2, deltaCosine: -2e-5 },
    ];
    const ps = (/** @type {boolean} */ all) => {
      const { permutations, rows, all: _, ...rest } = chanceLevels(known, 2, draws, all);
      return Object.fromEntries(Object.entries(/** @type {Record<string, ChanceLevel>} */ (rest)).map(([name, { p }]) => [name, p]));
    };
    const half = { sasImageToText: 1 / 2, sasTextToImage: 1 / 2, sasSymmetric: 1 / 2, sasImbalance: 1, cka: 1 / 2, deltaCosine: 1 / 2 };
    expect(ps(true)).toEqual(half);
    expect(ps(false)).toEqual(Object.fromEntries(Object.entries(half).map(([name, p]) => [name, (1 + 2 * p) / 3])));
  });
});

describe("rows that are all equal", () => {
  test("are audited: what has no value says why", async () => {
    const rows = new Float32Array(40 * 4).fill(2);
    const audit = await audited(
      pairsOf(
        rows,
        40,
        4,
        rows,
        Array.from({ length: 40 }, (_, i) => i),
      ),
      { permutations: 99 },
    );
    expect(audit.metrics.mmd).toBeCloseTo(0, 9);
    expect(audit.metrics.cka).toMatchObject({ status: "unavailable" });
    expect(audit.alike).toEqual({ images: { usual: 0, pairs: [] }, texts: { usual: 0, pairs: [] } });
    expect(JSON.stringify(audit)).not.toMatch(/null,null|NaN/);
  });
});

describe("the median distance of the unbiased MMD", () => {
  // Every fourth pair lies near one point: 256 evenly spaced rows of 1,024 are those alone.
  const sides = changed(1024, 8, (value, row) => (row % 4 === 0 ? 0.02 * value + 1 : value));

  test("comes from a random sample that the seed tells, whatever the order of the rows", async () => {
    const whole = medianDistance(sides);
    for (const seed of [0, 1, 2]) {
      const audit = await audited(toPairs(sides), { seed });
      expect(audit.medianSample).toEqual({ rows: 256, of: 1024, seed });
      // The median of 130,816 distances among 512 rows; a periodic sample is off by a factor.
      expect(Math.abs(/** @type {number} */ (audit.metrics.mmdMedianSigma) / whole - 1)).toBeLessThan(0.1);
    }
    expect(digits(await audited(toPairs(sides), { seed: 5 }))).toBe(digits(await audited(toPairs(sides), { seed: 5 })));
  });

  test("is that of all rows where there are no more than 256 pairs", async () => {
    const few = changed(60, 8, (value) => value + 700);
    const audit = await audited(toPairs(few));
    expect(audit.medianSample).toEqual({ rows: 60, of: 60, seed: 0 });
    expect(audit.metrics.mmdMedianSigma).toBeCloseTo(medianDistance(few), 9);
  });
});

describe("kernels, neighbours and covariances of rows of any kind", () => {
  /** @type {[string, Sides][]} */
  const kinds = [
    ["far from 0", changed(90, 8, (value) => value + 5000)],
    ["farther, fewer pairs than columns", changed(20, 40, (value) => 10 * value + 20000)],
    ["long rows", changed(90, 8, (value) => 40 * value)],
    ["heavy tails", changed(90, 8, (value, row) => value / (0.002 + (row % 17) / 17))],
    ["near-duplicates", changed(90, 8, (value, _row, side) => Math.round(2 * value) + 1e-5 * value + side)],
    ["one row far out on both sides", changed(90, 8, (value, row) => value + (row === 7 ? 1e5 : 0))],
    ["of unit size", changed(90, 8, (value) => value)],
  ];

  test.each(kinds)("%s: MMD lies within its bound, unbiased MMD and neighbours are those of the definition", async (_, sides) => {
    const { n } = sides;
    const { metrics } = await audited(toPairs(sides));
    const of = (/** @type {any} */ value) => /** @type {number} */ (value);
    const paper = kernelSums(sides, 10);
    const mmd = (100 * (paper.xx + paper.yy - 2 * paper.xy)) / n ** 2;
    expect(Math.abs(of(metrics.mmd) - mmd)).toBeLessThanOrEqual(of(metrics.mmdBound) + 1e-13);
    expect(of(metrics.mmdBound)).toBeLessThanOrEqual(Math.max(1e-5, 0.01 * Math.abs(mmd)));
    expect(Math.abs(of(metrics.mmd) - mmd)).toBeLessThan(1e-6 * Math.max(1, mmd));
    const own = kernelSums(sides, of(metrics.mmdMedianSigma));
    expect(of(metrics.mmdUnbiased)).toBeCloseTo((own.xx + own.yy - 2 * n) / (n * (n - 1)) - (2 * own.xy) / n ** 2, 6);
    expect(of(metrics.mutualKnn)).toBeCloseTo(mutual(sides, Math.min(10, n - 1)), 12);
    expect(of(metrics.coral) / coral(sides)).toBeCloseTo(1, 6);
  });
});

/** @param {Sides} sides @param {number} k */
function mutual({ x, y, n, d }, k) {
  const nearest = (/** @type {Float32Array} */ a) => {
    const dot = (/** @type {number} */ i, /** @type {number} */ j) => {
      let sum = 0;
      for (let c = 0; c < d; c++) sum += a[i * d + c] * a[j * d + c];
      return sum;
    };
    const norms = Array.from({ length: n }, (_, i) => Math.sqrt(dot(i, i)));
    return Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => ({ j, cosine: dot(i, j) / (norms[i] * norms[j]) }))
        .filter(({ j }) => j !== i)
        .sort((p, q) => q.cosine - p.cosine || p.j - q.j)
        .slice(0, k)
        .map(({ j }) => j),
    );
  };
  const other = nearest(y);
  const common = nearest(x).map((of, i) => of.filter((j) => other[i].includes(j)).length);
  return common.reduce((sum, c) => sum + c, 0) / (n * k);
}

/** Distance of the unbiased covariances. @param {Sides} sides */
function coral({ x, y, n, d }) {
  const covariance = (/** @type {Float32Array} */ a) => {
    const mean = Array.from({ length: d }, (_, c) => Array.from({ length: n }, (_, i) => a[i * d + c]).reduce((s, v) => s + v, 0) / n);
    return (/** @type {number} */ p, /** @type {number} */ q) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (a[i * d + p] - mean[p]) * (a[i * d + q] - mean[q]);
      return sum / (n - 1);
    };
  };
  const [image, text] = [covariance(x), covariance(y)];
  let square = 0;
  for (let p = 0; p < d; p++) for (let q = 0; q < d; q++) square += (image(p, q) - text(p, q)) ** 2;
  return Math.sqrt(square);
}
