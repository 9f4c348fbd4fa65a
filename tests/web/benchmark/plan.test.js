import { describe, expect, it } from "vitest";
import { planRuns } from "../../../web/src/benchmark/index.js";

/** @import { FileLike } from "../../../web/src/types.d.ts" */

/** @param {string} path @param {unknown} [content] @returns {FileLike} */
function file(path, content = "data") {
  const blob = new Blob([typeof content === "string" ? content : JSON.stringify(content, null, 2)]);
  return Object.assign(blob, { name: path.replace(/^.*\//, ""), webkitRelativePath: path });
}

const brief = async (/** @type {FileLike[]} */ files) => {
  const { runs, named } = await planRuns(files);
  return { named, runs: runs.map(({ model, dataset, files: own, failure }) => [model, dataset, own.length, failure?.code ?? ""]) };
};

describe("runs of a folder", () => {
  it("in the paper's layout are a file each, and the folder says that they are runs", async () => {
    expect(await brief([file("b/clip/ROCO_test_features.pt"), file("b/align/ROCO_test_features.pt")])).toEqual({
      named: true,
      runs: [
        ["align", "ROCO", 1, ""],
        ["clip", "ROCO", 1, ""],
      ],
    });
  });

  it("take images and texts from a file each where the names say so, and then ask to be confirmed", async () => {
    expect(await brief([file("b/clip/ROCO_images.npy"), file("b/clip/ROCO_texts.npy"), file("b/clip/Flickr30k.npz")])).toEqual({
      named: false,
      runs: [
        ["clip", "Flickr30k", 1, ""],
        ["clip", "ROCO", 2, ""],
      ],
    });
  });

  it("lie flat in one folder", async () => {
    const { runs } = await brief([file("b/clip_ROCO.npz"), file("b/align_ROCO.npz")]);
    expect(runs.map(([model, dataset]) => [model, dataset])).toEqual([
      ["align", "ROCO"],
      ["clip", "ROCO"],
    ]);
  });

  it("with the same model and dataset twice keep the first and say why", async () => {
    const { runs } = await planRuns([file("b/clip/ROCO_test_features.npz"), file("b/clip/ROCO_test_features.pt")]);
    expect(runs.map(({ failure }) => failure?.code)).toEqual([undefined, "DUPLICATE_RUN"]);
    expect(runs[1].failure?.message).toBe(
      "clip on ROCO comes twice: b/clip/ROCO_test_features.pt is left aside, b/clip/ROCO_test_features.npz is taken. Name it otherwise if it is another run.",
    );
  });

  it("come from audits as well, named by the files that were audited", async () => {
    const audit = { schema: "askew-audit/1", inputs: { images: { file: "b/clip/ROCO_test_features.pt" } } };
    const { runs } = await planRuns([file("one.json", audit), file("label.json", { a: [1] })]);
    expect(runs.map(({ model, dataset, audit: own }) => [model, dataset, own !== undefined])).toEqual([
      ["clip", "ROCO", true],
      ["label", "?", false],
    ]);
  });

  it("an audit that is cut is named", async () => {
    const cut = file("b/cut.json", '{"schema": "askew-audit/1", "inputs": ');
    await expect(planRuns([cut])).rejects.toMatchObject({ code: "CORRUPT" });
  });
});

describe("a manifest", () => {
  const listed = (/** @type {unknown[]} */ runs, more = {}) => file("b/runs.json", { ...more, runs });

  it("names the runs, their files, domains and reference models", async () => {
    const runs = [
      { model: "A", dataset: "X", domain: "medical", reference: true, file: "x.npz" },
      { model: "B", dataset: "X", images: "i.npy", texts: "t.npy" },
      { model: "C", dataset: "X", file: "gone.npz" },
    ];
    const plan = await planRuns([listed(runs, { domains: ["medical", "other"] }), file("b/x.npz"), file("b/i.npy"), file("b/t.npy")]);
    expect(plan.domains).toEqual(["medical", "other"]);
    expect(plan.runs.map((run) => [run.model, run.domain, run.reference, run.files.length, run.failure?.code])).toEqual([
      ["A", "medical", true, 1, undefined],
      ["B", "other", false, 2, undefined],
      ["C", "other", false, 0, "UNREADABLE"],
    ]);
  });

  it.each([
    ["no model", [{ dataset: "X", file: "x.npz" }], 'b/runs.json: run 1 has no "model".'],
    ["a wrong type", [{ model: "A", dataset: "X", file: "x", reference: "yes" }], 'b/runs.json: run 1: "reference" must be a boolean.'],
    ["one side", [{ model: "A", dataset: "X", images: "x" }], 'b/runs.json: run 1 needs either "file", or "images" and "texts".'],
    [
      "an unknown key",
      [{ model: "A", dataset: "X", file: "x", modle: "B" }],
      /run 1 has "modle", which is not known. Known: model, dataset/,
    ],
    ["no run", [], /"runs", a list of at least one run/],
  ])("with %s is refused with the place", async (_, runs, message) => {
    await expect(planRuns([listed(runs)])).rejects.toMatchObject({
      code: "BAD_HEADER",
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });
});
