import { describe, expect, test } from "vitest";
import { pair, propose, withoutRows } from "../../../web/src/pairing/index.js";
import { metadataByTable, metadataOf } from "../../../web/src/pairing/metadata.js";
import { opened } from "./refs.js";

/** @typedef {import("../../../web/src/types.d.ts").TextColumn} TextColumn */

/** @param {string} name @param {string} values one word a row */
const column = (name, values) => ({ name, values: values.split(" ").map((value) => (value === "-" ? "" : value)) });
/** @param {...TextColumn} columns */
const table = (...columns) => opened("metadata.csv", {}, { columns });
/** @param {number} images @param {number} texts @param {{ images?: TextColumn[], texts?: TextColumn[] }} [columns] */
function files(images, texts, columns = {}) {
  return [
    opened("images.npy", { "": [images, 4] }, { columns: columns.images ?? [] }),
    opened("texts.npy", { "": [texts, 4] }, { columns: columns.texts ?? [] }),
  ];
}
/** @param {ReturnType<typeof files>} of */
const sides = ([images, texts]) => ({
  images: { file: images, array: images.arrays[0] },
  texts: { file: texts, array: texts.arrays[0] },
});
/** Metadata of the pairs that pairing proposes. @param {import("../../../web/src/types.d.ts").OpenedFile[]} all */
const ofPairs = (all) => pair(propose(all)).metadata;

describe("metadata of pairs", () => {
  test("are the columns of the images' own file, one value an image", () => {
    expect(ofPairs(files(3, 3, { images: [column("sex", "F M F")] }))).toEqual([column("sex", "F M F")]);
  });

  test("are the first text's where a column describes texts", () => {
    const all = files(2, 6, { texts: [column("template", "a b c d e f")] });
    expect(ofPairs(all)).toEqual([column("template", "a d")]);
  });

  test("come by order from a table of one row an image or one row a text", () => {
    expect(ofPairs([...files(2, 6), table(column("view", "PA AP"))])).toEqual([column("view", "PA AP")]);
    expect(ofPairs([...files(2, 6), table(column("view", "a b c d e f"))])).toEqual([column("view", "a d")]);
  });

  test("come by ids, whatever the table's order and length, and are empty where the table lacks the id", () => {
    const all = files(3, 3, { images: [column("image_id", "x y z")] });
    const found = metadataByTable(table(column("image_id", "z q x r"), column("view", "PA AP LL AP")), sides(all));
    expect(found).toEqual({ images: [column("view", "LL - PA")], texts: [] });
  });

  test("come by file names with and without folder and ending", () => {
    const all = files(2, 2, { images: [column("image_path", "data/a.png data/b.png")] });
    const found = metadataByTable(table(column("filename", "b a"), column("site", "two one")), sides(all));
    expect(found.images).toEqual([column("site", "one two")]);
  });

  test("come by row numbers where the table numbers the images", () => {
    const found = metadataByTable(table(column("image_row", "2 0"), column("age", "70 40")), sides(files(3, 3)));
    expect(found.images).toEqual([column("age", "40 - 70")]);
  });

  test("come by what the pairing calls the rows", () => {
    const ids = { images: ["p", "q", "r"] };
    const found = metadataByTable(table(column("id", "r q p"), column("sex", "F M F")), sides(files(3, 3)), ids);
    expect(found.images).toEqual([column("sex", "F M F").values.reverse()].map((values) => ({ name: "sex", values })));
  });

  test("bring the texts themselves where the table has one row a text", () => {
    const captions = column("caption", "one two three four");
    expect(metadataByTable(table(captions), sides(files(2, 4))).captions).toEqual(captions.values);
    expect(metadataByTable(table(captions), sides(files(4, 4))).captions).toEqual(captions.values);
    expect(metadataByTable(table(captions), sides(files(4, 8))).captions).toBeUndefined();
  });

  test("do not repeat the texts themselves", () => {
    const all = [...files(3, 3), table(column("image_id", "x y z"), column("report", "one two three"), column("view", "a b c"))];
    const pairs = pair(propose(all));
    expect(pairs.captions).toEqual(["one", "two", "three"]);
    expect(pairs.metadata).toEqual([column("image_id", "x y z"), column("view", "a b c")]);
  });

  test("that fit no side are refused with all three numbers when named, and left aside with them when they lie beside", () => {
    const odd = table(column("sex", "F M F M F"));
    expect(() => metadataByTable(odd, sides(files(3, 3)))).toThrow(/metadata\.csv has 5 rows.*images\.npy 3.*texts\.npy 3.*image_id/);
    const { tables, unused } = metadataOf([...files(3, 3), odd], sides(files(3, 3)));
    expect(tables).toEqual([]);
    expect(unused).toMatchObject([{ code: "METADATA_UNUSED", level: "warning" }]);
    expect(unused?.[0].message).toMatch(/^metadata\.csv has 5 rows for 3 images and 3 texts.*left aside.*image_id/);
    expect(() => metadataByTable(table(), sides(files(3, 3)))).toThrow(/no columns/);
  });

  test("of one name and different values are told apart, equal ones are kept once", () => {
    const both = files(2, 2, { images: [column("score", "1 2")], texts: [column("score", "1 2")] });
    expect(ofPairs(both)).toEqual([column("score", "1 2")]);
    const apart = files(2, 2, { images: [column("score", "1 2")], texts: [column("score", "3 4")] });
    expect(ofPairs(apart)).toEqual([column("score", "1 2"), { ...column("score", "3 4"), name: "score (2)" }]);
  });

  test("leave with the images that are left out", () => {
    const pairs = pair(propose(files(3, 3, { images: [column("sex", "F M X")] })));
    expect(withoutRows(pairs, { images: [1] }).metadata).toEqual([column("sex", "F X")]);
  });

  test("follow the images that a link joins", () => {
    const images = [column("image_id", "a a b b"), column("sex", "F F M M")];
    const joined = pair(propose([opened("features.npz", { image: [4, 4], text: [4, 4] }, { columns: images })]));
    expect(joined.images.rows).toBe(2);
    expect(joined.metadata).toContainEqual(column("sex", "F M"));
  });

  test("that name too few rows are left aside with the number found", () => {
    const all = files(4, 4, { images: [column("image_id", "a b c d")] });
    const few = table(column("image_id", "a x y z u v"), column("site", "1 2 3 4 5 6"));
    expect(propose([...all, few]).questions.find(({ code }) => code === "METADATA_UNUSED")?.message).toMatch(
      /6 rows for 4 images.*its image_id finds only 1 of the 4 images/,
    );
  });

  test("are not called unused if they lead from one side to the other", () => {
    const all = [
      opened("images.npy", { "": [3, 4] }, { columns: [column("scan", "s1 s2 s3")] }),
      opened("texts.npy", { "": [3, 4] }, { columns: [column("study", "t3 t1 t2")] }),
    ];
    const between = table(column("scan", "s1 s2 s3 s4"), column("study", "t1 t2 t3 t4"));
    const proposal = propose([...all, between]);
    expect(proposal.link?.imageOf).toEqual(Int32Array.of(2, 0, 1));
    expect(proposal.questions.map(({ code }) => code)).not.toContain("METADATA_UNUSED");
  });
});
