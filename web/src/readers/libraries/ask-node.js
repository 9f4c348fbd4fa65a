/** Asks a format's library on Node: its code loads when it is first asked. */

/** @import { Job, Jobs } from "./jobs.js" */

/** @type {{ [job in Job]: () => Promise<Jobs[job]> }} */
const LOAD = {
  parquet: async () => (await import("./parquet.js")).readParquet,
  arrow: async () => (await import("./arrow.js")).readArrow,
  hdf5InPlace: async () => (await import("./jsfive.js")).datasetsInPlace,
  hdf5: async () => (await import("./h5wasm.js")).describeDatasets,
  hdf5Values: async () => (await import("./h5wasm.js")).datasetValues,
};

/** @template {Job} J @param {J} job @param {Parameters<Jobs[J]>} given @returns {Promise<Awaited<ReturnType<Jobs[J]>>>} */
export async function ask(job, ...given) {
  const run = /** @type {(...given: unknown[]) => any} */ (await LOAD[job]());
  return run(...given);
}
