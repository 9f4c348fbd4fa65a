import { describe, expect, test } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";
import { Raw, StorageData, tensor, torch, View } from "../../fixtures/build/torch.js";
import { joined, quarters } from "../../fixtures/build/values.js";

/** @param {unknown} value @param {Parameters<typeof torch>[1]} [options] */
const fileOf = (value, options) => new File([torch(value, options)], "x.pt");
/** @param {unknown} value */
const names = async (value) => (await openFile(fileOf(value))).arrays.map(({ name, rows, cols }) => [name, rows, cols]);

/** The paper's samples. @param {number[]} captions of each image */
function samples(captions, width = 4) {
  return captions.map((count, i) => ({
    image: tensor(quarters(width, i), [1, width]),
    text: tensor(quarters(count * width, 3 * i), [count, width]),
    label_ids: 10 + i,
    report: `report ${i}`,
  }));
}

describe("the paper's list of samples", () => {
  test("states its map, also where images have different numbers of texts, or none", async () => {
    const opened = await openFile(fileOf(samples([2, 0, 3, 1])));
    expect(opened.map).toEqual({ images: "image", texts: "text", imageOf: Int32Array.of(0, 0, 2, 2, 2, 3) });
    const [image, text] = opened.arrays;
    expect([image.rows, text.rows]).toEqual([4, 6]);
    expect([...(await image.readRows(2, 3))]).toEqual(quarters(4, 2));
    expect([...(await text.readRows(4, 5))]).toEqual(quarters(4, 6 + 8));
  });

  test("keeps labels and texts as columns", async () => {
    expect((await openFile(fileOf(samples([1, 1])))).columns).toEqual([
      { name: "label_ids", values: ["10", "11"], ofRecord: true },
      { name: "report", values: ["report 0", "report 1"], ofRecord: true },
    ]);
  });

  test("reads in the samples' order, though the archive sorts its members by name", async () => {
    const [image] = (await openFile(fileOf(samples(Array(30).fill(1))))).arrays;
    for (const row of [1, 2, 9, 10, 11, 29]) expect([...(await image.readRows(row, row + 1))]).toEqual(quarters(4, row));
  });

  test("takes texts that are a list of tensors", async () => {
    const value = [0, 1, 2].map((i) => ({
      image: tensor(quarters(4), [4]),
      text: [tensor(quarters(4, i), [4]), tensor(quarters(4, i + 1), [1, 4])],
    }));
    const opened = await openFile(fileOf(value));
    expect(opened.map?.imageOf).toEqual(Int32Array.of(0, 0, 1, 1, 2, 2));
    expect([...(await opened.arrays[1].readRows(3, 4))]).toEqual(quarters(4, 2));
  });

  test("states no map where an image has several rows", async () => {
    const value = [0, 1].map(() => ({ image: tensor(quarters(8), [2, 4]), text: tensor(quarters(4), [1, 4]) }));
    expect((await openFile(fileOf(value))).map).toBeUndefined();
  });
});

describe("other nestings", () => {
  const matrix = () => tensor(quarters(12), [4, 3]);

  test("dictionaries give dotted names, lists give numbers", async () => {
    expect(await names({ test: { image: matrix() }, sides: [matrix(), { text: matrix() }] })).toEqual([
      ["test.image", 4, 3],
      ["sides[0]", 4, 3],
      ["sides[1].text", 4, 3],
    ]);
  });

  test("an array of two halves gives both", async () => {
    expect(await names(tensor(quarters(24), [2, 4, 3]))).toEqual([
      ["[0]", 4, 3],
      ["[1]", 4, 3],
    ]);
  });

  test("axes of length 1 fall away", async () => {
    expect(
      await names({ a: tensor(quarters(12), [4, 1, 3]), b: tensor(quarters(12), [1, 4, 3]), c: tensor(quarters(12), [4, 3, 1, 1]) }),
    ).toEqual([
      ["a", 4, 3],
      ["b", 4, 3],
      ["c", 4, 3],
    ]);
  });

  test("vectors of a model's parameters are not taken for rows: their types differ", async () => {
    await expect(
      names({ a: tensor([1, 2], [2]), b: tensor([1, 2], [2], "float16"), c: tensor([1, 2.5], [2], "float64") }),
    ).rejects.toMatchObject({ code: "NO_MATRIX" });
  });

  test("a list that holds itself is read once", async () => {
    const loop = joined(["]q\x01(h\x01e"]);
    expect(await names({ image: matrix(), loop: new Raw(loop) })).toEqual([["image", 4, 3]]);
  });

  test("lists of lists of lists, each named ten times, take no time", async () => {
    const parts = ["]q\0"];
    for (let depth = 1; depth < 40; depth++)
      parts.push(`0]q${String.fromCharCode(depth)}(${`h${String.fromCharCode(depth - 1)}`.repeat(10)}e`);
    expect(await names({ image: matrix(), bomb: new Raw(joined(parts)) })).toEqual([["image", 4, 3]]);
  });

  test("keys that are such lists are not written out", async () => {
    const parts = ["]q\0"];
    for (let depth = 1; depth < 40; depth++)
      parts.push(`0]q${String.fromCharCode(depth)}(${`h${String.fromCharCode(depth - 1)}`.repeat(10)}e`);
    const key = new Raw(joined(parts));
    expect(await names(new Map([[key, matrix()]]))).toEqual([["(\u2026)", 4, 3]]);
  });

  test("data nested 10,000 deep are refused, not followed", async () => {
    const deep = new Raw(joined(["](".repeat(10000), "e".repeat(10000)]));
    await expect(names({ image: matrix(), deep })).rejects.toMatchObject({ code: "UNSUPPORTED_FORMAT" });
  });
});

describe("tensors", () => {
  test("that lie row by row are read in place by workers too, views of a larger storage as well", async () => {
    const wide = new StorageData(quarters(60));
    const { arrays } = await openFile(
      fileOf({
        image: new View(wide, [4, 3], [6, 1], 2),
        text: new View(wide, [4, 3], [3, 1], 30),
        turned: new View(wide, [4, 3], [1, 4]),
      }),
    );
    expect(arrays.map(({ plain }) => plain?.rowBytes)).toEqual([24, 12, undefined]);
    expect([...(await arrays[0].readRows(1, 2))]).toEqual(quarters(3, 8));
  });

  test("above the memory limit are TOO_LARGE where they must be gathered", async () => {
    await expect(openFile(fileOf(samples([1, 1, 1])), { memory: 40, header: 1e6 })).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining("torch.cat"),
    });
  });
});
