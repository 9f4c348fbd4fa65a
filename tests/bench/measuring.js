/** What the benches share: a file as a side of pairs, and the processor's time. */
import { DiskFile } from "../../web/src/readers/disk-file.js";
import { openFile } from "../../web/src/readers/index.js";

/** The file's first array, as pair() takes a side. @param {string} path */
export async function opened(path) {
  const file = await openFile(await DiskFile.open(path));
  return { file, array: file.arrays[0] };
}

/** Processor seconds of all threads. @param {NodeJS.CpuUsage} [before] since then, or since the process began */
export function processorSeconds(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
