import { describe, expect, test } from "vitest";
import { CODES } from "../../../web/src/failure.js";
import { openFile, readers } from "../../../web/src/readers/index.js";
import { badFiles } from "../../fixtures/bad.js";
import { npy } from "../../fixtures/build/npy.js";
import { bytesOf, quarters } from "../../fixtures/build/values.js";
import { goodFiles } from "../../fixtures/good.js";

/** @param {Uint8Array} bytes @param {string} name */
const fileOf = (bytes, name) => new File([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)], name);
const array = npy({ descr: "<f4", shape: "(6, 3)", data: bytesOf(quarters(18), "float32") });

/** What a browser gives for a folder: a size, and no bytes. @param {string} name @param {number} size */
function folder(name, size) {
  const arrayBuffer = () => Promise.reject(new DOMException("A requested file could not be read", "NotReadableError"));
  const entry = { name, size, arrayBuffer, slice: () => entry };
  return entry;
}

describe("openFile", () => {
  test.each(["x.npz", "x.csv", "x", "x.jpg"])("goes by the contents, not by the name: an array named %s", async (name) => {
    expect(await openFile(fileOf(array, name))).toMatchObject({ file: name, format: "npy" });
  });

  test("tells .npz and .pt apart by the members, whatever the name", async () => {
    const byFile = new Map(goodFiles().map(({ file, bytes }) => [file, bytes]));
    for (const [file, format] of [
      ["stored.npz", "npz"],
      ["paper.pt", "pt"],
    ])
      expect((await openFile(fileOf(/** @type {Uint8Array} */ (byFile.get(file)), "renamed.zip"))).format).toBe(format);
  });

  test("names a file of a dropped folder with its folder, and keeps the file for its hash", async () => {
    const file = Object.assign(fileOf(array, "x.npy"), {});
    Object.defineProperty(file, "webkitRelativePath", { value: "run7/x.npy" });
    const opened = await openFile(file);
    expect(opened.file).toBe("run7/x.npy");
    expect(opened.blob).toBe(file);
  });

  test.each([
    ["features", 4096],
    ["features", 0],
    ["features.v2", 4096],
  ])("a folder named %s (size %d) is refused with FOLDER", async (name, size) => {
    await expect(openFile(folder(name, size))).rejects.toMatchObject({ code: "FOLDER", message: expect.stringContaining(name) });
  });

  test("a file that cannot be read is refused with UNREADABLE", async () => {
    await expect(openFile(folder("x.npy", 4096))).rejects.toMatchObject({ code: "UNREADABLE" });
  });

  test("NaN and infinite values are data", async () => {
    const bytes = npy({
      descr: "<f4",
      shape: "(2, 2)",
      data: bytesOf([Number.NaN, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], "float32"),
    });
    const { arrays } = await openFile(fileOf(bytes, "x.npy"));
    expect([...(await arrays[0].readRows(0, 2))]).toEqual([Number.NaN, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  test("a Fortran array above the memory limit is TOO_LARGE, a row-major one is not", async () => {
    const wide = (/** @type {boolean} */ fortran) =>
      fileOf(npy({ descr: "<f4", shape: "(300, 100)", fortran, data: new Uint8Array(120000) }), "x.npy");
    const limits = { memory: 100000, header: 10000 };
    await expect(openFile(wide(true), limits)).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect((await openFile(wide(false), limits)).arrays).toHaveLength(1);
  });
});

test("every reader states a format and its extensions once", () => {
  expect(new Set(readers.map(({ format }) => format)).size).toBe(readers.length);
  const all = readers.flatMap(({ extensions }) => extensions);
  expect(new Set(all).size).toBe(all.length);
  for (const extension of all) expect(extension).toMatch(/^[a-z0-9]+$/);
});

describe("damage", () => {
  /** @param {File} file */
  async function outcome(file) {
    try {
      const { arrays } = await openFile(file);
      for (const source of arrays) await source.readRows(0, source.rows);
      return "opened";
    } catch (error) {
      return /** @type {{ code?: string }} */ (error).code ?? String(error);
    }
  }
  const allowed = new Set(["opened", ...Object.keys(CODES).filter((code) => code !== "INTERNAL")]);

  test.each([...goodFiles(), ...badFiles()].map(({ file, bytes }) => ({ file, bytes })))(
    "$file cut or altered anywhere opens or fails with a code, never otherwise",
    async ({ file, bytes }) => {
      let state = 12345;
      const random = (/** @type {number} */ below) => {
        state = (Math.imul(state, 1103515245) + 12345) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
      };
      for (let round = 0; round < 40 && bytes.length > 0; round++) {
        const damaged = round % 2 === 0 ? bytes.slice(0, random(bytes.length)) : bytes.slice();
        if (round % 2 === 1) for (let i = 0; i < 1 + random(4); i++) damaged[random(damaged.length)] = random(256);
        expect(allowed).toContain(await outcome(fileOf(damaged, file)));
      }
    },
  );
});
