import { describe, expect, it } from "vitest";
import { joinParts } from "../../../web/src/pairing/parts.js";
import { memorySource } from "../../../web/src/readers/plain-rows.js";

/** @import { OpenedFile } from "../../../web/src/types.d.ts" */

const ROWS = [3, 3, 2];

/** @param {string} file @param {number} rows @returns {OpenedFile} */
const shard = (file, rows) => ({
  file,
  format: "npy",
  size: 16 * rows,
  arrays: [memorySource("", rows, 4, "float32", new Float32Array(4 * rows))],
  listing: [],
  columns: [],
});

/** @param {string} file @param {string[][]} columns @param {string[]} [names] @returns {OpenedFile} */
const table = (file, columns, names = [file.replace(/^.*\/|\.[^.]*$/g, "")]) => ({
  file,
  format: "npy",
  size: 1,
  arrays: [],
  listing: [],
  columns: columns.map((values, index) => ({ name: names[index], values })),
});

const idsOf = (/** @type {number} */ part, rows = ROWS[part]) => Array.from({ length: rows }, (_, row) => `p${part}r${row}`);
const shards = (side = "images") => ROWS.map((rows, part) => shard(`all/${side}_${part}.npy`, rows));
const beside = (/** @type {OpenedFile[]} */ files) => joinParts([...shards(), ...files]);

describe("columns in parts beside shards", () => {
  it.each([
    [
      "after the number",
      (/** @type {number} */ part) => `all/images_${part}_image_id.npy`,
      "all/images_{0..2}_image_id.npy",
      "images_image_id",
    ],
    ["before the number", (/** @type {number} */ part) => `all/image_ids_${part}.npy`, "all/image_ids_{0..2}.npy", "image_ids"],
    ["with another number in the name", (/** @type {number} */ part) => `all/ids_${part}_v2.npy`, "all/ids_{0..2}_v2.npy", "ids_v2"],
  ])("are joined in the order of the parts, the name %s", (_title, named, label, column) => {
    const files = [2, 0, 1].map((part) => table(named(part), [idsOf(part)]));
    const { files: found, questions } = beside(files);
    expect(questions).toEqual([]);
    expect(found.map(({ file }) => file)).toEqual(expect.arrayContaining(["all/images_{0..2}.npy", label]));
    expect(found.find(({ file }) => file === label)?.columns).toEqual([{ name: column, values: [0, 1, 2].flatMap((part) => idsOf(part)) }]);
  });

  it.each([
    ["a part is without them", [0, 1].map((part) => table(`all/images_${part}_image_id.npy`, [idsOf(part)]))],
    ["a part has more", [0, 1, 2].map((part) => table(`all/images_${part}_image_id.npy`, [idsOf(part, part === 1 ? 4 : undefined)]))],
    [
      "all are there, and part by part they are not",
      [2, 3, 3].map((rows, part) => table(`all/images_${part}_ids.npy`, [idsOf(part, rows)])),
    ],
  ])("are asked about where %s", (_title, files) => {
    const { questions } = beside(files);
    expect(questions.map(({ finding }) => finding.code)).toEqual(["ROWS_UNCLEAR"]);
    expect(questions[0].finding.message).toMatch(/^all\/images_\{.*by number.*all\/images_|rows/);
    expect(questions[0].parts).toEqual(expect.arrayContaining(files));
  });

  it("are joined whatever their length where they are tables with ids of their own", () => {
    const files = ROWS.map((rows, part) =>
      table(`all/images_${part}_meta.npy`, [idsOf(part, rows + 4), idsOf(part, rows + 4)], ["id", "text"]),
    );
    const { files: found, questions } = beside(files);
    expect(questions).toEqual([]);
    expect(found.find(({ file }) => file === "all/images_{0..2}_meta.npy")?.columns[0].values.length).toBe(20);
  });

  it("leave a file alone whose number is none of the parts'", () => {
    const file = table("all/labels_2019.npy", [["a", "b"]]);
    const { files: found, questions } = beside([file]);
    expect(questions).toEqual([]);
    expect(found).toContain(file);
  });
});
