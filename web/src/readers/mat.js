/** MATLAB's .mat: versions 4, and 5 to 7 with their compressed variables. Version 7.3 is HDF5, and not for this reader. */
import { Budget } from "./budget.js";
import { latin1 } from "./bytes.js";
import { mat4Header, readMat4 } from "./mat4.js";
import { readMat5 } from "./mat5.js";
import { openedFile } from "./opened-file.js";

/** @import { Reader } from "../types.d.ts" */

const VERSION_AT = 124;
const MARK = "MATLAB 5.0 MAT-file";

/** Byte order of a file of versions 5 to 7; null for any other. @param {Uint8Array} head @param {string} name */
function orderOf(head, name) {
  if (head.length < VERSION_AT + 4) return null;
  const [first, second, ...mark] = head.subarray(VERSION_AT, VERSION_AT + 4);
  const order = latin1(Uint8Array.from(mark));
  const bigEndian = order === "MI";
  // 1 up to version 7, 2 if HDF5 follows.
  const isVersion5 = (bigEndian || order === "IM") && (bigEndian ? first : second) === 1;
  return isVersion5 && (latin1(head.subarray(0, MARK.length)) === MARK || isMat(name)) ? { bigEndian } : null;
}

/** @param {string} name */
const isMat = (name) => /\.mat$/i.test(name);

/** @type {Reader} */
export const mat = {
  format: "mat",
  extensions: ["mat"],
  match: (head, name) => orderOf(head, name) !== null || (isMat(name) && mat4Header(head) !== null),
  async open(file, limits) {
    const budget = new Budget(file.webkitRelativePath || file.name, limits);
    const head = new Uint8Array(await file.slice(0, Math.min(VERSION_AT + 4, file.size)).arrayBuffer());
    const order = orderOf(head, file.name);
    const contents = order ? await readMat5(file, order.bigEndian, budget) : await readMat4(file, budget);
    return openedFile({ file: budget.file, format: "mat", size: file.size, ...contents });
  },
};
