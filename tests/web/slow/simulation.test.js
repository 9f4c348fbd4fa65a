import { describe, expect, it } from "vitest";
import { eigen, inBasis } from "../../slow/eigen.js";
import { intervalsIn, labelOf, pIn } from "../../slow/experiments.js";
import { binomialBelow, exactBounds, Held, tables } from "../../slow/held.js";
import { KIND_NAMES, modelOf, sampleOf, twinsOf } from "../../slow/models.js";
import { chanceOf } from "../../slow/order-data.js";
import { covariancesOf, populationOf } from "../../slow/population.js";

describe("the exact bounds of a share", () => {
  it("are those of Clopper and Pearson", () => {
    // scipy.stats.binomtest(k, n).proportion_ci(method="exact")
    const [low, high] = exactBounds(5, 10);
    expect(low).toBeCloseTo(0.18708603, 7);
    expect(high).toBeCloseTo(0.81291397, 7);
    expect(exactBounds(0, 10)[1]).toBeCloseTo(0.30849711, 7);
    expect(exactBounds(10, 10)).toEqual([expect.closeTo(0.69150289, 7), 1]);
  });

  it("come from the binomial distribution", () => {
    expect(binomialBelow(2, 4, 0.5)).toBeCloseTo(11 / 16, 12);
    expect(binomialBelow(-1, 4, 0.5)).toBe(0);
    expect(binomialBelow(4, 4, 0.5)).toBe(1);
  });
});

describe("the eigenvalues of the simulation", () => {
  it("rebuild the matrix, descend, and stay exact for equal ones", () => {
    const chance = chanceOf(3);
    const d = 24;
    const values = new Float64Array(d * d);
    for (let a = 0; a < d; a++) for (let b = 0; b <= a; b++) values[a * d + b] = values[b * d + a] = chance.normal();
    const { values: found, vectors } = eigen({ order: d, values });
    const turned = inBasis(vectors, values, vectors, d);
    turned.forEach((value, at) => {
      const own = Math.floor(at / d) === at % d ? found[at % d] : 0;
      expect(Math.abs(value - own)).toBeLessThan(1e-12);
    });
    expect(Array.from(found)).toEqual([...found].sort((a, b) => b - a));
    const equal = eigen({ order: 4, values: Float64Array.of(2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 1) });
    expect(Array.from(equal.values)).toEqual([2, 2, 2, 1]);
  });
});

describe("the models", () => {
  it("are the same for the same seed, in every kind, within the sizes that the documents name", () => {
    for (let seed = 1; seed <= 2 * KIND_NAMES.length; seed++) {
      const model = modelOf(seed);
      expect(model.kind).toBe(KIND_NAMES[(seed - 1) % KIND_NAMES.length]);
      expect(model.n).toBeGreaterThanOrEqual(100);
      expect(model.n).toBeLessThanOrEqual(2000);
      expect(model.d).toBeGreaterThanOrEqual(32);
      expect(model.d).toBeLessThanOrEqual(512);
    }
    expect(labelOf(modelOf(1))).toBe(labelOf(modelOf(1)));
    const model = modelOf(1);
    expect(sampleOf(model, 5, 20).x).toEqual(sampleOf(model, 5, 20).x);
    expect(sampleOf(model, 5, 20).x).not.toEqual(sampleOf(model, 6, 20).x);
  });

  it("draw rows whose covariances are the closed form", () => {
    for (const kind of ["factors", "power law", "near ties", "clustered"]) {
      const model = modelOf(KIND_NAMES.indexOf(kind) + 1, { d: 32 });
      const { d } = model;
      const n = 4000;
      const { x, y } = sampleOf(model, 11, n);
      const { xx, xy, yy } = covariancesOf(model);
      const total = (/** @type {Float64Array} */ c) => Array.from({ length: d }, (_, k) => c[k * d + k]).reduce((a, b) => a + b, 0);
      let [squares, products] = [0, 0];
      for (let at = 0; at < n * d; at++) {
        const [a, b] = [x[at] - model.image.mean[at % d], y[at] - model.text.mean[at % d]];
        squares += a * a;
        products += a * b;
      }
      // Relative error of a mean of n squares: below 6 times sqrt(2 / n) of the whole variance, clusters of 4 counted once.
      const tolerance = 6 * Math.sqrt(2 / (n / 4));
      expect(Math.abs(squares / n / total(xx) - 1)).toBeLessThan(tolerance);
      expect(Math.abs(products / n - total(xy))).toBeLessThan(tolerance * Math.sqrt(total(xx) * total(yy)));
    }
  });

  it("share their factors where they are two models of the same pairs, and nothing else", () => {
    const model = modelOf(1);
    const [a, b] = twinsOf(model, 9, 50);
    expect(a.x).not.toEqual(b.x);
    const along = (/** @type {Float32Array} */ u, /** @type {Float32Array} */ v) => {
      let sum = 0;
      for (let at = 0; at < u.length; at++) sum += (u[at] - model.image.mean[at % model.d]) * (v[at] - model.image.mean[at % model.d]);
      return sum;
    };
    expect(along(a.x, b.x) / Math.sqrt(along(a.x, a.x) * along(b.x, b.x))).toBeGreaterThan(0.3);
  });
});

describe("a population's values", () => {
  it("are 0 where the sides are independent", () => {
    const { values } = populationOf(modelOf(KIND_NAMES.indexOf("independent") + 1, { d: 32 }), 1000);
    for (const name of ["sasImageToText", "sasTextToImage", "cka", "svcca"]) expect(values[name]).toBe(0);
  });

  it("of tied directions are a range", () => {
    const { turned } = populationOf(modelOf(KIND_NAMES.indexOf("exact ties") + 1, { d: 32 }), 1000);
    const scores = turned?.sasImageToText ?? [];
    expect(scores[scores.length - 1] - scores[0]).toBeGreaterThan(0.001);
  });
});

describe("the walk", () => {
  it("finds every interval and every p, wherever it lies", () => {
    const value = { a: { low: 1, high: 2 }, b: [{ c: { low: 0, high: 1, p: 0.5 } }], p: 0.1, d: { pHolm: 1, status: "unavailable" } };
    expect(intervalsIn(value).map(({ path }) => path)).toEqual(["a", "b.0.c"]);
    expect(pIn(value).map(({ path, p }) => [path, p])).toEqual([
      ["b.0.c.p", 0.5],
      ["p", 0.1],
      ["d.pHolm", 1],
    ]);
  });
});

describe("the counts", () => {
  it("tell on which side the truth lay, pool the models of independent pairs and name the worst", () => {
    const held = new Held();
    for (let trial = 0; trial < 10; trial++) {
      held.interval("score", "good", { low: 0, high: 1 }, 0.5);
      held.interval("score", "bad", { low: 0, high: 1 }, trial < 4 ? -1 : 2);
      held.p("test", "good", trial < 1 ? 0.01 : 0.5);
    }
    held.interval("score", "1 clustered", { low: 0, high: 1 }, 0.5);
    const again = new Held();
    again.add(held.plain());
    expect(tables(again)).toBe(tables(held));
    expect(tables(held)).toContain(
      "| score | 2 | 20 | 50.0 (27.2 to 72.8) | 20.0 / 30.0 | 0.0 (0.0 to 30.8): bad | 100.0 (2.5 to 100.0) |",
    );
    expect(tables(held)).toContain("| test | 1 | 10 | 10.0 (0.3 to 44.5) |");
  });
});
