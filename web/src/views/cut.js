import { createFollowed } from "./followed.js";

/** @import { Cut } from "../charts/chart.js" */

/** @param {number} q (0, 1] @returns {Cut} */
export function createCut(q) {
  const followed = createFollowed(q);
  const { set, follow } = followed;
  return {
    get q() {
      return followed.now;
    },
    set,
    follow,
  };
}
