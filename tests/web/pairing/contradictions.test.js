/** What says otherwise than the best evidence, or only seems to: asked about, or left out. */
import { describe, expect, test } from "vitest";
import { consider, linksByTable, pair } from "../../../web/src/pairing/index.js";
import { opened, rowNumbers } from "./refs.js";

/** @import { OpenedFile, TextColumn } from "../../../web/src/types.d.ts" */

/** @param {string} name @param {string} values one word a row @returns {TextColumn} */
const column = (name, values) => ({ name, values: values.split(" ") });
/** @param {number} rows @param {...TextColumn} columns */
const images = (rows, ...columns) => opened("images.npz", { "": [rows, 4] }, { columns });
/** @param {number} rows @param {...TextColumn} columns */
const texts = (rows, ...columns) => opened("texts.npz", { "": [rows, 4] }, { columns });
/** @param {OpenedFile} file @param {number} block */
const inBlocks = (file, block) => ({ ...file, arrays: file.arrays.map((array) => ({ ...array, block })) });
/** @param {...OpenedFile} files */
const asked = async (...files) => (await consider(files)).questions.filter(({ asks, level }) => asks || level === "error");

describe("columns that count up", () => {
  test.each([
    ["on both sides", [column("id", "0 1 2")], [column("id", "0 1 2")]],
    ["from 0 and from 1", [column("id", "0 1 2")], [column("index", "1 2 3")]],
    ["on the texts' side alone", [], [column("id", "0 1 2")]],
    ["on the images' side alone", [column("Unnamed: 0", "0 1 2")], []],
  ])("%s say nothing: no question", async (_, one, other) => {
    expect(await asked(images(3, ...one), texts(3, ...other))).toEqual([]);
  });
});

describe("a list of images a text (image_ids)", () => {
  const study = () =>
    consider([
      images(5, column("image_id", "v1 v2 w1 x1 x2")),
      texts(3, { name: "image_ids", values: ["x1", "x2", "v1", "v2", "w1"], rowOf: Int32Array.of(0, 0, 1, 1, 2) }),
    ]);

  test("gives its text to each of them", async () => {
    const proposal = await study();
    const pairs = pair({ ...proposal, link: proposal.links.find(({ views }) => views === "each") });
    expect([await rowNumbers(pairs.images), await rowNumbers(pairs.texts)]).toEqual([
      [0, 1, 2, 3, 4],
      [1, 1, 2, 0, 0],
    ]);
    expect(pairs.findings).toEqual([]);
  });

  test("never says of an image in it that no text belongs there", async () => {
    const proposal = await study();
    const pairs = pair({ ...proposal, link: proposal.links.find(({ views }) => views === "first") });
    expect(pairs.findings.map(({ message }) => message).join()).not.toContain("no text belongs there");
    expect(proposal.questions.map(({ message }) => message).join()).not.toContain("0 of 5 images");
  });
});

describe("ids in one file with both sides", () => {
  const both = (/** @type {TextColumn[]} */ ...columns) => opened("features.npz", { image: [4, 3], text: [4, 3] }, { columns });
  test.each([
    ["of the images alone", [column("image_ids", "d a c b")], "Only the images name their rows: image_ids in features.npz (d …)."],
    [
      "of the images alone, written in several ways",
      [column("image_ids", "8 8.0 08 8.jpg")],
      "Only the images name their rows: image_ids in",
    ],
    ["of the texts alone", [column("text_ids", "d a c b")], "Only the texts name their rows: text_ids in features.npz (d …)."],
  ])("%s are asked about", async (_, columns, says) => {
    const [question] = await asked(both(...columns));
    expect(question?.message).toContain(says);
    expect(question?.answers?.[0]).toEqual({ says: "the rows belong together in their order", options: ["--captions", "1"] });
  });
  test.each([
    ["that name the row", [column("study_id", "d a c b")]],
    ["of images that come several times, one a caption", [column("image_ids", "a a b b")]],
    ["that count up", [column("image_ids", "0 1 2 3")]],
    ["in the fields of records", [{ ...column("image_ids", "d a c b"), ofRecord: /** @type {const} */ (true) }]],
  ])("%s describe both sides: no question", async (_, columns) => {
    expect(await asked(both(...columns))).toEqual([]);
  });
});

test("ids of both sides go before the shape (C, n, d), or both are asked about", async () => {
  const [one, other] = [images(3, column("image_id", "a b c")), inBlocks(texts(6, column("image_id", "a a b b c c")), 3)];
  const proposal = await consider([one, other]);
  const isAsked = proposal.questions.some(({ asks }) => asks);
  expect(isAsked || [...pair(proposal).imageOf].join()).toBe(isAsked || "0,0,1,1,2,2");
});

test("shapes (a, b, d) and (b, a, d) of as many rows are asked about", async () => {
  expect(await asked(inBlocks(images(6), 3), inBlocks(texts(6), 2))).not.toEqual([]);
});

test("the question about the shape (n, n, d) has an option for each answer", async () => {
  const [question] = await asked(images(3), inBlocks(texts(9), 3));
  expect(question.answers?.length).toBeGreaterThan(1);
});

test("a name that is on both sides is never said to be on none", async () => {
  const [question] = await asked(images(2, column("image_id", "11 12")), texts(4, column("text_id", "11 12 13 14")));
  expect(question?.message ?? "").not.toContain("no name is on both");
});

test.each(["image_path", "study_id"])("image_id and %s that give a text different images are asked about", async (name) => {
  const found = await asked(
    images(3, column("image_id", "a b c"), column(name === "image_path" ? "filename" : name, "s t u")),
    texts(3, column("image_id", "b a c"), column(name, "s t u")),
  );
  expect(found).toMatchObject([{ code: "IDS_CONFLICT" }]);
});

test.each(["2 0 3 1", "0 1 2 3"])("image_row is the number of each text's image row, and nothing is asked: %s", async (rows) => {
  const files = [images(4), texts(4, column("image_row", rows))];
  expect(await asked(...files)).toEqual([]);
  expect([...pair(await consider(files)).imageOf].join(" ")).toBe(rows);
});

describe("a column of small numbers in any order (rank) that meets ids by chance", () => {
  test("is asked about where the other side's numbers are written in file names", async () => {
    expect(await asked(images(4, column("file_name", "2.jpg 0.jpg 3.jpg 1.jpg")), texts(4, column("rank", "0 3 1 2")))).not.toEqual([]);
  });

  test("is asked about where another column of the same rows says otherwise, whatever that is called", async () => {
    const one = images(4, column("index", "0 1 2 3"), column("iid", "2 0 3 1"));
    expect(await asked(one, texts(4, column("image_id", "3 1 0 2")))).not.toEqual([]);
  });
});

test("numbers that run on both sides alike (caption_id) do not confirm an order that the images' ids contradict", async () => {
  const found = await asked(
    images(4, column("caption_id", "1000 1001 1002 1003"), column("id", "967 593 750 238")),
    texts(4, column("caption_id", "1000 1001 1002 1003"), column("image", "593 967 238 750")),
  );
  expect(found).not.toEqual([]);
});

describe("captions of a table beside follow ids as its other columns do", () => {
  const sides = [images(3, column("image_id", "a b c")), texts(3, column("image_id", "a b c"))];
  const captions = column("caption", "of_c of_b of_a");

  test("where its rows are in another order", async () => {
    const pairs = pair(await consider([...sides, opened("meta.csv", {}, { columns: [column("image_id", "c b a"), captions] })]));
    expect(pairs.captions ?? ["of_a", "of_b", "of_c"]).toEqual(["of_a", "of_b", "of_c"]);
  });

  test("and are none where its ids meet no row", async () => {
    const pairs = pair(await consider([...sides, opened("meta.csv", {}, { columns: [column("name", "q r s"), captions] })]));
    expect(pairs.captions).toBeUndefined();
  });
});

describe("a table that somebody states (--pairs)", () => {
  const state = (/** @type {TextColumn[]} */ columns, /** @type {OpenedFile[]} */ [one, other], /** @type {string | undefined} */ name) => {
    const table = opened("p.csv", {}, { columns });
    const sides = { images: { file: one, array: one.arrays[0] }, texts: { file: other, array: other.arrays[0] } };
    return linksByTable(table, [one, other, table], sides, name);
  };

  test("of row numbers is not met by the numbers at the end of ids", () => {
    const files = [images(3, column("image_id", "a b c")), texts(3, column("text_id", "t1 t2 t3"))];
    const found = () => state([column("text_id", "0 1 2"), column("image_id", "2 1 0")], files, undefined)[0].imageOf.join();
    expect(found).toThrow(expect.objectContaining({ code: "BAD_MAP" }));
  });

  test("of ids that a side with ids does not have is no table of row numbers", () => {
    const files = [images(3, column("image_id", "10 11 12")), texts(3, column("text_id", "20 21 22"))];
    const found = () => state([column("text_id", "0 1 2"), column("image_id", "2 1 0")], files, undefined);
    expect(found).toThrow(expect.objectContaining({ code: "BAD_MAP" }));
  });

  test("with a column of lists never says that a column which it lists is not there", () => {
    const lists = { name: "image_ids", values: ["a", "b", "c"], rowOf: Int32Array.of(0, 0, 1) };
    const files = [images(3, column("image_id", "a b c")), texts(2, column("text_id", "t1 t2"))];
    expect(state([lists, column("text_id", "t1 t2")], files, "image_ids").map(({ views }) => views)).toEqual(["first", "each"]);
  });

  test("with two columns that name different images does not choose one of them", () => {
    const files = [images(3, column("image_id", "a b c")), texts(3, column("text_id", "t1 t2 t3"))];
    const columns = [column("text_id", "t1 t2 t3"), column("neg", "b c a"), column("pos", "c a b")];
    expect(() => state(columns, files, undefined)).toThrow();
    expect([...state(columns, files, "pos")[0].imageOf]).toEqual([2, 0, 1]);
  });
});

test("a whole of C parts with as many rows each as there are images is not taken as C texts of an image in a row", async () => {
  const parts = opened("texts.npy", { "[0]": [4, 4], "[1]": [4, 4] });
  const whole = opened("texts.npy", { "[*]": [8, 4] }).arrays[0];
  const files = [images(4), { ...parts, wholes: [{ array: whole, parts: ["[0]", "[1]"] }] }];
  const isAsked = (await asked(...files)).length > 0;
  expect(isAsked || [...pair(await consider(files)).imageOf].join()).toBe(isAsked || "0,1,2,3,0,1,2,3");
});

describe("an array that is one of several whose names differ in a number alone", () => {
  const file = () => opened("all.npz", { image_emb_0: [200, 4], image_emb_1: [200, 4], text_emb: [400, 4] });

  test("is no side before somebody says so: it may be a part", async () => {
    expect(await asked(file())).toEqual([
      expect.objectContaining({ code: "ROWS_UNCLEAR", message: expect.stringMatching(/image_emb_0 .*image_emb_1 .*parts of one whole/) }),
    ]);
    const proposal = await consider([file()]);
    expect(() => pair(proposal)).toThrow(expect.objectContaining({ code: "PAIRS_UNCLEAR" }));
    expect(pair({ ...proposal, captionsPerImage: 2 }).imageOf.length).toBe(400);
  });

  test("is not asked about once the user chose the sides, nor where the two are the sides", async () => {
    const both = file();
    const [image, , text] = both.arrays;
    const sides = { images: { file: both, array: image }, texts: { file: both, array: text } };
    expect((await consider([both], sides)).questions.filter(({ asks }) => asks)).toEqual([]);
    expect(await asked(opened("two.npz", { arr_0: [9, 4], arr_1: [9, 4] }))).toEqual([]);
  });
});
