import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf } from "../../fixtures/build/values.js";
import { askew, auditByCommand } from "../command.js";
import { somePairs } from "../engine/pairs.js";
import { cutFeatures, differences, fromSums, modeCorrelations } from "../from-sums.js";
import { sharedPath, sharedTitle } from "../shared-folder.js";

const N = 420;
const D = 12;
const CUTS = [0, 130, 210, N];

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);
/** @param {string[]} args */
async function done(...args) {
  const { code, stdout, stderr } = await askew(...args);
  expect(code, stderr).toBe(0);
  return stdout;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "askew-moments-"));
  const pairs = somePairs({ n: N, d: D, seed: 3 });
  for (const [side, source] of /** @type {const} */ ([
    ["images", pairs.images],
    ["texts", pairs.texts],
  ])) {
    const values = [...(await source.readRows(0, N))];
    const save = (/** @type {string} */ name, /** @type {number} */ begin, /** @type {number} */ end) =>
      writeFileSync(
        at(name),
        npy({ descr: "<f4", shape: `(${end - begin}, ${D})`, data: bytesOf(values.slice(begin * D, end * D), "float32") }),
      );
    save(`${side}.npy`, 0, N);
    for (const k of [0, 1, 2]) save(`${side}.${k}.npy`, CUTS[k], CUTS[k + 1]);
  }
  await done("moments", at("images.npy"), at("texts.npy"), "-o", at("whole.moments.safetensors"), "--blocks", "4");
  for (const k of [0, 1, 2])
    await done(
      "moments",
      at(`images.${k}.npy`),
      at(`texts.${k}.npy`),
      "-o",
      at(`site.${k}.safetensors`),
      "--floor",
      "2",
      "--blocks",
      k === 1 ? "2" : "4",
      "--label",
      `site ${k}`,
    );
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

const sites = (/** @type {number[]} */ order) => order.map((k) => at(`site.${k}.safetensors`));

describe("three sites' files merged", () => {
  test("give every number of the whole's audit to 1e-9, whatever their order", async () => {
    const whole = await auditByCommand(at("whole.moments.safetensors"));
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
    ]) {
      await done("merge", ...sites(order), "-o", at("pooled.safetensors"));
      expect(differences(await auditByCommand(at("pooled.safetensors")), whole, 1e-9)).toEqual([]);
    }
    expect(differences(await auditByCommand(...sites([1, 2, 0])), whole, 1e-9)).toEqual([]);
  });

  test("merged in two steps are the same, and the sites stay listed", async () => {
    await done("merge", ...sites([2, 1]), "-o", at("two.safetensors"));
    await done("merge", at("two.safetensors"), at("site.0.safetensors"), "-o", at("steps.safetensors"));
    const audit = await auditByCommand(at("steps.safetensors"));
    expect(differences(audit, await auditByCommand(...sites([0, 1, 2])), 1e-9)).toEqual([]);
    expect(audit.aggregate?.sites).toEqual([0, 1, 2].map((k) => ({ label: `site ${k}`, pairs: CUTS[k + 1] - CUTS[k] })));
    // 4, 2 and 4 blocks agree on 2.
    expect(audit.aggregate?.blocks).toBe(2);
  });

  test("add up their recall within each site, beside its own chance", async () => {
    const audits = await Promise.all([0, 1, 2].map((k) => auditByCommand(at(`images.${k}.npy`), at(`texts.${k}.npy`))));
    const hits = audits.map(({ retrieval, inputs }) => ("status" in retrieval ? 0 : retrieval.imageToText.recall["1"] * inputs.pairs));
    const within = (await auditByCommand(...sites([0, 1, 2]))).aggregate?.withinSite;
    if (!within || "status" in within) throw new Error("no recall within sites");
    expect(within.imageToText.queries).toBe(N);
    expect(within.imageToText.hits[0]).toBeCloseTo(
      hits.reduce((a, b) => a + b, 0),
      9,
    );
    // R@1 of n candidates by chance is 1 / n: one expected hit a site.
    expect(within.imageToText.expected[0]).toBeCloseTo(3, 9);
    expect(within.imageToText.galleries).toEqual({ smallest: 80, largest: 210 });
  });
});

describe("an audit of a moments file", () => {
  test("agrees with the audit of the rows to what float32 products leave", async () => {
    const rows = await auditByCommand(at("images.npy"), at("texts.npy"));
    const sums = await auditByCommand(at("whole.moments.safetensors"));
    const right = new Map(fromSums(rows));
    const known = fromSums(sums).filter(([path]) => right.has(path) && !path.includes("epsilonEffect"));
    expect(known.length).toBeGreaterThan(40);
    // Products of the ordinary audit are float32: 1e-7 of the variances, ten times that in a correlation.
    const off = known.filter(
      ([path, value]) => !(Math.abs(value - (right.get(path) ?? Number.NaN)) <= 1e-6 * Math.max(1, Math.abs(value))),
    );
    expect(off.filter(([path]) => !path.startsWith(".metrics.mmd"))).toEqual([]);
  });

  test("says of what rows alone can give that it needs the rows", async () => {
    const { retrieval, cosine, metrics } = await auditByCommand(at("whole.moments.safetensors"));
    for (const quantity of [retrieval, cosine, metrics.mutualKnn, metrics.uniformity.image, metrics.mmdUnbiased, metrics.rmgReference])
      expect(/** @type {any} */ (quantity).reason).toContain("needs the rows");
  });

  test("has intervals from its blocks that hold the value, and says why it has none with one block", async () => {
    const { metrics, aggregate } = await auditByCommand(at("whole.moments.safetensors"));
    const one = /** @type {any} */ (aggregate).intervals.rmg;
    expect(one.low).toBeLessThan(Number(metrics.rmg));
    expect(one.high).toBeGreaterThan(Number(metrics.rmg));
    expect(aggregate?.withheld?.sasImageToText).toContain("4 blocks");
    await done("moments", at("images.npy"), at("texts.npy"), "-o", at("one.safetensors"), "--blocks", "1");
    expect(/** @type {any} */ ((await auditByCommand(at("one.safetensors"))).aggregate).intervals.reason).toContain("one block");
  });

  test("its text names the sites, the intervals and the recall within each", async () => {
    const text = await done("audit", ...sites([0, 1, 2]));
    for (const words of ["site 0, 130 pairs", "95 % intervals", "Within each site", "80 to 210"]) expect(text).toContain(words);
  });
});

describe("what leaves a site", () => {
  test("is said in full, and nothing else is in the file", async () => {
    const said = await done("moments", at("images.npy"), at("texts.npy"), "--preview");
    expect(said).toContain("nothing was written");
    expect(said).toContain("image.products");
    const bytes = readFileSync(at("whole.moments.safetensors"));
    const length = Number(bytes.readBigUInt64LE(0));
    const { __metadata__: words, ...tensors } = JSON.parse(bytes.toString("utf8", 8, 8 + length));
    for (const name of Object.keys(tensors)) expect(said).toContain(name);
    expect(Object.keys(words)).toEqual(["askew", "tool", "sites"]);
    expect(bytes.toString("latin1", 8, 8 + length)).not.toMatch(/npy|images\.|texts\./);
  });

  test("the same rows give the same bytes for 1 and 3 workers", async () => {
    for (const workers of ["1", "3"])
      await done("moments", at("images.npy"), at("texts.npy"), "-o", at(`workers.${workers}`), "--blocks", "4", "--workers", workers);
    expect(readFileSync(at("workers.1")).equals(readFileSync(at("workers.3")))).toBe(true);
  });

  test("fewer pairs than the floor leave nothing, nor do blocks below it", async () => {
    for (const more of [[], ["--floor", "12", "--blocks", "4"]]) {
      const k = more.length > 0 ? "" : ".1";
      const { code, stderr } = await askew("moments", at(`images${k}.npy`), at(`texts${k}.npy`), "-o", at("never"), ...more);
      expect(code).toBe(2);
      expect(stderr).toMatch(/TOO_FEW_ROWS: .*(80 pairs|105 a block).*(100|144)/);
    }
    expect(() => readFileSync(at("never"))).toThrow();
  });

  test("the same site twice, other widths, and a file of rows are refused", async () => {
    const refused = async (/** @type {string[]} */ ...args) => (await askew("merge", ...args, "-o", at("never"))).stderr;
    expect(await refused(...sites([0, 1, 0]))).toContain("count twice");
    expect(await refused(at("site.0.safetensors"), at("images.npy"))).toContain("no moments file");
    const { stderr } = await askew("moments", at("images.npy"), at("texts.npy"));
    expect(stderr).toContain("-o SITE");
  });
});

test("the pooled file has the same bytes whatever the order of the sites", async () => {
  for (const [k, order] of [
    [0, 1, 2],
    [2, 0, 1],
  ].entries())
    await done("merge", ...sites(order), "-o", at(`order.${k}`));
  expect(readFileSync(at("order.0")).equals(readFileSync(at("order.1")))).toBe(true);
});

test("with --privacy the file holds noisy sums, says so, and its effect is told before", async () => {
  const target = at("private.safetensors");
  const said = await done("moments", at("images.npy"), at("texts.npy"), "-o", target, "--privacy", "8", "--delta", "1e-5");
  expect(said).toContain("95 % of draws");
  expect(said).not.toContain("retrieval");
  const audit = await auditByCommand(target);
  // sigma = 3.5356 / sqrt(2 rho), sqrt(rho) = sqrt(ln 1e5 + 8) - sqrt(ln 1e5)
  const root = Math.sqrt(Math.log(1e5) + 8) - Math.sqrt(Math.log(1e5));
  expect(audit.aggregate?.noise?.sigma).toBeCloseTo(3.5356 / (Math.SQRT2 * root), 9);
  expect(audit.inputs.findings.map(({ code }) => code)).toContain("NOISE_ADDED");
  expect(/** @type {any} */ (audit.aggregate).withinSite.reason).toContain("noise");
  await done("moments", at("images.npy"), at("texts.npy"), "-o", at("again.safetensors"), "--privacy", "8", "--delta", "1e-5");
  expect(readFileSync(target).equals(readFileSync(at("again.safetensors")))).toBe(false);
}, 60_000);

describe.skipIf(!sharedPath("realdata/liang-modality-gap"))(
  sharedTitle("real embeddings cut into three sites", "realdata/liang-modality-gap"),
  () => {
    test.each(["features_clip", "features_convirt"])(
      "%s: merged sites are the whole to 1e-9",
      async (name) => {
        const path = /** @type {string} */ (sharedPath(`realdata/liang-modality-gap/${name}.npy`));
        const files = [];
        for (const [k, part] of cutFeatures(path, [0, 130, 310, 500]).entries()) {
          writeFileSync(at("part.npy"), part);
          files.push(at(`${name}.${k}.safetensors`));
          await done("moments", at("part.npy"), "-o", files[k], "--floor", "0", "--blocks", "1");
        }
        await done("moments", path, "-o", at("all.safetensors"), "--floor", "0", "--blocks", "1");
        const [pooled, whole] = [await auditByCommand(...files), await auditByCommand(at("all.safetensors"))];
        expect(differences(pooled, whole, 1e-9)).toEqual([]);
        const [found, right] = [modeCorrelations(pooled), modeCorrelations(whole)];
        expect(right.size).toBeGreaterThan(50);
        for (const [mode, value] of right) expect(Math.abs((found.get(mode) ?? Number.NaN) - value), mode).toBeLessThan(1e-9);
      },
      180_000,
    );
  },
);
