/** Small files, read once for all workers: a browser takes long to give a file's bytes, and every worker needs most of the rows. */

/** @import { BlobLike } from "../types.d.ts" */
/** @import { CachedFile } from "./types.d.ts" */

/** Bytes of files that are cached in all. What does not fit is read by who needs it. */
export const CACHE_BYTES = 256 * 1024 ** 2;
/** Bytes that are read at once. */
const PIECE_BYTES = 8 * 1024 ** 2;
/** Milliseconds without a question after which a file is dropped. */
const IDLE = 3000;

/** Each file has a number: what workers get of it is a copy each time. */
export class FileCache {
  /** @type {Map<number, CachedFile>} */
  #files = new Map();

  /**
   * Bytes begin … end - 1, copied; null if there is no room for the file.
   * @param {number} file @param {BlobLike} blob @param {number} begin @param {number} end
   * @returns {Promise<ArrayBuffer | null>}
   */
  async bytes(file, blob, begin, end) {
    const cached = this.#keep(file, blob);
    if (!cached) return null;
    const first = Math.floor(begin / PIECE_BYTES);
    const count = Math.ceil(end / PIECE_BYTES) - first;
    const pieces = await Promise.all(Array.from({ length: count }, (_, k) => piece(cached, blob, first + k)));
    const out = new Uint8Array(end - begin);
    for (const [k, bytes] of pieces.entries()) {
      const at = (first + k) * PIECE_BYTES;
      const from = Math.max(begin, at);
      out.set(new Uint8Array(bytes, from - at, Math.min(end, at + bytes.byteLength) - from), from - begin);
    }
    return out.buffer;
  }

  /** Reads a file that will soon be asked for. @param {number} file @param {BlobLike} blob */
  async expect(file, blob) {
    for (let k = 0; k * PIECE_BYTES < blob.size; k++) {
      const cached = this.#keep(file, blob);
      if (!cached) return;
      await piece(cached, blob, k);
    }
  }

  /** @param {number} file @param {BlobLike} blob @returns {CachedFile | undefined} */
  #keep(file, { size }) {
    let cached = this.#files.get(file);
    if (!cached) {
      let bytes = size;
      for (const other of this.#files.values()) bytes += other.size;
      if (bytes > CACHE_BYTES) return undefined;
      cached = { size, pieces: [] };
      this.#files.set(file, cached);
    }
    clearTimeout(cached.timer);
    cached.timer = setTimeout(() => this.#files.delete(file), IDLE);
    return cached;
  }
}

/** @param {CachedFile} cached @param {BlobLike} blob @param {number} k */
function piece({ pieces }, blob, k) {
  pieces[k] ??= blob.slice(k * PIECE_BYTES, Math.min(blob.size, (k + 1) * PIECE_BYTES)).arrayBuffer();
  return pieces[k];
}

/** A file that is read through who holds it, and by itself if it is not cached or cannot be read: what is wrong then shows here. */
export class CachedBlob {
  /**
   * @param {BlobLike} blob
   * @param {(begin: number, end: number) => Promise<ArrayBuffer | null>} ask
   * @param {number} [begin]
   * @param {number} [end]
   */
  constructor(blob, ask, begin = 0, end = blob.size) {
    this.blob = blob;
    this.ask = ask;
    this.begin = begin;
    this.size = end - begin;
  }

  /** As Blob.slice(), without negative positions. @param {number} begin @param {number} end */
  slice(begin, end) {
    const last = Math.min(end, this.size);
    return new CachedBlob(this.blob, this.ask, this.begin + Math.min(begin, last), this.begin + last);
  }

  /** @returns {Promise<ArrayBuffer>} */
  async arrayBuffer() {
    const { blob, begin, size } = this;
    return (await this.ask(begin, begin + size)) ?? blob.slice(begin, begin + size).arrayBuffer();
  }
}
