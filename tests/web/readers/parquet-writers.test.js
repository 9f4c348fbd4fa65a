import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openFiles } from "../../../web/src/readers/index.js";
import { crc32 } from "../../../web/src/readers/inflate.js";

/** @import { MatrixSource, TextColumn } from "../../../web/src/types.d.ts" */

/**
 * Written by tests/fixtures/written/parquet.py, from the lists that the files were made of. Arrays: rows, columns, sum, sum of (row + 1) x second
 * value. Columns: values, CRC-32 of them and of the rows of their lists.
 * @typedef {{ arrays: Record<string, number[]>, columns: Record<string, number[]> }} Facts
 */

const WRITTEN = new URL("../../fixtures/written/", import.meta.url);
/** @type {Record<string, Record<string, Facts>>} */
const TRUTH = JSON.parse(readFileSync(new URL("parquet.json", WRITTEN), "utf8"));

/** @param {readonly (string | number)[]} lines */
const crcOf = (lines) => crc32(new TextEncoder().encode(lines.join("\n")));

/** @param {MatrixSource} array */
async function arrayFacts({ rows, cols, readRows }) {
  const values = await readRows(0, rows);
  let weighted = 0;
  for (let row = 0; row < rows; row++) weighted += (row + 1) * values[row * cols + 1];
  return [rows, cols, values.reduce((sum, value) => sum + value, 0), weighted];
}

/** @param {TextColumn} column */
const columnFacts = ({ values, rowOf }) => [values.length, crcOf(values), ...(rowOf ? [crcOf([...rowOf])] : [])];

/** @param {string} writer */
async function openings(writer) {
  const name = `parquet-${writer}.zip`;
  const found = await openFiles(new File([readFileSync(new URL(name, WRITTEN))], name));
  return found.map((opening) => ({ ...opening, name: opening.name.replace(/^.*[/\\ ]|\.parquet$/g, "") }));
}

describe.each(Object.keys(TRUTH))("parquet by %s", (writer) => {
  test("holds every value of every column, in every encoding and of every number of rows", async () => {
    const found = await openings(writer);
    expect(found.map(({ failure }) => failure?.message).filter(Boolean)).toEqual([]);
    expect(found.length).toBe(Object.keys(TRUTH[writer]).length);
    for (const { name, opened } of found) {
      const arrays = await Promise.all((opened?.arrays ?? []).map(async (array) => [array.name, await arrayFacts(array)]));
      const columns = (opened?.columns ?? []).map((column) => [column.name, columnFacts(column)]);
      expect({ name, arrays: Object.fromEntries(arrays), columns: Object.fromEntries(columns) }).toEqual({ name, ...TRUTH[writer][name] });
    }
  });
});

test("lists of several numbers of words or whole numbers are columns that say the row of each value", async () => {
  const [first] = (await openings("arrow")).filter(({ name }) => name === "v1-plain-33");
  const ids = first.opened?.columns.find(({ name }) => name === "image_ids");
  expect(ids?.values.slice(0, 4)).toEqual(["1000000000003", "1000000000006", "1000000000007", "1000000000009"]);
  expect(Array.from(ids?.rowOf ?? []).slice(0, 7)).toEqual([1, 2, 2, 3, 3, 3, 6]);
});
