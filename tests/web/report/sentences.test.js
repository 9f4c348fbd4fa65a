import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  capital,
  chanceLevel,
  headline,
  headlineWithoutScores,
  isPartial,
  leaning,
  readings,
  scoresOf,
  stagesInOrder,
  stageWords,
  standing,
  subject,
  textWord,
} from "../../../web/src/report/sentences.js";
import { emptyAudit, sampleAudit, unavailable } from "../views/sample-audit.js";

/** @param {number} imageToText @param {number} textToImage */
const scores = (imageToText, textToImage) => ({ imageToText, textToImage, imbalance: imageToText - textToImage });

describe("the headline", () => {
  it("names the side whose leading directions are the better matched, and by whom", () => {
    expect(headline(leaning(scores(0.54, 0.347), 500), "reports", scores(0.54, 0.347))).toBe(
      "What sets the images apart shows in the reports (0.54 of 1) more than the reverse (0.35).",
    );
    expect(headline(leaning(scores(0.3, 0.6), 500), "texts", scores(0.3, 0.6))).toBe(
      "What sets the texts apart shows in the images (0.60 of 1) more than the reverse (0.30).",
    );
  });

  it("says about equally where the difference is within 0.02 or within the chance level", () => {
    expect(leaning(scores(0.6, 0.615), 5000)).toBe("equal");
    expect(leaning(scores(0.6, 0.57), 500)).toBe("equal");
    expect(leaning(scores(0.6, 0.57), 50_000)).toBe("images");
  });

  it("claims nothing where both scores are near the chance level", () => {
    expect(leaning(scores(0.039, 0.052), 500)).toBe("chance");
    expect(headline("chance", "captions", scores(0.039, 0.052))).toContain("does not clearly show in the other (0.04 and 0.05 of 1)");
  });

  it("claims no side where the range for the population's imbalance holds 0, but says about equally where it is narrow", () => {
    const ranged = (/** @type {number} */ low, /** @type {number} */ high) => ({
      intervals: { sasImbalance: { low, high, standardError: 0.01, bias: 0, rotation: { fall: 0.01, rise: 0.01 } } },
      unsure: false,
    });
    expect(leaning(scores(0.6, 0.5), 5000, ranged(-0.05, 0.2))).toBe("unsure");
    expect(leaning(scores(0.6, 0.57), 5000, ranged(-0.01, 0.08))).toBe("equal");
    expect(leaning(scores(0.6, 0.5), 5000, ranged(0.01, 0.2))).toBe("images");
    expect(leaning(scores(0.5, 0.6), 5000, ranged(-0.2, -0.01))).toBe("texts");
    expect(headline("unsure", "reports", scores(0.6, 0.5))).toBe("These pairs cannot tell which side is out of step (0.60 and 0.50 of 1).");
  });

  it("claims no side where a range was withheld, for audits of rows and of sums", () => {
    expect(leaning(scores(0.7, 0.4), 900, { intervals: {}, unsure: true })).toBe("unsure");
    const audit = sampleAudit();
    const { topQ } = audit.options;
    const withheld = { sasImbalance: "Heavy tails: so." };
    const units = { of: /** @type {const} */ ("blocks"), count: 32 };
    const rows = { ...audit, uncertainty: { method: /** @type {const} */ ("half-samples"), replicates: 62, units, level: 0.95, withheld } };
    expect(standing(rows, topQ)?.unsure).toBe(true);
    const aggregate = /** @type {any} */ ({ intervals: {}, method: "jackknife", withheld });
    expect(standing({ ...audit, aggregate }, topQ)?.unsure).toBe(true);
    // Audits of before name no method, and keep their intervals' word.
    expect(standing({ ...rows, options: { ...audit.options, intervals: "bootstrap" } }, topQ)?.unsure).toBe(false);
    expect(standing(rows, topQ / 2)).toBeUndefined();
  });

  it("turns over when the sides are exchanged", () => {
    expect(leaning(scores(0.7, 0.4), 900)).toBe("images");
    expect(leaning(scores(0.4, 0.7), 900)).toBe("texts");
  });

  it("names both widths where there is no one width, and no reading of the sign", () => {
    const audit = emptyAudit("the images are 40 wide, the texts 768: this needs one width");
    audit.inputs.texts.cols = 768;
    expect(headlineWithoutScores(audit, "reports")).toBe(
      "Which side is out of step cannot be told: the images have 40 dimensions, the reports 768.",
    );
    expect(scoresOf(audit)).toBeUndefined();
  });

  it("says that scores are on their way while they are", () => {
    expect(headlineWithoutScores(emptyAudit("still being computed"), "texts")).toBe("The directional scores are being computed.");
  });
});

it("the chance level is the root of 2 / (pi n): 0.113 at 50 pairs, 0.036 at 500, 0.011 at 5,000", () => {
  expect(chanceLevel(50)).toBeCloseTo(0.1128, 4);
  expect(chanceLevel(500)).toBeCloseTo(0.0357, 4);
  expect(chanceLevel(5000)).toBeCloseTo(0.0113, 4);
});

describe("the readings of the sign", () => {
  const context = /** @type {const} */ ({ word: "reports", q: 0.1, kept: 52 });

  it("give the paper's reading and the other one, with opposite holders for opposite signs", () => {
    const above = readings(scores(0.54, 0.347), "images", context);
    expect(above.map(({ title }) => title)).toEqual([
      "What the numbers are",
      "The paper’s reading",
      "The other reading",
      "What they cannot tell",
    ]);
    expect(above[1].text).toContain("above 0 means that the image space is the more structured one");
    expect(above[2].text).toContain("the reports’ strongest directions hold something of their own");
    expect(above[2].text).toContain("The images cannot follow that, and SAS text → image falls");
    const below = readings(scores(0.347, 0.54), "texts", context);
    expect(below[1].text).toContain("below 0 means that the text space is the more structured one");
    expect(below[2].text).toContain("the images’ strongest directions hold something of their own");
    expect(below[2].text).toContain("The reports cannot follow that, and SAS image → text falls");
  });

  it("give neither where the scores are about equal or near chance", () => {
    for (const side of /** @type {const} */ (["equal", "chance"]))
      expect(readings(scores(0.5, 0.5), side, context).some(({ title }) => title.includes("reading"))).toBe(false);
  });

  it("state both scores, the share and the number of directions", () => {
    const [{ text }] = readings(scores(0.54, 0.347), "images", context);
    for (const part of ["0.540", "0.347", "+0.193", "52 directions", "top 10 %"]) expect(text).toContain(part);
  });
});

describe("the line above the headline", () => {
  it("names files, pairs, dimensions and time", () => {
    expect(subject(sampleAudit(), "reports")).toEqual([
      "images.npy + texts.npy",
      "500 image–report pairs",
      "40 dimensions",
      "audited in 0.2\u00a0s on this computer",
    ]);
  });

  it("tells ragged captions and unlike widths", () => {
    const audit = sampleAudit();
    audit.inputs = { ...audit.inputs, captionsPerImage: [5, 7], texts: { ...audit.inputs.texts, rows: 2501, cols: 768 } };
    expect(subject(audit, "captions").slice(1, 3)).toEqual(["500 images, 2,501 captions (5 to 7 each)", "40 and 768 dimensions"]);
  });

  it("tells no time while the audit is partial", () => {
    const audit = sampleAudit();
    audit.metrics = { ...audit.metrics, mutualKnn: unavailable("still being computed") };
    expect(isPartial(audit)).toBe(true);
    expect(subject(audit, "texts").join()).not.toContain("audited in");
    expect(isPartial(sampleAudit())).toBe(false);
  });
});

it("texts are called reports or captions where a name says so", () => {
  expect(textWord(["xray.npy", "report_embeds"])).toBe("reports");
  expect(textWord(["CAPTIONS.npy"])).toBe("captions");
  expect(textWord(["a.npy", "b.npy"])).toBe("texts");
});

it("every stage that the engine reports has words, and those of one audit stand in its order", async () => {
  const folder = new URL("../../../web/src/engine/", import.meta.url);
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith(".js"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
  const named = sources.flatMap((source) => [...source.matchAll(/(?:\.stage\(|\bstage:)\s*"(\w+)"/g)].map(([, name]) => name));
  expect(named).toEqual(expect.arrayContaining(["rows", "directions", "similarities", "chance", "sites", "noise"]));
  expect(named.filter((name) => stageWords(name) === capital(name))).toEqual([]);
  expect(stagesInOrder(["chance", "directions", "later", "rows", "spectrum"])).toEqual([
    "rows",
    "spectrum",
    "directions",
    "chance",
    "later",
  ]);
});

it("a stage without words of its own is shown by its name", () => {
  expect(stageWords("modes")).toBe("Finding the strongest directions");
  expect(stageWords("permuting")).toBe("Permuting");
});
