import { describe, expect, it } from "vitest";
import { npyFile } from "../../../web/src/lessons/npy.js";
import { openFile } from "../../../web/src/readers/index.js";

describe("a saved .npy file", () => {
  it.each([
    [3, 4],
    [1, 1],
    [2000, 256],
  ])("of %i × %i is read back value by value", async (rows, cols) => {
    const values = Float32Array.from({ length: rows * cols }, (_, k) => Math.fround(Math.sin(k)));
    const file = await openFile(new File([npyFile(values, rows, cols)], "playground.images.npy"));
    const [array] = file.arrays;
    expect([array.rows, array.cols, array.dtype]).toEqual([rows, cols, "float32"]);
    expect(await array.readRows(0, rows)).toEqual(values);
  });

  it("begins its data at a multiple of 64 bytes, as the format asks", () => {
    const bytes = npyFile(new Float32Array(6), 2, 3);
    expect((bytes.length - 24) % 64).toBe(0);
    expect(bytes[bytes.length - 25]).toBe(0x0a);
  });
});
