import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../../web/bin/askew.js";

const FIXTURES = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const manifest = JSON.parse(readFileSync(join(FIXTURES, "manifest.json"), "utf8"));

/** @type {string} */
let folder;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** @param {...string} argv */
async function run(...argv) {
  let out = "";
  let error = "";
  const streams = {
    progress: false,
    out: (/** @type {string} */ text) => {
      out += text;
    },
    error: (/** @type {string} */ text) => {
      error += text;
    },
  };
  return { code: await main(argv, streams), out, error };
}

describe("askew inspect", () => {
  test("--json - gives for each good file what the manifest says", async () => {
    const files = manifest.good.map((/** @type {{ file: string }} */ { file }) => join(FIXTURES, "good", file));
    const { code, out } = await run("inspect", ...files, "--json", "-");
    expect(code).toBe(0);
    const found = JSON.parse(out).map((/** @type {any} */ { file, format, arrays }) => ({
      file: file.slice(join(FIXTURES, "good/").length),
      format,
      arrays: arrays.map((/** @type {any} */ { shape: _shape, ...facts }) => facts),
    }));
    expect(found).toEqual(manifest.good);
  });

  test("--json - gives for each bad file its code and sentence, and exit 2", async () => {
    const files = manifest.bad.map((/** @type {{ file: string }} */ { file }) => join(FIXTURES, "bad", file));
    const { code, out } = await run("inspect", ...files, "--json", "-");
    expect(code).toBe(2);
    const found = JSON.parse(out);
    expect(found.map((/** @type {any} */ { error }) => error.code)).toEqual(
      manifest.bad.map((/** @type {{ code: string }} */ { code }) => code),
    );
    for (const { file, error } of found) expect(error.message).toContain(file);
  });

  test("states the shape as the file does, and names what cannot be a side", async () => {
    const { out } = await run(
      "inspect",
      join(FIXTURES, "good/middle-axis.npy"),
      join(FIXTURES, "good/two-sides.npy"),
      join(FIXTURES, "good/stored.npz"),
      "--json",
      "-",
    );
    const [middle, two, stored] = JSON.parse(out);
    expect(middle.arrays[0]).toMatchObject({ shape: [6, 1, 3], rows: 6, cols: 3 });
    expect(two.arrays.map((/** @type {any} */ { name, shape }) => [name, shape])).toEqual([
      ["[0]", [6, 3]],
      ["[1]", [6, 3]],
    ]);
    expect(stored.others).toEqual([{ name: "ids", shape: [6], dtype: "<U3" }]);
  });

  test("without --json prints lines for people", async () => {
    const { code, out, error } = await run("inspect", join(FIXTURES, "good/two-sides.csv"));
    expect([code, error]).toEqual([0, ""]);
    expect(out).toMatch(
      /two-sides\.csv {2}\(csv\)\n {2}img: 6 rows x 3 columns, float32; sum .*\n {2}txt: .*\n {2}column patient_id: 6 values\n {2}column age: 6 values\n$/,
    );
  });

  test("--json FILE writes the file, and standard output stays empty", async () => {
    const target = join(folder, "facts.json");
    const { code, out, error } = await run("inspect", join(FIXTURES, "good/float32.npy"), "--json", target);
    expect([code, out]).toEqual([0, ""]);
    expect(error).toContain(target);
    expect(JSON.parse(readFileSync(target, "utf8"))[0].arrays[0].rows).toBe(6);
  });

  test("--json FILE in a folder that is not there is bad use", async () => {
    expect(await run("inspect", join(FIXTURES, "good/float32.npy"), "--json", join(folder, "none/x.json"))).toMatchObject({
      code: 2,
      error: expect.stringContaining("cannot be written"),
    });
  });
});

describe("bad use", () => {
  test("exits with 2, prints nothing on standard output and the sentence on standard error", async () => {
    expect(await run("audit", "a.npy", "b.npy", "--foo")).toEqual({
      code: 2,
      out: "",
      error: expect.stringMatching(/^BAD_USE: askew audit has no option --foo\. Known: .*--json/),
    });
  });

  test.each([
    [["audit", "none.npy", "none.npy"], /^UNREADABLE: none\.npy/],
    [["audit", join(FIXTURES, "good/float32.npy")], /^(.*\n)*ONE_SIDE: /],
    [["audit", `${join(FIXTURES, "good/stored.npz")}::image`], /^ONE_SIDE: /],
    [
      ["audit", `${join(FIXTURES, "good/stored.npz")}::none`, `${join(FIXTURES, "good/stored.npz")}::text`],
      /^BAD_USE: .*no array "none"\. There are: .*::image, .*::text/,
    ],
    [["audit", `${join(FIXTURES, "good/stored.npz")}::ids`, `${join(FIXTURES, "good/stored.npz")}::text`], /^NO_MATRIX: ids in .*\(6\)/],
    [
      ["audit", join(FIXTURES, "good/two-sides.npy"), join(FIXTURES, "good/batches.pt"), "--captions", "2"],
      /^PAIR_COUNT: .*12 images.*18 texts; with 2/,
    ],
    [["audit", join(FIXTURES, "bad/system.pt")], /^FORBIDDEN_GLOBAL: .*os\.system/],
    [["audit", FIXTURES, FIXTURES], /^BAD_USE: .* holds \d+ arrays\. Say which are the images: /],
    [["audit", join(FIXTURES, "none"), FIXTURES], /^UNREADABLE: /],
  ])("%j exits with 2 before the engine is needed", async (argv, sentence) => {
    const { code, out, error } = await run(...argv);
    expect([code, out]).toEqual([2, ""]);
    expect(error).toMatch(sentence);
  });

  test("--version prints the package's version, --help the usage", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../../web/package.json", import.meta.url), "utf8"));
    expect(await run("--version")).toEqual({ code: 0, out: `${version}\n`, error: "" });
    expect((await run("--help")).out).toMatch(/askew audit IMAGES TEXTS \| FILE/);
  });
});
