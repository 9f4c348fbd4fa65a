import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf } from "../../fixtures/build/values.js";
import { askew, auditByCommand } from "../command.js";
import { random } from "../engine/pairs.js";

const N = 120;
const D = 8;
const QUICK = ["--bootstrap", "20", "--permutations", "19", "--workers", "2"];

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-groups-"));
  const next = random(5);
  const world = Array.from({ length: N * D }, () => next());
  const save = (/** @type {string} */ name, /** @type {number} */ noise, rows = N) => {
    const values = world.slice(0, rows * D).map((value) => Math.fround(value + noise * next()));
    writeFileSync(at(name), npy({ descr: "<f4", shape: `(${rows}, ${D})`, data: bytesOf(values, "float32") }));
  };
  save("images.npy", 0.1);
  save("texts.npy", 0.1);
  save("other_images.npy", 1);
  save("other_texts.npy", 1);
  save("short_images.npy", 1, N - 1);
  save("short_texts.npy", 1, N - 1);
  const site = (/** @type {number} */ i) => (i < 9 ? "small" : i % 2 ? "north" : "south");
  writeFileSync(at("sites.csv"), `image_row,site\n${Array.from({ length: N }, (_, i) => `${i},${site(i)}`).join("\n")}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("askew audit --by", () => {
  test("prints a row a group, and why one has no scores", async () => {
    const { code, stdout } = await askew(
      "audit",
      at("images.npy"),
      at("texts.npy"),
      "--metadata",
      at("sites.csv"),
      "--by",
      "site",
      ...QUICK,
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/Groups by site\n {2}Group +Pairs +image → text +text → image +Imbalance +Range +Random groups +p \(Holm\)\n/);
    expect(stdout).toMatch(/\n {2}north +56 +0\.\d{3} +0\.\d{3} /);
    expect(stdout).toMatch(/\n {2}small +9 +– +– +too few /);
    expect(stdout).toContain("1 group has fewer than 30 pairs and no scores.");
  });

  test("gives the groups in the audit's JSON, with the seed that was given", async () => {
    const audit = await auditByCommand(
      at("images.npy"),
      at("texts.npy"),
      "--metadata",
      at("sites.csv"),
      "--by",
      "site",
      "--seed",
      "4",
      ...QUICK,
    );
    expect(audit.subgroups?.groups.map(({ value, n }) => [value, n])).toEqual([
      ["north", 56],
      ["south", 55],
      ["small", 9],
    ]);
    expect(audit.subgroups?.options).toMatchObject({ seed: 4, bootstrap: 20, permutations: 19 });
  });

  test("a column that is not there is refused before anything is computed", async () => {
    const { code, stderr } = await askew("audit", at("images.npy"), at("texts.npy"), "--by", "sex");
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('There is no column "sex" to group the pairs by. The files have no columns'),
    ]);
  });
});

describe("askew audit --compare", () => {
  test("prints a row a score and McNemar's test", async () => {
    const other = `${at("other_images.npy")},${at("other_texts.npy")}`;
    const { code, stdout } = await askew("audit", at("images.npy"), at("texts.npy"), "--compare", other, ...QUICK);
    expect(code).toBe(0);
    expect(stdout).toContain(`Second: ${at("other_images.npy")}`);
    expect(stdout).toMatch(/\n {2}SAS image → text +0\.\d+ +0\.\d+ +\+0\.\d+ +\+0\.\d+ to \+0\.\d+ +– +– +first better\n/);
    expect(stdout).toMatch(
      /The first model finds the right text first for \d+ of 120 images, the second for \d+\s+\(McNemar, p < 0\.001\)\. The first is better at search\./,
    );
  });

  test("gives askew-comparison/1 as JSON: both audits and every difference", async () => {
    const other = `${at("other_images.npy")},${at("other_texts.npy")}`;
    const { stdout } = await askew("audit", at("images.npy"), at("texts.npy"), "--compare", other, ...QUICK, "--json", "-");
    const { schema, a, b, differences, mcnemar } = JSON.parse(stdout);
    expect([schema, a.schema, b.schema]).toEqual(["askew-comparison/1", "askew-audit/1", "askew-audit/1"]);
    expect(differences.cka.difference).toBe(a.metrics.cka - b.metrics.cka);
    expect(mcnemar.textToImage.both + mcnemar.textToImage.onlyFirst + mcnemar.textToImage.onlySecond + mcnemar.textToImage.neither).toBe(N);
  });

  test("given more than once prints all models in one table, the best searcher above, then each beside the baseline", async () => {
    const models = [`${at("other_images.npy")},${at("other_texts.npy")}`, `${at("texts.npy")},${at("images.npy")}`];
    const { code, stdout } = await askew(
      ...["audit", at("images.npy"), at("texts.npy"), ...QUICK],
      ...models.flatMap((files) => ["--compare", files]),
    );
    expect(code).toBe(0);
    const [head] = stdout.split("Baseline (first) and ");
    const shares = [...head.matchAll(/^ {2}\S+\.npy +([\d.]+) %/gm)].map(([, share]) => Number(share));
    expect(shares).toHaveLength(3);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(head).toContain("the higher is the better; of the imbalance");
    expect(head).toContain(`Baseline: ${at("images.npy")}`);
    for (const name of ["other_images.npy", "texts.npy"]) expect(stdout).toContain(`Baseline (first) and ${at(name)} (second)`);
    // What holds for each is said once.
    expect(stdout.split("Intervals: ")).toHaveLength(2);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain("adjusted (Holm) over all models and both directions of search");
  });

  test("seven models are one sentence, before a file is read", async () => {
    const { code, stderr } = await askew("audit", "a", "b", ...Array.from({ length: 6 }, () => ["--compare", "c"]).flat());
    expect([code, stderr]).toEqual([2, expect.stringContaining("BAD_USE: Up to 6 models are compared, and --compare was given 6 times")]);
  });

  test("other pairs are refused with both numbers", async () => {
    const { code, stderr } = await askew(
      "audit",
      at("images.npy"),
      at("texts.npy"),
      "--compare",
      `${at("short_images.npy")},${at("short_texts.npy")}`,
    );
    expect([code, stderr]).toEqual([2, expect.stringContaining("the first has 120 images, the second 119")]);
  });

  test("takes one file or two, and no groups beside", async () => {
    const three = await askew("audit", at("images.npy"), at("texts.npy"), "--compare", "a,b,c");
    expect([three.code, three.stderr]).toEqual([2, expect.stringContaining('--compare is "a,b,c", but must be one file, or two')]);
    const both = await askew("audit", at("images.npy"), at("texts.npy"), "--compare", "a", "--by", "site");
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("--by and --compare each ask for a report of their own")]);
  });
});
