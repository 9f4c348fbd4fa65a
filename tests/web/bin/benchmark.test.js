import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tensor, torch } from "../../fixtures/build/torch.js";
import { askew } from "../command.js";
import { random } from "../engine/pairs.js";

/** @import { Benchmark } from "../../../web/src/types.d.ts" */

/** @type {string} */
let folder;
const at = (/** @type {string[]} */ ...names) => join(folder, ...names);

/** A .pt of the paper's form. @param {number} seed @param {number} imageWidth @param {number} textWidth */
function features(seed, imageWidth = 6, textWidth = imageWidth) {
  const next = random(seed);
  return torch(
    Array.from({ length: 12 }, () => {
      const image = Array.from({ length: imageWidth }, () => Math.fround(next()));
      const text = Array.from({ length: textWidth }, (_, i) => Math.fround((image[i] ?? 0) + next()));
      return { image: tensor(image, [1, imageWidth]), text: tensor(text, [1, textWidth]) };
    }),
  );
}

/** @param {string[]} args @returns {Promise<Benchmark>} */
async function json(...args) {
  const { stdout } = await askew("benchmark", ...args, "--json", "-");
  return JSON.parse(stdout);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-benchmark-"));
  let seed = 1;
  for (const model of ["a", "b", "c"]) {
    mkdirSync(at("good", model), { recursive: true });
    mkdirSync(at("mixed", model), { recursive: true });
    for (const dataset of ["Flickr30k", "ROCO"]) {
      const bytes = features(seed++);
      writeFileSync(at("good", model, `${dataset}_test_features.pt`), bytes);
      writeFileSync(at("mixed", model, `${dataset}_test_features.pt`), bytes);
    }
  }
  const broken = readFileSync(at("good", "a", "ROCO_test_features.pt")).subarray(0, 500);
  mkdirSync(at("mixed", "d"));
  writeFileSync(at("mixed", "d", "ROCO_test_features.pt"), broken);
  writeFileSync(at("mixed", "d", "Flickr30k_test_features.pt"), features(9, 6, 4));
  mkdirSync(at("mixed", "e"));
  writeFileSync(at("mixed", "e", "ROCO_test_features.pt"), readFileSync(at("good", "a", "ROCO_test_features.pt")));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("askew benchmark", () => {
  test("does everything else where one file is broken, one has another width and one is a copy, and three rows say why", async () => {
    const { code, stdout, stderr } = await askew("benchmark", at("mixed"), "--json", "-");
    expect(code).toBe(0);
    const { runs, alignmentProfile } = /** @type {Benchmark} */ (JSON.parse(stdout));
    const told = runs.flatMap(({ model, dataset, failure, missing = [] }) =>
      failure ? [[model, dataset, failure.code]] : missing.length > 0 ? [[model, dataset, "missing"]] : [],
    );
    expect(told).toEqual([
      ["d", "Flickr30k", "missing"],
      ["d", "ROCO", "TRUNCATED"],
      ["e", "ROCO", "DUPLICATE_RUN"],
    ]);
    expect(runs.find(({ model, dataset }) => model === "d" && dataset === "Flickr30k")?.missing?.join(" ")).toContain(
      "the images are 6 wide, the texts 4",
    );
    expect(stderr.match(/^[de] on \w+: /gm)).toEqual(["d on Flickr30k: ", "d on ROCO: ", "e on ROCO: "]);
    expect(alignmentProfile.metrics.cka.byDomain.natural.n).toBe(4);
    expect(alignmentProfile.metrics.sasImageToText.byDomain.natural.n).toBe(3);
    expect(alignmentProfile.metrics.cka.byDomain.medical.n).toBe(3);
  });

  test("gives the same digits for any number of workers, and others for another seed", async () => {
    const digits = (/** @type {Benchmark} */ found) =>
      JSON.stringify({ ...found, runs: found.runs.map((run) => ({ ...run, seconds: 0 })) });
    const [one, three] = [await json(at("good"), "--workers", "1"), await json(at("good"), "--workers", "3")];
    expect(digits(one) === digits(three)).toBe(true);
    const other = await json(at("good"), "--seed", "5");
    expect(other.retrievalPredictivity.metrics.cka.rSum.pooled.rho).toEqual(one.retrievalPredictivity.metrics.cka.rSum.pooled.rho);
    expect(other.options.seed).toBe(5);
  });

  test("takes its own JSON back, and audits, with the same numbers", async () => {
    const first = await json(at("good"));
    writeFileSync(at("first.json"), JSON.stringify(first));
    const again = await json(at("first.json"));
    expect(again.alignmentProfile).toEqual(first.alignmentProfile);
    mkdirSync(at("audits"));
    for (const { model, dataset } of first.runs) {
      const path = at("good", model, `${dataset}_test_features.pt`);
      await askew("audit", path, "--json", at("audits", `${model}-${dataset}.json`));
    }
    const audits = await json(at("audits"));
    expect(audits.runs.map(({ model, dataset }) => [model, dataset])).toEqual(first.runs.map(({ model, dataset }) => [model, dataset]));
    expect(audits.retrievalPredictivity).toEqual(first.retrievalPredictivity);
    // Of single queries the benchmark's JSON has what a later comparison needs, an audit's has not.
    expect(again.separability).toEqual(first.separability);
    expect(first.separability.byDataset.ROCO.map(({ sameBy, imageToText }) => [sameBy, imageToText.method])).toEqual(
      Array.from({ length: 3 }, () => ["places", "mcnemar"]),
    );
    expect(audits.separability.byDataset.ROCO.map(({ sameBy, reason, imageToText }) => [sameBy, reason, imageToText.method])).toEqual(
      Array.from({ length: 3 }, () => [null, "there are no single queries of both to compare", "intervals"]),
    );
  });

  test("takes domains and reference models as they are told", async () => {
    const { alignmentProfile, options } = await json(
      at("good"),
      "--domain",
      "ROCO=x-ray,Flickr30k=photo",
      "--domains",
      "photo,x-ray",
      "--reference",
      "c",
    );
    expect(options.domains).toEqual(["photo", "x-ray"]);
    expect(Object.entries(alignmentProfile.metrics.cka.byDomain).map(([domain, { n }]) => [domain, n])).toEqual([
      ["photo", 2],
      ["x-ray", 2],
    ]);
    const { code, stderr } = await askew("benchmark", at("good"), "--reference", "z");
    expect([code, stderr]).toEqual([2, 'BAD_USE: --reference names "z", and there is none. There are: a, b, c.\n']);
  });

  test("reads a manifest and writes a table whose cells no spreadsheet runs", async () => {
    const runs = [
      { model: "=SUM(A1)", dataset: "X", domain: "medical", file: "a/ROCO_test_features.pt" },
      { model: 'B, "two"', dataset: "X", domain: "medical", file: "b/ROCO_test_features.pt" },
    ];
    writeFileSync(at("good", "runs.json"), JSON.stringify({ runs }));
    const { code, stdout } = await askew("benchmark", at("good", "runs.json"), "--csv", "-");
    rmSync(at("good", "runs.json"));
    expect(code).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines[0].split(",").slice(0, 4)).toEqual(["model", "dataset", "domain", "reference"]);
    expect(lines.slice(1).map((line) => line.slice(0, 30))).toEqual(["'=SUM(A1),X,medical,false,,goo", '"B, ""two""",X,medical,false,,']);
  });

  test("writes a report with its charts as one file that runs and fetches nothing, names as text", async () => {
    const runs = ["a", "b", "c"].flatMap((model) =>
      ["Flickr30k", "ROCO"].map((dataset) => ({ model: `<script>${model}`, dataset, file: `${model}/${dataset}_test_features.pt` })),
    );
    writeFileSync(at("good", "runs.json"), JSON.stringify({ runs }));
    const { code, stdout } = await askew("benchmark", at("good", "runs.json"), "--html", "-");
    rmSync(at("good", "runs.json"));
    expect(code).toBe(0);
    // Six charts, and a summary of each dataset: an axis and a row a model.
    expect(stdout.match(/<svg /g)?.length).toBe(6 + 2 * (1 + 3));
    expect(stdout.match(/<article class="summary"/g)?.length).toBe(2);
    expect(stdout).toContain("&#60;script&#62;a");
    expect(stdout).not.toMatch(/<script|<link|src=|@import|url\(/);
    expect(stdout).toContain("default-src 'none'");
    // Whatever is opened is closed.
    for (const tag of ["svg", "g", "text", "section", "table"])
      expect([tag, stdout.match(new RegExp(`<${tag}[ >]`, "g"))?.length]).toEqual([
        tag,
        stdout.match(new RegExp(`</${tag}>`, "g"))?.length,
      ]);
  });

  test("says that no run succeeded", async () => {
    const { code, stdout } = await askew("benchmark", at("mixed", "d", "ROCO_test_features.pt"));
    expect([code, stdout.split("\n")[0]]).toEqual([2, "1 run, 1 failed."]);
  });
});
