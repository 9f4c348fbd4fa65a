import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, openFile } from "../../../web/src/readers/index.js";
import { legacyTorch } from "../../fixtures/build/legacy-torch.js";
import { npy } from "../../fixtures/build/npy.js";
import { array } from "../../fixtures/build/numpy-pickle.js";
import { safetensors } from "../../fixtures/build/safetensors.js";
import { pickle, StorageData, Tuple, tensor, torch, View } from "../../fixtures/build/torch.js";
import { bytesOf, joined, quarters } from "../../fixtures/build/values.js";
import { zip } from "../../fixtures/build/zip.js";

const COLS = 3;
/** @param {Uint8Array} bytes @param {string} name @param {Partial<import("../../../web/src/types.d.ts").Limits>} [limits] */
const open = (bytes, name, limits) =>
  openFile(new File([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], name), { ...DEFAULT_LIMITS, ...limits });
/** @param {number[]} counts */
const batchesOf = (counts) => counts.map((count, i) => ({ count, values: quarters(count * COLS, 7 * i) }));
/** @param {readonly number[]} values @param {number[]} shape */
const saved = (values, shape) =>
  npy({ descr: "<f4", shape: `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`, data: bytesOf(values, "float32") });

/** @param {import("../../../web/src/types.d.ts").MatrixSource} array */
const valuesOf = async (array) => [...(await array.readRows(0, array.rows))];

describe.each([
  ["of several lengths", [4, 4, 2]],
  ["of one length", [3, 3]],
])("batches %s", (_title, counts) => {
  const batches = batchesOf(counts);
  const list = batches.map(({ values, count }) => array(values, [count, COLS]));
  const all = batches.flatMap(({ values }) => values);
  const places = counts.map((_, i) => `[${i}]`);

  test.each(
    /** @type {[string, Uint8Array, string, string[]][]} */ ([
      ["list.pkl", pickle(list), "[*]", places],
      ["appended.pkl", joined(list.map((batch) => pickle(batch))), "[*]", places],
      ["list.pt", torch(batches.map(({ values, count }) => tensor(values, [count, COLS]))), "[*]", places],
      ["before-1.6.pt", legacyTorch(batches.map(({ values, count }) => tensor(values, [count, COLS]))), "[*]", places],
      ["named.pkl", pickle({ feats: list }), "feats[*]", places.map((place) => `feats${place}`)],
      ["appended.npy", joined(batches.map(({ values, count }) => saved(values, [count, COLS]))), "[*]", places],
      [
        "x.npz",
        zip(batches.map(({ values, count }, i) => ({ name: `arr_${i}.npy`, data: saved(values, [count, COLS]) }))),
        "arr_*",
        counts.map((_, i) => `arr_${i}`),
      ],
    ]),
  )("stay arrays, and the whole stands beside them: %s", async (name, bytes, whole, parts) => {
    const { arrays, wholes = [] } = await open(bytes, name);
    expect(arrays.map(({ name }) => name)).toEqual(parts);
    expect(wholes.map(({ array, parts }) => [array.name, array.rows, array.cols, parts])).toEqual([
      [whole, all.length / COLS, COLS, parts],
    ]);
    expect(await valuesOf(wholes[0].array)).toEqual(all);
    for (let row = 0; row + 2 <= all.length / COLS; row++)
      expect([...(await wholes[0].array.readRows(row, row + 2))]).toEqual(all.slice(row * COLS, (row + 2) * COLS));
  });
});

test("parts of two widths have no whole", async () => {
  const { wholes } = await open(pickle([array(quarters(6), [2, 3]), array(quarters(8), [2, 4])]), "x.pkl");
  expect(wholes).toBeUndefined();
});

describe("three axes", () => {
  test("of two have both halves, and the whole beside them", async () => {
    const values = quarters(24);
    const { arrays, wholes = [] } = await open(saved(values, [2, 4, 3]), "x.npy");
    expect(arrays.map(({ name, rows }) => [name, rows])).toEqual([
      ["[0]", 4],
      ["[1]", 4],
    ]);
    expect(await valuesOf(wholes[0].array)).toEqual(values);
  });

  const values = quarters(5 * 2 * 3);
  const turned = values.map((_, i) => values[(i % 5) * 6 + (Math.floor(i / 5) % 2) * 3 + Math.floor(i / 10)]);
  test.each(
    /** @type {[string, Uint8Array][]} */ ([
      ["x.npy", saved(values, [5, 2, 3])],
      ["axes-of-one.npy", saved(values, [5, 1, 2, 3])],
      ["fortran.npy", npy({ descr: "<f4", shape: "(5, 2, 3)", fortran: true, data: bytesOf(turned, "float32") })],
      ["x.pt", torch(tensor(values, [5, 2, 3]))],
      ["turned.pt", torch(new View(new StorageData(turned), [5, 2, 3], [1, 5, 10]))],
      ["x.npz", zip([{ name: "x.npy", data: saved(values, [5, 2, 3]), deflated: true }])],
      ["x.safetensors", safetensors({ x: { dtype: "F32", shape: [5, 2, 3], data: bytesOf(values, "float32") } })],
    ]),
  )("of more are rows in blocks: %s", async (name, bytes) => {
    const { arrays } = await open(bytes, name);
    expect(arrays.map(({ rows, cols, block }) => [rows, cols, block])).toEqual([[10, 3, 2]]);
    expect(await valuesOf(arrays[0])).toEqual(values);
    expect([...(await arrays[0].readRows(3, 5))]).toEqual(values.slice(9, 15));
  });

  test("and one more are refused with the shape and what to do", async () => {
    await expect(open(saved(quarters(36), [3, 2, 3, 2]), "x.npy")).rejects.toMatchObject({
      code: "NO_MATRIX",
      message: expect.stringMatching(/\(3, 2, 3, 2\).*reshape/),
    });
  });
});

describe("values appended to a file", () => {
  const ids = ["a", "b", "c", "d", "e", "f"];
  const matrix = (/** @type {number} */ from) => array(quarters(2 * COLS, from), [2, COLS]);
  const parts = [0, 2, 4];
  const rows = parts.flatMap((from) => quarters(2 * COLS, from));
  const column = { values: ids };

  test.each(
    /** @type {[string, unknown[]][]} */ ([
      ["dictionaries of ids and a matrix", parts.map((from) => ({ ids: ids.slice(from, from + 2), m: matrix(from) }))],
      [
        "dictionaries from ids",
        parts.map(
          (from) => new Map(ids.slice(from, from + 2).map((id, i) => [id, quarters(2 * COLS, from).slice(i * COLS, (i + 1) * COLS)])),
        ),
      ],
      ["tuples", parts.map((from) => new Tuple([ids.slice(from, from + 2), matrix(from)]))],
      ["ids and matrices in turns", parts.flatMap((from) => [ids.slice(from, from + 2), matrix(from)])],
      [
        "records",
        parts.map((from) =>
          ids.slice(from, from + 2).map((id, i) => ({ id, v: quarters(2 * COLS, from).slice(i * COLS, (i + 1) * COLS) })),
        ),
      ],
    ]),
  )("as %s are joined, ids and all", async (_title, values) => {
    const { arrays, columns } = await open(joined(values.map((value) => pickle(value))), "x.pkl");
    expect(arrays).toHaveLength(1);
    expect(await valuesOf(arrays[0])).toEqual(rows);
    expect(columns).toEqual([expect.objectContaining(column)]);
  });

  test("as ids of one column and a matrix are both read", async () => {
    const { arrays, columns } = await open(joined([pickle(ids), pickle(array(rows, [6, COLS]))]), "x.pkl");
    expect(await valuesOf(arrays[0])).toEqual(rows);
    expect(columns).toEqual([{ name: "[0]", values: ids }]);
  });

  test("under the same ids are two sides", async () => {
    const side = (/** @type {number} */ from) => new Map(ids.map((id, i) => [id, array(quarters(COLS, from + i), [COLS])]));
    const { arrays, columns } = await open(joined([pickle(side(0)), pickle(side(9))]), "x.pkl");
    expect(arrays.map(({ name }) => name)).toEqual(["[0]", "[1]"]);
    expect(columns.map(({ of, values }) => [of, values])).toEqual([
      ["[0]", ids],
      ["[1]", ids],
    ]);
  });

  test("as .npy arrays of one vector each are rows; as ids they are one column", async () => {
    const { arrays } = await open(joined(parts.map((from) => saved(quarters(COLS, from), [COLS]))), "x.npy");
    expect(await valuesOf(arrays[0])).toEqual(parts.flatMap((from) => quarters(COLS, from)));
    const words = (/** @type {string} */ text) => npy({ descr: "|S1", shape: `(${text.length},)`, data: joined([text]) });
    expect((await open(joined([words("abc"), words("de")]), "ids.npy")).columns).toEqual([{ name: "ids", values: [..."abcde"] }]);
  });
});

describe("a vector alone", () => {
  const vector = quarters(5);
  const files = /** @type {[string, Uint8Array][]} */ ([
    ["x.npy", saved(vector, [5])],
    ["x.pt", torch(tensor(vector, [5]))],
    ["before-1.6.pt", legacyTorch(tensor(vector, [5]))],
    ["x.pkl", pickle(array(vector, [5]))],
    ["list.pkl", pickle(vector)],
    ["x.npz", zip([{ name: "feature.npy", data: saved(vector, [5]) }])],
    ["x.safetensors", safetensors({ feature: { dtype: "F32", shape: [5], data: bytesOf(vector, "float32") } })],
  ]);

  test.each(files)("is a row where the file is one of many: %s", async (name, bytes) => {
    const { arrays, columns } = await open(bytes, name, { single: true });
    expect(arrays.map(({ rows, cols }) => [rows, cols])).toEqual([[1, 5]]);
    expect(await valuesOf(arrays[0])).toEqual(vector);
    expect(columns).toEqual([]);
  });

  test("is no matrix else, and the sentence says what to do", async () => {
    await expect(open(saved(vector, [5]), "x.npy")).rejects.toMatchObject({
      code: "NO_MATRIX",
      message: expect.stringMatching(/\(5,\).*numpy\.stack/),
    });
  });
});
