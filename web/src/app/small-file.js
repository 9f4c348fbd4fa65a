/** Small files that are read once: a browser takes long to give a file's bytes, and readers ask several times. */

/** Bytes of a file that is held, and of all that are held at once. */
const SMALL = 32 * 1024;
const MOST = 256 * 1024 ** 2;

/** The blob itself, for workers and for joining; its bytes come from memory. @template {Blob} B @param {B} blob @param {Uint8Array<ArrayBuffer>} bytes @returns {B} */
function withBytes(blob, bytes) {
  return Object.defineProperties(blob, {
    arrayBuffer: { value: async () => bytes.slice().buffer },
    slice: {
      value: (/** @type {number} */ begin = 0, /** @type {number} */ end = bytes.length) =>
        withBytes(Blob.prototype.slice.call(blob, begin, end), bytes.subarray(begin, Math.max(begin, end))),
    },
  });
}

/** Holds the bytes of small files while they live, up to a bound. */
export function createSmallFiles() {
  let left = MOST;
  /** @param {import("../types.d.ts").FileLike} file */
  return async (file) => {
    if (!(file instanceof File) || file.size === 0 || file.size > SMALL || file.size > left) return;
    left -= file.size;
    // What cannot be read is the reader's to tell.
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (bytes?.byteLength === file.size) withBytes(file, new Uint8Array(bytes));
    else left += file.size;
  };
}
