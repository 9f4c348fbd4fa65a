/** A file on disk in the shape of the browser's File: slices copy nothing, bytes are read when asked for. */
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Failure } from "../failure.js";

const LARGEST_READ = 2 ** 30;
/** @type {Readonly<Record<string, string>>} */
const REASONS = Object.freeze({ ENOENT: "there is no such file", EACCES: "permission is denied", EPERM: "permission is denied" });

export class DiskFile {
  /**
   * Own data properties only: a clone sent to a worker is a plain object that DiskFile.revive() understands.
   * @param {string} path
   * @param {string} name
   * @param {number} begin
   * @param {number} end
   */
  constructor(path, name, begin, end) {
    this.path = path;
    this.name = name;
    this.begin = begin;
    this.end = end;
    this.size = end - begin;
  }

  /** @param {string} path @param {string} [name] as the user wrote it */
  static async open(path, name = basename(path)) {
    const stats = await stat(path).catch((error) => {
      throw unreadable(name, error);
    });
    if (stats.isDirectory()) throw new Failure("FOLDER", `${name} is a folder, and one file is needed here. Name a file inside it.`);
    if (!stats.isFile()) throw new Failure("UNREADABLE", `${name} is not a regular file.`);
    return new DiskFile(path, name, 0, stats.size);
  }

  /** @param {{ path: string, name: string, begin: number, end: number }} clone */
  static revive({ path, name, begin, end }) {
    return new DiskFile(path, name, begin, end);
  }

  /** As Blob.slice(), without negative positions. @param {number} begin @param {number} end */
  slice(begin, end) {
    const first = Math.min(Math.max(0, begin), this.size);
    const last = Math.min(Math.max(first, end), this.size);
    return new DiskFile(this.path, this.name, this.begin + first, this.begin + last);
  }

  /** @returns {Promise<ArrayBuffer>} */
  async arrayBuffer() {
    const bytes = new Uint8Array(this.size);
    if (this.size === 0) return bytes.buffer;
    let handle;
    try {
      handle = await open(this.path, "r");
      for (let filled = 0; filled < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, filled, Math.min(LARGEST_READ, bytes.length - filled), this.begin + filled);
        const held = `${this.begin + filled} bytes are there. Wait until it is written, then start again.`;
        if (bytesRead === 0) throw new Failure("TRUNCATED", `${this.name} has become shorter while it was read: ${held}`);
        filled += bytesRead;
      }
    } catch (error) {
      throw error instanceof Failure ? error : unreadable(this.name, error);
    } finally {
      await handle?.close();
    }
    return bytes.buffer;
  }
}

/** @param {string} name @param {unknown} error */
function unreadable(name, error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  return new Failure("UNREADABLE", `${name} cannot be read: ${REASONS[code ?? ""] ?? message}. Check the name and its permissions.`);
}
