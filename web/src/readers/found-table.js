/** What a table's library found, as an opened file. */
import { Failure } from "../failure.js";
import { openedFile } from "./opened-file.js";
import { memorySource } from "./plain-rows.js";

/** @import { FoundTable, OpenedFile } from "../types.d.ts" */

/** @param {{ file: string, format: string, size: number }} about @param {FoundTable} found @returns {OpenedFile} */
export function openedTable(about, { arrays, listing, columns, refused }) {
  return openedFile({
    ...about,
    arrays: arrays.map(({ name, rows, cols, dtype, values, dimensions }) => ({
      ...memorySource(name, rows, cols, dtype, values),
      ...(dimensions && { dimensions }),
    })),
    listing,
    columns,
    refused: refused.map((failure) => Failure.from(failure)),
  });
}
