import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { knownOptions } from "../../../web/src/engine/options.js";
import { parsedAudit } from "../../../web/src/report/saved-audit.js";
import { verify } from "../../../web/src/report/verification.js";
import { auditByCommand } from "../command.js";
import { ROOT } from "../project.js";
import { testEngine } from "./engine.js";
import { pairsOf, random, somePairs } from "./pairs.js";

/** @import { Audit, Pairs, RangeOf, Uncertainty } from "../../../web/src/types.d.ts" */

const { engine } = await testEngine();
const plain = { permutations: 0, hashes: false };
const SAS = /** @type {const} */ (["sasImageToText", "sasTextToImage", "sasSymmetric", "sasImbalance"]);

/** @param {Audit} audit @returns {Uncertainty} */
function known({ uncertainty }) {
  if ("status" in uncertainty) throw new Error(uncertainty.reason);
  return uncertainty;
}

/** Normal rows; variances of the images' columns as given, texts follow with noise; each row times a factor. @param {{ n: number, variances: number[], factor?: (next: () => number) => number, related?: boolean }} spec @returns {Pairs} */
function normalPairs({ n, variances, factor = () => 1, related = true }) {
  const uniform = random(7);
  const next = () => Math.sqrt(-2 * Math.log(uniform() + 0.5 + 1e-9)) * Math.cos(2 * Math.PI * (uniform() + 0.5));
  const d = variances.length;
  const [x, y] = [new Float32Array(n * d), new Float32Array(n * d)];
  for (let i = 0; i < n; i++) {
    const times = factor(next);
    for (let k = 0; k < d; k++) {
      x[i * d + k] = times * Math.sqrt(variances[k]) * next();
      y[i * d + k] = (related ? x[i * d + k] : 0) + times * 0.5 * Math.sqrt(variances[k]) * next();
    }
  }
  const imageOf = Array.from({ length: n }, (_, i) => i);
  return pairsOf(x, n, d, y, imageOf);
}

const falling = Array.from({ length: 20 }, (_, k) => 0.7 ** k);
/** A row's factor that makes it t of 5 degrees of freedom. @param {() => number} next */
const student = (next) => Math.sqrt(5 / Array.from({ length: 5 }, () => next() ** 2).reduce((a, b) => a + b, 0));

describe("intervals by half-samples", () => {
  it("name their method, and give the directional scores ranges with their bias and rotations", async () => {
    const audit = await engine.audit(normalPairs({ n: 400, variances: falling }), plain);
    const uncertainty = known(audit);
    expect(uncertainty).toMatchObject({ method: "half-samples", replicates: 62, units: { of: "blocks", count: 32 } });
    for (const name of SAS) {
      const { low, high, bias, rotation, standardError } = /** @type {RangeOf} */ (uncertainty[name]);
      const value = /** @type {any} */ (audit.sas)[name.charAt(3).toLowerCase() + name.slice(4)];
      expect(value - low).toBeGreaterThan(2 * standardError + rotation.fall + 2 * Math.max(bias, 0) - 1e-12);
      expect(high).toBeGreaterThan(value);
    }
    expect(uncertainty.tails?.image.ratio).toBeCloseTo(1, 0);
  });

  it("come out alike from the rows and from their sums in 32 blocks", async () => {
    const pairs = normalPairs({ n: 640, variances: falling });
    const uncertainty = known(await engine.audit(pairs, plain));
    const moments = await engine.moments(pairs, { blocks: 32 });
    const { aggregate, alternatives } = await engine.auditMoments({ name: "site", moments }, plain);
    if (!aggregate || "status" in aggregate.intervals || "status" in alternatives) throw new Error("no intervals");
    expect(aggregate.method).toBe("half-samples");
    // Products of the rows are float32 in the one and float64 in the other.
    for (const name of [...SAS, "rmg", "ckaDebiased"])
      for (const end of /** @type {const} */ (["low", "high", "standardError"]))
        expect(aggregate.intervals[name][end], `${name} ${end}`).toBeCloseTo(/** @type {any} */ (uncertainty)[name][end], 4);
    expect(alternatives.crossFitted).toHaveProperty("imageToText");
  });

  it("are withheld for the directional scores of sums in 8 blocks, which keep a jackknife for the rest", async () => {
    const moments = await engine.moments(normalPairs({ n: 640, variances: falling }), { blocks: 8 });
    const { aggregate, sas } = await engine.auditMoments({ name: "site", moments }, plain);
    if (!aggregate || "status" in aggregate.intervals) throw new Error("no intervals");
    expect(aggregate.method).toBe("jackknife");
    expect(aggregate.withheld?.sasImbalance).toMatch(/8 blocks/);
    expect(aggregate.withheld?.cka).toMatch(/Debiased/);
    expect(Object.keys(aggregate.intervals)).not.toContain("sasImageToText");
    expect(aggregate.intervals.rmg.high).toBeGreaterThan(aggregate.intervals.rmg.low);
    expect(sas.imageToText).toBeGreaterThan(0);
  });

  it("are withheld for the directional scores of fewer than 100 images, and for heavy tails, with the reason", async () => {
    const few = known(await engine.audit(normalPairs({ n: 90, variances: falling }), plain));
    const heavy = known(await engine.audit(normalPairs({ n: 200, variances: falling, factor: student }), plain));
    for (const name of SAS) {
      expect(few).not.toHaveProperty(name);
      expect(few.withheld?.[name]).toMatch(/^Too few pairs/);
      expect(heavy).not.toHaveProperty(name);
      expect(heavy.withheld?.[name]).toMatch(/^Heavy tails/);
    }
    expect(few.rmg).toHaveProperty("low");
  });

  it("find directions that are too alike, and not those that are far apart", async () => {
    const codes = async (/** @type {number[]} */ variances) =>
      (await engine.audit(normalPairs({ n: 300, variances }), { ...plain, topQ: 0.25 })).inputs.findings.map(({ code }) => code);
    // Texts follow the first columns alone; the tie is at the cut.
    const pairs = normalPairs({ n: 300, variances: [1, 1, 1, 1, 1, 1, 1, 1] });
    const rows = await pairs.texts.readRows(0, 300);
    const uncorrelated = random(3);
    for (let i = 0; i < 300; i++) for (let k = 2; k < 8; k++) rows[i * 8 + k] = uncorrelated();
    const tied = pairsOf(await pairs.images.readRows(0, 300), 300, 8, rows, Array.from(pairs.imageOf));
    const { inputs } = await engine.audit(tied, { ...plain, topQ: 0.25 });
    const found = inputs.findings.find(({ code }) => code === "DIRECTIONS_TOO_ALIKE");
    expect(found?.message).toMatch(/^Neighbouring directions are too alike to tell apart here; another sample may choose others\./);
    expect(found?.message).toContain("the score’s range takes this in");
    expect(await codes(Array.from({ length: 8 }, (_, k) => 0.1 ** k))).not.toContain("DIRECTIONS_TOO_ALIKE");
  });

  it("say of no range that it takes in what moves the score, where there is none", async () => {
    const { inputs, uncertainty } = await engine.audit(normalPairs({ n: 90, variances: [1, 1, 1, 1, 1, 1, 1, 1] }), {
      ...plain,
      topQ: 0.25,
    });
    expect(uncertainty).not.toHaveProperty("sasImageToText");
    const found = inputs.findings.find(({ code }) => code === "DIRECTIONS_TOO_ALIKE");
    expect(found?.message).toMatch(/too alike to tell apart here/);
    expect(found?.message).not.toContain("range");
  });

  it("leave the scores as they are without them", async () => {
    const pairs = normalPairs({ n: 200, variances: falling });
    const [a, b] = [await engine.audit(pairs, plain), await engine.audit(pairs, { ...plain, bootstrap: 0 })];
    expect([a.sas, a.metrics, a.sweep]).toEqual([b.sas, b.metrics, b.sweep]);
    expect(b.uncertainty).toEqual({ status: "unavailable", reason: "not asked for" });
  });
});

describe("values beside the score", () => {
  it("are near 0 for the cross-fitted score of unrelated sides, where SAS is not", async () => {
    const { sas, alternatives } = await engine.audit(normalPairs({ n: 128, variances: falling, related: false }), { ...plain, topQ: 1 });
    if ("status" in alternatives || !alternatives.crossFitted || "status" in alternatives.crossFitted) throw new Error("none");
    expect(sas.imageToText).toBeGreaterThan(0.04);
    // Chance moves a mean over 20 directions of 64 pairs by about 0.04, and less over 62 halves.
    expect(Math.abs(alternatives.crossFitted.imageToText)).toBeLessThan(0.04);
  });

  it("are the trace of the kept covariances over the root of both traces of variances", async () => {
    const audit = await engine.audit(somePairs({ n: 200, d: 16 }), { ...plain, bootstrap: 0, topQ: 0.3 });
    const { alternatives, modes, sas } = audit;
    if ("status" in alternatives || "status" in modes || "status" in sas.modesKept) throw new Error("none");
    const { eigenvalues, covariance, otherVariance } = modes.imageAnchor;
    const sum = (/** @type {number[]} */ values) => values.slice(0, /** @type {any} */ (sas.modesKept).image).reduce((a, b) => a + b, 0);
    expect(alternatives.traceAlignment?.imageToText).toBeCloseTo(
      Math.abs(sum(covariance)) / Math.sqrt(sum(eigenvalues) * sum(otherVariance)),
      12,
    );
    expect(alternatives.crossFitted).toEqual({ status: "unavailable", reason: "not asked for" });
  });
});

describe("an audit of before half-samples", () => {
  /** Numbers to 12 digits. @template T @param {T} value @returns {T} */
  const rounded = (value) => JSON.parse(JSON.stringify(value, (_, one) => (typeof one === "number" ? Number(one.toPrecision(12)) : one)));
  const file = join(ROOT, "tests/fixtures/audits/before-half-samples.json");
  const data = ["images", "texts"].map((side) => join(ROOT, `tests/reference/medical.${side}.npy`));

  it("opens, and is computed again with its own method, to rounding where no quantity changed", async () => {
    const recorded = parsedAudit(await readFile(file, "utf8"), "before-half-samples.json");
    const options = knownOptions(recorded.options);
    expect(options.intervals).toBe("bootstrap");
    const now = /** @type {Audit} */ (/** @type {unknown} */ (await auditByCommand(...data, "--bootstrap", "20", "--permutations", "19")));
    expect(known(now).method).toBe("half-samples");
    expect(recorded.uncertainty).not.toHaveProperty("method");
    const rows = async (/** @type {number} */ side) => {
      const bytes = await readFile(data[side]);
      return new Float32Array(bytes.buffer.slice(bytes.byteOffset + 128, bytes.byteOffset + bytes.length));
    };
    const n = recorded.inputs.pairs;
    const pairs = pairsOf(
      await rows(0),
      n,
      32,
      await rows(1),
      Array.from({ length: n }, (_, i) => i),
    );
    const made = await engine.audit(pairs, options);
    // Debiased CKA is since formed about a centre, which moves its last digits.
    const { ckaDebiased: centred, ...others } = known(made);
    const { ckaDebiased: before, ...recordedOthers } = known(recorded);
    // Eigenproblems since add in another order.
    expect(rounded(others)).toEqual(rounded(recordedOthers));
    for (const end of /** @type {const} */ (["low", "high", "standardError"])) expect(centred?.[end]).toBeCloseTo(Number(before?.[end]), 7);
    expect(made.alternatives).not.toHaveProperty("crossFitted");
    // But for what other changes may move: the intervals and the choices of directions.
    const { differences } = verify(rounded(recorded), rounded(made));
    expect(differences.filter(({ path }) => /^(uncertainty\.(?!ckaDebiased)|alternatives|options)/.test(path))).toEqual([]);
  });
});
