/** The one table of what a format's library can be asked: where its code is, and in which of the page's workers it runs. */

/** @import { FileLike, FoundDatasets, FoundSheet, FoundTable, Limits } from "../../types.d.ts" */

/**
 * @typedef {{
 *   parquet: (file: FileLike, name: string, limits: Limits) => Promise<FoundTable>,
 *   arrow: (file: FileLike, name: string, limits: Limits) => Promise<FoundTable>,
 *   xlsx: (file: FileLike, name: string, limits: Limits) => Promise<FoundSheet[]>,
 *   hdf5: (file: FileLike, name: string, limits: Limits) => Promise<FoundDatasets>,
 *   hdf5Values: (file: FileLike, name: string, limits: Limits, datasets: string[]) => Promise<Float32Array>,
 * }} Jobs
 * @typedef {keyof Jobs} Job
 * @typedef {"tables" | "h5wasm"} Library
 */

/** @type {Readonly<Record<Job, Library>>} */
export const LIBRARY_OF = Object.freeze({
  parquet: "tables",
  arrow: "tables",
  xlsx: "tables",
  hdf5: "h5wasm",
  hdf5Values: "h5wasm",
});
