import { count } from "../report/numbers.js";

/** @import { Role } from "../types.d.ts" */
/** @import { ViewOptions } from "./types.d.ts" */

/** A row with its id, if it has one; on the screen alone. @param {ViewOptions["named"]} named @returns {(side: Role, row: number) => string} */
export const rowWords =
  (named = () => undefined) =>
  (side, row) => {
    const id = named(side, row);
    return id === undefined || id === String(row) ? count(row) : `${count(row)} (${id})`;
  };
