import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { extensions, openFile, openFiles } from "../../../web/src/readers/index.js";
import { npy } from "../../fixtures/build/npy.js";
import { tensor, torch } from "../../fixtures/build/torch.js";
import { bytesOf, joined, quarters } from "../../fixtures/build/values.js";
import { zip } from "../../fixtures/build/zip.js";

/** @param {Uint8Array} bytes @param {string} name */
const fileOf = (bytes, name) => new File([new Uint8Array(bytes)], name);
const array = npy({ descr: "<f4", shape: "(4, 3)", data: bytesOf(quarters(12), "float32") });
const table = "id,d0,d1,d2\n".concat(...[0, 1, 2, 3].map((row) => `img_${row}.jpg,${quarters(12).slice(3 * row, 3 * row + 3)}\n`));
const lines = [0, 1, 2, 3].map((row) => `{"id": ${row + 7}, "image": [${quarters(12).slice(3 * row, 3 * row + 3)}]}\n`).join("");

describe("a file compressed with gzip", () => {
  test.each([
    ["images.csv.gz", "csv", joined([table])],
    ["images.csv", "csv", joined([table])],
    ["images.npy.gz", "npy", array],
    ["images.jsonl.gz", "json", joined([lines])],
    ["images.pt.gz", "pt", torch({ image: tensor(quarters(12), [4, 3]) })],
    ["images.npz.gz", "npz", zip([{ name: "image.npy", data: array }])],
  ])("%s is read as the %s that it holds, under its own name", async (name, format, bytes) => {
    const packed = gzipSync(bytes);
    const file = fileOf(packed, name);
    const opened = await openFile(file);
    expect(opened).toMatchObject({ file: name, format, size: packed.length });
    expect(opened.blob).toBe(file);
    expect([...(await opened.arrays[0].readRows(0, 4))]).toEqual(quarters(12));
    expect(opened.arrays.map(({ plain }) => plain)).toEqual([undefined]);
  });

  test("and packed in pieces one after the other is read whole", async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `${row / 4},${row / 8},0.5\n`);
    const packed = Buffer.concat(rows.map((row) => gzipSync(row)));
    const { arrays } = await openFile(fileOf(packed, "x.csv.gz"));
    expect(arrays[0].rows).toBe(40);
    expect([...(await arrays[0].readRows(39, 40))]).toEqual([39 / 4, 39 / 8, 0.5]);
  });

  test.each([
    ["cut short", (/** @type {Buffer} */ bytes) => bytes.subarray(0, -9)],
    ["followed by something else", (/** @type {Buffer} */ bytes) => Buffer.concat([bytes, Buffer.from("and more than that")])],
    ["followed by zeros", (/** @type {Buffer} */ bytes) => Buffer.concat([bytes, Buffer.alloc(64)])],
    ["with its second piece cut short", (/** @type {Buffer} */ bytes) => Buffer.concat([bytes, bytes.subarray(0, -9)])],
    ["damaged", (/** @type {Buffer} */ bytes) => bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 255 : byte))],
  ])("%s is refused, never read in part", async (_title, damaged) => {
    const bytes = damaged(gzipSync(table.repeat(9)));
    await expect(openFile(fileOf(bytes, "x.csv.gz"))).rejects.toMatchObject({
      code: "CORRUPT",
      message: expect.stringMatching(/x\.csv\.gz is compressed with gzip.*gunzip/),
    });
  });

  test("that expands beyond the memory is TOO_LARGE before it is expanded", async () => {
    const bytes = gzipSync(new Uint8Array(5e6));
    await expect(openFile(fileOf(bytes, "x.csv.gz"), { memory: 1e6, header: 1e6 })).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining("5 MB"),
    });
  });

  test("that states less than it holds is refused", async () => {
    const bytes = gzipSync(new Uint8Array(5e6));
    bytes.writeUInt32LE(1000, bytes.length - 4);
    await expect(openFile(fileOf(bytes, "x.csv.gz"))).rejects.toMatchObject({ code: "CORRUPT" });
  });

  test.each([
    ["x.tar.gz", joined([table]), "tar -xzf"],
    ["x.tgz", joined([table]), "tar -xzf"],
    ["x.gz", joined([`${"x".repeat(257)}ustar`]), "tar -xzf"],
    ["x.csv.gz", gzipSync(table), "twice"],
  ])("%s that holds another archive is refused with the next step", async (name, bytes, says) => {
    await expect(openFile(fileOf(gzipSync(bytes), name))).rejects.toMatchObject({
      code: "UNSUPPORTED_FORMAT",
      message: expect.stringContaining(says),
    });
  });

  test("that holds nothing, or nothing that is read, is refused with its name", async () => {
    await expect(openFile(fileOf(gzipSync(""), "x.csv.gz"))).rejects.toMatchObject({ code: "EMPTY_FILE" });
    await expect(openFile(fileOf(gzipSync(Uint8Array.of(1, 2, 3, 250)), "x.foo.gz"))).rejects.toMatchObject({
      code: "NOT_RECOGNISED",
      message: expect.stringContaining("01 02 03 fa"),
    });
  });

  test("is offered by file choosers", () => {
    expect(extensions()).toContain("gz");
  });

  test("that is a zip archive of files gives each, without leave to read in place", async () => {
    const packed = gzipSync(
      zip([
        { name: "a/images.npy", data: array },
        { name: "a/meta.csv", data: joined([table]) },
      ]),
    );
    const openings = await openFiles(fileOf(packed, "run.zip.gz"));
    expect(openings.map(({ opened }) => opened?.arrays[0].plain)).toEqual([undefined, undefined]);
    expect([...((await openings[0].opened?.arrays[0].readRows(0, 4)) ?? [])]).toEqual(quarters(12));
  });
});
