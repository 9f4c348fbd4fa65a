/** Pickles (.pkl, also joblib's without compression): arrays, tensors and lists of numbers, read as data by an allow-list. */
import { Failure } from "../failure.js";
import { Budget } from "./budget.js";
import { latin1 } from "./bytes.js";
import { readPickles } from "./pickled-values.js";
import { openTree } from "./tensor-file.js";
import { readTree } from "./tensor-tree.js";

/** @import { Reader } from "../types.d.ts" */

/** How compressed files begin: zlib, gzip, bzip2, xz, lzma, lz4. */
const COMPRESSED = Object.freeze(["x\x01", "x\x5e", "x\x9c", "x\xda", "\x1f\x8b", "BZh", "\xfd7zXZ", "\x5d\0\0", "\x04\x22\x4d\x18"]);

/** @type {Reader} */
export const pickleFile = {
  format: "pkl",
  extensions: ["pkl", "pickle", "joblib"],
  match: (head, name) => (head[0] === 0x80 && head[1] >= 2 && head[1] <= 5) || /\.(pkl|pickle|joblib)$/i.test(name),
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const head = latin1(new Uint8Array(await file.slice(0, Math.min(8, file.size)).arrayBuffer()));
    if (COMPRESSED.some((mark) => head.startsWith(mark)))
      throw new Failure(
        "UNSUPPORTED_FORMAT",
        `${budget.file} is a compressed pickle. Save it without compression: joblib.dump(value, path, compress=0).`,
        { file: budget.file },
      );
    return openTree("pkl", file, readTree(await readPickles(file, budget), budget), budget);
  },
};
