import { describe, expect, test } from "vitest";
import { pair, withoutRows } from "../../../web/src/pairing/index.js";
import { gatherRows } from "../../../web/src/readers/gather.js";
import { plainSource } from "../../../web/src/readers/plain-rows.js";
import { ref, rowNumbers } from "./refs.js";

const pairs = () => pair({ images: ref("i.npy", 4), texts: ref("t.npy", 8), captions: ["0a", "0b", "1a", "1b", "2a", "2b", "3a", "3b"] });

describe("withoutRows", () => {
  test("leaves out images with all their texts", async () => {
    const rest = withoutRows(pairs(), { images: [1] });
    expect(await rowNumbers(rest.images)).toEqual([0, 2, 3]);
    expect(await rowNumbers(rest.texts)).toEqual([0, 1, 4, 5, 6, 7]);
    expect(rest.imageOf).toEqual(Int32Array.of(0, 0, 1, 1, 2, 2));
    expect(rest.captions).toEqual(["0a", "0b", "2a", "2b", "3a", "3b"]);
  });

  test("leaves out texts, and images that none is left for", async () => {
    const rest = withoutRows(pairs(), { texts: [0, 4, 5] });
    expect(await rowNumbers(rest.images)).toEqual([0, 1, 3]);
    expect(await rowNumbers(rest.texts)).toEqual([1, 2, 3, 6, 7]);
    expect(rest.imageOf).toEqual(Int32Array.of(0, 1, 1, 2, 2));
    expect(rest.findings).toMatchObject([
      { code: "ROWS_LEFT_OUT", side: "images", count: 1, rows: [2] },
      { code: "ROWS_LEFT_OUT", side: "texts", count: 3, rows: [0, 4, 5] },
    ]);
  });

  test("names at most ten rows and counts all", () => {
    const many = pair({ images: ref("i.npy", 40), texts: ref("t.npy", 40) });
    const [finding] = withoutRows(many, { images: Array.from({ length: 30 }, (_, row) => row) }).findings;
    expect(finding).toMatchObject({ count: 30, rows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], message: expect.stringContaining("30 of 40 images") });
  });

  test("twice equals once with both", async () => {
    const twice = withoutRows(withoutRows(pairs(), { images: [0] }), { texts: [0, 1] });
    const once = withoutRows(pairs(), { images: [0], texts: [2, 3] });
    expect(await rowNumbers(twice.images)).toEqual(await rowNumbers(once.images));
    expect(await rowNumbers(twice.texts)).toEqual(await rowNumbers(once.texts));
    expect(twice.imageOf).toEqual(once.imageOf);
  });

  test("a second time still names rows as the file numbers them, in the sentence and in the finding", () => {
    const twice = withoutRows(withoutRows(pairs(), { images: [0] }), { images: [1] });
    const [image, texts] = twice.findings.slice(-2);
    expect(image).toMatchObject({ side: "images", rows: [2], message: expect.stringContaining("image 2") });
    expect(texts).toMatchObject({ side: "texts", rows: [4, 5], message: expect.stringContaining("text 4, 5") });
  });

  test("of no rows changes nothing", () => {
    const all = pairs();
    expect(withoutRows(all, { images: [], texts: [] })).toBe(all);
  });

  test("of all rows fails with TOO_FEW_ROWS", () => {
    expect(() => withoutRows(pairs(), { images: [0, 1, 2, 3] })).toThrow(expect.objectContaining({ code: "TOO_FEW_ROWS" }));
  });

  test("gives sources that workers do not read past: their rows no longer lie plainly", () => {
    const plain = plainSource("", {
      blob: new Blob([new Uint8Array(64)]),
      dtype: "float32",
      bigEndian: false,
      rows: 4,
      cols: 4,
      rowBytes: 16,
    });
    const all = { ...pairs(), images: plain };
    expect(withoutRows(all, { images: [1] }).images.plain).toBeUndefined();
    expect(withoutRows(all, { texts: [0] }).images).toBe(plain);
  });
});

describe("gatherRows", () => {
  /** A source that notes what is read. */
  function noted() {
    const { array } = ref("x.npy", 10000, 3);
    /** @type {[number, number][]} */
    const reads = [];
    const readRows = (/** @type {number} */ begin, /** @type {number} */ end) => {
      reads.push([begin, end]);
      return array.readRows(begin, end);
    };
    return { source: { ...array, readRows }, reads };
  }

  test.each([
    ["in order", [0, 1, 2, 500]],
    ["backwards", [9, 8, 7, 0]],
    ["with repeats", [5, 5, 6, 5]],
    ["none", []],
  ])("gives rows %s as they were asked for", async (_title, indices) => {
    const values = await gatherRows(noted().source, indices);
    expect([...values]).toEqual(indices.flatMap((row) => [row, row + 0.01, row + 0.02].map(Math.fround)));
  });

  test("reads the first of every five rows in few reads", async () => {
    const { source, reads } = noted();
    const rows = Int32Array.from({ length: 2000 }, (_, i) => 5 * i);
    const values = await gatherRows(source, rows);
    expect(values[3 * 1999]).toBe(9995);
    expect(reads.length).toBeLessThan(10);
  });
});
