/** Parquet, Arrow IPC and Feather version 2: the format's library decodes them, in a worker of its own where there is a page. */
import { ask } from "#library";
import { Failure } from "../failure.js";
import { latin1 } from "./bytes.js";
import { openedFile } from "./opened-file.js";
import { sourceOf } from "./plain-rows.js";

/** @import { FileLike, Limits, Reader } from "../types.d.ts" */

/** @param {"parquet" | "arrow"} format @param {FileLike} file @param {Limits} limits */
async function openedTable(format, file, limits) {
  const name = file.webkitRelativePath || file.name;
  const { arrays, listing, columns, refused } = await ask(format, file, name, limits);
  return openedFile({
    file: name,
    format,
    size: file.size,
    arrays: arrays.map(sourceOf),
    listing,
    columns,
    refused: refused.map((failure) => Failure.from(failure)),
  });
}

/** @type {Reader} */
export const parquet = {
  format: "parquet",
  extensions: ["parquet"],
  match: (head) => /^PAR[1E]/.test(latin1(head.subarray(0, 4))),
  open: (file, limits) => openedTable("parquet", file, limits),
};

/** A stream begins with the length of its schema, after a mark since version 0.15. @param {Uint8Array} head */
function isStream(head) {
  if (head.length < 16) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getInt32(0, true);
  return length === -1 || (length > 0 && length % 8 === 4 && view.getUint32(4, true) < length);
}

/** @type {Reader} */
export const arrow = {
  format: "arrow",
  extensions: ["arrow", "arrows", "feather", "ipc"],
  match: (head, name) => /^(ARROW1|FEA1)/.test(latin1(head.subarray(0, 6))) || (/\.(arrows?|ipc|feather)$/i.test(name) && isStream(head)),
  async open(file, limits) {
    const name = file.webkitRelativePath || file.name;
    if (latin1(new Uint8Array(await file.slice(0, 4).arrayBuffer())) === "FEA1")
      throw new Failure("UNSUPPORTED_FORMAT", `${name} is of Feather version 1; version 2 is read. Save it again: frame.to_feather(path).`);
    return openedTable("arrow", file, limits);
  },
};
