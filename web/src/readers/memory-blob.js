/** Bytes that are, or will be, in memory, in the shape of a file's slice. */

/** @import { BlobLike, MatrixSource } from "../types.d.ts" */
/** @import { Budget } from "./budget.js" */
/** @import { Member } from "./types.d.ts" */
/** @import { ZipArchive } from "./zip.js" */

export class MemoryBlob {
  /** @param {number} size @param {() => Promise<Uint8Array>} load @param {number} [begin] */
  constructor(size, load, begin = 0) {
    this.size = size;
    this.load = load;
    this.begin = begin;
  }

  /** @param {number} begin @param {number} end @returns {BlobLike} */
  slice(begin, end) {
    return new MemoryBlob(end - begin, this.load, this.begin + begin);
  }

  async arrayBuffer() {
    const bytes = await this.load();
    return /** @type {ArrayBuffer} */ (bytes.slice(this.begin, this.begin + this.size).buffer);
  }
}

/** Loads once, when first asked; again only after a failure. @template Value @param {() => Promise<Value>} load */
export function once(load) {
  /** @type {Promise<Value> | undefined} */
  let loading;
  return () => {
    loading ??= load().catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

/** A deflated member, expanded when its first bytes are asked for. @param {ZipArchive} archive @param {Member} member @param {Budget} budget */
export function expandedMember(archive, member, budget) {
  const remedy = "Save it uncompressed: then it is read in pieces.";
  const load = once(() => budget.hold(member.size, member.name, remedy, () => archive.bytes(member)));
  return new MemoryBlob(member.size, load);
}

/** Workers cannot read for themselves what is in this memory only. @param {MatrixSource} source @returns {MatrixSource} */
export function withoutPlain({ plain: _plain, ...source }) {
  return source;
}
