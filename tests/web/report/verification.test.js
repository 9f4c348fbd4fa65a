import { describe, expect, it } from "vitest";
import { quantities } from "../../../web/src/metrics.js";
import { comparisonsWithoutNames, comparisonWithoutNames, withoutNames } from "../../../web/src/report/nameless.js";
import { verificationText, verify, verifyComparison, verifyComparisons } from "../../../web/src/report/verification.js";
import { sampleAudit, unavailable } from "../views/sample-audit.js";
import { sampleComparison, sampleSubgroups } from "../views/sample-groups.js";

/** @param {Partial<import("../../../web/src/types.d.ts").AuditInput>} images */
const withImages = (images) => {
  const { inputs } = sampleAudit();
  return sampleAudit({ inputs: { ...inputs, images: { ...inputs.images, ...images } } });
};

describe("verification", () => {
  it("agrees with an audit that is the same but for its timings", () => {
    const { agrees, compared, differing } = verify(sampleAudit(), sampleAudit({ timings: { scores: 9, total: 9 } }));
    expect({ agrees, differing }).toEqual({ agrees: true, differing: 0 });
    expect(compared).toBeGreaterThan(400);
  });

  it("of an earlier version are not said to differ by a quantity that it did not have", () => {
    for (const { at } of quantities(({ since }) => since)) {
      const early = sampleAudit();
      const path = at.split(".");
      const name = /** @type {string} */ (path.pop());
      delete path.reduce((holder, part) => holder[part], /** @type {any} */ (early))[name];
      expect(verify(early, sampleAudit())).toMatchObject({ agrees: true });
      // What it does have is compared.
      expect(verify(sampleAudit(), early).differences.map(({ path }) => path)).toEqual([at]);
    }
  });

  it("names a value that differs in its last digit", () => {
    const { metrics } = sampleAudit();
    const cka = 0.411 + 2 ** -54;
    expect(cka).not.toBe(0.411);
    const { agrees, differences } = verify(sampleAudit(), sampleAudit({ metrics: { ...metrics, cka } }));
    expect(agrees).toBe(false);
    expect(differences).toMatchObject([{ kind: "value", path: "metrics.cka", recorded: "0.411", now: String(cka) }]);
  });

  it("agrees with an audit of a pool from before each site was stated, and differs where a site's statement does", () => {
    const aggregate = (/** @type {object} */ of) => ({
      sites: [
        { label: "A", pairs: 300, ...of },
        { label: null, pairs: 200, ...of },
      ],
      blocks: 8,
      preprocessing: "",
      noise: null,
      intervals: unavailable("not asked for"),
      withinSite: unavailable("not in every site's file"),
    });
    const now = sampleAudit({ aggregate: aggregate({ preprocessing: "", noise: null }) });
    expect(verify(sampleAudit({ aggregate: aggregate({}) }), now).agrees).toBe(true);
    expect(verify(now, now).agrees).toBe(true);
    const { differences } = verify(sampleAudit({ aggregate: aggregate({ preprocessing: "", noise: "not known" }) }), now);
    expect(differences.map(({ path }) => path)).toEqual(["aggregate.sites[0].noise", "aggregate.sites[1].noise"]);
  });

  it("of several sites agrees with an audit from before each site had its scores, and whatever a site's file is called", () => {
    const { imageToText, textToImage, imbalance } = sampleAudit().sas;
    const scores = { pairs: 250, sas: { imageToText, textToImage, imbalance } };
    const missing = unavailable("too few sites’ files give this score an interval");
    const aggregate = (/** @type {string[]} */ ...names) => ({
      sites: [
        { label: null, pairs: 250 },
        { label: null, pairs: 250 },
      ],
      blocks: 8,
      preprocessing: "",
      noise: null,
      intervals: unavailable("not asked for"),
      withinSite: unavailable("not in every site's file"),
      ...(names.length > 0 && {
        federation: {
          sites: names.map((name) => ({ name, ...structuredClone(scores) })),
          without: [],
          heterogeneity: { sasImageToText: missing, sasTextToImage: missing, sasImbalance: missing },
        },
      }),
    });
    const now = sampleAudit({ aggregate: aggregate("north", "south") });
    expect(verify(sampleAudit({ aggregate: aggregate() }), now)).toMatchObject({ agrees: true });
    expect(verify(sampleAudit({ aggregate: aggregate("first", "second") }), now)).toMatchObject({ agrees: true });
    const changed = structuredClone(now);
    Object.assign(changed.aggregate?.federation?.sites[1].sas ?? {}, { imbalance: 0.5 });
    expect(verify(changed, now).differences.map(({ path }) => path)).toEqual(["aggregate.federation.sites[1].sas.imbalance"]);
    // What is recorded and is not made again is a difference.
    expect(verify(now, sampleAudit({ aggregate: aggregate() }))).toMatchObject({ agrees: false });
  });

  it("names the data before the values that follow from them", () => {
    const { metrics } = sampleAudit();
    const made = { ...withImages({ sha256: "ef".repeat(32) }), metrics: { ...metrics, cka: 0.5 } };
    const { differences } = verify(sampleAudit(), made);
    expect(differences.map(({ kind, path }) => [kind, path])).toEqual([
      ["data", "inputs.images.sha256"],
      ["value", "metrics.cka"],
    ]);
    expect(verificationText(verify(sampleAudit(), made))).toMatch(
      /^Not verified: the data differ \(2 differences in all\)\.\n {2}The images’ file is not the one/,
    );
  });

  it("takes another name of a file, and another version that gives the same digits, as notes", () => {
    const made = { ...withImages({ file: "renamed.npy" }), tool: { ...sampleAudit().tool, version: "9.9.9" } };
    const { agrees, notes } = verify(sampleAudit(), made);
    expect(agrees).toBe(true);
    expect(notes.join(" ")).toMatch(/renamed\.npy.*Askew 1\.2\.3.*9\.9\.9, with the same core/);
  });

  it("names options, pairs and pairing that differ", () => {
    const { options, inputs } = sampleAudit();
    const made = sampleAudit({
      options: { ...options, seed: 3 },
      inputs: { ...inputs, pairs: 499, captionsPerImage: 2, pairing: { by: "ids", says: "By id.", options: [] } },
    });
    const { differences } = verify(sampleAudit(), made);
    expect(differences.map(({ path }) => path)).toEqual(["inputs.pairs", "inputs.captionsPerImage", "inputs.pairing.by", "options.seed"]);
  });

  it("names a quantity that is there in one audit alone", () => {
    const { differing, differences } = verify(sampleAudit(), sampleAudit({ cosine: unavailable("not computed") }));
    expect(differing).toBe(404);
    expect(differences).toHaveLength(20);
  });

  it("says that a file without SHA-256 could not be compared", () => {
    const { agrees, notes } = verify(withImages({ sha256: unavailable("over 1 GB") }), sampleAudit());
    expect(agrees).toBe(true);
    expect(notes.join(" ")).toContain("could not be compared by its SHA-256");
  });

  it("verifies an audit that was saved without names", () => {
    expect(verify(withoutNames(sampleAudit()), sampleAudit()).agrees).toBe(true);
  });

  it("names the number of a group that differs in its last digit, also where names were left out", () => {
    const audit = sampleAudit({ subgroups: sampleSubgroups() });
    expect(verify(audit, structuredClone(audit)).agrees).toBe(true);
    expect(verify(audit, audit).compared).toBeGreaterThan(verify(sampleAudit(), sampleAudit()).compared + 60);
    const made = structuredClone(audit);
    const [first] = /** @type {any} */ (made).subgroups.groups;
    first.sas.imbalance += 2 ** -54;
    expect(first.sas.imbalance).not.toBe(0.375);
    const path = "subgroups.groups[0].sas.imbalance";
    for (const saved of [audit, withoutNames(audit)]) expect(verify(saved, made).differences).toMatchObject([{ kind: "value", path }]);
    first.sas.imbalance = 0.375;
    first.value = "Lindenhof";
    expect(verify(audit, made).differences).toMatchObject([{ path: "subgroups.groups[0].value", recorded: "Mercy" }]);
    expect(verify(withoutNames(audit), made).agrees).toBe(true);
  });

  it("is the same whatever an audit calls its texts, and for audits that do not say", () => {
    expect(verify(sampleAudit({ word: "reports" }), sampleAudit()).agrees).toBe(true);
    expect(verify(sampleAudit(), sampleAudit({ word: "captions" })).agrees).toBe(true);
  });

  it("says in one sentence that the groups could not be made again", () => {
    const verification = verify(sampleAudit({ subgroups: sampleSubgroups() }), sampleAudit());
    const { differing, differences } = verification;
    expect(differing).toBe(1);
    expect(differences[0]).toMatchObject({ kind: "data", path: "subgroups", recorded: "3 groups by hospital" });
    expect(differences[0].message).toContain("Add the table that has this column.");
    expect(verificationText(verification)).toContain("--metadata FILE and --by COLUMN");
  });
});

describe("verification of a comparison", () => {
  it("agrees with the same one, with and without names, and counts both models' values", () => {
    const { agrees, compared } = verifyComparison(sampleComparison(), sampleComparison());
    expect(agrees).toBe(true);
    expect(compared).toBeGreaterThan(2 * verify(sampleAudit(), sampleAudit()).compared + 30);
    expect(verifyComparison(comparisonWithoutNames(sampleComparison()), sampleComparison())).toMatchObject({ agrees: true, notes: [] });
  });

  it("says which model's data and numbers differ", () => {
    const made = sampleComparison();
    made.b.inputs.images.sha256 = "ef".repeat(32);
    made.b.metrics.cka = 0.5;
    const { differences } = verifyComparison(sampleComparison(), made);
    expect(differences.map(({ kind, path }) => [kind, path])).toEqual([
      ["data", "b.inputs.images.sha256"],
      ["value", "b.metrics.cka"],
    ]);
    expect(differences[0].message).toMatch(/^Second model: The images’ file is not the one that was audited/);
  });

  it("names a difference, an interval and a test that differ", () => {
    const made = sampleComparison();
    made.differences.sasImageToText.low = 0.0625 + 2 ** -56;
    made.mcnemar.imageToText = { .../** @type {any} */ (made.mcnemar.imageToText), onlyFirst: 76 };
    expect(verifyComparison(sampleComparison(), made).differences.map(({ path }) => path)).toEqual([
      "differences.sasImageToText.low",
      "mcnemar.imageToText.onlyFirst",
    ]);
  });
});

describe("verification of several models", () => {
  /** @returns {import("../../../web/src/types.d.ts").Comparisons} */
  const several = () => ({
    schema: "askew-comparisons/1",
    comparisons: [sampleComparison(), sampleComparison()],
    family: [
      { imageToText: 2e-8, textToImage: unavailable("not every query was ranked") },
      { imageToText: 0.5, textToImage: unavailable("not every query was ranked") },
    ],
  });

  it("compares every comparison and the p values of all, with names and without", () => {
    const { agrees, compared } = verifyComparisons(several(), several());
    expect(agrees).toBe(true);
    // Each of the two; beside them two p values, and twice a reason with its mark.
    expect(compared).toBe(2 * verifyComparison(sampleComparison(), sampleComparison()).compared + 6);
    expect(verifyComparisons(comparisonsWithoutNames(several()), several())).toMatchObject({ agrees: true, notes: [] });
  });

  it("names the model whose value differs, and its place", () => {
    const made = several();
    made.comparisons[1].b.metrics.cka = 0.5;
    made.comparisons[0].a.inputs.texts.rows = 7;
    made.comparisons[0].differences.mutualKnn.difference = 0.125;
    const { differences } = verifyComparisons(several(), made);
    expect(differences.map(({ path, message }) => [path, message.split(/ was| had/)[0]])).toEqual([
      ["comparisons[0].a.inputs.texts.rows", "Baseline: The texts"],
      ["comparisons[0].differences.mutualKnn.difference", "Baseline and model 2: differences.mutualKnn.difference"],
      ["comparisons[1].b.metrics.cka", "Model 3: metrics.cka"],
    ]);
  });
});
