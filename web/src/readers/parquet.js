/** Parquet: the format's library decodes it, in a worker of its own where there is a page. */
import { ask } from "#library";
import { latin1 } from "./bytes.js";
import { openedTable } from "./found-table.js";

/** @import { Reader } from "../types.d.ts" */

/** @type {Reader} */
export const parquet = {
  format: "parquet",
  extensions: ["parquet"],
  match: (head) => /^PAR[1E]/.test(latin1(head.subarray(0, 4))),
  async open(file, limits) {
    const name = file.webkitRelativePath || file.name;
    return openedTable({ file: name, format: "parquet", size: file.size }, await ask("parquet", file, name, limits));
  },
};
