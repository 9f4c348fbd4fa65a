import { describe, expect, test } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";
import { legacyTorch } from "../../fixtures/build/legacy-torch.js";
import { npy } from "../../fixtures/build/npy.js";
import { array, arrayOf } from "../../fixtures/build/numpy-pickle.js";
import { safetensors } from "../../fixtures/build/safetensors.js";
import { wideWords } from "../../fixtures/build/text.js";
import { pickle, tensor, torch } from "../../fixtures/build/torch.js";
import { bytesOf, joined, quarters } from "../../fixtures/build/values.js";
import { zip } from "../../fixtures/build/zip.js";

/** @param {Uint8Array} bytes @param {string} name */
const fileOf = (bytes, name) => new File([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], name);
/** @param {Uint8Array} bytes @param {string} name */
const open = (bytes, name) => openFile(fileOf(bytes, name));
/** @param {Uint8Array} bytes @param {string} name */
const columnsOf = async (bytes, name) => (await open(bytes, name)).columns;

const ROWS = 4;
const VALUES = quarters(ROWS * 3);
const IDS = [391895, 7, -3, 2 ** 52 + 1];
const EXACT = IDS.map(String);

/** A file of a matrix "m" and ids "image_ids" in each format. @param {string} dtype @param {number[]} ids @param {number[]} shape @returns {[string, Uint8Array][]} */
function inEveryFormat(dtype, ids, shape) {
  const matrix = tensor(VALUES, [ROWS, 3]);
  const named = { m: matrix, image_ids: tensor(ids, shape, dtype) };
  const codes = /** @type {Record<string, string>} */ ({
    int64: "<i8",
    int32: "<i4",
    uint8: "|u1",
    bool: "|b1",
    float64: "<f8",
    float32: "<f4",
  });
  const types = /** @type {Record<string, string>} */ ({
    int64: "I64",
    int32: "I32",
    uint8: "U8",
    bool: "BOOL",
    float64: "F64",
    float32: "F32",
  });
  const stated = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const members = (/** @type {boolean} */ deflated) => [
    { name: "m.npy", data: npy({ descr: "<f4", shape: `(${ROWS}, 3)`, data: bytesOf(VALUES, "float32") }), deflated },
    { name: "image_ids.npy", data: npy({ descr: codes[dtype], shape: stated, data: bytesOf(ids, dtype) }), deflated },
  ];
  return [
    ["x.npz", zip(members(false))],
    ["deflated.npz", zip(members(true))],
    ["x.pt", torch(named)],
    ["deflated.pt", torch(named, { deflated: true })],
    ["before-1.6.pt", legacyTorch(named)],
    ["x.pkl", pickle({ m: array(VALUES, [ROWS, 3]), image_ids: array(ids, shape, { dtype, code: codes[dtype].slice(1) }) })],
    [
      "x.safetensors",
      safetensors({
        m: { dtype: "F32", shape: [ROWS, 3], data: bytesOf(VALUES, "float32") },
        image_ids: { dtype: types[dtype], shape, data: bytesOf(ids, dtype) },
      }),
    ],
  ];
}

describe("whole numbers, one a row, are a column with every digit", () => {
  test.each(inEveryFormat("int64", IDS, [ROWS]))("%s", async (name, bytes) => {
    const { arrays, columns } = await open(bytes, name);
    expect(arrays.map((found) => [found.name, found.rows, found.cols])).toEqual([["m", ROWS, 3]]);
    expect(columns).toEqual([{ name: "image_ids", values: EXACT }]);
  });

  test("beyond 2^53 too, of either sign and byte order", async () => {
    const huge = [2n ** 60n + 1n, -(2n ** 60n) - 1n, 5n];
    const data = new Uint8Array(24);
    for (const bigEndian of [false, true]) {
      huge.forEach((value, i) => {
        new DataView(data.buffer).setBigInt64(8 * i, value, !bigEndian);
      });
      const [column] = await columnsOf(npy({ descr: bigEndian ? ">i8" : "<i8", shape: "(3,)", data }), "ids.npy");
      expect(column.values).toEqual(huge.map(String));
    }
    const most = new Uint8Array(16).fill(255);
    expect((await columnsOf(npy({ descr: "<u8", shape: "(2,)", data: most }), "ids.npy"))[0].values).toEqual(
      Array(2).fill(String(2n ** 64n - 1n)),
    );
  });
});

describe("n x 1 whole numbers are a column and stay an array", () => {
  test.each(inEveryFormat("int32", [5, 6, 7, 8], [ROWS, 1]))("%s", async (name, bytes) => {
    const { arrays, columns } = await open(bytes, name);
    expect(arrays.map((found) => [found.name, found.rows, found.cols])).toEqual([
      ["m", ROWS, 3],
      ["image_ids", ROWS, 1],
    ]);
    expect(columns).toEqual([{ name: "image_ids", values: ["5", "6", "7", "8"] }]);
  });
});

describe("fractions without a fraction", () => {
  test("are a column where each is of the rows of one block", async () => {
    const blocks = { m: tensor(quarters(4 * 5 * 3), [4, 5, 3]), image_ids: tensor([7, 8, 9, 5], [4], "float64") };
    expect(await columnsOf(torch(blocks), "x.pt")).toMatchObject([{ name: "image_ids", values: ["7", "8", "9", "5"] }]);
  });

  test.each(inEveryFormat("float64", [5, 6, 7, 8], [ROWS]))("are a column in %s", async (name, bytes) => {
    expect(await columnsOf(bytes, name)).toEqual([{ name: "image_ids", values: ["5", "6", "7", "8"] }]);
  });

  test.each([
    ...inEveryFormat("float64", [5, 6, 7.5, 8], [ROWS]),
    ...inEveryFormat("float64", [5, 6, 7, 2 ** 53], [ROWS]),
    ...inEveryFormat("float32", [5, 6, 7, 8], [ROWS]),
  ])("else they are none: %s", async (name, bytes) => {
    expect(await columnsOf(bytes, name)).toEqual([]);
  });
});

test.each(inEveryFormat("bool", [1, 0, 0, 1], [ROWS]))("truths are a column in %s", async (name, bytes) => {
  expect(await columnsOf(bytes, name)).toEqual([{ name: "image_ids", values: ["true", "false", "false", "true"] }]);
});

describe("words", () => {
  const words = ["é\u{1f600}", "b", "", "ab\u0000c"];
  const wide = wideWords(words, 4);

  test.each([
    ["names of.files.npy", npy({ descr: "<U4", shape: "(4,)", data: wide }), "names of.files"],
    ["folder/names.npy", npy({ descr: "<U4", shape: "(4, 1)", data: wide }), "names"],
    ["x.npz", zip([{ name: "names.npy", data: npy({ descr: "<U4", shape: "(4,)", data: wide }) }]), "names"],
    ["y.npz", zip([{ name: "names.npy", data: npy({ descr: "<U4", shape: "(4,)", data: wide }), deflated: true }]), "names"],
    ["x.pkl", pickle({ names: arrayOf(wide, [4], "U4") }), "names"],
    ["names.pkl", pickle(arrayOf(wide, [4], "U4")), "names"],
    ["objects.pkl", pickle({ names: arrayOf(joined([pickleItems(words)]), [4], "O8") }), "names"],
    ["objects.npy", npy({ descr: "|O", shape: "(4,)", data: pickle(arrayOf(joined([pickleItems(words)]), [4], "O8")) }), "objects"],
    [
      "objects.npz",
      zip([{ name: "names.npy", data: npy({ descr: "|O", shape: "(4,)", data: pickle(arrayOf(pickleItems(words), [4], "O8")) }) }]),
      "names",
    ],
  ])("of NumPy's are a column: %s", async (name, bytes, column) => {
    const { arrays, columns } = await open(bytes, name);
    expect(arrays).toEqual([]);
    expect(columns).toEqual([{ name: column, values: words }]);
  });

  test("in bytes are UTF-8, or a character a byte", async () => {
    const data = Uint8Array.of(0xc3, 0xa9, 0, 0xe9, 0x61, 0);
    expect((await columnsOf(npy({ descr: "|S3", shape: "(2,)", data }), "x.npy"))[0].values).toEqual(["é", "éa"]);
  });

  test("more than a window of them are read from the file", async () => {
    const many = Array.from({ length: 90000 }, (_, i) => `p${i}`);
    const [column] = await columnsOf(pickle({ names: arrayOf(wideWords(many, 6), [90000], "U6") }), "x.pkl");
    expect(column.values).toEqual(many);
  });

  test("several a row say which row has them", async () => {
    const [column] = await columnsOf(npy({ descr: "|S1", shape: "(3, 2)", data: joined(["abcdef"]) }), "captions.npy");
    expect(column).toEqual({ name: "captions", values: [..."abcdef"], rowOf: Int32Array.of(0, 0, 1, 1, 2, 2) });
  });

  test("that would take more memory than may be used are refused before they are made", async () => {
    const bytes = npy({ descr: "<U0", shape: "(1000000000,)" });
    await expect(open(bytes, "x.npy")).rejects.toMatchObject({ code: "TOO_LARGE" });
  });
});

/** @param {readonly unknown[]} items a list's pickle without its ends */
function pickleItems(items) {
  return pickle(items).slice(2, -1);
}

describe("a model's numbers", () => {
  test("that describe no rows are no columns", async () => {
    const { columns } = await open(
      torch({ weight: tensor(quarters(6), [2, 3]), bias: tensor([1, 1, 1], [3], "float64"), steps: tensor([17], [], "int64") }),
      "x.pt",
    );
    expect(columns).toEqual([]);
  });
});

describe("single numbers of records", () => {
  const records = (/** @type {number[]} */ shape) =>
    [40, 50, 60].map((id, i) => ({ feature: tensor(quarters(3, i), [3]), id: tensor([id], shape, "int64") }));
  test.each([
    ["no axis", []],
    ["one axis", [1]],
  ])("that are tensors with %s are a column", async (_title, shape) => {
    const { columns } = await open(torch(records(shape)), "x.pt");
    expect(columns).toEqual([{ name: "id", values: ["40", "50", "60"] }]);
  });

  test("of records that hold several vectors each stand once a row", async () => {
    const value = ["a", "b"].map((id, i) => ({ id, feature: tensor(quarters(3 * (i + 1)), [i + 1, 3]) }));
    expect((await open(torch(value), "x.pt")).columns).toEqual([{ name: "id", values: ["a", "b", "b"], of: "feature" }]);
  });

  test("a list of ids that are tensors is a column", async () => {
    const value = { feature: tensor(VALUES, [ROWS, 3]), ids: [9, 8, 7, 6].map((id) => tensor([id], [], "int64")) };
    expect((await open(torch(value), "x.pt")).columns).toEqual([{ name: "ids", values: ["9", "8", "7", "6"] }]);
  });

  test("the index of an API's answers stays a column", async () => {
    const value = { data: [2, 0, 1].map((index) => ({ index, embedding: quarters(3, index) })) };
    expect((await open(pickle(value), "x.pkl")).columns).toEqual([{ name: "data.index", values: ["2", "0", "1"] }]);
  });
});

describe("maps inside files", () => {
  const sides = { image: array(quarters(6), [2, 3]), text: array(VALUES, [ROWS, 3]) };
  const column = async (/** @type {unknown} */ map) => (await open(pickle({ ...sides, map2: map }), "x.pkl")).columns;

  test.each([
    ["a list", [1, 0, 0, 1]],
    ["an array", array([1, 0, 0, 1], [4], { dtype: "int64" })],
    [
      "a dictionary from rows",
      new Map([
        [2, 0],
        [0, 1],
        [3, 1],
        [1, 0],
      ]),
    ],
    [
      "a dictionary from rows written as words",
      new Map([
        ["0", 1],
        ["1", 0],
        ["2", 0],
        ["3", 1],
      ]),
    ],
  ])("from texts to images as %s are a column in the rows' order", async (_title, map) => {
    expect(await column(map)).toEqual([{ name: "map2", values: ["1", "0", "0", "1"] }]);
  });

  test.each([
    [
      "a dictionary",
      new Map([
        [0, [0, 2]],
        [1, [3, 1]],
      ]),
    ],
    [
      "a dictionary in another order",
      new Map([
        [1, [3, 1]],
        [0, [0, 2]],
      ]),
    ],
  ])("from images to texts as %s are a column of lists", async (_title, map) => {
    expect(await column(map)).toEqual([{ name: "map2", values: ["0", "2", "3", "1"], rowOf: Int32Array.of(0, 0, 1, 1) }]);
  });

  test("as lists of several lengths are a column of lists", async () => {
    expect(await column([[0], [1, 2], [3]])).toEqual([{ name: "map2", values: ["0", "1", "2", "3"], rowOf: Int32Array.of(0, 1, 1, 2) }]);
  });

  test("as lists of one length under a name of ids are a column of lists, and no side", async () => {
    const { arrays, columns } = await open(
      pickle({
        ...sides,
        img2txt: [
          [0, 1],
          [2, 3],
        ],
      }),
      "x.pkl",
    );
    expect(arrays.map(({ name }) => name)).toEqual(["image", "text"]);
    expect(columns).toEqual([{ name: "img2txt", values: ["0", "1", "2", "3"], rowOf: Int32Array.of(0, 0, 1, 1) }]);
  });

  test("from ids to ids are two columns", async () => {
    const map = new Map([
      ["t1", "a"],
      ["t2", "b"],
      ["t3", "a"],
    ]);
    expect(await column(map)).toEqual([
      { name: "map2.key", values: ["t1", "t2", "t3"] },
      { name: "map2", values: ["a", "b", "a"] },
    ]);
  });

  test("are not claimed of two dictionaries side by side, whatever they are called", async () => {
    const side = (/** @type {string[]} */ ids) => new Map(ids.map((id, i) => [id, array(quarters(3, i), [3])]));
    const { map, columns } = await open(pickle({ image: side(["a", "b", "c"]), text: side(["c", "a", "b"]) }), "x.pkl");
    expect(map).toBeUndefined();
    expect(columns).toEqual([
      { name: "image.key", values: ["a", "b", "c"], of: "image", keys: true },
      { name: "text.key", values: ["c", "a", "b"], of: "text", keys: true },
    ]);
  });
});
