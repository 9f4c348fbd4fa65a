import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, openFile } from "../../../web/src/readers/index.js";
import { quarters } from "../../fixtures/build/values.js";

/** @param {string} text @param {string} [name] */
const open = (text, name = "x.jsonl", limits = DEFAULT_LIMITS) => openFile(new File([text], name), limits);
const lines = (/** @type {unknown[]} */ values) => values.map((value) => JSON.stringify(value)).join("\n");
/** @param {import("../../../web/src/types.d.ts").OpenedFile} opened @param {string} name */
const rowsOf = async ({ arrays }, name) => {
  const source = arrays.find((array) => array.name === name);
  return [...((await source?.readRows(0, source.rows)) ?? [])];
};

describe("missing values", () => {
  test("a null in a vector, and a vector that is null or absent, are NaN, in rows of their own", async () => {
    const opened = await open(lines([{ image: null, id: 1 }, { image: [0.5, null], id: 2 }, { id: 3 }, { image: [2, 3], id: null }]));
    const nan = Number.NaN;
    expect(await rowsOf(opened, "image")).toEqual([nan, nan, 0.5, nan, nan, nan, 2, 3]);
    expect(opened.columns).toEqual([{ name: "id", values: ["1", "2", "3", ""] }]);
  });

  test("NaN and Infinity, as Python writes them, are read, and words that look like them stay words", async () => {
    const opened = await open('{"image": [NaN, -Infinity, Infinity], "says": "NaN, Infinity"}\n');
    expect(await rowsOf(opened, "image")).toEqual([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(opened.columns[0].values).toEqual(["NaN, Infinity"]);
  });

  test("a key that comes later has empty cells above", async () => {
    const opened = await open(lines([{ image: [1.5] }, { image: [2.5], site: "A" }]));
    expect(opened.columns).toEqual([{ name: "site", values: ["", "A"] }]);
  });
});

describe("pieces", () => {
  const long = Array.from({ length: 3000 }, (_, row) => ({
    id: `é\\"${row}`,
    image: quarters(100, row),
    text: quarters(100, row + 1),
    caption: '"\\'.repeat(row % 9),
  }));

  test.each([
    ["lines", lines(long), "x.jsonl"],
    ["lines in a .json", lines(long), "x.json"],
    ["a list of records", JSON.stringify(long), "x.json"],
    ["a list written out", JSON.stringify(long, null, 2), "x.json"],
    [
      "an object of lists",
      JSON.stringify(
        Object.fromEntries(["id", "image", "text", "caption"].map((key) => [key, long.map((record) => record[/** @type {"id"} */ (key)])])),
      ),
      "x.json",
    ],
  ])("%s over several pieces give every row", async (_title, text, name) => {
    expect(text.length).toBeGreaterThan(2 ** 20);
    const opened = await open(text, name);
    expect(await rowsOf(opened, "image")).toEqual(long.flatMap(({ image }) => image));
    expect(await rowsOf(opened, "text")).toEqual(long.flatMap(({ text }) => text));
    for (const key of /** @type {const} */ (["id", "caption"]))
      expect(opened.columns.find(({ name }) => name === key)?.values).toEqual(long.map((record) => record[key]));
  });

  test("a value above the header's limit is TOO_LARGE, and so are rows above the memory's", async () => {
    const text = lines(long);
    await expect(open(text, "x.jsonl", { memory: 1e9, header: 500 })).rejects.toMatchObject({ code: "TOO_LARGE" });
    await expect(open(text, "x.jsonl", { memory: 1e6, header: 1e6 })).rejects.toMatchObject({ code: "TOO_LARGE" });
  });
});

describe("keys", () => {
  test("with several vectors a record state the map, and their captions are one column", async () => {
    const { map, columns } = await open(
      lines(
        [0, 1].map((i) => ({
          image: [i, 0.5],
          text: [
            [1, 2],
            [3, 4.5],
          ],
          captions: [`${i}a`, `${i}b`],
        })),
      ),
    );
    expect(map).toEqual({ images: "image", texts: "text", imageOf: Int32Array.of(0, 0, 1, 1) });
    expect(columns).toEqual([{ name: "captions", values: ["0a", "0b", "1a", "1b"], rowOf: Int32Array.of(0, 0, 1, 1), ofRecord: true }]);
  });

  test("with tokens of several lengths do not keep the vectors from opening", async () => {
    const { arrays } = await open(lines([0, 1, 2].map((i) => ({ image: [i, 0.5], tokens: new Array(i + 1).fill(7) }))));
    expect(arrays.map(({ name }) => name)).toEqual(["image"]);
  });

  test("of captions by id become two columns", async () => {
    const { columns } = await open(JSON.stringify({ a: "one", b: "two", c: "three" }), "x.json");
    expect(columns).toEqual([
      { name: "key", values: ["a", "b", "c"], keys: true },
      { name: "value", values: ["one", "two", "three"] },
    ]);
  });

  test("named __proto__ are keys like any other", async () => {
    const { columns } = await open('{"__proto__": "x", "image": [1.5, 2]}\n');
    expect(columns).toEqual([{ name: "__proto__", values: ["x"] }]);
  });
});
