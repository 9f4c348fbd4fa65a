import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";

const WRITTEN = new URL("../../fixtures/written/", import.meta.url);
/** @param {string} name @param {import("../../../web/src/types.d.ts").Limits} [limits] */
const open = (name, limits) => openFile(new File([readFileSync(new URL(name, WRITTEN))], name), limits);

describe("HDF5", () => {
  test("datasets in one piece are read in place, whatever their type and byte order, and once however many names they have", async () => {
    const { arrays } = await open("contiguous.h5");
    expect(arrays.map(({ name, dtype, plain }) => [name, dtype, plain?.bigEndian])).toEqual([
      ["both[0]", "float32", false],
      ["both[1]", "float32", false],
      ["half", "float16", false],
      ["image", "float32", false],
      ["model/text", "float64", true],
    ]);
  });

  test("text, texts of fixed length and whole numbers are columns; numbers beyond 2^53 keep their digits", async () => {
    expect((await open("packed.h5")).columns).toEqual([
      { name: "captions", values: ["a cat", "a dog", "été", "", "cat", "a cat"] },
      { name: "codes", values: ["ab", "c", "de", "f", "gh", "i"] },
      { name: "ids", values: ["9007199254740993", "2", "3", "4", "5", "6"] },
    ]);
  });

  test("a dataset packed with a filter that is not on the list is listed, never read", async () => {
    const { arrays, listing } = await open("packed.h5");
    expect(arrays.map(({ name }) => name)).not.toContain("lzf");
    expect(listing.find(({ name }) => name === "lzf")).toEqual({ name: "lzf", shape: [6, 3], dtype: "float32" });
  });

  test("MATLAB's matrices have the rows that MATLAB shows, and its text is no matrix", async () => {
    const { arrays, listing } = await open("matlab-7.3.mat");
    expect(arrays.map(({ name, rows, cols }) => [name, rows, cols])).toEqual([
      ["image", 6, 3],
      ["text", 6, 3],
    ]);
    expect(listing.find(({ name }) => name === "note")?.dtype).toBe("MATLAB char");
  });

  test("a packed dataset above the memory limit is TOO_LARGE", async () => {
    await expect(open("latest.hdf5", { memory: 30, header: 1e6 })).rejects.toMatchObject({ code: "TOO_LARGE" });
  });

  test("a damaged file does not spoil the next one", async () => {
    const bytes = readFileSync(new URL("packed.h5", WRITTEN));
    for (let cut = 0; cut < 40; cut++)
      await openFile(new File([bytes.subarray(0, 300 + cut * 400)], "cut.h5")).catch((error) => expect(error.code).not.toBe("INTERNAL"));
    const { arrays } = await open("packed.h5");
    expect([...(await arrays[0].readRows(0, 2))]).toEqual([-1.25, 0.5, -0.5, 1.25, 0.25, -0.75]);
  });
});
