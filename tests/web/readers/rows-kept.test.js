import { describe, expect, it } from "vitest";
import { openFile } from "../../../web/src/readers/index.js";
import { npy } from "../../fixtures/build/npy.js";
import { array } from "../../fixtures/build/numpy-pickle.js";
import { pickle, Tuple } from "../../fixtures/build/torch.js";
import { bytesOf, quarters } from "../../fixtures/build/values.js";
import { zip } from "../../fixtures/build/zip.js";

const open = (/** @type {string | Uint8Array} */ bytes, /** @type {string} */ name, limits = {}) =>
  openFile(new File([/** @type {string} */ (bytes)], name), { memory: 1e8, header: 1e7, ...limits });
const values = async (/** @type {string} */ text, name = "ids.csv") => (await open(text, name)).columns.map((column) => column.values);

describe("a blank line in a table of one column", () => {
  it.each([
    ["with a name above", "image_id\na\n\nb\n", [["a", "", "b"]]],
    ["without one", "img a\n\nimg b\n", [["img a", "", "img b"]]],
    ["in quotes", 'image_id\na\n""\nb\n', [["a", "", "b"]]],
    ["in quotes at the end", 'image_id\na\nb\n""\n', [["a", "b", ""]]],
    ["with carriage returns", "image_id\r\na\r\n\r\nb\r\n\r\n", [["a", "", "b"]]],
    ["with lines at the end that hold nothing", "image_id\na\n\nb\n\n\n\n", [["a", "", "b"]]],
  ])("is an empty value: %s", async (_title, text, expected) => expect(await values(text)).toEqual(expected));

  it("is one wherever the file is cut into pieces", async () => {
    const rows = Array.from({ length: 300_000 }, (_, row) => (row % 3 === 1 ? "" : `i${row}`));
    const [found] = await values(`image_id\n${rows.join("\n")}x\n\n`);
    expect(found.length).toBe(rows.length);
    expect(found[1]).toBe("");
    expect(found.filter((value) => value === "").length).toBe(rows.filter((value) => value === "").length);
  });

  it("is no row of a table of more columns", async () =>
    expect(await values("id,caption\na,x y\n\nb,z w\n")).toEqual([
      ["a", "b"],
      ["x y", "z w"],
    ]));
});

describe("a vector alone in a .json", () => {
  it("is a row where the file is one of many, and a column where it is not", async () => {
    const row = await open("[0.5, 1.5, 2]", "a.json", { single: true });
    expect(row.arrays.map(({ rows, cols }) => [rows, cols])).toEqual([[1, 3]]);
    expect((await open("[0.5, 1.5, 2]", "a.json")).arrays).toEqual([]);
    expect((await open("[1, 2, 3]", "a.json", { single: true })).columns[0].values).toEqual(["1", "2", "3"]);
  });
});

describe("numbered arrays of a side", () => {
  const member = (/** @type {string} */ name, /** @type {number} */ rows, from = 0) => ({
    name: `${name}.npy`,
    data: npy({ descr: "<f4", shape: `(${rows}, 2)`, data: bytesOf(quarters(2 * rows, from), "float32") }),
  });
  const ids = (/** @type {string} */ name, /** @type {number[]} */ numbers) => ({
    name: `${name}.npy`,
    data: npy({ descr: "<i4", shape: `(${numbers.length},)`, data: bytesOf(numbers, "int32") }),
  });

  it("are parts of one where both sides have them alike, and their ids are joined with them", async () => {
    const members = [2, 2, 2].flatMap((rows, part) => [
      member(`img_emb_${part}`, rows, part),
      member(`text_emb_${part}`, rows, 9 + part),
      ids(`img_id_${part}`, [part, part + 10]),
      ids(`text_id_${part}`, [part + 10, part]),
    ]);
    const { wholes, columns } = await open(zip(members), "all.zip");
    expect(wholes?.map(({ array: { name, rows }, parts }) => [name, rows, parts.length])).toEqual([
      ["img_emb_*", 6, 3],
      ["text_emb_*", 6, 3],
    ]);
    expect(columns.filter(({ of }) => of !== undefined)).toEqual([
      { name: "img_emb_*.img_id", values: ["0", "10", "1", "11", "2", "12"], of: "img_emb_*" },
      { name: "text_emb_*.text_id", values: ["10", "0", "11", "1", "12", "2"], of: "text_emb_*" },
    ]);
  });

  it("are none where they may be sets of captions of the same images", async () => {
    const members = [member("img_emb", 4), ...[0, 1, 2].map((set) => member(`text_emb_${set}`, 4, set))];
    expect((await open(zip(members), "all.zip")).wholes).toBeUndefined();
  });
});

describe("tuples of batches", () => {
  const batch = (/** @type {number} */ part) => array(quarters(6, part), [2, 3]);
  const parts = [0, 1, 2];

  it("have columns of words, missing ones and dictionaries of such beside their rows", async () => {
    const list = parts.map((part) => new Tuple([batch(part), [`a${part}`, null], new Map([["site", `s${part}`]])]));
    const { arrays, columns } = await open(pickle(list), "x.pkl");
    expect(arrays.map(({ name, rows }) => [name, rows])).toEqual([["[0]", 6]]);
    expect(columns).toEqual([
      { name: "[2].site", values: ["s0", "s0", "s1", "s1", "s2", "s2"], of: "[0]" },
      { name: "[1]", values: ["a0", "", "a1", "", "a2", ""], of: "[0]" },
    ]);
  });

  it("are refused where a part is neither a value a row nor a vector", async () => {
    const list = parts.map((part) => new Tuple([batch(part), [`a${part}`, `b${part}`], new Map([[`k${part}`, "x"]])]));
    await expect(open(pickle(list), "x.pkl")).rejects.toMatchObject({ code: "ROWS_UNCLEAR", message: expect.stringContaining("[2]") });
  });
});
