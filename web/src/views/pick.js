import { createFollowed } from "./followed.js";

/** @import { Pick, Place } from "../charts/chart.js" */

/** @returns {Pick} */
export function createPick() {
  const followed = createFollowed(/** @type {Place | null} */ (null));
  const { set, follow } = followed;
  return {
    get place() {
      return followed.now;
    },
    set,
    follow,
  };
}
