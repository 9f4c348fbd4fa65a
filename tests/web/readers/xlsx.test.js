import { readFileSync } from "node:fs";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS, openFile } from "../../../web/src/readers/index.js";

const WRITTEN = new URL("../../fixtures/written/", import.meta.url);
/** @param {string} name */
const bytesOf = (name) => new Uint8Array(readFileSync(new URL(name, WRITTEN)));
/** @param {string} name @param {import("../../../web/src/types.d.ts").Limits} [limits] */
const open = (name, limits) => openFile(new File([bytesOf(name)], name), limits);

/** @param {number} side */
const vectors = (side) =>
  Array.from({ length: 48 }, (_, at) => {
    const [i, k] = [Math.floor(at / 4), at % 4];
    return Math.fround((((i * 7 + k * 5 + side) % 11) - 5) / 4 + 1e-6 * i);
  });

describe("an Excel workbook", () => {
  test("of one sheet is a table: leading zeros and dates as they are shown, numbers with their digits, missing cells empty", async () => {
    const { columns, format } = await open("sheets-one.xlsx");
    expect(format).toBe("xlsx");
    const values = Object.fromEntries(columns.map((column) => [column.name, column.values]));
    expect(Object.keys(values).sort()).toEqual(["age", "caption", "day", "image_id", "seen", "share", "uid"]);
    expect(values.image_id.slice(0, 4)).toEqual(["00000", "00003", "00006", "00009"]);
    expect(values.day.slice(0, 3)).toEqual(["2020-01-30", "2020-01-31", "2020-02-01"]);
    expect(values.uid.slice(0, 2)).toEqual(["391895", "391896"]);
    expect(values.share.slice(0, 3)).toEqual(["0", "0.125", "0.25"]);
    expect(values.age.slice(3, 6)).toEqual(["43", "", "45"]);
    expect(values.caption[2]).toBe('a "quoted", word\nand a line');
    expect(values.seen.slice(0, 2)).toEqual(["TRUE", "FALSE"]);
  });

  test("of several sheets names each array and column by its sheet; columns belong to their sheet's rows, sheets without rows are left out", async () => {
    const { arrays, columns, listing } = await open("sheets-several.xlsx");
    expect(arrays.map(({ name, rows, cols }) => [name, rows, cols])).toEqual([
      ["images", 12, 4],
      ["texts", 12, 4],
    ]);
    expect(listing.map(({ name }) => name)).toEqual(["images", "texts"]);
    for (const [i, side] of [0, 3].entries()) expect([...(await arrays[i].readRows(0, 12))]).toEqual(vectors(side));
    expect(columns.slice(0, 2).map(({ name, of }) => [name, of])).toEqual([
      ["images.id", "images"],
      ["texts.id", "texts"],
    ]);
    expect(columns.slice(2).every(({ name, of }) => name.startsWith("reports.") && of === undefined)).toBe(true);
  });

  test("larger than the memory limit once it is unpacked is TOO_LARGE, whatever its size as a file", async () => {
    const parts = unzipSync(bytesOf("sheets-one.xlsx"));
    const sheet = parts["xl/worksheets/sheet1.xml"];
    const blanks = new Uint8Array(sheet.length + 20e6).fill(32);
    blanks.set(sheet);
    const bomb = new File(
      [/** @type {Uint8Array<ArrayBuffer>} */ (zipSync({ ...parts, "xl/worksheets/sheet1.xml": blanks }))],
      "bomb.xlsx",
    );
    expect(bomb.size).toBeLessThan(100_000);
    await expect(openFile(bomb, { ...DEFAULT_LIMITS, memory: 100e6 })).rejects.toMatchObject({ code: "TOO_LARGE" });
  });

  test("keeps pictures, macros and links to other files out of the library", async () => {
    const parts = unzipSync(bytesOf("sheets-one.xlsx"));
    const more = {
      "xl/vbaProject.bin": strToU8("x".repeat(9)),
      "xl/externalLinks/externalLink1.xml": strToU8("<no"),
      "xl/media/a.png": strToU8("x"),
    };
    const file = new File([/** @type {Uint8Array<ArrayBuffer>} */ (zipSync({ ...parts, ...more }))], "more.xlsm");
    expect((await openFile(file)).columns).toEqual((await open("sheets-one.xlsx")).columns);
  });

  test("is read by its cells alone: links and merged cells that span the whole sheet cost nothing", async () => {
    const parts = unzipSync(bytesOf("sheets-one.xlsx"));
    const sheet = strFromU8(parts["xl/worksheets/sheet1.xml"]);
    const all = "A1:XFD1048576";
    const behind = `</sheetData><mergeCells><mergeCell ref="${all}"/></mergeCells><hyperlinks><hyperlink ref="${all}" r:id="rId1"/></hyperlinks>`;
    const wide = strToU8(sheet.replace("</sheetData>", behind));
    const file = new File([/** @type {Uint8Array<ArrayBuffer>} */ (zipSync({ ...parts, "xl/worksheets/sheet1.xml": wide }))], "wide.xlsx");
    expect((await openFile(file)).columns).toEqual((await open("sheets-one.xlsx")).columns);
  });

  test.each([
    ["B2147483648", "row 2147483648"],
    ["A1048577", "row 1048577"],
    ["XFE1", "column 16385 in row 1"],
  ])("whose cell %s lies outside any sheet is refused with its place", async (cell, place) => {
    const parts = unzipSync(bytesOf("sheets-one.xlsx"));
    const sheet = strToU8(strFromU8(parts["xl/worksheets/sheet1.xml"]).replace('r="B1"', `r="${cell}"`));
    const file = new File([/** @type {Uint8Array<ArrayBuffer>} */ (zipSync({ ...parts, "xl/worksheets/sheet1.xml": sheet }))], "far.xlsx");
    await expect(openFile(file)).rejects.toMatchObject({ code: "CORRUPT", message: expect.stringContaining(place) });
  });

  test("of the binary kind is refused by name with what to do", async () => {
    const file = new File([/** @type {Uint8Array<ArrayBuffer>} */ (zipSync({ "xl/workbook.bin": strToU8("x") }))], "b.xlsb");
    await expect(openFile(file)).rejects.toMatchObject({
      code: "UNSUPPORTED_FORMAT",
      message: expect.stringContaining("Save it as .xlsx"),
    });
  });
});
