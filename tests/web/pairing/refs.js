/** Arrays as readers give them, made up for pairing's tests. */
import { memorySource } from "../../../web/src/readers/plain-rows.js";

/** @import { ArrayRef, DType, OpenedFile, TextColumn } from "../../../web/src/types.d.ts" */

/**
 * A file of arrays; value k of row r is r + k / 100, so that a row tells its number.
 * @param {string} file
 * @param {Record<string, [rows: number, cols: number, dtype?: DType]>} arrays by name
 * @param {{ columns?: TextColumn[], map?: OpenedFile["map"] }} [more]
 * @returns {OpenedFile}
 */
export function opened(file, arrays, { columns = [], map } = {}) {
  const sources = Object.entries(arrays).map(([name, [rows, cols, dtype = "float32"]]) =>
    memorySource(
      name,
      rows,
      cols,
      dtype,
      Float32Array.from({ length: rows * cols }, (_, i) => Math.floor(i / cols) + (i % cols) / 100),
    ),
  );
  const listing = sources.map(({ name, rows, cols, dtype }) => ({ name, shape: [rows, cols], dtype }));
  return { file, format: "npy", size: 1, arrays: sources, listing, columns, ...(map && { map }) };
}

/** The only array of a file. @param {string} file @param {number} rows @param {number} [cols] @returns {ArrayRef} */
export function ref(file, rows, cols = 4) {
  const found = opened(file, { "": [rows, cols] });
  return { file: found, array: found.arrays[0] };
}

/** Numbers of the rows that a source gives. @param {import("../../../web/src/types.d.ts").MatrixSource} source */
export async function rowNumbers(source) {
  const values = await source.readRows(0, source.rows);
  return Array.from({ length: source.rows }, (_, row) => values[row * source.cols]);
}
