import { describe, expect, it } from "vitest";
import { deltaOf, epsilonOf, together, weakest } from "../../../web/src/moments/gaussian.js";
import { overlapOf, poolQuestions, promiseOf, statedSites } from "../../../web/src/moments/promise.js";

/** @import { MomentsSite, Noise } from "../../../web/src/types.d.ts" */

/** Noise by zero-concentrated privacy, as files of version 0.1 state it. @param {number} epsilon @param {number} [delta] @returns {Noise} */
function concentrated(epsilon, delta = 1e-6) {
  const tail = Math.log(1 / delta);
  return { epsilon, delta, sigma: 3.5356 / (Math.SQRT2 * (Math.sqrt(tail + epsilon) - Math.sqrt(tail))) };
}

/** A file of one site. @param {string | null} label @param {Noise | null} noise @param {number} [pairs] */
const site = (label, noise, pairs = 100) => ({ sites: [{ label, pairs }], noise, preprocessing: "" });

/** A pool that states each site. @param {MomentsSite["noise"][]} noises @param {import("../../../web/src/types.d.ts").Overlap} [overlap] */
const pool = (noises, overlap) => ({
  sites: noises.map((noise, k) => ({ label: `site ${k}`, pairs: 100, preprocessing: "", noise })),
  noise: null,
  preprocessing: "",
  ...(overlap && { overlap }),
});

describe("what normal noise promises", () => {
  // scipy 1.17: norm.cdf(mu / 2 - eps / mu) - exp(eps) norm.cdf(-mu / 2 - eps / mu)
  it.each([
    [1, 0.23670438066343616, 1e-6],
    [8, 1.6660305978457186, 1e-5],
    [0.5, 0.12410614903044818, 1e-6],
    [2, 0.4483347403951929, 1e-6],
  ])("epsilon %f, loss %f: delta is that of Balle and Wang, and back", (epsilon, loss, delta) => {
    expect(deltaOf(epsilon, loss) / delta).toBeCloseTo(1, 8);
    expect(epsilonOf(loss, delta)).toBeCloseTo(epsilon, 8);
  });

  it("two files of epsilon 1 are 1.42 together by the formula that calibrated them, and 1.45 where the noise is as little as can be", () => {
    expect(together([concentrated(1), concentrated(1)]).epsilon).toBeCloseTo(1.4244, 3);
    // σ = 3.5356 / 0.23670
    const least = { epsilon: 1, delta: 1e-6, sigma: 14.9368 };
    expect(together([least, least]).epsilon).toBeCloseTo(1.4547, 3);
    expect(together([least, concentrated(1)]).epsilon).toBeLessThan(1.4547);
  });

  it("the sum is never less than the exact one, nor than the largest of its parts at its own delta", () => {
    for (const [a, b] of [
      [0.1, 3],
      [2, 2],
      [8, 0.5],
    ]) {
      const { epsilon } = together([concentrated(a), concentrated(b)]);
      const loss = Math.hypot(...[a, b].map((one) => 3.5356 / concentrated(one).sigma));
      expect(epsilon).toBeGreaterThan(epsilonOf(loss, 1e-6));
      expect(epsilon).toBeGreaterThan(Math.max(a, b));
    }
  });

  it("on different pairs is the weakest of all, whatever the others are", () => {
    const [a, b] = [concentrated(1, 1e-7), concentrated(4)];
    expect(weakest([a, b])).toEqual({ epsilon: 4, delta: 1e-6, sigma: Math.hypot(a.sigma, b.sigma) });
  });

  it("is of a patient only where every part is, of one with the fewest pairs", () => {
    const of = (/** @type {number} */ pairsPerPatient) => ({ ...concentrated(1), pairsPerPatient });
    expect(weakest([of(5), of(3)]).pairsPerPatient).toBe(3);
    expect(together([of(5), of(3)]).pairsPerPatient).toBe(3);
    expect(weakest([of(5), concentrated(1)])).not.toHaveProperty("pairsPerPatient");
  });
});

describe("a pool promises", () => {
  const noise = concentrated(1);

  it.each([
    ["the weakest of its sites, where no pair is at two of them", pool([noise, concentrated(3)], "none"), 3],
    ["the sum, where pairs may be at several", pool([noise, noise], "all"), 1.4245],
    ["the sum, where nothing is stated", pool([noise, noise]), 1.4245],
    ["nothing, where a site is exact", pool([noise, null], "none"), null],
    ["nothing, where it is not known which sites have noise", pool([noise, "not known"], "none"), null],
    ["nothing, where all sites are exact", pool([null, null]), null],
    ["what its one site states", site("A", noise), 1],
  ])("%s", (_, stated, epsilon) => {
    expect(promiseOf(stated)?.epsilon ?? null).toBe(epsilon);
  });

  it("no more than its sites say, whatever it states as a whole", () => {
    expect(promiseOf({ ...pool([concentrated(4), null]), noise: { epsilon: 0.1, delta: 1e-9, sigma: 1 } })).toBeNull();
    expect(promiseOf({ ...pool([concentrated(4), noise], "none"), noise: { epsilon: 0.1, delta: 1e-9, sigma: 1 } })?.epsilon).toBe(4);
  });

  it("of an earlier version, which stated one noise for all sites, nothing: it is not known whose the noise is", () => {
    const old = { sites: ["A", "B"].map((label) => ({ label, pairs: 100 })), noise, preprocessing: "pooled" };
    expect(statedSites(old)).toEqual(["A", "B"].map((label) => ({ label, pairs: 100, preprocessing: null, noise: "not known" })));
    expect(promiseOf(old)).toBeNull();
    expect(statedSites({ ...old, noise: null, preprocessing: "" })[0]).toEqual({ label: "A", pairs: 100, preprocessing: "", noise: null });
  });
});

describe("before files are pooled", () => {
  const [noisy, other, exact] = [site("A", concentrated(1)), site("B", concentrated(1), 90), site("C", null)];
  const old = {
    sites: [
      { label: "D", pairs: 10 },
      { label: null, pairs: 20 },
    ],
    noise: concentrated(1),
    preprocessing: "",
  };
  const codes = (/** @type {Parameters<typeof poolQuestions>} */ ...args) => poolQuestions(...args).map(({ code }) => code);

  it("what nobody said and no file tells is asked", () => {
    expect(codes([exact, site("E", null)])).toEqual([]);
    expect(codes([noisy])).toEqual([]);
    expect(codes([noisy, exact])).toEqual(["MIXES_EXACT"]);
    expect(codes([noisy, other])).toEqual(["PAIRS_MAY_OVERLAP"]);
    expect(codes([noisy, other, exact])).toEqual(["MIXES_EXACT", "PAIRS_MAY_OVERLAP"]);
    expect(codes([old, exact])).toEqual(["MIXES_EXACT"]);
    expect(codes([old, noisy])).toEqual(["MIXES_EXACT"]);
    expect(codes([noisy, other, exact], { mixExact: true, overlap: "none" })).toEqual([]);
  });

  it("the question on overlap says both promises, and which files look alike", () => {
    const [{ message }] = poolQuestions([noisy, site("A", concentrated(1))]);
    expect(message).toMatch(/More than one of the files has A of 100 pairs\..*weakest epsilon 1, .*add up: epsilon 1\.4245,/);
    expect(poolQuestions([noisy, other])[0].message).not.toContain("More than one");
  });

  it("an overlap that holds of one file holds of the whole", () => {
    const both = pool([concentrated(1), concentrated(1)], "all");
    expect(overlapOf([both, noisy], "none")).toBe("all");
    expect(overlapOf([noisy, other], "none")).toBe("none");
    expect(overlapOf([noisy, other])).toBe("not stated");
    expect(overlapOf([noisy, exact])).toBeUndefined();
  });
});
