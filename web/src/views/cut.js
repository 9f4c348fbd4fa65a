import { createFollowed } from "./followed.js";

/**
 * The share of directions that the reader looks at now. Charts follow it without being rendered anew.
 * @typedef {{ readonly q: number, set(q: number): void, follow(listener: () => boolean | void): void }} Cut
 */

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
