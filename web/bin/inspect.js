/** askew inspect: what a reader sees in each file. Needs no engine. */
import { Failure } from "../src/failure.js";
import { openPath } from "./input.js";

/** @import { MatrixSource, OpenedFile } from "../src/types.d.ts" */

const BLOCK_VALUES = 4e6;

/**
 * @typedef {{ name: string, shape: number[], dtype: string, rows: number, cols: number, sum: number, first: number[] }} ArrayFacts
 * @typedef {{ file: string, format: string, arrays: ArrayFacts[], others?: OpenedFile["listing"], columns?: { name: string, rows: number }[] }} FileFacts
 * @typedef {{ file: string, error: { code: string, message: string } }} FileError
 */

/** @param {MatrixSource} array @param {OpenedFile["listing"]} listing @returns {Promise<ArrayFacts>} */
async function arrayFacts(array, listing) {
  const { name, rows, cols, dtype } = array;
  const step = Math.max(1, Math.floor(BLOCK_VALUES / cols));
  let sum = 0;
  /** @type {number[]} */
  let first = [];
  for (let begin = 0; begin < rows; begin += step) {
    const values = await array.readRows(begin, Math.min(rows, begin + step));
    if (begin === 0) first = [...values.subarray(0, 4)];
    for (let i = 0; i < values.length; i++) sum += values[i];
  }
  return { name, shape: listing.find((entry) => entry.name === name)?.shape ?? [rows, cols], dtype, rows, cols, sum, first };
}

/** @param {string} file as the user named it @param {OpenedFile} opened @returns {Promise<FileFacts>} */
async function fileFacts(file, opened) {
  const arrays = [];
  for (const array of opened.arrays) arrays.push(await arrayFacts(array, opened.listing));
  const sides = new Set(opened.arrays.flatMap(({ name }) => [name, name.replace(/\[[01]\]$/, "")]));
  const others = opened.listing.filter(({ name }) => !sides.has(name));
  const columns = opened.columns.map(({ name, values }) => ({ name, rows: values.length }));
  return { file, format: opened.format, arrays, ...(others.length > 0 && { others }), ...(columns.length > 0 && { columns }) };
}

/** The file, or each file of an archive. @param {string} path @returns {Promise<(FileFacts | FileError)[]>} */
export async function inspectFile(path) {
  const asError = (/** @type {string} */ file, /** @type {unknown} */ error) => {
    const { code, message } = Failure.from(error);
    return { file, error: { code, message } };
  };
  try {
    const facts = [];
    for (const { name, opened, failure } of await openPath(path))
      facts.push(opened ? await fileFacts(name, opened).catch((error) => asError(name, error)) : asError(name, failure));
    return facts;
  } catch (error) {
    return [asError(path, error)];
  }
}

/** @param {FileFacts | FileError} facts */
export function inspectText(facts) {
  if ("error" in facts) return `${facts.file}\n  ${facts.error.code}: ${facts.error.message}\n`;
  const lines = [`${facts.file}  (${facts.format})`];
  for (const { name, shape, dtype, rows, cols, sum, first } of facts.arrays) {
    const stated = shape.length === 2 && shape[0] === rows ? "" : ` of shape (${shape.join(", ")})`;
    lines.push(`  ${name || "the array"}: ${rows} rows x ${cols} columns, ${dtype}${stated}; sum ${sum}; first ${first.join(", ")}`);
  }
  for (const { name, shape, dtype } of facts.others ?? [])
    lines.push(`  ${name || "an array"}: shape (${shape.join(", ")}), ${dtype}; cannot be a side`);
  for (const { name, rows } of facts.columns ?? []) lines.push(`  column ${name}: ${rows} values`);
  return `${lines.join("\n")}\n`;
}
