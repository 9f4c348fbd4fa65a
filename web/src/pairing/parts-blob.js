/** Bytes of several files one after the other, in the shape of one file. */

/** @import { BlobLike, FileLike } from "../types.d.ts" */

/** Files that are read at once. */
const AT_ONCE = 32;

/**
 * What each of the items gives, in their order, a bounded number at a time.
 * @template T, R
 * @param {readonly T[]} items @param {(item: T, index: number) => Promise<R>} take @returns {Promise<R[]>}
 */
export async function inTurn(items, take, atOnce = AT_ONCE) {
  /** @type {R[]} */
  const out = new Array(items.length);
  let next = 0;
  const work = async () => {
    for (let i = next++; i < items.length; i = next++) out[i] = await take(items[i], i);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  return out;
}

/** Where each part begins, and the end of the last. @param {readonly number[]} sizes */
export function startsOf(sizes) {
  const starts = new Float64Array(sizes.length + 1);
  for (const [i, size] of sizes.entries()) starts[i + 1] = starts[i] + size;
  return starts;
}

/** The parts that hold begin … end - 1, and what of each. @param {Float64Array} starts @param {number} begin @param {number} end */
export function piecesOf(starts, begin, end) {
  let low = 0;
  for (let high = starts.length - 1; low + 1 < high; ) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= begin) low = middle;
    else high = middle;
  }
  const pieces = [];
  for (let part = low; part + 1 < starts.length && starts[part] < end; part++) {
    const from = Math.max(begin, starts[part]);
    const to = Math.min(end, starts[part + 1]);
    if (from < to) pieces.push({ part, at: from - begin, begin: from - starts[part], end: to - starts[part] });
  }
  return pieces;
}

class JoinedBlob {
  /** @param {readonly BlobLike[]} parts @param {Float64Array} starts @param {number} begin @param {number} end */
  constructor(parts, starts, begin, end) {
    this.parts = parts;
    this.starts = starts;
    this.begin = begin;
    this.size = end - begin;
  }

  /** As Blob.slice(), without negative positions. @param {number} begin @param {number} end @returns {BlobLike} */
  slice(begin, end) {
    const first = Math.min(Math.max(0, begin), this.size);
    const last = Math.min(Math.max(first, end), this.size);
    return new JoinedBlob(this.parts, this.starts, this.begin + first, this.begin + last);
  }

  /** @returns {Promise<ArrayBuffer>} */
  async arrayBuffer() {
    const out = new Uint8Array(this.size);
    await inTurn(piecesOf(this.starts, this.begin, this.begin + this.size), async ({ part, at, begin, end }) => {
      out.set(new Uint8Array(await this.parts[part].slice(begin, end).arrayBuffer()), at);
    });
    return out.buffer;
  }
}

/** A browser's own blobs, which can be posted to workers; undefined if some are not. @param {readonly BlobLike[]} blobs */
export function asBlobs(blobs) {
  const whole = blobs.map((blob) => (blob instanceof Blob ? blob : blob.slice(0, blob.size)));
  return whole.every((blob) => blob instanceof Blob) ? /** @type {Blob[]} */ (whole) : undefined;
}

/** @param {string} name @param {readonly FileLike[]} files @returns {FileLike} */
export function joinedFileLike(name, files) {
  const blobs = asBlobs(files);
  if (blobs) return new File(blobs, name);
  const starts = startsOf(files.map(({ size }) => size));
  return Object.assign(new JoinedBlob(files, starts, 0, starts[files.length]), { name });
}
