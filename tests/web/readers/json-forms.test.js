import { describe, expect, test } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";

const D = 12;
const N = 6;
const IDS = [0, 5, 4, 3, 2, 1].map((i) => `img_00${i}.jpg`);
const VECTORS = Array.from({ length: N }, (_, row) => Array.from({ length: D }, (_, col) => (row * D + col) / 64 + 1 / 128));
const VALUES = VECTORS.flat();
/** @template T @param {(row: number) => T} make */
const each = (make) => Array.from({ length: N }, (_, row) => make(row));
const under = (/** @type {(row: number) => unknown} */ make, keys = IDS) => Object.fromEntries(keys.map((key, row) => [key, make(row)]));
const repeated = (/** @type {number} */ times) => IDS.flatMap((id) => new Array(times).fill(id));

/** @param {unknown} value @param {string} [name] */
const open = (value, name = "x.json") => openFile(new File([typeof value === "string" ? value : JSON.stringify(value)], name));
/** @param {unknown[]} values */
const openLines = (values) => open(values.map((value) => JSON.stringify(value)).join("\n"), "x.jsonl");
/** @param {import("../../../web/src/types.d.ts").OpenedFile} opened @param {string} [name] */
async function rowsOf({ arrays }, name = "") {
  const source = arrays.find((array) => array.name === name);
  return [...((await source?.readRows(0, source.rows)) ?? [])];
}

describe("rows under ids", () => {
  test("one vector each: the keys are ids of the rows", async () => {
    const opened = await open(under((row) => VECTORS[row]));
    expect(await rowsOf(opened)).toEqual(VALUES);
    expect(opened.columns).toEqual([{ name: "key", values: IDS, keys: true }]);
  });

  test("several vectors each: the key of every row, whether they are as many or not", async () => {
    const five = await open(under((row) => new Array(5).fill(VECTORS[row])));
    expect(five.arrays).toMatchObject([{ name: "", rows: 30, cols: D, block: 5 }]);
    expect(five.columns).toEqual([{ name: "key", values: repeated(5), keys: true }]);
    const ragged = await open(under((row) => new Array(1 + (row % 2)).fill(VECTORS[row])));
    expect(ragged.arrays[0].block).toBeUndefined();
    expect(ragged.columns[0].values).toEqual(IDS.flatMap((id, row) => new Array(1 + (row % 2)).fill(id)));
  });

  test("records: their fields are arrays and columns, and they state the map", async () => {
    const opened = await open(under((row) => ({ image: VECTORS[row], text: [VECTORS[row], VECTORS[0]], site: "A" })));
    expect(opened.map?.imageOf).toEqual(Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5));
    expect(opened.columns.find(({ keys }) => keys)?.values).toEqual(IDS);
  });

  test("in dictionaries side by side: each has its own keys, and no map is claimed", async () => {
    const turned = IDS.toReversed();
    const opened = await open({
      imgfeats: under((row) => VECTORS[row]),
      textfeats: under((row) => VECTORS[row], turned),
      more: under((row) => VECTORS[row]),
    });
    expect(opened.map).toBeUndefined();
    expect(opened.arrays.map(({ name, rows }) => [name, rows])).toEqual(["imgfeats", "textfeats", "more"].map((name) => [name, N]));
    expect(opened.columns.map(({ of, keys, values }) => [of, keys, values])).toEqual([
      ["imgfeats", true, IDS],
      ["textfeats", true, turned],
      ["more", true, IDS],
    ]);
  });

  test("keep the file's order, also where the keys are whole numbers", async () => {
    const inner = (/** @type {string[]} */ keys) => `{${keys.map((key, row) => `"${key}": ${JSON.stringify(VECTORS[row])}`)}}`;
    const opened = await open(`{"images": ${inner(["17", "3", "9"])}, "texts": ${inner(["9", "17", "3"])}}`);
    expect(opened.columns.map(({ values }) => values)).toEqual([
      ["17", "3", "9"],
      ["9", "17", "3"],
    ]);
    expect(await rowsOf(opened, "texts")).toEqual(VALUES.slice(0, 3 * D));
  });

  test("one a line", async () => {
    const opened = await openLines(each((row) => ({ [IDS[row]]: VECTORS[row] })));
    expect(await rowsOf(opened)).toEqual(VALUES);
    expect(opened.columns).toEqual([{ name: "key", values: IDS, keys: true }]);
  });

  test("in pairs of id and vector, as a list or one a line", async () => {
    const pairs = each((row) => [IDS[row], VECTORS[row]]);
    for (const opened of [await open(pairs), await openLines(pairs)]) {
      expect(await rowsOf(opened)).toEqual(VALUES);
      expect(opened.columns).toEqual([{ name: "key", values: IDS, keys: true }]);
    }
    expect((await open(each((row) => [row + 7, [VECTORS[row], VECTORS[row]]]))).columns[0].values.slice(0, 3)).toEqual(["7", "7", "8"]);
  });

  test("a vector of another length is named by its key", async () => {
    await expect(open(under((row) => VECTORS[row].slice(row === 2 ? 1 : 0)))).rejects.toMatchObject({
      code: "SHAPE",
      message: expect.stringContaining(`"${IDS[2]}"`),
    });
  });
});

describe("words and whole numbers under ids", () => {
  test("are keys and values, one or several each", async () => {
    expect((await open(under((row) => `caption ${row}`))).columns).toMatchObject([
      { name: "key", values: IDS, keys: true },
      { name: "value", values: each((row) => `caption ${row}`) },
    ]);
    expect((await open(under((row) => [row, row + 1]))).columns[1].rowOf).toEqual(Int32Array.from({ length: 12 }, (_, i) => i >> 1));
    expect((await open({ texts: under(() => ["a", "b"]) })).columns.map(({ name, of }) => [name, of])).toEqual([
      ["texts.key", "texts"],
      ["texts.value", "texts"],
    ]);
  });

  test("0 … m - 1 are a column in the order of the keys", async () => {
    const opened = await open({ txt2img: { 3: 1, 0: 0, 2: 1, 1: 0 }, img2txt: { 1: [2, 3], 0: [0, 1] } });
    expect(opened.columns).toEqual([
      { name: "txt2img", values: ["0", "0", "1", "1"] },
      { name: "img2txt", values: ["0", "1", "2", "3"], rowOf: Int32Array.of(0, 0, 1, 1) },
    ]);
    expect((await open({ 0: 0, 1: 0, 2: 1 }, "txt2img.json")).columns).toEqual([{ name: "txt2img", values: ["0", "0", "1"] }]);
  });

  test("under names of their own stay columns of their own", async () => {
    const { columns } = await open({ ids: [5, 6, 7], labels: [0, 1, 0], names: ["a", "b", "c"] });
    expect(columns.map(({ name }) => name)).toEqual(["ids", "labels", "names"]);
    expect((await open({ rate: 0.1, epochs: 5, batch: 3, name: "x" })).columns).toHaveLength(4);
  });
});

describe("lists in a record", () => {
  test("of one id each are a column of the rows", async () => {
    const { arrays, columns } = await openLines(each((row) => ({ text_id: 9000 + row, text: "t", image_ids: [127390 + row] })));
    expect(arrays).toEqual([]);
    expect(columns.map(({ name }) => name)).toEqual(["text_id", "text", "image_ids"]);
    expect(columns[2]).toEqual({ name: "image_ids", values: each((row) => String(127390 + row)) });
  });

  test("of several lengths, or under the name of ids, are one value an item beside the vectors", async () => {
    const { arrays, columns } = await openLines([
      { feature: [0.5, 1], seen: [391895], caption_ids: [1, 2], files: ["a"] },
      { feature: [1.5, 2], seen: [7, 16777217], caption_ids: [3, 4], files: [] },
    ]);
    expect(arrays.map(({ name }) => name)).toEqual(["feature"]);
    expect(columns).toEqual([
      { name: "seen", values: ["391895", "7", "16777217"], rowOf: Int32Array.of(0, 1, 1) },
      { name: "caption_ids", values: ["1", "2", "3", "4"], rowOf: Int32Array.of(0, 0, 1, 1) },
      { name: "files", values: ["a", ""] },
    ]);
  });

  test("of whole numbers of one length are a vector still, also where a fraction comes late", async () => {
    expect((await openLines([{ embedding: [12, -3] }, { embedding: [7, 5] }])).arrays).toMatchObject([{ name: "embedding", cols: 2 }]);
    expect(await rowsOf(await openLines([{ x: [1, 2] }, {}, { x: [3, 0.5] }]), "x")).toEqual([1, 2, Number.NaN, Number.NaN, 3, 0.5]);
    await expect(openLines([{ x: [1, 2] }, { x: [1] }, { x: [3, 0.5] }])).rejects.toMatchObject({
      code: "SHAPE",
      message: expect.stringContaining("line 2"),
    });
  });

  test("of records are read key by key, with the row of each", async () => {
    const { columns } = await open({
      images: [
        {
          cocoid: 5,
          sentences: [
            { raw: "a", sentid: 1 },
            { raw: "b", sentid: 2 },
          ],
        },
        { cocoid: 6, sentences: [{ raw: "c", sentid: 3 }] },
      ],
    });
    expect(columns).toEqual([
      { name: "images.cocoid", values: ["5", "6"] },
      { name: "images.sentences.raw", values: ["a", "b", "c"], rowOf: Int32Array.of(0, 0, 1) },
      { name: "images.sentences.sentid", values: ["1", "2", "3"], rowOf: Int32Array.of(0, 0, 1) },
    ]);
  });

  test("of vectors give the record's other values to each of its rows", async () => {
    const { arrays, columns } = await openLines(
      [7, 8].map((id) => ({ image_id: id, captions: [0, 1].map((i) => ({ text: `${id}${i}`, embedding: [i, 0.5] })) })),
    );
    expect(arrays).toMatchObject([{ name: "captions.embedding", rows: 4, block: 2 }]);
    expect(columns).toEqual([
      { name: "image_id", values: ["7", "7", "8", "8"], of: "captions.embedding" },
      { name: "captions.text", values: ["70", "71", "80", "81"], of: "captions.embedding" },
    ]);
  });
});

describe("answers of embedding services", () => {
  test("keep index and custom_id as columns; a request that failed is a row without values", async () => {
    const data = each((row) => ({ object: "embedding", index: 5 - row, embedding: VECTORS[row] }));
    const one = await open({ object: "list", data, model: "m" });
    expect(await rowsOf(one, "data.embedding")).toEqual(VALUES);
    expect(one.columns.find(({ name }) => name === "data.index")?.values).toEqual(["5", "4", "3", "2", "1", "0"]);

    const batch = await openLines(
      each((row) => ({
        custom_id: `req-${row}`,
        response: row === 2 ? null : { body: { data: [data[row]] } },
        error: row === 2 ? "busy" : null,
      })),
    );
    const name = "response.body.data.embedding";
    expect(await rowsOf(batch, name)).toEqual(VECTORS.flatMap((vector, row) => (row === 2 ? vector.map(() => Number.NaN) : vector)));
    expect(batch.columns.find(({ name }) => name === "custom_id")?.values).toEqual(each((row) => `req-${row}`));
  });
});

describe("tables as pandas writes them", () => {
  const names = Array.from({ length: D }, (_, col) => `dim_${col}`);
  const AS_WORDS = [0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9];
  const record = (/** @type {number} */ row, /** @type {string[]} */ keys) => ({
    ...Object.fromEntries(AS_WORDS.map((col) => [keys[col], VECTORS[row][col]])),
    image_id: IDS[row],
  });
  const records = each((row) => record(row, names));
  const byColumns = (/** @type {Record<string, unknown>[]} */ rows) =>
    Object.fromEntries(Object.keys(rows[0]).map((key) => [key, Object.fromEntries(rows.map((row, index) => [index, row[key]]))]));
  const columns = [...AS_WORDS.map((col) => names[col]), "image_id"];
  const data = each((row) => [...AS_WORDS.map((col) => VECTORS[row][col]), IDS[row]]);

  test.each([
    ["records", records, ""],
    ["split", { columns, index: [0, 1, 2, 3, 4, 5], data }, ""],
    ["index", Object.fromEntries(records.map((record, row) => [row, record])), ""],
    ["columns", byColumns(records), ""],
    [
      "table",
      { schema: { fields: [{ name: "index" }], pandas_version: "1.4.0" }, data: records.map((record, index) => ({ index, ...record })) },
      "data",
    ],
    ["list", Object.fromEntries(columns.map((name, column) => [name, data.map((row) => row[column])])), ""],
  ])("(orient %s) give vectors in the order of their dimensions, and their ids", async (_orient, value, name) => {
    const opened = await open(value);
    expect(opened.arrays).toMatchObject([{ name, rows: N, cols: D, dimensions: names }]);
    expect(await rowsOf(opened, name)).toEqual(VALUES);
    expect(opened.columns.find((column) => /image_id$/.test(column.name))?.values).toEqual(IDS);
    expect(opened.columns.filter(({ keys }) => keys)).toEqual([]);
  });

  test("(orient values) need no names", async () => {
    const opened = await open(each((row) => [IDS[row], ...VECTORS[row]]));
    expect(await rowsOf(opened)).toEqual(VALUES);
    expect(opened.columns).toEqual([{ name: "column 1", values: IDS }]);
  });

  test("with an index of ids have keys, by rows and by columns", async () => {
    const rows = Object.fromEntries(each((row) => [IDS[row], Object.fromEntries(names.map((name, col) => [name, VECTORS[row][col]]))]));
    const turned = Object.fromEntries(names.map((name, col) => [name, Object.fromEntries(each((row) => [IDS[row], VECTORS[row][col]]))]));
    for (const value of [rows, turned]) {
      const opened = await open(value);
      expect(await rowsOf(opened)).toEqual(VALUES);
      expect(opened.columns).toEqual([{ name: "key", values: IDS, keys: true }]);
    }
  });

  test("with vectors in a column", async () => {
    const opened = await open(byColumns(each((row) => ({ image_id: IDS[row], embedding: VECTORS[row] }))));
    expect(await rowsOf(opened, "embedding")).toEqual(VALUES);
    expect(opened.columns.find(({ name }) => name === "image_id")?.values).toEqual(IDS);
  });

  test("are refused where rows and columns are numbered alike", async () => {
    const square = byColumns(each((row) => Object.fromEntries(VECTORS[row].map((value, col) => [col, value]))));
    await expect(open(square)).rejects.toMatchObject({ code: "PAIRS_UNCLEAR", message: expect.stringContaining('orient="split"') });
  });

  test("with a word among a dimension's numbers are refused with its name", async () => {
    await expect(open(records.map((record, row) => (row === 3 ? { ...record, dim_4: "oops" } : record)))).rejects.toMatchObject({
      code: "CORRUPT",
      message: expect.stringMatching(/"dim_4" .*"oops"/),
    });
  });
});

test("annotations in COCO's form give the columns of images and of annotations", async () => {
  const { arrays, columns } = await open({
    info: { year: 2014 },
    images: each((row) => ({ id: 391895 + row, file_name: `COCO_${391895 + row}.jpg`, width: 640, height: 480 })),
    annotations: each((row) => ({ image_id: 391895 + row, id: row, caption: "a dog", segmentation: [[0.5, 1, 2].slice(row % 2)] })),
  });
  expect(arrays).toEqual([]);
  const found = new Map(columns.map(({ name, values }) => [name, values]));
  expect(found.get("images.file_name")).toEqual(each((row) => `COCO_${391895 + row}.jpg`));
  expect(found.get("annotations.image_id")).toEqual(found.get("images.id"));
  expect(found.get("annotations.caption")).toHaveLength(N);
});

test("ids beyond 2^53 keep every digit", async () => {
  const { columns } = await open('[{"id": 1234567890123456781, "x": [0.5, 1]}, {"id": -1234567890123456782, "x": [1.5, 1]}]');
  expect(columns).toEqual([{ name: "id", values: ["1234567890123456781", "-1234567890123456782"] }]);
});

test("a list without a name is named like its file", async () => {
  expect((await open(["b.jpg", "a.jpg"], "names.json")).columns).toEqual([{ name: "names", values: ["b.jpg", "a.jpg"] }]);
});

test("two matrices of one shape are offered apart and as one", async () => {
  const { wholes, arrays } = await open([VECTORS, VECTORS]);
  expect(arrays.map(({ name }) => name)).toEqual(["[0]", "[1]"]);
  expect(wholes?.map(({ array, parts }) => [array.name, array.rows, parts])).toEqual([["[*]", 12, ["[0]", "[1]"]]]);
});

test.each([
  ["two lists", JSON.stringify(VECTORS) + JSON.stringify(VECTORS)],
  ["two lists written out", `${JSON.stringify(VECTORS, null, 1)}\n${JSON.stringify(VECTORS, null, 1)}`],
])("%s one after the other are refused, not read in part", async (_title, text) => {
  await expect(open(text)).rejects.toMatchObject({ code: "CORRUPT", message: expect.stringContaining("after its end") });
});
