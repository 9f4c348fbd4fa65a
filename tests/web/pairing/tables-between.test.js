import { describe, expect, test } from "vitest";
import { consider, linksByTable, metadataByTable, pair, previewOf } from "../../../web/src/pairing/index.js";
import { metadataOf } from "../../../web/src/pairing/metadata.js";
import { opened, rowNumbers } from "./refs.js";

/** @import { OpenedFile, TextColumn } from "../../../web/src/types.d.ts" */

/** @param {string} name @param {string} values one word a row; "a,b" is a list @returns {TextColumn} */
function column(name, values) {
  const rows = values.split(" ").map((value) => (value === "-" ? "" : value));
  if (!values.includes(",")) return { name, values: rows };
  const lists = rows.map((row) => row.split(","));
  return { name, values: lists.flat(), rowOf: Int32Array.from(lists.flatMap((list, row) => list.map(() => row))) };
}
/** @param {number} rows @param {...TextColumn} columns */
const images = (rows, ...columns) => opened("images.npz", { "": [rows, 4] }, { columns });
/** @param {number} rows @param {...TextColumn} columns */
const texts = (rows, ...columns) => opened("texts.npz", { "": [rows, 4] }, { columns });
/** @param {string} file @param {...TextColumn} columns */
const table = (file, ...columns) => opened(file, {}, { columns });
/** @param {OpenedFile[]} files of the images and of the texts */
const sidesOf = ([one, other]) => ({ images: { file: one, array: one.arrays[0] }, texts: { file: other, array: other.arrays[0] } });

/** @param {...OpenedFile} files */
async function settled(...files) {
  const proposal = await consider(files);
  const asks = proposal.questions.filter(({ asks, level }) => asks || level === "error").map(({ code }) => code);
  return { proposal, asks, ...(asks.length === 0 && { pairs: pair(proposal) }) };
}
/** @param {...OpenedFile} files */
async function mapOf(...files) {
  const { asks, pairs } = await settled(...files);
  return pairs ? [...pairs.imageOf] : asks;
}

describe("a table between the sides", () => {
  const between = table("map.csv", column("text_id", "t1 t2 t3"), column("image_id", "b c a"));

  test("leads from the texts' ids to the images'", async () => {
    expect(await mapOf(images(3, column("image_id", "a b c")), texts(3, column("text_id", "t3 t1 t2")), between)).toEqual([0, 1, 2]);
    expect(await mapOf(images(3, column("image_id", "c b a")), texts(3, column("text_id", "t3 t1 t2")), between)).toEqual([2, 1, 0]);
  });

  test("whatever its columns are called", async () => {
    const odd = table("map.csv", column("left", "t1 t2 t3"), column("right", "b c a"));
    expect(await mapOf(images(3, column("foo", "c b a")), texts(3, column("bar", "t3 t1 t2")), odd)).toEqual([2, 1, 0]);
  });

  test("may be two tables, one after the other", async () => {
    const studies = table("studies.csv", column("study_id", "s9 s8 s7"), column("report_id", "r1 r2 r3"));
    const scans = table("scans.csv", column("study_id", "s7 s8 s9"), column("scan_id", "a b c"));
    expect(await mapOf(images(3, column("scan_id", "c a b")), texts(3, column("report_id", "r2 r1 r3")), studies, scans)).toEqual([
      2, 0, 1,
    ]);
  });

  test("as COCO has them, annotations and images of one file, joins captions to the images' file names", async () => {
    const coco = table(
      "captions.json",
      column("images.id", "391895 60623 522418"),
      column("images.file_name", "COCO_000000391895.jpg COCO_000000060623.jpg COCO_000000522418.jpg"),
      column("annotations.id", "70 71 72 73 74 75"),
      column("annotations.image_id", "60623 391895 522418 391895 60623 522418"),
    );
    const found = await mapOf(
      images(3, column("file_name", "COCO_000000522418.jpg COCO_000000391895.jpg COCO_000000060623.jpg")),
      texts(6, column("id", "75 74 73 72 71 70")),
      coco,
    );
    expect(found).toEqual([0, 2, 1, 0, 1, 2]);
  });

  test("is named by the option that states it", async () => {
    const { pairs } = await settled(images(3, column("image_id", "c b a")), texts(3, column("text_id", "t3 t1 t2")), between);
    expect(pairs?.pairing).toMatchObject({
      by: "ids",
      options: ["--pairs", "map.csv"],
      says: expect.stringContaining("3 of 3 images and 3 of 3 texts meet"),
    });
  });
});

describe("several images of one text", () => {
  const study = (ids = "v v w x x") => [
    images(5, column("study", ids), column("sex", "F F M F F")),
    texts(3, column("study", "x v w"), column("caption", "x v w")),
  ];

  test("are asked about, with both ways", async () => {
    const { proposal, asks } = await settled(...study());
    expect(asks).toEqual(["IMAGES_SHARE_TEXT"]);
    const question = proposal.questions.find(({ asks }) => asks);
    expect(question?.message).toContain("2 of 5 images have the text of an earlier one");
    expect(question?.answers?.map(({ options }) => options.join(" "))).toEqual(["--views first", "--views each"]);
    expect(proposal.links.map(({ views }) => views)).toEqual(["first", "each"]);
    expect(() => pair(proposal)).toThrow(expect.objectContaining({ code: "PAIRS_UNCLEAR" }));
  });

  test("are one pair a text by their first, and the rest is named", async () => {
    const { proposal } = await settled(...study());
    const pairs = pair({ ...proposal, link: proposal.links[0] });
    expect(await rowNumbers(pairs.images)).toEqual([0, 2, 3]);
    expect([...pairs.imageOf]).toEqual([2, 0, 1]);
    expect(pairs.captions).toEqual(["x", "v", "w"]);
    expect(pairs.metadata).toContainEqual(column("sex", "F M F"));
    expect([...(pairs.fileRows?.images ?? [])]).toEqual([0, 2, 3]);
    expect(pairs.findings).toMatchObject([{ code: "REPEATED_IMAGES", count: 2, rows: [1, 4] }]);
  });

  test("are a pair each where the text counts for each, with captions, metadata and rows of the files", async () => {
    const { proposal } = await settled(...study());
    const pairs = pair({ ...proposal, link: proposal.links[1] });
    expect(await rowNumbers(pairs.images)).toEqual([0, 1, 2, 3, 4]);
    const rows = await rowNumbers(pairs.texts);
    expect(Array.from(pairs.imageOf, (image, text) => [image, rows[text]]).sort()).toEqual([
      [0, 1],
      [1, 1],
      [2, 2],
      [3, 0],
      [4, 0],
    ]);
    expect(pairs.captions).toEqual(rows.map((row) => "xvw"[row]));
    expect(pairs.metadata).toContainEqual(column("sex", "F F M F F"));
    expect([...(pairs.fileRows?.texts ?? [])]).toEqual(rows);
    expect(previewOf(pairs)[1].texts).toMatchObject([{ row: 1, caption: "v" }]);
    expect(pairs.findings).toEqual([]);
  });

  test.each([0, 1])("leave out what has no partner and say so (way %d)", async (way) => {
    const { proposal } = await settled(...study("v v q x x"));
    const pairs = pair({ ...proposal, link: proposal.links[way] });
    expect(pairs.captions).not.toContain("w");
    expect(pairs.findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: "ROWS_LEFT_OUT", side: "images", rows: [2] }),
        expect.objectContaining({ code: "ROWS_LEFT_OUT", side: "texts", rows: [2] }),
      ]),
    );
  });

  test("in a list of the texts (image_ids) are asked about as well", async () => {
    const { asks } = await settled(images(5, column("image_id", "v1 v2 w1 x1 x2")), texts(3, column("image_ids", "x1,x2 v1,v2 w1")));
    expect(asks).toEqual(["IMAGES_SHARE_TEXT"]);
  });
});

describe("a table that somebody states (--pairs)", () => {
  const plain = [images(3), texts(4)];
  /** @param {OpenedFile} pairs @param {string} [name] of its column @param {OpenedFile[]} [files] of the images and of the texts */
  const stated = (pairs, name, files = plain) => linksByTable(pairs, [...new Set([...files, pairs])], sidesOf(files), name);
  /** @param {Parameters<typeof stated>} args */
  const map = (...args) => [...stated(...args)[0].imageOf];
  const named = [images(3, column("image_id", "a b c")), texts(4, column("text_id", "t1 t2 t3 t4"))];

  test.each([
    ["image_id", "text_id"],
    ["foo", "bar"],
  ])("may call its columns anything where their values name rows: %s and %s", (one, other) => {
    const pairs = table("pairs.csv", column(other, "t4 t1 t2 t3"), column(one, "a c c b"));
    expect(map(pairs, undefined, named)).toEqual([2, 2, 1, 0]);
  });

  test("is sure, and says how to state it again", () => {
    const [link] = stated(table("pairs.csv", column("image_row", "2 0 1 1")), "image_row");
    expect(link).toMatchObject({ trust: "sure", options: ["--pairs", "pairs.csv::image_row"] });
    expect(link.doubt).toBeUndefined();
  });

  test("with one row a text may name images that have no names, in sorted order", () => {
    expect(map(table("pairs.csv", column("image_id", "c a b a")), "image_id")).toEqual([2, 0, 1, 0]);
    expect(map(table("pairs.csv", column("image_id", "10 9 100 9")), "image_id")).toEqual([1, 0, 2, 0]);
  });

  test("may be the images' own file, whose column names a text each", () => {
    const pair = [images(3, column("report", "r3 r1 r2")), texts(3, column("id", "r1 r2 r3"))];
    expect(map(pair[0], "report", pair)).toEqual([1, 2, 0]);
    const odd = [images(3, column("report", "x y z")), texts(3, column("id", "r1 r2 r3"))];
    expect(() => map(odd[0], "report", odd)).toThrow(
      expect.objectContaining({ code: "BAD_MAP", message: expect.stringMatching(/report names no text/) }),
    );
  });

  test("leaves out texts that it does not name", () => {
    expect(map(table("pairs.csv", column("text_id", "t4 t1"), column("image_id", "a c")), undefined, named)).toEqual([2, -1, -1, 0]);
  });

  test.each([
    ["a column that is not there", table("p.csv", column("image_id", "a b c a")), "picture", /no column "picture".*image_id/],
    [
      "a row number that is none",
      table("p.csv", column("image_row", "0 1 9 0")),
      undefined,
      /"9" in column image_row, row 2.*rows are 0 to 2/,
    ],
    ["too few rows", table("p.csv", column("image_id", "a b")), undefined, /2 rows.*has 4/],
    ["only texts", table("p.csv", column("caption", "a b c d")), undefined, /no column says which image/],
  ])("with %s is refused: BAD_MAP names the file and the way out", (_, pairs, name, message) => {
    expect(() => stated(pairs, name)).toThrow(expect.objectContaining({ code: "BAD_MAP", message: expect.stringMatching(message) }));
  });

  test("without ids of texts that have some is not taken in their order", () => {
    const pairs = table("p.csv", column("image_id", "a c c b"), column("note_id", "u v w x"));
    expect(() => stated(pairs, "image_id", named)).toThrow(
      expect.objectContaining({ code: "BAD_MAP", message: expect.stringMatching(/p\.csv.*text_id.*t1 …/) }),
    );
  });

  test("nor where a column of the texts, with its side before the name, holds other values", () => {
    const both = opened(
      "all.zip",
      { images: [4, 3], texts: [4, 3] },
      { columns: [column("images_image_id", "d a c b"), column("texts_study", "6E+16 6E+16 6E+16 6E+16")] },
    );
    const sides = { images: { file: both, array: both.arrays[0] }, texts: { file: both, array: both.arrays[1] } };
    const pairs = table("studies.csv", column("study", "61 62 63 64"), column("image_id", "a b c d"));
    expect(() => linksByTable(pairs, [both, pairs], sides)).toThrow(expect.objectContaining({ code: "BAD_MAP" }));
  });
});

describe("metadata follow ids, whatever these are called", () => {
  const all = () => [images(3, column("foo", "x9 y8 z7")), texts(3, column("bar", "x9 y8 z7"))];

  test("by their values, in any order", () => {
    const [one, other] = all();
    const found = metadataByTable(table("meta.csv", column("baz", "z7 x9 y8"), column("sex", "F M X")), sidesOf([one, other]));
    expect(found.images).toEqual([column("sex", "M X F")]);
  });

  test("and a table whose ids meet none is not taken by order: said beside, refused where it is named", () => {
    const [one, other] = all();
    const strange = table("meta.csv", column("baz", "q1 q2 q3"), column("sex", "F M X"));
    const found = metadataOf([one, other, strange], sidesOf([one, other]));
    expect(found.images.map(({ name }) => name)).not.toContain("sex");
    expect(found.tables).toEqual([]);
    expect(found.unused).toMatchObject([
      { code: "METADATA_UNUSED", message: expect.stringMatching(/baz in meta\.csv \(q1 …\).*foo in images\.npz \(x9 …\)/) },
    ]);
    expect(() => metadataByTable(strange, sidesOf([one, other]))).toThrow(expect.objectContaining({ code: "PAIRS_UNCLEAR" }));
  });

  test("a table without ids of its own is taken by the order of rows", () => {
    const [one, other] = all();
    expect(metadataByTable(table("meta.csv", column("sex", "F M X")), sidesOf([one, other])).images).toEqual([column("sex", "F M X")]);
  });
});

describe("a table between the sides that one side's ids do not meet", () => {
  const sides = [images(6, column("image_id", "0 1 2 3 4 5")), texts(6, column("study", "s3 s1 s2 s3 s1 s2"))];
  const between = (/** @type {string} */ studies, /** @type {string} */ ids) =>
    table("studies.csv", column("study", studies), column("image_id", ids));

  test.each([
    ["the texts'", between("ka kb kc kd ke kf", "0 1 2 3 4 5"), /few of its study \(ka …\)/],
    ["the images'", between("s1 s2 s3 s4 s5 s6", "a b c d e f"), /few of its image_id \(a …\)/],
  ])("is asked about, not passed over: %s", async (_, stray, says) => {
    const { questions } = await consider([...sides, stray]);
    expect(questions.filter(({ asks }) => asks)).toMatchObject([{ code: "IDS_DO_NOT_MEET", message: expect.stringMatching(says) }]);
  });

  test("is not, where it only describes one side", async () => {
    const about = table("scanners.csv", column("scanner", "a b c"), column("vendor", "x y z"));
    expect((await consider([...sides, about])).questions.filter(({ asks }) => asks)).toEqual([]);
  });
});
