import { describe, expect, it } from "vitest";
import { comparisonAmong, savedAmong } from "../../../web/src/audit/saved.js";
import { comparisonsWithoutNames } from "../../../web/src/report/nameless.js";
import { sessionText } from "../../../web/src/report/session-file.js";
import { sampleAudit } from "../views/sample-audit.js";
import { sampleComparison } from "../views/sample-groups.js";

/** @import { Comparisons, FileLike } from "../../../web/src/types.d.ts" */

const file = (/** @type {string} */ name, /** @type {string} */ text) => new File([text], name);
const audit = file("audit.json", JSON.stringify(sampleAudit(), null, 2));
const data = file("images.npy", "bytes");

describe("among dropped files", () => {
  it("one saved audit is told from data, and from other JSON", async () => {
    const other = file("labels.json", '{"schema": "mine"}');
    const { saved, data: rest } = await savedAmong([data, audit, other]);
    expect(saved).toMatchObject({ name: "audit.json", audit: { schema: "askew-audit/1" } });
    expect(rest).toEqual([data, other]);
  });

  it("several audits are left to the benchmark", async () => {
    const both = [audit, file("second.json", JSON.stringify(sampleAudit()))];
    expect(await savedAmong(both)).toEqual({ data: both });
  });

  it("a session gives all its audits, the last one first", async () => {
    const { saved } = await savedAmong([file("s.json", sessionText([sampleAudit(), sampleAudit()], { names: true }, "1"))]);
    expect(saved?.audits).toHaveLength(2);
    expect(saved?.audit).toBe(saved?.audits?.[1]);
  });

  it("one that is damaged is refused", async () => {
    await expect(savedAmong([file("cut.json", JSON.stringify(sampleAudit()).slice(0, 3000))])).rejects.toMatchObject({ code: "CORRUPT" });
  });
});

describe("a saved comparison of several models, dropped with their files", () => {
  /** @param {[string, string][]} names @returns {Comparisons} */
  const several = (...names) => ({
    schema: "askew-comparisons/1",
    comparisons: names.map(([images, texts]) => {
      const one = sampleComparison();
      one.b.inputs.images.file = images;
      one.b.inputs.texts.file = texts;
      return one;
    }),
    family: names.map(() => ({ imageToText: 1, textToImage: 1 })),
  });
  const json = (/** @type {object} */ made) => file("three.json", JSON.stringify(made, null, 2));
  const plain = (/** @type {string} */ name) => file(name, "x");
  /** @param {string} path */
  function inFolder(path) {
    const one = plain(path.replace(/^.*\//, ""));
    Object.defineProperty(one, "webkitRelativePath", { value: path });
    return one;
  }
  const TWO = several(["clip/i.npy", "clip/t.npy"], ["blip/i.npy", "blip/t.npy"]);

  it("gives each model its own, in the order that was saved, told by their folders", async () => {
    const [bi, bt, ci, ct] = ["blip/i.npy", "blip/t.npy", "clip/i.npy", "clip/t.npy"].map(inFolder);
    const { saved, models } = await comparisonAmong([bi, json(TWO), bt, ci, ct]);
    expect(saved).toMatchObject({ name: "three.json", comparison: { schema: "askew-comparisons/1" } });
    expect(models).toEqual([
      [ci, ct],
      [bi, bt],
    ]);
  });

  it("takes a file that two models share for both, and one that holds both sides once; the baseline’s are left aside", async () => {
    const [shared, both, own] = ["shared.npy", "both.npz", "images.npy"].map(plain);
    const { models } = await comparisonAmong([own, shared, both, json(several(["both.npz", "both.npz"], ["both.npz", "shared.npy"]))]);
    expect(models).toEqual([[both], [both, shared]]);
    // One name is the end of another’s: they may be two files, of which one is not here.
    await expect(comparisonAmong([both, json(several(["both.npz", "both.npz"], ["/data/both.npz", "/data/both.npz"]))])).rejects.toThrow(
      "the files dropped with it are not these of the other models, each once: both.npz, /data/both.npz.",
    );
  });

  it.each([
    ["two files may be one of them", ["i.npy", "t.npy", "i.npy", "t.npy"], TWO],
    ["one is not there", ["clip/i.npy", "clip/t.npy", "blip/i.npy"], TWO],
    ["one is of no model", ["clip/i.npy", "clip/t.npy", "blip/i.npy", "blip/t.npy", "more.npy"], TWO],
    ["names were left out", ["clip/i.npy", "clip/t.npy", "blip/i.npy", "blip/t.npy"], comparisonsWithoutNames(TWO)],
  ])("says the command that verifies it where %s", async (_, paths, made) => {
    const files = /** @type {FileLike[]} */ ([json(made), ...paths.map(inFolder)]);
    await expect(comparisonAmong(files)).rejects.toThrow(
      /three\.json is a comparison of 3 models, and .*the command: askew verify three\.json IMAGES TEXTS, then --compare IMAGES,TEXTS for each/,
    );
  });

  it("is no audit to open: the sentence says where it is verified", async () => {
    await expect(savedAmong([json(TWO)])).rejects.toThrow(
      "is a saved comparison of several models. To verify it, audit the baseline, then drop",
    );
  });
});
