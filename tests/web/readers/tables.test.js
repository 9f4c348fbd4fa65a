import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";

const WRITTEN = new URL("../../fixtures/written/", import.meta.url);
/** @param {string} name */
const bytesOf = (name) => readFileSync(new URL(name, WRITTEN));
/** @param {string} name @param {import("../../../web/src/types.d.ts").Limits} [limits] */
const open = (name, limits) => openFile(new File([bytesOf(name)], name), limits);

describe.each(["parquet", "arrow"])("a table as .%s", (format) => {
  test("columns of words keep every row, also empty ones and those beyond ASCII", async () => {
    const { columns } = await open(`lists-zstd.${format}`);
    expect(columns).toEqual([{ name: "caption", values: ["a cat", "a dog", "été", "", "cat", "a cat"] }]);
  });

  test("number columns with a common name are one array; ids and labels are columns, a missing label is empty", async () => {
    const { arrays, columns } = await open(`columns.${format}`);
    expect(arrays.map(({ name }) => name)).toEqual(["img", "txt"]);
    expect(columns).toEqual([
      { name: "sample_id", values: ["10", "11", "12", "13", "14", "15"] },
      { name: "label", values: ["x", "y", "x", "", "y", "x"] },
    ]);
  });

  test("what lies inside a struct has its name with a dot", async () => {
    const { arrays, columns } = await open(`nested.${format}`);
    expect(arrays.map(({ name }) => name)).toEqual(["meta.emb"]);
    expect(columns).toEqual([{ name: "meta.name", values: ["n0", "n1", "n2", "n3", "n4", "n5"] }]);
  });

  test("a missing vector is a row of NaN, a missing value one NaN, so that a finding names the rows", async () => {
    const { arrays } = await open(`missing.${format}`);
    const { NaN: missing } = Number;
    expect([...(await arrays[0].readRows(0, 4))]).toEqual([missing, missing, missing, 1, 2, 3, 4, missing, 6, 7, 8, 9]);
  });

  test("lists of whole numbers of several lengths are a column with the row of each, and do not spoil the vectors beside it", async () => {
    const { arrays, columns, listing } = await open(`ragged-beside.${format}`);
    expect(arrays.map(({ name }) => name)).toEqual(["embedding"]);
    expect(listing.map(({ name }) => name)).toEqual(["embedding"]);
    expect(columns).toEqual([
      { name: "tokens", values: ["1", "4", "5", "6", "7", "8", "9", "1", "2"], rowOf: Int32Array.of(0, 1, 1, 1, 2, 2, 3, 4, 5) },
    ]);
  });

  test("one vector of another length beside good ones is refused by its row and what the others hold", async () => {
    for (const [length, numbers] of [
      [0, "0 numbers"],
      [1, "1 number"],
      [11, "11 numbers"],
    ]) {
      const says = `Row 7 (counted from 0) of image in odd-${length}.${format} holds ${numbers}, and the others 12.`;
      await expect(open(`odd-${length}.${format}`)).rejects.toMatchObject({ code: "CORRUPT", message: expect.stringContaining(says) });
    }
  });

  test("a column of whole numbers that is named as a vector is one, and a row of another length is refused", async () => {
    await expect(open(`odd-whole.${format}`)).rejects.toThrow("Row 5 (counted from 0) of embedding in odd-whole");
  });

  test("lists that are all empty are listed as such", async () => {
    const { arrays, columns, listing } = await open(`all-empty.${format}`);
    expect([arrays.length, columns.map(({ name }) => name)]).toEqual([0, ["id"]]);
    expect(listing[0]).toMatchObject({ name: "image", shape: [20], dtype: expect.stringContaining("without a value") });
  });

  test("a first vector without a number is the odd one, not the others", async () => {
    await expect(open(`first-empty.${format}`)).rejects.toThrow("Row 0 (counted from 0) of image in first-empty");
    await expect(open(`first-empty.${format}`)).rejects.toThrow("holds 0 numbers, and the others 12.");
  });

  test("lists of fractions of several lengths beside both sides are listed with two of their lengths", async () => {
    const { arrays, listing } = await open(`scores-beside.${format}`);
    expect(arrays.map(({ name }) => name)).toEqual(["image", "text"]);
    expect(listing.find(({ name }) => name === "scores")?.dtype).toMatch(/^list of float.* of several lengths \(row 0: 0, row 1: 1\)$/i);
  });

  test("dimensions have their names, in the order of their numbers however the columns stand", async () => {
    const { arrays } = await open(`dimensions.${format}`);
    const names = Array.from({ length: 12 }, (_, i) => i);
    expect(arrays.map(({ name, dimensions }) => [name, dimensions])).toEqual([
      ["dim", names.map((i) => `dim_${i}`)],
      ["t", names.map((i) => `t${i + 1}`)],
    ]);
    for (const { readRows } of arrays) expect([...(await readRows(1, 2))]).toEqual(names.map((i) => (i + 13) / 4));
  });

  test("whole numbers keep every digit, fractions the digits of their type, dates are dates, and whole numbers alone are no vector", async () => {
    const { arrays, columns } = await open(`kinds.${format}`);
    expect(arrays.map(({ name, cols }) => [name, cols])).toEqual([["embedding", 2]]);
    const values = Object.fromEntries(columns.map((column) => [column.name, column.values]));
    expect(values).toEqual({
      cocoid: ["9007199254740993", "-9007199254740995", "391895"],
      big: ["18446744073709551615", "0", "1"],
      half: ["0.1", "0.25", ""],
      day: ["2020-02-29", "", "1969-12-31"],
      at: ["2020-02-29T12:30:00.000Z", "1970-01-01T00:00:00.000Z", ""],
      word: ["b", "a", "b"],
      level: ["10", "20", "10"],
      grades: ["x", "y", "z"],
    });
    expect(Array.from(columns.find(({ name }) => name === "grades")?.rowOf ?? [])).toEqual([0, 0, 2]);
  });

  test("more values than the memory limit are TOO_LARGE, with both sizes", async () => {
    await expect(open(`ragged-beside.${format}`, { memory: 60, header: 1e6 })).rejects.toMatchObject({ code: "TOO_LARGE" });
  });
});

test("arrow is told by its name where a stream has no mark of its own, and by its mark where it has", async () => {
  const bytes = bytesOf("lists-uncompressed.arrow");
  expect((await openFile(new File([bytes], "renamed.bin"))).format).toBe("arrow");
  // Behind the mark and its padding, a file is a stream.
  const stream = bytes.subarray(8);
  expect((await openFile(new File([stream], "stream.arrows"))).arrays.map(({ name }) => name)).toEqual(["image", "text"]);
});

test("one row group of a parquet file is read like another", async () => {
  const [whole, pieces] = await Promise.all([open("lists-zstd.parquet"), open("row-groups.parquet")]);
  expect(pieces.columns).toEqual(whole.columns);
  for (const [i, array] of whole.arrays.entries()) expect(await pieces.arrays[i].readRows(0, 6)).toEqual(await array.readRows(0, 6));
});
