import { describe, expect, test } from "vitest";
import { commandLine, consider, linkByTable, pair, previewOf } from "../../../web/src/pairing/index.js";
import { DiskFile } from "../../../web/src/readers/disk-file.js";
import { openFile } from "../../../web/src/readers/index.js";
import { memorySource } from "../../../web/src/readers/plain-rows.js";
import { sharedPath, sharedTitle } from "../shared-folder.js";
import { opened, rowNumbers } from "./refs.js";

/** @import { OpenedFile } from "../../../web/src/types.d.ts" */

/** @param {Record<string, string[]>} columns */
const columns = (columns) => Object.entries(columns).map(([name, values]) => ({ name, values }));
/** @param {string} file @param {Record<string, string[]>} named */
const table = (file, named) => opened(file, {}, { columns: columns(named) });

/** A file whose row r holds the vector of image groups[r]. @param {string} file @param {number[]} groups @param {number} [noise] */
function repeating(file, groups, noise = 0) {
  const values = Float32Array.from(groups.flatMap((group, row) => [Math.sin(group + 1), Math.cos(group + 1) + noise * row, group + 1, 1]));
  return { ...opened(file, {}), arrays: [memorySource("", groups.length, 4, "float32", values)] };
}

/** @param {OpenedFile[]} files */
async function settled(...files) {
  const proposal = await consider(files);
  return { proposal, pairs: pair(proposal), codes: proposal.questions.map(({ code }) => code) };
}

describe("ids", () => {
  test("in both files join texts to images in any order, ragged, and what has no partner is named and left out", async () => {
    const images = opened("images.csv", { "": [4, 4] }, { columns: columns({ image_id: ["c", "a", "b", "z"] }) });
    const texts = opened(
      "texts.csv",
      { "": [5, 4] },
      { columns: columns({ image_id: ["a", "b", "a", "c", "q"], caption: ["1", "2", "3", "4", "5"] }) },
    );
    const { proposal, pairs } = await settled(images, texts);
    expect(proposal.link).toMatchObject({ by: "ids", trust: "likely" });
    expect(pairs.imageOf).toEqual(Int32Array.of(1, 2, 1, 0));
    expect(await rowNumbers(pairs.images)).toEqual([0, 1, 2]);
    expect(pairs.captions).toEqual(["1", "2", "3", "4"]);
    expect(pairs.findings).toMatchObject([
      { code: "ROWS_LEFT_OUT", side: "images", rows: [3], message: expect.stringContaining("image 3 (z)") },
      { code: "ROWS_LEFT_OUT", side: "texts", rows: [4], message: expect.stringContaining("not among the images") },
    ]);
    expect(pairs.pairing).toMatchObject({ by: "ids", options: ["--pairs", "texts.csv::image_id"] });
  });

  test("that are empty are said to be missing, not to name what is not there", async () => {
    const images = opened("images.csv", { "": [21, 4] }, { columns: columns({ image_id: [..."abcdefghijklmnopqrst", ""] }) });
    const texts = opened("texts.csv", { "": [22, 4] }, { columns: columns({ image_id: ["", ..."tsrqponmlkjihgfedcba", "z"] }) });
    const { pairs } = await settled(images, texts);
    expect(pairs.findings.map(({ side, rows, message }) => [side, rows, /\(([^)]*)\)/.exec(message)?.[1]])).toEqual([
      ["images", [20], "without an id"],
      ["texts", [21], "their image is not among the images"],
      ["texts", [0], "without an id"],
    ]);
  });

  test("are the same with or without folder and extension, and as 7 or 7.0", async () => {
    const images = opened("images.csv", { "": [3, 4] }, { columns: columns({ file: ["c.jpg", "a.jpg", "b.jpg"] }) });
    const texts = opened("texts.csv", { "": [3, 4] }, { columns: columns({ image_path: ["../x/a.jpg", "../x/b.jpg", "../x/c.jpg"] }) });
    expect((await settled(images, texts)).pairs.imageOf).toEqual(Int32Array.of(1, 2, 0));
    const numbered = opened("images.csv", { "": [3, 4] }, { columns: columns({ image_id: ["9", "8", "7"] }) });
    const floats = opened("texts.csv", { "": [3, 4] }, { columns: columns({ image_id: ["7.0", "8.0", "9.0"] }) });
    expect((await settled(numbered, floats)).pairs.imageOf).toEqual(Int32Array.of(2, 1, 0));
  });

  test("that agree with the order of rows change nothing", async () => {
    const id = columns({ image_id: ["x", "y", "w"] });
    const { proposal, pairs } = await settled(
      opened("images.csv", { "": [3, 4] }, { columns: id }),
      opened("texts.csv", { "": [3, 4] }, { columns: id }),
    );
    expect(proposal.links).toEqual([]);
    expect(pairs.pairing?.by).toBe("order");
    expect(previewOf(pairs)[0].image).toEqual({ row: 0, id: "x" });
  });

  test("of a table beside both group its rows where image rows repeat", async () => {
    const metadata = table("metadata.csv", { image_id: ["p", "p", "q", "q"], caption: ["a", "b", "c", "d"] });
    const { proposal, pairs } = await settled(repeating("images.npy", [0, 0, 1, 1]), opened("texts.npy", { "": [4, 4] }), metadata);
    expect(proposal.link).toMatchObject({ by: "ids", label: "image_id in metadata.csv", trust: "sure" });
    expect([pairs.images.rows, pairs.imageOf]).toEqual([2, Int32Array.of(0, 0, 1, 1)]);
    expect(pairs.findings).toMatchObject([{ code: "REPEATED_IMAGES", level: "note", count: 2 }]);
    expect(pairs.fileRows?.images).toEqual(Int32Array.of(0, 2));
  });

  test("that repeat over different vectors are asked about, and the rows stay apart", async () => {
    const metadata = table("metadata.csv", { image_id: ["p", "p", "q", "q"] });
    const { proposal, pairs, codes } = await settled(repeating("images.npy", [0, 1, 2, 3]), opened("texts.npy", { "": [4, 4] }), metadata);
    expect(proposal.link).toBeUndefined();
    expect(codes).toEqual(["IDS_DOUBTFUL"]);
    expect(pairs.images.rows).toBe(4);
  });

  test("of the texts alone may name images by their order, and that is asked about", async () => {
    const names = (/** @type {string[]} */ image_id) => table("texts.csv", { image_id });
    const files = [opened("images.npy", { "": [3, 4] }), opened("texts.npy", { "": [4, 4] })];
    const sorted = await settled(...files, names(["a", "a", "b", "c"]));
    expect([sorted.pairs.imageOf, sorted.codes]).toEqual([Int32Array.of(0, 0, 1, 2), ["LINK_GUESSED"]]);
    const unsorted = await settled(...files, names(["c", "c", "a", "b"]));
    expect([unsorted.pairs.imageOf, unsorted.codes]).toEqual([Int32Array.of(0, 0, 1, 2), ["LINK_GUESSED"]]);
  });

  test("are not labels, templates, patients or titles", async () => {
    const prompts = table("prompt_map.json", {
      label_idx: ["0", "0", "1", "1"],
      label_name: ["a", "a", "b", "b"],
      template: ["x", "y", "x", "y"],
      patient_id: ["1", "1", "2", "2"],
      article_title: ["t", "t", "t", "t"],
    });
    const proposal = await consider([opened("images.npy", { "": [7, 4] }), opened("prompt.npy", { "": [4, 4] }), prompts]);
    expect(proposal.links).toEqual([]);
    expect(proposal.questions).toMatchObject([{ code: "PAIR_COUNT", level: "error", message: expect.stringContaining("Prompts") }]);
  });
});

describe("repeated image rows", () => {
  const texts = (/** @type {number} */ rows) => opened("texts.npy", { "": [rows, 4] });

  test("in runs of one length are one image with as many texts, and can be kept apart", async () => {
    const { proposal, pairs } = await settled(repeating("images.npy", [0, 0, 0, 1, 1, 1]), texts(6));
    expect(proposal.link).toMatchObject({ by: "repeats", trust: "sure" });
    expect([pairs.images.rows, pairs.imageOf]).toEqual([2, Int32Array.of(0, 0, 0, 1, 1, 1)]);
    expect(pair({ ...proposal, link: undefined, captionsPerImage: 1 }).images.rows).toBe(6);
  });

  test("that differ by rounding alone are one image, and asked about", async () => {
    const { proposal, codes } = await settled(repeating("images.npy", [0, 0, 1, 1, 2, 2], 1e-7), texts(6));
    expect(proposal.link).toMatchObject({ by: "repeats", trust: "likely" });
    expect(codes).toEqual(["LINK_GUESSED"]);
  });

  test.each([
    ["runs of several lengths", [0, 0, 0, 1, 1, 2]],
    ["rows far apart", [0, 1, 2, 0, 1, 2]],
    ["one row by chance", [0, 1, 2, 3, 3, 4]],
  ])("in %s are a question, and stay apart until it is answered", async (_, groups) => {
    const { proposal, pairs, codes } = await settled(repeating("images.npy", groups), texts(groups.length));
    expect(proposal.link).toBeUndefined();
    expect(codes).toEqual(["REPEATED_IMAGES"]);
    expect(pairs.images.rows).toBe(groups.length);
    expect(pair({ ...proposal, link: proposal.links[0] }).images.rows).toBe(new Set(groups).size);
  });

  test("beyond the first 20,000 are not looked at, and the question says so", async () => {
    let read = 0;
    const rows = 30_000;
    const readRows = async (/** @type {number} */ begin, /** @type {number} */ end) => {
      read += end - begin;
      return Float32Array.from({ length: (end - begin) * 2 }, (_, i) => Math.floor((begin + Math.floor(i / 2)) / 5) + 1);
    };
    const array = { name: "", rows, cols: 2, dtype: /** @type {const} */ ("float32"), readRows };
    const { proposal, pairs } = await settled({ ...opened("images.npy", {}), arrays: [array] }, opened("texts.npy", { "": [rows, 2] }));
    // 256 of them twice: for dimensions that are none.
    expect(read).toBe(20_000 + 256);
    expect(proposal.link).toMatchObject({ trust: "likely", doubt: expect.stringMatching(/first 20000 of 30000 rows/) });
    expect(pairs.images.rows).toBe(6000);
  });

  test("do not count where they are zero", async () => {
    const zeros = { ...opened("images.npy", {}), arrays: [memorySource("", 4, 2, "float32", new Float32Array(8))] };
    expect((await settled(zeros, opened("texts.npy", { "": [4, 2] }))).proposal.links).toEqual([]);
  });
});

describe("a table of pairs", () => {
  const [images, texts] = [opened("i.npy", { "": [3, 4] }), opened("t.npy", { "": [4, 4] })];
  const sides = { images: { file: images, array: images.arrays[0] }, texts: { file: texts, array: texts.arrays[0] } };
  const link = (/** @type {Record<string, string[]>} */ named, /** @type {string} */ column) => {
    const pairs = table("pairs.csv", named);
    return linkByTable(pairs, [images, texts, pairs], sides, column);
  };

  test("names rows of both sides, in any order, and may leave some out", () => {
    const { imageOf } = link({ text_row: ["3", "0", "1"], image_row: ["0", "2", "2"] }, /** @type {any} */ (undefined));
    expect(imageOf).toEqual(Int32Array.of(2, 2, -1, 0));
  });

  test("without a column of texts has one row a text", () => {
    expect(link({ image_row: ["2", "0", "1", "1"] }, "image_row").imageOf).toEqual(Int32Array.of(2, 0, 1, 1));
  });

  test.each([
    [{ image_row: ["0", "1", "2"] }, /3 rows.*has 4.*one row a text/],
    [{ image_row: ["0", "1", "2", "3"] }, /"3" in column image_row, row 3.*rows are 0 to 2/],
    [{ text_row: ["0", "0"], image_row: ["0", "1"] }, /row 1.*gives text 0 a second image/],
    [{ image_id: ["a", "b", "a", "b"] }, /names 2 images.*has 3 rows/],
    [{ caption: ["a", "b", "c", "d"] }, /no column says which image/],
  ])("that does not fit is refused with BAD_MAP: %j", (named, sentence) => {
    expect(() => link(/** @type {any} */ (named), /** @type {any} */ (undefined))).toThrow(
      expect.objectContaining({ code: "BAD_MAP", message: expect.stringMatching(sentence) }),
    );
  });
});

test("labels, ids and audio are neither side, whatever else their names say", async () => {
  const { proposal } = await settled(
    opened("all.npz", { image_labels: [9, 4], audio: [9, 4], image: [9, 4], text: [9, 4], caption_ids: [9, 4] }),
  );
  expect([proposal.images?.array.name, proposal.texts?.array.name]).toEqual(["image", "text"]);
});

test("a word of labels before the one that tells the side is only a word", async () => {
  const { proposal } = await settled(opened("low_index.images.npy", { "": [9, 4] }), opened("low_index.texts.npy", { "": [9, 4] }));
  expect([proposal.images?.file.file, proposal.texts?.file.file]).toEqual(["low_index.images.npy", "low_index.texts.npy"]);
});

test("train and test rows stay together, the held-out part is preferred, and which it is is asked", async () => {
  const file = opened("raw.mat", { I_tr: [20, 8], T_tr: [20, 3], I_te: [7, 8], T_te: [7, 3] });
  const { proposal, pairs, codes } = await settled(file);
  expect([proposal.images?.array.name, proposal.texts?.array.name]).toEqual(["I_te", "T_te"]);
  expect(codes).toContain("SPLITS");
  expect(pairs.findings).toMatchObject([{ code: "WIDTHS_DIFFER" }]);
});

test("folders tell the sides where files have one name", async () => {
  const { proposal } = await settled(opened("scans/texts/emb.npy", { "": [5, 4] }), opened("scans/images/emb.npy", { "": [5, 4] }));
  expect(proposal.images?.file.file).toBe("scans/images/emb.npy");
});

test("sides that others fit as well are asked about", async () => {
  const names = ["image_a.npy", "text_a.npy", "image_b.npy", "text_b.npy"];
  expect((await settled(...names.map((name) => opened(name, { "": [5, 4] })))).codes).toContain("SEVERAL_PAIRS");
});

test("the preview shows rows of the files, ids and captions of the first pairs", () => {
  const [images, texts] = [opened("i.npy", { "": [2, 4] }), opened("t.npy", { "": [4, 4] })];
  const pairs = pair({
    images: { file: images, array: images.arrays[0] },
    texts: { file: texts, array: texts.arrays[0] },
    captions: ["a", "b", "c", "d"],
    ids: { images: ["x", "y"] },
  });
  expect(previewOf(pairs, { images: 1, texts: 1 })).toEqual([{ image: { row: 0, id: "x" }, texts: [{ row: 0, caption: "a" }], more: 1 }]);
});

test("the command line names arrays, options and files with spaces", () => {
  const file = opened("my pairs.npz", { image: [2, 4], text: [4, 4] });
  const [images, texts] = file.arrays.map((array) => ({ file, array }));
  expect(commandLine(images, texts, { by: "order", says: "", options: ["--captions", "2"] })).toBe(
    "node web/bin/askew.js audit 'my pairs.npz::image' 'my pairs.npz::text' --captions 2",
  );
  expect(commandLine(images, texts, { by: "given", says: "", options: null })).toBeUndefined();
});

describe.skipIf(!sharedPath("realdata"))(sharedTitle("real folders", "realdata"), () => {
  /** @param {string} folder @param {string[]} names */
  const folder = (folder, ...names) =>
    Promise.all(
      names.map(async (name) => openFile(await DiskFile.open(/** @type {string} */ (sharedPath(`realdata/${folder}/${name}`)), name))),
    );

  test.each([
    [["image_embeddings.npy", "text_embeddings.npy", "metadata.csv"], "ids"],
    [["image_embeddings.npy", "text_embeddings.npy"], "repeats"],
  ])("Flickr8k %j is 100 images with 5 captions each, by %s", async (names, by) => {
    const { pairs, codes } = await settled(...(await folder("chia213-flickr8k", ...names)));
    expect(pairs.pairing?.by).toBe(by);
    expect([pairs.images.rows, pairs.texts.rows, codes]).toEqual([100, 500, []]);
    expect(pairs.imageOf).toEqual(Int32Array.from({ length: 500 }, (_, text) => Math.floor(text / 5)));
  });

  test.each([
    ["physicist-pathmnist", ["image_embeddings.npy", "prompt_embeddings.npy"], "PAIR_COUNT"],
    ["devshaily-clip", ["clip_training_embeddings.pt", "clip_text_features.pt"], "PAIR_COUNT"],
    ["varun-mmrag", ["image_embeddings.pt", "text_embeddings.pt"], "PAIR_COUNT"],
    ["cifar10-clip", ["image_embeddings.pt"], "ONE_SIDE"],
  ])("%s is not paired, and is said so: %j", async (name, files, code) => {
    const proposal = await consider(await folder(name, ...files));
    expect(proposal.questions).toMatchObject([{ code, level: "error" }]);
    expect(proposal.links).toEqual([]);
  });
});
