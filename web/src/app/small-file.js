/** Small files that are read once, when there are many: a browser takes long to give bytes, and to cut a file even longer. */
import { MemoryBlob, withoutPlain } from "../readers/memory-blob.js";

/** @import { FileLike, Opening } from "../types.d.ts" */

/** Bytes of a file that is held, and of all that are held. */
const SMALL = 32 * 1024;
const MOST = 256 * 1024 ** 2;

/** Gives a small file as one in memory, until a bound is reached; else the file itself. */
export function createSmallFiles() {
  let left = MOST;
  /** @param {FileLike} file @returns {Promise<FileLike>} */
  return async (file) => {
    const { name, size, webkitRelativePath } = file;
    if (size === 0 || size > SMALL || size > left) return file;
    left -= size;
    // What cannot be read is the reader's to tell.
    const bytes = await file.arrayBuffer().then(
      (buffer) => new Uint8Array(buffer),
      () => undefined,
    );
    if (bytes?.length === size) return Object.assign(new MemoryBlob(size, async () => bytes), { name, webkitRelativePath });
    left += size;
    return file;
  };
}

/** Workers cannot read a file that is in this page's memory. @param {Opening} opening @returns {Opening} */
export function forThisPage(opening) {
  const { opened } = opening;
  if (!opened) return opening;
  const wholes = opened.wholes?.map((whole) => ({ ...whole, array: withoutPlain(whole.array) }));
  return { ...opening, opened: { ...opened, arrays: opened.arrays.map(withoutPlain), ...(wholes && { wholes }) } };
}
