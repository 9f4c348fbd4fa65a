import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, openFile } from "../../../web/src/readers/index.js";

const WRITTEN = new URL("../../fixtures/written/", import.meta.url);
/** @param {string} name @param {import("../../../web/src/types.d.ts").Limits} [limits] */
const open = (name, limits) => openFile(new File([readFileSync(new URL(name, WRITTEN))], name), limits);

const IDS = Array.from({ length: 12 }, (_, i) => `img_${String(i * 3).padStart(3, "0")}`);
/** @param {number} i @param {number} [side] */
const row = (i, side = 0) => Array.from({ length: 4 }, (_, k) => (((i * 7 + k * 5 + side) % 11) - 5) / 4);
const IMAGES = IDS.flatMap((_, i) => row(i));

/** @param {Awaited<ReturnType<typeof open>>} opened */
async function valuesOf({ arrays }) {
  const all = await Promise.all(arrays.map(async ({ name, rows, readRows }) => [name, [...(await readRows(0, rows))]]));
  return Object.fromEntries(all);
}

describe("HDF5 of one dataset an item", () => {
  test("vectors named by ids are the rows of one array, and the names its keys; whole numbers beside them are columns", async () => {
    const opened = await open("items-one.h5");
    expect(await valuesOf(opened)).toMatchObject({ "": IMAGES });
    expect(opened.columns.map(({ name, values, of, keys }) => [name, values.length, values[1], of, keys])).toEqual([
      ["key", 12, "img_003", "", true],
      ["splits", 12, "1", undefined, undefined],
      ["study_ids", 12, "9007199254740998", undefined, undefined],
    ]);
    expect(opened.listing.map(({ name, shape }) => [name, shape])).toEqual([
      ["", [12, 4]],
      ["splits", [12, 1]],
      ["study_ids", [12]],
    ]);
  });

  test("in groups, packed or in place, each group is an array; a key stands for each of its rows", async () => {
    const opened = await open("items-groups.h5");
    expect(await valuesOf(opened)).toEqual({
      images: IMAGES,
      texts: IDS.flatMap((_, i) => Array.from({ length: 1 + (i % 3) }, (_, k) => row(i, k)).flat()),
    });
    expect(opened.columns.map(({ name, of, keys }) => [name, of, keys])).toEqual([
      ["key", "images", true],
      ["key", "texts", true],
    ]);
    expect(opened.columns[0].values).toEqual(IDS);
    expect(opened.columns[1].values).toEqual(IDS.flatMap((id, i) => Array.from({ length: 1 + (i % 3) }, () => id)));
  });

  test("groups named by ids, each with an image and a text, are two arrays of one order", async () => {
    const opened = await open("items-by-id.h5");
    expect(await valuesOf(opened)).toEqual({ image: IMAGES, text: IDS.flatMap((_, i) => row(i, 1)) });
    expect(opened.columns.map(({ of, values }) => [of, values])).toEqual([
      ["image", IDS],
      ["text", IDS],
    ]);
  });

  test("a few vectors beside a matrix, and many matrices of as many rows, stay what they are", async () => {
    expect((await open("no-items.h5")).arrays.map(({ name }) => name)).toEqual(["features"]);
    expect((await open("no-items-layers.h5")).arrays.map(({ name, rows }) => [name, rows])).toEqual(
      Array.from({ length: 8 }, (_, i) => [`layer_${i}`, 10]),
    );
  });

  test("a vector alone is a row where the file is one of many that hold a row each, and refused elsewhere", async () => {
    const { arrays } = await open("one-vector.h5", { ...DEFAULT_LIMITS, single: true });
    expect([...(await arrays[0].readRows(0, 1))]).toEqual(row(1));
    await expect(open("one-vector.h5")).rejects.toMatchObject({ code: "NO_MATRIX" });
  });
});

describe("MATLAB's columns", () => {
  test("whole numbers in one row or column are columns with every digit, of versions 4 and 7", async () => {
    for (const [name, extra] of /** @type {const} */ ([
      ["columns.mat", { big: "4611686018427387905", words: "img_003" }],
      ["columns-version-4.mat", {}],
    ])) {
      const { columns } = await open(name);
      expect(Object.fromEntries(columns.map((column) => [column.name, column.values[1]]))).toEqual({ image_id: "1099511627781", ...extra });
      expect(columns.every(({ values }) => values.length === 12)).toBe(true);
    }
  });

  test("a cell array of vectors of one length is a matrix of a row a cell", async () => {
    const values = await valuesOf(await open("columns.mat"));
    expect(values.cells).toEqual(IMAGES);
    expect(values.features).toEqual(IMAGES);
  });

  test("a cell of another length is named where nothing else is left", async () => {
    await expect(open("odd-cells.mat")).rejects.toThrow(
      "Row 7 (counted from 0) of odd in odd-cells.mat holds 0 numbers, and the others 4.",
    );
  });
});
