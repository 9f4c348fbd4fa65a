import { describe, expect, test } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";
import { array, joblibArray } from "../../fixtures/build/numpy-pickle.js";
import { pickle, Raw } from "../../fixtures/build/torch.js";
import { joined, little, quarters } from "../../fixtures/build/values.js";

/** @param {Uint8Array} bytes */
const fileOf = (bytes) => new File([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], "x.pkl");
/** @param {unknown} value @param {{ memory: number, header: number }} [limits] */
const open = (value, limits) => openFile(fileOf(pickle(value)), limits);
const rows = (/** @type {number} */ count, /** @type {number} */ width, from = 0) =>
  Array.from({ length: count }, (_, row) => quarters(width, from + row));

describe("a pickle larger than one window", () => {
  test("leaves its arrays in the file, where workers read them for themselves", async () => {
    const image = quarters(4000 * 100);
    const { arrays } = await open({ image: array(image, [4000, 100]), text: array(image.toReversed(), [4000, 100]) });
    expect(arrays.map(({ plain }) => plain?.rowBytes)).toEqual([400, 400]);
    expect([...(await arrays[0].readRows(3999, 4000))]).toEqual(image.slice(-100));
    expect([...(await arrays[1].readRows(0, 1))]).toEqual(image.toReversed().slice(0, 100));
  });

  test("may have words anywhere, also across the windows' ends", async () => {
    const captions = Array.from({ length: 20000 }, (_, i) => `${i} ${"word ".repeat(i % 37)}`);
    const { arrays, columns } = await open({ image: array(quarters(12), [4, 3]), captions });
    expect(columns).toEqual([{ name: "captions", values: captions }]);
    expect(arrays[0].rows).toBe(4);
  });

  test("may hold one word longer than a window", async () => {
    const long = "a report ".repeat(300000);
    const { columns } = await open({ image: array(quarters(12), [4, 3]), captions: [long, "short"] });
    expect(columns[0].values[0]).toBe(long);
  });

  test("gives the vectors of many samples in their order", async () => {
    const width = 300;
    const samples = rows(900, width).map((vector, i) => ({
      image: array(vector, [width]),
      text: array(quarters(2 * width, i), [2, width]),
    }));
    const { arrays, map } = await open(samples);
    expect(arrays.map(({ rows }) => rows)).toEqual([900, 1800]);
    expect([...(await arrays[0].readRows(0, 900))]).toEqual(rows(900, width).flat());
    expect([...(await arrays[1].readRows(1798, 1800))]).toEqual(quarters(2 * width, 899));
    expect(map?.imageOf.slice(0, 4)).toEqual(Int32Array.of(0, 0, 1, 1));
  });

  test("reads joblib's arrays between the instructions", async () => {
    const values = quarters(3000 * 100);
    const { arrays } = await open([joblibArray(values, [3000, 100], { padding: 5 }), joblibArray(quarters(12), [4, 3])]);
    expect([...(await arrays[0].readRows(2999, 3000))]).toEqual(values.slice(-100));
    expect([...(await arrays[1].readRows(0, 4))]).toEqual(quarters(12));
  });
});

describe("limits", () => {
  test("a program above the header's limit is TOO_LARGE", async () => {
    await expect(open(rows(3000, 100), { memory: 1e9, header: 1e6 })).rejects.toMatchObject({ code: "TOO_LARGE" });
  });

  test("a text above a quarter of the memory is TOO_LARGE", async () => {
    const limits = { memory: 8e6, header: 1e6 };
    await expect(open(["a".repeat(4e6), "b"], limits)).rejects.toMatchObject({ code: "TOO_LARGE" });
  });

  test("a text that claims more than the file has is TRUNCATED", async () => {
    const program = joined([Uint8Array.of(0x80, 4, 0x8d), little(1e12, 8), "abc."]);
    await expect(openFile(fileOf(program))).rejects.toMatchObject({ code: "TRUNCATED" });
  });
});

describe("lists", () => {
  test("of words and numbers beside arrays are columns; None is an empty cell", async () => {
    const { columns } = await open({ image: array(quarters(12), [4, 3]), ids: ["a", "b", null, "d"], age: [1, 2.5, 3, 4], one: ["x"] });
    expect(columns).toEqual([
      { name: "ids", values: ["a", "b", "", "d"] },
      { name: "age", values: ["1", "2.5", "3", "4"] },
    ]);
  });

  test("of each sample's captions become one column, in the texts' order, which says whose they are", async () => {
    const { columns } = await open([0, 1].map((i) => ({ image: quarters(3, i), captions: [`${i} a`, `${i} b`] })));
    expect(columns).toEqual([{ name: "captions", values: ["0 a", "0 b", "1 a", "1 b"], rowOf: Int32Array.of(0, 0, 1, 1) }]);
  });

  test("of captions beside as many vectors are those vectors' own", async () => {
    const { columns } = await open(
      [0, 1].map((i) => ({ image: quarters(3, i), text: array(quarters(6), [2, 3]), captions: [`${i} a`, `${i} b`] })),
    );
    expect(columns).toEqual([{ name: "captions", values: ["0 a", "0 b", "1 a", "1 b"], ofRecord: true }]);
  });

  test("of whole numbers under a few keys are labels, not vectors of items", async () => {
    const { columns, arrays } = await open({ age: [1, 2, 3], label: [4, 5, 6], site: [7, 8, 9] });
    expect(columns.map(({ name }) => name)).toEqual(["age", "label", "site"]);
    expect(arrays).toEqual([]);
  });

  test("of tokens beside vectors do not keep the vectors from opening", async () => {
    const { arrays } = await open([0, 1].map((i) => ({ image: quarters(3, i), tokens: new Array(i + 2).fill(7) })));
    expect(arrays.map(({ name }) => name)).toEqual(["image"]);
  });
});

test("NumPy's text, four bytes a character, is read as text", async () => {
  const word = joined([
    "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(X\x02\0\0\0U2K\0K\x01tR(K\x03X\x01\0\0\0<NNNK\x08K\x04K\x08tbC\x08",
    Uint8Array.of(0xe9, 0, 0, 0, 0x41, 0, 0, 0),
    "tR",
  ]);
  const { columns } = await open([0, 1].map((i) => ({ image: quarters(3, i), id: new Raw(word) })));
  expect(columns).toEqual([{ name: "id", values: ["éA", "éA"] }]);
});
