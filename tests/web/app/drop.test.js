import { describe, expect, it } from "vitest";
import { dropped } from "../../../web/src/app/drop.js";

/** @param {string} path @param {boolean} [breaks] */
function fileEntry(path, breaks = false) {
  const name = path.replace(/^.*\//, "");
  const file = (/** @type {(file: File) => void} */ give, /** @type {(error: unknown) => void} */ fail) =>
    breaks ? fail(new DOMException("gone", "NotFoundError")) : give(new File([path], name));
  return { name, fullPath: path, isDirectory: false, file };
}

/** Gives its entries two at a time, as a browser gives a hundred. @param {string} path @param {object[]} entries */
function folderEntry(path, entries) {
  const createReader = () => {
    let at = 0;
    const readEntries = (/** @type {(some: object[]) => void} */ give) => {
      give(entries.slice(at, at + 2));
      at += 2;
    };
    return { readEntries };
  };
  return { name: path.replace(/^.*\//, ""), fullPath: path, isDirectory: true, createReader };
}

/** @param {{ name: string }[]} entries */
const drop = (entries) => {
  const items = entries.map((entry) => ({ kind: "file", getAsFile: () => new File([""], entry.name), webkitGetAsEntry: () => entry }));
  return dropped(/** @type {any} */ ({ items: [{ kind: "string" }, ...items] }), ["npy", "csv", "txt"]);
};

/** @param {Awaited<ReturnType<typeof drop>>} given */
const paths = (given) => given.map(({ file, failure }) => failure?.code ?? (file.webkitRelativePath || file.name));

describe("a drop", () => {
  it("of files gives the files", async () => {
    expect(paths(await drop([fileEntry("/a.npy"), fileEntry("/b.doc")]))).toEqual(["a.npy", "b.doc"]);
  });

  it("of a folder gives the files inside it that are read, at any depth, named with their folders", async () => {
    const folder = folderEntry("/run", [
      fileEntry("/run/texts.npy"),
      fileEntry("/run/README.txt"),
      fileEntry("/run/.hidden.npy"),
      folderEntry("/run/inner", [fileEntry("/run/inner/images.npy"), fileEntry("/run/inner/scan.png"), fileEntry("/run/inner/m.CSV")]),
      fileEntry("/run/images.npy"),
    ]);
    const given = await drop([folder, fileEntry("/more.npy")]);
    expect(paths(given)).toEqual(["run/images.npy", "run/inner/images.npy", "run/inner/m.CSV", "run/texts.npy", "more.npy"]);
    expect(await given[0].file.text()).toBe("/run/images.npy");
  });

  it("of a folder without anything to read, or that cannot be read, is refused with FOLDER and its name", async () => {
    const given = await drop([
      folderEntry("/pictures", [fileEntry("/pictures/a.png")]),
      folderEntry("/gone", [fileEntry("/gone/a.npy", true)]),
    ]);
    expect(paths(given)).toEqual(["FOLDER", "FOLDER"]);
    expect(given[0].failure?.message).toContain("pictures");
    expect(given[1].failure?.message).toContain("gone");
  });

  it("of a folder of more than 50,000 such files is refused with their number", async () => {
    const many = Array.from({ length: 50_001 }, (_, i) => fileEntry(`/many/${i}.npy`));
    const [{ failure }] = await drop([folderEntry("/many", many)]);
    expect(failure?.message).toContain("50001");
  });
});
