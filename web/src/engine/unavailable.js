/** @import { Unavailable } from "../types.d.ts" */

/** In place of a number that cannot be had. @param {string} reason @returns {Unavailable} */
export const unavailable = (reason) => ({ status: "unavailable", reason });
