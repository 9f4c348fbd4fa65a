import { describe, expect, test } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";
import { legacyTorch } from "../../fixtures/build/legacy-torch.js";
import { npy } from "../../fixtures/build/npy.js";
import { array, arrayOf } from "../../fixtures/build/numpy-pickle.js";
import { safetensors } from "../../fixtures/build/safetensors.js";
import { pickle, Raw, Tuple, tensor, torch } from "../../fixtures/build/torch.js";
import { bytesOf, joined, little, quarters } from "../../fixtures/build/values.js";
import { zip } from "../../fixtures/build/zip.js";

const COLS = 3;
const IDS = ["img_003.jpg", "img_001.jpg", "img_002.jpg", "img_000.jpg"];

/** @param {Uint8Array} bytes @param {string} name */
const open = (bytes, name) => openFile(new File([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], name));
/** Vectors of each id, of so many rows. @param {number[]} counts */
const vectorsOf = (counts) => counts.map((count, i) => quarters(count * COLS, 5 * i));

/** The same ids and rows in every format. @param {number[]} counts @param {(count: number) => number[]} shapeOf @returns {[string, Uint8Array][]} */
function inEveryFormat(counts, shapeOf) {
  const vectors = vectorsOf(counts);
  const map = (/** @type {(values: number[], shape: number[]) => unknown} */ make) =>
    new Map(IDS.map((id, i) => [id, make(vectors[i], shapeOf(counts[i]))]));
  const members = (/** @type {boolean} */ deflated) =>
    IDS.map((id, i) => {
      const shape = shapeOf(counts[i]);
      const stated = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
      return { name: `${id}.npy`, data: npy({ descr: "<f4", shape: stated, data: bytesOf(vectors[i], "float32") }), deflated };
    });
  const object = pickle(arrayOf(pickle([map(array)]).slice(2, -1), [], "O8"));
  return [
    ["x.pkl", pickle(map(array))],
    ["x.pt", torch(map(tensor))],
    ["before-1.6.pt", legacyTorch(map(tensor))],
    ["x.npy", npy({ descr: "|O", shape: "()", data: object })],
    ["x.npz", zip(members(false))],
    ["deflated.npz", zip(members(true))],
    [
      "x.safetensors",
      safetensors(
        Object.fromEntries(IDS.map((id, i) => [id, { dtype: "F32", shape: shapeOf(counts[i]), data: bytesOf(vectors[i], "float32") }])),
      ),
    ],
  ];
}

describe.each([
  ["(d)", [1, 1, 1, 1], () => [COLS]],
  ["(1, d)", [1, 1, 1, 1], () => [1, COLS]],
  ["(C, d) with one C", [5, 5, 5, 5], (/** @type {number} */ count) => [count, COLS]],
  ["(C, d) with several C", [2, 1, 4, 3], (/** @type {number} */ count) => [count, COLS]],
])("ids of vectors of shape %s", (_title, counts, shapeOf) => {
  test.each(inEveryFormat(counts, shapeOf))("are rows, and a key for each: %s", async (name, bytes) => {
    const { arrays, columns } = await open(bytes, name);
    expect(arrays.map((found) => [found.name, found.cols])).toEqual([["", COLS]]);
    expect([...(await arrays[0].readRows(0, arrays[0].rows))]).toEqual(vectorsOf(counts).flat());
    expect(columns).toEqual([{ name: "key", values: IDS.flatMap((id, i) => Array(counts[i]).fill(id)), of: "", keys: true }]);
  });
});

describe("keys", () => {
  const bytes = (/** @type {string} */ text) => new Raw(joined(["B", little(text.length, 4), text]));
  const keysOf = async (/** @type {unknown} */ map) => (await open(pickle(map), "x.pkl")).columns.map(({ values, keys }) => [values, keys]);
  const vector = (/** @type {number} */ i) => array(quarters(COLS, i), [COLS]);

  test("may be bytes, numbers, or pairs of words", async () => {
    expect(await keysOf(new Map(["a", "b", "c"].map((id, i) => [bytes(id), vector(i)])))).toEqual([[["a", "b", "c"], true]]);
    expect(await keysOf(new Map([391895, 522418, 7].map((id, i) => [id, vector(i)])))).toEqual([[["391895", "522418", "7"], true]]);
    expect(await keysOf(new Map([0, 1, 2].map((k) => [new Tuple(["a", k]), vector(k)])))).toEqual([[["(a, 0)", "(a, 1)", "(a, 2)"], true]]);
  });

  test("of lists of vectors stand once for each vector; an id without any has no row", async () => {
    const map = new Map(Object.entries({ a1: [quarters(COLS), quarters(COLS, 1)], a2: [], a3: [quarters(COLS, 2)] }));
    expect(await keysOf(map)).toEqual([[["a1", "a1", "a3"], true]]);
  });

  test("of records stand beside each array of the records", async () => {
    const map = new Map(["a", "b", "c", "d"].map((id, i) => [id, { image: vector(i), text: array(quarters(2 * COLS), [2, COLS]) }]));
    const { columns, map: stated } = await open(pickle(map), "x.pkl");
    expect(columns).toEqual([
      { name: "key", values: ["a", "b", "c", "d"], of: "image", keys: true },
      { name: "key", values: ["a", "a", "b", "b", "c", "c", "d", "d"], of: "text", keys: true },
    ]);
    expect(stated?.imageOf).toEqual(Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3));
  });

  test("with one vector of another width are refused by the key", async () => {
    const map = new Map(["a", "b", "c", "d", "e"].map((id, i) => [id, vector(i)]));
    map.set("odd", array([0.5], [1]));
    await expect(open(pickle(map), "x.pkl")).rejects.toMatchObject({ code: "SHAPE", message: expect.stringContaining("key odd") });
  });

  test.each([
    ["sides", ["image_embeds", "text_embeds", "audio_embeds"]],
    ["splits", ["train", "val", "test"]],
    ["parameters", ["a.weight", "b.weight", "c.weight"]],
    ["layers", ["layer_1", "layer_2", "layer_3"]],
  ])("that name %s are no ids", async (_title, names) => {
    const { arrays, columns } = await open(torch(new Map(names.map((name) => [name, tensor(quarters(4 * COLS), [4, COLS])]))), "x.pt");
    expect(arrays.map(({ name }) => name)).toEqual(names);
    expect(columns).toEqual([]);
  });

  test("of whole numbers under a few names are labels, also as tensors", async () => {
    const map = Object.fromEntries(["image_id", "label", "site"].map((name, i) => [name, tensor([i, 1, 2, 3], [4], "int64")]));
    const { arrays, columns } = await open(torch(map), "x.pt");
    expect(arrays).toEqual([]);
    expect(columns.map(({ name }) => name)).toEqual(["image_id", "label", "site"]);
  });

  test("of a great many ids take time in proportion", async () => {
    const seconds = async (/** @type {number} */ count) => {
      const bytes = pickle(new Map(Array.from({ length: count }, (_, i) => [`id ${i}`, [i + 0.5, 1]])));
      const begun = performance.now();
      await open(bytes, "x.pkl");
      return performance.now() - begun;
    };
    await seconds(2000);
    const few = await seconds(10000);
    // Quadratic time would be a hundred times as much; the rest is left to a busy machine.
    expect(await seconds(100000)).toBeLessThan(50 * few + 1000);
  });
});

describe("pairs", () => {
  const vectors = vectorsOf([1, 1, 1, 1]);

  test.each([
    ["arrays", (/** @type {number} */ i) => array(vectors[i], [COLS])],
    ["arrays of one row", (/** @type {number} */ i) => array(vectors[i], [1, COLS])],
    ["lists", (/** @type {number} */ i) => vectors[i]],
  ])("of an id and a vector (%s) are rows and their keys", async (_title, make) => {
    const { arrays, columns } = await open(pickle(IDS.map((id, i) => new Tuple([id, make(i)]))), "x.pkl");
    expect([...(await arrays[0].readRows(0, 4))]).toEqual(vectors.flat());
    expect(columns).toEqual([{ name: "key", values: IDS, of: "", keys: true }]);
  });

  test("of a vector and a label give a column that claims no ids", async () => {
    const { columns } = await open(pickle(IDS.map((_, i) => new Tuple([vectors[i], i % 2]))), "x.pkl");
    expect(columns).toEqual([{ name: "key", values: ["0", "1", "0", "1"], of: "" }]);
  });

  test("of ids and a matrix are a column and an array, whatever holds the ids", async () => {
    const matrix = array(vectors.flat(), [4, COLS]);
    for (const ids of [IDS, arrayOf(pickle(IDS).slice(2, -1), [4], "O8")]) {
      const { arrays, columns } = await open(pickle(new Tuple([ids, matrix])), "x.pkl");
      expect(arrays.map(({ name, rows }) => [name, rows])).toEqual([["[1]", 4]]);
      expect(columns).toEqual([{ name: "[0]", values: IDS }]);
    }
  });
});
