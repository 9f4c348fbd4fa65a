/** Every number of the paper's experiments against values of SciPy 1.10 and NumPy, over 56 runs. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { askew } from "../command.js";
import { sharedPath, sharedTitle } from "../shared-folder.js";

/** @import { Benchmark, BenchmarkMetric, RSum } from "../../../web/src/types.d.ts" */

const FOLDER = "reference/benchmark";
/** Float32 products, sums in another order: absolute, relative above 1. */
const CLOSE = 1e-6;

/** @type {Record<string, BenchmarkMetric>} */
const NAMES = {
  CKA: "cka",
  CORAL: "coral",
  RMG: "rmg",
  RMG_code: "rmgReference",
  dcos: "deltaCosine",
  MMD: "mmd",
  SVCCA: "svcca",
  SAS_IT: "sasImageToText",
  SAS_TI: "sasTextToImage",
  SAS_sym: "sasSymmetric",
  SAS_imbalance: "sasImbalance",
};
/** @type {Record<string, RSum>} */
const TARGETS = { rSum: "rSum", rSum_IT: "rSumImageToText", rSum_TI: "rSumTextToImage" };

/** @type {Benchmark} */
let found;
/** @type {any} */
let expected;
/** @type {string[]} */
let departures;

/** @param {string} what @param {unknown} actual @param {number} value */
function compare(what, actual, value) {
  if (!(typeof actual === "number" && Math.abs(actual - value) <= CLOSE * Math.max(1, Math.abs(value))))
    departures.push(`${what}: expected ${value}, got ${JSON.stringify(actual)}`);
}

describe.skipIf(!sharedPath(FOLDER))(sharedTitle("askew benchmark agrees with the reference", FOLDER), () => {
  beforeAll(async () => {
    const { code, stdout, stderr } = await askew("benchmark", /** @type {string} */ (sharedPath(FOLDER)), "--json", "-");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    found = JSON.parse(stdout);
    expected = JSON.parse(readFileSync(/** @type {string} */ (sharedPath("reference/benchmark.expected.json")), "utf8"));
  }, 60_000);

  it("in every value of every run", () => {
    departures = [];
    expect(found.runs.length).toBe(expected.runs.length);
    for (const own of expected.runs) {
      const run = found.runs.find(({ model, dataset }) => model === own.model && dataset === own.dataset);
      const at = `${own.model} on ${own.dataset}`;
      expect([at, run?.domain, run?.reference, run?.pairs, run?.width, run?.captionsPerImage]).toEqual([
        at,
        own.domain,
        own.reference,
        own.n,
        own.d,
        own.captions,
      ]);
      for (const [name, key] of Object.entries(NAMES)) compare(`${at}: ${name}`, run?.metrics?.[key], own[name]);
      for (const [name, key] of Object.entries(TARGETS)) compare(`${at}: ${name}`, run?.retrieval?.[key], own[name]);
      for (const k of /** @type {const} */ (["1", "5", "10"])) {
        compare(`${at}: R@${k} IT`, run?.retrieval?.imageToText[k], own[`R@${k}_IT`]);
        compare(`${at}: R@${k} TI`, run?.retrieval?.textToImage[k], own[`R@${k}_TI`]);
      }
      for (const { q, imageToText, textToImage } of run?.sweep ?? []) {
        compare(`${at}: SAS IT at ${q}`, imageToText, own[`SAS_IT@${q.toFixed(1)}`]);
        compare(`${at}: SAS TI at ${q}`, textToImage, own[`SAS_TI@${q.toFixed(1)}`]);
      }
    }
    expect(departures).toEqual([]);
  });

  it("in the alignment profile", () => {
    departures = [];
    for (const [name, key] of Object.entries(NAMES)) {
      const own = expected.alignment_profile[name];
      const { byDomain, mannWhitney } = found.alignmentProfile.metrics[key];
      for (const domain of ["natural", "medical"]) {
        compare(`${name} ${domain} mean`, byDomain[domain].mean, own[domain][0]);
        compare(`${name} ${domain} std`, byDomain[domain].std, own[domain][1]);
      }
      compare(`${name} U`, mannWhitney.statistic, own.mann_whitney_two_sided.U);
      compare(`${name} p`, mannWhitney.p, own.mann_whitney_two_sided.p);
    }
    expect(departures).toEqual([]);
  });

  it("in the imbalance signature", () => {
    departures = [];
    const { byDomain, mannWhitneyGreater } = found.imbalanceSignature;
    for (const domain of ["natural", "medical"]) {
      const own = expected.imbalance_signature[domain];
      const { n, mean, std, t } = byDomain[domain];
      const pairs = Object.entries({ n, mean, std, t: t.statistic, p: t.p });
      for (const [name, value] of pairs) compare(`${domain} ${name}`, value, own[name]);
    }
    compare("U", mannWhitneyGreater.statistic, expected.imbalance_signature.mann_whitney_medical_greater.U);
    compare("p", mannWhitneyGreater.p, expected.imbalance_signature.mann_whitney_medical_greater.p);
    expect(departures).toEqual([]);
  });

  it("in retrieval predictivity", () => {
    departures = [];
    for (const [name, key] of Object.entries(NAMES))
      for (const [target, own] of Object.entries(TARGETS)) {
        const { byDataset, byDomain, pooled } = found.retrievalPredictivity.metrics[key][own];
        const all = /** @type {Record<string, any>} */ ({ ...byDataset, ...byDomain, pooled });
        for (const [group, { rho, p }] of Object.entries(
          /** @type {Record<string, any>} */ (expected.retrieval_predictivity[name][target]),
        )) {
          compare(`${name} ${target} ${group} rho`, all[group].rho, rho);
          compare(`${name} ${target} ${group} p`, all[group].p, p);
        }
      }
    expect(departures).toEqual([]);
  });

  it("in the eigenspectrum's concentration", () => {
    departures = [];
    for (const row of found.eigenspectrumConcentration.sweep) {
      const own = expected.eigenspectrum_concentration[row.q.toFixed(1)];
      for (const domain of ["natural", "medical"])
        for (const [name, group] of /** @type {const} */ ([
          ["SAS_IT", row.imageToText[domain]],
          ["SAS_TI", row.textToImage[domain]],
        ])) {
          compare(`${name} ${domain} ${row.q} mean`, group.mean, own[name][domain][0]);
          compare(`${name} ${domain} ${row.q} std`, group.std, own[name][domain][1]);
        }
    }
    expect(departures).toEqual([]);
  });
});
