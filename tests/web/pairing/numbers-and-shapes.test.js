import { describe, expect, test } from "vitest";
import { consider, linksByTable, pair } from "../../../web/src/pairing/index.js";
import { oddDimension } from "../../../web/src/pairing/odd-dimension.js";
import { candidatesOf } from "../../../web/src/pairing/sides.js";
import { memorySource } from "../../../web/src/readers/plain-rows.js";
import { opened } from "./refs.js";

/** @import { ArrayRef, MatrixSource, OpenedFile, TextColumn } from "../../../web/src/types.d.ts" */

/** @param {string} name @param {string} values one word a row @returns {TextColumn} */
const column = (name, values) => ({ name, values: values.split(" ") });
/** @param {string} file @param {number} rows @param {...TextColumn} columns */
const matrix = (file, rows, ...columns) => opened(file, { "": [rows, 4] }, { columns });
/** @param {OpenedFile} file @param {Partial<MatrixSource>} more */
const with_ = (file, more) => ({ ...file, arrays: file.arrays.map((array) => ({ ...array, ...more })) });

/** @param {...OpenedFile} files */
async function outcome(...files) {
  const proposal = await consider(files);
  const question = proposal.questions.find(({ asks, level }) => asks || level === "error");
  if (question) return { code: question.code, message: question.message };
  const pairs = pair(proposal);
  return { by: pairs.pairing?.by, imageOf: [...pairs.imageOf] };
}

describe("a map that a file states by its name is taken", () => {
  test.each(["txt2img", "text_to_image", "captions2images"])("%s gives each text its image", async (name) => {
    const found = await outcome(matrix("images.npz", 3), matrix("texts.npz", 5, column(name, "2 0 1 0 2")));
    expect(found).toEqual({ by: "map", imageOf: [2, 0, 1, 0, 2] });
  });

  test("img2txt gives each image its texts, one or a list of them", async () => {
    expect(await outcome(matrix("images.npz", 3, column("img2txt", "2 0 1")), matrix("texts.npz", 3))).toEqual({
      by: "map",
      imageOf: [1, 2, 0],
    });
    const lists = { name: "img2txt", values: ["3", "1", "0", "2"], rowOf: Int32Array.of(0, 0, 1, 1) };
    expect(await outcome(matrix("images.npz", 2, lists), matrix("texts.npz", 4))).toEqual({ by: "map", imageOf: [1, 0, 1, 0] });
  });

  test("but not where it points outside the rows, or gives one text two images", async () => {
    expect((await outcome(matrix("images.npz", 3), matrix("texts.npz", 5, column("txt2img", "2 0 1 0 3")))).by).not.toBe("map");
    const twice = { name: "img2txt", values: ["0", "1", "0", "2"], rowOf: Int32Array.of(0, 0, 1, 1) };
    expect((await outcome(matrix("images.npz", 2, twice), matrix("texts.npz", 4))).by).not.toBe("map");
  });
});

describe("numbers that may be the other side's rows", () => {
  test("in another order than the rows are asked about", async () => {
    expect(await outcome(matrix("images.npz", 4), matrix("texts.npz", 4, column("perm", "2 0 3 1")))).toMatchObject({
      code: "LINK_GUESSED",
      message: expect.stringMatching(/perm in texts\.npz holds every number from 0 to 3, in another order than the rows/),
    });
    expect((await outcome(matrix("images.npz", 4, column("perm", "2 0 3 1")), matrix("texts.npz", 4))).code).toBe("LINK_GUESSED");
  });
});

describe("names of images on the texts' side alone, stated (--pairs)", () => {
  const map = (/** @type {string} */ values, /** @type {number} */ rows) => {
    const [images, texts] = [matrix("images.npz", 3), matrix("texts.npz", rows, column("image_id", values))];
    const sides = { images: { file: images, array: images.arrays[0] }, texts: { file: texts, array: texts.arrays[0] } };
    return [...linksByTable(texts, [images, texts], sides, "image_id")[0].imageOf];
  };
  test("give the images in sorted order, numbers by their size", () => {
    expect(map("b c a b", 4)).toEqual([1, 2, 0, 1]);
    expect(map("10 9 100 9", 4)).toEqual([1, 0, 2, 0]);
  });
  test("or in the order in which they first appear, where each one's texts stand together", () => {
    expect(map("b b c a", 4)).toEqual([0, 0, 1, 2]);
  });
});

describe("the shape of the texts", () => {
  const shaped = (/** @type {string} */ file, /** @type {number} */ blocks, /** @type {number} */ block) =>
    with_(matrix(file, blocks * block), { block });

  test("(C, n, d) beside n images is a round of one text an image, C times", async () => {
    expect(await outcome(matrix("images.npy", 3), shaped("texts.npy", 2, 3))).toEqual({ by: "map", imageOf: [0, 1, 2, 0, 1, 2] });
  });
  test("(n, C, d) beside n images is C texts of each image, one after the other", async () => {
    expect(await outcome(matrix("images.npy", 3), shaped("texts.npy", 3, 2))).toEqual({ by: "order", imageOf: [0, 0, 1, 1, 2, 2] });
  });
  test("(n, n, d) beside n images may be either, and is asked about", async () => {
    expect(await outcome(matrix("images.npy", 3), shaped("texts.npy", 3, 3))).toMatchObject({
      code: "LINK_GUESSED",
      message: expect.stringContaining("(3, 3, 4)"),
    });
  });
  test("in batches, beside as many images in batches of the same length, says nothing", async () => {
    expect(await outcome(shaped("images.npy", 2, 3), shaped("texts.npy", 2, 3))).toMatchObject({ by: "order" });
  });
});

describe("a dimension that is none", () => {
  /** @param {string} file @param {(row: number, col: number) => number} value @returns {ArrayRef} */
  function ref(file, value, rows = 40, cols = 6) {
    const values = Float32Array.from({ length: rows * cols }, (_, i) => value(Math.floor(i / cols), i % cols));
    const array = memorySource("", rows, cols, "float32", values);
    return { file: { ...opened(file, {}), arrays: [array] }, array };
  }
  const noise = (/** @type {number} */ seed) => (/** @type {number} */ row, /** @type {number} */ col) =>
    Math.sin((row + 1) * (col + 1.3) * seed);
  const at =
    (/** @type {number} */ place, /** @type {(row: number) => number} */ value, seed = 12.9) =>
    (/** @type {number} */ row, /** @type {number} */ col) =>
      col === place ? value(row) : noise(seed)(row, col);

  test.each([
    ["ids", (/** @type {number} */ row) => 391895 + ((row * 17) % 40) * 3],
    ["row numbers", (/** @type {number} */ row) => row],
    ["row numbers from 1, shuffled", (/** @type {number} */ row) => 1 + ((row * 17) % 40)],
  ])("%s among fractions is named by its column and side, on either side", async (_, value) => {
    for (const [images, texts, file] of /** @type {const} */ ([
      [ref("i.npy", at(0, value)), ref("t.npy", noise(7.1)), "i.npy"],
      [ref("i.npy", noise(7.1)), ref("t.npy", at(5, value)), "t.npy"],
    ]))
      expect(await oddDimension(images, texts)).toMatchObject({
        code: "ODD_DIMENSION",
        asks: true,
        message: expect.stringMatching(new RegExp(`Column [05].*of ${file}`)),
      });
  });

  test("one that outweighs all others and is equal on both sides", async () => {
    const value = (/** @type {number} */ row) => 1e4 * Math.sin(row * 3.7);
    expect(await oddDimension(ref("i.npy", at(2, value)), ref("t.npy", at(2, value, 7.1)))).toMatchObject({
      message: expect.stringContaining("Column 2"),
    });
    expect(
      await oddDimension(
        ref("i.npy", at(2, value)),
        ref(
          "t.npy",
          at(2, (row) => value(row + 0.5), 7.1),
        ),
      ),
    ).toBeUndefined();
  });

  test("is not found in embeddings of fractions or of whole numbers", async () => {
    expect(await oddDimension(ref("i.npy", noise(12.9)), ref("t.npy", noise(7.1)))).toBeUndefined();
    const whole = (/** @type {number} */ row, /** @type {number} */ col) => Math.round(100 * noise(12.9)(row, col));
    expect(await oddDimension(ref("i.npy", whole), ref("t.npy", whole))).toBeUndefined();
    const scaled = (/** @type {number} */ row, /** @type {number} */ col) => noise(12.9)(row, col) * (col === 3 ? 20 : 1);
    expect(await oddDimension(ref("i.npy", scaled), ref("t.npy", noise(7.1)))).toBeUndefined();
  });

  test("stops the pairs until somebody says that it is one", async () => {
    const proposal = await consider([
      ref(
        "images.npy",
        at(0, (row) => row),
      ).file,
      ref("texts.npy", noise(7.1)).file,
    ]);
    expect(proposal.questions.map(({ code }) => code)).toContain("ODD_DIMENSION");
    expect(() => pair(proposal)).toThrow(expect.objectContaining({ code: "ROWS_UNCLEAR" }));
    expect(pair({ ...proposal, keepDimensions: true }).images.rows).toBe(40);
  });
});

describe("dimensions that both sides name", () => {
  const named = (/** @type {string} */ file, /** @type {string} */ names) => with_(matrix(file, 2), { dimensions: names.split(" ") });

  test("are matched by name, row by row, and it is said", async () => {
    const pairs = pair(await consider([named("images.csv", "d0 d1 d2 d3"), named("texts.csv", "d3 d1 d2 d0")]));
    expect(pairs.findings).toMatchObject([
      { code: "DIMENSIONS_MATCHED", count: 2, message: expect.stringContaining("d0 is column 0 and 3") },
    ]);
    // Row r of the file holds r, r + 0.01, r + 0.02, r + 0.03.
    expect([...(await pairs.texts.readRows(0, 2))]).toEqual([0.03, 0.01, 0.02, 0, 1.03, 1.01, 1.02, 1].map(Math.fround));
  });

  test.each(["d0 d1 d2 d3", "e0 e1 e2 e3", "d0 d0 d2 d3"])("and stay as they are where they are %s on the other side", async (names) => {
    const pairs = pair(await consider([named("images.csv", "d0 d1 d2 d3"), named("texts.csv", names)]));
    expect([pairs.findings, [...(await pairs.texts.readRows(0, 1))]]).toEqual([[], [0, 0.01, 0.02, 0.03].map(Math.fround)]);
  });
});

describe("arrays that may be one whole", () => {
  /** @param {string} file @param {number} count of parts */
  function inParts(file, count) {
    const names = Array.from({ length: count }, (_, k) => `arr_${k}`);
    const made = opened(file, Object.fromEntries(names.map((name) => [name, [3, 4]])));
    return { ...made, wholes: [{ array: opened(file, { "arr_*": [3 * count, 4] }).arrays[0], parts: names }] };
  }
  const names = (/** @type {OpenedFile} */ file) => candidatesOf(file).map(({ array }) => array.name);

  test("are the whole in a file that is named as one side", () => {
    expect(names(inParts("image_embeddings.npz", 2))).toEqual(["arr_*"]);
    expect(names(inParts("texts/emb.npz", 2))).toEqual(["arr_*"]);
  });
  test("are two sides where they are two, in a file of no side's name", () => {
    expect(names(inParts("emb.npz", 2))).toEqual(["arr_0", "arr_1"]);
  });
  test("are the whole where they are more than two", () => {
    expect(names(inParts("emb.npz", 4))).toEqual(["arr_*"]);
  });
});
