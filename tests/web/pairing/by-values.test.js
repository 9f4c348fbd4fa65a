import { describe, expect, test } from "vitest";
import { consider, pair } from "../../../web/src/pairing/index.js";
import { opened } from "./refs.js";

/** @import { OpenedFile, TextColumn } from "../../../web/src/types.d.ts" */

/** @param {string} name @param {string} values one word a row @returns {TextColumn} */
const column = (name, values) => ({ name, values: values.split(" ").map((value) => (value === "-" ? "" : value)) });
/** @param {string} file @param {number} rows @param {...TextColumn} columns */
const matrix = (file, rows, ...columns) => opened(file, { "": [rows, 4] }, { columns });
/** @param {number} rows @param {...TextColumn} columns */
const images = (rows, ...columns) => matrix("images.npz", rows, ...columns);
/** @param {number} rows @param {...TextColumn} columns */
const texts = (rows, ...columns) => matrix("texts.npz", rows, ...columns);
/** @param {string} file @param {...TextColumn} columns */
const table = (file, ...columns) => opened(file, {}, { columns });

/** What the files come to: a map, or the question that stands before it. @param {...OpenedFile} files */
async function outcome(...files) {
  const proposal = await consider(files);
  const [question] = proposal.questions.filter(({ asks, level }) => asks || level === "error");
  if (question)
    return { code: question.code, message: question.message, answers: question.answers?.map(({ options }) => options.join(" ")) };
  const pairs = pair(proposal);
  return { by: pairs.pairing?.by, imageOf: [...pairs.imageOf], says: pairs.pairing?.says };
}

describe("ids of both sides join rows by their values", () => {
  test.each([
    ["image_id", "image_id"],
    ["accession", "Accession"],
    ["foo", "bar"],
    ["x", "image_id"],
    ["text_of", "0"],
  ])("whatever the columns are called: %s and %s", async (one, other) => {
    const found = await outcome(images(4, column(one, "q7 k2 z9 m4")), texts(4, column(other, "z9 q7 m4 k2")));
    expect(found).toMatchObject({ by: "ids", imageOf: [2, 0, 3, 1] });
  });

  test("the same way round where both sides are shuffled alike", async () => {
    const ids = Array.from({ length: 30 }, (_, k) => `s${(k * 7) % 30}x`);
    const shuffled = ids.map((_, k) => ids[(k * 11) % 30]);
    const found = await outcome(images(30, column("a", ids.join(" "))), texts(30, column("b", shuffled.join(" "))));
    expect(found.imageOf).toEqual(shuffled.map((id) => ids.indexOf(id)));
  });

  test("and the sentence says how they are written on each side", async () => {
    const found = await outcome(
      images(3, column("image_id", "391895 60623 7")),
      texts(3, column("image_id", "000000000007 000000391895 000000060623")),
    );
    expect(found).toMatchObject({ imageOf: [2, 0, 1], says: expect.stringContaining("leading zeros aside: 000000000007 is 7") });
  });

  test("though those of one side count up: 0, 1, 2 … are row numbers on that side alone", async () => {
    const found = await outcome(images(4, column("image_id", "0 1 2 3")), texts(4, column("image_id", "2 0 3 1")));
    expect(found).toMatchObject({ by: "ids", imageOf: [2, 0, 3, 1] });
  });

  test("and where they agree with the order, the order is what was used, confirmed by them", async () => {
    const ids = column("image_id", "q7 k2 z9");
    expect(await outcome(images(3, ids), texts(3, column("image_id", "q7 k2 z9")))).toMatchObject({
      by: "order",
      says: expect.stringMatching(/order of rows.*image_id.*3 of 3 images/),
    });
  });
});

describe("columns that name nothing leave the order of rows as it is", () => {
  test("labels, ages and measurements in agreement with it", async () => {
    const [label, age, score] = [column("label", "0 1 1 0"), column("age", "70 41 33 62"), column("score", "0.5 0.25 0.125 0.75")];
    expect((await outcome(images(4, label, age, score), texts(4)))?.by).toBe("order");
    expect((await outcome(images(4, label), texts(4, column("label", "0 1 1 0"))))?.by).toBe("order");
  });

  test("labels on one side and ages on the other, though their numbers meet", async () => {
    expect((await outcome(images(4, column("age", "1 0 2 3")), texts(4, column("label", "0 1 2 3"))))?.by).not.toBe("ids");
  });
});

describe("ids that are not used are asked about before any number", () => {
  test("on one side alone, with an example", async () => {
    const found = await outcome(images(3, column("image_id", "q7 k2 z9")), texts(3));
    expect(found).toMatchObject({
      code: "IDS_DO_NOT_MEET",
      message: expect.stringMatching(/Only the images name their rows: image_id in images\.npz \(q7 …\)/),
      answers: ["--captions 1", "--pairs FILE"],
    });
    expect(await outcome(images(3), texts(3, column("text_id", "q7 k2 z9")))).toMatchObject({
      code: "IDS_DO_NOT_MEET",
      message: expect.stringMatching(/Only the texts name their rows: text_id in texts\.npz \(q7 …\)/),
    });
  });

  test("on both sides without one in common, with an example of each", async () => {
    expect(await outcome(images(3, column("image_id", "q7 k2 z9")), texts(3, column("study", "a1 a2 a3")))).toMatchObject({
      code: "IDS_DO_NOT_MEET",
      message: expect.stringMatching(/image_id in images\.npz \(q7 …\) and study in texts\.npz \(a1 …\)/),
    });
  });

  test("two columns that give a text different images, with the first such text and both ways", async () => {
    const found = await outcome(
      images(3, column("image_id", "a b c"), column("filename", "s.png t.png u.png")),
      texts(3, column("image_id", "b a c"), column("filename", "s.png t.png u.png")),
    );
    expect(found).toMatchObject({
      code: "IDS_CONFLICT",
      message: expect.stringMatching(
        /image_id.*filename.*disagree: text row 0 belongs to image row [01] by the first, to image row [01] by the second/,
      ),
    });
    expect(found.answers).toEqual(expect.arrayContaining(["--pairs texts.npz::image_id", "--pairs texts.npz::filename"]));
  });

  test.each(["patient_id", "label", "group"])("groups of both sides (%s) that contradict the order of rows", async (name) => {
    const found = await outcome(images(6, column(name, "a a b b c c")), texts(6, column(name, "b b a a c c")));
    expect(found).toMatchObject({
      code: "IDS_DISAGREE",
      message: expect.stringMatching(/4 of 6 texts.*text row 0 \(b\) with image row 0 \(a\)/),
    });
  });

  test.each(["patient_id", "label", "group"])("groups of both sides (%s) that agree with it are no question", async (name) => {
    expect(await outcome(images(6, column(name, "a a b b c c")), texts(6, column(name, "a a b b c c")))).toMatchObject({ by: "order" });
  });

  test("ids of texts against ids of images, though their values are equal", async () => {
    const found = await outcome(images(3, column("image_id", "11 12 13")), texts(3, column("text_id", "13 11 12")));
    expect(found.code).toBe("LINK_GUESSED");
    expect(found.answers).toContain("--captions 1");
  });

  test("a few ids in common are no evidence for the rest", async () => {
    const found = await outcome(images(5, column("image_id", "a b c d e")), texts(5, column("image_id", "a p q r s")));
    expect(found.code).toBeDefined();
    expect(found.by).toBeUndefined();
  });
});

describe("keys of dictionaries are ids", () => {
  const keys = (/** @type {string} */ values) => ({ ...column("", values), keys: /** @type {const} */ (true) });

  test("met by their values in two files", async () => {
    expect(await outcome(images(3, keys("a b c")), texts(3, keys("c a b")))).toMatchObject({ by: "ids", imageOf: [2, 0, 1] });
    expect(await outcome(images(3, keys("a.jpg b.jpg c.jpg")), texts(3, keys("c.txt a.txt b.txt")))).toMatchObject({ imageOf: [2, 0, 1] });
  });

  test("that differ are asked about", async () => {
    expect(await outcome(images(3, keys("a b c")), texts(3, keys("x y z")))).toMatchObject({ code: "IDS_DO_NOT_MEET" });
    expect(await outcome(images(3, keys("a b c")), texts(3))).toMatchObject({ code: "IDS_DO_NOT_MEET" });
  });

  test("of one array alone do not name the rows of another in the same file", async () => {
    const file = opened(
      "both.npz",
      { image: [3, 4], text: [3, 4] },
      {
        columns: [
          { ...keys("a b c"), of: "image" },
          { ...keys("c a b"), of: "text" },
        ],
      },
    );
    expect(await outcome(file)).toMatchObject({ by: "ids", imageOf: [2, 0, 1] });
  });
});

describe("a table beside two matrices", () => {
  test("that no name gives to a side is not taken for both", async () => {
    const found = await outcome(images(3, column("image_id", "a b c")), texts(3), table("meta.csv", column("image_id", "c a b")));
    expect(found.code).toBeDefined();
  });
});
