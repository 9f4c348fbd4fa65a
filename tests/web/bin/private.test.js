/** Noise on the command line: what must be said, what is refused, and what pools of such files say of each site. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf } from "../../fixtures/build/values.js";
import { auditByCommand, done, refusal } from "../command.js";
import { somePairs } from "../engine/pairs.js";

const N = 120;
const D = 3;

/** @type {string} */
let folder;
const at = (/** @type {string} */ name) => join(folder, name);
/** @param {string} name @param {readonly number[]} values */
const save = (name, values) =>
  writeFileSync(at(name), npy({ descr: "<f4", shape: `(${values.length / D}, ${D})`, data: bytesOf([...values], "float32") }));
const sides = (/** @type {number} */ k) => [at(`images${k}.npy`), at(`texts${k}.npy`)];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "askew-private-"));
  for (const k of [0, 1]) {
    const pairs = somePairs({ n: N, d: D, seed: 3 + k });
    for (const side of /** @type {const} */ (["images", "texts"])) save(`${side}${k}.npy`, [...(await pairs[side].readRows(0, N))]);
    const noise = ["--captions", "1", "--privacy", "1", "--label", `Clinic ${k}`, "--preprocessing", `pooled ${k}`];
    await done("moments", ...sides(k), "-o", at(`noisy${k}`), ...noise);
    await done("moments", ...sides(k), "-o", at(`exact${k}`), "--risk", ".7", "--label", `Ward ${k}`);
  }
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe("with --privacy", () => {
  const with_ = (/** @type {string[]} */ ...more) => ["-o", at("never"), "--privacy", "1", ...more];

  test("the user says which text belongs to which image, and the rows decide nothing that is public", async () => {
    expect(await refusal("moments", ...sides(0), ...with_())).toMatch(
      /number of pairs is public.*--captions N.*--repeated keep.*--pairs FILE/,
    );
    expect(await refusal("moments", ...sides(0), ...with_("--repeated", "join"))).toContain("--captions 1");
    expect(await refusal("moments", ...sides(0), ...with_("--views", "first"))).toContain("no noise hides it");
    expect(await refusal("moments", ...sides(0), ...with_("--captions", "1", "--blocks", "4"))).toContain("one block");
    expect(existsSync(at("never"))).toBe(false);
  });

  test("a table that leaves rows out, and a format that counts its rows by their values, are refused", async () => {
    writeFileSync(at("some.csv"), `image_row,text_row\n${Array.from({ length: N - 1 }, (_, k) => `${k},${k}`).join("\n")}\n`);
    expect(await refusal("moments", ...sides(0), ...with_("--pairs", at("some.csv")))).toContain("joined or left out");
    writeFileSync(at("all.csv"), `image_row,text_row\n${Array.from({ length: N }, (_, k) => `${k},${N - 1 - k}`).join("\n")}\n`);
    await done("moments", ...sides(0), "--preview", "--privacy", "1", "--pairs", at("all.csv"));
    const rows = Array.from({ length: N }, (_, k) => [1 + (k % 5), 2, 3].map((value) => value / 7 + 0.01 * k).join(","));
    writeFileSync(at("rows.csv"), `${rows.join("\n")}\n`);
    expect(await refusal("moments", at("rows.csv"), sides(0)[1], ...with_("--captions", "1"))).toMatch(/rows\.csv is of a kind.*\.npy/);
    expect(existsSync(at("never"))).toBe(false);
  });

  test("a row without values is refused with a word on whom the refusal is for, and without noise as before", async () => {
    const values = [...readFileSync(sides(0)[0]).subarray(-4 * N * D)];
    const floats = new Float32Array(Uint8Array.from(values).buffer);
    floats.fill(0, 3 * D, 4 * D);
    save("gap.npy", [...floats]);
    const said = await refusal("moments", at("gap.npy"), sides(0)[1], ...with_("--captions", "1"));
    expect(said).toMatch(/ZERO_ROW: .*row 3.*Nothing was written.*keep it to yourself/);
    expect(await refusal("moments", at("gap.npy"), sides(0)[1], "--risk", ".7", "-o", at("never"))).toMatch(/ZERO_ROW/);
    expect(await refusal("moments", at("gap.npy"), sides(0)[1], "--risk", ".7", "-o", at("never"))).not.toContain("keep it to yourself");
    expect(existsSync(at("never"))).toBe(false);
  });
});

describe("merge of files with noise", () => {
  test("and files without is refused in plain words; --mix-exact pools them, with no promise as a whole and each site's own", async () => {
    const said = await refusal("merge", at("noisy0"), at("exact1"), "-o", at("never"));
    for (const words of ["with noise: Clinic 0; without noise: Ward 1", "promises nothing as a whole", "for certain", "--mix-exact"])
      expect(said).toContain(words);
    expect(existsSync(at("never"))).toBe(false);
    const text = await done("merge", at("noisy0"), at("exact1"), "-o", at("mixed"), "--mix-exact");
    expect(text).toMatch(/Clinic 0 +120 +pooled 0; rows scaled to length 1 +noise: epsilon 1, delta 0\.000001 for one pair/);
    expect(text).toMatch(/Ward 1 +120 +not stated +none: the sums are exact/);
    expect(text).toContain("Nothing is promised of the whole");
    const { aggregate, inputs } = await auditByCommand(at("mixed"));
    expect(aggregate?.noise).toBeNull();
    expect(aggregate?.sites.map(({ label, noise }) => [label, noise === null])).toEqual([
      ["Clinic 0", false],
      ["Ward 1", true],
    ]);
    expect(inputs.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(["NOISE_ADDED", "PROMISE_MIXED"]));
    expect(await refusal("merge", at("mixed"), at("exact0"), "-o", at("never"))).toContain("--mix-exact");
  });

  test("asks whether a pair may be in two of them, and states the weakest or the sum", async () => {
    expect(await refusal("merge", at("noisy0"), at("noisy1"), "-o", at("never"))).toMatch(
      /Can one pair be in more than one.*--overlap none or --overlap all/,
    );
    const stated = [];
    for (const overlap of ["none", "all"]) {
      await done("merge", at("noisy0"), at("noisy1"), "-o", at(overlap), "--overlap", overlap);
      await done("merge", at("noisy1"), at("noisy0"), "-o", at("again"), "--overlap", overlap);
      expect(readFileSync(at(overlap)).equals(readFileSync(at("again")))).toBe(true);
      stated.push((await auditByCommand(at(overlap))).aggregate);
    }
    expect(stated.map((one) => one?.overlap)).toEqual(["none", "all"]);
    expect(stated[0]?.noise?.epsilon).toBe(1);
    expect(stated[1]?.noise?.epsilon).toBeGreaterThan(1.42);
    expect(stated[1]?.noise?.epsilon).toBeLessThan(1.46);
  });
});

describe("audit of several files with noise", () => {
  test("states the sum of their promises, says when it is less, and shows every site", async () => {
    const { aggregate, inputs } = await auditByCommand(at("noisy0"), at("noisy1"));
    expect(aggregate?.overlap).toBe("not stated");
    expect(aggregate?.noise?.epsilon).toBeGreaterThan(1.42);
    expect(inputs.findings.find(({ code }) => code === "PAIRS_MAY_OVERLAP")?.message).toMatch(/If none is, .*at the weakest epsilon 1,/);
    expect(aggregate?.sites.map(({ preprocessing }) => preprocessing)).toEqual([0, 1].map((k) => `pooled ${k}; rows scaled to length 1`));
  });

  test("and one without: text, Markdown and HTML show each site's protection, also without names", async () => {
    const files = [at("noisy0"), at("exact1")];
    const text = await done("audit", ...files);
    expect(text).toMatch(/Clinic 0 .*noise: epsilon 1,/);
    expect(text.replace(/\s+/g, " ")).toContain("1 of 2 sites have no noise, so nothing is promised as a whole");
    for (const anonymous of [[], ["--anonymous"]])
      for (const form of ["markdown", "html"]) {
        const written = await done("audit", ...files, `--${form}`, "-", ...anonymous);
        for (const words of [
          "Protection",
          "noise: epsilon 1, delta 0.000001 for one pair",
          "none: the sums are exact",
          "nothing is promised as a whole",
        ])
          expect(written, `${form} ${anonymous}`).toContain(words);
        expect(written.includes("Clinic 0")).toBe(anonymous.length === 0);
      }
  }, 60_000);

  test("names whom an epsilon protects wherever it is said", async () => {
    for (const form of ["text", "markdown", "html"]) {
      const written = (await done("audit", at("noisy0"), ...(form === "text" ? [] : [`--${form}`, "-"]))).replace(/\s+/g, " ");
      const promises = [...written.matchAll(/epsilon (?=[\d.])[^.;)]*/g)];
      expect(promises.length, form).toBeGreaterThan(1);
      for (const promise of promises)
        expect(written.slice(promise.index), form).toMatch(/^epsilon [\d.e-]+, delta [\d.e-]+ for one (pair|patient)/);
    }
  }, 60_000);
});
