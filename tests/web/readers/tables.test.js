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

  test("a column of lists of several lengths is listed with its type, and does not spoil the vectors beside it", async () => {
    const { arrays, listing } = await open(`ragged-beside.${format}`);
    expect(arrays.map(({ name }) => name)).toEqual(["embedding"]);
    expect(listing.find(({ name }) => name === "tokens")?.shape).toEqual([6]);
    expect(listing.find(({ name }) => name === "tokens")?.dtype).toMatch(/list of int32/i);
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
