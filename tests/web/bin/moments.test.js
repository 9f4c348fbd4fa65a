import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf } from "../../fixtures/build/values.js";
import { askew, auditByCommand, done } from "../command.js";
import { somePairs } from "../engine/pairs.js";
import { cutFeatures, differences, fromSums, modeCorrelations } from "../from-sums.js";
import { sharedPath, sharedTitle } from "../shared-folder.js";

const N = 420;
const D = 12;
const CUTS = [0, 130, 210, N];
const NOISE = ["--captions", "1", "--privacy", "8", "--delta", "1e-5"];

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);

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
  await done("moments", at("images.npy"), at("texts.npy"), "-o", at("whole.moments.safetensors"), "--risk", "1", "--blocks", "4");
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
    expect(audit.aggregate?.sites).toEqual(
      [0, 1, 2].map((k) => ({ label: `site ${k}`, pairs: CUTS[k + 1] - CUTS[k], preprocessing: "", noise: null })),
    );
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
    await done("moments", at("images.npy"), at("texts.npy"), "-o", at("one.safetensors"), "--risk", ".75", "--blocks", "1");
    expect(/** @type {any} */ ((await auditByCommand(at("one.safetensors"))).aggregate).intervals.reason).toContain("one block");
  });

  test("its text names the sites, the intervals and the recall within each", async () => {
    const text = await done("audit", ...sites([0, 1, 2]));
    for (const words of ["site 0", "130", "none: the sums are exact", "95 % intervals", "Within each site", "80 to 210"])
      expect(text).toContain(words);
  });
});

describe("the report of several sites", () => {
  /** @param {string} name @param {...string} options */
  async function filed(name, ...options) {
    const targets = ["json", "html", "csv"].flatMap((form) => [`--${form}`, at(`${name}.${form}`)]);
    await done("audit", ...sites([0, 1, 2]), ...targets, ...options);
    const [json, html, csv] = ["json", "html", "csv"].map((form) => readFileSync(at(`${name}.${form}`), "utf8"));
    return { audit: JSON.parse(json), json, html, csv };
  }

  test("holds each site's scores as its own audit has them, and draws and lists them", async () => {
    const { audit, html, csv } = await filed("sites");
    const { federation } = audit.aggregate;
    for (const [k, site] of federation.sites.entries()) {
      const alone = /** @type {any} */ (await auditByCommand(...sites([k])));
      const { imageToText, textToImage, imbalance } = alone.sas;
      expect(site).toMatchObject({ name: `site ${k}`, pairs: alone.inputs.pairs, sas: { imageToText, textToImage, imbalance } });
      expect(csv).toContain(`sites-scores,site ${k}: Imbalance,Value,${imbalance}\r\n`);
    }
    await done("merge", ...sites([0, 1]), "-o", at("two.safetensors"));
    const two = /** @type {any} */ (await auditByCommand(at("two.safetensors")));
    expect(federation.without[2].pairs).toBe(CUTS[2]);
    expect(federation.without[2].sas.imbalance).toBeCloseTo(two.sas.imbalance, 9);
    for (const score of ["imbalance", "imageToText", "textToImage"]) {
      const [figure] = html.split(`id="figure-sites-${score}"`)[1].split("</figure>");
      for (const name of ["site 0, 130", "All sites, 420", "without site 2, 210"]) expect(figure).toContain(name);
      expect(figure).toContain("Whether the sites differ is not known");
    }
  });

  test("has no label where names are left out, in the forests neither", async () => {
    const label = ["audit", ...[0, 1].map((k) => at(`quokka.${k}.safetensors`))];
    for (const k of [0, 1])
      await done(
        ...["moments", at(`images.${k}.npy`), at(`texts.${k}.npy`), "-o", at(`quokka.${k}.safetensors`)],
        ...["--floor", "2", "--blocks", "2", ...(k === 0 ? ["--label", "Quokka Hospital"] : [])],
      );
    const [json, html] = [await done(...label, "--json", "-", "--anonymous"), await done(...label, "--html", "-", "--anonymous")];
    for (const text of [json, html]) expect(text.toLowerCase()).not.toContain("quokka");
    expect(html).toContain("site 2, 80");
    const named = await done(...label, "--html", "-");
    // One without a label goes by its file's name, without the folder.
    for (const name of ["Quokka Hospital, 130", ">quokka.1, 80"]) expect(named).toContain(name);
  });

  test.each([
    ["with names", []],
    ["without names", ["--anonymous"]],
  ])("is verified to the last digit, %s, and a digit of one site's that is changed is named", async (_, options) => {
    const { audit } = await filed("sites", ...options);
    expect(await done("verify", at("sites.json"), ...sites([0, 1, 2]))).toMatch(/^Verified: all [\d,]+ values agree/);
    audit.aggregate.federation.sites[1].sas.imbalance += 1e-12;
    writeFileSync(at("changed.json"), JSON.stringify(audit));
    const { code, stdout } = await askew("verify", at("changed.json"), ...sites([0, 1, 2]));
    expect([code, stdout]).toEqual([2, expect.stringContaining("\n  aggregate.federation.sites[1].sas.imbalance was ")]);
  });
});

describe("what leaves a site", () => {
  test("is said in full, and nothing else is in the file", async () => {
    const said = await done("moments", at("images.npy"), at("texts.npy"), "-o", at("never"), "--preview", "--risk", ".75");
    expect(said).toContain("nothing was written");
    // 420 pairs of 24 columns: Phi(sqrt(24 x 27 / (4 x 420))) = Phi(.621)
    expect(said).toContain("picks the right one about 73 times in 100, where a coin does 50");
    expect(() => readFileSync(at("never"))).toThrow();
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
      await done("moments", at("images.npy"), at("texts.npy"), "-o", at(`workers.${workers}`), "--risk", "1", "--workers", workers);
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

  test("a membership test that is likelier right than was agreed on leaves nothing; the sentence gives both numbers", async () => {
    const refused = async (/** @type {string[]} */ ...more) => {
      const { code, stderr } = await askew("moments", at("images.npy"), at("texts.npy"), "-o", at("never"), ...more);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refused()).toMatch(
      /TOO_FEW_ROWS: .*420 pairs of 24 columns.*about 73 times in 100.*default allows 60 in 100, which needs at least 2524/,
    );
    expect(await refused("--risk", ".7")).toMatch(/agreed on is 70 in 100, which needs at least 590/);
    expect(await refused("--risk", ".75", "--blocks", "4")).toMatch(/105 a block.*89 times/);
    expect(await refused("--risk", ".5")).toContain("above .5 and at most 1");
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

describe("with --privacy", () => {
  const noisy = (/** @type {string[]} */ ...more) => ["moments", at("images.npy"), at("texts.npy"), ...NOISE, ...more];

  test("the preview tells exact scores and where noise takes them, for the site's eyes, and draws nothing for a file", async () => {
    const said = await done(...noisy("--preview", "-o", at("never")));
    for (const words of [
      "exact",
      "95 % of draws",
      "For this site's eyes only",
      "for one pair",
      "a patient with several pairs here is protected less",
    ])
      expect(said).toContain(words);
    expect(said).not.toMatch(/95 % of draws +in the file/);
    expect(() => readFileSync(at("never"))).toThrow();
  });

  test("the file is drawn once, says its promise, and nothing exact is said beside it", async () => {
    const target = at("private.safetensors");
    const said = await done(...noisy("-o", target));
    expect(said).toContain("drawn once");
    expect(said).not.toContain("exact");
    expect(said).not.toContain("retrieval");
    const audit = await auditByCommand(target);
    // mu(8, 1e-5) = 1.66603 by scipy, from the formula of Balle and Wang; sqrt(12.5) and the room for rounding.
    const noise = /** @type {any} */ (audit.aggregate?.noise);
    expect(noise).toMatchObject({ epsilon: 8, delta: 1e-5, calibration: "gaussian-grid/1" });
    expect(noise.sigma * 1.6660306).toBeCloseTo(Math.sqrt(12.5), 3);
    expect(noise.sensitivity / noise.sigma).toBeLessThanOrEqual(1.6660306);
    expect(audit.inputs.findings.find(({ code }) => code === "NOISE_ADDED")?.message).toContain("for one pair, not for a patient");
    expect(/** @type {any} */ (audit.aggregate).withinSite.reason).toContain("noise");
    await done(...noisy("-o", at("again.safetensors")));
    expect(readFileSync(target).equals(readFileSync(at("again.safetensors")))).toBe(false);
  }, 60_000);

  test("--pairs-per-patient calibrates to the patient, and --patients keeps the first pairs of each", async () => {
    writeFileSync(at("patients.csv"), `image_row,patient\n${Array.from({ length: N }, (_, k) => `${k},p${k >> 2}`).join("\n")}\n`);
    await done(...noisy("-o", at("stated.safetensors"), "--pairs-per-patient", "3"));
    const stated = await auditByCommand(at("stated.safetensors"));
    expect(stated.aggregate?.noise).toMatchObject({ pairsPerPatient: 3 });
    const noise = /** @type {any} */ (stated.aggregate?.noise);
    expect(noise.sigma * 1.6660306).toBeCloseTo(3 * Math.sqrt(12.5), 3);
    expect(stated.inputs.pairs).toBe(N);
    const { stdout, stderr } = await askew(
      ...noisy("-o", at("kept.safetensors"), "--pairs-per-patient", "3", "--patients", "patient", "--metadata", at("patients.csv")),
    );
    expect(stdout).toContain("for one patient, of at most 3 pairs");
    expect(stderr).toContain("105 of 420 pairs are left out");
    expect((await auditByCommand(at("kept.safetensors"))).inputs.pairs).toBe(315);
  }, 60_000);

  test("a bound that is not stated, a column that is not there, and a promise that is none are refused", async () => {
    const refused = async (/** @type {string[]} */ ...args) => {
      const { code, stderr } = await askew(...args, "-o", at("never"));
      expect(code).toBe(2);
      return stderr;
    };
    writeFileSync(at("patients.csv"), `image_row,patient\n${Array.from({ length: N }, (_, k) => `${k},p${k >> 2}`).join("\n")}\n`);
    expect(await refused(...noisy("--patients", "patient", "--metadata", at("patients.csv")))).toContain("--pairs-per-patient K");
    expect(await refused(...noisy("--patients", "person", "--pairs-per-patient", "3", "--metadata", at("patients.csv")))).toContain(
      "patient",
    );
    expect(await refused("moments", at("images.npy"), at("texts.npy"), "--pairs-per-patient", "3")).toContain("--privacy");
    expect(await refused("moments", at("images.npy"), at("texts.npy"), "--captions", "1", "--privacy", "1", "--delta", "0.003")).toMatch(
      /0\.003 with 420 pairs/,
    );
    expect(await refused(...noisy("--risk", ".6"))).toMatch(/right 80 times in 100.*60 in 100/);
    expect(
      (
        await askew(
          "moments",
          at("images.npy"),
          at("texts.npy"),
          "--captions",
          "1",
          "--privacy",
          "1",
          "--delta",
          "0.001",
          "-o",
          at("doubted"),
        )
      ).stderr,
    ).toContain("not well below 1 / 420");
    expect(() => readFileSync(at("never"))).toThrow();
  }, 60_000);

  test("a file of the older calibration opens under its own name, one of an unknown calibration does not", async () => {
    const other = (/** @type {object} */ noise, /** @type {string} */ name) => {
      const bytes = readFileSync(at("private.safetensors"));
      const length = Number(bytes.readBigUInt64LE(0));
      const header = JSON.parse(bytes.toString("utf8", 8, 8 + length));
      header.__metadata__.noise = JSON.stringify(noise);
      const text = Buffer.from(JSON.stringify(header));
      const padded = Math.ceil(text.length / 8) * 8;
      const out = Buffer.alloc(8 + padded, " ");
      out.writeBigUInt64LE(BigInt(padded));
      text.copy(out, 8);
      writeFileSync(at(name), Buffer.concat([out, bytes.subarray(8 + length)]));
      return at(name);
    };
    const old = { epsilon: 1, delta: 1e-6, sigma: 18.9 };
    expect((await auditByCommand(other(old, "old.safetensors"))).aggregate?.noise).toEqual(old);
    const { code, stderr } = await askew("audit", other({ ...old, calibration: "next/2" }, "next.safetensors"));
    expect(code).toBe(2);
    expect(stderr).toContain("next/2");
  });
});

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
