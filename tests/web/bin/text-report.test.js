import { describe, expect, test } from "vitest";
import { textReport } from "../../../web/src/document/audit-text.js";

/** @import { Audit, Unavailable } from "../../../web/src/types.d.ts" */

/** @param {string} reason @returns {Unavailable} */
const unavailable = (reason) => ({ status: "unavailable", reason });

/** @param {number} r1 */
const direction = (r1) => ({ recall: { 1: r1, 5: 0.5, 10: 0.75 }, curve: [r1], medianRank: 6.5, mrr: 0.25 });

/** @returns {Audit} */
function sample() {
  const input = { sha256: "00", rows: 500, cols: 512, dtype: "float32", array: "" };
  return {
    schema: "askew-audit/1",
    tool: { name: "askew", version: "0.1.0", wasmSha256: "00" },
    inputs: {
      images: { ...input, file: "images.npy" },
      texts: { ...input, file: "reports.npy" },
      pairs: 500,
      captionsPerImage: 1,
      pairing: null,
      findings: [],
    },
    options: {
      topQ: 0.1,
      epsilon: 1e-8,
      seed: 0,
      neighbours: 10,
      queries: 2000,
      exactPairs: 1e9,
      hashes: true,
      intervals: "half-samples",
      bootstrap: 200,
      permutations: 1000,
    },
    sas: {
      imageToText: 0.54,
      textToImage: 0.347,
      symmetric: 0.4435,
      imbalance: 0.193,
      modesKept: { image: 52, text: 52 },
      epsilonEffect: { imageToText: 0, textToImage: 0 },
    },
    sweep: [],
    alternatives: {
      scaleFreeEpsilon: { imageToText: 1e-14, textToImage: 1e-14 },
      choices: [
        {
          cut: { by: "directions", value: 0.1 },
          modesKept: { image: 52, text: 52 },
          imageToText: 0.54,
          textToImage: 0.347,
          imbalance: 0.193,
          scaleFree: { imageToText: 0.541, textToImage: 0.348, imbalance: 0.193 },
        },
      ],
    },
    modes: unavailable("left out"),
    correlates: unavailable("left out"),
    spectrum: { image: { trace: 1, effectiveRank: 1, participationRatio: 1 }, text: { trace: 1, effectiveRank: 1, participationRatio: 1 } },
    metrics: {
      cka: 0.411,
      ckaDebiased: 0.3,
      coral: 0.08,
      coralNormalised: 1e-9,
      mmd: 0.7,
      mmdBound: 1e-6,
      mmdUnbiased: 0.1,
      mmdMedianSigma: 1,
      rmg: 0.574,
      rmgReference: 0.73,
      deltaCosine: 0.145,
      svcca: 0.312,
      procrustes: 0.412,
      centroidEuclidean: 0.85,
      centroidCosine: 0.69,
      mutualKnn: 0.2,
      alignment: 1.1,
      uniformity: { image: -2.5, text: -2.25 },
    },
    retrieval: {
      imageToText: direction(0.006),
      textToImage: direction(0.022),
      rSumImageToText: 12.4,
      rSumTextToImage: 32.2,
      rSum: 44.6,
      chance: { imageToText: [0.002], textToImage: [0.002] },
      duplicates: { identicalTexts: 57, imageToText: { 1: 0.006, 5: 0.05, 10: 0.07 }, textToImage: { 1: 0.024, 5: 0.1, 10: 0.2 } },
    },
    uncertainty: { status: "unavailable", reason: "not asked for" },
    chance: { status: "unavailable", reason: "not asked for" },
    cosine: unavailable("left out"),
    sampling: null,
    timings: { scores: 0.4, total: 0.7 },
  };
}

describe("the report in text", () => {
  test("gives both scores, their difference with its sign, and the chance level", () => {
    const text = textReport(sample());
    expect(text).toMatch(/SAS image → text +0\.540 +shuffled pairs: about 0\.036\n +SAS text → image +0\.347\n +imbalance +\+0\.193\n/);
    expect(text).toContain("52 directions (top 10 %)");
  });

  test("gives intervals, what shuffled pairs reach, and p where they were computed", () => {
    const audit = sample();
    const level = { mean: 0.035, p95: 0.05, p: 0.0005 };
    const interval = { low: 0.512, high: 0.568, standardError: 0.014 };
    audit.chance = {
      permutations: 1999,
      rows: 500,
      sasImageToText: level,
      sasTextToImage: { ...level, p: 0.34 },
      sasSymmetric: level,
      sasImbalance: { ...level, low: -0.02, high: 0.021 },
    };
    audit.uncertainty = { replicates: 200, units: { of: "images", count: 500 }, level: 0.95, sasImageToText: interval };
    const text = textReport(audit);
    expect(text).toMatch(
      /SAS image → text +0\.540 +95 % interval 0\.512 to 0\.568\n +shuffled pairs: 0\.035, 95 % below 0\.050; p < 0\.001\n/,
    );
    expect(text).toMatch(/SAS text → image +0\.347 +shuffled pairs: 0\.035, 95 % below 0\.050; p = 0\.34\n/);
    expect(text).toMatch(/imbalance +\+0\.193 +shuffled pairs: −0\.020 to \+0\.021; p < 0\.001\n/);
  });

  test("says what the range of a score is, or why it has none", () => {
    const audit = sample();
    const units = { of: /** @type {const} */ ("blocks"), count: 32 };
    const made = { method: /** @type {const} */ ("half-samples"), replicates: 62, units, level: 0.95 };
    const range = { low: 0.5, high: 0.55, standardError: 0.01, bias: 0.01, rotation: { fall: 0.01, rise: 0 } };
    audit.uncertainty = { ...made, sasImageToText: range, sasImbalance: { ...range, low: 0.1, high: 0.3 } };
    const said = textReport(audit).replace(/\s+/g, " ");
    expect(said).toMatch(/SAS image → text 0\.540 range for the population 0\.500 to 0\.550/);
    expect(said).toContain(
      "Range for the population’s score: sampling error, the bias of small samples, and directions that this sample cannot tell apart. In simulations with normal data and at least 100 pairs",
    );
    audit.uncertainty = { ...made, withheld: { sasImbalance: "Heavy tails: so." } };
    const without = textReport(audit).replace(/\s+/g, " ");
    expect(without).toContain("No range for the population’s score: Heavy tails: so.");
    expect(without).not.toContain("What sets the");
  });

  test("says in neutral words which side is matched better, then both readings and the caveat", () => {
    const text = textReport(sample()).replace(/\s+/g, " ");
    expect(text).toContain("What sets the images apart shows in the reports (0.54 of 1) more than the reverse (0.35).");
    for (const part of ["The paper’s reading:", "The other reading:", "What they cannot tell:"]) expect(text).toContain(part);
    expect(text).not.toContain("The spectra below");
  });

  test("turns the sentence round with the sign", () => {
    const audit = sample();
    audit.sas = { ...audit.sas, imageToText: 0.347, textToImage: 0.54, imbalance: -0.193 };
    const text = textReport(audit);
    expect(text).toMatch(/imbalance +\u22120\.193/);
    expect(text.replace(/\s+/g, " ")).toContain(
      "What sets the reports apart shows in the images (0.54 of 1) more than the reverse (0.35).",
    );
  });

  test("gives retrieval both ways beside its chance level, and what identical texts change", () => {
    const text = textReport(sample());
    const identical = "any identical report accepted";
    expect(text).toMatch(
      new RegExp(`Image → text +0\\.6 % +50\\.0 % +75\\.0 % +6\\.5 +0\\.250\\n +Image → text, ${identical} +0\\.6 % +5\\.0 % +7\\.0 %`),
    );
    expect(text).toMatch(new RegExp(`Text → image .*\\n +Text → image, ${identical} +2\\.4 % +10\\.0 % +20\\.0 %`));
    expect(text).toMatch(/By chance +0\.2 % /);
    expect(text).toContain("57 reports repeat an earlier one.");
    const audit = sample();
    if ("status" in audit.retrieval) throw new Error("left out");
    audit.retrieval.duplicates.identicalTexts = 0;
    expect(textReport(audit)).not.toContain("identical");
  });

  test("says whether the imbalance keeps its sign under other choices, and lists them with the metrics", () => {
    const audit = sample();
    expect(textReport(audit)).toContain("The imbalance keeps its sign under each of these choices.");
    expect(textReport(audit, { metrics: true })).toMatch(
      /top 10 % +52 +0\.540 +0\.347 +\+0\.193\n {2}… with ε\* +0\.541 +0\.348 +\+0\.193\n/,
    );
    audit.inputs.findings.push({ code: "SIGN_DEPENDS_ON_CUT", level: "warning", message: "It depends.", count: 1, rows: [] });
    expect(textReport(audit)).toMatch(/Other choices of directions\n {2}It depends\./);
    if ("status" in audit.alternatives) throw new Error("left out");
    audit.alternatives.choices.push({ ...audit.alternatives.choices[0], imbalance: -0.001 });
    audit.inputs.findings.length = 0;
    expect(textReport(audit).replace(/\s+/g, " ")).toContain("changes its sign among these choices, but only where it is too small");
  });

  test("says what the scores are without epsilon exactly where it moves them", () => {
    const audit = sample();
    expect(textReport(audit)).not.toContain("ε = ");
    audit.sas.epsilonEffect = { imageToText: 0.011, textToImage: 0.006 };
    expect(textReport(audit).replace(/\s+/g, " ")).toContain(
      "tiny beside ε = 1.0 × 10⁻⁸, which lowers the scores. With an ε that follows the data they are 0.541 (image → text) and 0.348 (text → image)",
    );
  });

  test("prints the reason of whatever is unavailable, in its place", () => {
    const audit = sample();
    const why = unavailable("texts are 768 wide, images 512: SAS needs one width");
    audit.inputs.texts.cols = 768;
    for (const name of /** @type {(keyof Audit["sas"])[]} */ (Object.keys(audit.sas))) audit.sas[name] = why;
    audit.metrics.rmg = unavailable("needs one width");
    audit.retrieval = unavailable("retrieval needs one width");
    const text = textReport(audit);
    expect(text.match(/unavailable: texts are 768 wide/g)).toHaveLength(4);
    expect(text).toMatch(/RMG +unavailable: needs one width/);
    expect(text).toContain("Retrieval: unavailable: retrieval needs one width");
    expect(text.replace(/\s+/g, " ")).toContain("the images have 512 dimensions, the reports 768.");
    expect(text).not.toMatch(/NaN|undefined|null|\[object/);
  });

  test("lists the findings", () => {
    const audit = sample();
    audit.inputs.findings = [{ code: "WIDTHS_DIFFER", level: "warning", message: "Something to know.", count: 1, rows: [] }];
    expect(textReport(audit)).toContain("Warning: Something to know.");
    expect(textReport(sample())).not.toContain("The data");
  });

  test("says how the sides were matched, and what makes the command match them alike", () => {
    const audit = sample();
    const says = "Each text names its image by image_id.";
    const text = (/** @type {string[] | null} */ options) => {
      audit.inputs.pairing = { by: "ids", says, options };
      return textReport(audit).replace(/\s+/g, " ");
    };
    expect(text(["--pairs", "my pairs.csv"])).toContain(`Pairs: ${says} For the same pairs, the command takes --pairs 'my pairs.csv'`);
    expect(text([])).toContain(`${says} The command needs no option for the same pairs.`);
    expect(text(null)).toContain(`${says} The command has no option for these pairs.`);
  });

  test("with every metric has a line for each quantity of the audit", () => {
    const audit = sample();
    const names = Object.keys(audit.metrics).filter((name) => !["mmdBound", "mmdMedianSigma", "uniformity"].includes(name));
    for (const [i, name] of names.entries()) Object.assign(audit.metrics, { [name]: unavailable(`reason ${i};`) });
    const text = textReport(audit, { metrics: true });
    for (const i of names.keys()) expect(text).toContain(`unavailable: reason ${i};`);
    expect(text).toMatch(/Uniformity, images +\u22122\.50.*\n +Uniformity, texts +\u22122\.25/);
    expect(textReport(audit).match(/unavailable/g)).toHaveLength(5);
  });

  test("keeps its sentences within 100 columns", () => {
    for (const line of textReport(sample()).split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });
});
