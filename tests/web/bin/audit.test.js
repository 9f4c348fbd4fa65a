import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { npy } from "../../fixtures/build/npy.js";
import { tensor, torch } from "../../fixtures/build/torch.js";
import { bytesOf } from "../../fixtures/build/values.js";
import { zip } from "../../fixtures/build/zip.js";
import { askew, auditByCommand } from "../command.js";
import { random } from "../engine/pairs.js";
import { sharedPath, sharedTitle } from "../shared-folder.js";

const N = 30;
const D = 8;

/** @type {string} */
let folder;
/** @type {number[]} */
let images;
/** @type {number[]} two texts an image */
let texts;
const at = (/** @type {string} */ name) => join(folder, name);
/** @param {number[]} values @param {number} rows */
const arrayOf = (values, rows) => npy({ descr: "<f4", shape: `(${rows}, ${values.length / rows})`, data: bytesOf(values, "float32") });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "askew-"));
  const next = random(5);
  images = Array.from({ length: N * D }, () => Math.fround(next()));
  texts = Array.from({ length: 2 * N * D }, (_, i) => Math.fround(images[Math.floor(i / (2 * D)) * D + (i % D)] + next() / 2));
  writeFileSync(at("images.npy"), arrayOf(images, N));
  writeFileSync(at("texts.npy"), arrayOf(texts, 2 * N));
  const members = [
    { name: "text.npy", data: arrayOf(texts, 2 * N), deflated: true },
    { name: "image.npy", data: arrayOf(images, N) },
  ];
  writeFileSync(at("both.npz"), zip(members));
  const samples = Array.from({ length: N }, (_, i) => ({
    image: tensor(images.slice(i * D, (i + 1) * D), [1, D]),
    text: tensor(texts.slice(2 * i * D, 2 * (i + 1) * D), [2, D]),
  }));
  writeFileSync(at("both.pt"), torch(samples));
  writeFileSync(at("one-less.npy"), arrayOf(images.slice(D), N - 1));
  writeFileSync(
    at("hole.npy"),
    arrayOf(
      images.map((value, i) => (i === 3 * D ? Number.NaN : value)),
      N,
    ),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What must not depend on the kind of file. @param {import("../../../web/src/types.d.ts").Audit} audit */
function numbers({ sas, sweep, alternatives, modes, correlates, spectrum, metrics, retrieval }) {
  return { sas, sweep, alternatives, modes, correlates, spectrum, metrics, retrieval };
}

describe("askew audit", () => {
  test("gives the same digits from .npy, deflated .npz and .pt, from one file or two, with any number of workers", async () => {
    const two = await auditByCommand(at("images.npy"), at("texts.npy"));
    expect(two).toMatchObject({
      schema: "askew-audit/1",
      inputs: { pairs: N, captionsPerImage: 2, images: { file: at("images.npy"), rows: N, cols: D }, texts: { rows: 2 * N } },
    });
    for (const argv of [
      [at("images.npy"), at("texts.npy"), "--captions", "2", "--workers", "1"],
      [at("both.npz")],
      [`${at("both.npz")}::image`, `${at("both.npz")}::text`],
      [at("both.pt"), "--workers", "2"],
      [at("images.npy"), `${at("both.pt")}::text`],
    ])
      expect(numbers(await auditByCommand(...argv)), argv.join(" ")).toEqual(numbers(two));
  });

  test("--pairs FILE says which image each text belongs to, by row numbers; --captions the same by order", async () => {
    const table = ["text_row,image_row", ...Array.from({ length: 2 * N }, (_, i) => `${2 * N - 1 - i},${N - 1 - Math.floor(i / 2)}`)];
    writeFileSync(at("pairs.csv"), table.join("\n"));
    const byOrder = await auditByCommand(at("images.npy"), at("texts.npy"), "--captions", "2");
    const byTable = await auditByCommand(at("images.npy"), at("texts.npy"), "--pairs", at("pairs.csv"));
    expect(numbers(byTable)).toEqual(numbers(byOrder));
    expect(byTable.inputs.pairing).toMatchObject({ by: "ids", options: ["--pairs", at("pairs.csv")] });
    expect(byOrder.inputs.pairing).toMatchObject({ by: "order", options: ["--captions", "2"] });
  });

  test("--rounds says that the texts are in rounds: text r belongs to image r mod n", async () => {
    const order = [0, 1].flatMap((round) => Array.from({ length: N }, (_, image) => 2 * image + round));
    writeFileSync(
      at("rounds.npy"),
      arrayOf(
        order.flatMap((row) => texts.slice(row * D, (row + 1) * D)),
        2 * N,
      ),
    );
    const inRounds = await auditByCommand(at("images.npy"), at("rounds.npy"), "--rounds");
    const byOrder = await auditByCommand(at("images.npy"), at("texts.npy"), "--captions", "2");
    expect(inRounds.retrieval).toEqual(byOrder.retrieval);
    expect(inRounds.inputs.pairing).toMatchObject({ by: "map", options: ["--rounds"] });
  });

  test("takes equal image rows as one image, says so, and keeps them apart where it is told to", async () => {
    const twice = images.flatMap((_, i) => (i % D === 0 ? [...images.slice(i, i + D), ...images.slice(i, i + D)] : []));
    writeFileSync(at("twice.npy"), arrayOf(twice, 2 * N));
    const { stderr } = await askew("audit", at("twice.npy"), at("texts.npy"));
    expect(stderr).toContain(`are one image: ${N} images, ${2 * N} texts`);
    const joined = await auditByCommand(at("twice.npy"), at("texts.npy"));
    expect(numbers(joined)).toEqual(numbers(await auditByCommand(at("images.npy"), at("texts.npy"))));
    expect(joined.inputs.pairing).toMatchObject({ by: "repeats", options: ["--repeated", "join"] });
    expect((await auditByCommand(at("twice.npy"), at("texts.npy"), "--repeated", "keep")).inputs.pairs).toBe(2 * N);
  });

  test.each([
    [["--captions", "2", "--pairs", "x.csv"], "BAD_USE", /--captions and --pairs each say/],
    [["--pairs", "no-such.csv"], "UNREADABLE", /no-such\.csv/],
    [["--repeated", "join"], "BAD_MAP", /no rows of .* repeat/],
  ])("%j is refused with %s", async (options, failure, sentence) => {
    const { code, stderr } = await askew("audit", at("images.npy"), at("texts.npy"), ...options);
    expect(code).toBe(2);
    expect(stderr).toContain(`${failure}: `);
    expect(stderr).toMatch(sentence);
  });

  test("hands its options on: a larger share of directions keeps more of them", async () => {
    const audit = await auditByCommand(at("both.npz"), "--top-q", "0.5", "--seed", "3", "--epsilon", "0", "--neighbours", "4");
    expect(audit.options).toMatchObject({ topQ: 0.5, seed: 3, epsilon: 0, neighbours: 4 });
    expect(audit.sas.modesKept).toEqual({ image: 4, text: 4 });
  });

  test("prints a summary on standard output, and how the sides were found on standard error", async () => {
    const { code, stdout, stderr } = await askew("audit", at("both.npz"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/SAS image → text +0\.\d{3}/);
    expect(stderr).toContain("Images: image in");
  });

  test("--json FILE writes the audit", async () => {
    const { code, stdout } = await askew("audit", at("both.npz"), "--json", at("audit.json"));
    expect([code, stdout]).toEqual([0, ""]);
    expect(JSON.parse(readFileSync(at("audit.json"), "utf8")).schema).toBe("askew-audit/1");
  });

  test("says so where the names suggest the other order", async () => {
    expect((await askew("audit", at("texts.npy"), at("images.npy"))).stderr).toMatch(/other order[\s\S]*PAIR_COUNT/);
  });

  test("of one array with itself is a perfect match, and says so", async () => {
    const { code, stdout, stderr } = await askew("audit", at("images.npy"), at("images.npy"), "--epsilon", "0", "--json", "-");
    expect(code).toBe(0);
    expect(stderr).toContain("same array");
    expect(JSON.parse(stdout).sas.imageToText).toBeCloseTo(1, 12);
  });

  test.each([
    ["one-less.npy", "images.npy", "PAIR_COUNT", /29 images.*30 texts/],
    ["hole.npy", "texts.npy", "NOT_FINITE", /\b3\b/],
  ])("%s with %s exits with 2 and %s", async (first, second, failure, sentence) => {
    const { code, stdout, stderr } = await askew("audit", at(first), at(second));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`${failure}: `);
    expect(stderr).toMatch(sentence);
  });
});

describe("askew audit --metadata", () => {
  test("tells what the leading directions go with, by ids in any order and without touching a score", async () => {
    // Images row by row with the first of their texts' word; the table stands upside down.
    const rows = Array.from({ length: N }, (_, i) => `${i},${images[i * D] > 0 ? "up" : "down"},${Math.round(1e4 * images[i * D])}`);
    writeFileSync(at("metadata.csv"), ["image_row,half,first", ...rows.reverse()].join("\n"));
    const files = [at("images.npy"), at("texts.npy")];
    const [plain, described] = [await auditByCommand(...files), await auditByCommand(...files, "--metadata", at("metadata.csv"))];
    expect(described.sas).toEqual(plain.sas);
    const { traits, imageAnchor } = /** @type {import("../../../web/src/types.d.ts").Correlates} */ (described.correlates);
    const names = traits.map(({ name }) => name).filter((name) => name !== "");
    expect(names).toEqual(["half", "first"]);
    // A column of the images is spread over orthogonal directions: its squared correlations add up to about 1 over all of them.
    const at0 = traits.findIndex(({ name }) => name === "first");
    const squares = imageAnchor.anchor.map((row) => /** @type {number} */ (row[at0]) ** 2);
    expect(squares).toHaveLength(D);
    // The column is rounded to 1e-4.
    expect(squares.reduce((sum, square) => sum + square, 0)).toBeCloseTo(1, 3);
  });

  test("refuses a table that fits neither side, and one that is not there", async () => {
    writeFileSync(at("odd.csv"), "sex\nF\nM\nF\n");
    const odd = await askew("audit", at("images.npy"), at("texts.npy"), "--metadata", at("odd.csv"));
    expect([odd.code, odd.stderr]).toEqual([2, expect.stringMatching(/SHAPE: .*odd\.csv has 3 rows.* 30 .* 60/)]);
    expect((await askew("audit", at("images.npy"), at("texts.npy"), "--metadata", at("none.csv"))).code).toBe(2);
  });
});

describe.skipIf(!sharedPath("realdata"))(sharedTitle("askew audit on real embeddings", "realdata"), () => {
  test("ConVIRT on MIMIC-CXR scores .540 image to text and .347 text to image", async () => {
    const { sas } = await auditByCommand(/** @type {string} */ (sharedPath("realdata/liang-modality-gap/features_convirt.npy")));
    expect(sas.imageToText).toBeCloseTo(0.54, 3);
    expect(sas.textToImage).toBeCloseTo(0.347, 3);
  });

  test("a model without training scores at chance, and lower than chance through epsilon alone", async () => {
    const file = /** @type {string} */ (sharedPath("realdata/liang-modality-gap/features_convirt_random.npy"));
    const { sas, alternatives } = await auditByCommand(file);
    expect([sas.imageToText, sas.textToImage]).toEqual([expect.closeTo(0.0205, 4), expect.closeTo(0.0256, 4)]);
    if ("status" in alternatives) throw new Error(alternatives.reason);
    const [{ scaleFree }] = alternatives.choices;
    expect([scaleFree.imageToText, scaleFree.textToImage]).toEqual([expect.closeTo(0.0318, 4), expect.closeTo(0.0321, 4)]);
    expect((await askew("audit", file, "--bootstrap", "0")).stdout.replace(/\s+/g, " ")).toContain(
      "they are 0.032 (image → text) and 0.032 (text → image)",
    );
  });

  test.each([[[]], [["--pairs", "metadata.csv"]], [["--repeated", "join"]]])(
    "CLIP on Flickr8k %j finds .93 of images and .832 of texts, as 100 images with 5 captions each",
    async (options) => {
      const file = (/** @type {string} */ name) => /** @type {string} */ (sharedPath(`realdata/chia213-flickr8k/${name}`));
      const given = options.map((word) => (word.endsWith(".csv") ? file(word) : word));
      const { inputs, retrieval } = await auditByCommand(file("image_embeddings.npy"), file("text_embeddings.npy"), ...given);
      expect([inputs.pairs, inputs.captionsPerImage]).toEqual([100, 5]);
      expect(retrieval).toMatchObject({
        imageToText: { recall: { 1: 0.93, 5: 1, 10: 1 } },
        textToImage: { recall: { 1: 0.832, 5: 0.99, 10: 0.998 } },
      });
    },
  );

  test.each([
    [["physicist-pathmnist/image_embeddings.npy", "physicist-pathmnist/prompt_embeddings.npy"], /1000 images.*197 texts.*not paired/],
    [["devshaily-clip/clip_training_embeddings.pt", "devshaily-clip/clip_text_features.pt"], /1000 images.*3 texts.*not paired/],
    [["varun-mmrag/image_embeddings.pt", "varun-mmrag/text_embeddings.pt"], /17 images.*86 texts/],
    [["cifar10-clip/image_embeddings.pt"], /Only images/],
  ])("%j are refused: they are not paired", async (paths, sentence) => {
    const { code, stderr } = await askew("audit", ...paths.map((path) => /** @type {string} */ (sharedPath(`realdata/${path}`))));
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});
